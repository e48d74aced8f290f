/*
 * A table that is loaded, or found made by a job that resumes, takes its file's size of memory, and
 * the second one that of its header's besides. These tests prove that the job asks for it as for
 * what a search takes: it waits while others have it, a cancel does not wait, a user's quota bounds
 * it, and what is left is given back. A file that is larger than the whole budget goes alone.
 */
#include "runtime/engine/memory_budget.h"
#include "runtime/engine/node.h"
#include "support/jobs/bulk_fixture.h"

namespace {

constexpr size_t MiB = 1 << 20;
constexpr size_t Budget = 64 * MiB;

// A made table of more than 1 MiB, and requests for it.
struct Made {
    Folder folder;
    const std::vector<uint32_t> keys = SomeKeys(300000);
    const std::wstring keysPath = folder / L"some.keys", out = folder / L"out";
    std::wstring table;
    size_t imageBytes = 0;
    Made()
    {
        TestRuntime runtime;
        WriteKeys(keysPath, keys);
        const Outcome outcome = Run(runtime, FileRequest(keysPath, out));
        REQUIRE(outcome.result != nullptr);
        table = TableResultFile(outcome.result);
        imageBytes = outcome.result->view.imageBytes;
        REQUIRE(imageBytes > MiB);
    }
    Request request(bool loads) const
    {
        Request made = loads ? FileRequest(table, L"") : FileRequest(keysPath, out);
        made.loads = loads;
        made.resume = !loads;
        return made;
    }
};

// All memory of the node's budget but so many bytes, until told.
struct Taken {
    Node *node;
    size_t bytes;
    MemoryRequest request = {};
    volatile LONG never = 0;
    explicit Taken(Runtime *runtime, size_t but = 0) : node(RuntimeNodeAt(runtime, 0)), bytes(Budget - but)
    {
        REQUIRE(MemoryRequestStart(&request, node, bytes, &never, nullptr) == ERROR_SUCCESS);
    }
    ~Taken() { giveBack(); }
    Taken(const Taken &) = delete;
    Taken &operator=(const Taken &) = delete;
    void giveBack()
    {
        MemoryGiveBack(node, FALSE, bytes);
        bytes = 0;
    }
};

} // namespace

TEST_CASE_FIXTURE(Made, "a table that is loaded or found made waits for memory, and a cancel does not wait")
{
    for (const bool loads : {true, false}) {
        CAPTURE(loads);
        TestRuntime runtime(OneNodeWithBudget(Budget));
        Taken taken(runtime);
        TableJob *job = Started(runtime, request(loads)), *cancelled = Started(runtime, request(loads));
        REQUIRE(Parks(runtime, 2));
        JobProgress progress;
        TableJobSnapshot(job, &progress);
        CHECK(progress.waits == JobWaitMemory);
        CHECK(progress.memoryBytes < imageBytes + (loads ? 0 : keys.size() * sizeof keys[0]));
        TableJobCancel(cancelled);
        CHECK(Wait(cancelled).code == PERFECTHASH_E_CANCELLED);
        CHECK(TableJobState(job) == JobRunning);
        taken.giveBack();
        const Outcome outcome = Wait(job);
        REQUIRE_MESSAGE(outcome.result != nullptr, outcome.text);
        CHECK(outcome.result->reused);
        CheckTable(outcome.result, keys);
        CHECK(RuntimeNodeAt(runtime, 0)->memory.reserved == 0);
    }
}

TEST_CASE_FIXTURE(Made, "a job that finds its table made waits again for the header's memory, and holds the table's")
{
    TestRuntime runtime(OneNodeWithBudget(Budget));
    Node *node = RuntimeNodeAt(runtime, 0);
    Taken taken(runtime);
    TableJob *job = Started(runtime, request(false));
    REQUIRE(Parks(runtime, 1));
    size_t given = 0;
    for (; node->memory.reserved == Budget - given && given < Budget; given += MiB / 4)
        MemoryGiveBack(node, FALSE, MiB / 4);
    REQUIRE(Parks(runtime, 1));
    CHECK(node->memory.reserved == Budget - given + imageBytes);
    TableJobCancel(job);
    CHECK(Wait(job).code == PERFECTHASH_E_CANCELLED);
    CHECK(node->memory.reserved == Budget - given);
    CHECK(node->memory.held == 0);
    taken.bytes -= given;
}

