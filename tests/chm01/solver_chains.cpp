// The same input gives the same bytes: for any number of chains, any slices, any interleaving, on threads, at every CPU level.
#include <doctest/doctest.h>

#include "chm01/cpu.h"
#include "solver_runner.h"

namespace {

// Few attempts succeed at n = E, so several blocks are under way when the winner is found.
struct Case {
    Keys keys;
    SolveOptions options;
};

std::vector<Case> Cases()
{
    SolveOptions flat = {}, fixed = {}, shared = {};
    flat.layout = fixed.layout = shared.layout = LayoutFlat;
    fixed.fixedAttempts = 40;
    shared.hashFunction = HashMulshrolate4RX;
    shared.maxTableResizes = 2;
    std::vector<uint64_t> row(2048);
    for (size_t i = 0; i < row.size(); i++)
        row[i] = 1000 + i;
    return { { Keys(DistinctKeys(2048, 1)), flat },   { Keys(DistinctKeys(8192, 2, 64), 8), flat }, { Keys(DistinctKeys(512, 3)), fixed },
             { Keys(DistinctKeys(1024, 4)), shared }, { Keys(row), shared } };
}

}

TEST_CASE("chains 1 to 8, random slices, random arenas: the same bytes")
{
    for (const Case &c : Cases())
        for (uint64_t rngSeed = 0; rngSeed < 6; rngSeed++) {
            SolveOptions options = c.options;
            options.rngSeed = rngSeed;
            const Solved one = Solve(c.keys, options);
            REQUIRE(one.status == ChmOk);
            CHECK(WrongKeys(one, c.keys) == 0);
            for (uint32_t chains = 1; chains <= 8; chains++) {
                CAPTURE(chains);
                const Solved many = Solve(c.keys, options, { chains, 5, 100 * rngSeed + chains, false });
                REQUIRE(many.status == ChmOk);
                CHECK(many.image == one.image);
            }
        }
}

TEST_CASE("chains within chains, so that later blocks solve before earlier ones: the same bytes")
{
    for (const Case &c : Cases())
        for (uint64_t rngSeed = 0; rngSeed < 6; rngSeed++) {
            SolveOptions options = c.options;
            options.rngSeed = rngSeed;
            const Solved one = Solve(c.keys, options);
            for (uint32_t chains = 2; chains <= 8; chains++) {
                CAPTURE(chains);
                const Solved many = Solve(c.keys, options, { chains, rngSeed % 2 == 0 ? 2u : 13u, 100 * rngSeed + chains, false, true });
                REQUIRE(many.status == ChmOk);
                CHECK(many.image == one.image);
            }
        }
}

TEST_CASE("real threads: the same bytes")
{
    for (const Case &c : Cases())
        for (const uint32_t threads : { 2u, 3u, 8u }) {
            const Solved one = Solve(c.keys, c.options);
            const Solved many = Solve(c.keys, c.options, { threads, 2, 0, true });
            REQUIRE(many.status == ChmOk);
            CHECK(many.image == one.image);
        }
}

TEST_CASE("more chains than can find work do no harm")
{
    const Keys keys(DistinctKeys(2048, 9));
    CHECK(Solve(keys, {}, { 100, 1, 3, false }).image == Solve(keys).image);
}

TEST_CASE("every CPU level: the same bytes")
{
    for (const size_t count : { 100u, 3000u, 65535u, 65536u, 80000u })
        for (const uint32_t keySize : { 4u, 8u }) {
            CAPTURE(count);
            const Keys keys(DistinctKeys(count, count, keySize * 8), keySize);
            CpuLimit(CpuBaseline);
            const Solved baseline = Solve(keys);
            REQUIRE(baseline.status == ChmOk);
            for (const CpuLevel level : { CpuAvx2, CpuAvx512 }) {
                CpuLimit(level);
                CHECK(Solve(keys).image == baseline.image);
            }
        }
}

TEST_CASE("duplicates are named the same way by any number of chains")
{
    std::vector<uint64_t> values = DistinctKeys(3000, 5);
    values[2900] = values[17];
    values[2000] = values[400];
    for (uint32_t chains = 1; chains <= 8; chains++) {
        const Solved solved = Solve(Keys(values), {}, { chains, 7, chains, false, chains % 2 == 0 });
        REQUIRE(solved.status == ChmDuplicateKey);
        CHECK(solved.error.numbers[2] == 2000);
    }
}
