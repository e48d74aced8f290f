#include "worker.h"

#include <wchar.h>

#include "check.h"
#include "clock.h"
#include "runtime_state.h"
#include "win32_calls.h"
#include "work_item_marks.h"

enum {
    BatchEntries = 16,
    BatchPatience = 16,         /* batches that were full before larger ones are tried: some systems pay for room that isn't used */
    TimersAtOnce = 32           /* then the port gets its turn */
};

static void RunItem(Worker *worker, WorkItem *item, DWORD bytes, ULONGLONG ticks)
{
    const LONG status = (LONG)item->overlapped.Internal;
    const DWORD error = status == 0 ? ERROR_SUCCESS : worker->node->runtime->statusToError(status);
    const WorkCallback callback = item->callback;
    WorkItemMarkTaken(item);
    TraceAdd(&worker->trace, TraceItem, ticks, item, (ULONG_PTR)callback, error, bytes);
    worker->itemsRun++;
    callback(item, worker, error, bytes);
    InFlightLeave(&worker->node->inFlight);
}

/* Gives entries back to the port for other workers. Those that it does not take stay. Returns how many went. */
static ULONG HandBack(Worker *worker, const OVERLAPPED_ENTRY *entries, ULONG count, ULONGLONG ticks)
{
    ULONG i;
    for (i = 0; i < count; i++) {
        if (entries[i].lpOverlapped && !Win32Post(worker->node->port, entries[i].dwNumberOfBytesTransferred, entries[i].lpOverlapped))
            break;
    }
    TraceAdd(&worker->trace, TraceHandedBack, ticks, NULL, 0, ERROR_SUCCESS, i);
    return i;
}

/* The size of the next batch: larger when there was more work than asked for, time and again, and none of it long. */
static void AdaptBatch(Worker *worker, ULONG count, BOOL workIsLong)
{
    if (workIsLong || (count && count < worker->batch)) {
        worker->batch = workIsLong ? 1 : count;
        worker->fullBatches = 0;
    } else if (count && worker->batch < BatchEntries && ++worker->fullBatches == BatchPatience) {
        worker->batch = worker->batch * 2 < BatchEntries ? worker->batch * 2 : BatchEntries;
        worker->fullBatches = 0;
    }
}

/*
 * Short work is taken in batches. Where one item shows that work is long, the rest must not queue behind it while other workers are idle:
 * it goes back, and the next batches are of one until work is short again.
 */
static void RunBatch(Worker *worker, const OVERLAPPED_ENTRY *entries, ULONG count)
{
    const ULONGLONG start = ClockTicks(), limit = worker->node->runtime->longBatchTicks;
    ULONGLONG now = start;
    ULONG i;
    for (i = 0; i < count; i++) {
        if (!entries[i].lpOverlapped)
            continue;       /* a wake-up */
        RunItem(worker, CONTAINING_RECORD(entries[i].lpOverlapped, WorkItem, overlapped), entries[i].dwNumberOfBytesTransferred, now);
        now = ClockTicks();
        if (now - start > limit && i + 1 < count)
            i += HandBack(worker, entries + i + 1, count - i - 1, now);
    }
    AdaptBatch(worker, count, now - start > limit);
}

static void RunDeferred(Worker *worker)
{
    /* One after the other: a callback may defer again. */
    while (worker->deferred) {
        WorkItem *item = worker->deferred;
        const DWORD bytes = (DWORD)item->overlapped.InternalHigh;
        worker->deferred = item->overlapped.Pointer;
        RunItem(worker, item, bytes, ClockTicks());
    }
}

static void RunTimers(Worker *worker)
{
    int left;
    for (left = TimersAtOnce; left > 0; left--) {
        DWORD error;
        WorkCallback callback;
        Timer *timer = TimersTake(worker->node, &error);
        if (!timer)
            break;
        callback = timer->item.callback;
        WorkItemMarkTaken(&timer->item);
        TraceAdd(&worker->trace, TraceTimer, ClockTicks(), timer, (ULONG_PTR)callback, error, 0);
        worker->timersRun++;
        callback(&timer->item, worker, error, 0);
        InFlightLeave(&worker->node->inFlight);
    }
}

