/*
 * The digest of options is the same for equal options and another for each option that decides
 * about a table. These tests change every option alone. Figures that are measured alone, and
 * clocks, decide nothing. A table has the digest that its plan had.
 */
#include <doctest/doctest.h>

#include <map>
#include <string>
#include <vector>

#include "chm01/solver/options_digest.h"
#include "support/chm01/solver_runner.h"
#include "support/chm01/table_maker.h"

namespace {

const uint32_t positions[] = {0, 2};

struct Change {
    const char *name;
    void (*make)(SolveOptions &options);
};

#define CHANGE(name, ...)                            \
    {                                                \
#name, [](SolveOptions & o) { __VA_ARGS__; } \
    }

// clang-format off
const Change changes[] = {
    CHANGE(hashFunction, o.hashFunction = HashMultiplyShiftRX),
    CHANGE(fallbackHashFunction, o.fallbackHashFunction = HashMultiplyShiftR),
    CHANGE(layout, o.layout = LayoutFlat),
    CHANGE(rngSeed, o.rngSeed = 1),
    CHANGE(maxTableResizes, o.maxTableResizes = 1),
    CHANGE(omitKeys, o.omitKeys = true),
    CHANGE(maxAttempts, o.maxAttempts = 1),
    CHANGE(fixedAttempts, o.fixedAttempts = 1),
    CHANGE(seedCount, o.seedCount = 2),
    CHANGE(seeds, o.seedCount = 2, o.seeds[1] = 1),
    CHANGE(findBestGraph, o.findBestGraph = true),
    CHANGE(coverageKind, o.findBestGraph = true, o.coverageKind = CoverageUsedPages),
    CHANGE(coverageHighest, o.findBestGraph = o.coverageHighest = true),
    CHANGE(bestCoverageAttempts, o.findBestGraph = true, o.bestCoverageAttempts = 5),
    CHANGE(coverageSubset, o.findBestGraph = true, o.coverageSubset = positions, o.coverageSubsetCount = 1),
    CHANGE(coverageSubsetCount, o.findBestGraph = true, o.coverageSubset = positions, o.coverageSubsetCount = 2),
};
// clang-format on

} // namespace

TEST_CASE("each option that decides makes another digest, beside the defaults and beside another seed")
{
    std::map<uint64_t, std::string> seen;
    for (const uint64_t rngSeed : {0, 7}) {
        SolveOptions plain = {};
        plain.rngSeed = rngSeed;
        seen[OptionsDigest(&plain, 3)] = "nothing";
        for (const Change &change : changes) {
            SolveOptions options = plain;
            change.make(options);
            if (rngSeed != 0 && options.rngSeed != rngSeed)
                continue; // as beside the defaults
            const uint64_t digest = OptionsDigest(&options, 3);
            CHECK(digest != 0);
            CHECK(digest == OptionsDigest(&options, 3));
            const bool isNew = seen.emplace(digest, change.name).second;
            CHECK_MESSAGE(isNew, change.name, " is as ", seen[digest]);
        }
    }
    CHECK(seen.size() == 2 * (1 + sizeof changes / sizeof *changes) - 1);
}

TEST_CASE("what is measured alone, a clock and the default's name decide nothing")
{
    SolveOptions options = {}, other = {};
    other.measureCoverage = true;
    other.coverageKind = CoverageUsedPages;
    other.coverageHighest = true;
    other.coverageSubset = positions;
    other.coverageSubsetCount = 2;
    other.clock = [] { return uint64_t{0}; };
    other.hashFunction = HashQuadx;
    other.seeds[0] = 5; // of no seeds
    CHECK(OptionsDigest(&options, 3) == OptionsDigest(&other, 3));
}

TEST_CASE("of a table of values each value and the width decide")
{
    std::vector<uint8_t> values = {1, 2, 3, 0, 0, 0};
    SolveOptions options = {};
    options.omitKeys = true;
    const uint64_t positions = OptionsDigest(&options, 3);
    options.values = values.data();
    options.valueBits = 8;
    const uint64_t bytes = OptionsDigest(&options, 3);
    CHECK(bytes != positions);
    values[2] = 4;
    CHECK(OptionsDigest(&options, 3) != bytes);
    values[2] = 3;
    values[3] = 9; // behind the last one
    CHECK(OptionsDigest(&options, 3) == bytes);
    values[3] = 0;
    options.valueBits = 16;
    CHECK(OptionsDigest(&options, 3) != bytes);
}

TEST_CASE("a table has the digest of its plan, and 0 where nobody set one")
{
    const std::vector<uint32_t> keys = {5, 6, 7};
    const KeySet set = {keys.data(), keys.size(), 4};
    const SolveOptions options = {};
    SolvePlan plan;
    REQUIRE(SolverMakePlan(&set, "three", &options, &plan, nullptr) == ChmOk);
    CHECK(plan.optionsDigest == 0);
    plan.optionsDigest = OptionsDigest(&options, 3);
    AlignedBytes solverMemory(plan.solverBytes), image(plan.imageBytes), arena(plan.arenaBytes);
    Solver *solver = SolverBegin(&plan, solverMemory.data(), image.data());
    ChmStatus status = ChmContinue;
    while (status == ChmContinue) {
        while (SolverRun(solver, arena.data(), 1000) == SolverMore) {
        }
        status = SolverAdvance(solver, nullptr);
    }
    REQUIRE(status == ChmOk);
    TableView view;
    REQUIRE(TableOpen(image.data(), SolverImageBytes(solver), &view, nullptr) == ChmOk);
    CHECK(view.optionsDigest == plan.optionsDigest);
}
