/*
 * A table with fingerprints finds each of its keys, and of all other keys one in 256 or in 65,536,
 * without the keys. These tests count that for random and for structured keys, in every layout,
 * one by one and in batches, beside positions and beside values. Slots that no key touches hold
 * noise, the same on each machine. Options and files that make no sense are refused.
 */
#include <doctest/doctest.h>

#include <functional>

#include "chm01/kernel/noise.h"
#include "support/chm01/opened_table.h"

namespace {

const TableLayout everyLayout[] = {LayoutFlat, LayoutPartitioned, LayoutCompact, LayoutCompactPartitioned};

SolveOptions WithFingerprints(uint32_t bits, TableLayout layout = LayoutAuto)
{
    SolveOptions options = {};
    options.omitKeys = true;
    options.fingerprintBits = bits;
    options.layout = layout;
    options.maxTableResizes = 2;
    return options;
}

SolveOptions Packed(SolveOptions options)
{
    options.packed = true;
    return options;
}

// Keys that are not found, or with a wrong answer, one by one or in a batch.
size_t WrongFinds(const TableView &table, const Keys &keys, const std::function<uint32_t(size_t)> &expected)
{
    const KeySet set = keys.set();
    std::vector<uint32_t> answers(set.count);
    std::vector<uint8_t> found(set.count);
    const size_t hits = TableFindBatch(&table, set.keys, set.count, answers.data(), found.data());
    size_t wrong = set.count - hits;
    for (size_t i = 0; i < set.count; i++) {
        uint32_t answer = UINT32_MAX;
        const bool finds =
            TableFind(&table, KeySetAt(&set, i), &answer) && TableFind(&table, KeySetAt(&set, i), nullptr);
        wrong += !finds || answer != expected(i) || !found[i] || answers[i] != answer;
    }
    return wrong;
}

// How many times as often as by chance alone strangers are found. Each must get an answer of the
// set, and the same one alone.
double RateOf(const TableView &table, size_t count, const std::function<uint64_t(size_t)> &stranger)
{
    enum { Block = 4096 };
    size_t hits = 0, beyond = 0, different = 0;
    for (size_t done = 0; done < count; done += Block) {
        uint64_t wide[Block];
        uint32_t narrow[Block], answers[Block];
        uint8_t found[Block];
        for (size_t i = 0; i < Block; i++)
            narrow[i] = static_cast<uint32_t>(wide[i] = stranger(done + i));
        const void *const keys = table.keySizeInBytes == 8 ? static_cast<const void *>(wide) : narrow;
        hits += TableFindBatch(&table, keys, Block, answers, found);
        for (size_t i = 0; i < Block; i++)
            beyond += table.valueBits == 0 && answers[i] >= table.keyCount;
        uint32_t alone;
        different += TableFind(&table, wide[0], &alone) != (found[0] != 0) || alone != answers[0];
    }
    CHECK(beyond == 0);
    CHECK(different == 0);
    return double(hits) * double(1u << table.fingerprintBits) / double((count + Block - 1) / Block * Block);
}

void CheckRate(const Keys &keys, const SolveOptions &options, size_t count,
               const std::function<uint64_t(size_t)> &stranger)
{
    const Solved solved = Solve(keys, options);
    REQUIRE(solved.status == ChmOk);
    const OpenedTable opened(solved);
    CHECK(WrongFinds(opened.table, keys, [](size_t i) { return static_cast<uint32_t>(i); }) == 0);
    CHECK((opened.table.packedBits != 0) == options.packed);
    const double rate = RateOf(opened.table, count, stranger);
    MESSAGE(keys.values().size(), " keys, ", options.fingerprintBits, " bits: ", rate, " times 1 / 2^bits of ", count);
    CHECK(rate > 0.9);
    CHECK(rate < 1.1);
}

constexpr size_t manyStrangers = 300000; // 1,171 hits by 8 bits

// Counts for random keys of 32 bits.
void CheckRandomRate(const TableView &table)
{
    const double rate = RateOf(table, manyStrangers, [](size_t i) { return RngMix(i + (uint64_t{1} << 40)) >> 32; });
    CHECK(rate > 0.9);
    CHECK(rate < 1.1);
}

// Counts for keys of each width, random and structured.
void CheckRates(size_t count, const SolveOptions &options)
{
    // random keys of 32 bits have 32 bits of their own; strangers are drawn of another sequence
    CheckRate(Keys(DistinctKeys(count, 1)), options, manyStrangers,
              [](size_t i) { return RngMix(i + (uint64_t{1} << 40)) >> 32; });
    CheckRate(Keys(DistinctKeys(count, 1, 64), 8), options, manyStrangers,
              [](size_t i) { return RngMix(i + (uint64_t{1} << 40)); });
    // ... or are keys with other high or low bits
    const Keys members(DistinctKeys(count, 9));
    const auto near = [&](size_t i, uint64_t bits) { return members.values()[RngDraw(1, 9, i) % count] ^ bits; };
    CheckRate(members, options, manyStrangers, [&](size_t i) { return near(i, ((i % 65521) + 1) << 16); });
    CheckRate(members, options, manyStrangers, [&](size_t i) { return near(i, (i % 65521) + 1); });
    std::vector<uint64_t> row, spread, pointers;
    for (size_t i = 0; i < count; i++) {
        row.push_back(1000 + i);
        spread.push_back(0x400000 + 16 * i);
        pointers.push_back(0x7ff600000000u + 16 * i);
    }
    CheckRate(Keys(row), options, manyStrangers, [&](size_t i) { return 1000 + count + i; });
    CheckRate(Keys(spread), options, manyStrangers, [](size_t i) { return 0x400000 + 16 * i + 1 + i % 15; });
    // keys of 64 bits that differ in few: strangers differ from a key in the others alone
    CheckRate(Keys(pointers, 8), options, manyStrangers,
              [&](size_t i) { return pointers[i % count] + ((i % 251 + 1) << 40); });
}

} // namespace

