/*
 * How a file takes the place of another (replace.h), alone and as part of a table, a pack and a
 * bulk run's results. A target that somebody has open for a moment is waited for, one that stays
 * open is told with the name under which the work is kept, the same bytes are not written again,
 * and a process that is killed at any moment leaves the old file or the new one. In debug builds
 * flushes are counted, and a model of a power loss goes through every cut of what a run did.
 */
#include "runtime/files/replace.h"

#include <map>
#include <set>
#include <thread>

#include "PerfectHashErrors.h"
#include "jobs/table/output_set.h"
#include "runtime/base/path.h"
#include "runtime/base/win32_calls.h"
#include "runtime/files/file_compare.h"
#include "support/jobs/bulk_fixture.h"
#include "support/jobs/killed_child.h"

namespace {

// The path of a table's file of KeysRequest(..., L"set", out).
std::wstring FileOf(const std::wstring &out, const wchar_t *extension)
{
    return out + L"\\set_Chm01_Quadx_And\\set" + extension;
}

HANDLE Hold(const std::wstring &path, DWORD share = FILE_SHARE_READ)
{
    const HANDLE file = CreateFileW(path.c_str(), GENERIC_READ, share, nullptr, OPEN_EXISTING, 0, nullptr);
    REQUIRE(file != INVALID_HANDLE_VALUE);
    return file;
}

Request Seeded(const std::wstring &out, uint64_t seed)
{
    static const std::vector<uint32_t> keys = SomeKeys(200, 7);
    Request request = KeysRequest(keys, L"set", out);
    request.options.solve.rngSeed = seed;
    return request;
}

} // namespace

TEST_CASE("a target is looked at before the work")
{
    Folder folder;
    const std::wstring path = folder / L"file";
    CHECK(ReplaceLook(path.c_str()) == ERROR_SUCCESS);
    CHECK(ReplaceLook((folder / L"no\\file").c_str()) == ERROR_SUCCESS);
    CHECK(ReplaceLook(folder.path.c_str()) == ERROR_ACCESS_DENIED);
    WriteText(path, "x");
    CHECK(ReplaceLook(path.c_str()) == ERROR_SUCCESS);
    const HANDLE file = Hold(path);
    CHECK(ReplaceLook(path.c_str()) == ERROR_SHARING_VIOLATION);
    CloseHandle(file);
    const HANDLE shared = Hold(path, FILE_SHARE_READ | FILE_SHARE_DELETE);
    CHECK(ReplaceLook(path.c_str()) == ERROR_SUCCESS);
    CloseHandle(shared);
    REQUIRE(SetFileAttributesW(path.c_str(), FILE_ATTRIBUTE_READONLY));
    CHECK(ReplaceLook(path.c_str()) == ERROR_ACCESS_DENIED);
    REQUIRE(SetFileAttributesW(path.c_str(), FILE_ATTRIBUTE_NORMAL));
}

TEST_CASE("what may pass is waited for, twice as long each time, and not for ever")
{
    DWORD total = 0;
    for (DWORD tries = 0; tries < ReplaceTries; tries++) {
        const DWORD delay = ReplaceDelayMs(ERROR_SHARING_VIOLATION, tries);
        CHECK(delay == DWORD(ReplaceFirstDelayMs) << tries);
        total += delay;
    }
    CHECK(total == 2550);
    CHECK(ReplaceDelayMs(ERROR_SHARING_VIOLATION, ReplaceTries) == 0);
    CHECK(ReplaceDelayMs(ERROR_USER_MAPPED_FILE, 0) != 0);
    for (const DWORD error : {ERROR_SUCCESS, ERROR_ACCESS_DENIED, ERROR_DISK_FULL})
        CHECK(ReplaceDelayMs(error, 0) == 0);
}

