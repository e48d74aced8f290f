/*
 * A table's image, solver and lanes may take more memory than its node's budget has left. These
 * tests prove that such a table waits until others have ended, that it keeps no place while it
 * waits, so that small tables go on, and that a cancel does not wait, alone or in a bulk run.
 */
#include "jobs/bulk/bulk_job.h"
#include "runtime/engine/memory_budget.h"
#include "support/jobs/fixture.h"

namespace {

// Room for the keys of all tables here, and for one of them to be searched.
RuntimeOptions Narrow()
{
    RuntimeOptions options = {};
    options.simulatedNumaNodes = 1;
    options.iocpConcurrency = 2;
    options.maxThreads = 2;
    options.bufferBudgetBytes = 64 * 1024 * 1024;
    return options;
}

Request Endless(const std::vector<uint32_t> &keys)
{
    Request request = KeysRequest(keys, L"endless", L"");
    request.options.solve.layout = LayoutFlat;
    request.options.solve.fixedAttempts = UINT32_MAX;
    request.options.maxPerFileConcurrency = 1;
    return request;
}

TableJob *Started(Runtime *runtime, const TableRequest &request)
{
    TableJob *job = nullptr;
    REQUIRE(TableJobStart(runtime, &request, nullptr, nullptr, &job, nullptr) == S_OK);
    return job;
}

bool Searches(const TableJob *job)
{
    return Eventually([&] { return TableJobProgress(job) >= 0.2; });
}

bool Parks(Runtime *runtime, DWORD count)
{
    RuntimeStatistics statistics = {};
    return Eventually([&] {
        RuntimeStatisticsTake(runtime, &statistics);
        return statistics.parked == count;
    });
}

} // namespace

TEST_CASE("a table that does not fit waits for memory without a place, and small tables go on")
{
    const std::vector<uint32_t> keys = SomeKeys(1000000), few = SomeKeys(300);
    TestRuntime runtime(Narrow());
    TableJob *first = Started(runtime, Endless(keys));
    REQUIRE(Searches(first));
    std::vector<TableJob *> waiting;
    const DWORD many = 6; // more than a node of two workers has places
    for (DWORD i = 0; i < many; i++)
        waiting.push_back(Started(runtime, Endless(keys)));
    REQUIRE(Parks(runtime, many));
    CheckTable(Run(runtime, KeysRequest(few, L"few", L"")).result, few);
    for (TableJob *job : waiting)
        CHECK(TableJobProgress(job) < 0.2);
    // A cancel does not wait, and the next one in line has the memory once it is given back.
    TableJobCancel(waiting[1]);
    CHECK(Wait(waiting[1]).code == PERFECTHASH_E_CANCELLED);
    TableJobCancel(first);
    CHECK(Wait(first).code == PERFECTHASH_E_CANCELLED);
    CHECK(Searches(waiting[0]));
    CHECK(TableJobProgress(waiting[2]) < 0.2);
    for (DWORD i = 0; i < many; i++) {
        if (i == 1)
            continue;
        TableJobCancel(waiting[i]);
        CHECK(Wait(waiting[i]).code == PERFECTHASH_E_CANCELLED);
    }
}

TEST_CASE("a bulk run whose tables wait for another job's memory is cancelled at once")
{
    Folder folder;
    const std::vector<uint32_t> keys = SomeKeys(1000000);
    for (int i = 0; i < 2; i++)
        WriteKeys(folder / (std::to_wstring(i) + L".keys"), keys);
    TestRuntime runtime(Narrow());
    TableJob *first = Started(runtime, Endless(keys));
    REQUIRE(Searches(first));
    BulkRequest request = {};
    BulkJob *bulk = nullptr;
    BulkOptionsDefault(&request.options);
    request.keysDirectory = folder.path.c_str();
    request.options.table = Endless({}).options;
    REQUIRE(BulkJobStart(runtime, &request, nullptr, nullptr, nullptr, &bulk, nullptr) == S_OK);
    REQUIRE(Parks(runtime, 2));
    BulkJobCancel(bulk);
    CHECK(WaitForSingleObject(BulkJobEvent(bulk), 60000) == WAIT_OBJECT_0);
    JobProgress progress;
    BulkJobSnapshot(bulk, &progress);
    CHECK(progress.state == JobCancelled);
    BulkJobRelease(bulk);
    CHECK(TableJobState(first) == JobRunning);
    TableJobCancel(first);
    CHECK(Wait(first).code == PERFECTHASH_E_CANCELLED);
}

TEST_CASE("a runtime that stops ends tables that wait for memory")
{
    const std::vector<uint32_t> keys = SomeKeys(1000000);
    TestRuntime runtime(Narrow());
    TableJob *first = Started(runtime, Endless(keys)), *second;
    REQUIRE(Searches(first));
    second = Started(runtime, Endless(keys));
    REQUIRE(Parks(runtime, 1));
    TableJobCancel(first);
    RuntimeStop(runtime.runtime);
    runtime.runtime = nullptr;
    CHECK(Wait(first).code == PERFECTHASH_E_CANCELLED);
    CHECK(Wait(second).code == PERFECTHASH_E_CANCELLED);
}