TEST_CASE("fingerprints: one stranger in 256 is found, of random and of structured keys, flat and in buckets")
{
    for (const size_t count : {1000, 5000, 31016}) // 5,000: vertices that are no power of two
        CheckRates(count, WithFingerprints(8));
    CheckRates(100000, WithFingerprints(8, LayoutPartitioned));
}

TEST_CASE("fingerprints: one stranger in 256 is found in compact tables, of one graph and in buckets")
{
    for (const size_t count : {1000, 20000})
        for (const TableLayout layout : {LayoutCompact, LayoutCompactPartitioned})
            CheckRates(count, WithFingerprints(8, layout));
}

TEST_CASE("fingerprints stand beside positions and values in packed slots, of as few bits as both have")
{
    CheckRates(1000, Packed(WithFingerprints(8, LayoutCompact)));
    CheckRates(20000, Packed(WithFingerprints(8, LayoutCompactPartitioned)));
    const Keys keys(DistinctKeys(5000, 3));
    for (const TableLayout layout : {LayoutAuto, LayoutCompactPartitioned})
        for (const uint32_t bits : {8u, 16u})
            for (const uint32_t valueBits : {0u, 8u, 16u}) {
                std::vector<uint8_t> values(size_t{5000} * 2);
                const uint32_t used = valueBits == 0 ? 13 : valueBits - 3; // bits of the greatest answer
                const auto answer = [&](size_t i) {
                    return static_cast<uint32_t>(valueBits == 0 ? i : i == 9 ? (1u << used) - 1 : i % (1u << used));
                };
                for (size_t i = 0; i < 5000; i++)
                    for (size_t byte = 0; byte < valueBits / 8; byte++)
                        values[i * valueBits / 8 + byte] = static_cast<uint8_t>(answer(i) >> 8 * byte);
                SolveOptions options = Packed(WithFingerprints(bits, layout));
                options.valueBits = valueBits;
                options.values = values.data();
                const Solved solved = Solve(keys, options);
                REQUIRE(solved.status == ChmOk);
                const OpenedTable opened(solved);
                CHECK(opened.table.packedBits == used + bits);
                CHECK(WrongFinds(opened.table, keys, answer) == 0);
                for (size_t i = 0; i < 5000; i++)
                    REQUIRE(TableIndex(&opened.table, keys.values()[i]) == answer(i));
                if (bits != 8)
                    continue;
                const double rate =
                    RateOf(opened.table, manyStrangers, [](size_t i) { return RngMix(i + (uint64_t{1} << 40)) >> 32; });
                CHECK(rate > 0.9);
                CHECK(rate < 1.1);
            }
}

