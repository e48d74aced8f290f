/*
 * These tests end reads and writes badly: by stop, cancel, crash, full disk, failing device and
 * short transfers. Each operation ends once, and each target file is whole or as it was. Leftovers
 * of a crash are removed by the next write or by a sweep. A foreign file in the place of a
 * temporary is never written to.
 */
#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>

#include "runtime/base/path.h"
#include "runtime/base/win32_calls.h"
#include "runtime/engine/file_operation.h"
#include "support/runtime/fixture.h"

TEST_CASE("a stop in the midst ends all writes, each target is whole or as it was")
{
    for (const DWORD waitMs : {0u, 2u, 20u}) {
        TestFolder folder;
        std::vector<PendingWrite> writes(20);
        const std::string old = "old", content(6000000, 'n');
        for (size_t i = 0; i < writes.size(); i++)
            WriteWhole(folder / std::to_wstring(i), old);
        TestRuntime runtime;
        for (size_t i = 0; i < writes.size(); i++)
            CHECK(writes[i].Start(runtime.AnyNode(), folder / std::to_wstring(i), content) == ERROR_SUCCESS);
        Sleep(waitMs);
        runtime.Stop();
        for (size_t i = 0; i < writes.size(); i++) {
            CHECK(writes[i].done.IsSet());
            CHECK((writes[i].error == ERROR_SUCCESS || writes[i].error == ERROR_OPERATION_ABORTED));
            CHECK((ReadWhole(folder / std::to_wstring(i)) == (writes[i].error == ERROR_SUCCESS ? content : old)));
        }
        CHECK(folder.Names().size() == writes.size());
    }
}

TEST_CASE("a stopped runtime starts nothing")
{
    TestFolder folder;
    TestRuntime runtime;
    struct Late {
        TestFolder *folder;
        Timer timer;
        DWORD write, read, timerStart;
        PendingWrite pendingWrite;
        PendingRead pendingRead;
        Timer another;
    } late = {&folder, {}, 0, 0, 0, {}, {}, {}};
    TimerInit(&late.timer, runtime.AnyNode(), [](WorkItem *item, Worker *worker, DWORD error, DWORD) {
        Late *self = CONTAINING_RECORD(item, Late, timer.item);
        CHECK(error == ERROR_OPERATION_ABORTED);
        self->write = self->pendingWrite.Start(WorkerNode(worker), *self->folder / L"file", "x");
        self->read = self->pendingRead.Start(WorkerNode(worker), *self->folder / L"file");
        TimerInit(&self->another, WorkerNode(worker), [](WorkItem *, Worker *, DWORD, DWORD) {});
        self->timerStart = TimerStart(&self->another, 1);
    });
    REQUIRE(TimerStart(&late.timer, 100000) == ERROR_SUCCESS);
    runtime.Stop();
    CHECK(late.write == ERROR_SHUTDOWN_IN_PROGRESS);
    CHECK(late.read == ERROR_SHUTDOWN_IN_PROGRESS);
    CHECK(late.timerStart == ERROR_SHUTDOWN_IN_PROGRESS);
    CHECK(folder.Names().empty());
}

TEST_CASE("a cancelled write leaves nothing, a cancelled read gives nothing")
{
    TestFolder folder;
    TestRuntime runtime;
    const std::string content(50000000, 'c');
    int cancelled = 0;
    for (int round = 0; round < 10; round++) {
        PendingWrite write;
        CHECK(write.Start(runtime.AnyNode(), folder / L"file", content) == ERROR_SUCCESS);
        Sleep(static_cast<DWORD>(round));
        FileCancel(&write.write.operation);
        write.done.Wait();
        cancelled += write.error == ERROR_OPERATION_ABORTED;
        CHECK((write.error == ERROR_OPERATION_ABORTED || write.error == ERROR_SUCCESS));
        CHECK(ReadWhole(folder / L"file") == (write.error == ERROR_SUCCESS ? content : "<none>"));
        DeleteFileW((folder / L"file").c_str());
        CHECK(folder.Names().empty());
    }
    CHECK(cancelled > 0);
    WriteWhole(folder / L"given", content);
    PendingRead read;
    CHECK(read.Start(runtime.AnyNode(), folder / L"given") == ERROR_SUCCESS);
    FileCancel(&read.read.operation);
    read.done.Wait();
    CHECK((read.error == ERROR_SUCCESS) == (read.read.buffer != nullptr));
    BufferRelease(read.read.buffer);
}

