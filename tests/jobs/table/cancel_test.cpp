/*
 * These tests cancel table jobs while they read, while they solve and at random moments. A
 * cancelled job ends soon, and its output is whole or absent. A stopping runtime waits for its
 * jobs. Handles and threads return to their number before the jobs.
 */
#include <windows.h>

#include <tlhelp32.h>

#include "support/jobs/bulk_fixture.h"
#include "support/jobs/server_fixture.h"

#ifndef NDEBUG
#include "runtime/base/win32_calls.h"
#endif

namespace {

DWORD Threads()
{
    const HANDLE snapshot = CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD, 0);
    THREADENTRY32 entry = {};
    entry.dwSize = sizeof entry;
    DWORD count = 0;
    for (BOOL more = Thread32First(snapshot, &entry); more; more = Thread32Next(snapshot, &entry))
        count += entry.th32OwnerProcessID == GetCurrentProcessId();
    CloseHandle(snapshot);
    return count;
}

// A job that would take long is cancelled in its middle.
void CheckEndsSoon(TestRuntime &runtime, const Request &request)
{
    TableJob *job = nullptr;
    Failure failure = {};
    REQUIRE(TableJobStart(runtime, &request, nullptr, nullptr, &job, &failure) == S_OK);
    Sleep(50);
    CHECK(TableJobState(job) == JobRunning);
    TableJobCancel(job);
    const Outcome outcome = Wait(job);
    CHECK_MESSAGE(outcome.code == PERFECTHASH_E_CANCELLED, outcome.text);
    CHECK(outcome.state == JobCancelled);
}

} // namespace

TEST_CASE("a cancelled solve ends soon")
{
    TestRuntime runtime;
    for (DWORD lanes : {1, 4}) {
        Request request = LongRequest(L"long");
        request.options.initialPerFileConcurrency = lanes;
        CheckEndsSoon(runtime, request);
    }
}

#ifndef NDEBUG
TEST_CASE("a cancelled read ends soon")
{
    Folder folder;
    TestRuntime runtime;
    const std::wstring keysPath = folder / L"set.keys";
    WriteKeys(keysPath, SomeKeys(4000000));
    const Request request = FileRequest(keysPath, L"");
    Win32LimitTransfers(1); // a device of the slowest kind
    CheckEndsSoon(runtime, request);
    Win32LimitTransfers(-1);
}
#endif

TEST_CASE("cancelled at any moment, a job is whole or nothing")
{
    Folder folder;
    TestRuntime runtime(2, 4);
    const std::wstring keysPath = folder / L"set.keys";
    WriteKeys(keysPath, SomeKeys(30000));
    int cancelled = 0, done = 0;
    uint32_t random = 12345;
    for (int i = 0; i < 300; i++) {
        Folder place;
        const std::wstring target = place / L"out";
        const Request request = FileRequest(keysPath, target);
        TableJob *job = nullptr;
        Failure failure = {};
        random = random * 1664525u + 1013904223u;
        REQUIRE(TableJobStart(runtime, &request, nullptr, nullptr, &job, &failure) == S_OK);
        BusyFor((random >> 8) % 20000);
        TableJobCancel(job);
        const Outcome outcome = Wait(job);
        const size_t files = FilesBelow(target).size();
        if (outcome.state == JobCancelled) {
            cancelled++;
            CHECK(outcome.code == PERFECTHASH_E_CANCELLED);
            CHECK(files == 0);
        } else {
            done++;
            CHECK_MESSAGE(outcome.code == S_OK, outcome.text);
            CHECK(files == 2);
        }
    }
    MESSAGE(cancelled << " cancelled, " << done << " done");
    CHECK(cancelled > 0);
}