TEST_CASE("fingerprints in packed slots: the same bytes everywhere, and a file that lies about them is refused")
{
    const Keys keys(DistinctKeys(20000, 4));
    for (const TableLayout layout : {LayoutCompact, LayoutCompactPartitioned}) {
        const SolveOptions options = Packed(WithFingerprints(8, layout));
        const Solved one = Solve(keys, options);
        REQUIRE(one.status == ChmOk);
        REQUIRE(HeaderOf(one).packedBits == 23);
        CheckSameBytes(keys, options, one);
        for (const uint32_t bits : {0u, 8u, 15u, 22u, 24u, 31u, 32u, UINT32_MAX})
            CHECK(OpenChanged(one, offsetof(TableHeader, packedBits), bits) == ChmTableMalformed);
        for (const uint32_t bits : {0u, 16u, 24u})
            CHECK(OpenChanged(one, offsetof(TableHeader, fingerprintBits), bits) == ChmTableMalformed);
    }
    const std::vector<uint8_t> values(20000); // of one bit
    SolveOptions options = Packed(WithFingerprints(8, LayoutCompact));
    options.valueBits = 8;
    options.values = values.data();
    const Solved solved = Solve(keys, options);
    REQUIRE(solved.status == ChmOk);
    REQUIRE(HeaderOf(solved).packedBits == 9);
    for (const uint32_t bits : {1u, 8u, 10u, 16u, 17u})
        CHECK(OpenChanged(solved, offsetof(TableHeader, packedBits), bits) == ChmTableMalformed);
}

TEST_CASE("fingerprints of 16 bits: one stranger in 65,536 is found")
{
    CheckRate(Keys(DistinctKeys(1000, 2)), WithFingerprints(16), 62000000, // 946 hits
              [](size_t i) { return (i * 0x9E3779B1u + 12345) & UINT32_MAX; });
}

TEST_CASE("fingerprints of 16 bits in a compact table: one stranger in 65,536 is found, or about one")
{
    const Solved solved = Solve(Keys(DistinctKeys(1000, 2)), WithFingerprints(16, LayoutCompact));
    REQUIRE(solved.status == ChmOk);
    const double rate = RateOf(OpenedTable(solved).table, 8000000, // 122 hits
                               [](size_t i) { return (i * 0x9E3779B1u + 12345) & UINT32_MAX; });
    CHECK(rate > 0.6);
    CHECK(rate < 1.4);
}

TEST_CASE("fingerprints of 16 bits: strangers are found whose highest bits alone differ from a key's")
{
    std::vector<uint64_t> row;
    for (size_t i = 0; i < 1000; i++)
        row.push_back(1000 + i);
    const Solved solved = Solve(Keys(row, 8), WithFingerprints(16));
    REQUIRE(solved.status == ChmOk);
    const double rate = RateOf(OpenedTable(solved).table, 62000000, // 946 hits
                               [&](size_t i) { return row[i % 1000] ^ (uint64_t{i / 1000 + 1} << 48); });
    CHECK(rate > 0.9);
    CHECK(rate < 1.1);
}

TEST_CASE("fingerprints stand beside values of 8 and 16 bits")
{
    for (const TableLayout layout : everyLayout)
        for (const uint32_t bits : {8u, 16u})
            for (const uint32_t valueBits : {8u, 16u}) {
                const Keys keys(DistinctKeys(5000, 3));
                const std::vector<uint8_t> values = ValuesFor(5000, valueBits);
                SolveOptions options = WithFingerprints(bits, layout);
                options.valueBits = valueBits;
                options.values = values.data();
                const Solved solved = Solve(keys, options);
                REQUIRE(solved.status == ChmOk);
                const OpenedTable opened(solved);
                CHECK(opened.table.slotSizeInBytes == (bits + valueBits <= 16 ? 2 : 4));
                const auto valueOf = [&](size_t i) {
                    uint32_t value = 0;
                    std::memcpy(&value, &values[i * valueBits / 8], valueBits / 8);
                    return value;
                };
                CHECK(WrongFinds(opened.table, keys, valueOf) == 0);
                for (size_t i = 0; i < 5000; i++)
                    REQUIRE(TableValue(&opened.table, keys.values()[i]) == valueOf(i));
                if (bits == 8)
                    CheckRandomRate(opened.table);
            }
}

TEST_CASE("fingerprints: the same bytes for any number of lanes and at every CPU level, and noise where no key is")
{
    for (const TableLayout layout : everyLayout) {
        const Keys keys(DistinctKeys(20000, 4));
        const SolveOptions options = WithFingerprints(8, layout);
        const Solved one = Solve(keys, options);
        REQUIRE(one.status == ChmOk);
        CheckSameBytes(keys, options, one);
        const OpenedTable opened(one);
        const uint32_t *const slots = static_cast<const uint32_t *>(opened.table.slots);
        size_t zeros = 0;
        for (size_t i = 0; i < opened.table.slotCount; i++)
            zeros += slots[i] == 0;
        CHECK(zeros < 8); // an eighth of the slots or more have no key
    }
}

