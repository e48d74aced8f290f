/*
 * One folder holds nobody but those who want that folder. While the disk takes its time to remove
 * one, tables in other folders end, and who waits for that folder or for its lock ends as soon as
 * it is cancelled. When the disk has done, a table that still waits is made there.
 */
#include "jobs/table/folder_lock.h"
#include "runtime/base/win32_calls.h"
#include "support/jobs/bulk_fixture.h"

namespace {

// The lock of a folder, in other hands.
class HeldFolder {
public:
    explicit HeldFolder(const std::wstring &folder) : path(folder) { REQUIRE(FolderLockTry(&lock, path.c_str())); }
    ~HeldFolder() { leave(); }
    HeldFolder(const HeldFolder &) = delete;
    HeldFolder &operator=(const HeldFolder &) = delete;
    void leave() { FolderLockLeave(&lock, FALSE, path.c_str()); }

private:
    const std::wstring path;
    FolderLock lock = {};
};

bool WaitsAt(const TableJob *job, JobStep step)
{
    JobProgress progress;
    TableJobSnapshot(job, &progress);
    return progress.step == step && progress.waits == JobWaitFolder;
}

TableJob *Start(Runtime *runtime, const Request &request)
{
    TableJob *job = nullptr;
    Failure failure = {};
    REQUIRE(TableJobStart(runtime, &request, nullptr, nullptr, &job, &failure) == S_OK);
    return job;
}

// Two tables that wait at a step: one is cancelled, and ends.
void CheckCancelEnds(TableJob *cancelled, const TableJob *waiting, JobStep step)
{
    CHECK(Eventually([&] { return WaitsAt(cancelled, step) && WaitsAt(waiting, step); }));
    TableJobCancel(cancelled);
    const Outcome ended = Wait(cancelled);
    CHECK_MESSAGE(ended.code == PERFECTHASH_E_CANCELLED, ended.text);
    CHECK(TableJobState(waiting) == JobRunning);
}

// A run over one set, into `out`, while others have the lock of a folder; it is cancelled when it
// waits.
void CheckCancelEndsRun(const Folder &folder, const wchar_t *heldFolder, const std::function<bool(BulkJob *)> &waits)
{
    TestRuntime runtime;
    MakeFolder(folder / L"keys");
    WriteKeys(folder / L"keys\\set.keys", SomeKeys(100));
    const HeldFolder held(folder / heldFolder);
    Bulk bulk(folder / L"keys", folder / L"out");
    BulkJob *job = StartBulk(runtime, bulk);
    CHECK(Eventually([&] { return waits(job); }));
    CancelMustEnd(job);
}

} // namespace

TEST_CASE("a table that waits for the lock of its folder ends when it is cancelled, and leaves nothing")
{
    const Folder folder;
    TestRuntime runtime;
    const std::vector<uint32_t> keys = SomeKeys(100, 1);
    HeldFolder held(folder / L"set_Chm01_Quadx_And");
    TableJob *cancelled = Start(runtime, KeysRequest(keys, L"set", folder.path)),
             *waiting = Start(runtime, KeysRequest(keys, L"set", folder.path));
    CheckCancelEnds(cancelled, waiting, JobStepLock);
    held.leave();
    CHECK(Wait(waiting).code == S_OK);
    CHECK(FilesBelow(folder.path).size() == 2);
}

TEST_CASE("a run whose table waits for the lock of its folder ends when it is cancelled")
{
    const Folder folder;
    const auto waits = [&](BulkJob *) { return !FilesBelow(folder / L"out").empty(); };
    CheckCancelEndsRun(folder, L"out\\set_Chm01_Quadx_And", waits);
    CHECK(FilesBelow(folder / L"out").empty());
}

TEST_CASE("a run that waits for the lock of the output directory ends when it is cancelled, without CSV and JSON")
{
    const Folder folder;
    const auto waits = [](BulkJob *job) {
        JobProgress progress;
        BulkJobSnapshot(job, &progress);
        return progress.step == JobStepSummaryLock && progress.waits == JobWaitFolder;
    };
    CheckCancelEndsRun(folder, L"out", waits);
    CHECK(FilesBelow(folder / L"out").size() == 2); // the table
}

#ifndef NDEBUG
namespace {

HANDLE removing, goesOn; // a removal of the folder has begun; it may end

// Holds the removal of folders named "held..." like a disk that hangs.
struct HangingDisk {
    HangingDisk()
    {
        removing = CreateEventW(nullptr, TRUE, FALSE, nullptr);
        goesOn = CreateEventW(nullptr, TRUE, FALSE, nullptr);
        Win32BeforeRemoveFolder = [](const wchar_t *path) {
            if (wcsstr(path, L"\\held_Chm01") == nullptr)
                return;
            SetEvent(removing);
            WaitForSingleObject(goesOn, PatienceMs);
        };
    }
    ~HangingDisk()
    {
        SetEvent(goesOn);
        Win32BeforeRemoveFolder = nullptr;
        CloseHandle(removing);
        CloseHandle(goesOn);
    }
};

} // namespace

TEST_CASE("while a folder is being removed, others' tables end, and who waits for it can be cancelled")
{
    const Folder folder;
    const std::vector<uint32_t> keys = SomeKeys(100, 1);
    const HangingDisk disk;
    TestRuntime runtime(4, 4);
    Win32FailNthOf(Win32CallWrite, 1);
    TableJob *failing = Start(runtime, KeysRequest(keys, L"held", folder.path));
    MustEnd(removing, runtime);
    CHECK(Win32FailNthReached());
    Win32FailNth(0);
    CHECK(Run(runtime, KeysRequest(keys, L"other", folder.path)).code == S_OK);

    TableJob *cancelled = Start(runtime, KeysRequest(keys, L"held", folder.path)),
             *waiting = Start(runtime, KeysRequest(keys, L"HELD", folder.path));
    CheckCancelEnds(cancelled, waiting, JobStepEmit);
    CHECK(TableJobState(failing) == JobRunning);
    SetEvent(goesOn);
    CHECK(Wait(failing).code == PERFECTHASH_E_DISK_FULL);
    CHECK(Wait(waiting).code == S_OK);
    CHECK(FilesBelow(folder.path).size() == 4);
}
#endif
