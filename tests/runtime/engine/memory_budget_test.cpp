/*
 * A node's memory budget lets jobs reserve what they will take. These tests prove that what fits is
 * reserved at once, that the rest is parked and comes in its turn, that buffers count, and that one
 * that fits nowhere goes alone. Of those who have some and wait for more one goes on. Whoever is
 * cancelled, or waits when the runtime stops, is told so.
 */
#include <doctest/doctest.h>

#include "runtime/engine/memory_budget.h"
#include "runtime/engine/node.h"
#include "support/runtime/fixture.h"

namespace {

RuntimeOptions WithBudget(ULONGLONG bytes)
{
    RuntimeOptions options = {};
    options.simulatedNumaNodes = 1;
    options.bufferBudgetBytes = bytes;
    return options;
}

struct Reserving {
    MemoryRequest request = {};
    volatile LONG cancelled = 0;
    Signal came;
    DWORD error = ERROR_IO_PENDING;
    DWORD start(Node *node, size_t bytes, BOOL guest = FALSE, MemoryQuota *quota = nullptr)
    {
        request.guest = guest;
        request.quota = quota;
        error = MemoryRequestStart(&request, node, bytes, &cancelled, [](MemoryRequest *of, Worker *, DWORD with) {
            Reserving *self = CONTAINING_RECORD(of, Reserving, request);
            self->error = with;
            self->came.Set();
        });
        return error;
    }
    void giveBack(size_t bytes) const
    {
        MemoryGiveBack(request.node, request.guest, bytes);
        MemoryQuotaGiveBack(request.quota, bytes);
    }
};

constexpr size_t MiB = 1 << 20;

} // namespace

TEST_CASE("what fits is reserved at once, the rest comes in its turn, and one that fits nowhere goes alone")
{
    TestRuntime runtime(WithBudget(10 * MiB));
    Node *node = runtime.AnyNode();
    Reserving a, b, huge, small;
    CHECK(a.start(node, 6 * MiB) == ERROR_SUCCESS);
    CHECK(b.start(node, 4 * MiB) == ERROR_SUCCESS);
    CHECK(huge.start(node, 100 * MiB) == ERROR_IO_PENDING);
    CHECK(small.start(node, 1) == ERROR_IO_PENDING); // nobody overtakes
    CHECK((runtime.Statistics().parked == 2 && runtime.Statistics().parkedMemory == 2));
    CHECK(runtime.Statistics().reservedBytes == 10 * MiB);
    MemoryGiveBack(node, FALSE, 6 * MiB);
    CHECK_FALSE(huge.came.IsSet(50));
    MemoryGiveBack(node, FALSE, 4 * MiB);
    huge.came.Wait();
    CHECK(huge.error == ERROR_SUCCESS);
    CHECK_FALSE(small.came.IsSet(50));
    MemoryGiveBack(node, FALSE, 100 * MiB);
    small.came.Wait();
    CHECK(small.error == ERROR_SUCCESS);
    MemoryGiveBack(node, FALSE, 1);
    MemoryGiveBack(node, FALSE, 0);
    CHECK(runtime.Statistics().parked == 0);
}

TEST_CASE("buffers count, but keep the only job from nothing")
{
    TestRuntime runtime(WithBudget(10 * MiB));
    Node *node = runtime.AnyNode();
    Buffer *buffer = BufferAcquire(node, 8 * MiB);
    Reserving only, other;
    CHECK(only.start(node, 5 * MiB) == ERROR_SUCCESS);
    CHECK(other.start(node, 1 * MiB) == ERROR_IO_PENDING);
    BufferRelease(buffer);
    MemoryGiveBack(node, FALSE, 5 * MiB);
    other.came.Wait();
    CHECK(other.error == ERROR_SUCCESS);
    MemoryGiveBack(node, FALSE, 1 * MiB);
}

TEST_CASE("idle buffers give way, also those that become idle while a job waits")
{
    TestRuntime runtime(WithBudget(10 * MiB));
    Node *node = runtime.AnyNode();
    Reserving now[2], later;
    BufferRelease(BufferAcquire(node, 8 * MiB));
    for (Reserving &one : now)
        CHECK(one.start(node, 2 * MiB) == ERROR_SUCCESS);
    Buffer *used = BufferAcquire(node, 4 * MiB);
    CHECK(later.start(node, 4 * MiB) == ERROR_IO_PENDING);
    BufferRelease(used);
    MemoryServe(node); // as a worker does between its items
    REQUIRE(later.came.IsSet(60000));
    for (size_t bytes : {2, 2, 4})
        MemoryGiveBack(node, FALSE, bytes * MiB);
}

