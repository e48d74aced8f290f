/*
 * What a job has of its keys and values besides the buffer that it reads, is memory of its node and
 * of its user's quota: what a text is decoded to, the file of values, and arrays that are given
 * with a request. These tests prove that it is asked for before it is taken where the job can wait,
 * that a cancel does not wait, that it counts as long as the table is searched, and is given back.
 */
#include "runtime/engine/memory_budget.h"
#include "runtime/engine/node.h"
#include "support/jobs/bulk_fixture.h"

namespace {

constexpr size_t MiB = 1 << 20;
constexpr size_t Budget = 256 * MiB;
constexpr size_t Count = 300000;

// A user's quota, all of which is taken until told.
struct TakenQuota {
    static constexpr size_t Limit = 100 * MiB;
    Node *node;
    MemoryQuota quota;
    MemoryRequest request = {};
    volatile LONG never = 0;
    explicit TakenQuota(Runtime *runtime) : node(RuntimeNodeAt(runtime, 0))
    {
        MemoryQuotaInit(&quota, Limit, TRUE);
        request.quota = &quota;
        request.guest = TRUE;
        REQUIRE(MemoryRequestStart(&request, node, Limit, &never, nullptr) == ERROR_SUCCESS);
    }
    void giveBack()
    {
        MemoryGiveBack(node, TRUE, Limit);
        MemoryQuotaGiveBack(&quota, Limit);
    }
};

// The keys as lines behind a prefix, of UTF-8 or UTF-16.
void WriteLines(const std::wstring &path, const std::vector<uint32_t> &keys, const char *prefix, bool wide)
{
    std::string text = wide ? "\xFF\xFE" : "";
    for (uint32_t key : keys) {
        for (char c : prefix + std::to_string(key) + "\n") {
            text += c;
            if (wide)
                text += '\0';
        }
    }
    WriteText(path, text);
}

Request Endless(Request request)
{
    request.options.solve.layout = LayoutFlat;
    request.options.solve.fixedAttempts = UINT32_MAX;
    request.options.maxPerFileConcurrency = 1;
    return request;
}

// What a request has reserved while its table is searched.
size_t ReservedInSearch(Runtime *runtime, const Request &request)
{
    TableJob *job = Started(runtime, request);
    REQUIRE(Eventually([&] { return TableJobProgress(job) >= 0.2; }));
    const size_t reserved = RuntimeNodeAt(runtime, 0)->memory.reserved;
    TableJobCancel(job);
    CHECK(Wait(job).code == PERFECTHASH_E_CANCELLED);
    CHECK(RuntimeNodeAt(runtime, 0)->memory.reserved == 0);
    return reserved;
}

// Two guests' jobs wait for their quota at a step: one is cancelled, the other one makes its table.
void CheckWaits(Request request, JobStep step)
{
    TestRuntime runtime(OneNodeWithBudget(Budget));
    TakenQuota taken(runtime);
    request.quota = &taken.quota;
    request.guest = TRUE;
    TableJob *job = Started(runtime, request), *cancelled = Started(runtime, request);
    CHECK(Parks(runtime, 2));
    for (const TableJob *each : {job, cancelled}) {
        JobProgress progress;
        TableJobSnapshot(each, &progress);
        CHECK(progress.step == step);
        CHECK(progress.waits == JobWaitQuota);
    }
    TableJobCancel(cancelled);
    CHECK(Wait(cancelled).code == PERFECTHASH_E_CANCELLED);
    taken.giveBack();
    const Outcome outcome = Wait(job);
    CHECK_MESSAGE(outcome.code == S_OK, outcome.text);
    CHECK(taken.quota.taken == 0);
    CHECK(taken.node->guestMemory.reserved == 0);
    CHECK(taken.node->guestMemory.held == 0);
}

// Whether a quota of so many bytes lets a table be made of the records.
bool QuotaAllows(Runtime *runtime, const std::wstring &path, DWORD keySizeInBytes, size_t limit)
{
    Request request = FileRequest(path, L"");
    MemoryQuota quota;
    MemoryQuotaInit(&quota, limit, TRUE);
    request.quota = &quota;
    request.guest = TRUE;
    request.options.keyColumn = L"key";
    request.options.keySizeInBytes = keySizeInBytes;
    const Outcome outcome = Run(runtime, request);
    CHECK((outcome.code == S_OK || outcome.code == PERFECTHASH_E_MEMORY_QUOTA));
    return outcome.code == S_OK;
}

} // namespace

