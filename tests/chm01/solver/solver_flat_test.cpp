/*
 * These tests make flat tables of many sizes, key widths and hash families, and look every key up.
 * They prove which seeds, attempts and random sequences an option selects. They cover every way in
 * which a search fails: duplicates, refused options, exhausted attempts and cancellation.
 */
#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>

#include "chm01/table/table_image.h"
#include "support/chm01/solver_runner.h"

namespace {

#define FAMILY_ID(number, name) Hash##name,
const HashFunctionId families[] = {FAMILY_LIST(FAMILY_ID)};

SolveOptions Flat()
{
    SolveOptions options = {};
    options.layout = LayoutFlat;
    return options;
}

void CheckSolves(const Keys &keys, const SolveOptions &options = Flat())
{
    const Solved solved = Solve(keys, options);
    REQUIRE(solved.status == ChmOk);
    CHECK(WrongKeys(solved, keys) == 0);
}

}

TEST_CASE("a flat table of any small size indexes its keys in their order")
{
    for (size_t count = 1; count <= 70; count++)
        CheckSolves(Keys(DistinctKeys(count, count)));
}

TEST_CASE("sizes around powers of two, up to beyond 16-bit values")
{
    for (const size_t count : {255u, 256u, 257u, 4095u, 4096u, 4097u, 65535u, 65536u, 65537u, 100000u}) {
        CAPTURE(count);
        CheckSolves(Keys(DistinctKeys(count, count)));
    }
}

TEST_CASE("values have 8 bits up to 256 keys, 16 up to 65,536 and 32 beyond")
{
    for (const auto &[count, bytes] : {std::pair<size_t, uint32_t>{256, 1}, {257, 2}, {65536, 2}, {65537, 4}}) {
        const Keys keys(DistinctKeys(count, 7));
        const Solved solved = Solve(keys, Flat());
        REQUIRE(solved.status == ChmOk);
        CHECK(HeaderOf(solved).slotSizeInBytes == bytes);
        CHECK(WrongKeys(solved, keys) == 0);
    }
}

TEST_CASE("180 keys take a byte a vertex, with every hash function")
{
    for (const HashFunctionId id : families) {
        SolveOptions options = Flat();
        options.hashFunction = id;
        options.maxTableResizes = 8;
        const Keys keys(DistinctKeys(180, 3));
        const Solved solved = Solve(keys, options);
        REQUIRE(solved.status == ChmOk);
        const TableHeader header = HeaderOf(solved);
        CHECK((header.slotSizeInBytes == 1) == (header.edgeBits == 8));
        CHECK(header.slotsBytes == 2 * EdgesOf(header) * header.slotSizeInBytes);
        CHECK((id != HashQuadx || header.slotsBytes == 2 * 193));
        CHECK(WrongKeys(solved, keys) == 0);
    }
}

TEST_CASE("a table of any number of keys up to 65,536 takes little more than 2 values a key")
{
    const Keys keys(DistinctKeys(65536, 7));
    for (size_t count = 8; count <= 65536; count += 1 + count / 64) {
        CAPTURE(count);
        KeySet set = keys.set();
        set.count = count;
        SolveOptions options = Flat();
        options.omitKeys = true;
        SolvePlan plan;
        REQUIRE(SolverMakePlan(&set, "", &options, &plan, nullptr) == ChmOk);
        const uint64_t wanted = count <= 240 ? 1 : 2; // bytes of a value
        CHECK((plan.edges >= count && plan.edges <= count + count / 8 + 1));
        CHECK((plan.imageBytes < 512 + 2 * plan.edges * wanted + 128 && plan.edgeBits <= 16));
    }
}

TEST_CASE("tables of any number of vertices: every width of keys, values, and after a resize")
{
    for (const size_t count : {9u, 140u, 2200u, 5000u, 33000u, 58000u})
        for (const uint32_t keySize : {4u, 8u}) {
            CAPTURE(count);
            const Keys keys(DistinctKeys(count, count, 8 * keySize), keySize);
            const Solved solved = Solve(keys, Flat());
            REQUIRE(solved.status == ChmOk);
            CHECK((solved.plan.edges & (solved.plan.edges - 1)) != 0);
            CHECK(WrongKeys(solved, keys) == 0);
            SolveOptions resized = Flat();
            resized.maxAttempts = 1;
            resized.maxTableResizes = 20;
            uint32_t most = 0;
            for (resized.rngSeed = 1; resized.rngSeed < 12 && most < 1; resized.rngSeed++) {
                const Solved larger = Solve(keys, resized);
                REQUIRE(larger.status == ChmOk);
                CHECK(WrongKeys(larger, keys) == 0);
                CHECK(larger.plan.edges >= solved.plan.edges << larger.statistics.resizes);
                most = larger.statistics.resizes;
            }
            CHECK(most != 0);
        }
}

