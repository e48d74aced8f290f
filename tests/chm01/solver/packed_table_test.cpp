/*
 * With packed slots a compact table takes as many bits a slot as its greatest number needs. These
 * tests look every key up, one by one and in batches, in tables of both layouts, of all widths of
 * keys, and of positions, values or both. They prove the bytes that a table takes, and that these
 * are the same for any lanes, slices and CPU levels. What can't be packed is refused, and so is a
 * file that lies about it.
 */
#include <doctest/doctest.h>

#include <cstring>

#include "chm01/solver/options_digest.h"
#include "support/chm01/opened_table.h"
#include "support/chm01/same_coverage.h"

namespace {

const TableLayout layouts[] = {LayoutCompact, LayoutCompactPartitioned};

SolveOptions Packed(TableLayout layout = LayoutAuto)
{
    SolveOptions options = {};
    options.layout = layout;
    options.packed = true;
    return options;
}

SolveOptions PackedValues(TableLayout layout, const std::vector<uint8_t> &values, uint32_t bits)
{
    SolveOptions options = Packed(layout);
    options.valueBits = bits;
    options.values = values.data();
    options.omitKeys = true;
    return options;
}

// Values below a bound, a number of bits each in the array.
std::vector<uint8_t> ValuesBelow(uint32_t bound, size_t count, uint32_t bits)
{
    std::vector<uint8_t> bytes(count * bits / 8);
    for (size_t i = 0; i < count; i++) {
        const uint32_t value = i == 0 ? bound - 1 : static_cast<uint32_t>(RngMix(i) % bound);
        std::memcpy(bytes.data() + i * bits / 8, &value, bits / 8);
    }
    return bytes;
}

// Keys whose number is wrong, one by one or in a batch; expected: of each its number.
size_t WrongNumbers(const TableView &view, const Keys &keys, const std::vector<uint32_t> &expected)
{
    const KeySet set = keys.set();
    std::vector<uint32_t> batch(set.count);
    TableIndexBatch(&view, set.keys, set.count, batch.data());
    size_t wrong = 0;
    for (size_t i = 0; i < set.count; i++)
        wrong += batch[i] != expected[i] || TableIndex(&view, KeySetAt(&set, i)) != expected[i];
    return wrong;
}

std::vector<uint32_t> Positions(size_t count)
{
    std::vector<uint32_t> positions(count);
    for (size_t i = 0; i < count; i++)
        positions[i] = static_cast<uint32_t>(i);
    return positions;
}

} // namespace

TEST_CASE("packed: each key of any width has its position, in slots of as many bits as the last one needs")
{
    struct Size {
        size_t count;
        uint32_t bits;
    };
    for (const TableLayout layout : layouts)
        for (const uint32_t keySize : {4u, 8u})
            for (const Size size : {Size{300, 9}, Size{513, 10}, Size{31016, 15}, Size{65537, 17}, Size{150000, 18}}) {
                CAPTURE(size.count);
                const Keys keys(DistinctKeys(size.count, 1, 8 * keySize), keySize);
                const OpenedTable opened(Solve(keys, Packed(layout)));
                CHECK(opened.table.packedBits == size.bits);
                CHECK(opened.table.layout == layout);
                CHECK(WrongNumbers(opened.table, keys, Positions(size.count)) == 0);
            }
}

TEST_CASE("packed: keys of 16 bytes, and of 8 whose bits are extracted")
{
    const std::vector<WideKey> guids = SpreadGuids(3000);
    const Keys narrow = ExtractedKeys(3000);
    for (const TableLayout layout : layouts) {
        const OpenedTable wide(Solve(Keys::Wide(guids), Packed(layout))), extracted(Solve(narrow, Packed(layout)));
        std::vector<uint32_t> batch(3000);
        TableIndexBatch(&wide.table, guids.data(), guids.size(), batch.data());
        CHECK(batch == Positions(3000));
        uint32_t position = 0;
        CHECK((TableContainsWide(&wide.table, guids[77], &position) && position == 77));
        CHECK(extracted.table.extractMask != 0);
        CHECK(WrongNumbers(extracted.table, narrow, Positions(3000)) == 0);
    }
}