TEST_CASE("the same bytes are the same, and a longer, a shorter and another file are not")
{
    Folder folder;
    const std::wstring a = folder / L"a", b = folder / L"b";
    for (const size_t size : {size_t(0), size_t(1), size_t(65536), size_t(200000)}) {
        CAPTURE(size);
        Bytes bytes(size);
        for (size_t i = 0; i < size; i++)
            bytes[i] = (unsigned char)(i * 31 >> 3);
        WriteBytes(a, bytes.data(), size);
        WriteBytes(b, bytes.data(), size);
        CHECK(FileIsSame(a.c_str(), nullptr, bytes.data(), size));
        CHECK(FileIsSame(a.c_str(), b.c_str(), nullptr, size));
        CHECK_FALSE(FileIsSame(a.c_str(), nullptr, bytes.data(), size + 1));
        CHECK_FALSE(FileIsSame((folder / L"none").c_str(), nullptr, bytes.data(), size));
        CHECK_FALSE(FileIsSame(a.c_str(), (folder / L"none").c_str(), nullptr, size));
        if (size == 0)
            continue;
        bytes[size - 1] ^= 1;
        CHECK_FALSE(FileIsSame(a.c_str(), nullptr, bytes.data(), size));
        WriteBytes(b, bytes.data(), size);
        CHECK_FALSE(FileIsSame(a.c_str(), b.c_str(), nullptr, size));
    }
}

TEST_CASE("a table that is the same again is not rewritten, and another one is")
{
    Folder folder;
    TestRuntime runtime;
    REQUIRE(Run(runtime, Seeded(folder.path, 1)).code == S_OK);
    const std::wstring table = FileOf(folder.path, L".pht"), header = FileOf(folder.path, L".h");
    MakeOld(table);
    MakeOld(header);
    REQUIRE(Run(runtime, Seeded(folder.path, 1)).code == S_OK);
    CHECK(IsOld(table));
    CHECK(IsOld(header));
    CHECK(FilesBelow(folder.path).size() == 2);
    REQUIRE(Run(runtime, Seeded(folder.path, 2)).code == S_OK);
    CHECK_FALSE(IsOld(table));
    CHECK_FALSE(IsOld(header));
}

namespace {

// A pack of three tables that is there already.
struct Packed {
    Folder folder;
    TestRuntime runtime;
    Bulk bulk{folder / L"keys", L""};
    Packed()
    {
        MakeFolder(bulk.keys);
        WriteSets(bulk.keys, 3, 100);
        bulk.pack = folder / L"all.phpack";
        REQUIRE(RunBulk(runtime, bulk).code == S_OK);
    }
};

} // namespace

TEST_CASE_FIXTURE(Packed, "a pack that is the same again is not rewritten")
{
    MakeOld(bulk.pack);
    REQUIRE(RunBulk(runtime, bulk).code == S_OK);
    CHECK(IsOld(bulk.pack));
    CHECK(FilesBelow(folder.path).size() == 4);
    bulk.options.table.solve.rngSeed = 5;
    REQUIRE(RunBulk(runtime, bulk).code == S_OK);
    CHECK_FALSE(IsOld(bulk.pack));
}

TEST_CASE("who has a file open for a moment holds a table up, and no longer")
{
    Folder folder;
    TestRuntime runtime;
    REQUIRE(Run(runtime, Seeded(folder.path, 1)).code == S_OK);
    uint64_t seed = 1;
    for (const DWORD share : {FILE_SHARE_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE})
        for (const wchar_t *extension : {L".h", L".pht"}) {
            const Bytes before = ReadBytes(FileOf(folder.path, L".pht"));
            const HANDLE file = Hold(FileOf(folder.path, extension), share);
            std::thread scanner([file] {
                Sleep(60);
                CloseHandle(file);
            });
            const Outcome outcome = Run(runtime, Seeded(folder.path, ++seed));
            scanner.join();
            CHECK_MESSAGE(outcome.code == S_OK, outcome.text);
            CHECK(ReadBytes(FileOf(folder.path, L".pht")) != before);
            CHECK(FilesBelow(folder.path).size() == 2);
        }
}

