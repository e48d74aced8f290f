/*
 * A partitioned table splits its keys into buckets that are solved one by one. These tests prove
 * that partitioned tables of many sizes and both key widths index every key. Any number of lanes,
 * slices, threads and every CPU level give the same bytes. They also cover hostile key sets,
 * duplicates, limits, cancellation and the bound on working memory.
 */
#include <doctest/doctest.h>

#include <cstring>

#include "chm01/base/cpu.h"
#include "chm01/hash/hash_quadx.h"
#include "chm01/table/table_image.h"
#include "support/chm01/crafted_keys.h"
#include "support/chm01/solver_runner.h"

extern "C" {
#include "chm01/solver/partition.h"
}

namespace {

SolveOptions Partitioned()
{
    SolveOptions options = {};
    options.layout = LayoutPartitioned;
    return options;
}

}

TEST_CASE(
    "the layout is flat up to 65,536 keys, compact up to 300,000 and above in buckets, unless another is asked for")
{
    const Keys large(DistinctKeys(65537, 1)), small(DistinctKeys(65536, 1));
    SolveOptions flat = {};
    flat.layout = LayoutFlat;
    CHECK(HeaderOf(Solve(large)).layout == LayoutCompact);
    CHECK(HeaderOf(Solve(Keys(DistinctKeys(300000, 1)))).layout == LayoutCompact);
    CHECK(HeaderOf(Solve(Keys(DistinctKeys(300001, 1)))).layout == LayoutCompactPartitioned);
    CHECK(HeaderOf(Solve(large, Partitioned())).layout == LayoutPartitioned);
    CHECK(HeaderOf(Solve(small)).layout == LayoutFlat);
    CHECK(HeaderOf(Solve(large, flat)).layout == LayoutFlat);
    CHECK(HeaderOf(Solve(small, Partitioned())).layout == LayoutPartitioned);
}

TEST_CASE("partitioned tables of many sizes and both key widths index every key")
{
    for (const size_t count : {1u, 2u, 7u, 100u, 3000u, 26214u, 26215u, 60000u, 300000u})
        for (const uint32_t keySize : {4u, 8u})
            for (const bool omitKeys : {false, true}) {
                CAPTURE(count);
                CAPTURE(keySize);
                const Keys keys(DistinctKeys(count, count, 8 * keySize), keySize);
                SolveOptions options = Partitioned();
                options.omitKeys = omitKeys;
                const Solved solved = Solve(keys, options);
                REQUIRE(solved.status == ChmOk);
                CHECK(WrongKeys(solved, keys) == 0);
            }
}

TEST_CASE("64-bit keys that differ in few bits are extracted on the way to their buckets")
{
    std::vector<uint64_t> values;
    for (const uint64_t key : DistinctKeys(120000, 3, 28))
        values.push_back((key & 0xFFF) << 3 | (key >> 12) << 44 | 0x0000000A00000001);
    const Keys keys(values, 8);
    const Solved solved = Solve(keys, Partitioned());
    REQUIRE(solved.status == ChmOk);
    CHECK(solved.plan.extractMask != 0);
    CHECK(WrongKeys(solved, keys) == 0);
}

TEST_CASE("lanes 1 to 8, random slices, random arenas, threads: the same bytes of a partitioned table")
{
    for (const uint32_t keySize : {4u, 8u}) {
        const Keys keys(DistinctKeys(150000, 4, 8 * keySize), keySize);
        const Solved one = Solve(keys, Partitioned());
        REQUIRE(one.status == ChmOk);
        for (uint32_t lanes = 1; lanes <= 8; lanes++) {
            CAPTURE(lanes);
            CHECK(Solve(keys, Partitioned(), {lanes, 3, lanes, false}).image == one.image);
            CHECK(Solve(keys, Partitioned(), {lanes, 3, lanes, false, true}).image == one.image);
        }
        CHECK(Solve(keys, Partitioned(), {3, 1, 0, true}).image == one.image);
    }
}

TEST_CASE("every CPU level: the same bytes of a partitioned table")
{
    for (const uint32_t keySize : {4u, 8u}) {
        CHECK(SameAtEveryLevel(Keys(DistinctKeys(100000, 5, 8 * keySize), keySize)));
    }
}

TEST_CASE("a set made against the first s0 is cured by the next")
{
    // key * s0 = i: every key falls into the first bucket.
    const uint32_t inverse = Inverse(0x9E3779B9u);
    std::vector<uint64_t> values(100000);
    for (uint32_t i = 0; i < values.size(); i++)
        values[i] = i * inverse;
    const Keys keys(values);
    const Solved solved = Solve(keys);
    REQUIRE(solved.status == ChmOk);
    CHECK(HeaderOf(solved).seeds[0] != 0x9E3779B9u);
    CHECK(WrongKeys(solved, keys) == 0);
    CHECK(Solve(keys, {}, {4, 2, 7, false}).image == solved.image);
}

