/*
 * Debug builds trap misuse of the runtime. These tests replace the trap by a counter and misuse
 * work items, rundowns and buffers. Each misuse is noticed.
 */
#include <doctest/doctest.h>

#ifndef NDEBUG

#include <string>

#include "runtime/pipe/completion_token.h"
#include "runtime/pure/check.h"
#include "support/runtime/fixture.h"

namespace {

std::string lastRule;
int traps;

class TrapCount {
public:
    TrapCount() : before(RuntimeTrap)
    {
        traps = 0;
        lastRule.clear();
        RuntimeTrap = [](const char *rule) {
            traps++;
            lastRule = rule;
        };
    }
    ~TrapCount() { RuntimeTrap = before; }

private:
    void (*before)(const char *);
};

// Keeps the one worker, so that what is posted stays queued.
struct Block : Blocker {
    explicit Block(Node *node)
    {
        Post(node);
        began.Wait();
    }
};

RuntimeOptions OneWorker()
{
    RuntimeOptions options = {};
    options.maxThreads = 1;
    return options;
}

} // namespace

TEST_CASE("trap: an item that is posted while it is queued")
{
    TestRuntime runtime(OneWorker());
    Block block(runtime.AnyNode());
    WorkItem item;
    WorkItemInit(&item, [](WorkItem *, Worker *, DWORD, DWORD) {});
    {
        TrapCount count;
        CHECK(NodePost(runtime.AnyNode(), &item) == ERROR_SUCCESS);
        CHECK(traps == 0);
        NodePost(runtime.AnyNode(), &item);
        CHECK(traps == 1);
        CHECK(lastRule == "a work item was queued twice");
        block.release.Set();
        runtime.Stop(); // the second coming back is noticed, too
        CHECK(traps == 2);
    }
}

TEST_CASE("trap: an item that is posted after its end, or poisoned while it is queued")
{
    TestRuntime runtime(OneWorker());
    Block block(runtime.AnyNode());
    WorkItem item;
    WorkItemInit(&item, [](WorkItem *, Worker *, DWORD, DWORD) {});
    {
        TrapCount count;
        WorkItemPoison(&item);
        CHECK(traps == 0);
        WorkItemPoison(&item);
        CHECK(traps == 1);
        WorkItemSubmit(&item, runtime.AnyNode());
        CHECK(traps == 2);
        WorkItemWithdraw(&item, runtime.AnyNode());
    }
    WorkItem queued;
    WorkItemInit(&queued, [](WorkItem *, Worker *, DWORD, DWORD) {});
    {
        TrapCount count;
        CHECK(NodePost(runtime.AnyNode(), &queued) == ERROR_SUCCESS);
        const WorkItem saved = queued;
        WorkItemPoison(&queued);
        CHECK(traps == 1);
        CHECK(lastRule == "a work item was poisoned while it was queued");
        queued = saved;
    }
    block.release.Set();
    runtime.Stop();
}

TEST_CASE("trap: a rundown that is held after its finish or released too often")
{
    TrapCount count;
    Rundown rundown;
    RundownInit(&rundown, [](Rundown *) {});
    RundownHold(&rundown);
    RundownRelease(&rundown);
    RundownRelease(&rundown);
    CHECK(traps == 0);
    CHECK(RundownTryHold(&rundown) == 0);
    RundownHold(&rundown);
    CHECK(lastRule == "a rundown was held after its finish");
    rundown.count = 0;
    RundownRelease(&rundown);
    CHECK(lastRule == "a rundown was released more often than held");
    rundown.count = 1;
    RundownRearm(&rundown);
    CHECK(lastRule == "a rundown was rearmed before its finish");
    CHECK(traps == 3);
}

TEST_CASE("trap: a buffer that is released twice or said to hold more than it can")
{
    TestRuntime runtime;
    Buffer *buffer = BufferAcquire(runtime.AnyNode(), 100);
    TrapCount count;
    BufferSetLength(buffer, BufferCapacity(buffer) + 1);
    CHECK(lastRule == "a buffer cannot hold what was said to be written");
    BufferRelease(buffer);
    CHECK(traps == 1);
    BufferRelease(buffer);
    CHECK(traps == 2);
    CHECK(lastRule == "a buffer was released twice");
}

TEST_CASE("trap: a completion token that is signalled twice")
{
    CompletionToken token;
    REQUIRE(CompletionTokenCreate(&token, 1, 1) == ERROR_SUCCESS);
    TrapCount count;
    CompletionTokenSignal(&token);
    CHECK(traps == 0);
    CompletionTokenSignal(&token);
    CHECK(traps == 1);
    CompletionTokenClose(&token);
}

#endif
