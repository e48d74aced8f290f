/*
 * The kernel of compact tables stores a graph in two forms, is compiled for three CPU levels, and
 * sorts the edges of large graphs into blocks. These tests prove that all of that, and stopping
 * amid every loop, leads to the same slots and the same marks, with fingerprints and without. A
 * vertex of more edges than its part of a narrow word can count fails the attempt.
 */
#include <doctest/doctest.h>

#include <algorithm>

#include "chm01/base/cpu.h"
#include "chm01/hash/hash_quadx.h"
#include "chm01/kernel/fuse.h"
#include "chm01/solver/compact_shape.h"
#include "support/chm01/solver_runner.h"

namespace {

struct EveryLevel {
    ~EveryLevel() { CpuLimit(CpuAvx512); }
};

constexpr uint64_t S1 = 0x9E3779B97F4A7C15, S2 = 0x123456789ABCDEF;

// A graph of these keys in one form, solved under S1 and S2 by slices of so many steps, with
// fingerprints of so many bits.
class Graph {
public:
    Graph(FuseForm form, const Keys &keys, FuseShape shape, uint64_t steps, uint32_t fingerprintBits = 0)
        : memory(FuseBytes(form, static_cast<uint32_t>(keys.values().size()), shape))
    {
        FuseBegin(&fuse, form, static_cast<uint32_t>(keys.values().size()), shape, memory.data());
        fuse.keys = keys.set().keys;
        fuse.keySize = keys.set().keySizeInBytes;
        fuse.numberSize = 4;
        fuse.fingerprintBits = fingerprintBits;
        fuse.noise = fingerprintBits != 0 ? 77 : 0;
        FuseReset(&fuse);
        Work work = {steps};
        while (!FuseHashKeys(&fuse, S1, S2, &work))
            work.left = steps;
        marks.resize(shape.vertices);
        FuseMark(&fuse, marks.data());
        while ((peeled = FusePeel(&fuse, &work)) == WorkMore)
            work.left = steps;
        if (peeled == WorkYes)
            assign(steps);
    }

    Fuse fuse = {};
    std::vector<uint8_t> marks;
    std::vector<uint32_t> slots;
    WorkAnswer peeled = WorkMore, verified = WorkMore;

private:
    void assign(uint64_t steps)
    {
        Work work = {steps};
        slots.assign(marks.size(), 99);
        while (!FuseAssign(&fuse, slots.data(), &work))
            work.left = steps;
        while ((verified = FuseVerify(&fuse, slots.data(), &work)) == WorkMore)
            work.left = steps;
    }

    AlignedBytes memory;
};

void CheckSameAs(const Graph &expected, const Graph &graph)
{
    CHECK(graph.peeled == WorkYes);
    CHECK(graph.verified == WorkYes);
    CHECK(graph.slots == expected.slots);
    CHECK(graph.marks == expected.marks);
}

// Keys whose slots don't add up to their position, with their fingerprint above it.
size_t WrongSums(const Graph &graph, const Keys &keys, FuseShape shape, uint32_t fingerprintBits)
{
    size_t wrong = 0;
    for (size_t i = 0; i < keys.values().size(); i++) {
        const uint64_t hash = FuseHash(keys.values()[i], S1, S2);
        const FuseVertices at = FuseVerticesOf(hash, shape);
        const uint32_t sum = graph.slots[at.first] + graph.slots[at.second] + graph.slots[at.third];
        const uint64_t fingerprint = QuadxFingerprint64(hash, fingerprintBits);
        wrong += sum != static_cast<uint32_t>(i | fingerprint << (32 - fingerprintBits));
    }
    return wrong;
}

}

TEST_CASE("the compact kernel writes the same slots in both forms, at every CPU level, whole and in slices")
{
    const EveryLevel restored;
    for (const size_t count : {300u, 5000u, 480000u})
        for (const uint32_t keySize : count == 5000 ? std::vector<uint32_t>{4, 8} : std::vector<uint32_t>{4}) {
            CAPTURE(count);
            CAPTURE(keySize);
            const Keys keys(DistinctKeys(count, count, 8 * keySize), keySize);
            const FuseShape shape = CompactShapeFor(count, 0);
            const uint32_t bits = count == 480000 ? 8 : keySize == 8 ? 16 : 0;
            CpuLimit(CpuBaseline);
            const Graph expected(FuseNarrow, keys, shape, UINT64_MAX, bits);
            CHECK((expected.fuse.blocks > 1) == (count == 480000));
            REQUIRE(expected.verified == WorkYes);
            CHECK(WrongSums(expected, keys, shape, bits) == 0);
            for (const CpuLevel level : {CpuBaseline, CpuAvx2, CpuAvx512})
                for (const FuseForm form : {FuseNarrow, FuseWide}) {
                    CpuLimit(level);
                    CheckSameAs(expected, Graph(form, keys, shape, UINT64_MAX, bits));
                }
            CheckSameAs(expected, Graph(FuseNarrow, keys, shape, 7777, bits));
            CheckSameAs(expected, Graph(FuseWide, keys, shape, 7777, bits));
        }
}

TEST_CASE("a compact graph that is too large for narrow edges is wide")
{
    CHECK(FuseFormFor(1000, {1u << 21, 12}) == FuseNarrow);
    CHECK(FuseFormFor(1000, {(1u << 21) + (1u << 12), 12}) == FuseWide);
    CHECK(FuseFormFor((1u << 24) + 1, {1u << 21, 12}) == FuseWide);
}

TEST_CASE("a vertex of 257 edges fails the attempt at a narrow compact graph, at every CPU level, and no wide one")
{
    const EveryLevel restored;
    const FuseShape shape = {3u << 11, 11};
    std::vector<uint64_t> star;
    for (uint32_t key = 0; star.size() < 257; key++)
        if (FuseVerticesOf(FuseHash(key, S1, S2), shape).first == 5)
            star.push_back(key);
    const Keys keys(star);
    for (const CpuLevel level : {CpuBaseline, CpuAvx2, CpuAvx512}) {
        CpuLimit(level);
        CHECK(Graph(FuseNarrow, keys, shape, UINT64_MAX).peeled == WorkNo);
        CHECK(Graph(FuseWide, keys, shape, UINT64_MAX).verified == WorkYes);
    }
}

TEST_CASE("a packed slot is assigned and verified in slices, and any other number in a key's slot is found")
{
    const Keys keys(DistinctKeys(5000, 3));
    const FuseShape shape = CompactShapeFor(5000, 0);
    for (const FuseForm form : {FuseNarrow, FuseWide})
        for (const uint64_t steps : {uint64_t{77}, UINT64_MAX}) {
            Graph graph(form, keys, shape, steps);
            std::vector<uint32_t> packed(shape.vertices / 32 * 13);
            graph.fuse.packedBits = 13;
            const auto verify = [&] {
                Work work = {steps};
                WorkAnswer answer;
                while ((answer = FuseVerify(&graph.fuse, packed.data(), &work)) == WorkMore)
                    work.left = steps;
                return answer;
            };
            Work work = {steps};
            while (!FuseAssign(&graph.fuse, packed.data(), &work))
                work.left = steps;
            CHECK(verify() == WorkYes);
            const size_t touched = size_t(std::find(graph.marks.begin(), graph.marks.end(), 1) - graph.marks.begin());
            packed[touched * 13 / 32] ^= 1u << touched * 13 % 32;
            CHECK(verify() == WorkNo);
        }
}
