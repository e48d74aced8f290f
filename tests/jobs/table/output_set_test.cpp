/*
 * A table's files are replaced together or not at all. These tests use read-only targets, held
 * files, full disks, failing renames, leftovers of crashes and several jobs in one folder. After
 * each of them the files are the old ones or the new ones, and nothing stands beside them. In debug
 * builds every Win32 call fails once.
 */
#include <cstring>

#include "jobs/table/output_set.h"
#include "support/jobs/fixture.h"

#ifndef NDEBUG
#include "runtime/base/win32_calls.h"
#endif

namespace {

// A table in out\set_Chm01_Quadx_And, and what its files hold.
struct Before {
    Folder folder;
    std::wstring out = folder / L"out", tableFolder = out + L"\\set_Chm01_Quadx_And";
    std::wstring header = tableFolder + L"\\set.h", tableFile = tableFolder + L"\\set.pht";
    Bytes headerBytes, tableBytes;
    explicit Before(Runtime *runtime)
    {
        const std::vector<uint32_t> keys = SomeKeys(100, 1);
        REQUIRE(Run(runtime, KeysRequest(keys, L"set", out)).code == S_OK);
        headerBytes = ReadBytes(header);
        tableBytes = ReadBytes(tableFile);
    }
    // What could not be put in place is kept, if the failure says so; nothing else stands there.
    void checkUnchanged(const std::wstring &text = L"") const
    {
        for (const wchar_t *name : {L"set.h.new", L"set.pht.new"})
            if (Contains(text, L" The new file is kept") && Contains(text, name))
                CHECK(DeleteFileW((tableFolder + L"\\" + name).c_str()));
        CHECK(FilesBelow(out).size() == 2);
        CHECK(ReadBytes(header) == headerBytes);
        CHECK(ReadBytes(tableFile) == tableBytes);
    }
};

HANDLE Lock(const std::wstring &path)
{
    const HANDLE handle = CreateFileW(path.c_str(), GENERIC_READ, FILE_SHARE_READ, nullptr, OPEN_EXISTING, 0, nullptr);
    REQUIRE(handle != INVALID_HANDLE_VALUE);
    return handle;
}

// Another table in the place of the one before fails, because of this file.
void CheckNotWritten(TestRuntime &runtime, const Before &before, const std::wstring &path)
{
    CAPTURE(path);
    const std::vector<uint32_t> keys = SomeKeys(200, 2);
    const Outcome outcome = Run(runtime, KeysRequest(keys, L"set", before.out));
    CHECK(outcome.code == PERFECTHASH_E_OUTPUT_WRITE);
    CHECK_MESSAGE(outcome.text.substr(0, path.size() + 2) == path + L": ", outcome.text);
    CHECK(outcome.result == nullptr);
}

} // namespace

TEST_CASE("existing files are replaced, and nothing stands beside them")
{
    TestRuntime runtime;
    const Before before(runtime);
    const std::vector<uint32_t> keys = SomeKeys(200, 2);
    const Outcome outcome = Run(runtime, KeysRequest(keys, L"set", before.out));
    REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
    CHECK(FilesBelow(before.out).size() == 2);
    CHECK(ReadBytes(before.header) != before.headerBytes);
    CHECK(ReadBytes(before.tableFile) != before.tableBytes);
}

TEST_CASE("a file that can't be replaced leaves all as it was")
{
    TestRuntime runtime;
    const Before before(runtime);
    for (const std::wstring &path : {before.header, before.tableFile}) {
        const HANDLE lock = Lock(path);
        CheckNotWritten(runtime, before, path);
        CloseHandle(lock);
        before.checkUnchanged();
    }
}

TEST_CASE("a file that is read-only is not replaced, and nothing stands beside it")
{
    TestRuntime runtime;
    const Before before(runtime);
    for (const std::wstring &path : {before.header, before.tableFile}) {
        REQUIRE(SetFileAttributesW(path.c_str(), FILE_ATTRIBUTE_READONLY));
        CheckNotWritten(runtime, before, path);
        REQUIRE(SetFileAttributesW(path.c_str(), FILE_ATTRIBUTE_NORMAL));
        before.checkUnchanged();
    }
}