TEST_CASE("guests keep nobody else out")
{
    TestRuntime runtime(WithBudget(10 * MiB));
    Node *node = runtime.AnyNode();
    Reserving huge, waits, own, next;
    CHECK(huge.start(node, 100 * MiB, TRUE) == ERROR_SUCCESS);
    CHECK(waits.start(node, 8 * MiB, TRUE) == ERROR_IO_PENDING);
    CHECK(own.start(node, 6 * MiB) == ERROR_SUCCESS);
    CHECK(runtime.Statistics().parked == 1);
    MemoryGiveBack(node, TRUE, 100 * MiB);
    waits.came.Wait(); // the only one of the guests' now
    MemoryGiveBack(node, TRUE, 8 * MiB);
    CHECK(next.start(node, 1 * MiB, TRUE) == ERROR_SUCCESS);
    CHECK(huge.start(node, 2 * MiB, TRUE) == ERROR_IO_PENDING); // three quarters are 7.5 MiB
    MemoryGiveBack(node, FALSE, 6 * MiB);
    huge.came.Wait();
    MemoryGiveBack(node, TRUE, 3 * MiB);
}

// 9 of 10 MiB are reserved: a waits for 6 more than its 6, b has 3.
struct Growing {
    TestRuntime runtime{WithBudget(10 * MiB)};
    Node *const node = runtime.AnyNode();
    Reserving a, b;
    Growing()
    {
        CHECK(a.start(node, 6 * MiB) == ERROR_SUCCESS);
        CHECK(b.start(node, 3 * MiB) == ERROR_SUCCESS);
        CHECK(more(a, 6 * MiB, 6 * MiB) == ERROR_IO_PENDING);
    }
    DWORD more(Reserving &of, size_t held, size_t bytes) const
    {
        of.request.held = held;
        return of.start(node, bytes);
    }
};

TEST_CASE_FIXTURE(Growing, "who has memory waits for more like others, and when all wait the first one goes on")
{
    Reserving next;
    CHECK(next.start(node, 1 * MiB) == ERROR_IO_PENDING);
    CHECK_FALSE(a.came.IsSet(50)); // b may end
    CHECK(more(b, 3 * MiB, 2 * MiB) == ERROR_IO_PENDING);
    a.came.Wait(); // nobody else would end
    CHECK(a.error == ERROR_SUCCESS);
    CHECK_FALSE(next.came.IsSet(50));
    MemoryGiveBack(node, FALSE, 12 * MiB);
    next.came.Wait();
    b.came.Wait();
    MemoryGiveBack(node, FALSE, 6 * MiB);
    CHECK(runtime.Statistics().parked == 0);
}

TEST_CASE_FIXTURE(Growing, "who is cancelled while it waits for more no longer counts as waiting")
{
    a.cancelled = 1;
    MemoryWithdrawCancelled(node);
    a.came.Wait();
    CHECK(a.error == ERROR_OPERATION_ABORTED);
    CHECK(more(b, 3 * MiB, 2 * MiB) == ERROR_IO_PENDING); // a has its memory still
    CHECK_FALSE(b.came.IsSet(50));
    MemoryGiveBack(node, FALSE, 6 * MiB);
    b.came.Wait();
    MemoryGiveBack(node, FALSE, 5 * MiB);
}

TEST_CASE("who is cancelled leaves the line, and those behind it move up; a stop tells the rest")
{
    TestRuntime runtime(WithBudget(10 * MiB));
    Node *node = runtime.AnyNode();
    Reserving holder, line[3];
    CHECK(holder.start(node, 6 * MiB) == ERROR_SUCCESS);
    const size_t wanted[] = {9 * MiB, 4 * MiB, 1};
    for (int i = 0; i < 3; i++)
        CHECK(line[i].start(node, wanted[i]) == ERROR_IO_PENDING);
    MemoryWithdrawCancelled(node); // nobody is
    CHECK_FALSE(line[0].came.IsSet(50));
    line[0].cancelled = 1;
    MemoryWithdrawCancelled(node);
    line[0].came.Wait();
    CHECK(line[0].error == ERROR_OPERATION_ABORTED);
    line[1].came.Wait();
    CHECK(line[1].error == ERROR_SUCCESS);
    CHECK_FALSE(line[2].came.IsSet(50)); // there is no byte left
    runtime.Stop();
    line[2].came.Wait();
    CHECK(line[2].error == ERROR_OPERATION_ABORTED);
}

