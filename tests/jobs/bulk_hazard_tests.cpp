// Bulk runs while the world changes: cancels, vanishing files, a directory that goes, a runtime that stops. Nothing hangs, nothing is half done.
#include <thread>

#include "bulk_test.h"
#include "jobs/bulk_job_steps.h"

namespace {

bool IsWhole(const std::wstring &out)
{
    for (const std::wstring &file : FilesBelow(out)) {
        if (Contains(file, L".phtmp") || Contains(file, L".previous"))
            return false;
        TableResult *table = nullptr;
        if (Contains(file, L".pht") && TableResultLoad((out + L"\\" + file).c_str(), &table, nullptr) != S_OK)
            return false;
        TableResultRelease(table);
    }
    return true;
}

RuntimeOptions Crowded()
{
    RuntimeOptions options = {};
    options.iocpConcurrency = 8;
    options.maxThreads = 16;
    options.simulatedNumaNodes = 4;
    return options;
}

} // namespace

TEST_CASE("a bulk run is cancelled at any moment, and whole tables stay")
{
    Folder folder;
    const std::wstring keys = folder / L"keys";
    MakeFolder(keys);
    WriteSets(keys, 60, 400);
    int cancelled = 0;
    for (DWORD i = 0; i < 12; i++) {
        TestRuntime runtime(Crowded());
        Bulk bulk(keys, folder / (L"out" + std::to_wstring(i)));
        bulk.options.maximumConcurrency = 32;
        BulkJob *job = StartBulk(runtime, bulk);
        Sleep(i * 7);
        BulkJobCancel(job);
        const BulkOutcome outcome = WaitBulk(job);
        CHECK((outcome.code == S_OK || outcome.code == PERFECTHASH_E_CANCELLED));
        CHECK(outcome.state == (outcome.code == S_OK ? JobSucceeded : JobCancelled));
        CHECK(IsWhole(bulk.out));
        cancelled += outcome.state == JobCancelled;
    }
    CHECK(cancelled > 0);
}

TEST_CASE("a bulk run that is cancelled when all of it is in place is not cancelled")
{
    Folder folder;
    const std::wstring keys = folder / L"keys";
    MakeFolder(keys);
    WriteSets(keys, 200, 3);
    TestRuntime runtime;
    const ULONGLONG until = GetTickCount64() + 20000;
    int inTime = 0;
    for (int i = 0; inTime < 3 && GetTickCount64() < until; i++) {
        Bulk bulk(keys, folder / (L"out" + std::to_wstring(i)));
        bulk.pack = folder / L"all.phpack";         // the run is its last steps, mostly
        BulkJob *job = StartBulk(runtime, bulk);
        const volatile BulkStep *step = &job->step;
        while (*step < BulkStepFinish)
            YieldProcessor();
        const bool early = *step == BulkStepFinish;
        BulkJobCancel(job);
        inTime += early && *step == BulkStepFinish;
        const BulkOutcome outcome = WaitBulk(job);
        CHECK(outcome.code == S_OK);
        CHECK(outcome.state == JobSucceeded);
        REQUIRE(outcome.result != nullptr);
        CHECK(Exists(outcome.result->jsonPath));
        CHECK(Exists(bulk.pack));
    }
    CHECK(inTime > 0);
}

