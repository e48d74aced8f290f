/*
 * The solver can measure which parts of a table its keys touch, and can search for the graph that
 * touches the fewest. These tests compare the figures with a plain count and the winner with all
 * other attempts. Measuring changes no byte of the table. Best graphs have the same bytes for any
 * number of lanes and threads.
 */
#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>
#include <set>
#include <utility>
#include <vector>

#include "chm01/hash/hash_quadx.h"
#include "chm01/hash/hash_shared.h"
#include "chm01/table/coverage.h"
#include "chm01/table/table_image.h"
#include "support/chm01/same_coverage.h"
#include "support/chm01/solver_runner.h"
#include "support/chm01/table_maker.h"

namespace {

// The places that keys touch, from the image's seeds alone.
std::vector<uint64_t> Places(const Solved &solved, const std::vector<uint64_t> &keys)
{
    const TableHeader h = HeaderOf(solved);
    const auto *directory = reinterpret_cast<const TableSeeds32 *>(solved.image.data() + h.directoryOffset);
    std::vector<uint64_t> places;
    for (const uint64_t wide : keys) {
        const auto key = static_cast<uint32_t>(wide);
        uint32_t s1 = static_cast<uint32_t>(h.seeds[0]), s2 = static_cast<uint32_t>(h.seeds[1]);
        uint64_t slice = 0;
        if (h.layout == LayoutPartitioned) {
            const uint32_t bucket = QuadxBucket32(key, s1, static_cast<uint32_t>(h.bucketCount));
            slice = uint64_t{bucket} << (h.edgeBits + 1);
            s1 = directory[bucket].s1, s2 = directory[bucket].s2;
        }
        if (h.hashFunction == HashMulshrolate4RX) {
            const SharedVertices v = Mulshrolate4RX(key, h.seeds, h.edgeBits + 1);
            places.push_back(v.first), places.push_back(v.second);
        } else {
            const uint32_t product = key * s1, second = QuadxFold32(product) * (key ^ s2);
            places.push_back(slice + QuadxScale32(product, EdgesOf(h)));
            places.push_back(slice + EdgesOf(h) + QuadxScale32(second, EdgesOf(h)));
        }
    }
    return places;
}

TableCoverage PlainCoverage(const Solved &solved, const std::vector<uint64_t> &keys)
{
    const TableHeader h = HeaderOf(solved);
    const uint64_t bytes = h.slotsBytes;
    const std::vector<uint64_t> places = Places(solved, keys);
    const std::set<uint64_t> touched(places.begin(), places.end());
    std::set<uint64_t> lines, pages, largePages;
    std::vector<uint32_t> inLine(bytes / 64 + 1);
    TableCoverage out = {(bytes + 63) / 64, 0, (bytes + 4095) / 4096, 0, (bytes + 2097151) / 2097152, 0, 0};
    for (const uint64_t place : touched) {
        const uint64_t at = place * h.slotSizeInBytes;
        lines.insert(at / 64), pages.insert(at / 4096), largePages.insert(at / 2097152);
        out.mostSlotsInCacheLine = std::max(out.mostSlotsInCacheLine, ++inLine[at / 64]);
    }
    out.usedCacheLines = lines.size(), out.usedPages = pages.size(), out.usedLargePages = largePages.size();
    return out;
}

// What the finished table says of these keys' coverage, or of those at some positions.
TableCoverage Measured(const Solved &solved, const Keys &keys, const std::vector<uint32_t> &positions = {})
{
    AlignedBytes image(solved.image.size());
    std::memcpy(image.data(), solved.image.data(), solved.image.size());
    TableView view;
    REQUIRE(TableOpen(image.data(), image.size(), &view, nullptr) == ChmOk);
    std::vector<uint8_t> touched(view.slotCount + 64);
    TableCoverage out;
    const KeySet set = keys.set();
    TableMeasure(&view, &set, positions.empty() ? nullptr : positions.data(), positions.size(), touched.data(), &out);
    return out;
}

uint64_t FigureOf(const TableCoverage &c, CoverageKind kind)
{
    switch (kind) {
    case CoverageUsedCacheLines: return c.usedCacheLines;
    case CoverageEmptyCacheLines: return c.cacheLines - c.usedCacheLines;
    case CoverageUsedPages: return c.usedPages;
    case CoverageEmptyPages: return c.pages - c.usedPages;
    case CoverageUsedLargePages: return c.usedLargePages;
    case CoverageEmptyLargePages: return c.largePages - c.usedLargePages;
    default: return c.mostSlotsInCacheLine;
    }
}

SolveOptions Best(CoverageKind kind, bool highest, uint64_t attempts)
{
    SolveOptions options = {};
    options.findBestGraph = true;
    options.coverageKind = kind;
    options.coverageHighest = highest;
    options.bestCoverageAttempts = attempts;
    return options;
}

}

