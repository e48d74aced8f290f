/*
 * In debug builds the Nth Win32 call of a mixed scenario fails, for N = 1, 2, 3, until three runs
 * pass without a failure. The scenario reads, writes, waits for buffers and timers, and may be
 * stopped halfway. Nothing hangs, and every started operation finishes exactly once. Files are
 * whole or absent. No memory, handle or thread remains.
 */
#include <doctest/doctest.h>

#ifndef NDEBUG

#include <atomic>

#include "runtime/base/win32_calls.h"
#include "support/runtime/fixture.h"
#include "support/runtime/nth_failure.h"

namespace {

std::atomic<long> started, finished;
std::atomic<bool> wrong;

struct OneRead {
    FileRead read;
    std::string expected;
};

void Expect(bool holds)
{
    if (!holds)
        wrong = true;
}

void ReadDone(FileRead *read, Worker *, DWORD error)
{
    const OneRead *self = CONTAINING_RECORD(read, OneRead, read);
    Expect((error == ERROR_SUCCESS) == (read->buffer != nullptr));
    if (read->buffer)
        Expect(self->expected ==
               std::string(static_cast<char *>(BufferData(read->buffer)), BufferLength(read->buffer)));
    BufferRelease(read->buffer);
    finished++;
}

struct OneWrite {
    FileWrite write;
    std::string content;
    std::wstring path;
    bool begun = false;
    DWORD error = ERROR_IO_PENDING;
};

void WriteDone(FileWrite *write, Worker *, DWORD error)
{
    CONTAINING_RECORD(write, OneWrite, write)->error = error;
    finished++;
}

struct OneRequest {
    BufferRequest request;
    bool parked = false;
};

void RequestReady(BufferRequest *request, Worker *, DWORD error)
{
    Expect((error == ERROR_SUCCESS) == (request->buffer != nullptr));
    BufferRelease(request->buffer);
    finished++;
}

struct Series {
    WorkItem item;
    int left;
};

void RunSeries(WorkItem *item, Worker *worker, DWORD, DWORD)
{
    Series *series = CONTAINING_RECORD(item, Series, item);
    WorkerArena(worker, static_cast<size_t>(series->left) << 20);
    if (--series->left > 0 && NodePost(WorkerNode(worker), item) == ERROR_SUCCESS)
        return;
    finished++;
}

void RunTimer(WorkItem *, Worker *, DWORD, DWORD)
{
    finished++;
}

// A bit of everything. The runtime is stopped while some of it is under way when `hasty`.
void Scenario(const TestFolder &folder, IoMode mode, bool hasty)
{
    RuntimeOptions options = {};
    Runtime *runtime = nullptr;
    options.simulatedNumaNodes = 2;
    options.maxThreads = 2;
    options.ioMode = mode;
    options.bufferGuardPages = hasty;
    options.bufferBudgetBytes = 40000;
    if (RuntimeStart(&options, &runtime) != ERROR_SUCCESS) {
        Expect(runtime == nullptr);
        return;
    }
    DeadlineWatch watch(runtime);
    Node *nodes[2] = {RuntimeNode(runtime, TRUE), RuntimeNode(runtime, TRUE)};

    OneWrite writes[3];
    for (int i = 0; i < 3; i++) {
        writes[i].path = folder / (L"written" + std::to_wstring(i));
        writes[i].content = std::string(i == 2 ? 5000000 : 5000, static_cast<char>('a' + i));
        writes[i].begun =
            FileWriteStart(&writes[i].write, nodes[i % 2], writes[i].path.c_str(), writes[i].content.data(),
                           writes[i].content.size(), WriteDone) == ERROR_SUCCESS;
        started += writes[i].begun;
    }
    OneRead reads[3];
    for (int i = 0; i < 3; i++) {
        reads[i].expected = std::string(20000, 'r');
        started +=
            FileReadStart(&reads[i].read, nodes[0], (folder / L"given").c_str(), 1 << 20, ReadDone) == ERROR_SUCCESS;
    }
    OneRequest requests[3];
    for (OneRequest &request : requests) {
        const DWORD error = BufferRequestStart(&request.request, nodes[1], 16000, RequestReady);
        request.parked = error == ERROR_IO_PENDING;
        started += request.parked;
        Expect((error == ERROR_SUCCESS) == (!request.parked && request.request.buffer));
    }
    Timer timers[20];
    for (int i = 0; i < 20; i++) {
        TimerInit(&timers[i], nodes[1], RunTimer);
        started += TimerStart(&timers[i], i < 19 ? static_cast<DWORD>(i) / 4 : 100000) == ERROR_SUCCESS;
    }
    Series series = {};
    series.left = 4;
    WorkItemInit(&series.item, RunSeries);
    started += NodePost(nodes[0], &series.item) == ERROR_SUCCESS;

    for (OneRequest &request : requests) {
        if (!request.parked)
            BufferRelease(request.request.buffer);
    }
    if (!hasty) {
        Eventually([&] { return finished >= started - 1; });
        started -= TimerCancel(&timers[19]);
        Expect(finished == started || !TimerCancel(&timers[19]));
    }
    RuntimeStop(runtime);
    Expect(finished == started);
    for (const OneWrite &write : writes) {
        Expect(!write.begun || write.error != ERROR_IO_PENDING);
        const std::string found = ReadWhole(write.path);
        Expect(found == (write.error == ERROR_SUCCESS ? write.content : "<none>"));
        DeleteFileW(write.path.c_str());
    }
}

void FailEach(IoMode mode, bool hasty)
{
    TestFolder folder;
    WriteWhole(folder / L"given", std::string(20000, 'r'));
    Scenario(folder, mode, hasty); // what the system makes once is there before anything is counted
    const LONG memory = Win32Outstanding();
    const DWORD handles = HandleCount(), threads = ThreadCount();
    NthFailure failure;
    for (int n = 1; failure.passed < 3; n++) {
        CAPTURE(n);
        started = finished = 0;
        wrong = false;
        const std::string failedCall = failure.Run(n, [&] { Scenario(folder, mode, hasty); });
        CAPTURE(failedCall);
        REQUIRE_FALSE(wrong);
        REQUIRE(started == finished);
        REQUIRE(Win32Outstanding() == memory);
        REQUIRE(HandleCount() == handles);
        REQUIRE(ThreadCount() == threads);
        REQUIRE(folder.Names() == std::vector<std::wstring>{L"given"});
    }
    CHECK(failure.failed > 50);
    failure.Tell();
}

} // namespace

TEST_CASE("nth failure: overlapped files, in peace")
{
    FailEach(IoOverlapped, false);
}
TEST_CASE("nth failure: overlapped files, stopped in the midst")
{
    FailEach(IoOverlapped, true);
}
TEST_CASE("nth failure: mapped files, in peace")
{
    FailEach(IoMapped, false);
}

#endif
