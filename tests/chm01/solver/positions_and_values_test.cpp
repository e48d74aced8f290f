/*
 * A table that gives values beside positions: one lookup gives a key's position, and with it the
 * value. These tests prove both for every key, of each layout, key width, width of values and hash
 * function, with keys, with fingerprints and with neither, for any number of lanes and slices.
 * Options and files that make no sense are refused.
 */
#include <doctest/doctest.h>

#include <cstring>

#include "chm01/solver/options_digest.h"
#include "support/chm01/opened_table.h"

namespace {

SolveOptions WithBoth(const std::vector<uint8_t> &values, uint32_t bits, TableLayout layout = LayoutAuto)
{
    SolveOptions options = {};
    options.valueBits = bits;
    options.values = values.data();
    options.positions = true;
    options.layout = layout;
    return options;
}

// Keys whose position or value is wrong, one by one or in a batch.
size_t WrongKeys(const Solved &solved, const Keys &keys, const std::vector<uint8_t> &values, uint32_t bits)
{
    const OpenedTable opened(solved);
    const TableView &view = opened.table;
    const KeySet set = keys.set();
    std::vector<uint32_t> positions(set.count), batch(set.count);
    TableIndexBatch(&view, set.keys, set.count, positions.data());
    TableValueBatch(&view, set.keys, set.count, batch.data());
    size_t wrong = TableValueBits(&view) != bits || view.payload == nullptr || view.valueBits != 0;
    for (size_t i = 0; i < set.count; i++) {
        const uint64_t key = KeySetAt(&set, i);
        const uint32_t value = GivenValue(values, bits, i);
        uint32_t found = UINT32_MAX;
        const bool tells = view.keys != nullptr || view.fingerprintBits != 0;
        const bool known =
            view.keys != nullptr ? TableContains(&view, key, &found) : tells && TableFind(&view, key, &found);
        wrong += TableIndex(&view, key) != i || TableValue(&view, key) != value || TableValueAt(&view, i) != value;
        wrong += positions[i] != i || batch[i] != value || (tells && (!known || found != i));
    }
    return wrong;
}

// With keys where there are no fingerprints, except beside values of 16 bits.
void CheckBoth(TableLayout layout, const Keys &keys, uint32_t bits, uint32_t fingerprintBits)
{
    const std::vector<uint8_t> values = ValuesFor(keys.set().count, bits);
    SolveOptions options = WithBoth(values, bits, layout);
    options.fingerprintBits = fingerprintBits;
    options.omitKeys = fingerprintBits != 0 || bits == 16;
    const std::string which = std::string(TableLayoutName(layout)) + ", " + std::to_string(keys.set().count) +
                              " keys of " + std::to_string(keys.set().keySizeInBytes) + " bytes, " +
                              std::to_string(bits) + ", " + std::to_string(fingerprintBits);
    const Solved solved = Solve(keys, options);
    REQUIRE_MESSAGE(solved.status == ChmOk, which);
    CHECK_MESSAGE(WrongKeys(solved, keys, values, bits) == 0, which);
}

const TableLayout layouts[] = {LayoutFlat, LayoutPartitioned, LayoutCompact, LayoutCompactPartitioned};

} // namespace

TEST_CASE("each key has its position and its value: layouts, key widths, value widths, ways to reject")
{
    for (const TableLayout layout : layouts)
        for (const size_t count : {1u, 257u, 20000u})
            for (const uint32_t keySize : {4u, 8u})
                for (const uint32_t bits : {8u, 16u, 32u})
                    for (const uint32_t fingerprintBits : {0u, 8u, 16u})
                        CheckBoth(layout, Keys(DistinctKeys(count, count, 8 * keySize), keySize), bits,
                                  fingerprintBits);
}

TEST_CASE("values stand beside positions of every hash function, of extracted keys, and after a fallback")
{
    const std::vector<uint8_t> values = ValuesFor(3000, 16);
    for (int id = HashQuadx; id <= HashMulshrolate4RX; id++) {
        CAPTURE(id);
        const Keys keys(DistinctKeys(3000, 7));
        SolveOptions options = WithBoth(values, 16);
        options.hashFunction = HashFunctionId(id);
        const Solved solved = Solve(keys, options);
        REQUIRE(solved.status == ChmOk);
        CHECK(WrongKeys(solved, keys, values, 16) == 0);
    }
    const Keys extracted = ExtractedKeys(3000);
    for (const TableLayout layout : layouts) {
        const Solved solved = Solve(extracted, WithBoth(values, 16, layout));
        REQUIRE(solved.status == ChmOk);
        CHECK(solved.plan.extractMask != 0);
        CHECK(WrongKeys(solved, extracted, values, 16) == 0);
    }
}