TEST_CASE("measured coverage is what a plain count finds: flat, wide, shared and partitioned")
{
    for (const size_t count : {1u, 5u, 9u, 300u, 20000u, 70000u, 150000u})
        for (const TableLayout layout : {LayoutFlat, LayoutPartitioned})
            for (const HashFunctionId function : {HashQuadx, HashMulshrolate4RX}) {
                if (layout == LayoutPartitioned && function != HashQuadx)
                    continue;
                CAPTURE(count);
                CAPTURE(layout);
                const std::vector<uint64_t> values = DistinctKeys(count, count + 1);
                SolveOptions options = {};
                options.layout = layout;
                options.hashFunction = function;
                options.measureCoverage = true;
                options.maxTableResizes = 2;
                const Solved solved = Solve(Keys(values), options);
                REQUIRE(solved.status == ChmOk);
                CheckSame(solved.statistics.coverage, PlainCoverage(solved, values));
                CheckSame(solved.statistics.coverage, Measured(solved, Keys(values)));
            }
}

TEST_CASE("a finished table tells the coverage that its solver measured: of some keys, and of wide ones")
{
    const std::vector<uint32_t> positions = {0, 7, 8, 150};
    SolveOptions options = Best(CoverageUsedCacheLines, false, 20);
    options.coverageSubset = positions.data();
    options.coverageSubsetCount = (uint32_t)positions.size();
    const Keys keys(DistinctKeys(200, 3));
    const Solved some = Solve(keys, options);
    REQUIRE(some.status == ChmOk);
    CheckSame(some.statistics.coverage, Measured(some, keys, positions));
    for (const TableLayout layout : {LayoutFlat, LayoutPartitioned}) {
        std::vector<uint64_t> values;
        for (uint64_t i = 1; i <= 5000; i++)
            values.push_back(i * 0x9E3779B97F4A7C15u);
        SolveOptions measures = {};
        measures.layout = layout;
        measures.measureCoverage = true;
        const Keys wide(values, 8);
        const Solved solved = Solve(wide, measures);
        REQUIRE(solved.status == ChmOk);
        CheckSame(solved.statistics.coverage, Measured(solved, wide));
    }
}

TEST_CASE("measuring changes no byte of the table")
{
    const Keys keys(DistinctKeys(2000, 1));
    SolveOptions options = {};
    options.measureCoverage = true;
    CHECK(Solve(keys, options).image == Solve(keys).image);
}

TEST_CASE("the best graph is the best of all attempts that solve, and of equals the lowest")
{
    const std::vector<uint64_t> values = DistinctKeys(200, 2);
    const Keys keys(values);
    constexpr uint64_t Attempts = 130; // more than one phase
    for (int kind = CoverageUsedCacheLines; kind <= CoverageMostSlotsInCacheLine; kind++)
        for (const bool highest : {false, true}) {
            CAPTURE(kind);
            CAPTURE(highest);
            // By hand: the best of the first n attempts can only change when attempt n wins.
            uint64_t bestFigure = 0, bestAttempt = 0;
            std::vector<std::pair<uint64_t, uint64_t>> wins;
            bool any = false;
            for (uint64_t n = 1; n <= Attempts; n++) {
                const Solved upTo = Solve(keys, Best(static_cast<CoverageKind>(kind), highest, n));
                if (upTo.status != ChmOk)
                    continue;
                const TableHeader h = HeaderOf(upTo);
                const uint64_t figure = FigureOf(PlainCoverage(upTo, values), static_cast<CoverageKind>(kind));
                if (any && h.attempts == bestAttempt)
                    continue;
                if (any)
                    CHECK((highest ? figure > bestFigure : figure < bestFigure));
                CHECK(h.attempts == n);
                any = true, bestFigure = figure, bestAttempt = h.attempts;
                wins.emplace_back(n, figure);
            }
            REQUIRE(any);
            // No solved attempt alone is better: each is made by a fixed number of attempts, whose
            // lowest solved one comes first.
            const Solved all = Solve(keys, Best(static_cast<CoverageKind>(kind), highest, Attempts));
            CHECK(all.statistics.attempts >= Attempts);
            CHECK(WrongKeys(all, keys) == 0);
            CheckSame(all.statistics.coverage, PlainCoverage(all, values));
            // One lane finds each of them on its way.
            REQUIRE(all.statistics.betterCount == wins.size());
            for (size_t i = 0; i < wins.size(); i++) {
                CHECK(all.statistics.better[i].attempt == wins[i].first);
                CHECK(all.statistics.better[i].figure == wins[i].second);
            }
        }
}