TEST_CASE("a runtime that stops ends the wait for a target, as a cancel does")
{
    struct Target {
        std::wstring path;
        HANDLE held;
    };
    Folder folder;
    Target target = {FileOf(folder.path, L".pht"), nullptr};
    {
        TestRuntime runtime;
        REQUIRE(Run(runtime, Seeded(folder.path, 1)).code == S_OK);
    }
    for (const bool late : {false, true}) { // the look before the work, and what puts the work in place
        CAPTURE(late);
        TableJob *job = nullptr;
        Failure failure = {};
        Request request = Seeded(folder.path, late ? 3 : 2);
        target.held = late ? nullptr : Hold(target.path);
        request.moved = [](TableJob *, void *context) { // keys are read; the look is over
            Target *late = static_cast<Target *>(context);
            if (late->held == nullptr)
                late->held = Hold(late->path);
        };
        {
            TestRuntime runtime;
            REQUIRE(TableJobStart(runtime, &request, nullptr, &target, &job, &failure) == S_OK);
            RuntimeStatistics statistics = {};
            for (; statistics.timersWaiting == 0 && TableJobState(job) == JobRunning; Sleep(1))
                RuntimeStatisticsTake(runtime, &statistics);
        }
        const Outcome outcome = Wait(job);
        CHECK_MESSAGE(outcome.code == PERFECTHASH_E_CANCELLED, outcome.text);
        CHECK(outcome.state == JobCancelled);
        CloseHandle(target.held);
        CHECK(FilesBelow(folder.path).size() == 2); // and nothing is kept beside them
    }
}

TEST_CASE("files that can't be put in place are kept under names that the failure says")
{
    Folder folder;
    TestRuntime runtime;
    const std::wstring names[] = {folder / L"set.h", folder / L"set.pht"};
    for (int round = 0; round < 2; round++) {
        for (const std::wstring &name : names)
            WriteText(name, "old");
        OutputSet set = {};
        Failure failure = {};
        wchar_t *whole = PathFull(folder.path.c_str());
        HANDLE over = CreateEventW(nullptr, TRUE, FALSE, nullptr);
        struct Steps {
            Rundown rundown;
            HANDLE over;
        } steps;
        steps.over = over;
        RundownInit(&steps.rundown,
                    [](Rundown *rundown) { SetEvent(CONTAINING_RECORD(rundown, Steps, rundown)->over); });
        Node *node = RuntimeNode(runtime, FALSE);
        const auto step = [&](auto start) {
            const HRESULT code = start();
            RundownRelease(&steps.rundown);
            MustEnd(over, runtime);
            ResetEvent(over);
            RundownRearm(&steps.rundown);
            return code;
        };
        REQUIRE(OutputSetOpenFolder(&set, node, &steps.rundown, whole, &failure) == S_OK);
        REQUIRE(step([&] {
                    return OutputSetWrite(&set, node, &steps.rundown, L"set", L".h", "new", 3, &failure) == S_OK
                               ? OutputSetWrite(&set, node, &steps.rundown, L"set", L".pht", "newer", 5, &failure)
                               : E_FAIL;
                }) == S_OK);
        const HANDLE held = Hold(names[round]);
        step([&] {
            OutputSetLock(&set);
            return S_OK;
        });
        HRESULT code = S_FALSE;
        int tries = 0;
        for (; code == S_FALSE; tries++)
            code = step([&] { return OutputSetCommit(&set, node, &steps.rundown, &failure); });
        CHECK(code == PERFECTHASH_E_OUTPUT_WRITE);
        CHECK(tries == ReplaceTries + 1);
        CloseHandle(held);
        OutputSetClose(&set);
        CloseHandle(over);
        const std::wstring text = TextOf(failure);
        CHECK_MESSAGE(Contains(text, names[round] + L": "), text);
        CHECK_MESSAGE(Contains(text, round == 0 ? L"kept beside it as set.h.new and set.pht.new"
                                                : L"kept beside it as set.h.new2 and set.pht.new2"),
                      text);
        CHECK(FilesBelow(folder.path).size() == size_t(4 + 2 * round));
        for (const std::wstring &name : names)
            CHECK(ReadBytes(name).size() == 3);
        CHECK(ReadBytes(folder / L"set.pht.new").size() == 5);
    }
}

