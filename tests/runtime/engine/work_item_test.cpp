/*
 * These tests post work items. An item runs once, on a worker, and its callback may post it again.
 * Items posted before a stop run before the stop ends. A worker's arena is aligned, grows on demand
 * and keeps its size.
 */
#include <doctest/doctest.h>

#include <atomic>

#include "support/runtime/fixture.h"

namespace {

struct Step {
    WorkItem item;
    Signal ran;
    std::atomic<int> count{0};
    int wanted = 1;
    DWORD threadId = 0;
};

void RunStep(WorkItem *item, Worker *worker, DWORD error, DWORD bytes)
{
    Step *step = CONTAINING_RECORD(item, Step, item);
    CHECK(error == ERROR_SUCCESS);
    CHECK(bytes == 0);
    step->threadId = GetCurrentThreadId();
    if (++step->count < step->wanted)
        CHECK(NodePost(WorkerNode(worker), item) == ERROR_SUCCESS);
    else
        step->ran.Set();
}

void RunOut(Step &step)
{
    TestRuntime runtime;
    WorkItemInit(&step.item, RunStep);
    CHECK(NodePost(runtime.AnyNode(), &step.item) == ERROR_SUCCESS);
    step.ran.Wait();
    runtime.Stop();
}

} // namespace

TEST_CASE("a posted item runs once on a worker")
{
    Step step;
    RunOut(step);
    CHECK(step.count == 1);
    CHECK(step.threadId != GetCurrentThreadId());
}

TEST_CASE("a callback may post its own item again")
{
    Step step;
    step.wanted = 1000;
    RunOut(step);
    CHECK(step.count == 1000);
}

TEST_CASE("items posted before a stop run before the stop is over")
{
    TestRuntime runtime;
    static std::atomic<int> ran;
    std::vector<WorkItem> items(500);
    ran = 0;
    for (WorkItem &item : items) {
        WorkItemInit(&item, [](WorkItem *, Worker *, DWORD, DWORD) { ran++; });
        CHECK(NodePost(runtime.AnyNode(), &item) == ERROR_SUCCESS);
    }
    runtime.Stop();
    CHECK(ran == 500);
}

TEST_CASE("a worker's arena is aligned, grows and keeps its size")
{
    struct Use {
        WorkItem item;
        Signal ran;
    } use;
    TestRuntime runtime;
    WorkItemInit(&use.item, [](WorkItem *item, Worker *worker, DWORD, DWORD) {
        char *small = static_cast<char *>(WorkerArena(worker, 100));
        REQUIRE(small);
        CHECK(reinterpret_cast<ULONG_PTR>(small) % 64 == 0);
        small[99] = 1;
        char *large = static_cast<char *>(WorkerArena(worker, 10000000));
        REQUIRE(large);
        large[9999999] = 1;
        CHECK(WorkerArena(worker, 1000) == large);
        CHECK(WorkerArena(worker, ~static_cast<size_t>(0)) == nullptr);
        CHECK(WorkerArena(worker, 0) != nullptr);
        CONTAINING_RECORD(item, Use, item)->ran.Set();
    });
    CHECK(NodePost(runtime.AnyNode(), &use.item) == ERROR_SUCCESS);
    use.ran.Wait();
}
