/*
 * In debug builds the Nth Win32 call fails, for N = 1, 2, 3, while a table that takes more memory
 * than is left waits for it. It waits in its node's line, or in that of its user's quota. The
 * table is made or fails with a reason, as it does when it is cancelled there. It never hangs, and
 * what it reserved is given back.
 */
#include "support/jobs/fixture.h"

#ifndef NDEBUG

#include "runtime/base/win32_calls.h"
#include "runtime/engine/memory_budget.h"
#include "runtime/engine/node.h"
#include "support/runtime/nth_failure.h"

namespace {

constexpr size_t Budget = 64 * 1024 * 1024;

// Somebody who has all the memory of the budget or of the quota, until told.
struct Taken {
    Node *node;
    MemoryQuota *quota;
    MemoryRequest request = {};
    volatile LONG never = 0;
    Taken(Node *node, MemoryQuota *quota) : node(node), quota(quota)
    {
        request.quota = quota;
        REQUIRE(MemoryRequestStart(&request, node, Budget, &never, nullptr) == ERROR_SUCCESS);
    }
    void giveBack() const
    {
        MemoryGiveBack(node, FALSE, Budget);
        MemoryQuotaGiveBack(quota, Budget);
    }
};

bool Waits(Runtime *runtime)
{
    RuntimeStatistics statistics = {};
    RuntimeStatisticsTake(runtime, &statistics);
    return statistics.parked == 1;
}

Outcome CheckBack(const Node *node, const MemoryQuota &quota, Outcome outcome)
{
    const size_t image = outcome.result != nullptr ? outcome.result->view.imageBytes : 0;
    CHECK(node->memory.reserved <= image);
    CHECK(node->memory.held == 0);
    CHECK(node->quotaParked == 0);
    CHECK(quota.taken <= image);
    return outcome;
}

// One table that waits for memory, and is cancelled there or gets it.
Outcome RunWaiting(const std::vector<uint32_t> &keys, bool ofQuota, bool cancels, NthFailure &failure, int n)
{
    RuntimeOptions options = {};
    options.simulatedNumaNodes = 1;
    options.maxThreads = 2;
    options.bufferBudgetBytes = Budget;
    TestRuntime runtime(options);
    Node *node = RuntimeNode(runtime, TRUE);
    MemoryQuota quota;
    MemoryQuotaInit(&quota, Budget, FALSE);
    const Taken taken(node, ofQuota ? &quota : nullptr);
    TableJob *job = nullptr;
    Failure why = {};
    failure.Run(n, [&] {
        Request request = KeysRequest(keys, L"waits", L"");
        request.options.solve.layout = LayoutFlat;
        request.quota = ofQuota ? &quota : nullptr;
        if (SUCCEEDED(TableJobStart(runtime, &request, nullptr, nullptr, &job, &why))) {
            CHECK(Eventually([&] { return Waits(runtime) || TableJobState(job) != JobRunning; }));
            if (cancels)
                TableJobCancel(job);
        }
        taken.giveBack();
        if (job != nullptr)
            MustEnd(TableJobEvent(job), runtime);
    });
    Outcome outcome;
    outcome.code = why.code;
    outcome.text = job == nullptr ? TextOf(why) : L"";
    return CheckBack(node, quota, job != nullptr ? Wait(job) : std::move(outcome));
}

void FailEach(bool ofQuota, bool cancels)
{
    const std::vector<uint32_t> keys = SomeKeys(100000);
    NthFailure failure;
    int failedTables = 0;
    for (int n = 0; failure.passed < 3; n++) {
        CAPTURE(n);
        const LONG before = Win32Outstanding();
        {
            const Outcome outcome = RunWaiting(keys, ofQuota, cancels, failure, n);
            CAPTURE(std::string(Win32CallName(Win32FailedCall())));
            if (n == 0)
                CHECK(outcome.code == (cancels ? PERFECTHASH_E_CANCELLED : S_OK));
            CHECK(SUCCEEDED(outcome.code) == (outcome.result != nullptr));
            CHECK((SUCCEEDED(outcome.code) || !outcome.text.empty()));
            if (outcome.result != nullptr)
                CheckTable(outcome.result, keys);
            failedTables += FAILED(outcome.code);
        }
        REQUIRE(Win32Outstanding() == before);
        failure.passed *= n != 0;
    }
    failure.Tell();
    CHECK(failedTables > 5);
}

} // namespace

TEST_CASE("whichever Win32 call fails while a table waits for memory, it is made or says why, and gives back all")
{
    FailEach(false, false);
}
TEST_CASE("whichever Win32 call fails while a table waits for memory and is cancelled, it gives back all")
{
    FailEach(false, true);
}
TEST_CASE("whichever Win32 call fails while a table waits for its user's quota, it gives back all")
{
    FailEach(true, false);
    FailEach(true, true);
}

#endif
