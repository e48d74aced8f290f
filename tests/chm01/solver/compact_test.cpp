/*
 * Compact tables have three slots a key in coupled segments, of one graph or of one in each
 * bucket. These tests make them of every size, width of keys and kind of value, and look every key
 * up. They prove the bytes that a table takes and the probability of an attempt. The bytes are the
 * same for any lanes, slices and threads. Hostile and crafted sets get tables, and duplicates are
 * named.
 */
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>

#include "chm01/base/rng.h"
#include "chm01/kernel/fuse.h"
#include "chm01/solver/compact_shape.h"
#include "chm01/table/table_image.h"
#include "support/chm01/same_coverage.h"
#include "support/chm01/solver_runner.h"

namespace {

SolveOptions With(TableLayout layout)
{
    SolveOptions options = {};
    options.layout = layout;
    return options;
}

const TableLayout layouts[] = {LayoutCompact, LayoutCompactPartitioned};

bool BatchIsRight(const Solved &solved, const Keys &keys)
{
    const SolvedTable table(solved);
    std::vector<uint32_t> indices(keys.values().size()), expected(indices.size());
    std::iota(expected.begin(), expected.end(), 0);
    TableIndexBatch(&table.view, keys.set().keys, indices.size(), indices.data());
    return indices == expected;
}

void CheckSolves(const Keys &keys, const SolveOptions &options)
{
    const Solved solved = Solve(keys, options);
    REQUIRE(solved.status == ChmOk);
    CHECK(solved.plan.layout == options.layout);
    CHECK(WrongKeys(solved, keys) == 0);
    CHECK(BatchIsRight(solved, keys));
}

} // namespace

TEST_CASE("compact tables of any size and width index their keys in their order, one by one and in batches")
{
    for (const TableLayout layout : layouts)
        for (const uint32_t keySize : {4u, 8u})
            for (const size_t count : {300u, 301u, 1000u, 5000u, 65536u, 65537u, 150000u})
                CheckSolves(Keys(DistinctKeys(count, count, 8 * keySize), keySize), With(layout));
}

TEST_CASE("compact tables take less than 5 bytes a key for positions, and 1.2 for values of 8 bits")
{
    const Keys keys(DistinctKeys(400000, 3));
    std::vector<uint8_t> values(400000);
    for (size_t i = 0; i < values.size(); i++)
        values[i] = static_cast<uint8_t>(RngMix(i));
    for (const size_t count : {100000u, 265000u, 400000u})
        for (const TableLayout layout : layouts) {
            KeySet set = keys.set();
            set.count = count;
            SolveOptions options = With(layout);
            options.omitKeys = true;
            SolvePlan plan;
            const double slack = layout == LayoutCompact ? 0 : 0.3; // room for full buckets
            REQUIRE(SolverMakePlan(&set, "", &options, &plan, nullptr) == ChmOk);
            const TableSpec spec = {HashQuadx, layout, 4, count,      0, plan.edgeBits, plan.bucketCount, true, 0,
                                    0,         0,      0, plan.edges, 0, false};
            CHECK(static_cast<double>(TableImageSize(&spec)) / static_cast<double>(count) < 4.8 + slack);
        }
    for (const TableLayout layout : layouts) {
        SolveOptions options = With(layout);
        options.omitKeys = true;
        options.valueBits = 8;
        options.values = values.data();
        const Solved solved = Solve(keys, options);
        REQUIRE(solved.status == ChmOk);
        CHECK(solved.image.size() < 1.25 * 400000);
        const SolvedTable table(solved);
        size_t wrong = 0;
        for (size_t i = 0; i < values.size(); i++)
            wrong += TableValue(&table.view, keys.values()[i]) != values[i];
        CHECK(wrong == 0);
    }
}

