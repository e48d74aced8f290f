/*
 * In debug builds the Nth Win32 call fails, for N = 1, 2, 3, while jobs wait for memory of a node's
 * budget, of a quota, and for more than they have, and then for a place among the blocking calls.
 * Some are cancelled on the way, or the runtime stops. Every job is told once what became of it,
 * nothing hangs, and no byte of the budget or of the quota and no place stays taken.
 */
#include <doctest/doctest.h>

#ifndef NDEBUG

#include <atomic>

#include "runtime/base/win32_calls.h"
#include "runtime/engine/memory_budget.h"
#include "runtime/engine/node.h"
#include "support/runtime/fixture.h"
#include "support/runtime/nth_failure.h"

namespace {

constexpr size_t MiB = 1 << 20;

std::atomic<int> started, ended, got;

// A job as tables are: reserves memory, perhaps more of it, waits for a blocking place, gives back.
struct Flow {
    MemoryRequest request = {};
    Admission blocking = {};
    WorkItem item = {};
    Node *node = nullptr;
    size_t more = 0, has = 0;
    volatile LONG cancelled = 0;

    bool grows = false; // without a wait for the quota

    void Start(Node *on, size_t bytes, size_t moreBytes, BOOL guest, MemoryQuota *quota)
    {
        node = on;
        more = moreBytes;
        request.guest = guest;
        request.quota = quota;
        started++;
        Ask(bytes);
    }

private:
    void Ask(size_t bytes)
    {
        request.held = has;
        request.grows = grows;
        const DWORD error =
            MemoryRequestStart(&request, node, bytes, &cancelled, [](MemoryRequest *of, Worker *, DWORD with) {
                CONTAINING_RECORD(of, Flow, request)->Told(with);
            });
        if (error != ERROR_IO_PENDING)
            Told(error);
        else if (cancelled != 0)
            Withdraw();
    }
    void Withdraw() const
    {
        MemoryWithdrawCancelled(node);
        MemoryQuotaWithdrawCancelled(request.quota);
    }
    void Told(DWORD error)
    {
        if (error != ERROR_SUCCESS) {
            End();
            return;
        }
        got++;
        has += request.bytes;
        if (more != 0) {
            const size_t bytes = more;
            more = 0;
            Ask(bytes);
            return;
        }
        AdmissionInitBlocking(&blocking, node, ReadyBulk, 1);
        blocking.guest = request.guest;
        WorkItemInit(&item, [](WorkItem *of, Worker *, DWORD, DWORD) {
            Flow *self = CONTAINING_RECORD(of, Flow, item);
            AdmissionDone(&self->blocking);
            self->End();
        });
        if (AdmissionSubmit(&blocking, &item) != ERROR_SUCCESS)
            End();
    }
    void End()
    {
        MemoryGiveBack(node, request.guest, has);
        MemoryQuotaGiveBack(request.quota, has);
        ended++; // the flow may be gone
    }
};

// All of the budget and of the quota is taken while the flows start, so that they wait.
struct Scene {
    MemoryQuota quota;
    MemoryRequest all = {};
    volatile LONG never = 0;
    Flow flows[9];
    Node *node = nullptr;

    bool Begin(Runtime *runtime)
    {
        node = RuntimeNode(runtime, TRUE);
        MemoryQuotaInit(&quota, 3 * MiB, TRUE);
        all.guest = TRUE;
        all.quota = &quota;
        if (MemoryRequestStart(&all, node, 3 * MiB, &never, nullptr) != ERROR_SUCCESS)
            return false;
        for (int i = 0; i < 3; i++) {
            flows[3 * i].Start(node, 6 * MiB, i == 2 ? 7 * MiB : 0, FALSE, nullptr);
            flows[3 * i + 1].Start(node, 2 * MiB, 0, TRUE, &quota);
            flows[3 * i + 2].grows = i == 2;
            flows[3 * i + 2].Start(node, 1 * MiB, i != 0 ? 1 * MiB : 0, TRUE, &quota);
        }
        return true;
    }
    void Cancel(std::initializer_list<int> which)
    {
        for (int i : which)
            InterlockedExchange(&flows[i].cancelled, 1);
        MemoryWithdrawCancelled(node);
        MemoryQuotaWithdrawCancelled(&quota);
    }
    void EndInPeace()
    {
        Cancel({3, 4});
        MemoryGiveBack(node, TRUE, 3 * MiB);
        MemoryQuotaGiveBack(&quota, 3 * MiB);
        CHECK(Eventually([] { return ended == started; }));
        CheckAllBack();
    }
    // The stop tells those in the node's line; those of a quota are cancelled, as a server's are.
    void EndInHaste()
    {
        MemoryQuotaGiveBack(&quota, 3 * MiB);
        Cancel({1, 2, 4, 5, 7, 8});
    }
    void CheckAllBack() const
    {
        CHECK(node->memory.reserved == 0);
        CHECK(node->guestMemory.reserved == 0);
        CHECK(node->memory.held == 0);
        CHECK(node->quotaParked == 0);
        CHECK(node->blocking.running == 0);
        CHECK(node->blocking.guests == 0);
    }
};

void Scenario(bool hasty)
{
    RuntimeOptions options = {};
    Runtime *runtime = nullptr;
    options.simulatedNumaNodes = 1;
    options.maxThreads = 2;
    options.bufferBudgetBytes = 10 * MiB;
    if (RuntimeStart(&options, &runtime) != ERROR_SUCCESS)
        return;
    DeadlineWatch watch(runtime);
    Scene scene;
    if (scene.Begin(runtime)) {
        if (hasty)
            scene.EndInHaste();
        else
            scene.EndInPeace();
    }
    RuntimeStop(runtime);
    CHECK(scene.quota.taken == 0);
}

void FailEach(bool hasty)
{
    Scenario(hasty); // what the system makes once is there before anything is counted
    CHECK(got > (hasty ? 0 : 7));
    const LONG memory = Win32Outstanding();
    const DWORD handles = HandleCount(), threads = ThreadCount();
    NthFailure failure;
    for (int n = 1; failure.passed < 3; n++) {
        CAPTURE(n);
        started = ended = got = 0;
        const std::string failedCall = failure.Run(n, [&] { Scenario(hasty); });
        CAPTURE(failedCall);
        REQUIRE(started == ended);
        REQUIRE(Win32Outstanding() == memory);
        REQUIRE(HandleCount() == handles);
        REQUIRE(ThreadCount() == threads);
    }
    CHECK(failure.failed > 20);
    failure.Tell();
}

} // namespace

TEST_CASE("nth failure: jobs that wait for memory and for a blocking place, in peace")
{
    FailEach(false);
}
TEST_CASE("nth failure: jobs that wait for memory and for a blocking place, and the runtime stops")
{
    FailEach(true);
}

#endif
