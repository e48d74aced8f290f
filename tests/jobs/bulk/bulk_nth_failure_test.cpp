/*
 * In debug builds the Nth Win32 call of a small bulk run fails, for increasing N, allocations
 * included. The run always ends, and each row tells the truth about its table. Every table is right
 * and whole, or absent. No memory, handle or temporary file remains.
 */
#include "support/jobs/bulk_fixture.h"
#include "support/jobs/server_fixture.h"

#ifndef NDEBUG

#include <map>

#include "chm01/table/pack.h"
#include "runtime/base/win32_calls.h"
#include "support/jobs/stress.h"

namespace {

struct Scene {
    Folder folder;
    std::wstring keys = folder / L"keys";
    std::wstring pack; // "": a folder each
    std::map<std::wstring, Bytes> expected;
    size_t rows = 0;
    int failedRuns = 0, failedRows = 0;

    explicit Scene(bool packs)
    {
        MakeFolder(keys);
        WriteSets(keys, 17, 60);
        WriteText(keys + L"\\text.txt", "0x10\n0x20\n77\n");
        WriteBytes(keys + L"\\wide64.keys", "\1\0\0\0\0\0\0\0\2\0\0\0\0\0\0\1", 16);
        WriteKeys(keys + L"\\same.keys", {1, 2, 1});
        if (packs)
            pack = folder / L"tables.phpk";
        const BulkOutcome outcome = run(0);
        REQUIRE(outcome.code == S_OK);
        rows = outcome.result->rowCount;
        REQUIRE(rows == 20);
        REQUIRE(outcome.result->failed == 1);
        for (const auto &table : Tables(packs ? folder.path : out())) {
            if (!packs || table.first == L"tables.phpk")
                expected[table.first] = table.second;
        }
        clear();
    }

    std::wstring out() const { return folder / L"out"; }

    // A runtime from start to end; the failure is armed when it has started.
    BulkOutcome run(LONG nth)
    {
        RuntimeOptions options = {};
        options.simulatedNumaNodes = 2;
        options.maxThreads = 2;
        TestRuntime runtime(options);
        Bulk bulk(keys, pack.empty() ? out() : L"");
        bulk.pack = pack;
        BulkOutcome outcome;
        Failure failure = {};
        BulkJob *job = nullptr;
        const BulkRequest request = bulk.request();
        Win32FailNth(nth);
        outcome.code = BulkJobStart(runtime, &request, nullptr, nullptr, nullptr, &job, &failure);
        if (SUCCEEDED(outcome.code))
            return WaitBulk(job);
        CHECK(job == nullptr);
        CHECK_FALSE(TextOf(failure).empty());
        return outcome;
    }

    void clear() const
    {
        for (const std::wstring &file : FilesBelow(folder.path)) {
            if (!Contains(file, L"keys\\"))
                DeleteFileW((folder / file).c_str());
        }
        std::vector<std::wstring> folders;
        for (const auto &table : expected)
            folders.push_back(out() + L"\\" + table.first.substr(0, table.first.rfind(L'\\')));
        for (const std::wstring &each : folders)
            RemoveDirectoryW(each.c_str());
        RemoveDirectoryW(out().c_str());
    }

    // There is a pack when the run says so, and then it has a whole table of each row that has not
    // failed.
    void checkPack(const BulkOutcome &outcome) const
    {
        CHECK(Exists(pack) == SUCCEEDED(outcome.code));
        if (FAILED(outcome.code))
            return;
        const Aligned bytes(ReadBytes(pack));
        PackView view;
        REQUIRE(PackOpen(bytes.bytes, bytes.size, &view, nullptr) == ChmOk);
        CHECK(view.entryCount == outcome.result->succeeded);
        for (uint64_t i = 0; i < view.entryCount; i++) {
            TableView table;
            CHECK(TableOpen(view.bytes + view.entries[i].offset, view.entries[i].bytes, &table, nullptr) == ChmOk);
        }
        if (outcome.result->failed == 1)
            CHECK((expected.begin()->second == ReadBytes(pack)));
    }

    static bool saysKept(const BulkOutcome &outcome, const std::wstring &name)
    {
        for (size_t i = 0; outcome.result != nullptr && i < outcome.result->rowCount; i++) {
            const BulkRow &row = outcome.result->rows[i];
            if (row.failure != nullptr && Contains(TextOf(*row.failure), L" " + name))
                return true;
        }
        return false;
    }

