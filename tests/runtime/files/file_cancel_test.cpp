/*
 * A cancel or a stop may meet a transfer at any moment. These tests place it between the check of
 * the state and the start of the transfer, and at random moments. A cancel also ends a read that is
 * parked for a buffer. The transfer always ends. A pipe without a writer stands for a device that
 * never answers. A write that the system keeps at its start holds up nobody but its starter.
 */
#include <thread>

#include <doctest/doctest.h>

#include "runtime/base/win32_calls.h"
#include "runtime/engine/file_operation.h"
#include "support/runtime/fixture.h"

namespace {

struct PipeTransfer {
    FileOperation operation;
    HANDLE server = INVALID_HANDLE_VALUE;
    char bytes[1000] = {};
    DWORD error = ERROR_IO_PENDING;
    Signal opened, go, done;
    DWORD spins = 0;

    explicit PipeTransfer(Node *node, bool writesToIt) : writes(writesToIt)
    {
        static volatile LONG number;
        const std::wstring name = L"\\\\.\\pipe\\runtime-test-" + std::to_wstring(GetCurrentProcessId()) + L"-" +
                                  std::to_wstring(InterlockedIncrement(&number));
        server = CreateNamedPipeW(name.c_str(), PIPE_ACCESS_DUPLEX, PIPE_TYPE_BYTE, 1, 64, 64, 0, nullptr);
        REQUIRE(server != INVALID_HANDLE_VALUE);
        client = CreateFileW(name.c_str(), GENERIC_READ | GENERIC_WRITE, 0, nullptr, OPEN_EXISTING,
                             FILE_FLAG_OVERLAPPED, nullptr);
        REQUIRE(client != INVALID_HANDLE_VALUE);
        REQUIRE(FileOperationBegin(&operation, node, Open) == ERROR_SUCCESS);
        REQUIRE(NodePost(node, &operation.item) == ERROR_SUCCESS);
        opened.Wait();
    }
    ~PipeTransfer() { CloseHandle(server); }
    bool Aborted() // soon, as of one that was cancelled
    {
        const bool ended = done.IsSet(5000);
        if (!ended) // let it go, or the stop hangs
            DisconnectNamedPipe(server);
        done.Wait();
        return ended && error == ERROR_OPERATION_ABORTED;
    }
    PipeTransfer(const PipeTransfer &) = delete;
    PipeTransfer &operator=(const PipeTransfer &) = delete;

private:
    const bool writes;
    HANDLE client;

    void End(DWORD result)
    {
        FileOperationClose(&operation);
        error = result;
        done.Set();
    }

    // The state is looked at, as the steps of reads and writes do, and the transfer is started
    // after `go`.
    static void Open(WorkItem *item, Worker *, DWORD, DWORD)
    {
        PipeTransfer *self = CONTAINING_RECORD(item, PipeTransfer, operation.item);
        DWORD result = FileOperationOpened(&self->operation, self->client);
        if (result == ERROR_SUCCESS)
            result = FileOperationState(&self->operation);
        self->opened.Set();
        self->go.Wait();
        for (volatile DWORD spin = 0; spin < self->spins; spin = spin + 1)
            continue;
        item->callback = [](WorkItem *of, Worker *, DWORD readError, DWORD) {
            CONTAINING_RECORD(of, PipeTransfer, operation.item)->End(readError);
        };
        if (result == ERROR_SUCCESS)
            result = self->writes ? FileOperationWrite(&self->operation, self->bytes, sizeof self->bytes, 0)
                                  : FileOperationRead(&self->operation, self->bytes, sizeof self->bytes, 0);
        if (result != ERROR_SUCCESS)
            self->End(result);
    }
};

struct PipeRead : PipeTransfer {
    explicit PipeRead(Node *node) : PipeTransfer(node, false) {}
};

} // namespace

TEST_CASE("a cancel between the look at the state and the transfer is not lost")
{
    TestRuntime runtime;
    PipeRead read(runtime.AnyNode());
    FileCancel(&read.operation);
    read.go.Set();
    CHECK(read.Aborted());
}

TEST_CASE("a stop between the look at the state and the transfer is not lost")
{
    TestRuntime runtime;
    PipeRead read(runtime.AnyNode());
    Stopper stopper(runtime);
    Sleep(100);
    read.go.Set();
    const bool ended = read.done.IsSet(5000);
    if (!ended)
        DisconnectNamedPipe(read.server);
    CHECK(stopper.Ended());
    CHECK(ended);
    CHECK(read.error == ERROR_OPERATION_ABORTED);
}

TEST_CASE("a cancel at any moment ends the transfer")
{
    TestRuntime runtime;
    for (DWORD round = 0; round < 100; round++) {
        CAPTURE(round);
        PipeRead read(runtime.AnyNode());
        read.spins = round * 200;
        read.go.Set();
        if (round % 4 == 3)
            Sleep(1);
        FileCancel(&read.operation);
        REQUIRE(read.Aborted());
    }
}

