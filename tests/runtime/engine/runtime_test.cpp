/*
 * These tests start and stop runtimes. Senseless options are refused, an unused runtime has no
 * thread, and workers start on demand up to the limit. A stop waits for every holder, admits nobody
 * and also works on one of the runtime's own workers. Bulk work rotates over the nodes, and single
 * work goes to the least busy node.
 */
#include <doctest/doctest.h>

#include <atomic>

#include "runtime/engine/runtime_state.h"
#include "support/runtime/fixture.h"

TEST_CASE("a job object bounds the memory that the budget is a part of")
{
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits = {};
    limits.JobMemoryLimit = 300;
    limits.ProcessMemoryLimit = 200;
    DWORD &flags = limits.BasicLimitInformation.LimitFlags;
    CHECK(RuntimeMemoryWithin(1000, &limits) == 1000); // none is set
    flags = JOB_OBJECT_LIMIT_JOB_MEMORY;
    CHECK(RuntimeMemoryWithin(1000, &limits) == 300);
    flags |= JOB_OBJECT_LIMIT_PROCESS_MEMORY;
    CHECK(RuntimeMemoryWithin(1000, &limits) == 200);
    CHECK(RuntimeMemoryWithin(100, &limits) == 100);
}

TEST_CASE("options that make no sense are refused")
{
    Runtime *runtime = nullptr;
    RuntimeOptions options = {};
    options.numaNodes = L"77";
    CHECK(RuntimeStart(&options, &runtime) == ERROR_INVALID_PARAMETER);
    CHECK(runtime == nullptr);
    options.numaNodes = L"0,4";
    options.simulatedNumaNodes = 4;
    CHECK(RuntimeStart(&options, &runtime) == ERROR_INVALID_PARAMETER);
    size_t errorAt = 9;
    CHECK(RuntimeNodesParse(L"0,4", 4, &errorAt) == ERROR_INVALID_PARAMETER);
    CHECK(errorAt == 2);
    CHECK(RuntimeNodesParse(L"0,1-3", 4, nullptr) == ERROR_SUCCESS);
    options = {};
    options.simulatedNumaNodes = 65;
    CHECK(RuntimeStart(&options, &runtime) == ERROR_INVALID_PARAMETER);
    options = {};
    options.maxThreads = 100000;
    CHECK(RuntimeStart(&options, &runtime) == ERROR_INVALID_PARAMETER);
    CHECK(RuntimeStart(nullptr, nullptr) == ERROR_INVALID_PARAMETER);
}

TEST_CASE("a runtime that is not used makes no thread")
{
    const DWORD before = ThreadCount();
    TestRuntime runtime;
    CHECK(ThreadCount() == before);
    CHECK(runtime.Statistics().workers == 0);
    CHECK(runtime.Statistics().nodes >= 1);
}

TEST_CASE("a worker's stack is a small one")
{
    static SIZE_T bytes;
    static Signal ran;
    TestRuntime runtime;
    WorkItem item;
    WorkItemInit(&item, [](WorkItem *it, Worker *, DWORD, DWORD) {
        MEMORY_BASIC_INFORMATION here, part;
        bytes = 0;
        REQUIRE(VirtualQuery(&here, &here, sizeof here));
        for (BYTE *at = static_cast<BYTE *>(here.AllocationBase);
             VirtualQuery(at, &part, sizeof part) && part.AllocationBase == here.AllocationBase; at += part.RegionSize)
            bytes += part.RegionSize;
        WorkItemPoison(it);
        ran.Set();
    });
    REQUIRE(NodePost(runtime.AnyNode(), &item) == ERROR_SUCCESS);
    ran.Wait();
    CHECK(bytes >= 512 * 1024);
    CHECK(bytes <= 1024 * 1024); // the least that Wine has
}

