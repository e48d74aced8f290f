/*
 * These tests use the solver as its callers do. They cover table names, the size of a slice, the
 * number of lanes per phase, limits on attempts and the resizes that follow. They prove that a
 * resized solver does nothing before it has its new image. Option values that cannot be honoured
 * are refused.
 */
#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <set>
#include <string>

#include "support/chm01/solver_runner.h"

namespace {

SolvePlan PlanOf(const KeySet &set, const char *name, const SolveOptions &options = {})
{
    SolvePlan plan;
    REQUIRE(SolverMakePlan(&set, name, &options, &plan, nullptr) == ChmOk);
    return plan;
}

// A solver with its memory.
struct Begun {
    explicit Begun(const SolvePlan &plan) : memory(plan.solverBytes), image(plan.imageBytes), arena(plan.arenaBytes)
    {
        std::memset(arena.data(), 0xA5, arena.size()); // anything may stand there, and valgrind asks what
        solver = SolverBegin(&plan, memory.data(), image.data());
    }
    AlignedBytes memory, image, arena;
    Solver *solver;
};

}

TEST_CASE("a name that is too long is cut between its characters, and no name will do")
{
    const uint32_t key = 1;
    const KeySet set = {&key, 1, 4};
    CHECK(std::string(PlanOf(set, nullptr).name).empty());
    CHECK(std::string(PlanOf(set, "").name).empty());
    const std::string fits(TABLE_MAX_NAME, 'n');
    CHECK(std::string(PlanOf(set, fits.c_str()).name) == fits);
    CHECK(std::string(PlanOf(set, (fits + "n").c_str()).name) == fits);
    const std::string shorter = fits.substr(1);
    CHECK(std::string(PlanOf(set, (shorter + "\xC3\xA9rest").c_str()).name) == shorter);
    CHECK(std::string(PlanOf(set, (shorter.substr(1) + "\xE2\x82\xAC").c_str()).name) == shorter.substr(1));
    CHECK(std::string(PlanOf(set, std::string(TABLE_MAX_NAME + 5, '\x80').c_str()).name).empty());
}

TEST_CASE("a slice is at least one unit and fewer the more keys there are, one phase alone is a single lane's work")
{
    const Keys few(DistinctKeys(100, 1)), many(DistinctKeys(60000, 2)), huge(DistinctKeys(1050000, 3));
    SolveOptions options = {};
    options.layout = LayoutFlat;
    const Begun small(PlanOf(few.set(), "x", options)), middle(PlanOf(many.set(), "x", options)),
        large(PlanOf(huge.set(), "x", options));
    CHECK(SolverSliceUnits(small.solver) > SolverSliceUnits(middle.solver));
    CHECK(SolverSliceUnits(middle.solver) > 1);
    CHECK(SolverSliceUnits(large.solver) > 1); // of parts of an attempt, as one takes longer than a slice
    options.hashFunction = HashMulshrolate2RX;
    const Begun shared(PlanOf(few.set(), "x", options));
    CHECK(SolverSliceUnits(shared.solver) < SolverSliceUnits(small.solver));

    options = {};
    options.layout = LayoutFlat;
    options.fixedAttempts = 1;
    CHECK(SolverParallelism(Begun(PlanOf(few.set(), "x", options)).solver) == 1);
    options.fixedAttempts = 13; // blocks of 12
    CHECK(SolverParallelism(Begun(PlanOf(few.set(), "x", options)).solver) == 2);

    const Keys duplicates({5, 5});
    const Begun looking(PlanOf(duplicates.set(), "x"));
    while (SolverRun(looking.solver, looking.arena.data(), 100) == SolverMore)
        ;
    ChmError error;
    REQUIRE(SolverAdvance(looking.solver, &error) == ChmContinue);
    CHECK(SolverParallelism(looking.solver) == 1);
    CHECK(SolverAdvance(looking.solver, &error) == ChmContinue); // nobody has looked yet
    CHECK(SolverRun(looking.solver, looking.arena.data(), 1) == SolverIdle);
    CHECK(SolverAdvance(looking.solver, &error) == ChmDuplicateKey);
}