TEST_CASE("read-only files fail their own table too, whose bytes nobody knows before the work, and --Resume keeps them")
{
    TestRuntime runtime;
    const Before before(runtime);
    for (const std::wstring &path : {before.header, before.tableFile})
        REQUIRE(SetFileAttributesW(path.c_str(), FILE_ATTRIBUTE_READONLY));
    const std::vector<uint32_t> keys = SomeKeys(100, 1);
    Request same = KeysRequest(keys, L"set", before.out);
    CHECK(Run(runtime, same).code == PERFECTHASH_E_OUTPUT_WRITE);
    same.resume = TRUE;
    const Outcome kept = Run(runtime, same);
    CHECK_MESSAGE(kept.code == S_OK, kept.text);
    CHECK((kept.result != nullptr && kept.result->reused));
    for (const std::wstring &path : {before.header, before.tableFile})
        REQUIRE(SetFileAttributesW(path.c_str(), FILE_ATTRIBUTE_NORMAL));
    before.checkUnchanged();
}

TEST_CASE("what a crash left beside the files goes with the next table, but not what is in use")
{
    TestRuntime runtime;
    const Before before(runtime);
    const std::wstring live = before.tableFolder + L"\\~fedcba9876543210.1.phtmp";
    WriteText(before.tableFolder + L"\\~0123456789abcdef.0.phtmp", "half");
    WriteText(before.tableFolder + L"\\~00000020-00000001.phtmp", "what was there before");
    WriteText(live, "half");
    const HANDLE lock = Lock(live);
    CHECK(Run(runtime, KeysRequest(SomeKeys(200, 2), L"set", before.out)).code == S_OK);
    CHECK(FilesBelow(before.out).size() == 3);
    CloseHandle(lock);
    CHECK(Run(runtime, KeysRequest(SomeKeys(200, 2), L"set", before.out)).code == S_OK);
    CHECK(FilesBelow(before.out).size() == 2);
}

TEST_CASE("of tables that are made in one folder at once, the files that stay are of one table")
{
    const std::vector<uint32_t> keys = SomeKeys(50);
    for (int round = 0; round < 40; round++) {
        CAPTURE(round);
        TestRuntime runtime(2, 8);
        Folder folder;
        REQUIRE(CreateDirectoryW((folder / L"out").c_str(), nullptr));
        std::vector<TableJob *> jobs;
        for (uint64_t i = 0; i < 8; i++) {
            Request request = KeysRequest(keys, L"set", folder / (i % 2 ? L"out" : L"OUT"));
            request.options.solve.rngSeed = i;
            Failure failure = {};
            jobs.push_back(nullptr);
            REQUIRE(TableJobStart(runtime, &request, nullptr, nullptr, &jobs.back(), &failure) == S_OK);
        }
        for (TableJob *job : jobs) {
            const Outcome outcome = Wait(job);
            CHECK_MESSAGE(outcome.code == S_OK, outcome.text);
        }
        const std::wstring tableFolder = folder / L"out\\set_Chm01_Quadx_And\\";
        CHECK(FilesBelow(folder.path).size() == 2);
        TableResult *result = nullptr;
        Failure failure = {};
        REQUIRE(TableResultLoad((tableFolder + L"set.pht").c_str(), &result, &failure) == S_OK);
        char *source = nullptr;
        size_t bytes = 0;
        REQUIRE(TableResultSource(result, L"h", FALSE, &source, &bytes, &failure) == S_OK);
        const Bytes header = ReadBytes(tableFolder + L"set.h");
        CHECK((header.size() == bytes && memcmp(header.data(), source, bytes) == 0));
        HeapFree(GetProcessHeap(), 0, source);
        TableResultRelease(result);
    }
}

