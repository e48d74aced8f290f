/*
 * These tests change the world during a bulk run. Runs are cancelled, keys files vanish or change,
 * the output directory is removed, and the runtime stops. Every run ends, only whole tables remain,
 * and each failure belongs to the file that caused it.
 */
#include <thread>

#include "jobs/bulk/bulk_job_steps.h"
#include "runtime/base/win32_calls.h"
#include "support/jobs/bulk_fixture.h"

namespace {

bool IsWhole(const std::wstring &out)
{
    for (const std::wstring &file : FilesBelow(out)) {
        if (Contains(file, L".phtmp"))
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
    int inTime = 0;
    for (int i = 0; inTime < 3 && i < 500; i++) {
        Bulk bulk(keys, folder / (L"out" + std::to_wstring(i)));
        bulk.pack = folder / L"all.phpack"; // the run is its last steps, mostly
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

TEST_CASE("a bulk run whose runtime stops is cancelled, or was over")
{
    Folder folder;
    const std::wstring keys = folder / L"keys";
    MakeFolder(keys);
    WriteSets(keys, 60, 400);
    int cancelled = 0;
    for (DWORD i = 0; i < 12; i++) {
        CAPTURE(i);
        Bulk bulk(keys, i % 2 ? L"" : folder / (L"out" + std::to_wstring(i)));
        BulkJob *job;
        {
            TestRuntime runtime(Crowded());
            job = StartBulk(runtime, bulk);
            Sleep(i * 5);
        }
        CHECK(WaitForSingleObject(BulkJobEvent(job), 0) == WAIT_OBJECT_0);
        const BulkOutcome outcome = WaitBulk(job);
        CAPTURE(outcome.text);
        CHECK(outcome.code == (outcome.state == JobSucceeded ? S_OK : PERFECTHASH_E_CANCELLED));
        CHECK(outcome.state == (outcome.code == S_OK ? JobSucceeded : JobCancelled));
        if (outcome.code == S_OK)
            CHECK(outcome.result->failed == 0); // a table that had no time left would be one
        else
            CHECK(Contains(outcome.text, keys + L": cancelled"));
        CHECK(IsWhole(bulk.out));
        cancelled += outcome.state == JobCancelled;
    }
    CHECK(cancelled > 0);
}

#ifndef NDEBUG
TEST_CASE("a run whose runtime stops while it writes its results, or reads those of shards, is cancelled")
{
    Folder folder;
    const std::wstring keys = folder / L"keys", out = folder / L"out";
    MakeFolder(keys);
    WriteSets(keys, 20, 50);
    Bulk shard(keys, out), merge(L"", L""), whole(keys, folder / L"whole");
    shard.options.shardIndex = shard.options.shardCount = 1;
    merge.merge = out;
    CHECK(RunBulk(TestRuntime(), shard).code == S_OK);
    const size_t before = FilesBelow(out).size();
    for (const bool merges : {false, true}) {
        CAPTURE(merges);
        BulkJob *job = nullptr;
        const BulkRequest request = (merges ? merge : whole).request();
        const auto slowFromTheLast = [](BulkJob *run, const BulkRow *, void *) {
            if (run->ended == 20)
                Win32LimitTransfers(1);
        };
        {
            TestRuntime runtime;
            Win32LimitTransfers(merges ? 1 : -1);
            REQUIRE(BulkJobStart(runtime, &request, nullptr, slowFromTheLast, nullptr, &job, nullptr) == S_OK);
            const volatile BulkStep *step = &job->step;
            while (*step < (merges ? BulkStepOpen : BulkStepLock))
                YieldProcessor();
        }
        Win32LimitTransfers(-1);
        const BulkOutcome outcome = WaitBulk(job);
        CHECK_MESSAGE(outcome.code == PERFECTHASH_E_CANCELLED, outcome.text);
        CHECK(outcome.state == JobCancelled);
    }
    CHECK(FilesBelow(out).size() == before);
    CHECK(FilesBelow(whole.out).size() == 40);
    CHECK(IsWhole(whole.out));
}
#endif

TEST_CASE("keys files that vanish or change after they were found fail alone, each for what it is by then")
{
    Folder folder;
    const std::wstring keys = folder / L"keys";
    MakeFolder(keys);
    const std::vector<std::wstring> files = WriteSets(keys, 20, 400);
    TestRuntime runtime;
    Bulk bulk(keys, folder / L"out");
    HANDLE taken = INVALID_HANDLE_VALUE;
    const BulkOutcome outcome = RunBulkInSteps(runtime, bulk, [&](size_t ended) {
        if (ended != 5)
            return;
        CHECK(DeleteFileW(files[5].c_str()));
        WriteText(files[8], "");
        WriteKeys(files[11], {1, 2, 1});
        WriteKeys(files[14], {1, 2, 3});
        taken = CreateFileW(files[17].c_str(), GENERIC_READ | GENERIC_WRITE, 0, nullptr, OPEN_EXISTING, 0, nullptr);
        CHECK(taken != INVALID_HANDLE_VALUE);
    });
    CloseHandle(taken);
    REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
    CHECK(outcome.result->succeeded == 16);
    CHECK(outcome.row(L"0014-set.keys").keyCount == 3);
    const std::pair<const wchar_t *, HRESULT> failed[] = {{L"0005-set.keys", PERFECTHASH_E_KEYS_NOT_FOUND},
                                                          {L"0008-set.keys", PERFECTHASH_E_KEYS_EMPTY},
                                                          {L"0011-set.keys", PERFECTHASH_E_KEYS_DUPLICATE},
                                                          {L"0017-set.keys", PERFECTHASH_E_KEYS_UNREADABLE}};
    for (const auto &each : failed) {
        REQUIRE(outcome.row(each.first).failure != nullptr);
        CHECK(outcome.row(each.first).failure->code == each.second);
        CHECK(Contains(TextOf(*outcome.row(each.first).failure), each.first));
    }
    CHECK(FilesBelow(bulk.out).size() == 2 * 16 + 2);
    CHECK(IsWhole(bulk.out));
}

TEST_CASE("an output directory that is removed half-way is made again, and a loss at the end is told")
{
    Folder folder;
    const std::wstring keys = folder / L"keys", out = folder / L"out";
    MakeFolder(keys);
    WriteSets(keys, 20, 400);
    TestRuntime runtime;
    for (const size_t when : {1, 10, 20}) {
        CAPTURE(when);
        Bulk bulk(keys, out);
        const BulkOutcome outcome = RunBulkInSteps(runtime, bulk, [&](size_t ended) {
            if (ended == when)
                CHECK(RemoveTree(out));
        });
        CHECK(IsWhole(out));
        if (when == 20) {
            CHECK(outcome.code == PERFECTHASH_E_OUTPUT_WRITE);
            CHECK(Contains(outcome.text, L"PerfectHashBulkCreate."));
            CHECK_FALSE(Exists(out));
            continue;
        }
        REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
        CHECK(outcome.result->succeeded == 20);
        CHECK(FilesBelow(out).size() == 2 * (20 - when) + 2);
        for (size_t i = 0; i < 20; i++)
            CHECK(Exists(outcome.result->rows[i].tablePath) == (i >= when));
    }
}

TEST_CASE("keys files and folders of tables go while others are under way")
{
    Folder folder;
    const std::wstring keys = folder / L"keys";
    MakeFolder(keys);
    int lost = 0, failures = 0;
    for (int round = 0; round < 5 && (lost < 10 || failures < 3); round++) {
        const std::vector<std::wstring> files = WriteSets(keys, 80, 400);
        TestRuntime runtime(Crowded());
        Bulk bulk(keys, folder / (L"out" + std::to_wstring(round)));
        BulkJob *job = StartBulk(runtime, bulk);
        size_t at = files.size();
        JobProgress progress = {};
        for (BulkJobSnapshot(job, &progress); progress.state == JobRunning; BulkJobSnapshot(job, &progress)) {
            if (progress.completed == 0)
                continue;
            for (int i = 0; i < 5 && at > 40; i++)
                DeleteFileW(files[--at].c_str());
            RemoveTree(bulk.out);
        }
        const BulkOutcome outcome = WaitBulk(job);
        CHECK_MESSAGE((outcome.code == S_OK || outcome.code == PERFECTHASH_E_OUTPUT_WRITE), outcome.text);
        for (size_t i = 0; outcome.result != nullptr && i < outcome.result->rowCount; i++) {
            const BulkRow &row = outcome.result->rows[i];
            lost += row.failure == nullptr && !Exists(row.tablePath);
            if (row.failure == nullptr)
                continue;
            const HRESULT code = row.failure->code;
            CAPTURE(TextOf(*row.failure));
            CHECK((code == PERFECTHASH_E_KEYS_NOT_FOUND || code == PERFECTHASH_E_OUTPUT_WRITE ||
                   code == PERFECTHASH_E_OUTPUT_DIRECTORY));
            CHECK(Contains(TextOf(*row.failure), folder.path.substr(folder.path.rfind(L'\\'))));
            failures++;
        }
        CHECK(IsWhole(bulk.out));
    }
    MESSAGE(lost, " tables lost, ", failures, " failures");
    CHECK(lost >= 10);
    CHECK(failures >= 3);
}

TEST_CASE("many tiny files with a huge one among them, and an owner who lets go at once")
{
    Folder folder;
    const std::wstring keys = folder / L"keys";
    MakeFolder(keys);
    for (int i = 0; i < 100; i++)
        WriteKeys(keys + L"\\tiny" + std::to_wstring(i * 1000 + 1) + L".keys", {1, (uint32_t)i + 2});
    WriteKeys(keys + L"\\huge.keys", SomeKeys(400000));
    TestRuntime runtime(Crowded());
    Bulk bulk(keys, L"");
    BulkJobRelease(StartBulk(runtime, bulk));
    const BulkOutcome outcome = RunBulk(runtime, bulk);
    REQUIRE(outcome.code == S_OK);
    CHECK(outcome.result->succeeded == 101);
    CHECK(outcome.row(L"huge.keys").layout == LayoutCompactPartitioned);
}