TEST_CASE_FIXTURE(Packed, "a pack is not lost because a reader has the old one open")
{
    const Bytes before = ReadBytes(bulk.pack);
    bulk.options.table.solve.rngSeed = 9;
    HANDLE held = Hold(bulk.pack);
    const BulkOutcome early = RunBulk(runtime, bulk); // told before the work
    CHECK(early.code == PERFECTHASH_E_OUTPUT_WRITE);
    CHECK(early.progress.completed == 0);
    CloseHandle(held);
    CHECK(FilesBelow(folder.path).size() == 4);
    held = INVALID_HANDLE_VALUE;
    const BulkOutcome late = RunBulkInSteps(runtime, bulk, [&](size_t ended) {
        if (ended == 2)
            held = Hold(bulk.pack);
    });
    CHECK(late.code == PERFECTHASH_E_OUTPUT_WRITE);
    CHECK_MESSAGE(Contains(late.text, L"kept beside it as all.phpack.new"), late.text);
    CHECK(ReadBytes(bulk.pack) == before);
    CloseHandle(held);
    REQUIRE(Exists(bulk.pack + L".new"));
    CHECK(MoveFileExW((bulk.pack + L".new").c_str(), bulk.pack.c_str(), MOVEFILE_REPLACE_EXISTING));
    BulkResult *tables = nullptr;
    Failure failure = {};
    CHECK(BulkResultOfPack(bulk.pack.c_str(), &tables, &failure) == S_OK);
    CHECK(ReadBytes(bulk.pack) != before);
    BulkResultRelease(tables);
}

TEST_CASE("CSV and JSON appear together, and are asked for before the work")
{
    Folder folder;
    TestRuntime runtime;
    MakeFolder(folder / L"keys");
    WriteSets(folder / L"keys", 3, 100);
    Bulk bulk(folder / L"keys", folder / L"out");
    REQUIRE(RunBulk(runtime, bulk).code == S_OK);
    const std::wstring names[] = {bulk.out + L"\\PerfectHashBulkCreate.csv",
                                  bulk.out + L"\\PerfectHashBulkCreate.json"};
    for (const std::wstring &name : names) {
        const HANDLE early = Hold(name);
        const BulkOutcome refused = RunBulk(runtime, bulk);
        CloseHandle(early);
        CHECK(refused.code == PERFECTHASH_E_OUTPUT_WRITE);
        CHECK_MESSAGE(Contains(refused.text, name), refused.text);
        CHECK(refused.progress.completed == 0);
        const Bytes csv = ReadBytes(names[0]), json = ReadBytes(names[1]);
        HANDLE held = INVALID_HANDLE_VALUE;
        const BulkOutcome late = RunBulkInSteps(runtime, bulk, [&](size_t ended) {
            if (ended == 2)
                held = Hold(name);
        });
        CHECK(late.code == PERFECTHASH_E_OUTPUT_WRITE);
        CHECK_MESSAGE(Contains(late.text, L"PerfectHashBulkCreate.csv.new"), late.text);
        CloseHandle(held);
        CHECK(ReadBytes(names[0]) == csv);
        CHECK(ReadBytes(names[1]) == json);
    }
}

namespace {

const wchar_t childVariable[] = L"PERFECTHASH_TEST_REPLACE_IN";
enum { ChildSeeds = 6 };

} // namespace

// Run by the next one in processes of its own; without its variable it does nothing.
TEST_CASE("the process that is killed while it replaces tables")
{
    const std::wstring folder = ChildFolder(childVariable);
    if (folder.empty())
        return;
    TestRuntime runtime;
    for (uint64_t seed = 0;; seed++)
        REQUIRE(Run(runtime, Seeded(folder, seed % ChildSeeds)).code == S_OK);
}

namespace {

// What the files of all seeds hold, and a folder with those of the first.
struct ChildFiles {
    Folder folder, models;
    std::set<Bytes> headers, tables;
    explicit ChildFiles(Runtime *runtime)
    {
        for (uint64_t seed = 0; seed < ChildSeeds; seed++) {
            REQUIRE(Run(runtime, Seeded(models.path, seed)).code == S_OK);
            headers.insert(ReadBytes(FileOf(models.path, L".h")));
            tables.insert(ReadBytes(FileOf(models.path, L".pht")));
        }
        REQUIRE(tables.size() == ChildSeeds);
        REQUIRE(Run(runtime, Seeded(folder.path, 0)).code == S_OK);
    }
    void checkWhole() const
    {
        CHECK(headers.count(ReadBytes(FileOf(folder.path, L".h"))) == 1);
        CHECK(tables.count(ReadBytes(FileOf(folder.path, L".pht"))) == 1);
    }
};

const wchar_t childCase[] = L"the process that is killed while it replaces*";

} // namespace