/* Takes completions from the port: the one place where a worker waits. */
static ULONG WaitForWork(Worker *worker, OVERLAPPED_ENTRY *entries)
{
    Node *node = worker->node;
    ULONG count = 0;
    DWORD timeoutMs, trimMs;
    BOOL taken;

    AtomicIncrement(&node->waiting);
    /* Only now: whoever starts an earlier timer or wants the workers to leave sees that this one may be asleep. */
    timeoutMs = RuntimeQuitting(node->runtime) ? 0 : TimersTimeoutMs(node);
    trimMs = BufferPoolEmpty(&node->pool) ? INFINITE : node->runtime->trimAfterMs;
    taken = Win32Dequeue(node->port, entries, worker->batch, &count, timeoutMs < trimMs ? timeoutMs : trimMs);
    if (AtomicDecrement(&node->waiting) == 0 && taken && entries[0].lpOverlapped)
        NodeAddWorker(node);        /* somebody waits while work is done, up to the limit: completions are never left alone */
    if (taken)
        return count;
    if (trimMs < timeoutMs)
        BufferPoolTrimIfIdle(&node->pool, node->runtime->trimAfterMs);
    return 0;
}

/* Where the node lies, and a name for debuggers. Neither is worth a failure. */
static void SetUpThread(const Worker *worker)
{
    typedef HRESULT(WINAPI *SetDescription)(HANDLE thread, PCWSTR description);
    const Node *node = worker->node;
    const HMODULE kernel = GetModuleHandleW(L"kernel32.dll");
    const FARPROC found = kernel ? GetProcAddress(kernel, "SetThreadDescription") : NULL;
    SetThreadGroupAffinity(GetCurrentThread(), &node->place.affinity, NULL);
    if (node->runtime->workerPriority != THREAD_PRIORITY_NORMAL)
        SetThreadPriority(GetCurrentThread(), node->runtime->workerPriority);
    if (found) {
        const SetDescription setDescription = (SetDescription)(void (*)(void))found;
        wchar_t name[64];
        swprintf(name, ARRAYSIZE(name), L"PerfectHash node %lu worker %lu", (unsigned long)node->place.number, (unsigned long)worker->index);
        setDescription(GetCurrentThread(), name);
    }
}

static DWORD WINAPI WorkerMain(void *parameter)
{
    Worker *worker = parameter;
    Node *node = worker->node;
    Runtime *runtime = node->runtime;
    const HMODULE module = worker->module;
    OVERLAPPED_ENTRY entries[BatchEntries];

    SetUpThread(worker);
    TraceAdd(&worker->trace, TraceWorkerStarted, ClockTicks(), NULL, 0, ERROR_SUCCESS, 0);
    while (!RuntimeQuitting(runtime)) {
        const ULONG count = WaitForWork(worker, entries);
        RunBatch(worker, entries, count);
        RunDeferred(worker);
        RunTimers(worker);
    }
    TraceAdd(&worker->trace, TraceWorkerLeft, ClockTicks(), NULL, 0, ERROR_SUCCESS, 0);
    NodeWake(node);             /* the next one leaves too */
    RuntimeLeave(runtime);      /* worker, node and runtime may be gone from here on */
    FreeLibraryAndExitThread(module, 0);
}

DWORD WorkerStart(Node *node, DWORD index, Worker **out)
{
    DWORD error;
    Worker *worker = Win32AllocatePages(sizeof *worker, node->place.numaNode);
    if (!worker)
        return ERROR_NOT_ENOUGH_MEMORY;
    worker->node = node;
    worker->index = index;
    worker->batch = 1;          /* work is long until it shows that it is short */
    TraceInit(&worker->trace);

    if (Win32Fails(Win32CallHoldModule) ||
        !GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS, (const wchar_t *)(ULONG_PTR)WorkerMain, &worker->module)) {
        error = GetLastError();
        Win32FreePages(worker);
        return error;
    }
    AtomicIncrement(&node->runtime->threadsInside);
    worker->thread = Win32CreateThread(WorkerMain, worker, &worker->threadId);
    if (!worker->thread) {
        error = GetLastError();
        AtomicDecrement(&node->runtime->threadsInside);     /* never the last: who starts a worker is inside or holds the runtime */
        FreeLibrary(worker->module);
        Win32FreePages(worker);
        return error;
    }
    *out = worker;
    return ERROR_SUCCESS;
}

void WorkerDestroy(Worker *worker)
{
    ArenaFree(&worker->arena);
    CloseHandle(worker->thread);
    Win32FreePages(worker);
}

void WorkerDefer(Worker *worker, WorkItem *item)
{
    /* Last in line. */
    void **end = &worker->deferred;
    while (*end)
        end = &((WorkItem *)*end)->overlapped.Pointer;
    item->overlapped.Pointer = NULL;
    *end = item;
}

Node *WorkerNode(Worker *worker)
{
    return worker->node;
}

void *WorkerArena(Worker *worker, size_t bytes)
{
    return ArenaReserve(&worker->arena, bytes, worker->node->place.numaNode);
}
