/*
 * Tables that take much memory have places of their own, one more on a node than slices have. These
 * tests take all of them and prove that such a table waits before it takes its memory, that others
 * go on, that a cancel does not wait, alone or in a bulk run, and that a search which has had its
 * turns makes way for the next large table.
 */
#include "runtime/engine/memory_budget.h"
#include "runtime/engine/node.h"
#include "support/jobs/bulk_fixture.h"

namespace {

enum { LargeKeys = 1 << 20 };

// All places for large tables of a runtime's first node but so many.
struct LargePlaces {
    Admission admission;
    LONG count = 0;
    explicit LargePlaces(Runtime *runtime, LONG but = 0)
    {
        Node *node = RuntimeNodeAt(runtime, 0);
        AdmissionInitLarge(&admission, node, ReadyInteractive, MAXLONG);
        while (AdmissionEnter(&admission))
            count++;
        CHECK(count == NodeSliceCapacity(node) + 1);
        for (; but > 0; but--)
            giveOne();
    }
    ~LargePlaces()
    {
        while (count > 0)
            giveOne();
    }
    LargePlaces(const LargePlaces &) = delete;
    LargePlaces &operator=(const LargePlaces &) = delete;
    void giveOne()
    {
        AdmissionDone(&admission);
        count--;
    }
};

bool Waits(Runtime *runtime, LONG count)
{
    return Eventually([&] { return NodeLargeWaiting(RuntimeNodeAt(runtime, 0)) == count; });
}

} // namespace

TEST_CASE("a large table waits for a place, takes nothing meanwhile, and small ones go on")
{
    TestRuntime runtime(2, 4);
    const std::vector<uint32_t> keys = SomeKeys(LargeKeys), few = SomeKeys(300);
    LargePlaces taken(runtime);
    TableJob *large = Started(runtime, KeysRequest(keys, L"large", L""));
    REQUIRE(Waits(runtime, 1));
    CHECK(RuntimeNodeAt(runtime, 0)->memory.reserved == 0);
    JobProgress progress;
    TableJobSnapshot(large, &progress);
    CHECK((progress.step == JobStepReserve && progress.waits == JobWaitLarge));
    CheckTable(Run(runtime, KeysRequest(few, L"few", L"")).result, few);
    taken.giveOne();
    CheckTable(Wait(large).result, keys);
    CHECK(Waits(runtime, 0));
    Admission given;
    AdmissionInitLarge(&given, RuntimeNodeAt(runtime, 0), ReadyInteractive, 1);
    CHECK(AdmissionEnter(&given)); // the table has given its place back
    AdmissionDone(&given);
}

TEST_CASE("a cancel does not wait for a place of large tables, alone or in a bulk run")
{
    Folder folder;
    TestRuntime runtime(2, 4);
    const std::vector<uint32_t> keys = SomeKeys(LargeKeys);
    const LargePlaces taken(runtime);
    TableJob *large = Started(runtime, KeysRequest(keys, L"large", L""));
    REQUIRE(Waits(runtime, 1));
    TableJobCancel(large);
    CHECK(Wait(large).code == PERFECTHASH_E_CANCELLED);
    CHECK(Waits(runtime, 0));
    MakeFolder(folder / L"keys");
    for (int i = 0; i < 2; i++)
        WriteKeys(folder / (L"keys\\" + std::to_wstring(i) + L".keys"), keys);
    Bulk bulk(folder / L"keys", L"");
    BulkJob *run = StartBulk(runtime, bulk);
    REQUIRE(Waits(runtime, 2));
    JobProgress progress;
    BulkJobLook(run, &progress);
    CHECK((progress.step == JobStepTables && progress.waits == JobWaitLarge));
    BulkJobCancel(run);
    CHECK(WaitBulk(run).state == JobCancelled);
    CHECK(Waits(runtime, 0));
}