TEST_CASE("records ask for their keys' memory beside that of the rows, before they take it")
{
    constexpr size_t Rows = 30000, Close = Rows * 2;
    const Folder folder;
    const std::vector<uint32_t> keys = SomeKeys(Rows);
    std::string text = "key";
    for (int i = 0; i < 20; i++) // so that the rows take most at once
        text += ",c" + std::to_string(i);
    for (uint32_t key : keys)
        text += "\n" + std::to_string(key) + ",1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20";
    WriteText(folder / L"rows.csv", text);
    TestRuntime runtime(OneNodeWithBudget(Budget));
    size_t refused = 0, allowed = 64 * MiB;
    while (allowed - refused > Close) {
        const size_t middle = (allowed + refused) / 2;
        (QuotaAllows(runtime, folder / L"rows.csv", 4, middle) ? allowed : refused) = middle;
    }
    CHECK(!QuotaAllows(runtime, folder / L"rows.csv", 8, allowed)); // 4 bytes more a key
    CHECK(QuotaAllows(runtime, folder / L"rows.csv", 8, allowed + Rows * 4));
}

TEST_CASE("a text waits for its user's memory before it is decoded, whatever it holds, and a cancel does not wait")
{
    const Folder folder;
    const std::vector<uint32_t> keys = SomeKeys(Count);
    for (const char *prefix : {"", "key"}) {
        for (bool wide : {false, true}) {
            CAPTURE(prefix);
            CAPTURE(wide);
            WriteLines(folder / L"set.txt", keys, prefix, wide);
            CheckWaits(FileRequest(folder / L"set.txt", L""), JobStepPlan);
        }
    }
}

TEST_CASE("a file of values waits for its user's memory before it is read, and a cancel does not wait")
{
    const Folder folder;
    const std::vector<uint32_t> keys = SomeKeys(Count);
    WriteKeys(folder / L"set.keys", keys);
    WriteKeys(folder / L"set.keys.values", keys);
    Request request = FileRequest(folder / L"set.keys", L"");
    request.options.solve.valueBits = 32;
    CheckWaits(request, JobStepLoad);
}

TEST_CASE("what is given, decoded and read besides the keys counts while the table is searched")
{
    const Folder folder;
    const std::vector<uint32_t> keys = SomeKeys(Count);
    const size_t bytes = Count * sizeof keys[0];
    TestRuntime runtime(OneNodeWithBudget(Budget));
    WriteKeys(folder / L"set.keys", keys);
    WriteKeys(folder / L"set.keys.values", keys);
    WriteLines(folder / L"set.txt", keys, "", true);
    const Request file = Endless(FileRequest(folder / L"set.keys", L"")),
                  text = Endless(FileRequest(folder / L"set.txt", L""));
    const size_t plain = ReservedInSearch(runtime, file);
    CHECK(ReservedInSearch(runtime, Endless(KeysRequest(keys, L"given", L""))) == plain + bytes);
    CHECK(ReservedInSearch(runtime, text) >= plain + bytes);
    CHECK(ReservedInSearch(runtime, text) < plain + 3 * bytes); // nothing of the text
    Request values = file;
    values.options.solve.valueBits = 32;
    const size_t withValues = ReservedInSearch(runtime, values);
    Request givenValues = Endless(KeysRequest(keys, L"given", L""));
    givenValues.options.solve.valueBits = 32;
    givenValues.values = keys.data();
    CHECK(withValues >= bytes);
    CHECK(ReservedInSearch(runtime, givenValues) == withValues + bytes);
}

TEST_CASE("a text that its user's quota never allows to be decoded is told by the quota")
{
    const Folder folder;
    const std::vector<uint32_t> keys = SomeKeys(Count);
    TestRuntime runtime(OneNodeWithBudget(Budget));
    WriteLines(folder / L"set.txt", keys, "key", false);
    Request request = FileRequest(folder / L"set.txt", L"");
    MemoryQuota quota;
    MemoryQuotaInit(&quota, 1 * MiB, TRUE);
    request.quota = &quota;
    request.guest = TRUE;
    const Outcome refused = Run(runtime, request);
    CHECK(refused.code == PERFECTHASH_E_MEMORY_QUOTA);
    CHECK(Contains(refused.text, L"set.txt"));
}
