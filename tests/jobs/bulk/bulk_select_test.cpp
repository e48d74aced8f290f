/*
 * The rows of a bulk run are made in slices: while others have all places of slices, a run of many
 * files waits without a thread, and a cancel ends it before it has made anything. The rows are
 * those of the files, in order, whatever slice made them.
 */
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
        CHECK(WaitForSingleObject(BulkJobEvent(job), 100) == WAIT_TIMEOUT);
        CHECK(ProgressOf(job).step == JobStepSelect);
        CHECK(ProgressOf(job).total == 0);
        CHECK_FALSE(Exists(folder / L"out"));
        if (cancels)
            BulkJobCancel(job);
        slices.giveBack();
        const BulkOutcome outcome = WaitBulk(job);
        if (cancels)
            CHECK(outcome.code == PERFECTHASH_E_CANCELLED);
        else
            CheckRows(outcome);
        CHECK(Exists(folder / L"out") == !cancels);
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