TEST_CASE("two processes that put tables into one folder at once both go on, and each file is one's or the other's")
{
    TestRuntime runtime;
    const ChildFiles files(runtime);
    size_t made = 0;
    {
        MakeOld(FileOf(files.folder.path, L".pht"));
        const KilledChild child(childCase, childVariable, files.folder.path);
        CHECK(Eventually([&] { return !IsOld(FileOf(files.folder.path, L".pht")); })); // until it is at work
        for (uint64_t seed = 0; seed < 4 * ChildSeeds; seed++) {
            const Outcome outcome = Run(runtime, Seeded(files.folder.path, seed % ChildSeeds));
            CHECK_MESSAGE((outcome.code == S_OK || outcome.code == PERFECTHASH_E_OUTPUT_WRITE), outcome.text);
            made += outcome.code == S_OK;
            files.checkWhole();
        }
        MakeOld(FileOf(files.folder.path, L".pht"));
        CHECK(Eventually([&] { return !IsOld(FileOf(files.folder.path, L".pht")); })); // it still is
    }
    MESSAGE(made << " tables were put in place beside those of the other process");
    CHECK(made != 0);
    files.checkWhole();
}

TEST_CASE("a process that is killed at any moment leaves old files or new ones")
{
    TestRuntime runtime;
    const ChildFiles files(runtime);
    const Folder &folder = files.folder;
    size_t left = 0;
    for (DWORD round = 0; round < 12; round++) {
        CAPTURE(round);
        {
            MakeOld(FileOf(folder.path, L".pht"));
            const KilledChild child(childCase, childVariable, folder.path);
            CHECK(Eventually([&] { return !IsOld(FileOf(folder.path, L".pht")); })); // until it is at work
            Sleep(round * 3);
        }
        files.checkWhole();
        left += FilesBelow(folder.path).size() - 2;
    }
    MESSAGE(left << " files were left by the killed, and swept");
    REQUIRE(Run(runtime, Seeded(folder.path, 77)).code == S_OK);
    CHECK(FilesBelow(folder.path).size() == 2);
}

#ifndef NDEBUG

namespace {

// What a run did to the disk, in order.
struct Deed {
    Win32Deed what;
    size_t object;
    std::wstring path;
};

struct Recording {
    static Recording *running;
    SRWLOCK lock = SRWLOCK_INIT;
    std::map<HANDLE, size_t> open;
    size_t objects = 0;
    std::vector<Deed> deeds;
    std::map<size_t, std::wstring> folders; // objects that are folders
    Recording()
    {
        running = this;
        Win32Recorder = [](Win32Deed deed, HANDLE file, const wchar_t *path) { running->take(deed, file, path); };
    }
    ~Recording() { Win32Recorder = nullptr; }
    void take(Win32Deed what, HANDLE file, const wchar_t *path)
    {
        AcquireSRWLockExclusive(&lock);
        if (what == Win32DidCreate) {
            open[file] = objects++;
            const DWORD attributes = GetFileAttributesW(path);
            if (attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY) != 0)
                folders[open[file]] = path;
        }
        deeds.push_back({what, open[file], path != nullptr ? path : L""});
        ReleaseSRWLockExclusive(&lock);
    }
    size_t flushes() const
    {
        size_t count = 0;
        for (const Deed &deed : deeds)
            count += deed.what == Win32DidFlush;
        return count;
    }
};
Recording *Recording::running;