TEST_CASE("a folder stays while somebody works in it, and goes with the last one who leaves it empty")
{
    const Folder folder;
    const auto exists = [&] {
        return GetFileAttributesW((folder / L"set_Chm01_Quadx_And").c_str()) != INVALID_FILE_ATTRIBUTES;
    };
    OutputSet first = {}, second = {}, third = {}, other = {};
    Failure failure = {};
    REQUIRE(OutputSetOpen(&first, nullptr, nullptr, folder.path.c_str(), L"set", L"Quadx", &failure) == S_OK);
    REQUIRE(OutputSetOpen(&second, nullptr, nullptr, folder.path.c_str(), L"SET", L"Quadx", &failure) == S_OK);
    REQUIRE(OutputSetOpen(&other, nullptr, nullptr, folder.path.c_str(), L"other", L"Quadx", &failure) == S_OK);
    OutputSetClose(&first);
    CHECK(exists());
    REQUIRE(OutputSetOpen(&third, nullptr, nullptr, folder.path.c_str(), L"set", L"Quadx", &failure) == S_OK);
    OutputSetClose(&second);
    CHECK(exists());
    OutputSetClose(&third);
    CHECK(!exists());
    OutputSetClose(&other);
    CHECK(FilesBelow(folder.path).empty());
    // One that was there before is not ours to delete.
    REQUIRE(CreateDirectoryW((folder / L"set_Chm01_Quadx_And").c_str(), nullptr));
    REQUIRE(OutputSetOpen(&first, nullptr, nullptr, folder.path.c_str(), L"set", L"Quadx", &failure) == S_OK);
    OutputSetClose(&first);
    CHECK(exists());
}

TEST_CASE("the lock of a folder comes to who waited by a worker of its own, also when the post fails")
{
    Folder folder;
    TestRuntime runtime;
    struct Waiting {
        FolderLock lock = {};
        Rundown rundown;
        Runtime *runtime;
        BOOL byWorker = FALSE;
        HANDLE over = CreateEventW(nullptr, TRUE, FALSE, nullptr);
        explicit Waiting(Runtime *on) : runtime(on)
        {
            RundownInit(&rundown, [](Rundown *of) {
                Waiting *self = CONTAINING_RECORD(of, Waiting, rundown);
                self->byWorker = RuntimeIsWorker(self->runtime);
                SetEvent(self->over);
            });
        }
        ~Waiting() { CloseHandle(over); }
    } first(runtime), second(runtime);
    Node *node = RuntimeNode(runtime, FALSE);
    for (Waiting *each : {&first, &second}) {
        CHECK_FALSE(FolderLockJoin(&each->lock, folder.path.c_str(), node, &each->rundown));
        CHECK(FolderLockAcquire(&each->lock) == (each == &second));
        RundownRelease(&each->rundown);
    }
    CHECK(WaitForSingleObject(first.over, 0) == WAIT_OBJECT_0); // the lock is there at once
    CHECK(WaitForSingleObject(second.over, 50) == WAIT_TIMEOUT);
#ifndef NDEBUG
    Win32FailNth(1);
#endif
    FolderLockLeave(&first.lock, FALSE, folder.path.c_str());
#ifndef NDEBUG
    CHECK(Win32FailNthReached());
    Win32FailNth(0);
#endif
    MustEnd(second.over, runtime);
    CHECK(second.byWorker);
    FolderLockLeave(&second.lock, FALSE, folder.path.c_str());
}

TEST_CASE("a directory with the name of a file")
{
    TestRuntime runtime;
    for (const wchar_t *name : {L"set.h", L"set.pht"}) {
        Folder folder;
        const std::wstring tableFolder = folder / L"set_Chm01_Quadx_And", inTheWay = tableFolder + L"\\" + name;
        REQUIRE(CreateDirectoryW(tableFolder.c_str(), nullptr));
        REQUIRE(CreateDirectoryW(inTheWay.c_str(), nullptr));
        const Outcome outcome = Run(runtime, KeysRequest(SomeKeys(10), L"set", folder.path));
        CHECK(outcome.code == PERFECTHASH_E_OUTPUT_WRITE);
        CHECK(Contains(outcome.text, inTheWay));
        CHECK(FilesBelow(folder.path).empty());
        CHECK(Exists(inTheWay));
    }
}

