/*
 * Users with the same options share one runtime. These tests prove that such a runtime outlives its
 * last user for a while, that new users find it meanwhile, and that it then ends by itself: its
 * threads leave and its memory goes. Work that its users left behind is done before.
 */
#include <doctest/doctest.h>

#include <atomic>
#include <thread>

#include "runtime/base/win32_calls.h"
#include "runtime/engine/shared_runtime.h"
#include "support/runtime/fixture.h"

namespace {

RuntimeOptions SmallOptions(DWORD maxThreads)
{
    RuntimeOptions options = {};
    options.maxThreads = maxThreads;
    return options;
}

Runtime *Take(const RuntimeOptions &options)
{
    Runtime *runtime = nullptr;
    REQUIRE(SharedRuntimeTake(&options, &runtime) == ERROR_SUCCESS);
    return runtime;
}

bool NoRuntimeLeft()
{
    return Eventually([] { return !RuntimesLeft(); });
}

struct Work {
    WorkItem item;
    Signal done;
    Runtime *runtime;
    explicit Work(Runtime *runtime) : runtime(runtime)
    {
        WorkItemInit(&item,
                     [](WorkItem *self, Worker *, DWORD, DWORD) { CONTAINING_RECORD(self, Work, item)->done.Set(); });
        REQUIRE(NodePost(RuntimeNode(runtime, FALSE), &item) == ERROR_SUCCESS);
    }
};

} // namespace

TEST_CASE("users with the same options share a runtime, others do not")
{
    const std::wstring first = L"0", same = first;
    RuntimeOptions options = SmallOptions(2), others[] = {options, options, options, options};
    options.numaNodes = first.c_str();
    Runtime *runtime = Take(options);
    options.numaNodes = same.c_str();
    Runtime *again = Take(options);
    CHECK(again == runtime);
    others[1].maxThreads = 3;
    others[2].bufferGuardPages = TRUE;
    others[3].ioMode = IoMapped;
    for (const RuntimeOptions &other : others) {
        Runtime *another = Take(other);
        CHECK(another != runtime);
        RuntimeRelease(another);
    }
    RuntimeRelease(again);
    RuntimeRelease(runtime);
    CHECK(NoRuntimeLeft());
}

TEST_CASE("a shared runtime outlives its last user, and ends by itself when no new one comes")
{
    const DWORD handles = HandleCount();
    const RuntimeOptions options = SmallOptions(1);
    Runtime *runtime = Take(options);
    Work(runtime).done.Wait();
    for (int round = 0; round < 20; round++) {
        RuntimeRelease(runtime);
        Runtime *next = Take(options);
        CHECK(next == runtime);
        RuntimeStatistics statistics;
        RuntimeStatisticsTake(next, &statistics);
        CHECK(statistics.workers == 1); // the one that was there
    }
    RuntimeRelease(runtime);
    CHECK(RuntimesLeft());
    CHECK(NoRuntimeLeft());
    CHECK(HandleCount() <= handles + 2);
}

TEST_CASE("a runtime that never had work ends with its last user")
{
    RuntimeRelease(Take(SmallOptions(1)));
    CHECK_FALSE(RuntimesLeft());
}

TEST_CASE("a user who is there when the time to linger is over keeps the runtime, and its leaving counts anew")
{
    const RuntimeOptions options = SmallOptions(1);
    Runtime *runtime = Take(options);
    Work(runtime).done.Wait();
    RuntimeRelease(runtime);
    runtime = Take(options);
    Sleep(SharedRuntimeLingerMs + 1000);
    Work(runtime).done.Wait();
    RuntimeRelease(runtime);
    CHECK(RuntimesLeft());
    CHECK(NoRuntimeLeft());
}

TEST_CASE("users of many threads come and go, and nothing is left")
{
    std::vector<std::thread> threads;
    std::atomic<int> right{0};
    for (DWORD t = 0; t < 4; t++)
        threads.emplace_back([&, t] {
            for (DWORD round = 0; round < 200; round++) {
                const RuntimeOptions options = SmallOptions(1 + (t + round) % 2);
                Runtime *runtime = nullptr;
                if (SharedRuntimeTake(&options, &runtime) != ERROR_SUCCESS)
                    return;
                if (round % 3 == 0)
                    Work(runtime).done.Wait();
                RuntimeRelease(runtime);
                right++;
            }
        });
    for (std::thread &thread : threads)
        thread.join();
    CHECK(right == 800);
    CHECK(NoRuntimeLeft());
}

#ifndef NDEBUG
TEST_CASE("a shared runtime that lacks anything at its start is not there, and the next one is")
{
    const RuntimeOptions options = SmallOptions(1);
    const LONG memory = Win32Outstanding();
    int failed = 0;
    for (int n = 1;; n++) {
        Runtime *runtime = nullptr;
        Win32FailNth(n);
        const DWORD error = SharedRuntimeTake(&options, &runtime);
        const bool reached = Win32FailNthReached();
        Win32FailNth(0);
        if (error == ERROR_SUCCESS)
            RuntimeRelease(runtime);
        CHECK((error == ERROR_SUCCESS) == (runtime != nullptr));
        CHECK_FALSE(RuntimesLeft());
        CHECK(Win32Outstanding() == memory);
        if (!reached)
            break;
        failed++;
    }
    CHECK(failed > 3);
}

TEST_CASE("a runtime whose timer can't be started ends with its last user")
{
    const RuntimeOptions options = SmallOptions(1);
    Runtime *runtime = Take(options);
    Work(runtime).done.Wait();
    Win32FailNth(1); // the heap of timers
    RuntimeRelease(runtime);
    CHECK(Win32FailNthReached());
    Win32FailNth(0);
    REQUIRE(SharedRuntimeTake(&options, &runtime) == ERROR_SUCCESS); // another one
    RuntimeRelease(runtime);
    CHECK(NoRuntimeLeft());
}
#endif