TEST_CASE("what a crash left behind goes with the next write of the same target, or by a sweep")
{
    TestFolder folder;
    TestRuntime runtime;
    // A write whose temporary we can see: the target is held, so that the rename fails, while a
    // second handle keeps the name known.
    const auto temporaries = [&folder] {
        std::vector<std::wstring> found;
        for (const std::wstring &name : folder.Names())
            if (name.size() > 6 && name.substr(name.size() - 6) == L".phtmp")
                found.push_back(name);
        return found;
    };
    std::wstring name;
    {
        const std::string large(100000000, 'l');
        PendingWrite write;
        CHECK(write.Start(runtime.AnyNode(), folder / L"target", large) == ERROR_SUCCESS);
        while (temporaries().empty() && !write.done.IsSet())
            Sleep(0);
        REQUIRE_FALSE(temporaries().empty());
        name = temporaries()[0];
        CHECK(DirectorySweep(folder.Path().c_str()) == 0); // in use: not stale
        write.done.Wait();
        CHECK(write.error == ERROR_SUCCESS);
    }
    WriteWhole(folder / name, "left by a crash");
    CHECK(WriteFileThrough(runtime.AnyNode(), folder / L"target", "new") == ERROR_SUCCESS);
    CHECK(folder.Names() == std::vector<std::wstring>{L"target"});

    WriteWhole(folder / L"~0123456789abcdef.0.phtmp", "stale");
    WriteWhole(folder / L"~fedcba9876543210.3.phtmp", "stale");
    WriteWhole(folder / L"somebody.phtmp", "not ours");
    CHECK(DirectorySweep(folder.Path().c_str()) == 2);
    CHECK(DirectorySweep((folder.Path() + L"\\").c_str()) == 0);
    CHECK(DirectorySweep(L"Z:\\no\\such\\folder") == 0);
    CHECK(folder.Names() == std::vector<std::wstring>{L"somebody.phtmp", L"target"});
}

TEST_CASE("what was put where the temporary goes is never written to")
{
    TestFolder folder;
    TestRuntime runtime;
    const auto temporary = [&folder](DWORD attempt) {
        wchar_t *path = nullptr;
        REQUIRE(PathTemporary((folder / L"target").c_str(), attempt, &path) == ERROR_SUCCESS);
        const std::wstring copy = path;
        Win32Free(path);
        return copy;
    };
    WriteWhole(folder / L"victim", "not yours");
    REQUIRE(CreateHardLinkW(temporary(0).c_str(), (folder / L"victim").c_str(), nullptr));
    CHECK(WriteFileThrough(runtime.AnyNode(), folder / L"target", "new") == ERROR_SUCCESS);
    CHECK(ReadWhole(folder / L"victim") == "not yours");
    CHECK(ReadWhole(folder / L"target") == "new");
    CHECK(folder.Names() == std::vector<std::wstring>{L"target", L"victim"});

    // What can't be deleted costs a name.
    WriteWhole(temporary(0), "stale");
    REQUIRE(SetFileAttributesW(temporary(0).c_str(), FILE_ATTRIBUTE_READONLY | FILE_ATTRIBUTE_HIDDEN));
    REQUIRE(CreateDirectoryW(temporary(1).c_str(), nullptr));
    CHECK(WriteFileThrough(runtime.AnyNode(), folder / L"target", "newer") == ERROR_SUCCESS);
    CHECK(ReadWhole(folder / L"target") == "newer");
    WriteWhole(temporary(2), "stale");
    REQUIRE(SetFileAttributesW(temporary(2).c_str(), FILE_ATTRIBUTE_HIDDEN));
    CHECK(WriteFileThrough(runtime.AnyNode(), folder / L"target", "newest") == ERROR_SUCCESS);
    CHECK(ReadWhole(folder / L"target") == "newest");
    CHECK(GetFileAttributesW(temporary(2).c_str()) == INVALID_FILE_ATTRIBUTES);
}

TEST_CASE("a directory is made with its parents, or the reason is said")
{
    TestFolder folder;
    WriteWhole(folder / L"file", "x");
    CHECK(DirectoryEnsure((folder / L"a\\b\\c\\d").c_str(), nullptr) == ERROR_SUCCESS);
    CHECK(DirectoryEnsure((folder / L"a\\b\\c\\d").c_str(), nullptr) == ERROR_SUCCESS);
    CHECK(DirectoryEnsure((folder / L"a/e/f/").c_str(), nullptr) == ERROR_SUCCESS);
    CHECK((GetFileAttributesW((folder / L"a\\e\\f").c_str()) & FILE_ATTRIBUTE_DIRECTORY) != 0);
    CHECK(DirectoryEnsure((folder / L"file").c_str(), nullptr) == ERROR_ALREADY_EXISTS);
    CHECK(DirectoryEnsure((folder / L"file\\below").c_str(), nullptr) != ERROR_SUCCESS);
    CHECK(DirectoryEnsure(L"C:\\", nullptr) == ERROR_SUCCESS);
    CHECK(DirectoryEnsure(L"Q:\\no\\such\\drive", nullptr) != ERROR_SUCCESS);
    CHECK(DirectoryEnsure(nullptr, nullptr) == ERROR_INVALID_PARAMETER);
}

