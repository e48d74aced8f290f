/*
 * These tests count the work items in flight of searches that would never end. A ramp adds a lane
 * after each interval, up to the limit, and changes no bytes. A run never has more tables in flight
 * than its option allows, and spreads them over the nodes.
 */
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <thread>

#include "jobs/table/table_job_steps.h"
#include "runtime/engine/node.h"
#include "support/jobs/bulk_fixture.h"

namespace {

// Does it come to this, and not for a moment only, that each node has so many items in flight? A
// lane is one, or, when it posts itself again, two.
bool AreInFlight(Runtime *runtime, const std::vector<DWORD> &wanted)
{
    int samples = 0;
    return Eventually([&] {
        std::vector<DWORD> now;
        const auto note = [](void *context, const char *line) {
            unsigned long node, count;
            if (sscanf(line, "node %lu: in flight %lu,", &node, &count) == 2)
                static_cast<std::vector<DWORD> *>(context)->push_back(count);
        };
        RuntimeTraceWrite(runtime, note, &now);
        REQUIRE(now.size() == wanted.size());
        samples++;
        for (size_t i = 0; i < now.size(); i++)
            samples = now[i] >= wanted[i] ? samples : 0;
        return samples >= 20;
    });
}

DWORD TablesUnderWay(Runtime *runtime) // each has its keys in a buffer
{
    RuntimeStatistics statistics;
    RuntimeStatisticsTake(runtime, &statistics);
    return (DWORD)statistics.buffersInUse;
}

// Waits, and not for ever, until so many are counted, and then for another one, which would come by
// now.
template <class Count> DWORD Settled(DWORD wanted, Count count)
{
    Eventually([&] { return count() >= wanted; });
    Sleep(50);
    return count();
}

// A run of tables of one lane each that are sought for ever.
struct LongRun {
    Bulk bulk;
    LongRun(const Folder &folder, DWORD concurrency) : bulk(folder / L"keys", L"")
    {
        const Request request = LongRequest(L"");
        bulk.options.table = request.options;
        bulk.options.table.maxPerFileConcurrency = 1;
        bulk.options.maximumConcurrency = concurrency;
    }
};

void WriteLongSets(const Folder &folder, int count)
{
    MakeFolder(folder / L"keys");
    const Request request = LongRequest(L"");
    for (int i = 0; i < count; i++)
        WriteBytes(folder / (L"keys\\" + std::to_wstring(i) + L".keys"), request.keys,
                   request.keyCount * request.keySizeInBytes);
}

// Checks how many tables a run over those sets has under way until it is cancelled.
// asked: the most that it may have; 0: it chooses.
void CheckUnderWay(const Folder &folder, const RuntimeOptions &options, DWORD asked, DWORD expected)
{
    TestRuntime runtime(options);
    LongRun run(folder, asked);
    BulkJob *job = StartBulk(runtime, run.bulk);
    CHECK(Settled(expected, [&runtime] { return TablesUnderWay(runtime); }) == expected);
    BulkJobCancel(job);
    CHECK(WaitBulk(job).state == JobCancelled);
}

} // namespace

TEST_CASE("a ramp adds a lane after each interval, up to the most that are allowed, and none without one")
{
    struct {
        DWORD most, intervalMs, lanes;
    } const cases[] = {{4, 20, 4}, {3, 1, 3}, {1, 1, 1}, {4, 600000, 1}};
    for (const auto &each : cases) {
        CAPTURE(each.most);
        CAPTURE(each.intervalMs);
        RuntimeOptions options = {};
        options.simulatedNumaNodes = 1;
        options.iocpConcurrency = 4;
        TestRuntime runtime(options);
        Request request = LongRequest(L"ramp");
        request.options.initialPerFileConcurrency = 1;
        request.options.maxPerFileConcurrency = each.most;
        request.options.increaseConcurrencyAfterMs = each.intervalMs;
        TableJob *job = nullptr;
        REQUIRE(TableJobStart(runtime, &request, nullptr, nullptr, &job, nullptr) == S_OK);
        CHECK(Settled(each.lanes, [job] { return (DWORD)job->run.started; }) == each.lanes);
        CHECK(AreInFlight(runtime, {each.lanes}));
        TableJobCancel(job);
        CHECK(Wait(job).state == JobCancelled);
    }
}