TEST_CASE("noise fills memory to its last byte, and nothing behind it")
{
    for (size_t bytes = 8; bytes <= 40; bytes++)
        for (const uint8_t before : {0x00, 0xFF}) {
            uint8_t memory[48], expected[40];
            std::memset(memory, before, sizeof memory);
            for (size_t i = 0; i < sizeof expected; i++)
                expected[i] = static_cast<uint8_t>(RngMix(7 + 0x9E3779B97F4A7C15u * (i / 8 + 1)) >> 8 * (i % 8));
            Work work = WorkAll();
            WorkPlace place = {0, 0};
            REQUIRE(NoiseFill(&work, &place, memory, bytes, 7));
            CHECK(std::memcmp(memory, expected, bytes) == 0);
            CHECK(memory[bytes] == before);
        }
}

TEST_CASE("fingerprints: Auto takes the layouts that it takes without, and a slot has no more bytes")
{
    for (const size_t count : {65536, 65537, 300001}) {
        const Keys keys(DistinctKeys(count, 6));
        const KeySet set = keys.set();
        SolveOptions options = WithFingerprints(8);
        SolvePlan plan, without;
        REQUIRE(SolverMakePlan(&set, "x", &options, &plan, nullptr) == ChmOk);
        options.fingerprintBits = 0;
        REQUIRE(SolverMakePlan(&set, "x", &options, &without, nullptr) == ChmOk);
        CHECK(plan.layout == without.layout);
        CHECK((plan.imageBytes == without.imageBytes) == (count != 65536)); // there positions have 16 bits alone
    }
}

TEST_CASE("fingerprints: tables of each small size, and after a resize")
{
    for (size_t count = 1; count <= 40; count++) {
        const Keys keys(DistinctKeys(count, count));
        for (const uint32_t bits : {8u, 16u})
            for (const TableLayout layout : everyLayout) {
                const Solved solved = Solve(keys, WithFingerprints(bits, layout));
                REQUIRE(solved.status == ChmOk);
                CHECK(WrongFinds(OpenedTable(solved).table, keys, [](size_t i) { return static_cast<uint32_t>(i); }) ==
                      0);
            }
    }
    SolveOptions options = WithFingerprints(8);
    options.maxAttempts = 1;
    options.maxTableResizes = 6;
    uint32_t resized = 0;
    for (uint64_t seed = 0; seed < 8; seed++) {
        options.rngSeed = seed;
        const Keys keys(DistinctKeys(3000, 5));
        const Solved solved = Solve(keys, options);
        if (solved.status == ChmOk)
            CHECK(WrongFinds(OpenedTable(solved).table, keys, [](size_t i) { return static_cast<uint32_t>(i); }) == 0);
        resized += solved.statistics.resizes;
    }
    CHECK(resized != 0);
}

TEST_CASE("options of fingerprints that make no sense are refused")
{
    const std::vector<uint8_t> values = ValuesFor(70000, 32);
    const struct {
        const char *told;
        size_t count;
        void (*change)(SolveOptions &options);
    } cases[] = {
        {"8 or 16 bits", 10, [](SolveOptions &o) { o.fingerprintBits = 12; }},
        {"left out", 10, [](SolveOptions &o) { o.omitKeys = false; }},
        {"Quadx", 10, [](SolveOptions &o) { o.hashFunction = HashMulshrolate4RX; }},
        {"Quadx", 10, [](SolveOptions &o) { o.fallbackHashFunction = HashMulshrolate4RX; }},
        {"use values of 8 or 16 bits", 10, [](SolveOptions &o) { o.valueBits = 32; }},
        {"16 bits go with 65,536 keys", 70000, [](SolveOptions &o) { o.fingerprintBits = 16; }},
    };
    for (const auto &each : cases) {
        const Keys keys(DistinctKeys(each.count, 1));
        const KeySet set = keys.set();
        SolveOptions options = WithFingerprints(8);
        options.values = values.data();
        each.change(options);
        SolvePlan plan;
        ChmError error = {};
        CHECK(SolverMakePlan(&set, "x", &options, &plan, &error) == ChmInvalidOption);
        REQUIRE(error.reason != nullptr);
        CHECK(std::string(error.reason).find(each.told) != std::string::npos);
    }
}

TEST_CASE("a file that lies about its fingerprints is refused")
{
    const Solved solved = Solve(Keys(DistinctKeys(100, 1)), WithFingerprints(8));
    REQUIRE(solved.status == ChmOk);
    for (const uint32_t bits : {1u, 16u, 32u, 256u + 8u}) {
        CAPTURE(bits);
        CHECK(OpenChanged(solved, offsetof(TableHeader, fingerprintBits), bits) == ChmTableMalformed);
    }
}
