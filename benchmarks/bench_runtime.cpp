// The runtime against bare loops of the same Win32 calls in the same run: bench_runtime [--json].
#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include "against_bare.h"
#include "runtime/base/runtime_events.h"
#include "runtime/engine/runtime.h"
#include "runtime/files/file.h"

namespace {

enum { RoundTrips = 5000, Files = 100, FileBytes = 4096, FilesInFlight = 16, Acquires = 500000 };

class Runner {
public:
    explicit Runner(const RuntimeOptions &options)
    {
        Require(RuntimeStart(&options, &runtime) == ERROR_SUCCESS, "RuntimeStart");
    }
    ~Runner() { RuntimeStop(runtime); }
    Runner(const Runner &) = delete;
    Runner &operator=(const Runner &) = delete;
    Runtime *runtime = nullptr;
    Node *AnyNode() const { return RuntimeNode(runtime, TRUE); }
};

// Round trips: a step that posts itself again.

struct Trip {
    WorkItem item;
    LONG *left;
    HANDLE over;
};

void RunTrip(WorkItem *item, Worker *worker, DWORD, DWORD)
{
    Trip *trip = CONTAINING_RECORD(item, Trip, item);
    if (--*trip->left > 0)
        NodePost(WorkerNode(worker), item);
    else if (*trip->left == 0)
        SetEvent(trip->over);
}

double RoundTripUs(const Runner &runner, int inFlight)
{
    LONG left = RoundTrips;
    std::vector<Trip> trips(static_cast<size_t>(inFlight));
    HANDLE over = CreateEventW(nullptr, TRUE, FALSE, nullptr);
    const double start = Seconds();
    for (Trip &trip : trips) {
        WorkItemInit(&trip.item, RunTrip);
        trip.left = &left;
        trip.over = over;
        Require(NodePost(runner.AnyNode(), &trip.item) == ERROR_SUCCESS, "NodePost");
    }
    WaitForSingleObject(over, INFINITE);
    const double us = (Seconds() - start) * 1e6 / RoundTrips;
    // The others are still on their way to see that it is over.
    RuntimeStatistics statistics;
    do {
        Sleep(1);
        RuntimeStatisticsTake(runner.runtime, &statistics);
    } while (statistics.inFlight);
    CloseHandle(over);
    return us;
}

double BareRoundTripUs(int inFlight)
{
    HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, 1);
    std::vector<OVERLAPPED> overlapped(static_cast<size_t>(inFlight));
    DWORD bytes;
    ULONG_PTR key;
    OVERLAPPED *which;
    const double start = Seconds();
    for (OVERLAPPED &one : overlapped)
        PostQueuedCompletionStatus(port, 0, 0, &one);
    for (int i = 0; i < RoundTrips; i++) {
        GetQueuedCompletionStatus(port, &bytes, &key, &which, INFINITE);
        PostQueuedCompletionStatus(port, 0, 0, which);
    }
    const double us = (Seconds() - start) * 1e6 / RoundTrips;
    CloseHandle(port);
    return us;
}

void MeasureRoundTrips(int inFlight, const char *name)
{
    RuntimeOptions options = {};
    options.iocpConcurrency = options.maxThreads = 1;
    Runner runner(options);
    Compare(
        name, "us", [&] { return RoundTripUs(runner, inFlight); }, [&] { return BareRoundTripUs(inFlight); });
}

// Small files.

std::wstring FilePath(const std::wstring &folder, int number)
{
    return folder + L"\\file" + std::to_wstring(number);
}

struct Writing {
    FileWrite write;
    struct Batch *batch;
};

struct Batch {
    const std::wstring *folder;
    const char *content;
    Node *node;
    volatile LONG next, left;
    HANDLE over;
};

void StartNext(Writing *writing);

void Written(FileWrite *write, Worker *, DWORD error)
{
    Writing *writing = CONTAINING_RECORD(write, Writing, write);
    Require(error == ERROR_SUCCESS, "a write");
    if (InterlockedDecrement(&writing->batch->left) == 0)
        SetEvent(writing->batch->over);
    else
        StartNext(writing);
}

