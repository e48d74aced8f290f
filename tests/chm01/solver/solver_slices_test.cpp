/*
 * A lane of a plan that keeps its arenas stops amid an attempt. These tests run such lanes by
 * slices of all lengths, one or several, for every kernel, and prove that the bytes are those of a
 * search without slices. They count slices: one does no more than its units, so that a large set
 * takes as many as it has work.
 */
#include <doctest/doctest.h>

#include <algorithm>

#include "support/chm01/solver_runner.h"

namespace {

struct Case {
    const char *name;
    Keys keys;
    SolveOptions options;
};

std::vector<Case> Cases()
{
    SolveOptions flat = {}, fixed = {}, shared = {}, best = {}, covered = {};
    flat.layout = fixed.layout = shared.layout = best.layout = covered.layout = LayoutFlat;
    fixed.fixedAttempts = 30;
    shared.hashFunction = HashMulshrolate4RX;
    best.findBestGraph = true;
    best.coverageKind = CoverageUsedCacheLines;
    best.bestCoverageAttempts = 30;
    covered.measureCoverage = true;
    SolveOptions sharedFixed = shared;
    sharedFixed.fixedAttempts = 30;
    return {{"narrow", Keys(DistinctKeys(30000, 1)), flat},
            {"narrow, 64-bit keys", Keys(DistinctKeys(30000, 2, 64), 8), flat},
            {"full", Keys(DistinctKeys(65536, 3)), flat},
            {"wide", Keys(DistinctKeys(70000, 4)), covered},
            {"wide, 64-bit keys", Keys(DistinctKeys(70000, 5, 64), 8), flat},
            {"wide, fixed attempts", Keys(DistinctKeys(70000, 6)), fixed},
            {"wide, the best graph", Keys(DistinctKeys(70000, 7)), best},
            {"direct, 16-bit values", Keys(DistinctKeys(20000, 8)), shared},
            {"direct, fixed attempts", Keys(DistinctKeys(70000, 9)), sharedFixed}};
}

SolvePlan PlanOf(const KeySet &set, const SolveOptions &options)
{
    SolvePlan plan;
    REQUIRE(SolverMakePlan(&set, "Sample", &options, &plan, nullptr) == ChmOk);
    return plan;
}

// A search that has begun.
struct Started {
    const SolvePlan plan;
    const AlignedBytes memory{plan.solverBytes}, image{plan.imageBytes}, arena{plan.arenaBytes};
    Solver *const solver = SolverBegin(&plan, memory.data(), image.data());
    Started(const KeySet &set, const SolveOptions &options) : plan(PlanOf(set, options)) {}
};

struct Sliced {
    ChmStatus status = ChmContinue;
    uint64_t slices = 0, last = 0, most = 0; // of the whole search, of its last phase, and of the longest
    size_t imageBytes = 0;
};

// The search of one lane in slices of so many units.
Sliced SliceBy(const KeySet &set, const SolveOptions &options, uint32_t units)
{
    const Started started(set, options);
    Solver *const solver = started.solver;
    const AlignedBytes &arena = started.arena;
    Sliced sliced;
    while (sliced.status == ChmContinue) {
        for (sliced.last = 1; SolverRun(solver, arena.data(), units) == SolverMore; sliced.last++)
            ;
        sliced.slices += sliced.last;
        sliced.most = std::max(sliced.most, sliced.last);
        sliced.status = SolverAdvance(solver, nullptr);
    }
    sliced.imageBytes = SolverImageBytes(solver);
    return sliced;
}

// How many slices that are.
uint64_t Slices(const KeySet &set, const SolveOptions &options, uint32_t units)
{
    const Sliced sliced = SliceBy(set, options, units);
    CHECK(sliced.status == ChmOk);
    return sliced.slices;
}

constexpr size_t unitSteps = 8192;

}

TEST_CASE("lanes that stop amid attempts make the same bytes, in the same attempts")
{
    for (const Case &c : Cases()) {
        CAPTURE(c.name);
        const Solved whole = Solve(c.keys, c.options);
        REQUIRE(whole.status == ChmOk);
        CHECK(WrongKeys(whole, c.keys) == 0);
        for (const uint32_t units : {1u, 2u, 3u, 7u, UINT32_MAX}) {
            CAPTURE(units);
            Schedule slices;
            slices.maxUnits = units;
            slices.keepsArena = true;
            const Solved sliced = Solve(c.keys, c.options, slices);
            REQUIRE(sliced.status == ChmOk);
            CHECK(sliced.image == whole.image);
            CHECK(sliced.statistics.attempts == whole.statistics.attempts);
            CHECK(sliced.statistics.setups == whole.statistics.setups);
        }
    }
}

