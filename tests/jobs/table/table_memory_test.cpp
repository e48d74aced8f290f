/*
 * A table's image, solver and lanes may take more memory than its node's budget has left. These
 * tests prove that such a table waits until others have ended, that it keeps no place while it
 * waits, so that small tables go on, and that a cancel does not wait, alone or in a bulk run. A
 * table that grows waits for what it takes more. What the solver took is given back before files
 * are put in place, except for what the header's text takes.
 */
#include "chm01/emit/source.h"
#include "jobs/bulk/bulk_job.h"
#include "jobs/table/folder_lock.h"
#include "jobs/table/output_set.h"
#include "runtime/base/win32_calls.h"
#include "runtime/engine/memory_budget.h"
#include "runtime/engine/node.h"
#include "support/jobs/fixture.h"

#include <algorithm>

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

bool Searches(const TableJob *job)
{
    return Eventually([&] { return TableJobProgress(job) >= 0.2; });
}

JobWait WaitsFor(const TableJob *job)
{
    JobProgress progress;
    TableJobSnapshot(job, &progress);
    return progress.waits;
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
    for (TableJob *job : waiting) {
        CHECK(TableJobProgress(job) < 0.2);
        CHECK(WaitsFor(job) == JobWaitMemory);
    }
    CHECK(WaitsFor(first) == JobWaitNothing);
    // A cancel does not wait, and the next one in line has the memory once it is given back.
    TableJobCancel(waiting[1]);
    CHECK(Wait(waiting[1]).code == PERFECTHASH_E_CANCELLED);
    TableJobCancel(first);
    CHECK(Wait(first).code == PERFECTHASH_E_CANCELLED);
    CHECK(Searches(waiting[0]));
    CHECK(WaitsFor(waiting[0]) == JobWaitNothing);
    CHECK(TableJobProgress(waiting[2]) < 0.2);
    for (DWORD i = 0; i < many; i++) {
        if (i == 1)
            continue;
        TableJobCancel(waiting[i]);
        CHECK(Wait(waiting[i]).code == PERFECTHASH_E_CANCELLED);
    }
}

