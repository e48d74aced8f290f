/*
 * Tables whose search never ends share a runtime with others. These tests prove that any number of
 * them leaves others their turn: a small table is made, and a bulk run ends. How the slices of
 * tables take turns is proved in tests/runtime/engine/admission_test.cpp.
 */
#include "jobs/bulk/bulk_job.h"
#include "support/jobs/slice_places.h"

namespace {

// A search that goes on until it is cancelled, in slices of one lane.
Request Endless(const std::vector<uint32_t> &keys)
{
    Request request = KeysRequest(keys, L"endless", L"");
    request.options.solve.fixedAttempts = UINT32_MAX;
    request.options.maxPerFileConcurrency = 1;
    return request;
}

struct EndlessTables {
    std::vector<TableJob *> jobs;
    EndlessTables(Runtime *runtime, const std::vector<uint32_t> &keys, size_t count) : jobs(count)
    {
        const Request request = Endless(keys);
        for (TableJob *&job : jobs)
            REQUIRE(TableJobStart(runtime, &request, nullptr, nullptr, &job, nullptr) == S_OK);
    }
    ~EndlessTables()
    {
        for (TableJob *job : jobs)
            TableJobCancel(job);
        for (TableJob *job : jobs)
            CHECK(Wait(job).code == PERFECTHASH_E_CANCELLED);
    }
    // Does each of them come to search?
    bool search() const
    {
        for (TableJob *job : jobs) {
            if (!Eventually([&] { return TableJobProgress(job) >= 0.2; }))
                return false;
        }
        return true;
    }
};

} // namespace

TEST_CASE("any number of endless tables on two processors leaves a small one its turn")
{
    Folder folder;
    TestRuntime runtime(2, 4);
    const std::vector<uint32_t> keys = SomeKeys(20000), few = SomeKeys(300);
    EndlessTables endless(runtime, keys, 20);
    REQUIRE(endless.search());
    for (int i = 0; i < 3; i++) {
        const Outcome outcome = Run(runtime, KeysRequest(few, L"few", folder / L"out"));
        REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
        CheckTable(outcome.result, few);
    }
    CHECK(endless.search());
}

TEST_CASE("a bulk run of endless tables leaves another bulk run its turn")
{
    Folder folder;
    TestRuntime runtime(1, 2);
    for (const wchar_t *name : {L"\\endless", L"\\small"})
        CreateDirectoryW((folder.path + name).c_str(), nullptr);
    for (int i = 0; i < 8; i++) {
        WriteKeys(folder / (L"endless\\" + std::to_wstring(i) + L".keys"), SomeKeys(20000));
        WriteKeys(folder / (L"small\\" + std::to_wstring(i) + L".keys"), SomeKeys(300));
    }
    const std::wstring endlessKeys = folder / L"endless", smallKeys = folder / L"small";
    BulkRequest request = {};
    BulkOptionsDefault(&request.options);
    request.keysDirectory = endlessKeys.c_str();
    request.options.table = Endless({}).options;
    BulkJob *endless = nullptr, *small = nullptr;
    REQUIRE(BulkJobStart(runtime, &request, nullptr, nullptr, nullptr, &endless, nullptr) == S_OK);
    JobProgress progress = {};
    CHECK(Eventually([&] {
        BulkJobSnapshot(endless, &progress);
        return progress.total == 8;
    }));
    Sleep(100); // its tables have all places by now, if they keep them
    BulkOptionsDefault(&request.options);
    request.keysDirectory = smallKeys.c_str();
    REQUIRE(BulkJobStart(runtime, &request, nullptr, nullptr, nullptr, &small, nullptr) == S_OK);
    CHECK(WaitForSingleObject(BulkJobEvent(small), 60000) == WAIT_OBJECT_0);
    BulkJobSnapshot(small, &progress);
    CHECK(progress.state == JobSucceeded);
    CHECK(progress.completed == 8);
    BulkJobSnapshot(endless, &progress);
    CHECK(progress.state == JobRunning);
    BulkJobCancel(small);
    BulkJobCancel(endless);
    CHECK(WaitForSingleObject(BulkJobEvent(endless), 60000) == WAIT_OBJECT_0);
    BulkJobRelease(small);
    BulkJobRelease(endless);
}

TEST_CASE("a large text of keys is decoded in slices, which wait for their turn without a place among requests")
{
    Folder folder;
    const std::vector<uint32_t> keys = SomeKeys(200000), few = SomeKeys(300);
    std::string text;
    for (const uint32_t key : keys)
        text += std::to_string(key) + "\n";
    WriteText(folder / L"many.txt", text);
    TestRuntime runtime(2, 4);
    SlicePlaces searches(runtime);
    searches.take();
    TableJob *jobs[9]; // more than a node of four workers has places
    const Request request = FileRequest(folder / L"many.txt", L"");
    for (TableJob *&job : jobs)
        REQUIRE(TableJobStart(runtime, &request, nullptr, nullptr, &job, nullptr) == S_OK);
    CheckTable(Run(runtime, KeysRequest(few, L"few", L"")).result, few);
    for (JobProgress now = {}; now.step < JobStepPlan; Sleep(1)) // its keys are read
        TableJobSnapshot(jobs[0], &now);
    TableJobCancel(jobs[0]);
    CHECK(Wait(jobs[0]).code == PERFECTHASH_E_CANCELLED); // a cancel withdraws what waits for a turn
    for (size_t i = 1; i < ARRAYSIZE(jobs); i++)
        CHECK(WaitForSingleObject(TableJobEvent(jobs[i]), 20) == WAIT_TIMEOUT);
    searches.giveBack();
    for (size_t i = 1; i < ARRAYSIZE(jobs); i++)
        CheckTable(Wait(jobs[i]).result, keys);
}
