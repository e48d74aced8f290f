/*
 * Keys of 128 bits have tables of every layout, with positions, values and fingerprints: a lookup
 * answers each key and refuses every other. The bytes are the same for any lanes, slices and
 * processor. Two equal keys are named by their positions. Keys that only their reduction makes
 * equal are told apart by another one, also where somebody has made them so on purpose. Files that
 * claim to have such keys and can't are refused.
 */
#include <doctest/doctest.h>

#include <algorithm>
#include <functional>

#include "chm01/solver/reduce.h"
#include "support/chm01/opened_table.h"

namespace {

std::vector<WideKey> WideKeys(size_t count, const std::function<WideKey(size_t)> &key)
{
    std::vector<WideKey> keys;
    for (size_t i = 0; i < count; i++)
        keys.push_back(key(i));
    return keys;
}

WideKey RandomKey(size_t i)
{
    return {RngMix(2 * i + 1), RngMix(2 * i + 2)};
}

std::vector<WideKey> RandomWideKeys(size_t count)
{
    return WideKeys(count, RandomKey);
}

// What sets of identifiers look like besides random ones.
const std::vector<std::function<WideKey(size_t)>> structures = {
    [](size_t i) {
        return WideKey{i, 0};
    },
    [](size_t i) {
        return WideKey{0, i};
    },
    [](size_t i) {
        return WideKey{i, i};
    },
    [](size_t i) {
        return WideKey{uint64_t{i} << 32, ~uint64_t{i}};
    },
    [](size_t i) {
        return WideKey{0x11d2a6b600000000u + i, 0x4fc3d7f8c000e49bu};
    }, // GUIDs of one machine in a row
    [](size_t i) {
        return WideKey{i % 64, i / 64};
    },
    [](size_t i) {
        return WideKey{uint64_t{i & 1} << 63 | i >> 1, uint64_t{i & 1} << 63};
    },
};

// Keys with a wrong answer, one by one or in a batch, and strangers that are taken for keys.
size_t WrongWideKeys(const TableView &table, const std::vector<WideKey> &keys)
{
    std::vector<uint32_t> positions(keys.size());
    TableIndexBatch(&table, keys.data(), keys.size(), positions.data());
    size_t wrong = 0;
    for (size_t i = 0; i < keys.size(); i++) {
        uint32_t position = UINT32_MAX;
        wrong += positions[i] != i || TableIndex(&table, TableReduced(&table, keys[i])) != i;
        wrong += !TableContainsWide(&table, keys[i], &position) || position != i;
        for (const WideKey other : {WideKey{keys[i].low + (uint64_t{1} << 40), keys[i].high},
                                    WideKey{keys[i].low, keys[i].high ^ uint64_t{1} << 41}})
            wrong += TableContainsWide(&table, other, nullptr);
    }
    return wrong;
}

SolveOptions WithLayout(TableLayout layout)
{
    SolveOptions options = {};
    options.layout = layout;
    options.maxTableResizes = 2;
    return options;
}

void CheckWideTable(const std::vector<WideKey> &keys, TableLayout layout)
{
    const Solved solved = Solve(Keys::Wide(keys), WithLayout(layout));
    REQUIRE(solved.status == ChmOk);
    const OpenedTable opened(solved);
    CHECK(opened.table.keySizeInBytes == 16);
    CHECK(WrongWideKeys(opened.table, keys) == 0);
}

// Two keys that the first reduction of this random seed makes equal: a half becomes 0, and so does
// the product.
std::vector<WideKey> Collision(uint64_t rngSeed)
{
    const Solved solved = Solve(Keys::Wide(RandomWideKeys(3)), [&] {
        SolveOptions options = {};
        options.rngSeed = rngSeed;
        return options;
    }());
    const uint64_t first = HeaderOf(solved).seeds[TABLE_WIDE_SEED];
    return {{first, 1}, {first, 2}};
}

} // namespace

TEST_CASE("keys of 128 bits have tables of every layout and size")
{
    for (const size_t count : {1, 2, 3, 8, 100, 5000})
        CheckWideTable(RandomWideKeys(count), LayoutAuto);
    for (const TableLayout layout : {LayoutFlat, LayoutPartitioned, LayoutCompact, LayoutCompactPartitioned})
        CheckWideTable(RandomWideKeys(30000), layout);
}

TEST_CASE("keys of 128 bits may be structured")
{
    for (const auto &structure : structures)
        CheckWideTable(WideKeys(4000, structure), LayoutAuto);
}

TEST_CASE("keys of 128 bits have the same table for any lanes, slices and processor")
{
    const Keys keys = Keys::Wide(RandomWideKeys(30000)); // more than are reduced at once
    for (const TableLayout layout : {LayoutFlat, LayoutPartitioned, LayoutCompact}) {
        const Solved one = Solve(keys, WithLayout(layout));
        REQUIRE(one.status == ChmOk);
        CheckSameBytes(keys, WithLayout(layout), one);
        CHECK(Solve(keys, WithLayout(layout), {1, 1, 0, false, false, true}).image == one.image);
    }
}