TEST_CASE("a runtime that stops waits for its jobs, which the caller may hold on to")
{
    Folder folder;
    const std::vector<uint32_t> keys = SomeKeys(30000);
    const std::wstring keysPath = folder / L"set.keys";
    WriteKeys(keysPath, keys);
    const Request given = KeysRequest(keys, L"held", L""), read = FileRequest(keysPath, folder / L"out");
    std::vector<TableJob *> jobs;
    {
        TestRuntime runtime;
        for (int i = 0; i < 20; i++) {
            TableJob *job = nullptr;
            Failure failure = {};
            REQUIRE(TableJobStart(runtime, i % 2 ? &read : &given, nullptr, nullptr, &job, &failure) == S_OK);
            jobs.push_back(job);
        }
    }
    for (TableJob *job : jobs) {
        CHECK(WaitForSingleObject(TableJobEvent(job), 0) == WAIT_OBJECT_0); // no later than the stop
        const Outcome outcome = Wait(job);
        CHECK_MESSAGE((outcome.state == JobSucceeded || outcome.code == PERFECTHASH_E_CANCELLED), outcome.text);
        CHECK(outcome.state != JobFailed);
    }
}

TEST_CASE("a caller who lets go at once")
{
    Folder folder;
    const std::vector<uint32_t> keys = SomeKeys(5000);
    const std::wstring out = folder / L"out";
    {
        TestRuntime runtime;
        for (int i = 0; i < 20; i++) {
            TableJob *job = nullptr;
            Failure failure = {};
            const Request request = KeysRequest(keys, L"set" + std::to_wstring(i), out);
            REQUIRE(TableJobStart(runtime, &request, nullptr, nullptr, &job, &failure) == S_OK);
            TableJobRelease(job);
        }
        Sleep(200);
    }
    for (const std::wstring &file : FilesBelow(out))
        CHECK((file.substr(file.size() - 2) == L".h" || file.substr(file.size() - 4) == L".pht"));
}

TEST_CASE("handles and threads return to what they were")
{
    Folder folder;
    const std::wstring good = folder / L"good.keys", bad = folder / L"bad.keys", missing = folder / L"missing.keys",
                       out = folder / L"out";
    WriteKeys(good, SomeKeys(2000));
    WriteKeys(bad, {1, 2, 1});
    DWORD handles = 0, threads = 0;
    for (int round = 0; round < 4; round++) {
        {
            TestRuntime runtime;
            for (int i = 0; i < 25; i++) {
                CHECK(Run(runtime, FileRequest(good, out)).code == S_OK);
                CHECK(Run(runtime, FileRequest(bad, out)).code == PERFECTHASH_E_KEYS_DUPLICATE);
                CHECK(Run(runtime, FileRequest(missing, out)).code == PERFECTHASH_E_KEYS_NOT_FOUND);
                TableJob *job = nullptr;
                Failure failure = {};
                const Request request = FileRequest(good, out);
                REQUIRE(TableJobStart(runtime, &request, nullptr, nullptr, &job, &failure) == S_OK);
                TableJobCancel(job);
                Wait(job);
            }
            RuntimeStatistics statistics = {};
            RuntimeStatisticsTake(runtime, &statistics);
            CHECK(statistics.buffersInUse == 0);
        }
        if (round == 1) { // the first round may start things that stay
            handles = HandleCount();
            threads = Threads();
        }
    }
    CHECK(HandleCount() <= handles);
    CHECK(Threads() == threads);
}

TEST_CASE("a cancel of a job that has ended and whose runtime is gone does nothing")
{
    Folder folder;
    MakeFolder(folder / L"keys");
    WriteKeys(folder / L"keys\\some.keys", SomeKeys(1000));
    TableJob *table = nullptr;
    BulkJob *bulk = nullptr;
    Bulk run(folder / L"keys", L"");
    {
        TestRuntime runtime;
        const std::vector<uint32_t> keys = SomeKeys(1000);
        const Request request = KeysRequest(keys, L"some", L"");
        REQUIRE(TableJobStart(runtime, &request, nullptr, nullptr, &table, nullptr) == S_OK);
        bulk = StartBulk(runtime, run);
        REQUIRE(WaitForSingleObject(TableJobEvent(table), 60000) == WAIT_OBJECT_0);
        REQUIRE(WaitForSingleObject(BulkJobEvent(bulk), 60000) == WAIT_OBJECT_0);
    }
    TableJobCancel(table);
    TableJobExpire(table, 1);
    BulkJobCancel(bulk);
    CHECK(TableJobState(table) == JobSucceeded);
    TableJobRelease(table);
    BulkJobRelease(bulk);
}
