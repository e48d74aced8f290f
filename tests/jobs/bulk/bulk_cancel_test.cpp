/*
 * The keys of an endless table fill the memory for buffers, so that the reads of a run are parked
 * for as long as it searches. These tests cancel the run, or let its time be over: it ends all the
 * same, a merge too, and the endless table goes on.
 */
#include "runtime/files/file_check.h"
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

void WriteShards(const Folder &folder, const std::wstring &pack)
{
    MakeFolder(folder / L"keys");
    WriteSets(folder / L"keys", 4, 300);
    TestRuntime runtime;
    for (DWORD shard : {1, 2}) {
        Bulk part(folder / L"keys", folder / L"out");
        part.pack = pack;
        part.options.shardIndex = shard;
        part.options.shardCount = 2;
        REQUIRE(RunBulk(runtime, part).code == S_OK);
    }
}

// How many items of requests a node admits now.
LONG PlacesOf(Node *node)
{
    Admission all;
    LONG places = 0;
    AdmissionInit(&all, node, ReadyInteractive, MAXLONG);
    while (AdmissionEnter(&all))
        places++;
    for (LONG i = 0; i < places; i++)
        AdmissionDone(&all);
    return places;
}

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
    WriteShards(folder, L"");
    for (const wchar_t *shard : {L"1", L"2"}) { // so long that each is looked at through a buffer before it is read
        const std::wstring path = folder / (L"out\\PerfectHashBulkCreate." + std::wstring(shard) + L"-of-2.json");
        const Bytes json = ReadBytes(path);
        WriteText(path, std::string(json.begin(), json.end()) + std::string(FileCheckBytes, ' '));
    }
    FullRuntime full;
    Bulk merge(L"", L"");
    merge.merge = folder / L"out";
    full.checkEnds(merge, false);
    full.letGo();
    const BulkOutcome merged = RunBulk(full.runtime, merge); // nothing stands in its way
    CHECK_MESSAGE(merged.code == S_OK, merged.text);
}

TEST_CASE("a merge whose images wait for buffers leaves its node's places to others")
{
    const Folder folder;
    WriteShards(folder, folder / L"all.phpack");
    RuntimeOptions options = {};
    options.simulatedNumaNodes = 1;
    options.maxThreads = 4;
    options.bufferBudgetBytes = 1 << 20;
    TestRuntime runtime(options);
    Node *const node = RuntimeNodeAt(runtime, 0);
    const LONG places = PlacesOf(node);
    struct Filled {
        Node *node;
        Buffer *buffer = nullptr;
    } filled = {node};
    const auto fill = [](BulkJob *, const BulkRow *, void *context) { // behind the first image
        auto *all = static_cast<Filled *>(context);
        if (all->buffer == nullptr)
            all->buffer = BufferAcquire(all->node, 1 << 20);
    };
    Bulk merge(L"", L"");
    merge.merge = folder / L"out";
    merge.options.maximumConcurrency = 1;
    const BulkRequest request = merge.request();
    BulkJob *job = nullptr;
    Failure failure = {};
    REQUIRE(BulkJobStart(runtime, &request, nullptr, fill, &filled, &job, &failure) == S_OK);
    CHECK(Eventually([&] {
        RuntimeStatistics statistics;
        RuntimeStatisticsTake(runtime, &statistics);
        return statistics.parked != 0;
    }));
    CHECK(Eventually([&] { return PlacesOf(node) == places; }));
    BufferRelease(filled.buffer);
    const BulkOutcome merged = WaitBulk(job);
    CHECK_MESSAGE(merged.code == S_OK, merged.text);
    CHECK(merged.result->rowCount == 4);
}
