/*
 * Work that a slow disk can hold has all workers of a node but one. These tests take all of these
 * places, as hanging disks would. A step that opens or writes files waits then, which the job's
 * snapshot says, and a cancel ends it at once, in a bulk run too. What has to be deleted is deleted
 * as soon as the disk goes on.
 */
#include "jobs/table/folder_lock.h"
#include "support/jobs/bulk_fixture.h"

namespace {

// All places for blocking work of a runtime's first node.
struct HangingDisks {
    Admission admission;
    LONG count = 0;
    explicit HangingDisks(Runtime *runtime)
    {
        AdmissionInitBlocking(&admission, RuntimeNodeAt(runtime, 0), ReadyInteractive, MAXLONG);
    }
    ~HangingDisks() { goOn(); }
    HangingDisks(const HangingDisks &) = delete;
    HangingDisks &operator=(const HangingDisks &) = delete;
    void hang()
    {
        while (AdmissionEnter(&admission))
            count++;
    }
    void goOn()
    {
        for (; count > 0; count--)
            AdmissionDone(&admission);
    }
};

template <typename Job> bool WaitsForDisk(Job *job, JobStep step)
{
    JobProgress progress;
    if constexpr (std::is_same_v<Job, TableJob>)
        TableJobSnapshot(job, &progress);
    else
        BulkJobLook(job, &progress);
    return progress.step == step && progress.waits == JobWaitDisk;
}

void CheckCancelEnds(TableJob *job, JobStep step)
{
    CHECK(Eventually([&] { return WaitsForDisk(job, step); }));
    TableJobCancel(job);
    const Outcome ended = Wait(job);
    CHECK_MESSAGE(ended.code == PERFECTHASH_E_CANCELLED, ended.text);
}

} // namespace

TEST_CASE("a job that waits for the disk says so, ends when it is cancelled, and others are made when the disk goes on")
{
    const Folder folder;
    TestRuntime runtime;
    HangingDisks disks(runtime);
    const std::vector<uint32_t> keys = SomeKeys(100);
    WriteKeys(folder / L"set.keys", keys);
    disks.hang();
    TableJob *waiting = Started(runtime, FileRequest(folder / L"set.keys", L""));
    CheckCancelEnds(Started(runtime, FileRequest(folder / L"set.keys", L"")), JobStepLoad);
    Request guest = KeysRequest(keys, L"set", folder / L"out");
    for (guest.guest = FALSE; guest.guest <= TRUE; guest.guest++) {
        std::vector<TableJob *> before; // the guests' last one waits outside the queue
        for (int i = 0; i < 4; i++)
            before.push_back(Started(runtime, guest));
        while (!before.empty()) {
            CheckCancelEnds(before.back(), JobStepLook);
            before.pop_back();
        }
    }
    CHECK(WaitsForDisk(waiting, JobStepLoad));
    disks.goOn();
    CheckTable(Wait(waiting).result, keys);
    CHECK(FilesBelow(folder / L"out").empty());
}

TEST_CASE("a job that is cancelled as it waits to put its files in place deletes them when the disk goes on")
{
    const Folder folder;
    TestRuntime runtime;
    HangingDisks disks(runtime);
    const std::wstring table = folder / L"set_Chm01_Quadx_And";
    FolderLock held = {};
    REQUIRE(FolderLockTry(&held, table.c_str()));
    TableJob *job = Started(runtime, KeysRequest(SomeKeys(100), L"set", folder.path));
    JobProgress progress;
    CHECK(Eventually([&] { return TableJobSnapshot(job, &progress), progress.waits == JobWaitFolder; }));
    disks.hang();
    FolderLockLeave(&held, FALSE, table.c_str());
    CHECK(Eventually([&] { return WaitsForDisk(job, JobStepCommit); }));
    TableJobCancel(job);
    CHECK(Eventually([&] { return WaitsForDisk(job, JobStepEnding); }));
    CHECK(FilesBelow(folder.path).size() == 2);
    disks.goOn();
    CHECK(Wait(job).code == PERFECTHASH_E_CANCELLED);
    CHECK_FALSE(Exists(table));
}

TEST_CASE("a run whose walk or whose table waits for the disk ends when it is cancelled")
{
    const Folder folder;
    TestRuntime runtime;
    HangingDisks disks(runtime);
    MakeFolder(folder / L"keys");
    WriteSets(folder / L"keys", 2, 100);
    Bulk bulk(folder / L"keys", L"");
    disks.hang();
    BulkJob *job = StartBulk(runtime, bulk);
    Sleep(10); // it may or may not have come to its walk
    CancelMustEnd(job);
    disks.goOn();
    bulk.options.maximumConcurrency = 1;
    const BulkRequest request = bulk.request();
    const auto hang = [](BulkJob *, const BulkRow *, void *context) { static_cast<HangingDisks *>(context)->hang(); };
    Failure failure = {};
    REQUIRE(BulkJobStart(runtime, &request, nullptr, hang, &disks, &job, &failure) == S_OK);
    CHECK(Eventually([&] { return WaitsForDisk(job, JobStepTables); })); // the second one
    CancelMustEnd(job);
}

TEST_CASE("a run that waits for the disk to write its summary says so, and ends when it is cancelled")
{
    const Folder folder;
    TestRuntime runtime;
    HangingDisks disks(runtime);
    MakeFolder(folder / L"keys");
    WriteSets(folder / L"keys", 1, 100);
    Bulk bulk(folder / L"keys", folder / L"out");
    const BulkRequest request = bulk.request();
    const auto hang = [](BulkJob *, const BulkRow *, void *context) { static_cast<HangingDisks *>(context)->hang(); };
    BulkJob *job = nullptr;
    Failure failure = {};
    REQUIRE(BulkJobStart(runtime, &request, nullptr, hang, &disks, &job, &failure) == S_OK);
    CHECK(Eventually([&] { return WaitsForDisk(job, JobStepFlush); }));
    CancelMustEnd(job);
    CHECK(FilesBelow(folder / L"out").size() == 2); // the table
}