TEST_CASE("compact tables of values of 16 and 32 bits, in both layouts")
{
    const Keys keys(DistinctKeys(70000, 5));
    std::vector<uint32_t> wide(70000);
    std::vector<uint16_t> narrow(70000);
    for (size_t i = 0; i < wide.size(); i++)
        narrow[i] = static_cast<uint16_t>(wide[i] = static_cast<uint32_t>(RngMix(i)));
    for (const TableLayout layout : layouts)
        for (const uint32_t bits : {16u, 32u}) {
            SolveOptions options = With(layout);
            options.omitKeys = true;
            options.valueBits = bits;
            options.values = bits == 16 ? static_cast<const void *>(narrow.data()) : wide.data();
            const Solved solved = Solve(keys, options);
            REQUIRE(solved.status == ChmOk);
            const SolvedTable table(solved);
            size_t wrong = 0;
            for (size_t i = 0; i < wide.size(); i++)
                wrong += TableValue(&table.view, keys.values()[i]) != (bits == 16 ? narrow[i] : wide[i]);
            CHECK(wrong == 0);
        }
}

TEST_CASE("of 20 attempts at a compact graph 19 succeed, less three deviations, where each shape begins and ends")
{
    std::vector<size_t> counts = {1000};
    for (const size_t end : {300, 1300, 1700, 3000, 7000, 10000, 20000, 26000, 40000, 70000, 100000, 140000, 300000}) {
        counts.insert(counts.end(), {end, end + 1});
        const uint32_t vertices = CompactShapeFor(end + 1, 0).vertices; // which are the fewest a key for the last of:
        while (CompactShapeFor(counts.back() + 1, 0).vertices == vertices)
            counts.back()++;
    }
    for (const size_t count : counts) {
        CAPTURE(count);
        const Keys keys(DistinctKeys(count, 11));
        const FuseShape shape = CompactShapeFor(count, 0);
        const uint32_t attempts = static_cast<uint32_t>(count <= 10000   ? 400000 / std::max<size_t>(count, 1000)
                                                        : count <= 40443 ? 40
                                                                         : 12);
        const double deviation = std::sqrt(0.95 * 0.05 / attempts);
        const FuseForm form = FuseFormFor(static_cast<uint32_t>(count), shape);
        std::vector<uint64_t> memory(FuseBytes(form, static_cast<uint32_t>(count), shape) / 8 + 8);
        Fuse fuse;
        FuseBegin(&fuse, form, static_cast<uint32_t>(count), shape,
                  reinterpret_cast<void *>((reinterpret_cast<uintptr_t>(memory.data()) + 63) & ~uintptr_t{63}));
        fuse.keys = keys.set().keys;
        fuse.keySize = 4;
        uint32_t solved = 0;
        for (uint32_t i = 0; i < attempts; i++) {
            Work work = WorkAll();
            FuseReset(&fuse);
            FuseHashKeys(&fuse, RngDraw(1, 0, i) | 1, RngDraw(1, 1, i), &work);
            solved += FusePeel(&fuse, &work) == WorkYes;
        }
        CHECK(solved >= attempts * (0.95 - 3 * deviation));
        CHECK(shape.vertices <= count * 1.44 + (1u << shape.segmentBits));
    }
}

TEST_CASE("compact: the same bytes for any number of lanes, threads and slices")
{
    for (const TableLayout layout : layouts)
        for (const size_t count : {3000u, 140000u}) {
            const Keys keys(DistinctKeys(count, 9));
            SolveOptions options = With(layout);
            options.rngSeed = 5;
            const Solved one = Solve(keys, options);
            REQUIRE(one.status == ChmOk);
            const Schedule schedules[] = {{1, 1, 0, false, false, true},
                                          {3, 2, 17, false},
                                          {4, 3, 0, true},
                                          {3, 4, 5, false, true},
                                          {2, 1, 3, false, false, true}};
            for (const Schedule &schedule : schedules) {
                CAPTURE(&schedule - schedules);
                const Solved other = Solve(keys, options, schedule);
                REQUIRE(other.status == ChmOk);
                CHECK(other.image == one.image);
            }
        }
}