TEST_CASE("a partitioned search says how many lanes its phases take, and waits for all units")
{
    const Keys keys(DistinctKeys(100000, 4));
    SolveOptions options = {};
    options.layout = LayoutPartitioned;
    const Begun begun(PlanOf(keys.set(), "x", options));
    ChmError error;
    REQUIRE(SolverRun(begun.solver, begun.arena.data(), 1) == SolverMore);
    CHECK(SolverAdvance(begun.solver, &error) == ChmContinue);
    const uint32_t chunks = SolverParallelism(begun.solver), chunkUnits = SolverSliceUnits(begun.solver);
    CHECK(chunks == 4); // of 2^15 keys
    CHECK(chunkUnits >= 2);
    ChmStatus status = ChmContinue;
    uint32_t solveUnits = 0;
    while (status == ChmContinue) {
        if (SolverParallelism(begun.solver) != chunks && solveUnits == 0)
            solveUnits = SolverSliceUnits(begun.solver);
        while (SolverRun(begun.solver, begun.arena.data(), 100) == SolverMore)
            ;
        status = SolverAdvance(begun.solver, &error);
    }
    CHECK(status == ChmOk);
    CHECK(SolverAdvance(begun.solver, &error) == ChmOk); // the end stays the end
}

TEST_CASE("so many attempts as are asked for, then a resize")
{
    const Keys keys(DistinctKeys(2048, 6)); // as many as edges: one attempt in five solves
    uint32_t resized = 0;
    for (uint64_t rngSeed = 0; rngSeed < 8; rngSeed++) {
        SolveOptions options = {};
        options.maxTableResizes = 2;
        options.maxAttempts = 1;
        options.rngSeed = rngSeed;
        const Solved solved = Solve(keys, options);
        REQUIRE(solved.status == ChmOk);
        CHECK(solved.statistics.attempts == solved.statistics.resizes + 1);
        resized += solved.statistics.resizes;
        options.maxAttempts = 1000000000;
        CHECK(Solve(keys, options).statistics.resizes == 0);
    }
    CHECK(resized > 0);
}

TEST_CASE("a resize past 65,536 vertices a side takes 32-bit values, whatever the number of keys")
{
    for (const uint32_t keySizeInBytes : {4u, 8u})
        for (const size_t count : {40000u, 65535u, 65536u}) {
            const Keys keys(DistinctKeys(count, count, 8 * keySizeInBytes), keySizeInBytes);
            uint32_t resized = 0;
            for (uint64_t rngSeed = 0; rngSeed < 6; rngSeed++) {
                CAPTURE(count);
                CAPTURE(rngSeed);
                SolveOptions options = {};
                options.maxTableResizes = 3;
                options.maxAttempts = 1;
                options.rngSeed = rngSeed;
                const Solved solved = Solve(keys, options);
                REQUIRE(solved.status == ChmOk);
                CHECK(WrongKeys(solved, keys) == 0);
                resized += solved.statistics.resizes;
            }
            CHECK(resized > 0);
        }
}

TEST_CASE("a solver that was resized goes nowhere before it has its new image")
{
    const Keys keys(DistinctKeys(2048, 6));
    for (uint64_t rngSeed = 0; rngSeed < 20; rngSeed++) {
        SolveOptions options = {};
        options.maxTableResizes = 1;
        options.maxAttempts = 1;
        options.rngSeed = rngSeed;
        const Begun begun(PlanOf(keys.set(), "x", options));
        ChmError error;
        ChmStatus status;
        SolvePlan larger;
        do {
            while (SolverRun(begun.solver, begun.arena.data(), 100) == SolverMore)
                ;
            status = SolverAdvance(begun.solver, &error);
        } while (status == ChmContinue && !SolverGrown(begun.solver, &larger));
        if (status == ChmOk)
            continue;
        CHECK(SolverAdvance(begun.solver, &error) == ChmContinue);
        CHECK(SolverGrown(begun.solver, &larger));
        const AlignedBytes image(larger.imageBytes), arena(larger.arenaBytes);
        SolverSetImage(begun.solver, image.data());
        CHECK(!SolverGrown(begun.solver, &larger));
        return;
    }
    FAIL("no first attempt failed");
}

TEST_CASE("buckets that may not try often enough end the search after its rounds, and then duplicates are excluded")
{
    SolveOptions options = {};
    options.layout = LayoutPartitioned;
    options.maxAttempts = 1;
    const Solved solved = Solve(Keys(DistinctKeys(300000, 9)), options);
    REQUIRE(solved.status == ChmAttemptsExhausted);
    CHECK(solved.error.numbers[0] == solved.statistics.attempts);
    CHECK(solved.error.numbers[0] > 50); // rounds
}