TEST_CASE("the reduction of 128-bit keys stops after any number of keys")
{
    const Keys keys = Keys::Wide(RandomWideKeys(100));
    const KeySet set = keys.set();
    std::vector<uint64_t> whole(100), parts(100);
    Reduce reduce;
    Work all = WorkAll();
    ReduceBegin(&reduce, &set, whole.data(), 5);
    REQUIRE(ReduceOn(&reduce, &all));
    ReduceBegin(&reduce, &set, parts.data(), 5);
    size_t slices = 1;
    for (Work few = {7}; !ReduceOn(&reduce, &few); few.left = 7)
        slices++;
    CHECK(slices == 15);
    CHECK(parts == whole);
}

TEST_CASE("a search of 128-bit keys is cancelled while it reduces them")
{
    const Keys keys = Keys::Wide(RandomWideKeys(50000));
    const KeySet set = keys.set();
    const SolveOptions options = {};
    SolvePlan plan;
    ChmError error = {};
    REQUIRE(SolverMakePlan(&set, "Sample", &options, &plan, &error) == ChmOk);
    const AlignedBytes memory(plan.solverBytes), image(plan.imageBytes), arena(plan.arenaBytes);
    Solver *const solver = SolverBegin(&plan, memory.data(), image.data());
    CHECK(SolverParallelism(solver) == 1);
    CHECK(SolverProgress(solver) == 0);
    CHECK(SolverRun(solver, arena.data(), 1) == SolverMore);
    CHECK(SolverAdvance(solver, &error) == ChmContinue);
    SolverCancel(solver);
    CHECK(SolverRun(solver, arena.data(), 1) == SolverIdle);
    CHECK(SolverAdvance(solver, &error) == ChmCancelled);
}

TEST_CASE("keys of 128 bits have values")
{
    const std::vector<WideKey> keys = RandomWideKeys(3000);
    for (const TableLayout layout : {LayoutFlat, LayoutPartitioned, LayoutCompact})
        for (const uint32_t bits : {8u, 32u}) {
            const std::vector<uint8_t> values = ValuesFor(keys.size(), bits);
            SolveOptions options = WithLayout(layout);
            options.valueBits = bits;
            options.values = values.data();
            options.omitKeys = true;
            const Solved solved = Solve(Keys::Wide(keys), options);
            REQUIRE(solved.status == ChmOk);
            const OpenedTable opened(solved);
            size_t wrong = 0;
            for (size_t i = 0; i < keys.size(); i++) {
                uint32_t value = 0;
                std::memcpy(&value, &values[i * bits / 8], bits / 8);
                wrong += TableValue(&opened.table, TableReduced(&opened.table, keys[i])) != value;
            }
            CHECK(wrong == 0);
            CHECK(!TableContainsWide(&opened.table, keys[0], nullptr)); // there are no keys
        }
}

TEST_CASE("keys of 128 bits have fingerprints, which one stranger in 256 has too")
{
    const std::vector<WideKey> keys = RandomWideKeys(5000);
    std::vector<WideKey> strangers;
    for (size_t i = 0; i < 300000; i++)
        strangers.push_back({keys[i % keys.size()].low, keys[i % keys.size()].high + 1 + i});
    for (const TableLayout layout : {LayoutFlat, LayoutPartitioned, LayoutCompact, LayoutCompactPartitioned}) {
        SolveOptions options = WithLayout(layout);
        options.fingerprintBits = 8;
        options.omitKeys = true;
        const Solved solved = Solve(Keys::Wide(keys), options);
        REQUIRE(solved.status == ChmOk);
        const OpenedTable opened(solved);
        std::vector<uint32_t> answers(strangers.size());
        std::vector<uint8_t> found(strangers.size());
        CHECK(TableFindBatch(&opened.table, keys.data(), keys.size(), answers.data(), found.data()) == keys.size());
        for (size_t i = 0; i < keys.size(); i++)
            REQUIRE(answers[i] == i);
        const size_t hits =
            TableFindBatch(&opened.table, strangers.data(), strangers.size(), answers.data(), found.data());
        CHECK(hits * 256 > strangers.size() * 9 / 10);
        CHECK(hits * 256 < strangers.size() * 11 / 10);
        for (size_t i = 0; i < 1000; i++)
            REQUIRE(TableFind(&opened.table, TableReduced(&opened.table, strangers[i]), nullptr) == (found[i] != 0));
    }
}

TEST_CASE("a key of 128 bits that occurs twice is named by both positions")
{
    for (const TableLayout layout : {LayoutFlat, LayoutPartitioned, LayoutCompact, LayoutCompactPartitioned}) {
        std::vector<WideKey> keys = RandomWideKeys(3000);
        keys[1234] = keys[77];
        const Solved solved = Solve(Keys::Wide(keys), WithLayout(layout));
        CHECK(solved.status == ChmDuplicateKey);
        CHECK(solved.error.numbers[0] == 0);
        CHECK(solved.error.numbers[1] == 77);
        CHECK(solved.error.numbers[2] == 1234);
    }
}