TEST_CASE("the key 0, the largest key, one key, and keys in no order")
{
    CheckSolves(Keys({0}));
    CheckSolves(Keys({UINT32_MAX}));
    CheckSolves(Keys({UINT32_MAX, 0, 5, 1}));
    CheckSolves(Keys({0}, 8));
    CheckSolves(Keys({UINT64_MAX, 0, 5, 1}, 8));
}

TEST_CASE("64-bit keys: native, with 32 differing bits or fewer, and one")
{
    CheckSolves(Keys(DistinctKeys(5000, 1, 64), 8));
    CheckSolves(Keys(DistinctKeys(70000, 2, 64), 8));
    std::vector<uint64_t> spread;
    for (const uint64_t key : DistinctKeys(5000, 3, 20))
        spread.push_back((key & 0x3FF) << 2 | (key >> 10) << 50 | 0x0000A00000000001);
    const Keys keys(spread, 8);
    const Solved solved = Solve(keys, Flat());
    REQUIRE(solved.status == ChmOk);
    CHECK(solved.plan.extractMask == (uint64_t{0x3FF} << 2 | uint64_t{0x3FF} << 50));
    CHECK(WrongKeys(solved, keys) == 0);
}

TEST_CASE("64-bit keys that the low half tells apart are seen through it")
{
    const Keys keys(DistinctKeys(300, 3, 31), 8);
    const Solved solved = Solve(keys, Flat());
    REQUIRE(solved.status == ChmOk);
    CHECK(solved.plan.extractMask == UINT32_MAX);
    CHECK(WrongKeys(solved, keys) == 0);
}

TEST_CASE("every family solves keys that it can solve")
{
    for (const HashFunctionId id : families) {
        CAPTURE(id);
        SolveOptions options = Flat();
        options.hashFunction = id;
        options.maxTableResizes = 3;
        for (const size_t count : {1u, 2u, 9u, 100u, 2000u, 40000u, 70000u}) {
            CAPTURE(count);
            std::vector<uint64_t> values = DistinctKeys(count, count);
            std::replace(values.begin(), values.end(), uint64_t{0}, uint64_t{12345});
            CheckSolves(Keys(values), options);
        }
    }
}

TEST_CASE("a family of shared tables takes 64-bit keys that an extract makes 32-bit ones, and refuses others")
{
    SolveOptions options = Flat();
    options.hashFunction = HashMulshrolate4RX;
    CheckSolves(Keys({0x100000001, 0x200000001, 0x300000005}, 8), options);
    const Solved solved = Solve(Keys(DistinctKeys(100, 1, 64), 8), options);
    CHECK(solved.status == ChmInvalidOption);
}

TEST_CASE("the key 0 is unsolvable for shared tables, and said so before any attempt")
{
    for (const HashFunctionId id : families) {
        if (id == HashQuadx)
            continue;
        SolveOptions options = Flat();
        options.hashFunction = id;
        const Solved solved = Solve(Keys({5, 0, 7}), options);
        CHECK(solved.status == ChmUnsolvable);
        CHECK(solved.error.reason != nullptr);
        CHECK(solved.error.numbers[0] == 1);
    }
}

TEST_CASE("a duplicate is named with both positions, whatever the options")
{
    std::vector<uint64_t> values = DistinctKeys(3000, 5);
    values[2900] = values[17];
    values[2000] = values[400];
    for (const uint64_t maxAttempts : {0u, 1u, 5u, 100000u}) {
        SolveOptions options = Flat();
        options.maxAttempts = maxAttempts;
        const Solved solved = Solve(Keys(values), options);
        REQUIRE(solved.status == ChmDuplicateKey);
        CHECK(solved.error.numbers[0] == values[400]);
        CHECK(solved.error.numbers[1] == 400);
        CHECK(solved.error.numbers[2] == 2000);
        CHECK(solved.statistics.attempts <= 60);
    }
    const Solved two = Solve(Keys({9, 9}, 8), Flat());
    CHECK(two.status == ChmDuplicateKey);
}

TEST_CASE("refusals: no keys, too many, odd key size, unknown function and layout, wrong number of seeds")
{
    CHECK(Solve(Keys({}), Flat()).status == ChmNoKeys);
    SolvePlan plan;
    ChmError error;
    const uint32_t key = 1;
    KeySet set = {&key, (size_t{1} << 28) + 1, 4};
    const SolveOptions none = {};
    CHECK(SolverMakePlan(&set, "x", &none, &plan, &error) == ChmTooManyKeys);
    CHECK(error.numbers[1] == CHM_MAX_KEYS);
    set = {&key, 1, 2};
    CHECK(SolverMakePlan(&set, "x", &none, &plan, &error) == ChmInvalidOption);
    SolveOptions options = {};
    options.hashFunction = static_cast<HashFunctionId>(99);
    CHECK(Solve(Keys({1, 2}), options).status == ChmInvalidOption);
    options = {};
    options.layout = static_cast<TableLayout>(9);
    CHECK(Solve(Keys({1, 2}), options).status == ChmInvalidOption);
    options = {};
    options.seedCount = 3;
    CHECK(Solve(Keys({1, 2}), options).status == ChmInvalidOption);
}

