/*
 * The solver has loops for three CPU levels: baseline, AVX2 and AVX-512. These tests prove that all
 * levels report equal coverage figures and equal counts of rejected attempts. All levels give up a
 * star graph whose degree exceeds one byte, in graphs with 16-bit and 32-bit values.
 */
#include <doctest/doctest.h>

#include <set>

#include "chm01/base/cpu.h"
#include "chm01/hash/hash_quadx.h"
#include "support/chm01/same_coverage.h"
#include "support/chm01/solver_runner.h"

namespace {

struct EveryLevel {
    ~EveryLevel() { CpuLimit(CpuAvx512); }
};

constexpr uint32_t S1 = 0x9E3779B1, S2 = 0x12345678;

// `count` keys, of which the first 2 * rays link in a star around the second vertex 0, and the
// others have a first vertex each.
std::vector<uint64_t> StarAmong(uint32_t rays, uint32_t count, uint32_t edgeBits)
{
    constexpr uint32_t inverse = Inverse(S1);
    const uint32_t low = 32 - edgeBits;
    std::vector<uint64_t> star, others;
    std::set<uint32_t> ends = {0};
    for (uint32_t first = 0; first >> edgeBits == 0 && star.size() + others.size() < count; first++) {
        const uint32_t base = first << low;
        uint32_t hub = 1u << low;
        for (uint32_t i = 0; star.size() < 2 * rays && i >> low == 0 && hub >> low != 0; i++)
            if (QuadxSecond32((base | i) * inverse, S1, S2, edgeBits) == 0)
                hub = i;
        const uint32_t ray = hub == 0 ? 1 : 0, key = (base | ray) * inverse;
        if (hub >> low == 0 && ends.insert(QuadxSecond32(key, S1, S2, edgeBits)).second) {
            star.push_back((base | hub) * inverse);
            star.push_back(key);
        } else {
            others.push_back(key);
        }
    }
    star.insert(star.end(), others.begin(), others.end());
    return star;
}

}

TEST_CASE("every CPU level: the same coverage, of all keys and of some, in every form of the kernel")
{
    const EveryLevel restored;
    for (const size_t count : {3000u, 65536u, 80000u})
        for (const uint32_t keySize : {4u, 8u})
            for (const size_t part : {size_t{0}, size_t{1}, size_t{700}}) {
                CAPTURE(count);
                CAPTURE(keySize);
                CAPTURE(part);
                const Keys keys(DistinctKeys(count, count, keySize * 8), keySize);
                std::vector<uint32_t> subset;
                for (size_t i = 0; i < part; i++)
                    subset.push_back(static_cast<uint32_t>(i * 3));
                SolveOptions options = {};
                options.layout = LayoutFlat;
                options.fixedAttempts = 36; // so that some attempts are rejected for their loops
                options.measureCoverage = true;
                options.coverageSubset = part != 0 ? subset.data() : nullptr;
                options.coverageSubsetCount = static_cast<uint32_t>(part);
                CpuLimit(CpuBaseline);
                const Solved baseline = Solve(keys, options);
                REQUIRE(baseline.status == ChmOk);
                CHECK(baseline.statistics.coverage.usedCacheLines > 0);
                CHECK(baseline.statistics.rejected > 0);
                for (const CpuLevel level : {CpuAvx2, CpuAvx512}) {
                    CpuLimit(level);
                    const Solved solved = Solve(keys, options);
                    CHECK(solved.image == baseline.image);
                    CHECK(solved.statistics.rejected == baseline.statistics.rejected);
                    CheckSame(solved.statistics.coverage, baseline.statistics.coverage);
                }
            }
}

TEST_CASE("every CPU level gives up a star whose degree passes a byte, in narrow and wide graphs")
{
    const EveryLevel restored;
    struct {
        uint32_t count, edgeBits;
    } const shapes[] = {{1000, 10}, {65536, 16}, {65537, 17}};
    for (const auto &shape : shapes)
        for (const uint32_t rays : {255u, 256u}) {
            const std::vector<uint64_t> values = StarAmong(rays, shape.count, shape.edgeBits);
            REQUIRE(values.size() == shape.count);
            for (const CpuLevel level : {CpuBaseline, CpuAvx2, CpuAvx512}) {
                CAPTURE(shape.count);
                CAPTURE(rays);
                CAPTURE(level);
                CpuLimit(level);
                SolveOptions options = {};
                options.layout = LayoutFlat;
                options.seedCount = 2;
                options.seeds[0] = S1;
                options.seeds[1] = S2;
                CHECK(Solve(Keys(values), options).status == (rays <= 255 ? ChmOk : ChmAttemptsExhausted));
            }
        }
}
