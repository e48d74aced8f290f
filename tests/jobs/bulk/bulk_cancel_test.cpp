/*
 * The keys of an endless table fill the memory for buffers, so that the reads of a run are parked
 * for as long as it searches. These tests cancel the run, or let its time be over: it ends all the
 * same, a merge too, and the endless table goes on.
 */
#include "support/jobs/bulk_fixture.h"

namespace {

// A runtime whose buffers one table has that is sought for ever.
struct FullRuntime {
    Folder folder;
    std::wstring path = folder / L"endless.keys";
    TestRuntime runtime;
    TableJob *endless = nullptr;

    static RuntimeOptions options()
    {
        RuntimeOptions options = {};
        options.iocpConcurrency = 2;
        options.maxThreads = 4;
        options.bufferBudgetBytes = 64 * 1024;
        return options;
    }
    FullRuntime() : runtime(options())
    {
        WriteKeys(path, AddressLikeKeys(32768));
        const Request request = LongRequest(L"");
        Request read = FileRequest(path, L"");
        read.options = request.options;
        Failure failure = {};
        REQUIRE(TableJobStart(runtime, &read, nullptr, nullptr, &endless, &failure) == S_OK);
        REQUIRE(Eventually([&] { return statistics().bufferBytes >= options().bufferBudgetBytes; }));
    }
    ~FullRuntime() { letGo(); }
    RuntimeStatistics statistics()
    {
        RuntimeStatistics statistics;
        RuntimeStatisticsTake(runtime, &statistics);
        return statistics;
    }
    void letGo()
    {
        if (endless != nullptr) {
            TableJobCancel(endless);
            Wait(endless);
        }
        endless = nullptr;
    }
    // The run's reads are parked; ends it, by its time or by a cancel.
    void checkEnds(Bulk &bulk, bool byTime)
    {
        BulkJob *job = StartBulk(runtime, bulk);
        REQUIRE(Eventually([&] { return statistics().parked != 0; }));
        if (byTime)
            BulkJobExpire(job, 7);
        else
            BulkJobCancel(job);
        const bool ended = WaitForSingleObject(BulkJobEvent(job), PatienceMs) == WAIT_OBJECT_0;
        CHECK(ended);
        if (!ended)
            letGo();
        const BulkOutcome outcome = WaitBulk(job);
        CHECK_MESSAGE(outcome.code == (byTime ? PERFECTHASH_E_JOB_TIME : PERFECTHASH_E_CANCELLED), outcome.text);
        CHECK((endless == nullptr || TableJobState(endless) == JobRunning));
        CHECK(statistics().parked == 0);
    }
};

} // namespace

TEST_CASE("a run whose reads are parked for buffers ends when it is cancelled, or its time is over")
{
    FullRuntime full;
    MakeFolder(full.folder / L"keys");
    WriteSets(full.folder / L"keys", 20, 3000);
    for (bool byTime : {false, true}) {
        CAPTURE(byTime);
        Bulk bulk(full.folder / L"keys", full.folder / L"out");
        full.checkEnds(bulk, byTime);
    }
}

TEST_CASE("a merge whose reads are parked for buffers ends when it is cancelled")
{
    Folder folder;
    MakeFolder(folder / L"keys");
    WriteSets(folder / L"keys", 4, 300);
    {
        TestRuntime runtime;
        for (DWORD shard : {1, 2}) {
            Bulk part(folder / L"keys", folder / L"out");
            part.options.shardIndex = shard;
            part.options.shardCount = 2;
            REQUIRE(RunBulk(runtime, part).code == S_OK);
        }
    }
    FullRuntime full;
    Bulk merge(L"", L"");
    merge.merge = folder / L"out";
    full.checkEnds(merge, false);
    full.letGo();
    const BulkOutcome merged = RunBulk(full.runtime, merge); // nothing stands in its way
    CHECK_MESSAGE(merged.code == S_OK, merged.text);
}
