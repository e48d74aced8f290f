/*
 * A cancel or a stop may meet a transfer at any moment. These tests place it between the check of
 * the state and the start of the transfer, and at random moments. A cancel also ends a read that is
 * parked for a buffer. The transfer always ends. A pipe without a writer stands for a device that
 * never answers.
 */
#include <doctest/doctest.h>

#include "runtime/engine/file_operation.h"
#include "support/runtime/fixture.h"

namespace {

struct PipeRead {
    FileOperation operation;
    HANDLE server = INVALID_HANDLE_VALUE;
    char bytes[16];
    DWORD error = ERROR_IO_PENDING;
    Signal opened, go, done;
    DWORD spins = 0;

    explicit PipeRead(Node *node)
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
    ~PipeRead() { CloseHandle(server); }
    PipeRead(const PipeRead &) = delete;
    PipeRead &operator=(const PipeRead &) = delete;

private:
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
        PipeRead *self = CONTAINING_RECORD(item, PipeRead, operation.item);
        DWORD result = FileOperationOpened(&self->operation, self->client);
        if (result == ERROR_SUCCESS)
            result = FileOperationState(&self->operation);
        self->opened.Set();
        self->go.Wait();
        for (volatile DWORD spin = 0; spin < self->spins; spin = spin + 1)
            continue;
        item->callback = [](WorkItem *of, Worker *, DWORD readError, DWORD) {
            CONTAINING_RECORD(of, PipeRead, operation.item)->End(readError);
        };
        if (result == ERROR_SUCCESS)
            result = FileOperationRead(&self->operation, self->bytes, sizeof self->bytes, 0);
        if (result != ERROR_SUCCESS)
            self->End(result);
    }
};

} // namespace

TEST_CASE("a cancel between the look at the state and the transfer is not lost")
{
    TestRuntime runtime;
    PipeRead read(runtime.AnyNode());
    FileCancel(&read.operation);
    read.go.Set();
    const bool ended = read.done.IsSet(5000);
    if (!ended) // let it go, or the stop hangs
        DisconnectNamedPipe(read.server);
    read.done.Wait();
    CHECK(ended);
    CHECK(read.error == ERROR_OPERATION_ABORTED);
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
        const bool ended = read.done.IsSet(5000);
        if (!ended)
            DisconnectNamedPipe(read.server);
        read.done.Wait();
        REQUIRE(ended);
        REQUIRE(read.error == ERROR_OPERATION_ABORTED);
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