void StartNext(Writing *writing)
{
    Batch *batch = writing->batch;
    const LONG number = InterlockedIncrement(&batch->next) - 1;
    if (number < Files)
        Require(FileWriteStart(&writing->write, batch->node, FilePath(*batch->folder, number).c_str(), batch->content,
                               FileBytes, Written) == ERROR_SUCCESS,
                "FileWriteStart");
}

double FilesUs(const Runner &runner, const std::wstring &folder, const char *content)
{
    Batch batch = {&folder, content, runner.AnyNode(), 0, Files, CreateEventW(nullptr, TRUE, FALSE, nullptr)};
    std::vector<Writing> writings(FilesInFlight);
    const double start = Seconds();
    for (Writing &writing : writings) {
        writing.batch = &batch;
        StartNext(&writing);
    }
    WaitForSingleObject(batch.over, INFINITE);
    const double us = (Seconds() - start) * 1e6 / Files;
    CloseHandle(batch.over);
    return us;
}

double BareFilesUs(const std::wstring &folder, const char *content)
{
    HANDLE written = CreateEventW(nullptr, TRUE, FALSE, nullptr);
    const double start = Seconds();
    for (int number = 0; number < Files; number++) {
        const std::wstring target = L"\\\\?\\" + FilePath(folder, number), temporary = target + L".tmp";
        std::vector<BYTE> room(sizeof(FILE_RENAME_INFO) + target.size() * sizeof(wchar_t));
        FILE_RENAME_INFO *rename = reinterpret_cast<FILE_RENAME_INFO *>(room.data());
        OVERLAPPED overlapped = {};
        DWORD bytes;
        overlapped.hEvent = written;
        HANDLE file = CreateFileW(temporary.c_str(), GENERIC_WRITE | DELETE, FILE_SHARE_READ, nullptr, CREATE_ALWAYS,
                                  FILE_FLAG_OVERLAPPED, nullptr);
        Require(file != INVALID_HANDLE_VALUE, "CreateFile");
        WriteFile(file, content, FileBytes, nullptr, &overlapped);
        Require(GetOverlappedResult(file, &overlapped, &bytes, TRUE), "WriteFile");
        rename->ReplaceIfExists = TRUE;
        rename->FileNameLength = static_cast<DWORD>(target.size() * sizeof(wchar_t));
        std::memcpy(rename->FileName, target.data(), rename->FileNameLength);
        Require(SetFileInformationByHandle(file, FileRenameInfo, rename, static_cast<DWORD>(room.size())), "rename");
        CloseHandle(file);
    }
    const double us = (Seconds() - start) * 1e6 / Files;
    CloseHandle(written);
    return us;
}

void MeasureFiles()
{
    wchar_t temporary[MAX_PATH];
    GetTempPathW(MAX_PATH, temporary);
    const std::wstring folder = std::wstring(temporary) + L"bench-runtime-" + std::to_wstring(GetCurrentProcessId());
    const std::string content(FileBytes, 'x');
    Require(CreateDirectoryW(folder.c_str(), nullptr), "CreateDirectory");
    Runner runner({});
    FilesUs(runner, folder, content.data()); // from here on both replace
    Compare(
        "small file written", "us", [&] { return FilesUs(runner, folder, content.data()); },
        [&] { return BareFilesUs(folder, content.data()); });
    for (int number = 0; number < Files; number++)
        DeleteFileW(FilePath(folder, number).c_str());
    RemoveDirectoryW(folder.c_str());
}

// Buffers.

struct Taking {
    Node *node;
    HANDLE go;
    double seconds;
};

DWORD WINAPI TakeBuffers(void *parameter)
{
    Taking *taking = static_cast<Taking *>(parameter);
    WaitForSingleObject(taking->go, INFINITE);
    const double start = Seconds();
    for (int i = 0; i < Acquires; i++)
        BufferRelease(BufferAcquire(taking->node, 4096));
    taking->seconds = Seconds() - start;
    return 0;
}