// Power fails after each deed. A name reaches the disk for sure when its folder is flushed, and
// maybe before; the bytes of a file do so when they are flushed. Counts the outcomes in which a
// name stands for bytes that are not there, and the names that may still be lost at the end.
struct PowerLoss {
    size_t cuts = 0, torn = 0, lost = 0;
    explicit PowerLoss(const Recording &recording)
    {
        const std::vector<Deed> &deeds = recording.deeds;
        for (size_t cut = 0; cut <= deeds.size(); cut++) {
            std::map<size_t, bool> flushed; // the bytes of an object
            std::map<const Deed *, bool> names;
            for (size_t i = 0; i < cut; i++) {
                const Deed &deed = deeds[i];
                const auto folder = recording.folders.find(deed.object);
                if (deed.what == Win32DidWrite)
                    flushed[deed.object] = false;
                else if (deed.what == Win32DidRename)
                    names[&deed] = false;
                else if (deed.what == Win32DidFlush && folder == recording.folders.end())
                    flushed[deed.object] = true;
                else if (deed.what == Win32DidFlush)
                    for (auto &name : names)
                        if (name.first->path.substr(0, name.first->path.rfind(L'\\')) == folder->second)
                            name.second = true;
            }
            cuts++;
            lost = 0;
            for (const auto &name : names) {
                torn += !flushed[name.first->object];
                lost += !name.second;
            }
        }
    }
};

} // namespace

TEST_CASE("durable tables outlive a power loss at every cut, and others need not")
{
    for (const BOOL durable : {FALSE, TRUE}) {
        Folder folder;
        TestRuntime runtime;
        REQUIRE(Run(runtime, Seeded(folder.path, 1)).code == S_OK);
        Recording recording;
        Request request = Seeded(folder.path, 2);
        request.options.durable = durable;
        REQUIRE(Run(runtime, request).code == S_OK);
        std::string order; // the bytes of both files, then their names, then the folder
        for (const Deed &deed : recording.deeds)
            order += deed.what == Win32DidFlush ? "f" : deed.what == Win32DidRename ? "r" : "";
        CHECK(order == (durable ? "ffrrf" : "rr"));
        const PowerLoss loss(recording);
        CHECK(loss.cuts > 6);
        CHECK((loss.torn == 0) == (durable != FALSE));
        CHECK(loss.lost == (durable ? 0 : 2));
    }
}

TEST_CASE("a durable table in a new directory has each new folder's name on the disk")
{
    Folder folder;
    TestRuntime runtime;
    Recording recording;
    Request request = Seeded(folder / L"new\\newer", 2);
    request.options.durable = TRUE;
    REQUIRE(Run(runtime, request).code == S_OK);
    CHECK(recording.flushes() == 2 + 1 + 3); // files, their folder, and three folders that got a new one
}

TEST_CASE("a durable bulk run flushes each file once, each folder once, and at last")
{
    for (const bool packs : {false, true}) {
        Folder folder;
        MakeFolder(folder / L"keys");
        MakeFolder(folder / L"keys\\deep");
        WriteSets(folder / L"keys", 4, 100);
        WriteSets(folder / L"keys\\deep", 3, 100);
        TestRuntime runtime;
        Recording recording;
        Bulk bulk(folder / L"keys", folder / L"out");
        bulk.options.recursive = TRUE;
        bulk.options.table.durable = TRUE;
        if (packs)
            bulk.pack = folder / L"all.phpack";
        const BulkOutcome outcome = RunBulk(runtime, bulk);
        REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
        // 14 files, 7 folders of tables and deep, or the pack and its folder; out and out's parent;
        // CSV, JSON and their folder.
        CHECK(recording.flushes() == (packs ? 2 : 14 + 7 + 1) + 2 + 3);
        const PowerLoss loss(recording);
        CHECK(loss.torn == 0);
        CHECK(loss.lost == 0);
    }
}

TEST_CASE("a durable run that is resumed flushes what it keeps, which may be of a run that didn't")
{
    Folder folder;
    MakeFolder(folder / L"keys");
    WriteSets(folder / L"keys", 4, 100);
    TestRuntime runtime;
    Bulk bulk(folder / L"keys", folder / L"out");
    REQUIRE(RunBulk(runtime, bulk).code == S_OK);
    bulk.options.resume = TRUE;
    bulk.options.table.durable = TRUE;
    Recording recording;
    const BulkOutcome outcome = RunBulk(runtime, bulk);
    REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
    CHECK(outcome.result->skipped == 4);
    CHECK(recording.flushes() == 2 * 4 + 4 + 1 + 3); // files, folders, out; CSV, JSON and their folder
}