TEST_CASE("compact: rows, strides, multiples and pairs of keys get tables")
{
    for (const TableLayout layout : layouts)
        for (const uint32_t kind : {0u, 1u, 2u, 3u, 4u, 5u})
            for (const uint32_t keySize : {4u, 8u}) {
                CAPTURE(kind);
                CAPTURE(keySize);
                std::vector<uint64_t> values;
                for (uint64_t i = 0; i < 60000; i++)
                    values.push_back(kind == 0   ? i
                                     : kind == 1 ? (i << 16 & 0xFFFFFFFF) | i >> 16
                                     : kind == 2 ? i * 4096 % 4294967291u
                                     : kind == 3 ? 0xFFFFFFFFu - i
                                     : kind == 4 ? (i / 2) * 65536 % 0xFFFFFFFBu + i % 2
                                                 : (i << 13 | i >> 12) & 0xFFFFFFFF);
                if (keySize == 8)
                    for (uint64_t &value : values)
                        value <<= 32;
                std::sort(values.begin(), values.end());
                values.erase(std::unique(values.begin(), values.end()), values.end());
                CheckSolves(Keys(values, keySize), With(layout));
            }
}

TEST_CASE("compact: a key that occurs twice is named with both positions, by one graph and in buckets")
{
    for (const TableLayout layout : layouts)
        for (const size_t count : {500u, 140000u}) {
            std::vector<uint64_t> values = DistinctKeys(count, 4);
            values[count - 100] = values[17];
            values[count - 3] = values[30];
            const Solved solved = Solve(Keys(values), With(layout));
            CHECK(solved.status == ChmDuplicateKey);
            CHECK(solved.error.numbers[0] == values[17]);
            CHECK(solved.error.numbers[1] == 17);
            CHECK(solved.error.numbers[2] == count - 100);
        }
}

TEST_CASE("compact: a set that fails under each of the rng seed's attempts gets a table from the keys' own seeds")
{
    // Two keys with the same three vertices never peel: pairs for each of the first eight attempts.
    std::vector<uint64_t> values = DistinctKeys(2000, 6);
    const FuseShape shape = CompactShapeFor(values.size(), 0);
    for (uint64_t attempt = 0; attempt < 8; attempt++) {
        const uint64_t s1 = RngDraw(0, 1, attempt) | 1, s2 = RngDraw(0, 2, attempt);
        std::vector<std::pair<uint64_t, uint64_t>> seen;
        for (uint64_t key = 0; key < 3000000; key++) {
            const FuseVertices at = FuseVerticesOf(FuseHash(static_cast<uint32_t>(key * 2654435761u), s1, s2), shape);
            if (at.first < 64) // few enough to be compared
                seen.emplace_back(uint64_t{at.first} << 40 | uint64_t{at.second} << 20 | at.third,
                                  static_cast<uint32_t>(key * 2654435761u));
        }
        std::sort(seen.begin(), seen.end());
        for (size_t i = 1; i < seen.size(); i++)
            if (seen[i].first == seen[i - 1].first) {
                values[2 * attempt] = seen[i].second;
                values[2 * attempt + 1] = seen[i - 1].second;
                break;
            }
    }
    std::vector<uint64_t> sorted = values;
    std::sort(sorted.begin(), sorted.end());
    REQUIRE(std::adjacent_find(sorted.begin(), sorted.end()) == sorted.end());
    const Keys keys(values);
    const Solved solved = Solve(keys, With(LayoutCompact));
    REQUIRE(solved.status == ChmOk);
    CHECK(HeaderOf(solved).attempts > 8);
    CHECK(WrongKeys(solved, keys) == 0);
}

TEST_CASE("compact: options that need the flat layout, or another hash function, are refused")
{
    const Keys keys(DistinctKeys(1000, 1));
    const KeySet set = keys.set();
    for (const TableLayout layout : layouts)
        for (int what = 0; what < 4; what++) {
            SolveOptions options = With(layout);
            options.seedCount = what == 0 ? 2 : 0;
            options.fixedAttempts = what == 1;
            options.hashFunction = what == 2 ? HashMulshrolate4RX : HashQuadx;
            options.fallbackHashFunction = what == 3 ? HashMulshrolate4RX : HashFunctionId(0);
            SolvePlan plan;
            ChmError error = {};
            CHECK(SolverMakePlan(&set, "", &options, &plan, &error) == ChmInvalidOption);
            CHECK(error.reason != nullptr);
        }
}