TEST_CASE("a quota bounds what its jobs have on all nodes, and others pass those that wait for it")
{
    RuntimeOptions options = WithBudget(10 * MiB);
    options.simulatedNumaNodes = 2;
    TestRuntime runtime(options);
    Node *node = RuntimeNodeAt(*runtime, 0), *other = RuntimeNodeAt(*runtime, 1);
    MemoryQuota quota;
    MemoryQuotaInit(&quota, 4 * MiB, TRUE);
    Reserving a, b, waits, behind, stranger, large;
    CHECK(large.start(node, 4 * MiB + 1, TRUE, &quota) == ERROR_NOT_ENOUGH_QUOTA);
    CHECK(a.start(node, 2 * MiB, TRUE, &quota) == ERROR_SUCCESS);
    CHECK(b.start(other, 2 * MiB, TRUE, &quota) == ERROR_SUCCESS);
    CHECK(waits.start(other, 2 * MiB, TRUE, &quota) == ERROR_IO_PENDING);
    CHECK(behind.start(node, 1, TRUE, &quota) == ERROR_IO_PENDING);
    CHECK(stranger.start(other, 4 * MiB, TRUE) == ERROR_SUCCESS);
    CHECK(runtime.Statistics().parked == 2);
    MemoryGiveBack(node, TRUE, 2 * MiB);
    MemoryQuotaGiveBack(&quota, 2 * MiB);
    // The quota lets it go, and its node has no room: of its 7.5 MiB for guests 6 are taken.
    CHECK_FALSE(waits.came.IsSet(50));
    CHECK_FALSE(behind.came.IsSet(0));
    CHECK(runtime.Statistics().parked == 2);
    MemoryGiveBack(other, TRUE, 4 * MiB);
    waits.came.Wait();
    CHECK(waits.error == ERROR_SUCCESS);
    MemoryGiveBack(other, TRUE, 2 * MiB);
    MemoryQuotaGiveBack(&quota, 2 * MiB);
    behind.came.Wait();
    CHECK(behind.error == ERROR_SUCCESS);
    CHECK(runtime.Statistics().parked == 0);
    MemoryGiveBack(other, TRUE, 2 * MiB);
    MemoryGiveBack(node, TRUE, 1);
    MemoryQuotaGiveBack(&quota, 2 * MiB + 1);
    CHECK(quota.taken == 0);
}

TEST_CASE("who is cancelled leaves a quota's line, or its node's and gives back what the quota counted")
{
    TestRuntime runtime(WithBudget(8 * MiB));
    Node *node = runtime.AnyNode();
    MemoryQuota quota;
    MemoryQuotaInit(&quota, 6 * MiB, FALSE);
    Reserving has, ofNode, ofQuota, behind;
    CHECK(has.start(node, 5 * MiB, TRUE) == ERROR_SUCCESS);
    CHECK(ofNode.start(node, 5 * MiB, TRUE, &quota) == ERROR_IO_PENDING);
    CHECK(ofQuota.start(node, 5 * MiB, TRUE, &quota) == ERROR_IO_PENDING);
    CHECK(behind.start(node, 1 * MiB, TRUE, &quota) == ERROR_IO_PENDING);
    CHECK(quota.taken == 5 * MiB);
    InterlockedExchange(&ofQuota.cancelled, 1);
    MemoryQuotaWithdrawCancelled(&quota);
    ofQuota.came.Wait();
    CHECK(ofQuota.error == ERROR_OPERATION_ABORTED);
    InterlockedExchange(&ofNode.cancelled, 1);
    MemoryWithdrawCancelled(node);
    ofNode.came.Wait();
    CHECK(ofNode.error == ERROR_OPERATION_ABORTED);
    behind.came.Wait(); // nobody is before it in either line
    CHECK(behind.error == ERROR_SUCCESS);
    CHECK(quota.taken == 1 * MiB);
    CHECK(runtime.Statistics().parked == 0);
    MemoryGiveBack(node, TRUE, 6 * MiB);
    MemoryQuotaGiveBack(&quota, 1 * MiB);
    Reserving alone; // beyond a quota that is not strict, with nothing else of it
    CHECK(alone.start(node, 7 * MiB, TRUE, &quota) == ERROR_SUCCESS);
    MemoryGiveBack(node, TRUE, 7 * MiB);
    MemoryQuotaGiveBack(&quota, 7 * MiB);
}