    // What is there is right, and of a table all or nothing.
    void checkFiles(const BulkOutcome &outcome) const
    {
        if (!pack.empty()) {
            checkPack(outcome);
            return;
        }
        std::map<std::wstring, int> files; // of each folder
        for (const auto &table : Tables(out())) {
            const size_t stem = table.first.rfind(L".new");
            const auto right = expected.find(table.first.substr(0, stem));
            REQUIRE_MESSAGE(right != expected.end(), table.first);
            CHECK_MESSAGE((right->second == table.second), table.first);
            if (stem != std::wstring::npos) { // it could not be put in place, and its row says so
                CHECK_MESSAGE(saysKept(outcome, table.first.substr(table.first.rfind(L'\\') + 1)), table.first);
                continue;
            }
            files[table.first.substr(0, table.first.rfind(L'\\'))]++;
        }
        for (const auto &each : files)
            CHECK_MESSAGE(each.second == 2, each.first);
        for (size_t i = 0; outcome.result != nullptr && i < outcome.result->rowCount; i++) {
            const BulkRow &row = outcome.result->rows[i];
            REQUIRE((row.failure == nullptr) == (row.tablePath != nullptr));
            if (row.tablePath != nullptr)
                CHECK(Exists(row.tablePath));
            else
                CHECK_FALSE(TextOf(*row.failure).empty());
        }
        if (outcome.result != nullptr)
            CHECK(files.size() == outcome.result->succeeded);
    }
};

void FailEach(bool packs, LONG step)
{
    Scene scene(packs);
    const LONG memory = Win32Outstanding();
    scene.run(0); // what the system makes once is there before anything is counted
    scene.clear();
    const DWORD handles = HandleCount();
    int passed = 0;
    LONG n = 1;
    // all calls of a start; runs differ by who was faster: three without a failure are the end
    for (; passed < 3; n += n < 40 ? 1 : step) {
        CAPTURE(n);
        bool reached;
        {
            const BulkOutcome outcome = scene.run(n);
            reached = Win32FailNthReached() != FALSE;
            Win32FailNth(0);
            const std::string call = reached ? Win32CallName(Win32FailedCall()) : "none";
            CAPTURE(call);
            CHECK((outcome.code == S_OK || outcome.state == JobFailed));
            scene.checkFiles(outcome);
            scene.failedRuns += FAILED(outcome.code);
            scene.failedRows += outcome.result != nullptr && outcome.result->failed > 1;
        }
        CAPTURE(Win32CallName(Win32FailedCall()));
        REQUIRE(Win32Outstanding() == memory);
        REQUIRE(Eventually([&] { return HandleCount() <= handles; })); // the system closes some when it gets to it
        scene.clear();
        REQUIRE(FilesBelow(scene.folder.path).size() == scene.rows);
        passed = reached ? 0 : passed + 1;
    }
    MESSAGE("n up to ", n, ", ", scene.failedRuns, " runs failed, ", scene.failedRows, " with rows that did");
    CHECK(scene.failedRuns > 3);
    CHECK(scene.failedRows > 5);
}

} // namespace

TEST_CASE("bulk stress: whichever call fails, nothing leaks or hangs, and files are whole")
{
    FailEach(false, Stressed() ? 1 : 23);
}
TEST_CASE(
    "bulk stress: whichever call of a run into a pack fails, nothing leaks or hangs, and there is a whole pack or none")
{
    FailEach(true, Stressed() ? 1 : 13);
}

TEST_CASE("a disk that fills fails the tables that it has no room for, and no others")
{
    Folder folder;
    const std::wstring keys = folder / L"keys";
    MakeFolder(keys);
    WriteSets(keys, 12, 100);
    TestRuntime runtime;
    for (LONG nth = 1; nth <= 24; nth += 5) { // of two files a table
        CAPTURE(nth);
        Bulk bulk(keys, folder / (L"out" + std::to_wstring(nth)));
        Win32FailNthOf(Win32CallWriteCompletion, nth);
        const BulkOutcome outcome = RunBulk(runtime, bulk);
        CHECK(Win32FailNthReached());
        Win32FailNth(0);
        REQUIRE(outcome.code == S_OK);
        CHECK(outcome.result->failed == 1);
        CHECK(FilesBelow(bulk.out).size() == 2 * 11 + 2);
        for (size_t i = 0; i < outcome.result->rowCount; i++) {
            if (outcome.result->rows[i].failure != nullptr)
                CHECK(outcome.result->rows[i].failure->code == PERFECTHASH_E_DISK_FULL);
        }
    }
}
#endif