TEST_CASE("given seeds make exactly their one attempt")
{
    const Keys keys(DistinctKeys(1000, 11));
    const Solved solved = Solve(keys, Flat());
    REQUIRE(solved.status == ChmOk);

    SolveOptions options = Flat();
    options.seedCount = 2;
    std::memcpy(options.seeds, HeaderOf(solved).seeds, sizeof options.seeds);
    const Solved again = Solve(keys, options);
    REQUIRE(again.status == ChmOk);
    CHECK(again.statistics.attempts == 1);
    CHECK(WrongKeys(again, keys) == 0);

    options.seeds[0] = 2; // the lower half of the key's bits alone can't tell 1000 keys apart
    options.seeds[1] = 0;
    options.maxTableResizes = 3;
    const Solved failed = Solve(keys, options);
    CHECK(failed.status == ChmAttemptsExhausted);
    CHECK(failed.statistics.attempts == 1);
    CHECK(failed.error.numbers[0] == 1);
    CHECK(failed.error.numbers[1] == 0);
}

TEST_CASE("fixed attempts are all made, and the lowest that solves wins")
{
    const Keys keys(DistinctKeys(1000, 12));
    const Solved first = Solve(keys, Flat());
    SolveOptions options = Flat();
    options.fixedAttempts = 50;
    const Solved fixed = Solve(keys, options);
    REQUIRE(fixed.status == ChmOk);
    CHECK(fixed.statistics.attempts == 50);
    CHECK(fixed.image == first.image);
}

TEST_CASE("the rng seed decides the table, and the same seed gives the same bytes")
{
    const Keys keys(DistinctKeys(1000, 13));
    SolveOptions options = Flat();
    options.rngSeed = 5;
    const Solved a = Solve(keys, options), b = Solve(keys, options), c = Solve(keys, Flat());
    CHECK(a.image == b.image);
    CHECK(a.image != c.image);
}

TEST_CASE("attempts that bring nothing end: by the rule, or at the number that was asked for")
{
    // 2,000 keys in a row under MultiplyShiftRX: every pair at a distance repeats, so no seeds will
    // do at this size.
    std::vector<uint64_t> values(4000);
    for (size_t i = 0; i < values.size(); i++)
        values[i] = i + 1;
    SolveOptions options = Flat();
    options.hashFunction = HashMultiplyShiftRX;
    options.maxAttempts = 77;
    const Solved solved = Solve(Keys(values), options);
    if (solved.status != ChmOk) {
        CHECK(solved.status == ChmAttemptsExhausted);
        CHECK(solved.error.numbers[0] == 77);
        CHECK(solved.statistics.attempts == 77);
    }
}

TEST_CASE("a cancelled solver stops, and says so")
{
    const Keys keys(DistinctKeys(1000, 14));
    const KeySet set = keys.set();
    const SolveOptions options = Flat();
    SolvePlan plan;
    ChmError error;
    REQUIRE(SolverMakePlan(&set, "x", &options, &plan, &error) == ChmOk);
    const AlignedBytes memory(plan.solverBytes), arena(plan.arenaBytes), image(plan.imageBytes);
    std::memset(arena.data(), 0xA5, arena.size());
    Solver *const solver = SolverBegin(&plan, memory.data(), image.data());
    SolverCancel(solver);
    CHECK(SolverRun(solver, arena.data(), 100) == SolverIdle);
    CHECK(SolverAdvance(solver, &error) == ChmCancelled);
    SolveStatistics statistics;
    SolverStatistics(solver, &statistics);
    CHECK(statistics.attempts == 0);
}

TEST_CASE("without its keys an image is smaller and still indexes")
{
    const Keys keys(DistinctKeys(1000, 15));
    SolveOptions options = Flat();
    options.omitKeys = true;
    const Solved without = Solve(keys, options), with = Solve(keys, Flat());
    REQUIRE(without.status == ChmOk);
    CHECK(without.image.size() + 4000 <= with.image.size() + 64);
    CHECK(WrongKeys(without, keys) == 0);
}

TEST_CASE("more fixed attempts than one phase has are all made, too")
{
    const Keys keys(DistinctKeys(500, 16));
    SolveOptions options = Flat();
    options.fixedAttempts = 200;
    for (uint32_t lanes = 1; lanes <= 4; lanes++) {
        const Solved fixed = Solve(keys, options, {lanes, 9, lanes, false});
        REQUIRE(fixed.status == ChmOk);
        CHECK(fixed.statistics.attempts >= 200);
        CHECK(fixed.statistics.attempts <= 201);
        CHECK(fixed.image == Solve(keys, Flat()).image);
    }
}
