/*
 * The rows of a bulk run are made in slices: while others have all places of slices, a run of many
 * files waits without a thread, and a cancel ends it before it has made anything. The rows are
 * those of the files, in order, whatever slice made them. Their outcomes are counted in slices.
 */
#include "jobs/bulk/bulk_result.h"
#include "support/jobs/bulk_fixture.h"
#include "support/jobs/slice_places.h"

namespace {

constexpr size_t fileCount = 900; // of more than two slices

JobProgress ProgressOf(const BulkJob *job)
{
    JobProgress progress;
    BulkJobSnapshot(job, &progress);
    return progress;
}

std::wstring NameOf(size_t i)
{
    return std::to_wstring(10000 + i) + L".keys";
}

// Empty files: their rows are made, and fail.
void WriteFiles(const Folder &folder)
{
    MakeFolder(folder / L"keys");
    for (size_t i = 0; i < fileCount; i++)
        WriteText(folder / (L"keys\\" + NameOf(i)), "");
}

void CheckRows(const BulkOutcome &outcome)
{
    REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
    REQUIRE(outcome.result->rowCount == fileCount);
    for (size_t i = 0; i < fileCount; i++)
        REQUIRE(outcome.result->rows[i].keysPath == NameOf(i));
}

// The run waits for a slice at the step; cancelled, it ends at once, and otherwise with the slices.
void CheckWaits(BulkJob *job, JobStep step, SlicePlaces &slices, bool cancels)
{
    CHECK(Eventually([&] { return ProgressOf(job).step == step; }));
    CHECK(WaitForSingleObject(BulkJobEvent(job), 100) == WAIT_TIMEOUT);
    CHECK(ProgressOf(job).step == step);
    if (cancels)
        BulkJobCancel(job);
    else
        slices.giveBack();
    const BulkOutcome outcome = WaitBulk(job);
    if (cancels)
        CHECK(outcome.code == PERFECTHASH_E_CANCELLED);
    else
        CheckRows(outcome);
}

} // namespace

TEST_CASE("rows are made in slices, and a cancel ends a run that waits for its next slice")
{
    const Folder folder;
    WriteFiles(folder);
    for (const bool cancels : {true, false}) {
        CAPTURE(cancels);
        TestRuntime runtime;
        SlicePlaces slices(runtime);
        slices.take();
        REQUIRE(slices.taken > 0);
        Bulk bulk(folder / L"keys", folder / L"out");
        BulkJob *job = StartBulk(runtime, bulk);
        CHECK(Eventually([&] { return ProgressOf(job).step == JobStepSelect; }));
        CHECK(ProgressOf(job).total == 0);
        CHECK_FALSE(Exists(folder / L"out"));
        CheckWaits(job, JobStepSelect, slices, cancels);
        CHECK(Exists(folder / L"out") == !cancels);
    }
}

TEST_CASE("a pack's index is made in slices, and a cancel ends a run that waits for its next slice")
{
    const Folder folder;
    WriteFiles(folder);
    for (const bool cancels : {true, false}) {
        CAPTURE(cancels);
        TestRuntime runtime;
        SlicePlaces slices(runtime);
        Bulk bulk(folder / L"keys", L"");
        bulk.pack = folder / L"all.phpack";
        bulk.options.maximumConcurrency = 1;
        const auto take = [](BulkJob *, const BulkRow *, void *context) { // no table is searched: all files are empty
            static_cast<SlicePlaces *>(context)->take();
        };
        const BulkRequest request = bulk.request();
        BulkJob *job = nullptr;
        Failure failure = {};
        REQUIRE(BulkJobStart(runtime, &request, nullptr, take, &slices, &job, &failure) == S_OK);
        CheckWaits(job, JobStepPack, slices, cancels);
        CHECK(Exists(folder / L"all.phpack") == !cancels);
    }
}

TEST_CASE("a merge finds its shards in slices, and a cancel ends one that waits for its next slice")
{
    const Folder folder;
    WriteFiles(folder);
    {
        TestRuntime runtime;
        for (DWORD shard = 1; shard <= 2; shard++) {
            Bulk part(folder / L"keys", folder / L"out");
            part.options.shardIndex = shard;
            part.options.shardCount = 2;
            REQUIRE(RunBulk(runtime, part).code == S_OK);
        }
    }
    for (const bool cancels : {true, false}) {
        CAPTURE(cancels);
        TestRuntime runtime;
        SlicePlaces slices(runtime);
        slices.take();
        Bulk merge(L"", L"");
        merge.merge = folder / L"out";
        CheckWaits(StartBulk(runtime, merge), JobStepSelect, slices, cancels);
        CHECK(Exists(folder / L"out\\PerfectHashBulkCreate.csv") == !cancels);
    }
}

TEST_CASE("shards whose rows are made in slices have all files together, each one once")
{
    const Folder folder;
    WriteFiles(folder);
    TestRuntime runtime;
    std::vector<std::wstring> paths;
    for (DWORD shard = 1; shard <= 2; shard++) {
        Bulk part(folder / L"keys", L"");
        part.options.shardIndex = shard;
        part.options.shardCount = 2;
        const BulkOutcome outcome = RunBulk(runtime, part);
        REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
        CHECK(outcome.result->rowCount < fileCount);
        for (size_t row = 0; row < outcome.result->rowCount; row++)
            paths.push_back(outcome.result->rows[row].keysPath);
    }
    std::sort(paths.begin(), paths.end());
    REQUIRE(paths.size() == fileCount);
    for (size_t i = 0; i < fileCount; i++)
        REQUIRE(paths[i] == NameOf(i));
}

TEST_CASE("outcomes and figures of rows are counted a slice at a time, and once each")
{
    constexpr size_t count = 100000;
    BulkResult *result = BulkResultCreate(nullptr, nullptr);
    REQUIRE(result != nullptr);
    REQUIRE(BulkResultReserve(result, count));
    result->rowCount = count;
    for (size_t i = 0; i < count; i++) {
        BulkRow &row = result->rows[i];
        row.keyCount = 3;
        row.attempts = 1;
        row.tableBytes = row.solveMicroseconds = i;
        row.skipped = i % 10 == 0;
    }
    for (int round = 0; round < 2; round++) { // the second one begins again
        size_t slices = 1, row = 0, before = 0;
        for (; !BulkResultCountOn(result, &row); before = row, slices++)
            REQUIRE(row - before <= 20000);
        CHECK(slices >= 5);
        CHECK(result->succeeded == count * 9 / 10);
        CHECK(result->skipped == count / 10);
        CHECK(result->sums.keys == 3 * count);
        CHECK(result->sums.attempts == count);
        CHECK(result->sums.tableBytes == count * (count - 1) / 2);
        CHECK(result->sums.solveMicroseconds == count * (count - 1) / 2);
    }
    BulkResultRelease(result);
}