TEST_CASE("several lanes that stop amid attempts, in random order and on threads: the same bytes")
{
    for (const Case &c : Cases()) {
        CAPTURE(c.name);
        const Solved whole = Solve(c.keys, c.options);
        REQUIRE(whole.status == ChmOk);
        for (uint32_t lanes = 2; lanes <= 5; lanes++) {
            CAPTURE(lanes);
            Schedule slices;
            slices.lanes = lanes;
            slices.maxUnits = lanes % 2 == 0 ? 3 : 40;
            slices.shuffle = 10 + lanes;
            slices.threads = lanes == 5;
            slices.keepsArena = true;
            const Solved sliced = Solve(c.keys, c.options, slices);
            REQUIRE(sliced.status == ChmOk);
            CHECK(sliced.image == whole.image);
        }
    }
}

TEST_CASE("a large flat set is made by slices, as many as its work wants, and a duplicate is still found")
{
    constexpr size_t count = 200000;
    const Keys keys(DistinctKeys(count, 10));
    SolveOptions options = {};
    options.layout = LayoutFlat;
    for (const HashFunctionId family : {HashQuadx, HashMulshrolate4RX}) {
        options.hashFunction = family;
        const uint64_t ones = Slices(keys.set(), options, 1), tens = Slices(keys.set(), options, 10);
        CHECK(ones >= 3 * count / unitSteps); // hashed, assigned and verified at the least
        CHECK(tens <= ones / 10 + 10);
        CHECK(tens >= ones / 10);
        CHECK(Slices(keys.set(), options, UINT32_MAX) < 10);
    }
    std::vector<uint64_t> twice = keys.values();
    twice[190000] = twice[77];
    options.hashFunction = HashQuadx;
    Schedule slices;
    slices.maxUnits = 5;
    CHECK(Solve(Keys(twice), options, slices).status == ChmDuplicateKey);
}

TEST_CASE("a cancel ends a search amid an attempt")
{
    const Keys keys(DistinctKeys(200000, 11));
    const KeySet set = keys.set();
    SolveOptions options = {};
    options.layout = LayoutFlat;
    const Started started(set, options);
    Solver *const solver = started.solver;
    const AlignedBytes &arena = started.arena;
    REQUIRE(SolverRun(solver, arena.data(), 1) == SolverMore);
    SolverCancel(solver);
    CHECK(SolverRun(solver, arena.data(), 1) == SolverIdle);
    CHECK(SolverAdvance(solver, nullptr) == ChmCancelled);
}

TEST_CASE("a large image is sealed by slices, in either layout, and a cancel ends that")
{
    const Keys keys(DistinctKeys(300000, 12));
    const KeySet set = keys.set();
    for (const TableLayout layout : {LayoutFlat, LayoutPartitioned}) {
        SolveOptions options = {};
        options.layout = layout;
        const Sliced sliced = SliceBy(set, options, 1);
        CHECK(sliced.status == ChmOk);
        const uint64_t lines = sliced.imageBytes / 64;
        CHECK(sliced.last + 2 >= lines / unitSteps); // two units are done where the search ends
        CHECK(sliced.last <= 2 * lines / unitSteps);
    }
    SolveOptions options = {};
    options.layout = LayoutPartitioned;
    const Started started(set, options);
    Solver *const solver = started.solver;
    const AlignedBytes &arena = started.arena;
    while (SolverProgress(solver) != 1000) { // all but sealed
        while (SolverRun(solver, arena.data(), 100) == SolverMore)
            ;
        REQUIRE(SolverAdvance(solver, nullptr) == ChmContinue);
    }
    CHECK(SolverParallelism(solver) == 1);
    CHECK(SolverRun(solver, arena.data(), 1) == SolverMore);
    CHECK(SolverAdvance(solver, nullptr) == ChmContinue);
    SolverCancel(solver);
    CHECK(SolverRun(solver, arena.data(), 1) == SolverIdle);
    CHECK(SolverAdvance(solver, nullptr) == ChmCancelled);
}

TEST_CASE("a large set is looked at by slices, in any layout")
{
    constexpr size_t count = 200000, loops = 8; // numbered, at least three digits counted and sorted, compared
    std::vector<uint64_t> values = DistinctKeys(count, 13);
    SolveOptions options = {};
    options.layout = LayoutPartitioned;
    options.maxAttempts = 1; // too few: another round, and another
    const Keys distinct(values);
    CHECK(SliceBy(distinct.set(), options, 1).most >= loops * count / unitSteps);
    CHECK(SliceBy(distinct.set(), options, 100).most <= loops * count / unitSteps / 50);
    values[190000] = values[77];
    const Keys twice(values);
    options = {};
    for (const TableLayout layout : {LayoutFlat, LayoutCompact}) {
        CAPTURE(layout);
        options.layout = layout;
        const Sliced ones = SliceBy(twice.set(), options, 1), hundreds = SliceBy(twice.set(), options, 100);
        CHECK(ones.status == ChmDuplicateKey);
        CHECK(ones.last >= loops * count / unitSteps);
        CHECK(hundreds.status == ChmDuplicateKey);
        CHECK(hundreds.last <= ones.last / 100 + 2);
    }
}