TEST_CASE("packed: values take the bits of the greatest one, down to 1")
{
    const size_t count = 5000;
    const Keys keys(DistinctKeys(count, 5));
    for (const TableLayout layout : layouts)
        for (const uint32_t bits : {8u, 16u, 32u})
            for (uint32_t used = 1; used < bits; used += used < 8 ? 1 : 5) {
                CAPTURE(bits);
                CAPTURE(used);
                const std::vector<uint8_t> values = ValuesBelow(uint32_t{1} << used, count, bits);
                const OpenedTable opened(Solve(keys, PackedValues(layout, values, bits)));
                CHECK(opened.table.packedBits == used);
                CHECK(opened.table.valueBits == bits);
                std::vector<uint32_t> expected(count);
                for (size_t i = 0; i < count; i++)
                    expected[i] = GivenValue(values, bits, i);
                CHECK(WrongNumbers(opened.table, keys, expected) == 0);
                for (const uint64_t key : RandomKeys(100, 32, 9))
                    CHECK(TableValue(&opened.table, key) < uint32_t{1} << used);
            }
}

TEST_CASE("packed: values stand beside positions")
{
    const Keys keys(DistinctKeys(5000, 5));
    const std::vector<uint8_t> values = ValuesFor(5000, 16);
    for (const TableLayout layout : layouts) {
        SolveOptions options = PackedValues(layout, values, 16);
        options.positions = true;
        const OpenedTable opened(Solve(keys, options));
        CHECK(opened.table.packedBits == 13);
        CHECK(WrongNumbers(opened.table, keys, Positions(5000)) == 0);
        for (size_t i = 0; i < 5000; i++)
            REQUIRE(TableValue(&opened.table, keys.values()[i]) == GivenValue(values, 16, i));
    }
}

TEST_CASE("packed: positions of 265,000 keys take less than 2.8 bytes a key")
{
    const Keys keys(DistinctKeys(265000, 1));
    SolveOptions options = Packed();
    options.omitKeys = true;
    const Solved solved = Solve(keys, options);
    REQUIRE(solved.status == ChmOk);
    CHECK(solved.plan.layout == LayoutCompact);
    CHECK(static_cast<double>(solved.image.size()) / 265000 < 2.8);
    const OpenedTable opened(solved);
    CHECK(WrongNumbers(opened.table, keys, Positions(265000)) == 0);
}

TEST_CASE("packed: Auto takes a compact layout for all sets that can have one")
{
    for (const size_t count : {299u, 300u, 30000u, 400000u}) {
        const Keys keys(DistinctKeys(count, 2));
        const KeySet set = keys.set();
        const SolveOptions options = Packed();
        SolvePlan plan;
        REQUIRE(SolverMakePlan(&set, "", &options, &plan, nullptr) == ChmOk);
        CHECK(plan.layout == (count < 300 ? LayoutFlat : count <= 300000 ? LayoutCompact : LayoutCompactPartitioned));
        CHECK((plan.packedBits != 0) == (count >= 300));
    }
}

TEST_CASE("packed: slots of whole bytes stay as they are")
{
    const Keys keys(DistinctKeys(2000, 2));
    const std::vector<uint8_t> values = ValuesBelow(256, 2000, 8);
    SolveOptions options = PackedValues(LayoutCompact, values, 8);
    const Solved solved = Solve(keys, options);
    options.packed = false;
    CHECK(HeaderOf(solved).packedBits == 0);
    CHECK(solved.image == Solve(keys, options).image);
}

