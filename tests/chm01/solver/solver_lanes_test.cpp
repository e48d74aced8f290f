/*
 * A solver may run on several lanes at once. These tests run it with 1 to 8 lanes, in random
 * interleavings, on real threads and at every CPU level. The bytes of the table never change. They
 * match a hash that is written down here, so they are equal on every machine.
 */
#include <doctest/doctest.h>

#include "chm01/base/cpu.h"
#include "chm01/hash/hash64.h"
#include "support/chm01/solver_runner.h"

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
    return {{Keys(DistinctKeys(2048, 1)), flat},
            {Keys(DistinctKeys(8192, 2, 64), 8), flat},
            {Keys(DistinctKeys(512, 3)), fixed},
            {Keys(DistinctKeys(1024, 4)), shared},
            {Keys(row), shared}};
}

}

// From `least` to 8 lanes make the same bytes as one. schedule: of so many lanes, in the round
// with this rng seed.
template <class F> static void CheckSameBytes(uint32_t least, F schedule)
{
    for (const Case &c : Cases())
        for (uint64_t rngSeed = 0; rngSeed < 6; rngSeed++) {
            SolveOptions options = c.options;
            options.rngSeed = rngSeed;
            const Solved one = Solve(c.keys, options);
            REQUIRE(one.status == ChmOk);
            CHECK(WrongKeys(one, c.keys) == 0);
            for (uint32_t lanes = least; lanes <= 8; lanes++) {
                CAPTURE(lanes);
                const Solved many = Solve(c.keys, options, schedule(lanes, rngSeed));
                REQUIRE(many.status == ChmOk);
                CHECK(many.image == one.image);
            }
        }
}

TEST_CASE("lanes 1 to 8, random slices, random arenas: the same bytes")
{
    CheckSameBytes(1, [](uint32_t lanes, uint64_t rngSeed) {
        return Schedule{lanes, 5, 100 * rngSeed + lanes, false};
    });
}

TEST_CASE("the same bytes on every machine")
{
    SolveOptions quadx = {}, shared = {}, best = {}, lean = {}, buckets = {};
    buckets.layout = LayoutPartitioned;
    shared.hashFunction = HashMulshrolate3RX;
    shared.maxTableResizes = 2;
    best.findBestGraph = true;
    best.coverageKind = CoverageUsedCacheLines;
    best.bestCoverageAttempts = 200;
    lean.omitKeys = true;
    lean.rngSeed = 7;
    std::vector<uint64_t> pointers;
    for (uint64_t i = 0; i < 4000; i++)
        pointers.push_back(0x7F1234560010 + 16 * (i * i % 100003) + (i % 2 << 41));
    const struct {
        Keys keys;
        SolveOptions options;
        uint64_t hash;
    } cases[] = {
        {Keys(DistinctKeys(3000, 1)), quadx, 0x9C1A66BED2440515},
        {Keys(DistinctKeys(65536, 2)), lean, 0x5DD1EDC24D7AE6A4},
        {Keys(DistinctKeys(5000, 3, 64), 8), quadx, 0xDF444BA3FC6C6250},
        {Keys(pointers, 8), quadx, 0xF5899CA37920DA0A},
        {Keys(DistinctKeys(1000, 4)), shared, 0x8F18B450E9BA86A2},
        {Keys(DistinctKeys(2000, 5)), best, 0xC28414A17623A024},
        {Keys(DistinctKeys(100000, 6)), quadx, 0x4F61E6EA0844BBC7},
        {Keys(DistinctKeys(80000, 7, 64), 8), lean, 0xDC6AA18AC646B8F2},
        {Keys(DistinctKeys(100000, 6)), buckets, 0x66D9C6669E9BB697},
    };
    for (const auto &c : cases) {
        CAPTURE(&c - cases);
        const Solved solved = Solve(c.keys, c.options);
        REQUIRE(solved.status == ChmOk);
        CHECK(Hash64(solved.image.data(), solved.image.size(), 0) == c.hash);
    }
}

TEST_CASE("lanes within lanes, so that later blocks solve before earlier ones: the same bytes")
{
    CheckSameBytes(2, [](uint32_t lanes, uint64_t rngSeed) {
        return Schedule{lanes, rngSeed % 2 == 0 ? 2u : 13u, 100 * rngSeed + lanes, false, true};
    });
}

TEST_CASE("real threads: the same bytes")
{
    for (const Case &c : Cases())
        for (const uint32_t threads : {2u, 3u, 8u}) {
            const Solved one = Solve(c.keys, c.options);
            const Solved many = Solve(c.keys, c.options, {threads, 2, 0, true});
            REQUIRE(many.status == ChmOk);
            CHECK(many.image == one.image);
        }
}

TEST_CASE("more lanes than can find work do no harm")
{
    const Keys keys(DistinctKeys(2048, 9));
    CHECK(Solve(keys, {}, {100, 1, 3, false}).image == Solve(keys).image);
}

TEST_CASE("every CPU level: the same bytes")
{
    for (const size_t count : {100u, 3000u, 65535u, 65536u, 80000u})
        for (const uint32_t keySize : {4u, 8u}) {
            CAPTURE(count);
            CHECK(SameAtEveryLevel(Keys(DistinctKeys(count, count, keySize * 8), keySize)));
        }
}

TEST_CASE("duplicates are named the same way by any number of lanes")
{
    std::vector<uint64_t> values = DistinctKeys(3000, 5);
    values[2900] = values[17];
    values[2000] = values[400];
    for (uint32_t lanes = 1; lanes <= 8; lanes++) {
        const Solved solved = Solve(Keys(values), {}, {lanes, 7, lanes, false, lanes % 2 == 0});
        REQUIRE(solved.status == ChmDuplicateKey);
        CHECK(solved.error.numbers[2] == 2000);
    }
}