TEST_CASE("a start on a runtime that stops fails with the name of its input")
{
    Runtime *runtime = nullptr;
    const RuntimeOptions options = {};
    REQUIRE(RuntimeStart(&options, &runtime) == ERROR_SUCCESS);
    REQUIRE(RuntimeHold(runtime));
    std::thread stopper([&] { RuntimeStop(runtime); });
    while (RuntimeHold(runtime)) {
        RuntimeRelease(runtime);
        Sleep(1);
    }
    Failure failure = {};
    TableJob *table = nullptr;
    BulkJob *bulkJob = nullptr;
    const Request file = FileRequest(L"some.keys", L""), named = KeysRequest({1, 2}, L"my table", L"");
    CHECK(TableJobStart(runtime, &file, nullptr, nullptr, &table, &failure) == PERFECTHASH_E_RUNTIME);
    CHECK(Contains(TextOf(failure), L"some.keys"));
    CHECK(TableJobStart(runtime, &named, nullptr, nullptr, &table, &failure) == PERFECTHASH_E_RUNTIME);
    CHECK(Contains(TextOf(failure), L"my table"));
    Bulk merge(L"", L"");
    merge.merge = L"shards";
    const BulkRequest request = merge.request();
    CHECK(BulkJobStart(runtime, &request, nullptr, nullptr, nullptr, &bulkJob, &failure) == PERFECTHASH_E_RUNTIME);
    CHECK(Contains(TextOf(failure), L"shards"));
    RuntimeRelease(runtime);
    stopper.join();
}

TEST_CASE("a runtime that stops ends a bulk run")
{
    Folder folder;
    const std::wstring keys = folder / L"keys";
    MakeFolder(keys);
    WriteSets(keys, 60, 400);
    for (DWORD i = 0; i < 6; i++) {
        Bulk bulk(keys, folder / (L"out" + std::to_wstring(i)));
        BulkJob *job;
        {
            TestRuntime runtime(Crowded());
            job = StartBulk(runtime, bulk);
            Sleep(i * 10);
        }
        CHECK(WaitForSingleObject(BulkJobEvent(job), 0) == WAIT_OBJECT_0);
        JobProgress progress;
        BulkJobSnapshot(job, &progress);
        CHECK(progress.state != JobRunning);
        CHECK(IsWhole(bulk.out));
        BulkJobRelease(job);
    }
}

TEST_CASE("keys files vanish and change, and the output directory is removed, while a bulk run goes on")
{
    Folder folder;
    const std::wstring keys = folder / L"keys", out = folder / L"out";
    MakeFolder(keys);
    const std::vector<std::wstring> files = WriteSets(keys, 80, 400);
    TestRuntime runtime;
    Bulk bulk(keys, out);
    BulkJob *job = StartBulk(runtime, bulk);
    for (size_t i = files.size(); i > 40; i--) {
        DeleteFileW(files[i - 1].c_str());
        const HANDLE file = CreateFileW(files[i - 2].c_str(), GENERIC_WRITE, FILE_SHARE_READ, nullptr, TRUNCATE_EXISTING, 0, nullptr);
        if (file != INVALID_HANDLE_VALUE)
            CloseHandle(file);
        for (const std::wstring &written : FilesBelow(out))
            DeleteFileW((out + L"\\" + written).c_str());
        RemoveDirectoryW(out.c_str());
    }
    const BulkOutcome outcome = WaitBulk(job);
    CHECK((outcome.code == S_OK || outcome.code == PERFECTHASH_E_OUTPUT_WRITE));
    for (size_t i = 0; outcome.result != nullptr && i < outcome.result->rowCount; i++) {
        if (outcome.result->rows[i].failure != nullptr)
            CHECK(Contains(TextOf(*outcome.result->rows[i].failure), folder.path.substr(folder.path.rfind(L'\\'))));
    }
    CHECK(IsWhole(out));
}

TEST_CASE("many tiny files with a huge one among them, and an owner who lets go at once")
{
    Folder folder;
    const std::wstring keys = folder / L"keys";
    MakeFolder(keys);
    for (int i = 0; i < 100; i++)
        WriteKeys(keys + L"\\tiny" + std::to_wstring(i * 1000 + 1) + L".keys", {1, (uint32_t)i + 2});
    WriteKeys(keys + L"\\huge.keys", SomeKeys(300000));
    TestRuntime runtime(Crowded());
    Bulk bulk(keys, L"");
    BulkJobRelease(StartBulk(runtime, bulk));
    const BulkOutcome outcome = RunBulk(runtime, bulk);
    REQUIRE(outcome.code == S_OK);
    CHECK(outcome.result->succeeded == 101);
    CHECK(outcome.row(L"huge.keys").layout == LayoutPartitioned);
}