TEST_CASE("a cancel ends a read that is parked for a buffer")
{
    TestFolder folder;
    WriteWhole(folder / L"file", std::string(60000, 'x'));
    RuntimeOptions options = {};
    options.bufferBudgetBytes = 100000;
    TestRuntime runtime(options);
    Node *node = runtime.AnyNode();
    PendingRead held, parked;
    REQUIRE(held.Start(node, folder / L"file") == ERROR_SUCCESS);
    held.done.Wait();
    REQUIRE(held.error == ERROR_SUCCESS);
    REQUIRE(parked.Start(node, folder / L"file") == ERROR_SUCCESS);
    CHECK_FALSE(parked.done.IsSet(50));
    FileCancel(&parked.read.operation);
    const bool ended = parked.done.IsSet(5000);
    BufferRelease(held.read.buffer);
    parked.done.Wait();
    CHECK(ended);
    CHECK(parked.error == ERROR_OPERATION_ABORTED);
    CHECK(parked.read.buffer == nullptr);
}

TEST_CASE("a read that is admitted is not parked, whatever its starter holds")
{
    TestFolder folder;
    WriteWhole(folder / L"file", std::string(60000, 'x'));
    RuntimeOptions options = {};
    options.bufferBudgetBytes = 100000;
    TestRuntime runtime(options);
    Node *node = runtime.AnyNode();
    PendingRead held;
    REQUIRE(held.Start(node, folder / L"file") == ERROR_SUCCESS);
    held.done.Wait();
    struct Admitted {
        FileRead read;
        Signal done;
    } second;
    const auto done = [](FileRead *read, Worker *, DWORD error) {
        CHECK(error == ERROR_SUCCESS);
        CONTAINING_RECORD(read, Admitted, read)->done.Set();
    };
    CHECK(FileReadAdmitted(&second.read, node, (folder / L"file").c_str(), 59999, done) == ERROR_FILE_TOO_LARGE);
    REQUIRE(FileReadAdmitted(&second.read, node, (folder / L"file").c_str(), 60000, done) == ERROR_SUCCESS);
    CHECK(second.done.IsSet(5000));
    BufferRelease(held.read.buffer);
    second.done.Wait();
    BufferRelease(second.read.buffer);
}

#ifndef NDEBUG
namespace {

// Every write stands at its start until it is let go, as where a disk writes synchronously.
struct SlowWrites {
    Signal entered, go;

    SlowWrites()
    {
        running = this;
        Win32Recorder = [](Win32Deed deed, HANDLE, const wchar_t *) {
            if (deed != Win32DidWrite)
                return;
            running->entered.Set();
            running->go.Wait();
        };
    }
    ~SlowWrites() { Win32Recorder = nullptr; }
    SlowWrites(const SlowWrites &) = delete;
    SlowWrites &operator=(const SlowWrites &) = delete;

private:
    inline static SlowWrites *running;
};

// The call has a thread of its own, so that one that waits can be seen.
template <typename Call> struct OwnThread {
    Signal returned;
    std::thread thread;

    explicit OwnThread(Call call)
        : thread([this, call] {
              call();
              returned.Set();
          })
    {
    }
    ~OwnThread() { thread.join(); }
};

} // namespace

TEST_CASE("a write that the system keeps at its start holds up no cancel and no start of others")
{
    TestFolder folder;
    WriteWhole(folder / L"file", "text");
    TestRuntime runtime;
    Node *node = runtime.AnyNode();
    SlowWrites slow;
    PendingWrite write;
    OwnThread writer([&] { REQUIRE(write.Start(node, folder / L"slow", "bytes") == ERROR_SUCCESS); });
    slow.entered.Wait();

    PipeRead other(node);
    other.go.Set();
    PendingRead read;
    OwnThread cancel([&] { FileCancel(&other.operation); });
    const bool cancelled = other.done.IsSet(5000);
    OwnThread reader([&] { REQUIRE(read.Start(node, folder / L"file") == ERROR_SUCCESS); });
    const bool started = read.done.IsSet(5000);
    OwnThread own([&] { FileCancel(&write.write.operation); });
    const bool returned = own.returned.IsSet(5000);

    slow.go.Set();
    write.done.Wait();
    read.done.Wait();
    other.done.Wait();
    BufferRelease(read.read.buffer);
    CHECK(cancelled);
    CHECK(started);
    CHECK(returned);
    CHECK(write.error == ERROR_OPERATION_ABORTED);
}

TEST_CASE("a cancel while the system keeps a transfer at its start is not lost")
{
    TestRuntime runtime;
    SlowWrites slow;
    PipeTransfer write(runtime.AnyNode(), true); // of more than the pipe takes
    write.go.Set();
    slow.entered.Wait();
    FileCancel(&write.operation);
    CHECK_FALSE(write.done.IsSet(50));
    slow.go.Set();
    CHECK(write.Aborted());
}
#endif
