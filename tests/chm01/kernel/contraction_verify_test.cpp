/*
 * The contracted kernel verifies a table before it is given out. These tests change one slot that a
 * key has, at the beginning, amid and at the end of the keys, and prove that verification then says
 * no, at every CPU level and in slices, while it says yes to the table as it was.
 */
#include <doctest/doctest.h>

#include "chm01/base/rng.h"
#include "chm01/kernel/contraction.h"
#include "support/chm01/solver_runner.h"

namespace {

struct EveryLevel {
    ~EveryLevel() { CpuLimit(CpuAvx512); }
};

WorkAnswer VerifyBySlices(const ContractionSlots *slots, Contraction *contraction, const std::vector<uint16_t> &values)
{
    WorkAnswer answer = WorkMore;
    for (ContractionReset(contraction), contraction->wrong = 0; answer == WorkMore;) {
        Work work = {700};
        answer = slots->verify(contraction, values.data(), &work);
    }
    return answer;
}

// Solves the keys on so many vertices a side, then spoils the slots of some keys' first vertices.
void CheckVerifies(const Keys &keys, uint32_t edges)
{
    const auto count = static_cast<uint32_t>(keys.values().size());
    const ContractionForm form = ContractionFormFor(count, edges);
    const ContractionOps *const ops = ContractionOpsFor(form, 4);
    const ContractionSlots *const slots = ContractionSlotsFor(form);
    const AlignedBytes memory(ContractionBytes(form, 4, count, edges));
    Contraction contraction = {};
    Work work = WorkAll();
    ContractionBegin(&contraction, form, 4, count, edges, memory.data());
    contraction.keys = keys.set().keys;
    bool solved = false;
    for (uint64_t i = 0; i < 100 && !solved; i++) {
        ContractionReset(&contraction);
        REQUIRE(ops->setUp(&contraction, RngDraw(1, 1, i) | 1, &work));
        ContractionReset(&contraction);
        solved = ops->hash(&contraction, RngDraw(1, 2, i), &work) == WorkYes &&
                 ops->peel(&contraction.peel, &work) == WorkYes;
    }
    REQUIRE(solved);
    ContractionReset(&contraction);
    std::vector<uint16_t> values(2 * edges);
    REQUIRE(ContractionAssign(&contraction, slots, values.data(), &work));
    CHECK(VerifyBySlices(slots, &contraction, values) == WorkYes);
    for (const uint32_t key : {0u, 63u, 64u, 699u, 700u, count - 1}) {
        CAPTURE(key);
        uint16_t &slot = values[static_cast<const uint16_t *>(contraction.firsts)[key]];
        slot ^= 1;
        CHECK(VerifyBySlices(slots, &contraction, values) == WorkNo);
        slot ^= 1;
    }
}

}

TEST_CASE("a wrong slot fails the verification, with a power of two of vertices and without, at every CPU level")
{
    const EveryLevel restored;
    const Keys keys(DistinctKeys(1500, 9));
    for (const CpuLevel level : {CpuBaseline, CpuAvx2, CpuAvx512})
        for (const uint32_t edges : {2048u, 1700u}) {
            CAPTURE(edges);
            CpuLimit(level);
            CheckVerifies(keys, edges);
        }
}