TEST_CASE("a table that is searched is told to take what it has reserved, and its keys")
{
    const std::vector<uint32_t> keys = SomeKeys(200000);
    TestRuntime runtime(Narrow());
    Request request = Endless(keys);
    request.options.maxPerFileConcurrency = 2;
    TableJob *job = Started(runtime, request);
    REQUIRE(Searches(job));
    const size_t reserved = RuntimeNodeAt(runtime, 0)->memory.reserved, keyBytes = keys.size() * sizeof keys[0];
    JobProgress progress;
    CHECK(Eventually([&] {
        TableJobSnapshot(job, &progress);
        return progress.memoryBytes >= reserved;
    }));
    CHECK(progress.memoryBytes < reserved + 2 * keyBytes);
    TableJobCancel(job);
    CHECK(Wait(job).code == PERFECTHASH_E_CANCELLED);
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

TEST_CASE("guests with many loaded keys that wait leave the owner's small table its keys")
{
    Folder folder;
    const std::vector<uint32_t> many = SomeKeys(200000), few = SomeKeys(300);
    WriteKeys(folder / L"many.keys", many);
    WriteKeys(folder / L"few.keys", few);
    RuntimeOptions options = Narrow();
    options.bufferBudgetBytes = 8 * (1024 * 1024 + 4096); // eight sets fill them
    TestRuntime runtime(options);
    Node *node = RuntimeNode(runtime, TRUE);
    static volatile LONG never = 0;
    MemoryRequest all = {};
    all.guest = TRUE;
    REQUIRE(MemoryRequestStart(&all, node, node->pool.budget, &never, nullptr) == ERROR_SUCCESS);
    Request guests = FileRequest(folder / L"many.keys", L"");
    guests.guest = TRUE;
    std::vector<TableJob *> waiting;
    const DWORD count = 12; // whose keys take more than all buffers
    for (DWORD i = 0; i < count; i++)
        waiting.push_back(Started(runtime, guests));
    REQUIRE(Eventually([&] { return node->pool.lines[BufferGuestSmall].parking.announced != 0; }));
    CHECK(std::any_of(waiting.begin(), waiting.end(),
                      [](const TableJob *job) { return WaitsFor(job) == JobWaitBuffer; }));
    CheckTable(Run(runtime, FileRequest(folder / L"few.keys", L"")).result, few);
    MemoryGiveBack(node, TRUE, node->pool.budget);
    for (TableJob *job : waiting)
        CheckTable(Wait(job).result, many);
    CHECK(node->pool.guestBytes == 0);
}

TEST_CASE("a table whose keys wait for a buffer keeps no place, and small tables go on")
{
    Folder folder;
    const std::vector<uint32_t> keys = SomeKeys(200000), few = SomeKeys(300);
    WriteKeys(folder / L"set.keys", keys);
    RuntimeOptions options = Narrow();
    options.bufferBudgetBytes = 1024 * 1024; // of one table's keys
    TestRuntime runtime(options);
    Request request = FileRequest(folder / L"set.keys", L"");
    request.options = Endless({}).options;
    TableJob *first = Started(runtime, request);
    REQUIRE(Searches(first));
    std::vector<TableJob *> waiting;
    const DWORD many = 6; // more than a node of two workers has places
    for (DWORD i = 0; i < many; i++)
        waiting.push_back(Started(runtime, request));
    CHECK(Parks(runtime, many));
    TableJob *small = Started(runtime, KeysRequest(few, L"few", L""));
    CHECK(Eventually([&] { return TableJobState(small) != JobRunning; }));
    for (TableJob *job : waiting) {
        CHECK(WaitsFor(job) == JobWaitBuffer);
        TableJobCancel(job);
        CHECK(Wait(job).code == PERFECTHASH_E_CANCELLED);
    }
    CheckTable(Wait(small).result, few);
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

namespace {

Request Growing(const std::vector<uint32_t> &keys)
{
    Request request = KeysRequest(keys, L"growing", L"");
    request.options.solve.layout = LayoutFlat;
    request.options.solve.maxAttempts = 1;
    request.options.solve.maxTableResizes = 8;
    request.options.maxPerFileConcurrency = 1;
    return request;
}

// As many keys as a table has edges at first, which the first attempt does not solve.
std::vector<uint32_t> TightKeys(Runtime *runtime)
{
    for (uint32_t seed = 1; seed < 30; seed++) {
        const std::vector<uint32_t> keys = SomeKeys((size_t)1 << 19, seed);
        const Outcome outcome = Run(runtime, Growing(keys));
        REQUIRE(outcome.result != nullptr);
        if (outcome.result->view.resizes != 0)
            return keys;
    }
    FAIL("all sets are solved at once");
    return {};
}

} // namespace

TEST_CASE("a table that grows waits for the memory that it takes more")
{
    TestRuntime runtime(Narrow());
    const std::vector<uint32_t> keys = TightKeys(runtime);
    Node *node = RuntimeNode(runtime, TRUE);
    static volatile LONG never = 0;
    constexpr size_t MiB = 1 << 20;
    MemoryRequest all = {};
    size_t rest = node->pool.budget;
    REQUIRE(MemoryRequestStart(&all, node, rest, &never, nullptr) == ERROR_SUCCESS);
    TableJob *job = Started(runtime, Growing(keys));
    REQUIRE(Parks(runtime, 1));
    for (; rest != 0 && node->memory.reserved == rest; rest -= MiB) // until it has what it takes at first
        MemoryGiveBack(node, FALSE, MiB);
    const size_t first = node->memory.reserved - rest;
    REQUIRE(first > MiB);
    REQUIRE(Searches(job));
    REQUIRE(Parks(runtime, 1));
    CHECK(node->memory.reserved == rest + first);
    CHECK(TableJobState(job) == JobRunning);
    MemoryGiveBack(node, FALSE, rest);
    const Outcome outcome = Wait(job);
    REQUIRE(outcome.result != nullptr);
    CHECK(outcome.result->view.resizes != 0);
    CheckTable(outcome.result, keys);
    CHECK(node->memory.reserved == 0);
}

TEST_CASE("a table that waits for its folder has given back what the solver took")
{
    Folder folder;
    const std::vector<uint32_t> keys = SomeKeys(300000);
    TestRuntime runtime(Narrow());
    Node *node = RuntimeNode(runtime, TRUE);
    Request request = KeysRequest(keys, L"some", folder.path);
    request.options.solve.layout = LayoutFlat;
    FolderLock lock = {};
    wchar_t *held = OutputSetFolder(folder.path.c_str(), L"some", L"Quadx");
    REQUIRE(FolderLockTry(&lock, held));
    TableJob *job = Started(runtime, request);
    JobProgress progress = {};
    for (int i = 0; i < 6000 && progress.step != JobStepLock; i++) {
        Sleep(10);
        TableJobSnapshot(job, &progress);
    }
    CHECK(progress.step == JobStepLock);
    const size_t waiting = node->memory.reserved;
    FolderLockLeave(&lock, FALSE, held);
    Win32Free(held);
    const Outcome outcome = Wait(job);
    REQUIRE(outcome.result != nullptr);
    const TableView *view = &outcome.result->view;
    const SourceOptions source = TableOptionsSource(&request.options);
    CHECK(waiting == view->imageBytes + SourceBound(view, &source));
    CHECK(node->memory.reserved == 0);
}