#ifndef NDEBUG

namespace {

struct FailOnce {
    FailOnce(Win32Call call, LONG nth) { Win32FailNthOf(call, nth); }
    ~FailOnce() { Win32FailNth(0); }
};

struct Limit {
    explicit Limit(LONG bytes) { Win32LimitTransfers(bytes); }
    ~Limit() { Win32LimitTransfers(-1); }
};

} // namespace

TEST_CASE("a disk that fills up in the middle leaves the old file and nothing else")
{
    TestFolder folder;
    TestRuntime runtime;
    const std::string content(9000000, 'n');
    for (const Win32Call call : {Win32CallWrite, Win32CallWriteCompletion}) {
        for (const LONG chunk : {1, 2, 3}) {
            WriteWhole(folder / L"target", "old");
            FailOnce failure(call, chunk);
            CHECK(WriteFileThrough(runtime.AnyNode(), folder / L"target", content) == ERROR_DISK_FULL);
            CHECK(ReadWhole(folder / L"target") == "old");
            CHECK(folder.Names() == std::vector<std::wstring>{L"target"});
        }
    }
    {
        FailOnce failure(Win32CallRename, 1);
        CHECK(WriteFileThrough(runtime.AnyNode(), folder / L"target", content) == ERROR_IO_DEVICE);
        CHECK(ReadWhole(folder / L"target") == "old");
    }
    CHECK(folder.Names() == std::vector<std::wstring>{L"target"});
}

TEST_CASE("transfers that move less than was asked for are continued, and one that moves nothing is an end")
{
    TestFolder folder;
    TestRuntime runtime;
    std::string content(100000, '\0');
    for (size_t i = 0; i < content.size(); i++)
        content[i] = static_cast<char>(i % 251);
    {
        Limit limit(777);
        CheckRoundTrip(runtime.AnyNode(), folder / L"file", content);
    }
    Limit limit(0);
    CHECK(ReadFileThrough(runtime.AnyNode(), folder / L"file").error == ERROR_FILE_INVALID);
    CHECK(WriteFileThrough(runtime.AnyNode(), folder / L"file", "new") == ERROR_WRITE_FAULT);
    CHECK((ReadWhole(folder / L"file") == content));
    CHECK(folder.Names() == std::vector<std::wstring>{L"file"});
}

TEST_CASE("a device that fails while it is read says so")
{
    TestFolder folder;
    TestRuntime runtime;
    WriteWhole(folder / L"file", std::string(9000000, 'x'));
    FailOnce failure(Win32CallReadCompletion, 2);
    CHECK(ReadFileThrough(runtime.AnyNode(), folder / L"file").error == ERROR_CRC);
    CHECK(runtime.Statistics().buffersInUse == 0);
}

#endif

// What fails at once may come by the port as well (Wine) or not (Windows): either way there is one
// end.
TEST_CASE("a transfer that fails at once has one end")
{
    struct Refused {
        FileOperation operation;
        Signal ended;
        std::atomic<int> ends{0};
        DWORD error = ERROR_SUCCESS;
    };
    TestFolder folder;
    WriteWhole(folder / L"short", "short");
    TestRuntime runtime;
    Refused refused;
    char to[10];
    REQUIRE(FileOperationBegin(&refused.operation, runtime.AnyNode(), [](WorkItem *item, Worker *, DWORD error, DWORD) {
                Refused *self = CONTAINING_RECORD(item, Refused, operation.item);
                self->error = error;
                self->ends++;
                self->ended.Set();
            }) == ERROR_SUCCESS);
    const HANDLE file = CreateFileW((folder / L"short").c_str(), GENERIC_READ, 0, nullptr, OPEN_EXISTING,
                                    FILE_FLAG_OVERLAPPED, nullptr);
    REQUIRE(FileOperationOpened(&refused.operation, file) == ERROR_SUCCESS);
    const DWORD error = FileOperationRead(&refused.operation, to, sizeof to, ~15ull); // a negative offset
    if (error == ERROR_SUCCESS)
        refused.ended.Wait();
    else
        CHECK_FALSE(refused.ended.IsSet(100));
    CHECK((error == ERROR_SUCCESS ? refused.error : error) == ERROR_INVALID_PARAMETER);
    FileOperationClose(&refused.operation);
    runtime.Stop();
    CHECK(refused.ends == (error == ERROR_SUCCESS));
}
