/*
 * These tests overload the machine: a thousand files on 4 nodes of 64 threads, and thousands of
 * tiny files beside a huge one. A third of the runs are cancelled. Every run ends and returns its
 * buffers, and the runs that finish have equal results.
 */
#include <random>

#include "support/jobs/bulk_fixture.h"
#include "support/jobs/stress.h"

namespace {

RuntimeOptions Overcrowded()
{
    RuntimeOptions options = {};
    Overcrowd(options);
    return options;
}

} // namespace

TEST_CASE("bulk stress: a thousand files on 4 nodes of 64 threads, cancelled in a third of the runs")
{
    const int runs = Stressed() ? 100 : 5;
    Folder folder;
    const std::wstring keys = folder / L"keys";
    MakeFolder(keys);
    WriteSets(keys, 1000, 300);
    std::mt19937 random(1);
    std::string csv;
    for (int i = 0; i < runs; i++) {
        CAPTURE(i);
        TestRuntime runtime(Overcrowded());
        Bulk bulk(keys, i % 5 == 4 ? folder / (L"out" + std::to_wstring(i)) : L"");
        BulkJob *job = StartBulk(runtime, bulk);
        const bool cancels = i % 3 == 1;
        if (cancels) {
            Sleep(random() % 60);
            BulkJobCancel(job);
        }
        MustEnd(BulkJobEvent(job), runtime);
        const BulkOutcome outcome = WaitBulk(job);
        RuntimeStatistics statistics = {};
        RuntimeStatisticsTake(runtime, &statistics);
        CHECK(statistics.buffersInUse == 0);
        CHECK(statistics.parked == 0);
        if (outcome.code != S_OK) {
            CHECK(cancels);
            CHECK(outcome.code == PERFECTHASH_E_CANCELLED);
            continue;
        }
        CHECK(outcome.result->succeeded == 1000);
        if (bulk.out.empty()) {
            if (csv.empty())
                csv = outcome.csv();
            CHECK(outcome.csv() == csv);
        } else {
            CHECK(FilesBelow(bulk.out).size() == 2002);
        }
    }
}

TEST_CASE("bulk stress: thousands of tiny files with a huge one among them")
{
    const size_t count = Stressed() ? 10000 : 1000;
    Folder folder;
    const std::wstring keys = folder / L"keys";
    MakeFolder(keys);
    for (size_t i = 0; i < count; i++)
        WriteKeys(keys + L"\\tiny" + std::to_wstring(i) + L".keys", {1, (uint32_t)i + 2});
    WriteKeys(keys + L"\\huge.keys", SomeKeys(400000));
    TestRuntime runtime;
    Bulk bulk(keys, L"");
    const BulkOutcome outcome = RunBulk(runtime, bulk);
    REQUIRE(outcome.code == S_OK);
    CHECK(outcome.result->succeeded == count + 1);
    CHECK(outcome.row(L"huge.keys").layout == LayoutCompactPartitioned);
}