double AcquireNs(const Runner &runner, DWORD threads)
{
    std::vector<Taking> takings(threads, {runner.AnyNode(), CreateEventW(nullptr, TRUE, FALSE, nullptr), 0});
    std::vector<HANDLE> handles;
    double slowest = 0;
    for (Taking &taking : takings)
        handles.push_back(CreateThread(nullptr, 0, TakeBuffers, &taking, 0, nullptr));
    SetEvent(takings[0].go);
    WaitForMultipleObjects(threads, handles.data(), TRUE, INFINITE);
    for (DWORD i = 0; i < threads; i++) {
        slowest = std::max(slowest, takings[i].seconds);
        CloseHandle(handles[i]);
    }
    CloseHandle(takings[0].go);
    return slowest * 1e9 / Acquires;
}

void MeasureBuffers()
{
    Runner runner({});
    Compare(
        "buffer by each of two threads, bare: by one", "ns", [&] { return AcquireNs(runner, 2); },
        [&] { return AcquireNs(runner, 1); });
}

// An event of Event Tracing for Windows that nobody hears, against a call that does nothing.

enum { EventCalls = 1000000 };

double EventNs()
{
    const double start = Seconds();
    for (int i = 0; i < EventCalls; i++)
        EventsFileTransferEnded(nullptr, ERROR_SUCCESS, (DWORD)i);
    return (Seconds() - start) * 1e9 / EventCalls;
}

volatile DWORD heard;

__attribute__((noinline)) void Nothing(const void *operation, DWORD error, DWORD bytes)
{
    if (heard != 0)
        std::printf("%p %lu %lu", operation, error, bytes);
}

double NothingNs()
{
    const double start = Seconds();
    for (int i = 0; i < EventCalls; i++)
        Nothing(nullptr, ERROR_SUCCESS, (DWORD)i);
    return (Seconds() - start) * 1e9 / EventCalls;
}

void MeasureEvents()
{
    Runner runner({});
    Compare("event that nobody hears, bare: a call that looks at a word", "ns", EventNs, NothingNs);
}

// Memory: what is committed and private, less that of as many bare threads, whose stacks and system
// parts are not ours.

double CommittedKiB()
{
    return static_cast<double>(PrivateBytes()) / 1024;
}

DWORD WINAPI WaitForEnd(void *end)
{
    WaitForSingleObject(end, INFINITE);
    return 0;
}

void MeasureMemory()
{
    enum { Nodes = 4, Workers = 4 };
    double before = CommittedKiB();
    HANDLE end = CreateEventW(nullptr, TRUE, FALSE, nullptr);
    std::vector<HANDLE> handles;
    for (int i = 0; i < Nodes * Workers; i++)
        handles.push_back(CreateThread(nullptr, 0, WaitForEnd, end, 0, nullptr));
    Sleep(50);
    const double threads = CommittedKiB() - before;

    before = CommittedKiB();
    RuntimeOptions options = {};
    options.simulatedNumaNodes = Nodes;
    options.maxThreads = options.iocpConcurrency = Workers;
    {
        Runner runner(options);
        std::vector<WorkItem> items(64);
        for (WorkItem &item : items) {
            WorkItemInit(&item, [](WorkItem *, Worker *, DWORD, DWORD) { Sleep(5); });
            Require(NodePost(runner.AnyNode(), &item) == ERROR_SUCCESS, "NodePost");
        }
        RuntimeStatistics statistics;
        do {
            Sleep(5);
            RuntimeStatisticsTake(runner.runtime, &statistics);
        } while (statistics.inFlight);
        Report("workers of an idle runtime with 4 nodes", statistics.workers, "");
        Report("its memory besides its threads", CommittedKiB() - before - threads, "KiB");
    }
    SetEvent(end);
    WaitForMultipleObjects(static_cast<DWORD>(handles.size()), handles.data(), TRUE, INFINITE);
    for (HANDLE handle : handles)
        CloseHandle(handle);
    CloseHandle(end);
}

} // namespace

int main(int argc, char **argv)
{
    BenchBegin("runtime", argc, argv);
    MeasureMemory();
    MeasureRoundTrips(1, "posted item, one in flight");
    MeasureRoundTrips(64, "posted item, 64 in flight");
    MeasureFiles();
    MeasureBuffers();
    MeasureEvents();
    return 0;
}