TEST_CASE("a durable table is saved durably: bytes, then the name, and what is there already is flushed")
{
    for (const BOOL durable : {FALSE, TRUE}) {
        Folder folder;
        TestRuntime runtime;
        Request request = Seeded(L"", 2);
        request.options.durable = durable;
        const Outcome outcome = Run(runtime, request);
        REQUIRE(outcome.code == S_OK);
        WriteText(folder / L"saved.pht", "before");
        for (const bool again : {false, true}) {
            Recording recording;
            REQUIRE(TableResultSave(outcome.result, (folder / L"saved.pht").c_str(), nullptr) == S_OK);
            std::string order;
            for (const Deed &deed : recording.deeds)
                order += deed.what == Win32DidFlush    ? "f"
                         : deed.what == Win32DidRename ? "r"
                         : deed.what == Win32DidWrite  ? "w"
                                                       : "";
            CHECK(order == (again ? durable ? "ff" : "" : durable ? "wfrf" : "wr"));
            const PowerLoss loss(recording);
            CHECK((loss.torn == 0) == (durable || again));
            CHECK(loss.lost == (durable || again ? 0 : 1));
        }
    }
}

TEST_CASE("a flush that fails fails a durable save, before the name or behind it")
{
    Folder folder;
    TestRuntime runtime;
    Request request = Seeded(L"", 2);
    request.options.durable = TRUE;
    const Outcome outcome = Run(runtime, request);
    WriteText(folder / L"saved.pht", "before");
    for (LONG nth = 1; nth <= 2; nth++) {
        CAPTURE(nth);
        Failure failure = {};
        Win32FailNthOf(Win32CallFlush, nth);
        CHECK(TableResultSave(outcome.result, (folder / L"saved.pht").c_str(), &failure) == PERFECTHASH_E_OUTPUT_WRITE);
        CHECK(Win32FailNthReached());
        Win32FailNth(0);
        CHECK(Contains(TextOf(failure), L"saved.pht: "));
        CHECK(FilesBelow(folder.path).size() == 1);
        CHECK((ReadBytes(folder / L"saved.pht").size() == 6) == (nth == 1)); // later it is the new one
    }
}

TEST_CASE("a folder that takes no files is told before the work")
{
    Folder folder;
    TestRuntime runtime;
    Request request = Seeded(folder.path, 1);
    REQUIRE(Run(runtime, request).code == S_OK);
    Win32FailNthOf(Win32CallOpenFile, 1); // with ERROR_ACCESS_DENIED; a table of keys in memory opens nothing before
    const Outcome outcome = Run(runtime, request);
    CHECK(Win32FailNthReached());
    Win32FailNth(0);
    CHECK(outcome.code == PERFECTHASH_E_OUTPUT_WRITE);
    CHECK_MESSAGE(Contains(outcome.text, L"set_Chm01_Quadx_And: "), outcome.text);
    CHECK(FilesBelow(folder.path).size() == 2);
}

TEST_CASE("a flush that fails fails a durable table, and all is as it was")
{
    Folder folder;
    TestRuntime runtime;
    REQUIRE(Run(runtime, Seeded(folder.path, 1)).code == S_OK);
    const Bytes before = ReadBytes(FileOf(folder.path, L".pht"));
    for (LONG nth = 1; nth <= 3; nth++) {
        CAPTURE(nth);
        Request request = Seeded(folder.path, 2);
        request.options.durable = TRUE;
        Win32FailNthOf(Win32CallFlush, nth);
        const Outcome outcome = Run(runtime, request);
        CHECK(Win32FailNthReached());
        Win32FailNth(0);
        CHECK(outcome.code == PERFECTHASH_E_OUTPUT_WRITE);
        CHECK(ReadBytes(FileOf(folder.path, L".pht")) == before);
    }
}
#endif