TEST_CASE_FIXTURE(Made, "a table file that its user's quota never allows is told by the quota, or made again as it was")
{
    TestRuntime runtime(OneNodeWithBudget(Budget));
    MemoryQuota quota;
    MemoryQuotaInit(&quota, imageBytes - 1, TRUE);
    Request mine = request(true);
    mine.quota = &quota;
    const Outcome refused = Run(runtime, mine);
    CHECK(refused.code == PERFECTHASH_E_MEMORY_QUOTA);
    CHECK(Contains(refused.text, table));
    CHECK(Contains(refused.text, std::to_wstring(imageBytes)));
    MemoryQuotaInit(&quota, imageBytes, TRUE);
    CheckTable(Run(runtime, mine).result, keys);
    CHECK(quota.taken == 0);
    Request again = request(false);
    MemoryQuotaInit(&quota, imageBytes - 1, TRUE);
    again.quota = &quota;
    CHECK(Run(runtime, again).code == PERFECTHASH_E_MEMORY_QUOTA); // it takes more to make it
    CHECK(quota.taken == 0);
}

TEST_CASE_FIXTURE(Made, "a prior table of other options gives its memory back before the search asks for its own")
{
    TestRuntime runtime(OneNodeWithBudget(Budget));
    const Node *node = RuntimeNodeAt(runtime, 0);
    MemoryQuota quota;
    MemoryQuotaInit(&quota, Budget, TRUE);
    Request other = request(false);
    other.quota = &quota;
    other.resume = FALSE;
    other.options.solve.fixedAttempts = UINT32_MAX;
    TableJob *endless = Started(runtime, other);
    REQUIRE(Eventually([&] { return TableJobProgress(endless) >= 0.2; }));
    const size_t searchBytes = quota.taken;
    TableJobCancel(endless);
    CHECK(Wait(endless).code == PERFECTHASH_E_CANCELLED);
    MemoryQuotaInit(&quota, searchBytes, TRUE);
    other.resume = TRUE;
    other.options.solve.fixedAttempts = 2;
    const Outcome outcome = Run(runtime, other);
    REQUIRE_MESSAGE(outcome.result != nullptr, outcome.text);
    CHECK_FALSE(outcome.result->reused);
    CheckTable(outcome.result, keys);
    CHECK(quota.taken == 0);
    CHECK(node->memory.reserved == 0);
}

TEST_CASE_FIXTURE(Made, "a file that is larger than the whole budget is loaded, or found made, alone")
{
    TestRuntime runtime(OneNodeWithBudget(MiB));
    for (const bool loads : {true, false}) {
        TableJob *jobs[] = {Started(runtime, request(loads)), Started(runtime, request(loads))};
        for (TableJob *job : jobs)
            CheckTable(Wait(job).result, keys);
    }
}

TEST_CASE("a bulk run that is resumed takes its keys alone while others have the memory, and ends after that")
{
    Folder folder;
    Bulk bulk(folder / L"keys", folder / L"out");
    MakeFolder(bulk.keys);
    constexpr uint32_t count = 4;
    constexpr size_t keysEach = 200000;
    for (uint32_t i = 0; i < count; i++)
        WriteKeys(bulk.keys + L"\\" + std::to_wstring(i) + L".keys", SomeKeys(keysEach, i + 1));
    TestRuntime runtime(OneNodeWithBudget(Budget));
    REQUIRE(RunBulk(runtime, bulk).result->succeeded == count);
    bulk.options.resume = TRUE;
    Taken taken(runtime);
    BulkJob *job = StartBulk(runtime, bulk);
    REQUIRE(Parks(runtime, count));
    JobProgress progress;
    BulkJobSnapshot(job, &progress);
    CHECK(progress.memoryBytes < count * 2 * keysEach * sizeof(uint32_t));
    CHECK(RuntimeNodeAt(runtime, 0)->memory.reserved == taken.bytes);
    taken.giveBack();
    CHECK(WaitBulk(job).result->skipped == count);
    CHECK(RuntimeNodeAt(runtime, 0)->memory.reserved == 0);
}