TEST_CASE("a run shows what most of its tables wait for, unless as many of them go on")
{
    Folder folder;
    TestRuntime runtime(2, 4);
    const LargePlaces taken(runtime);
    MakeFolder(folder / L"keys");
    for (int i = 0; i < 2; i++)
        WriteKeys(folder / (L"keys\\" + std::to_wstring(i) + L".keys"), AddressLikeKeys(3000));
    WriteKeys(folder / L"keys\\large.keys", SomeKeys(LargeKeys));
    Bulk bulk(folder / L"keys", L"");
    bulk.options.table.solve.layout = LayoutFlat;
    bulk.options.table.solve.fixedAttempts = UINT32_MAX;
    BulkJob *run = StartBulk(runtime, bulk);
    REQUIRE(Waits(runtime, 1));
    JobProgress progress;
    CHECK(Eventually([&] { return BulkJobLook(run, &progress), progress.waits == JobWaitNothing; }));
    Node *node = RuntimeNodeAt(runtime, 0);
    Admission all;
    AdmissionInit(&all, node, ReadyInteractive, MAXLONG);
    LONG count = 0;
    while (AdmissionEnter(&all))
        count++;
    BulkJob *other = StartBulk(runtime, bulk);
    CHECK(Eventually([&] { return BulkJobLook(other, &progress), progress.waits == JobWaitTurn; }));
    BulkJobCancel(other);
    CHECK(WaitBulk(other).state == JobCancelled);
    BulkJobCancel(run);
    CHECK(WaitBulk(run).state == JobCancelled);
    for (; count > 0; count--)
        AdmissionDone(&all);
}

TEST_CASE("a large table that is searched for long makes way for the next one, and goes on")
{
    TestRuntime runtime(2, 4);
    const std::vector<uint32_t> keys = SomeKeys(LargeKeys);
    const LargePlaces taken(runtime, 1);
    Request request = KeysRequest(keys, L"endless", L"");
    request.options.solve.layout = LayoutFlat;
    request.options.solve.fixedAttempts = UINT32_MAX;
    TableJob *endless = Started(runtime, request);
    REQUIRE(Eventually([&] { return TableJobProgress(endless) >= 0.2; }));
    CheckTable(Run(runtime, KeysRequest(keys, L"next", L"")).result, keys);
    CHECK(TableJobState(endless) == JobRunning);
    TableJobCancel(endless);
    CHECK(Wait(endless).code == PERFECTHASH_E_CANCELLED);
}

TEST_CASE("a user's tables that wait for his memory leave the places of large tables to others")
{
    TestRuntime runtime(2, 4);
    const std::vector<uint32_t> keys = SomeKeys(LargeKeys);
    Node *node = RuntimeNodeAt(runtime, 0);
    static volatile LONG never = 0;
    constexpr size_t limit = (size_t)40 << 20;
    MemoryQuota quota;
    MemoryQuotaInit(&quota, limit, FALSE);
    MemoryRequest all = {};
    all.quota = &quota;
    all.guest = TRUE;
    REQUIRE(MemoryRequestStart(&all, node, limit, &never, nullptr) == ERROR_SUCCESS);
    Request request = KeysRequest(keys, L"his", L"");
    request.guest = TRUE;
    request.quota = &quota;
    std::vector<TableJob *> his;
    for (int i = 0; i < 3; i++)
        his.push_back(Started(runtime, request));
    CHECK(Eventually([&] {
        RuntimeStatistics statistics = {};
        RuntimeStatisticsTake(runtime, &statistics);
        return statistics.parked == 3 && statistics.parkedQuotas == 3 && NodeLargeWaiting(node) == 0;
    }));
    for (const TableJob *job : his) {
        JobProgress progress;
        TableJobSnapshot(job, &progress);
        CHECK((progress.step == JobStepReserve && progress.waits == JobWaitQuota));
    }
    Request another = KeysRequest(keys, L"another's", L"");
    another.guest = TRUE;
    CheckTable(Run(runtime, another).result, keys);
    MemoryGiveBack(node, TRUE, limit);
    MemoryQuotaGiveBack(&quota, limit);
    for (TableJob *job : his)
        CheckTable(Wait(job).result, keys);
}