TEST_CASE("an output directory that can't be one")
{
    Folder folder;
    TestRuntime runtime;
    const std::vector<uint32_t> keys = SomeKeys(10);
    const std::wstring file = folder / L"file";
    WriteText(file, "x");
    const Outcome below = Run(runtime, KeysRequest(keys, L"set", file + L"\\sub"));
    CHECK(below.code == PERFECTHASH_E_OUTPUT_DIRECTORY);
    CHECK(Contains(below.text, file));
    const Outcome itself = Run(runtime, KeysRequest(keys, L"set", file));
    CHECK(itself.code == PERFECTHASH_E_OUTPUT_DIRECTORY);
    const Outcome nowhere = Run(runtime, KeysRequest(keys, L"set", L"Q:\\no\\such\\drive"));
    CHECK(nowhere.code == PERFECTHASH_E_OUTPUT_DIRECTORY);
    CHECK(Contains(nowhere.text, L"Q:\\no\\such\\drive"));
    CHECK(FilesBelow(folder.path) == std::vector<std::wstring>{L"file"});
}

#ifndef NDEBUG
// A call of this kind fails, of one of the two files and then of the other: all is as it was, and
// where nothing was before, nothing stays.
static void CheckUndone(Win32Call call, HRESULT code, const wchar_t *reason)
{
    TestRuntime runtime;
    const Before before(runtime);
    const std::vector<uint32_t> keys = SomeKeys(200, 2);
    for (LONG nth = 1; nth <= 2; nth++) {
        CAPTURE(nth);
        Win32FailNthOf(call, nth);
        const Outcome outcome = Run(runtime, KeysRequest(keys, L"set", before.out));
        CHECK(Win32FailNthReached());
        Win32FailNth(0);
        CHECK(outcome.code == code);
        CHECK_MESSAGE(Contains(outcome.text, reason), outcome.text);
        CHECK(Contains(outcome.text, L"kept beside it as set.h.new and set.pht.new") == (call == Win32CallRename));
        before.checkUnchanged(outcome.text);

        Folder fresh;
        const std::wstring out = fresh / L"out";
        Win32FailNthOf(call, nth);
        CHECK(Run(runtime, KeysRequest(keys, L"set", out)).code == code);
        Win32FailNth(0);
        const std::wstring folder = out + L"\\set_Chm01_Quadx_And";
        CHECK(FilesBelow(fresh.path).size() == (call == Win32CallRename ? 2 : 0));
        CHECK(Exists(folder + L"\\set.pht.new") == (call == Win32CallRename));
        CHECK(Exists(folder) == (call == Win32CallRename));
    }
}

TEST_CASE("a disk that fills up is said to be full, and leaves all as it was")
{
    CheckUndone(Win32CallWriteCompletion, PERFECTHASH_E_DISK_FULL, L"the disk is full");
}

TEST_CASE("a rename that fails undoes the one before")
{
    CheckUndone(Win32CallRename, PERFECTHASH_E_OUTPUT_WRITE, L"");
}

TEST_CASE("whichever Win32 call of the runtime fails, the job ends with an error or whole, and the files are whole")
{
    Folder keysFolder;
    const std::wstring keysPath = keysFolder / L"set.keys";
    WriteKeys(keysPath, SomeKeys(200, 2));
    TestRuntime runtime;
    const Before before(runtime);
    int failed = 0;
    bool reached = true;
    for (LONG nth = 1; reached && nth < 1000; nth++) {
        CAPTURE(nth);
        Win32FailNth(nth);
        const Outcome outcome = Run(runtime, FileRequest(keysPath, before.out));
        reached = Win32FailNthReached() != FALSE;
        Win32FailNth(0);
        if (FAILED(outcome.code)) {
            failed++;
            CHECK(outcome.state == JobFailed);
            before.checkUnchanged(outcome.text);
        } else {
            CHECK(FilesBelow(before.out).size() == 2);
            WriteBytes(before.header, before.headerBytes.data(), before.headerBytes.size());
            WriteBytes(before.tableFile, before.tableBytes.data(), before.tableBytes.size());
        }
    }
    CHECK(failed > 5);
    CHECK_FALSE(reached);
}
#endif
