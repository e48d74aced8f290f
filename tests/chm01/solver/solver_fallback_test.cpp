/*
 * A fallback hash function takes over when the first one cannot solve a set. These tests prove when
 * the fallback starts and that its table equals the one that it would make alone. They cover
 * fallbacks that fail too, that need another layout, or that cannot serve the key set. A fallback
 * that cannot be honoured is refused, and a cancel during the switch is kept.
 */
#include <doctest/doctest.h>

#include <cstring>

#include "support/chm01/solver_runner.h"

namespace {

// Multiples of 16 with gaps, as function addresses are: collisions of a linear hash come in cycles.
Keys Addresses(size_t count)
{
    std::vector<uint64_t> keys;
    uint64_t at = 0x10001000;
    for (const uint64_t draw : DistinctKeys(count, 5))
        keys.push_back(at += 16 * (1 + draw % 24));
    return Keys(keys);
}

SolveOptions With(HashFunctionId first, HashFunctionId fallback)
{
    SolveOptions options = {};
    options.hashFunction = first;
    options.fallbackHashFunction = fallback;
    return options;
}

SolveOptions Alone(HashFunctionId only)
{
    return With(only, HashFunctionId{});
}

void CheckSame(const Keys &keys, const SolveOptions &options, const SolveOptions &alone, uint32_t lanesStep = 1)
{
    const Solved expected = Solve(keys, alone);
    REQUIRE(expected.status == ChmOk);
    const Solved solved = Solve(keys, options);
    REQUIRE(solved.status == ChmOk);
    CHECK(WrongKeys(solved, keys) == 0);
    CHECK(solved.image == expected.image);
    CHECK(solved.statistics.resizes == expected.statistics.resizes);
    for (uint32_t lanes = 1; lanes <= 8; lanes += lanesStep) {
        CAPTURE(lanes);
        CHECK(Solve(keys, options, {lanes, 7, lanes, false, lanes % 3 == 0}).image == expected.image);
    }
}

SolvePlan PlanOf(const Keys &keys, const SolveOptions &options)
{
    SolvePlan plan;
    const KeySet set = keys.set();
    REQUIRE(SolverMakePlan(&set, "plan", &options, &plan, nullptr) == ChmOk);
    return plan;
}

HashFunctionId FunctionOf(const Solved &solved)
{
    return static_cast<HashFunctionId>(HeaderOf(solved).hashFunction);
}

}

TEST_CASE("where the hash function fails the fallback makes its own table, before any resize, with 1 to 8 lanes")
{
    SolveOptions options = With(HashMultiplyShiftR, HashQuadx);
    options.maxTableResizes = 3;
    const Keys keys = Addresses(4096);
    SolveOptions doubled = options;
    doubled.fallbackHashFunction = HashFunctionId{};
    REQUIRE(Solve(keys, doubled).statistics.resizes != 0);
    CheckSame(keys, options, Alone(HashQuadx));
}

TEST_CASE("a hash function that solves the set needs no fallback")
{
    const Keys keys(DistinctKeys(3000, 1));
    CheckSame(keys, With(HashQuadx, HashMulshrolate4RX), Alone(HashQuadx));
    CheckSame(keys, With(HashQuadx, HashQuadx), Alone(HashQuadx));
}

TEST_CASE("the fallback comes at once where the hash function can solve no such set")
{
    std::vector<uint64_t> zero = DistinctKeys(500, 2);
    zero[100] = 0;
    const Solved solved = Solve(Keys(zero), With(HashMulshrolate2RX, HashQuadx));
    CHECK(solved.plan.options.hashFunction == HashQuadx);
    CheckSame(Keys(zero), With(HashMulshrolate2RX, HashQuadx), Alone(HashQuadx));
    CheckSame(Keys(DistinctKeys(500, 3, 64), 8), With(HashMulshrolate2RX, HashQuadx), Alone(HashQuadx));
    // One that can't solve it either changes nothing.
    CHECK(Solve(Keys(zero), With(HashMulshrolate2RX, HashMulshrolate1RX)).status == ChmUnsolvable);
}

TEST_CASE("a fallback that fails too is doubled")
{
    const Keys keys(DistinctKeys(2048, 6));
    uint32_t fellBack = 0, resized = 0;
    for (uint64_t rngSeed = 0; rngSeed < 12; rngSeed++) {
        SolveOptions options = With(HashQuadx, HashMulshrolate3RX), alone = Alone(HashMulshrolate3RX);
        options.maxAttempts = alone.maxAttempts = 2;
        options.maxTableResizes = alone.maxTableResizes = 4;
        options.rngSeed = alone.rngSeed = rngSeed;
        const Solved solved = Solve(keys, options);
        REQUIRE(solved.status == ChmOk);
        if (FunctionOf(solved) == HashQuadx)
            continue;
        fellBack++;
        resized += solved.statistics.resizes;
        CheckSame(keys, options, alone);
    }
    CHECK(fellBack > 2);
    CHECK(resized > 0);
}

TEST_CASE("a fallback that can't serve leaves the doubling to the hash function")
{
    std::vector<uint64_t> values = DistinctKeys(2048, 6);
    values[9] = 0;
    SolveOptions options = With(HashQuadx, HashMultiplyShiftR), alone = Alone(HashQuadx);
    options.maxAttempts = alone.maxAttempts = 1;
    options.maxTableResizes = alone.maxTableResizes = 4;
    uint32_t resized = 0;
    for (uint64_t rngSeed = 0; rngSeed < 6; rngSeed++) {
        options.rngSeed = alone.rngSeed = rngSeed;
        resized += Solve(Keys(values), options).statistics.resizes;
        CheckSame(Keys(values), options, alone);
    }
    CHECK(resized > 0);
}