TEST_CASE("compact: an attempt that fails means a larger graph when it is the last, where resizes are allowed")
{
    bool grew = false, failed = false;
    for (uint64_t rngSeed = 0; rngSeed < 200 && !(grew && failed); rngSeed++) {
        const Keys keys(DistinctKeys(10000, 77));
        SolveOptions options = With(LayoutCompact);
        options.rngSeed = rngSeed;
        options.maxAttempts = 1;
        const Solved one = Solve(keys, options);
        if (one.status == ChmOk)
            continue;
        CHECK(one.status == ChmAttemptsExhausted);
        CHECK(std::strcmp(one.error.reason, "raise MaxAttempts or MaxTableResizes, or give another RngSeed") == 0);
        failed = true;
        options.maxTableResizes = 3;
        const Solved larger = Solve(keys, options);
        REQUIRE(larger.status == ChmOk);
        CHECK(larger.statistics.resizes >= 1);
        CHECK(larger.plan.edges > one.plan.edges);
        CHECK(WrongKeys(larger, keys) == 0);
        grew = true;
    }
    CHECK(grew);
}

TEST_CASE("compact: measured coverage is that of the finished table")
{
    for (const TableLayout layout : layouts) {
        const Keys keys(DistinctKeys(100000, 8));
        SolveOptions options = With(layout);
        options.measureCoverage = true;
        const Solved solved = Solve(keys, options);
        REQUIRE(solved.status == ChmOk);
        const SolvedTable table(solved);
        std::vector<uint8_t> touched(table.view.slotCount + 64);
        TableCoverage coverage;
        const KeySet set = keys.set();
        TableMeasure(&table.view, &set, nullptr, 0, touched.data(), &coverage);
        CheckSame(coverage, solved.statistics.coverage);
        CHECK(coverage.usedCacheLines > 0);
    }
}

TEST_CASE("compact: after an attempt that failed the progress begins again")
{
    const Keys keys(DistinctKeys(10000, 77));
    const KeySet set = keys.set();
    bool fell = false;
    for (uint64_t rngSeed = 0; rngSeed < 300 && !fell; rngSeed++) {
        SolveOptions options = With(LayoutCompact);
        options.rngSeed = rngSeed;
        SolvePlan plan;
        REQUIRE(SolverMakePlan(&set, "", &options, &plan, nullptr) == ChmOk);
        plan.keepsArena = true; // stops amid attempts
        const AlignedBytes memory(plan.solverBytes), arena(plan.arenaBytes), image(plan.imageBytes);
        std::memset(arena.data(), 0, arena.size());
        Solver *const solver = SolverBegin(&plan, memory.data(), image.data());
        uint32_t before = 0;
        ChmStatus status = ChmContinue;
        while (status == ChmContinue) {
            (void)SolverRun(solver, arena.data(), 1);
            status = SolverAdvance(solver, nullptr);
            fell = fell || SolverProgress(solver) < before;
            before = SolverProgress(solver);
        }
        REQUIRE(status == ChmOk);
        SolveStatistics statistics;
        SolverStatistics(solver, &statistics);
        CHECK(fell == (statistics.attempts > 1));
    }
    CHECK(fell);
}

TEST_CASE("compact: a cancelled search ends, and a long one says how far it is")
{
    const Keys keys(DistinctKeys(200000, 2));
    const KeySet set = keys.set();
    const SolveOptions options = With(LayoutCompact);
    SolvePlan plan;
    REQUIRE(SolverMakePlan(&set, "", &options, &plan, nullptr) == ChmOk);
    CHECK(plan.keepsArena);
    const AlignedBytes memory(plan.solverBytes), arena(plan.arenaBytes), image(plan.imageBytes);
    std::memset(arena.data(), 0, arena.size());
    Solver *solver = SolverBegin(&plan, memory.data(), image.data());
    uint32_t before = 0, steps = 0;
    for (; steps < 60 && SolverRun(solver, arena.data(), 1) == SolverMore; steps++) {
        CHECK(SolverAdvance(solver, nullptr) == ChmContinue);
        CHECK(SolverProgress(solver) >= before);
        before = SolverProgress(solver);
    }
    CHECK(steps == 60);
    CHECK(before > 0);
    SolverCancel(solver);
    CHECK(SolverRun(solver, arena.data(), 100) == SolverIdle);
    ChmError error;
    CHECK(SolverAdvance(solver, &error) == ChmCancelled);
}