TEST_CASE("what a job of a quota takes more does not wait for the quota, and is counted and bounded by it")
{
    TestRuntime runtime(WithBudget(100 * MiB));
    Node *node = runtime.AnyNode();
    MemoryQuota quota;
    MemoryQuotaInit(&quota, 5 * MiB, TRUE);
    Reserving a, b, waits;
    CHECK(a.start(node, 2 * MiB, TRUE, &quota) == ERROR_SUCCESS);
    CHECK(b.start(node, 2 * MiB, TRUE, &quota) == ERROR_SUCCESS);
    a.request.held = b.request.held = 2 * MiB;
    a.request.grows = b.request.grows = TRUE;
    CHECK(a.start(node, 3 * MiB + 1, TRUE, &quota) == ERROR_NOT_ENOUGH_QUOTA);
    CHECK(a.start(node, 3 * MiB, TRUE, &quota) == ERROR_SUCCESS);
    CHECK(b.start(node, 3 * MiB, TRUE, &quota) == ERROR_SUCCESS);
    CHECK(quota.taken == 10 * MiB);
    CHECK(waits.start(node, 1, TRUE, &quota) == ERROR_IO_PENDING);
    MemoryGiveBack(node, TRUE, 10 * MiB);
    MemoryQuotaGiveBack(&quota, 5 * MiB);
    CHECK_FALSE(waits.came.IsSet(50));
    MemoryQuotaGiveBack(&quota, 5 * MiB);
    waits.came.Wait();
    MemoryGiveBack(node, TRUE, 1);
    MemoryQuotaGiveBack(&quota, 1);
}

TEST_CASE("jobs that have some of a quota and ask for more keep to it, and do not wait for each other")
{
    TestRuntime runtime(WithBudget(100 * MiB));
    Node *node = runtime.AnyNode();
    MemoryQuota quota;
    MemoryQuotaInit(&quota, 5 * MiB, TRUE);
    Reserving a, b, c;
    for (Reserving *each : {&a, &b, &c}) {
        const size_t bytes = each == &b ? 1 * MiB : 2 * MiB;
        CHECK(each->start(node, bytes, TRUE, &quota) == ERROR_SUCCESS);
        each->request.held = bytes;
    }
    CHECK(a.start(node, 3 * MiB, TRUE, &quota) == ERROR_IO_PENDING); // beside the others' 3 MiB
    CHECK(b.start(node, 3 * MiB, TRUE, &quota) == ERROR_IO_PENDING);
    CHECK(quota.taken == 2 * MiB);
    CHECK(node->guestMemory.held == 3 * MiB);
    CHECK(c.start(node, 1 * MiB, TRUE, &quota) == ERROR_IO_PENDING); // all wait: the first one goes
    a.came.Wait();
    CHECK(a.error == ERROR_SUCCESS);
    CHECK(quota.taken == 5 * MiB);
    AtomicExchange(&b.cancelled, TRUE);
    MemoryQuotaWithdrawCancelled(&quota);
    b.came.Wait();
    CHECK(b.error == ERROR_OPERATION_ABORTED);
    CHECK(quota.taken == 6 * MiB); // what it has counts again, until it is given back
    CHECK(node->guestMemory.held == 2 * MiB);
    b.giveBack(1 * MiB);
    CHECK_FALSE(c.came.IsSet(50));
    a.giveBack(5 * MiB);
    c.came.Wait();
    CHECK(c.error == ERROR_SUCCESS);
    CHECK(quota.taken == 3 * MiB);
    CHECK(node->guestMemory.reserved == 3 * MiB);
    CHECK(node->guestMemory.held == 0);
    c.giveBack(3 * MiB);
}

TEST_CASE("who waits for a quota with memory of its node keeps nobody of the node waiting for that")
{
    TestRuntime runtime(WithBudget(10 * MiB));
    Node *node = runtime.AnyNode();
    MemoryQuota mine, hers;
    MemoryQuotaInit(&mine, 6 * MiB, TRUE);
    MemoryQuotaInit(&hers, 100 * MiB, FALSE);
    Reserving a, b, other;
    CHECK(a.start(node, 3 * MiB, FALSE, &mine) == ERROR_SUCCESS);
    CHECK(b.start(node, 3 * MiB, FALSE, &mine) == ERROR_SUCCESS);
    CHECK(other.start(node, 9 * MiB, FALSE, &hers) == ERROR_IO_PENDING);
    a.request.held = 3 * MiB;
    CHECK(a.start(node, 3 * MiB, FALSE, &mine) == ERROR_IO_PENDING);
    CHECK_FALSE(other.came.IsSet(50));
    b.request.held = 3 * MiB;
    b.request.grows = TRUE; // past the quota, and then all that is reserved waits
    CHECK(b.start(node, 3 * MiB, FALSE, &mine) == ERROR_IO_PENDING);
    other.came.Wait();
    CHECK(other.error == ERROR_SUCCESS);
    other.giveBack(9 * MiB);
    b.came.Wait();
    b.giveBack(6 * MiB);
    a.came.Wait();
    CHECK(mine.taken == 6 * MiB);
    a.giveBack(6 * MiB);
    CHECK(node->memory.held == 0);
}
