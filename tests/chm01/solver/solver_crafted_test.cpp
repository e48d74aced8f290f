/*
 * An attacker who knows the rng seed can make keys that fail every attempt which comes from that
 * seed alone. These tests make such sets: flat, in buckets, and against the bucket hash. They prove
 * that each set gets a table of the ordinary size, because later attempts come from a hash of the
 * keys too. They also prove that the failure of a limited search names what would help.
 */
#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>
#include <string>

#include "chm01/base/rng.h"
#include "chm01/kernel/search_seeds.h"
#include "support/chm01/crafted_keys.h"

extern "C" {
#include "chm01/solver/plan.h"
}

namespace {

constexpr uint32_t GoldenRatio = 0x9E3779B9;

struct Attack {
    size_t spoiled = 0, late = 0; // sets; and those that only a late attempt solved
};

// Spoils one attempt after the other until all keys have gone into that.
Attack MakeAttack(CraftedKeys &crafted, const SolveOptions &options, uint64_t expectedS0)
{
    Attack attack;
    for (;;) {
        const Keys keys = crafted.keys();
        const Solved solved = Solve(keys, options);
        REQUIRE_MESSAGE(solved.status == ChmOk, "after ", attack.spoiled, " spoiled attempts");
        REQUIRE(WrongKeys(solved, keys) == 0);
        REQUIRE(solved.statistics.resizes == 0);
        if (expectedS0 != 0)
            REQUIRE(HeaderOf(solved).seeds[0] == expectedS0);
        attack.late += solved.statistics.attempts > SearchPlainAttempts;
        if (!crafted.Spoil(solved))
            return attack;
        attack.spoiled++;
    }
}

// MultiplyShiftRX permutes multiples of 2^24, so nearly all seeds give these keys cycles.
std::string HelpFor(SolveOptions options)
{
    std::vector<uint64_t> multiples;
    for (uint64_t i = 1; i < 256; i++)
        multiples.push_back(i << 24);
    options.hashFunction = HashMultiplyShiftRX;
    const Solved solved = Solve(Keys(multiples), options);
    return solved.status == ChmAttemptsExhausted ? solved.error.reason : "a table";
}

// What is said without limits, where sets that fail are hard to come by.
std::string PlannedHelp(HashFunctionId hashFunction, TableLayout layout, uint64_t maxAttempts = 0)
{
    ChmError error;
    SolvePlan plan = {};
    plan.options.hashFunction = hashFunction;
    plan.options.maxAttempts = maxAttempts;
    plan.layout = layout;
    CHECK(PlanExhausted(&plan, 1, 2, &error) == ChmAttemptsExhausted);
    CHECK(error.numbers[1] == 2);
    return error.reason;
}

}

TEST_CASE("a flat set made against the rng seed gets a table, and no larger one")
{
    for (const uint32_t keySize : {4u, 8u})
        for (const uint32_t resizes : {0u, 2u}) {
            SolveOptions options = {};
            options.maxTableResizes = resizes;
            CraftedKeys crafted(1000, keySize, keySize);
            const Attack attack = MakeAttack(crafted, options, 0);
            CHECK(attack.spoiled == 500);
            CHECK(attack.late > 300);
        }
}

TEST_CASE("a bucket made against the rng seed gets its values, under the first bucket hash")
{
    SolveOptions options = {};
    options.layout = LayoutPartitioned;
    for (const uint32_t keySize : {4u, 8u}) {
        CraftedKeys crafted(800, keySize, keySize);
        const Attack attack = MakeAttack(crafted, options, keySize == 4 ? GoldenRatio : 0x9E3779B97F4A7C15);
        CHECK(attack.spoiled == 400);
        CHECK(attack.late > 200);
    }
}

TEST_CASE("a set that overflows a bucket under each s0 of the rng seed gets a table under another one")
{
    // As the rng seed draws them: the golden ratio, then stream 3.
    std::vector<uint32_t> rounds = {GoldenRatio};
    for (uint64_t round = 1; round < 50; round++)
        rounds.push_back(static_cast<uint32_t>(RngDraw(0, 3, round)) | 1);
    const uint32_t bucketCount = 15;
    const Keys keys(OverflowingKeys(393000, bucketCount, 7700, rounds));
    SolveOptions options = {};
    options.layout = LayoutPartitioned;
    const Solved solved = Solve(keys, options);
    REQUIRE(solved.status == ChmOk);
    CHECK(HeaderOf(solved).bucketCount == bucketCount);
    CHECK(std::count(rounds.begin(), rounds.end(), HeaderOf(solved).seeds[0]) == 0);
    CHECK(WrongKeys(solved, keys) == 0);
    CHECK(Solve(keys, options, {3, 2, 5, false}).image == solved.image);
}