TEST_CASE("some buckets may stay empty")
{
    // key * s0 lies in the first or the second third of the buckets, never in the last.
    const uint32_t inverse = Inverse(0x9E3779B9u);
    std::vector<uint64_t> values;
    for (uint32_t i = 0; i < 60000; i++)
        values.push_back((i < 30000 ? i : 0x60000000u + i) * inverse);
    const Keys keys(values);
    const Solved solved = Solve(keys, Partitioned());
    REQUIRE(solved.status == ChmOk);
    CHECK(HeaderOf(solved).seeds[0] == 0x9E3779B9u);
    CHECK(HeaderOf(solved).bucketCount == 3);
    CHECK(WrongKeys(solved, keys) == 0);
}

TEST_CASE("a duplicate in a large set is named with its lowest positions, by any number of lanes")
{
    std::vector<uint64_t> values = DistinctKeys(120000, 6);
    values[100000] = values[99999];
    values[70001] = values[3];
    values[110000] = values[5];
    for (const uint32_t lanes : {1u, 2u, 5u}) {
        const Solved solved = Solve(Keys(values), {}, {lanes, 4, lanes, false});
        REQUIRE(solved.status == ChmDuplicateKey);
        CHECK(solved.error.numbers[0] == values[3]);
        CHECK(solved.error.numbers[1] == 3);
        CHECK(solved.error.numbers[2] == 70001);
    }
    std::vector<uint64_t> wide = DistinctKeys(80000, 7, 64);
    wide[60000] = wide[40];
    const Solved solved = Solve(Keys(wide, 8));
    REQUIRE(solved.status == ChmDuplicateKey);
    CHECK(solved.error.numbers[0] == wide[40]);
}

TEST_CASE("one key in all places overflows its bucket and is named all the same")
{
    const Solved solved = Solve(Keys(std::vector<uint64_t>(100000, 77)));
    REQUIRE(solved.status == ChmDuplicateKey);
    CHECK(solved.error.numbers[0] == 77);
    CHECK(solved.error.numbers[1] == 0);
    CHECK(solved.error.numbers[2] == 1);
}

TEST_CASE("what a partitioned table can't honour is refused when it is asked for, and makes Auto choose flat")
{
    const Keys keys(DistinctKeys(70000, 8));
    for (int what = 0; what < 3; what++) {
        SolveOptions options = {};
        if (what == 0)
            options.hashFunction = HashMulshrolate4RX;
        else if (what == 1)
            options.fixedAttempts = 3;
        else
            options.seedCount = 2, options.seeds[0] = 0x9E3779B1, options.seeds[1] = 12345;
        SolvePlan plan;
        const KeySet set = keys.set();
        REQUIRE(SolverMakePlan(&set, "x", &options, &plan, nullptr) == ChmOk);
        CHECK(plan.layout == LayoutFlat);
        options.layout = LayoutPartitioned;
        ChmError error;
        CHECK(SolverMakePlan(&set, "x", &options, &plan, &error) == ChmInvalidOption);
        CHECK(error.reason != nullptr);
    }
}

TEST_CASE("attempts of a bucket can be limited, and a cancelled partition stops")
{
    const Keys keys(DistinctKeys(150000, 9));
    SolveOptions options = {};
    options.maxAttempts = 1; // no s0 of 50 gives 6 buckets that all solve at their first attempt, at 60 % each: hardly
    const Solved solved = Solve(keys, options);
    if (solved.status != ChmOk)
        CHECK(solved.status == ChmAttemptsExhausted);
    else
        CHECK(HeaderOf(solved).attempts == HeaderOf(solved).bucketCount);

    const KeySet set = keys.set();
    SolvePlan plan;
    ChmError error;
    const SolveOptions none = {};
    REQUIRE(SolverMakePlan(&set, "x", &none, &plan, &error) == ChmOk);
    const AlignedBytes memory(plan.solverBytes), arena(plan.arenaBytes), image(plan.imageBytes);
    Solver *const solver = SolverBegin(&plan, memory.data(), image.data());
    CHECK(SolverRun(solver, arena.data(), 1) == SolverMore);
    SolverCancel(solver);
    CHECK(SolverRun(solver, arena.data(), 100) == SolverIdle);
    CHECK(SolverAdvance(solver, &error) == ChmCancelled);
}

// The nth reading of the clock cancels: the solver reads it before and after each attempt.
namespace {

struct Canceller {
    Solver *solver;
    uint64_t readings, last;
} canceller;

uint64_t CancellingClock()
{
    if (++canceller.readings == canceller.last)
        SolverCancel(canceller.solver);
    return canceller.readings;
}

}

TEST_CASE("a cancel is seen within a bucket, after the attempt under way")
{
    // A bucket whose first 60 attempts fail has many to be cancelled before.
    CraftedKeys crafted(800, 4, 5);
    Solved solved = Solve(crafted.keys(), Partitioned());
    while (solved.statistics.attempts <= 60 && crafted.Spoil(solved))
        solved = Solve(crafted.keys(), Partitioned());
    REQUIRE(solved.statistics.attempts > 60);

    const Keys keys = crafted.keys();
    const KeySet set = keys.set();
    SolveOptions options = Partitioned();
    options.clock = CancellingClock;
    for (const uint64_t last : {20u, 60u, 100u}) {
        SolvePlan plan;
        REQUIRE(SolverMakePlan(&set, "x", &options, &plan, nullptr) == ChmOk);
        const AlignedBytes memory(plan.solverBytes), arena(plan.arenaBytes), image(plan.imageBytes);
        Solver *const solver = SolverBegin(&plan, memory.data(), image.data());
        canceller = {solver, 0, last};
        ChmStatus status = ChmContinue;
        while (status == ChmContinue) {
            while (SolverRun(solver, arena.data(), 100) == SolverMore)
                ;
            status = SolverAdvance(solver, nullptr);
        }
        CHECK(status == ChmCancelled);
        CHECK(canceller.readings <= last + 3);
    }
}