TEST_CASE("values stand beside positions of keys of 16 bytes")
{
    const std::vector<WideKey> guids = SpreadGuids(2000);
    const std::vector<uint8_t> values = ValuesFor(guids.size(), 16);
    const OpenedTable opened(Solve(Keys::Wide(guids), WithBoth(values, 16)));
    std::vector<uint32_t> batch(guids.size());
    TableValueBatch(&opened.table, guids.data(), guids.size(), batch.data());
    for (size_t i = 0; i < guids.size(); i++) {
        uint32_t position = 0;
        CHECK((TableContainsWide(&opened.table, guids[i], &position) && position == i));
        CHECK(TableValueAt(&opened.table, position) == GivenValue(values, 16, i));
        CHECK(batch[i] == GivenValue(values, 16, i));
    }
}

TEST_CASE("both: the same bytes for any number of lanes, slices and CPU levels, and the graph of positions alone")
{
    const Keys keys(DistinctKeys(20000, 4));
    const std::vector<uint8_t> values = ValuesFor(20000, 8);
    for (const TableLayout layout : layouts) {
        CAPTURE(layout);
        const SolveOptions options = WithBoth(values, 8, layout);
        const Solved one = Solve(keys, options);
        REQUIRE(one.status == ChmOk);
        CheckSameBytes(keys, options, one);
        SolveOptions alone = {};
        alone.layout = layout;
        const Solved positions = Solve(keys, alone);
        const TableHeader header = HeaderOf(one), other = HeaderOf(positions);
        CHECK(header.attempts == other.attempts);
        CHECK(header.payloadOffset == other.keysOffset + (other.keysBytes + 63) / 64 * 64);
        CHECK(header.payloadBytes == 20000);
        CHECK(other.payloadBytes == 0);
        CHECK(std::memcmp(one.image.data() + 512, positions.image.data() + 512,
                          other.keysOffset + other.keysBytes - 512) == 0);
    }
}

TEST_CASE("a key that is none of the set gives a value of the table, or 0")
{
    const Keys keys(DistinctKeys(500, 1));
    const std::vector<uint8_t> values(500 * 2, 0x5A);
    const OpenedTable opened(Solve(keys, WithBoth(values, 16)));
    for (const uint64_t key : RandomKeys(5000, 32, 99)) {
        const uint32_t value = TableValue(&opened.table, key);
        CHECK((value == 0x5A5A || value == 0));
    }
    CHECK(TableValueAt(&opened.table, 500) == 0);
    CHECK(TableValueAt(&opened.table, UINT64_MAX) == 0);
}

TEST_CASE("both: options that make no sense are refused, and what decides is part of the digest")
{
    const std::vector<uint8_t> values = ValuesFor(100, 32);
    std::vector<SolveOptions> refused(4, WithBoth(values, 8));
    refused[0].valueBits = 24;
    refused[1].values = nullptr;
    refused[2].fingerprintBits = 8; // beside keys
    refused[3].layout = TableLayout(9);
    for (const SolveOptions &options : refused)
        CHECK(Solve(Keys(DistinctKeys(100, 1)), options).status == ChmInvalidOption);
    SolveOptions both = WithBoth(values, 8), onlyValues = both, none = {};
    onlyValues.positions = false;
    none.positions = true; // a table without values has positions anyway
    const SolveOptions plain = {};
    CHECK(OptionsDigest(&both, 100) != OptionsDigest(&onlyValues, 100));
    CHECK(OptionsDigest(&both, 100) != OptionsDigest(&plain, 100));
    CHECK(OptionsDigest(&none, 100) == OptionsDigest(&plain, 100));
}

TEST_CASE("a file that lies about its values beside positions is refused")
{
    const std::vector<uint8_t> values = ValuesFor(300, 16);
    const Solved solved = Solve(Keys(DistinctKeys(300, 1)), WithBoth(values, 16));
    REQUIRE(solved.status == ChmOk);
    for (const uint32_t bits : {0u, 1u, 8u, 24u, 32u, 64u}) {
        CAPTURE(bits);
        CHECK(OpenChanged(solved, offsetof(TableHeader, valueBits), bits) == ChmTableMalformed);
    }
    for (const size_t field : {offsetof(TableHeader, payloadOffset), offsetof(TableHeader, payloadBytes)})
        for (const uint32_t number : {0u, 1u, 64u, 600u - 2, 600u + 2, UINT32_MAX}) {
            CAPTURE(field);
            CAPTURE(number);
            CHECK(OpenChanged(solved, field, number) == ChmTableMalformed);
        }
    CHECK(OpenChanged(solved, offsetof(TableHeader, version), 1) == ChmTableMalformed);
}