TEST_CASE("workers start on demand, up to the limit, and the process has no other thread of ours")
{
    RuntimeOptions options = {};
    options.simulatedNumaNodes = 2;
    options.maxThreads = 3;
    options.iocpConcurrency = 3;
    const DWORD before = ThreadCount();
    TestRuntime runtime(options);
    static std::atomic<bool> stay;
    static std::atomic<int> inside;
    std::vector<WorkItem> items(20);
    stay = true;
    inside = 0;
    for (WorkItem &item : items) {
        WorkItemInit(&item, [](WorkItem *, Worker *, DWORD, DWORD) {
            inside++;
            while (stay)
                Sleep(1); // a callback that breaks the rules, so that all workers are needed
            inside--;
        });
        CHECK(NodePost(RuntimeNode(*runtime, TRUE), &item) == ERROR_SUCCESS);
    }
    CHECK(Eventually([] { return inside == 6; }));
    CHECK(runtime.Statistics().workers == 6);
    CHECK(ThreadCount() == before + 6);
    stay = false;
    runtime.Stop();
    CHECK(inside == 0);
    CHECK(ThreadCount() == before);
}

TEST_CASE("a stop waits for whoever holds the runtime, and lets nobody in")
{
    TestRuntime runtime;
    struct Late {
        Runtime *runtime;
        std::atomic<bool> released{false};
    } late;
    late.runtime = *runtime;
    REQUIRE(RuntimeHold(*runtime));
    HANDLE thread = CreateThread(
        nullptr, 0,
        [](void *parameter) -> DWORD {
            Late *self = static_cast<Late *>(parameter);
            Sleep(50);
            while (RuntimeHold(self->runtime)) { // until the stop has begun
                RuntimeRelease(self->runtime);
                Sleep(1);
            }
            self->released = true;
            RuntimeRelease(self->runtime);
            return 0;
        },
        &late, 0, nullptr);
    runtime.Stop();
    CHECK(late.released);
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
}

TEST_CASE("a stop on one of its own workers returns and is finished without it")
{
    for (const DWORD maxThreads : {1u, 4u}) {
        struct Stopper {
            WorkItem item;
            Runtime *runtime = nullptr;
            Signal returned;
        } stopper;
        const DWORD threads = ThreadCount(), handles = HandleCount();
        static DWORD threadsBefore, handlesBefore;
        threadsBefore = threads;
        handlesBefore = handles;
        RuntimeOptions options = {};
        options.maxThreads = maxThreads;
        REQUIRE(RuntimeStart(&options, &stopper.runtime) == ERROR_SUCCESS);
        WorkItemInit(&stopper.item, [](WorkItem *item, Worker *, DWORD, DWORD) {
            Stopper *self = CONTAINING_RECORD(item, Stopper, item);
            RuntimeStop(self->runtime);
            self->returned.Set();
        });
        REQUIRE(NodePost(RuntimeNode(stopper.runtime, FALSE), &stopper.item) == ERROR_SUCCESS);
        stopper.returned.Wait();
        CHECK(Eventually([] { return ThreadCount() == threadsBefore && HandleCount() == handlesBefore; }));
    }
}

TEST_CASE("a node is chosen in turn for bulk work, by least in flight for single work")
{
    RuntimeOptions options = {};
    options.simulatedNumaNodes = 4;
    TestRuntime runtime(options);
    Node *first = RuntimeNode(*runtime, TRUE);
    std::vector<Node *> others;
    for (int i = 0; i < 3; i++)
        others.push_back(RuntimeNode(*runtime, TRUE));
    CHECK(RuntimeNode(*runtime, TRUE) == first);
    for (Node *node : others)
        CHECK(node != first);

    Timer busy[3];
    for (int i = 0; i < 3; i++) {
        TimerInit(&busy[i], others[i], [](WorkItem *, Worker *, DWORD, DWORD) {});
        REQUIRE(TimerStart(&busy[i], 60000) == ERROR_SUCCESS);
    }
    for (int i = 0; i < 8; i++)
        CHECK(RuntimeNode(*runtime, FALSE) == first);
    for (Timer &timer : busy)
        CHECK(TimerCancel(&timer));
}