TEST_CASE("a bucket that can't be solved ends its round at once, and duplicates are named all the same")
{
    std::vector<uint64_t> values = DistinctKeys(400000, 9);
    SolveOptions options = Partitioned();
    options.maxAttempts = 1; // of 16 buckets the first that fails, of the second or third, ends the round
    const Solved solved = Solve(Keys(values), options);
    REQUIRE(solved.status == ChmAttemptsExhausted);
    CHECK(solved.plan.bucketCount == 16);
    CHECK(solved.error.numbers[0] < 50 * 5);

    values[300000] = values[17];
    values[390000] = values[4];
    for (uint32_t lanes = 1; lanes <= 6; lanes++) {
        const Solved duplicates = Solve(Keys(values), options, {lanes, 1, lanes, false, lanes % 2 == 0});
        REQUIRE(duplicates.status == ChmDuplicateKey);
        CHECK(duplicates.error.numbers[1] == 17);
        CHECK(duplicates.error.numbers[2] == 300000);
    }
}

TEST_CASE("memory besides keys and table stays below 4 MB a lane, whatever the number of keys")
{
    // Planning reads the keys only for 8-byte ones, so a count without keys behind it will do.
    const uint32_t key = 1;
    for (const size_t count : {size_t{1000000}, size_t{10000000}, size_t{100000000}}) {
        const KeySet set = {&key, count, 4};
        const SolveOptions pairs = Partitioned(), none = {};
        SolvePlan plan;
        REQUIRE(SolverMakePlan(&set, "x", &pairs, &plan, nullptr) == ChmOk);
        CHECK(plan.arenaBytes <= 4u << 20);
        CHECK(plan.solverBytes <= 2u << 20);
        REQUIRE(SolverMakePlan(&set, "x", &none, &plan, nullptr) == ChmOk); // compact: pairs have room of their own
        CHECK(plan.arenaBytes <= 4u << 20);
        CHECK(plan.solverBytes <= (2u << 20) + count * 83 / 10);
    }
}

TEST_CASE("no slice leaves a key in the arena's first word, where a later search looks for its own set-up")
{
    for (const uint32_t keySize : {4u, 8u}) {
        std::vector<uint64_t> values;
        for (uint64_t i = 1; i <= 3000; i++)
            values.push_back(i * (keySize == 8 ? 0x9E3779B97F4A7C15u : 0x9E3779B1u) &
                             (keySize == 8 ? ~0ull : 0xFFFFFFFFull));
        const Keys keys(values, keySize);
        const KeySet set = keys.set();
        const SolveOptions options = Partitioned();
        SolvePlan plan;
        REQUIRE(SolverMakePlan(&set, "x", &options, &plan, nullptr) == ChmOk);
        const AlignedBytes memory(plan.solverBytes), arena(plan.arenaBytes), image(plan.imageBytes);
        std::memset(arena.data(), 0xFF, plan.arenaBytes);
        Solver *const solver = SolverBegin(&plan, memory.data(), image.data());
        ChmStatus status = ChmContinue;
        while (status == ChmContinue) {
            while (SolverRun(solver, arena.data(), 1) == SolverMore)
                CHECK(*static_cast<const uint64_t *>(static_cast<const void *>(arena.data())) == 0);
            CHECK(*static_cast<const uint64_t *>(static_cast<const void *>(arena.data())) == 0);
            status = SolverAdvance(solver, nullptr);
        }
        CHECK(status == ChmOk);
    }
}

// Lanes that count and scatter side by side would otherwise take the lines from each other with
// every key.
TEST_CASE("what chunks count stands in cache lines of their own")
{
    for (const size_t count : {60000u, 300000u, 2000000u}) {
        CAPTURE(count);
        const Keys keys(DistinctKeys(count, 1));
        const SolveOptions options = Partitioned();
        const KeySet set = keys.set();
        SolvePlan plan;
        REQUIRE(SolverMakePlan(&set, "lines", &options, &plan, nullptr) == ChmOk);
        const TableImage image = {};
        volatile uint64_t cancelled = 0;
        Partition partition = {};
        PartitionStart(&partition, &plan, &image, nullptr, &cancelled);
        CHECK(partition.chunkCount > 1);
        CHECK(partition.startsPerChunk >= partition.bucketCount);
        CHECK(partition.startsPerChunk * sizeof(uint32_t) % 128 == 0);
        CHECK(PartitionTableBytes(&plan) >= partition.chunkCount * partition.startsPerChunk * sizeof(uint32_t));
    }
}
