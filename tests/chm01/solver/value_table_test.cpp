/*
 * A table of values gives each key the value that it came with, instead of its position. These
 * tests prove that for values of 8, 16 and 32 bits, for all sizes, key widths and CPU levels, for
 * any number of lanes, and after a resize. Its graph is that of a table of positions. Options and
 * files that make no sense are refused.
 */
#include <doctest/doctest.h>

#include <cstring>

#include "chm01/base/cpu.h"
#include "chm01/base/rng.h"
#include "support/chm01/opened_table.h"

namespace {

SolveOptions WithValues(const std::vector<uint8_t> &values, uint32_t bits)
{
    SolveOptions options = {};
    options.omitKeys = true;
    options.valueBits = bits;
    options.values = values.data();
    return options;
}

// A table of values of 8 bits.
Solved SolveBytes(const Keys &keys)
{
    const std::vector<uint8_t> values = ValuesFor(keys.values().size(), 8);
    const Solved solved = Solve(keys, WithValues(values, 8));
    REQUIRE(solved.status == ChmOk);
    return solved;
}

// Keys whose value is wrong, one by one or in a batch.
size_t WrongValues(const Solved &solved, const Keys &keys, const std::vector<uint8_t> &values, uint32_t bits)
{
    const OpenedTable view(solved);
    const KeySet set = keys.set();
    std::vector<uint32_t> batch(set.count);
    TableIndexBatch(&view.table, set.keys, set.count, batch.data());
    size_t wrong = view.table.valueBits != bits || view.table.slotSizeInBytes != bits / 8;
    for (size_t i = 0; i < set.count; i++) {
        uint32_t expected = 0;
        std::memcpy(&expected, values.data() + i * bits / 8, bits / 8);
        wrong += TableValue(&view.table, KeySetAt(&set, i)) != expected || batch[i] != expected;
    }
    return wrong;
}

}

TEST_CASE("each key has its value: sizes, key widths, value widths, layouts")
{
    for (const size_t count : {1u, 2u, 100u, 3000u, 40000u, 65536u, 70000u})
        for (const uint32_t keySize : {4u, 8u})
            for (const uint32_t bits : {8u, 16u, 32u})
                for (const TableLayout layout : {LayoutFlat, LayoutPartitioned}) {
                    CAPTURE(count);
                    CAPTURE(keySize);
                    CAPTURE(bits);
                    CAPTURE(layout);
                    const Keys keys(DistinctKeys(count, count, 8 * keySize), keySize);
                    const std::vector<uint8_t> values = ValuesFor(count, bits);
                    SolveOptions options = WithValues(values, bits);
                    options.layout = layout;
                    const Solved solved = Solve(keys, options);
                    REQUIRE(solved.status == ChmOk);
                    CHECK(HeaderOf(solved).layout == layout);
                    CHECK(WrongValues(solved, keys, values, bits) == 0);
                }
}

TEST_CASE("values in buckets: extracted keys, many lanes, every CPU level, duplicates, a set against s0")
{
    std::vector<uint64_t> spread = DistinctKeys(120000, 3, 28);
    for (uint64_t &key : spread)
        key = key << 20 | 7;
    const Keys keys(spread, 8);
    const std::vector<uint8_t> values = ValuesFor(spread.size(), 8);
    SolveOptions options = WithValues(values, 8);
    options.layout = LayoutPartitioned;
    const Solved one = Solve(keys, options);
    REQUIRE(one.status == ChmOk);
    CHECK(one.plan.extractMask != 0);
    CHECK(WrongValues(one, keys, values, 8) == 0);
    CHECK(HeaderOf(one).slotsBytes == 2 * HeaderOf(one).bucketCount << HeaderOf(one).edgeBits);
    CheckSameBytes(keys, options, one);

    const Keys same(std::vector<uint64_t>(120000, 77)); // overflows its bucket under each s0
    CHECK(Solve(same, options).status == ChmDuplicateKey);

    std::vector<uint64_t> first(100000);
    for (uint32_t i = 0; i < first.size(); i++)
        first[i] = i * Inverse(0x9E3779B9u);
    const Solved second = Solve(Keys(first), options);
    REQUIRE(second.status == ChmOk);
    CHECK(WrongValues(second, Keys(first), values, 8) == 0);
}