TEST_CASE("the fallback has its own layout: from flat to compact and back, 32 and 64 bits")
{
    SolveOptions linear = With(HashMultiplyShiftR, HashQuadx), quadx = Alone(HashQuadx);
    linear.maxAttempts = quadx.maxAttempts = 20;
    const Keys rows = Addresses(131072);
    CheckSame(rows, linear, quadx, 4);
    SolveOptions compact = With(HashQuadx, HashMulshrolate4RX), alone = Alone(HashMulshrolate4RX);
    const Keys keys(DistinctKeys(70000, 9));
    SolveOptions first = Alone(HashQuadx);
    first.maxAttempts = 1; // which fails under one of 30 seeds
    while (Solve(keys, first).status == ChmOk)
        first.rngSeed++;
    compact.maxAttempts = alone.maxAttempts = 1;
    compact.rngSeed = alone.rngSeed = first.rngSeed;
    compact.maxTableResizes = alone.maxTableResizes = 6;
    const Solved solved = Solve(keys, compact), expected = Solve(keys, alone);
    REQUIRE(solved.status == ChmOk);
    CHECK(solved.plan.layout == LayoutFlat);
    SolvePlan before = PlanOf(keys, compact);
    CHECK(before.layout == LayoutCompact);
    CHECK(solved.image.size() <= SolverLargestImage(&before));
    CHECK(WrongKeys(solved, keys) == 0);
    CHECK(solved.image == expected.image);

    std::vector<uint64_t> spread;
    for (const uint64_t key : rows.values())
        spread.push_back((key & 0xFFFF) | key >> 16 << 40);
    CheckSame(Keys(spread, 8), linear, quadx, 7);
}

TEST_CASE("the largest image that a plan may come to is that of all its resizes")
{
    const Keys keys(DistinctKeys(2000, 3));
    SolveOptions options = {};
    size_t bytes = 0;
    for (uint32_t resizes = 0; resizes <= 20; resizes++) {
        options.maxTableResizes = resizes;
        const SolvePlan plan = PlanOf(keys, options);
        TableSpec spec = {HashQuadx, LayoutFlat, 4, 2000, 0,    plan.edgeBits + resizes, 1, false, 0, 0,
                          0,         0,          0, 0,    false};
        if (spec.edgeBits > TABLE_MAX_EDGE_BITS)
            spec.edgeBits = TABLE_MAX_EDGE_BITS;
        CHECK(SolverLargestImage(&plan) == TableImageSize(&spec));
        CHECK(SolverLargestImage(&plan) >= bytes);
        bytes = SolverLargestImage(&plan);
    }
}

TEST_CASE("a fallback of the best graph, and duplicates found before it")
{
    SolveOptions best = With(HashMultiplyShiftR, HashQuadx), alone = Alone(HashQuadx);
    for (SolveOptions *options : {&best, &alone}) {
        options->findBestGraph = true;
        options->coverageKind = CoverageEmptyCacheLines;
        options->coverageHighest = true;
        options->bestCoverageAttempts = 100;
    }
    CheckSame(Addresses(4096), best, alone);

    std::vector<uint64_t> values = Addresses(4096).values();
    values[3000] = values[5];
    const Solved solved = Solve(Keys(values), With(HashMultiplyShiftR, HashQuadx));
    REQUIRE(solved.status == ChmDuplicateKey);
    CHECK(solved.error.numbers[1] == 5);
    CHECK(solved.error.numbers[2] == 3000);
}

TEST_CASE("a fallback is refused where it can't be honoured")
{
    const Keys keys(DistinctKeys(100, 1));
    const KeySet set = keys.set();
    SolvePlan plan;
    ChmError error;
    SolveOptions options = With(HashQuadx, static_cast<HashFunctionId>(99));
    CHECK(SolverMakePlan(&set, "x", &options, &plan, &error) == ChmInvalidOption);
    options = With(HashQuadx, HashMultiplyShiftR);
    options.layout = LayoutPartitioned;
    CHECK(SolverMakePlan(&set, "x", &options, &plan, &error) == ChmInvalidOption);
    options = With(HashQuadx, HashMultiplyShiftR);
    options.fixedAttempts = 5;
    CHECK(SolverMakePlan(&set, "x", &options, &plan, &error) == ChmInvalidOption);
    options.fixedAttempts = 0;
    options.seedCount = 2;
    CHECK(SolverMakePlan(&set, "x", &options, &plan, &error) == ChmInvalidOption);
}

TEST_CASE("a cancel between the hash function and its fallback is not lost")
{
    const Keys keys = Addresses(4096);
    const KeySet set = keys.set();
    const SolveOptions options = With(HashMultiplyShiftR, HashQuadx);
    SolvePlan plan;
    ChmError error;
    REQUIRE(SolverMakePlan(&set, "x", &options, &plan, &error) == ChmOk);
    const AlignedBytes memory(plan.solverBytes), image(plan.imageBytes), arena(plan.arenaBytes);
    std::memset(arena.data(), 0xA5, arena.size());
    Solver *const solver = SolverBegin(&plan, memory.data(), image.data());
    do {
        while (SolverRun(solver, arena.data(), 100) == SolverMore)
            ;
        REQUIRE(SolverAdvance(solver, &error) == ChmContinue);
    } while (!SolverGrown(solver, &plan));
    SolverCancel(solver);
    const AlignedBytes other(plan.imageBytes), otherArena(plan.arenaBytes);
    std::memset(otherArena.data(), 0xA5, otherArena.size());
    SolverSetImage(solver, other.data());
    CHECK(SolverRun(solver, otherArena.data(), 100) == SolverIdle);
    CHECK(SolverAdvance(solver, &error) == ChmCancelled);
}
