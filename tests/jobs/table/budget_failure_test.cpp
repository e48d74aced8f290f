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
Outcome RunWaiting(Request request, bool ofQuota, bool cancels, NthFailure &failure, int n)
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

void FailEach(const Request &request, const std::vector<uint32_t> &keys, bool ofQuota, bool cancels)
{
    NthFailure failure;
    int failedTables = 0;
    for (int n = 0; failure.passed < 3; n++) {
        CAPTURE(n);
        const LONG before = Win32Outstanding();
        {
            const Outcome outcome = RunWaiting(request, ofQuota, cancels, failure, n);
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

void FailEachSearch(bool ofQuota, bool cancels)
{
    const std::vector<uint32_t> keys = SomeKeys(100000);
    Request request = KeysRequest(keys, L"waits", L"");
    request.options.solve.layout = LayoutFlat;
    FailEach(request, keys, ofQuota, cancels);
}

// What makes a table file, and what loads it.
struct Filed {
    Folder folder;
    const std::vector<uint32_t> keys = SomeKeys(66000);
    Request making = FileRequest(folder / L"waits.keys", folder / L"out");
    Request loading = FileRequest(folder / L"out\\waits_Chm01_Quadx_And\\waits.pht", L"");
    Filed()
    {
        WriteKeys(making.path, keys);
        making.options.outputs = OutputTableFile;
        making.options.solve.layout = LayoutFlat;
        TestRuntime runtime;
        const Outcome made = Run(runtime, making);
        REQUIRE(made.result->view.imageBytes > 1 << 20);
        making.resume = TRUE;
        loading.loads = TRUE;
    }
};

} // namespace

TEST_CASE("whichever Win32 call fails while a table waits for memory, it is made or says why, and gives back all")
{
    FailEachSearch(false, false);
}
TEST_CASE("whichever Win32 call fails while a table waits for memory and is cancelled, it gives back all")
{
    FailEachSearch(false, true);
}
TEST_CASE("whichever Win32 call fails while a table waits for its user's quota, it gives back all")
{
    FailEachSearch(true, false);
    FailEachSearch(true, true);
}

TEST_CASE_FIXTURE(Filed, "whichever Win32 call fails while a table that is loaded waits for memory, it gives back all")
{
    FailEach(loading, keys, false, false);
}
TEST_CASE_FIXTURE(Filed, "whichever Win32 call fails while a table that was made waits for memory, it gives back all")
{
    FailEach(making, keys, true, false);
}

#endif