TEST_CASE("the lanes that a ramp adds change no bytes")
{
    const std::vector<uint32_t> keys = AddressLikeKeys(32768);
    TestRuntime runtime(4, 8);
    Request request = KeysRequest(keys, L"ramp", L"");
    request.options.solve.hashFunction = HashMultiplyShiftRX; // takes many attempts: long enough for several intervals
    request.options.solve.maxAttempts = 3000;
    request.options.solve.maxTableResizes = 4;
    request.options.maxPerFileConcurrency = 1;
    const Outcome alone = Run(runtime, request);
    REQUIRE_MESSAGE(alone.code == S_OK, alone.text);
    request.options.maxPerFileConcurrency = 8;
    request.options.increaseConcurrencyAfterMs = 5;
    const Outcome ramped = Run(runtime, request);
    REQUIRE_MESSAGE(ramped.code == S_OK, ramped.text);
    REQUIRE(alone.result->view.imageBytes == ramped.result->view.imageBytes);
    CHECK(std::memcmp(alone.result->view.image, ramped.result->view.image, alone.result->view.imageBytes) == 0);
}

TEST_CASE("no more tables are under way than a run may have, on however many nodes")
{
    Folder folder;
    WriteLongSets(folder, 12);
    for (const DWORD nodes : {1, 4}) {
        for (const DWORD most : {1, 3, 7}) {
            CAPTURE(nodes);
            CAPTURE(most);
            RuntimeOptions options = {};
            options.simulatedNumaNodes = nodes;
            options.iocpConcurrency = 4;
            CheckUnderWay(folder, options, most, most);
        }
    }
}

TEST_CASE("a run that has many threads has no more tables under way than the processors can serve")
{
    const DWORD most = std::min<DWORD>(8 * GetActiveProcessorCount(ALL_PROCESSOR_GROUPS), 64);
    Folder folder;
    WriteLongSets(folder, static_cast<int>(most) + 6);
    RuntimeOptions options = {};
    options.simulatedNumaNodes = 2;
    options.maxThreads = 64;
    CheckUnderWay(folder, options, 0, most);
}

TEST_CASE("the tables of a run are spread over the nodes")
{
    Folder folder;
    WriteLongSets(folder, 12);
    RuntimeOptions options = {};
    options.simulatedNumaNodes = 4;
    options.iocpConcurrency = 2;
    TestRuntime runtime(options);
    for (const auto &each :
         {std::vector<DWORD>{2, 2, 2, 2}, std::vector<DWORD>{2, 2, 1, 1}, std::vector<DWORD>{1, 1, 1, 0}}) {
        DWORD tables = 0;
        for (const DWORD count : each)
            tables += count;
        CAPTURE(tables);
        LongRun run(folder, tables);
        BulkJob *job = StartBulk(runtime, run.bulk);
        CHECK(Settled(tables, [&runtime] { return TablesUnderWay(runtime); }) == tables);
        CHECK(AreInFlight(runtime, each));
        BulkJobCancel(job);
        CHECK(WaitBulk(job).state == JobCancelled);
    }
}

TEST_CASE("a run's own steps that a slow disk can hold wait with those of tables, and small tables go on")
{
    Folder folder;
    TestRuntime runtime(2, 4);
    MakeFolder(folder / L"keys");
    WriteSets(folder / L"keys", 3, 100);
    Bulk bulk(folder / L"keys", folder / L"out");
    Node *node = RuntimeNodeAt(runtime, 0);
    Admission busy;
    LONG taken = 0;
    AdmissionInitBlocking(&busy, node, ReadyInteractive, MAXLONG);
    bool waited = false;
    std::thread end;
    const BulkOutcome outcome = RunBulkInSteps(runtime, bulk, [&](size_t ended) {
        if (ended != 3)
            return;
        while (AdmissionEnter(&busy))
            taken++;
        end = std::thread([&] {
            waited = Eventually([&] { return *(const volatile LONG *)&node->blocking.waiting == 1; });
            const std::vector<uint32_t> few = SomeKeys(300);
            CheckTable(Run(runtime, KeysRequest(few, L"few", L"")).result, few);
            for (; taken != 0; taken--)
                AdmissionDone(&busy);
        });
    });
    end.join();
    CHECK(waited);
    CHECK(outcome.code == S_OK);
    CHECK(FilesBelow(folder / L"out").size() == 3 * 2 + 2);
}