TEST_CASE("keys of 128 bits that are made for the first reduction are told apart by the next")
{
    for (const TableLayout layout : {LayoutFlat, LayoutPartitioned, LayoutCompact, LayoutCompactPartitioned})
        for (const uint64_t rngSeed : {0, 9}) {
            SolveOptions options = WithLayout(layout);
            options.rngSeed = rngSeed;
            std::vector<WideKey> keys = RandomWideKeys(3000);
            for (const WideKey &key : Collision(rngSeed))
                keys.push_back(key);
            const Solved solved = Solve(Keys::Wide(keys), options);
            REQUIRE(solved.status == ChmOk);
            const OpenedTable opened(solved);
            CHECK(opened.table.seeds[TABLE_WIDE_SEED] != keys.back().low);
            CHECK(WrongWideKeys(opened.table, keys) == 0);
            keys[7] = keys[2000]; // the collision stands first in the way of this
            std::swap(keys[0], keys[3000]);
            std::swap(keys[1], keys[3001]);
            const Solved twice = Solve(Keys::Wide(keys), options);
            CHECK(twice.status == ChmDuplicateKey);
            CHECK(twice.error.numbers[1] == 7);
            CHECK(twice.error.numbers[2] == 2000);
        }
}

TEST_CASE("the seeds of a second reduction depend on the set, which nobody can make for them")
{
    std::vector<WideKey> keys = RandomWideKeys(100);
    const auto seedOf = [&] { return HeaderOf(Solve(Keys::Wide(keys))).seeds[TABLE_WIDE_SEED]; };
    const uint64_t first = seedOf();
    keys[9].low++;
    CHECK(seedOf() == first);
    for (const WideKey &key : Collision(0))
        keys.push_back(key);
    const uint64_t second = seedOf();
    keys[9].low++;
    CHECK(second != first);
    CHECK(seedOf() != second);
    CHECK(seedOf() != first);
}

TEST_CASE("a set of 128-bit keys ends after eight reductions that did not tell its keys apart")
{
    std::vector<uint64_t> reduced(10), firsts;
    const Keys keys = Keys::Wide(RandomWideKeys(reduced.size()));
    Reduce reduce;
    const KeySet set = keys.set();
    const ChmError met = {ChmDuplicateKey, nullptr, {0, 3, 5}};
    ChmError error = {};
    ChmStatus status = ChmContinue;
    for (ReduceBegin(&reduce, &set, reduced.data(), 1); status == ChmContinue;
         status = ReduceAgain(&reduce, &met, &error)) {
        Work all = WorkAll();
        REQUIRE(ReduceOn(&reduce, &all));
        firsts.push_back(reduced[0]);
    }
    CHECK(status == ChmUnsolvable);
    CHECK(error.reason != nullptr);
    CHECK(firsts.size() == 8);
    std::sort(firsts.begin(), firsts.end());
    CHECK(std::unique(firsts.begin(), firsts.end()) == firsts.end()); // each has other seeds
}

TEST_CASE("hash functions of 32-bit keys refuse keys of 128 bits")
{
    SolveOptions options = {};
    options.hashFunction = HashMultiplyShiftR;
    const Solved solved = Solve(Keys::Wide(RandomWideKeys(10)), options);
    CHECK(solved.status == ChmInvalidOption);
    CHECK(std::string(solved.error.reason).find("use Quadx") != std::string::npos);
}

TEST_CASE("a file is refused whose keys can't have 128 bits")
{
    const Solved wide = Solve(Keys::Wide(RandomWideKeys(100))), narrow = Solve(Keys(DistinctKeys(100, 1)));
    REQUIRE(wide.status == ChmOk);
    REQUIRE(narrow.status == ChmOk);
    for (const uint32_t size : {0u, 4u, 8u, 12u, 32u}) // the keys end elsewhere
        CHECK(OpenChanged(wide, offsetof(TableHeader, keySizeInBytes), size) == ChmTableMalformed);
    CHECK(OpenChanged(narrow, offsetof(TableHeader, keySizeInBytes), 16) == ChmTableMalformed);
    CHECK(OpenChanged(wide, offsetof(TableHeader, version), 1) == ChmTableMalformed);
    CHECK(OpenChanged(wide, offsetof(TableHeader, hashFunction), HashMultiplyShiftR) == ChmTableMalformed);
    CHECK(OpenChanged(wide, offsetof(TableHeader, extractMask), 255) == ChmTableMalformed);
    CHECK(OpenChanged(wide, offsetof(TableHeader, seeds) + 3 * 8, 1) == ChmTableMalformed); // unused of Quadx
    CHECK(OpenChanged(wide, offsetof(TableHeader, seeds) + 4 * 8, 1) == ChmOk); // other numbers, other answers
    CHECK(OpenChanged(narrow, offsetof(TableHeader, seeds) + 4 * 8, 1) == ChmTableMalformed);
}