TEST_CASE("64-bit keys whose buckets fail take other seeds")
{
    SolveOptions options = {};
    options.maxAttempts = 1;
    options.layout = LayoutPartitioned;
    uint32_t later = 0;
    for (uint64_t seed = 0; seed < 6; seed++) {
        const Keys keys(DistinctKeys(50000, seed, 64), 8);
        const Solved solved = Solve(keys, options);
        REQUIRE(solved.status == ChmOk);
        CHECK(WrongKeys(solved, keys) == 0);
        later += solved.statistics.attempts > 2; // 2 buckets
    }
    CHECK(later > 0);
}

TEST_CASE("the coverage of some keys, a kind beyond the last and fixed attempts beyond 32 bits are refused")
{
    const Keys keys(DistinctKeys(100, 1));
    const KeySet set = keys.set();
    const uint32_t position = 0;
    SolvePlan plan;
    ChmError error;
    SolveOptions options = {};
    options.layout = LayoutPartitioned;
    options.coverageSubset = &position;
    options.coverageSubsetCount = 1;
    CHECK(SolverMakePlan(&set, "x", &options, &plan, &error) == ChmInvalidOption);
    options = {};
    options.findBestGraph = true;
    options.coverageKind = static_cast<CoverageKind>(CoverageMostSlotsInCacheLine + 1);
    CHECK(SolverMakePlan(&set, "x", &options, &plan, &error) == ChmInvalidOption);
    options = {};
    options.fixedAttempts = uint64_t{1} << 32;
    CHECK(SolverMakePlan(&set, "x", &options, &plan, &error) == ChmInvalidOption);
    CHECK(error.numbers[0] == uint64_t{1} << 32);
    options.fixedAttempts = UINT32_MAX;
    CHECK(SolverMakePlan(&set, "x", &options, &plan, &error) == ChmOk);
    options.findBestGraph = true;
    options.coverageKind = CoverageUsedPages;
    CHECK(SolverMakePlan(&set, "x", &options, &plan, &error) == ChmInvalidOption);
}

namespace {

// The progress after each unit, of one lane; phase by phase.
std::vector<uint32_t> ProgressOf(const Keys &keys, const SolveOptions &options)
{
    std::vector<uint32_t> seen;
    const KeySet set = keys.set();
    SolvePlan plan;
    REQUIRE(SolverMakePlan(&set, "x", &options, &plan, nullptr) == ChmOk);
    const AlignedBytes memory(plan.solverBytes), arena(plan.arenaBytes), image(plan.imageBytes);
    std::memset(arena.data(), 0xA5, arena.size());
    Solver *const solver = SolverBegin(&plan, memory.data(), image.data());
    ChmStatus status = ChmContinue;
    while (status == ChmContinue) {
        do
            seen.push_back(SolverProgress(solver));
        while (SolverRun(solver, arena.data(), 1) == SolverMore);
        status = SolverAdvance(solver, nullptr);
    }
    REQUIRE(status == ChmOk);
    seen.push_back(SolverProgress(solver));
    return seen;
}

}

TEST_CASE("the progress rises with every attempt, chunk and bucket from 0 to 1000")
{
    SolveOptions best = {}, partitioned = {}, many = {};
    best.findBestGraph = true;
    best.coverageKind = CoverageUsedCacheLines;
    best.bestCoverageAttempts = 100;
    partitioned.layout = LayoutPartitioned;
    many.hashFunction = HashMultiplyShiftRX; // and many attempts
    const struct {
        Keys keys;
        SolveOptions options;
        size_t least; // different figures
    } searches[] = {{Keys(DistinctKeys(1000, 1)), best, 100},
                    {Keys(DistinctKeys(300000, 1)), partitioned, 12 + 2 * 10},
                    {Keys(DistinctKeys(1000, 3)), many, 5}};
    for (const auto &search : searches) {
        const std::vector<uint32_t> seen = ProgressOf(search.keys, search.options);
        CHECK(seen.front() == 0);
        CHECK(seen.back() == 1000);
        CHECK(std::is_sorted(seen.begin(), seen.end()));
        CHECK(std::set<uint32_t>(seen.begin(), seen.end()).size() >= search.least);
    }
}