TEST_CASE("values in buckets: measured coverage counts lines of bytes")
{
    const Keys keys(DistinctKeys(60000, 5));
    const std::vector<uint8_t> values = ValuesFor(60000, 8);
    SolveOptions options = WithValues(values, 8);
    options.layout = LayoutPartitioned;
    options.measureCoverage = true;
    const Solved solved = Solve(keys, options);
    REQUIRE(solved.status == ChmOk);
    const TableCoverage &coverage = solved.statistics.coverage;
    CHECK(coverage.cacheLines == HeaderOf(solved).slotsBytes / 64);
    CHECK(coverage.usedCacheLines == coverage.cacheLines);
    CHECK(coverage.pages == HeaderOf(solved).slotsBytes / 4096);
    CHECK(coverage.mostSlotsInCacheLine > 32);
    CHECK(coverage.mostSlotsInCacheLine <= 64);
}

TEST_CASE("a table of values has the graph of a table of positions, and 2 bytes a slot pair for 8 bits")
{
    const Keys keys(DistinctKeys(1000, 3));
    const TableHeader header = HeaderOf(SolveBytes(keys)), other = HeaderOf(Solve(keys));
    CHECK(header.seeds[0] == other.seeds[0]);
    CHECK(header.seeds[1] == other.seeds[1]);
    CHECK(header.attempts == other.attempts);
    CHECK(header.slotsBytes == 2 * 1024);
    CHECK(header.valueBits == 8);
    CHECK(other.valueBits == 0);
}

TEST_CASE("values: the same bytes for any number of lanes, at every CPU level, and after a resize")
{
    const Keys keys(DistinctKeys(30000, 4));
    const std::vector<uint8_t> values = ValuesFor(30000, 16);
    SolveOptions options = WithValues(values, 16);
    const Solved one = Solve(keys, options);
    REQUIRE(one.status == ChmOk);
    CheckSameBytes(keys, options, one);
    options.maxAttempts = 1;
    options.maxTableResizes = 6;
    uint32_t resized = 0;
    for (uint64_t seed = 0; seed < 8; seed++) {
        options.rngSeed = seed;
        const Solved solved = Solve(keys, options);
        if (solved.status == ChmOk)
            CHECK(WrongValues(solved, keys, values, 16) == 0);
        resized += solved.statistics.resizes;
    }
    CHECK(resized != 0);
}

TEST_CASE("values: the best graph and measured coverage count lines of bytes")
{
    const Keys keys(DistinctKeys(3000, 5));
    const std::vector<uint8_t> values = ValuesFor(3000, 8);
    SolveOptions options = WithValues(values, 8);
    options.findBestGraph = true;
    options.coverageKind = CoverageEmptyCacheLines;
    options.coverageHighest = true;
    options.bestCoverageAttempts = 50;
    const Solved solved = Solve(keys, options);
    REQUIRE(solved.status == ChmOk);
    CHECK(WrongValues(solved, keys, values, 8) == 0);
    CHECK(solved.statistics.coverage.cacheLines == (2 * solved.plan.edges + 63) / 64);
    CHECK(solved.statistics.coverage.mostSlotsInCacheLine > 32);
    CHECK(solved.statistics.coverage.mostSlotsInCacheLine <= 64);
}

TEST_CASE("options of values that make no sense are refused")
{
    const Keys keys(DistinctKeys(100, 1));
    const KeySet set = keys.set();
    const std::vector<uint8_t> values = ValuesFor(100, 32);
    for (int what = 0; what < 5; what++) {
        SolveOptions options = WithValues(values, 8);
        if (what == 0)
            options.valueBits = 24;
        else if (what == 1)
            options.values = nullptr;
        else if (what == 2)
            options.omitKeys = false;
        else if (what == 3)
            options.hashFunction = HashMulshrolate4RX;
        else
            options.fallbackHashFunction = HashMulshrolate4RX;
        CAPTURE(what);
        SolvePlan plan;
        ChmError error = {};
        CHECK(SolverMakePlan(&set, "x", &options, &plan, &error) == ChmInvalidOption);
        CHECK(error.reason != nullptr);
    }
}

TEST_CASE("a file that lies about its values is refused")
{
    const Solved solved = SolveBytes(Keys(DistinctKeys(300, 1)));
    for (const uint32_t bits : {0u, 1u, 16u, 24u, 32u, 64u, 256u + 8u}) {
        CAPTURE(bits);
        CHECK(OpenChanged(solved, offsetof(TableHeader, valueBits), bits) == ChmTableMalformed);
    }
}