TEST_CASE("late attempts are the same for any number of lanes, and other ones for another rng seed or another order")
{
    SolveOptions options = {};
    CraftedKeys crafted(1000, 4, 9);
    Solved solved = Solve(crafted.keys(), options);
    while (solved.statistics.attempts <= SearchPlainAttempts && crafted.Spoil(solved))
        solved = Solve(crafted.keys(), options);
    REQUIRE(solved.statistics.attempts > SearchPlainAttempts);
    for (uint32_t lanes = 2; lanes <= 8; lanes += 3) {
        CHECK(Solve(crafted.keys(), options, {lanes, 7, lanes, false}).image == solved.image);
        CHECK(Solve(crafted.keys(), options, {lanes, 7, lanes, false, true}).image == solved.image);
    }
    std::vector<uint64_t> turned = crafted.keys().values();
    std::reverse(turned.begin(), turned.end());
    const Solved other = Solve(Keys(turned), options);
    REQUIRE(other.statistics.attempts > SearchPlainAttempts);
    CHECK(HeaderOf(other).seeds[0] != HeaderOf(solved).seeds[0]);
    options.rngSeed = 1;
    CHECK(Solve(crafted.keys(), options).statistics.attempts <= SearchPlainAttempts);
}

TEST_CASE("a fixed number of attempts and the best graph go on beyond the attempts of the rng seed alone")
{
    CraftedKeys crafted(1000, 4, 9);
    for (Solved solved = Solve(crafted.keys()); solved.statistics.attempts <= SearchPlainAttempts;
         solved = Solve(crafted.keys()))
        REQUIRE(crafted.Spoil(solved));
    SolveOptions fixed = {}, best = {};
    fixed.fixedAttempts = 300;
    best.findBestGraph = true;
    best.coverageKind = CoverageUsedCacheLines;
    best.bestCoverageAttempts = 300;
    for (const SolveOptions &options : {fixed, best}) {
        const Solved solved = Solve(crafted.keys(), options);
        REQUIRE(solved.status == ChmOk);
        CHECK(HeaderOf(solved).attempts > SearchPlainAttempts);
        CHECK(solved.statistics.attempts >= 300);
        CHECK(Solve(crafted.keys(), options, {5, 7, 3, false}).image == solved.image);
    }
}

TEST_CASE("a search that gives up names what would help")
{
    SolveOptions options = {};
    options.maxAttempts = 1;
    CHECK(HelpFor(options) == "raise MaxAttempts or MaxTableResizes, or give another RngSeed");
    options.maxAttempts = 0;
    options.fixedAttempts = 2;
    CHECK(HelpFor(options) == "raise FixedAttempts, or give another RngSeed");
    options.fixedAttempts = 0;
    options.findBestGraph = true;
    options.coverageKind = CoverageUsedCacheLines;
    options.bestCoverageAttempts = 2;
    CHECK(HelpFor(options) == "raise BestCoverageAttempts, or give another RngSeed");
    SolveOptions seeds = {};
    seeds.seedCount = 3;
    seeds.seeds[0] = seeds.seeds[1] = 1;
    CHECK(HelpFor(seeds) == "these seeds do not fit these keys; give other Seeds, or none");
    CHECK(PlannedHelp(HashMultiplyShiftR, LayoutFlat) == "use Quadx, raise MaxTableResizes, or give another RngSeed");
    CHECK(PlannedHelp(HashQuadx, LayoutFlat) == "raise MaxTableResizes, or give another RngSeed");
    CHECK(PlannedHelp(HashQuadx, LayoutCompact) == "raise MaxTableResizes, or give another RngSeed");
    for (const TableLayout buckets : {LayoutPartitioned, LayoutCompactPartitioned}) {
        CHECK(PlannedHelp(HashQuadx, buckets) == "use the flat layout, or give another RngSeed");
        CHECK(PlannedHelp(HashQuadx, buckets, 9) == "raise MaxAttempts, or give another RngSeed");
    }
}