TEST_CASE("packed: the same bytes for any number of lanes, slices and CPU levels, and the graph of other slots")
{
    for (const TableLayout layout : layouts)
        for (const size_t count : {3000u, 140000u}) {
            const Keys keys(DistinctKeys(count, 9));
            const Solved one = Solve(keys, Packed(layout));
            REQUIRE(one.status == ChmOk);
            CheckSameBytes(keys, Packed(layout), one);
            CHECK(Solve(keys, Packed(layout), {1, 1, 0, false, false, true}).image == one.image);
            CHECK(Solve(keys, Packed(layout), {2, 1, 3, false, false, true}).image == one.image);
            SolveOptions plain = Packed(layout);
            plain.packed = false;
            const Solved bytes = Solve(keys, plain);
            CHECK(HeaderOf(one).attempts == HeaderOf(bytes).attempts);
            CHECK(one.plan.edges == bytes.plan.edges);
        }
}

TEST_CASE("packed: measured coverage is that of the finished table, of fewer lines")
{
    for (const TableLayout layout : layouts) {
        const Keys keys(DistinctKeys(70000, 8));
        const KeySet set = keys.set();
        SolveOptions options = Packed(layout);
        options.measureCoverage = true;
        const Solved solved = Solve(keys, options);
        const OpenedTable opened(solved);
        TableCoverage coverage;
        std::vector<uint8_t> touched(opened.table.slotCount + 64);
        TableMeasure(&opened.table, &set, nullptr, 0, touched.data(), &coverage);
        CheckSame(solved.statistics.coverage, coverage);
        CHECK(coverage.cacheLines == (TableSlotsBytes(&opened.table) + 63) / 64);
        CHECK(coverage.usedCacheLines <= coverage.cacheLines);
        CHECK(coverage.mostSlotsInCacheLine > 16);
        CHECK(coverage.mostSlotsInCacheLine <= 512 / 17 + 1);
    }
}

TEST_CASE("packed: what can't be packed is refused, and packing is part of the digest")
{
    const Keys keys(DistinctKeys(1000, 1));
    const SolveOptions plain = {}, packed = Packed();
    std::vector<SolveOptions> refused(5, packed);
    refused[0].layout = LayoutFlat;
    refused[1].layout = LayoutPartitioned;
    refused[2].hashFunction = HashMulshrolate4RX;
    refused[3].fallbackHashFunction = HashMulshrolate4RX;
    refused[4].seedCount = 2;
    for (const SolveOptions &options : refused) {
        const Solved solved = Solve(keys, options);
        CHECK(solved.status == ChmInvalidOption);
        CHECK(solved.error.reason != nullptr);
    }
    CHECK(OptionsDigest(&packed, 1000) != OptionsDigest(&plain, 1000));
}

TEST_CASE("packed: a file that lies about its slots is refused")
{
    const Solved solved = Solve(Keys(DistinctKeys(3000, 1)), Packed());
    REQUIRE(solved.status == ChmOk);
    REQUIRE(HeaderOf(solved).packedBits == 12);
    for (const uint32_t bits : {0u, 1u, 11u, 13u, 16u, 32u, 33u, UINT32_MAX})
        CHECK(OpenChanged(solved, offsetof(TableHeader, packedBits), bits) == ChmTableMalformed);
    for (const uint32_t bytes : {0u, 4u, HeaderOf(solved).slotsBytes == 0 ? 0u : 64u, UINT32_MAX})
        CHECK(OpenChanged(solved, offsetof(TableHeader, slotsBytes), bytes) == ChmTableMalformed);
    for (const uint32_t layout : {1u, 2u, 4u})
        CHECK(OpenChanged(solved, offsetof(TableHeader, layout), layout) == ChmTableMalformed);
    CHECK(OpenChanged(solved, offsetof(TableHeader, version), 1) == ChmTableMalformed);
    CHECK(OpenChanged(solved, offsetof(TableHeader, fingerprintBits), 8) == ChmTableMalformed);
    const TableHeader header = HeaderOf(solved);
    CHECK(OpenChanged(solved, size_t(header.slotsOffset + header.slotsBytes), 1) == ChmTableMalformed); // the padding
}