TEST_CASE("a map of the cache lines has as many parts as there is room for, and adds up to the coverage")
{
    for (const TableLayout layout : {LayoutFlat, LayoutPartitioned}) {
        const std::vector<uint64_t> values = DistinctKeys(40000, 9);
        SolveOptions options = {};
        options.layout = layout;
        const Solved solved = Solve(Keys(values), options);
        REQUIRE(solved.status == ChmOk);
        const TableHeader h = HeaderOf(solved);
        const TableCoverage plain = PlainCoverage(solved, values);
        const size_t slots = h.slotsBytes / h.slotSizeInBytes;
        std::vector<uint8_t> touched(slots + 64);
        for (const uint64_t place : Places(solved, values))
            touched[place] = 1;
        for (const size_t room : {size_t{1}, size_t{3}, size_t{64}, size_t{1000}, size_t{1} << 20}) {
            CAPTURE(room);
            std::vector<CoveragePart> parts(std::min<size_t>(room, plain.cacheLines));
            size_t each = 0;
            const size_t count = CoverageMap(touched.data(), slots, 8 * h.slotSizeInBytes, parts.data(), room, &each);
            CHECK(count == (plain.cacheLines + each - 1) / each);
            CHECK(count <= room);
            CHECK((each & (each - 1)) == 0);
            CHECK((each == 1 || (plain.cacheLines + each / 2 - 1) / (each / 2) > room));
            uint64_t used = 0;
            uint32_t most = 0;
            for (size_t i = 0; i < count; i++) {
                CHECK(parts[i].usedLines <= each);
                CHECK((parts[i].usedLines != 0) == (parts[i].mostSlots != 0));
                used += parts[i].usedLines;
                most = std::max(most, parts[i].mostSlots);
            }
            CHECK(used == plain.usedCacheLines);
            CHECK(most == plain.mostSlotsInCacheLine);
        }
    }
}

TEST_CASE("a best graph is better than the first one")
{
    const std::vector<uint64_t> values = DistinctKeys(3000, 3);
    SolveOptions first = {};
    first.measureCoverage = true;
    const Solved a = Solve(Keys(values), first),
                 b = Solve(Keys(values), Best(CoverageMostSlotsInCacheLine, false, 2000));
    REQUIRE(b.status == ChmOk);
    CHECK(b.statistics.coverage.mostSlotsInCacheLine < a.statistics.coverage.mostSlotsInCacheLine);
    CHECK(b.statistics.outdone > 500); // dropped by the hash alone
}

TEST_CASE("the best graph for some of the keys")
{
    const std::vector<uint64_t> values = DistinctKeys(3000, 4);
    std::vector<uint32_t> hot;
    std::vector<uint64_t> hotKeys;
    for (uint32_t i = 5; i < 3000; i += 60)
        hot.push_back(i), hotKeys.push_back(values[i]);
    for (const HashFunctionId function : {HashQuadx, HashMulshrolate4RX}) {
        SolveOptions options = Best(CoverageUsedCacheLines, false, 500);
        options.hashFunction = function;
        options.coverageSubset = hot.data();
        options.coverageSubsetCount = static_cast<uint32_t>(hot.size());
        const Solved solved = Solve(Keys(values), options);
        REQUIRE(solved.status == ChmOk);
        CheckSame(solved.statistics.coverage, PlainCoverage(solved, hotKeys));
        CHECK(solved.statistics.coverage.usedCacheLines < 2 * hot.size());
    }
    SolveOptions options = Best(CoverageUsedCacheLines, false, 10);
    hot.back() = 3000;
    options.coverageSubset = hot.data();
    options.coverageSubsetCount = static_cast<uint32_t>(hot.size());
    CHECK(Solve(Keys(values), options).status == ChmInvalidOption);
}

TEST_CASE("best graphs: lanes 1 to 8 and threads give the same bytes")
{
    const Keys keys(DistinctKeys(1000, 5));
    for (const CoverageKind kind : {CoverageUsedCacheLines, CoverageMostSlotsInCacheLine}) {
        const SolveOptions options = Best(kind, false, 150);
        const Solved one = Solve(keys, options);
        REQUIRE(one.status == ChmOk);
        for (uint32_t lanes = 1; lanes <= 8; lanes++) {
            CHECK(Solve(keys, options, {lanes, 4, lanes + 50, false}).image == one.image);
            CHECK(Solve(keys, options, {lanes, 20, lanes + 50, false, true}).image == one.image);
        }
        CHECK(Solve(keys, options, {4, 3, 0, true}).image == one.image);
    }
}

TEST_CASE("refused: no kind, too many attempts, a partitioned layout, and duplicates are still named")
{
    const Keys keys({1, 2, 3});
    CHECK(Solve(keys, Best(static_cast<CoverageKind>(0), false, 10)).status == ChmInvalidOption);
    CHECK(Solve(keys, Best(CoverageUsedPages, false, uint64_t{1} << 32)).status == ChmInvalidOption);
    SolveOptions options = Best(CoverageUsedPages, false, 10);
    options.layout = LayoutPartitioned;
    CHECK(Solve(keys, options).status == ChmInvalidOption);
    CHECK(Solve(Keys({4, 7, 4}), Best(CoverageUsedPages, false, 100)).status == ChmDuplicateKey);
}
