#include "worker.h"

#include <wchar.h>

#include "identity.h"
#include "runtime/base/clock.h"
#include "runtime/base/win32_calls.h"
#include "runtime_state.h"
#include "work_item_marks.h"

enum {
    BatchEntries = 16,
    /*
     * batches that were full before larger ones are tried: some systems pay for room that isn't
     * used
     */
    BatchPatience = 16,
    TimersAtOnce = 32,            /* then the port gets its turn */
    ArenaKeptBytes = 1024 * 1024, /* of an arena that is not used */
    WorkerStackBytes = 512 * 1024 /* callbacks are shallow, and what is large lies on the heap or in the arena */
};

/*
 * Calls the item's callback. The item may be gone afterwards. `since` is what the clock has shown
 * recently.
 */
static void WorkerCall(WorkItem *item, Worker *worker, ULONGLONG since, DWORD error, DWORD bytes)
{
    worker->busyWith = (ULONG_PTR)item->callback;
    AtomicPut64(&worker->busySince, (LONG64)since);
    if (item->identity != NULL) {
        Identity *before = IdentityEnter(item->identity);
        item->callback(item, worker, error, bytes);
        IdentityLeave(before);
    } else {
        item->callback(item, worker, error, bytes);
    }
    AtomicPut64(&worker->busySince, 0);
}

static void RunItem(Worker *worker, WorkItem *item, ULONGLONG ticks)
{
    const LONG status = (LONG)item->overlapped.Internal;
    const DWORD bytes = (DWORD)item->overlapped.InternalHigh;
    const DWORD error = status == 0 ? ERROR_SUCCESS : worker->node->runtime->statusToError(status);
    const WorkCallback callback = item->callback;
    WorkItemMarkTaken(item);
    TraceAdd(&worker->trace, TraceItem, ticks, item, (ULONG_PTR)callback, error, bytes);
    AtomicCount(&worker->itemsRun, 1);
    WorkerCall(item, worker, ticks, error, bytes);
    InFlightLeave(&worker->node->inFlight);
}

/*
 * Before a callback, which may take long, while others are idle: somebody waits at the port, and
 * looks at the deadlines and at the backlog in this worker's place.
 */
static void LeaveToOthers(Worker *worker)
{
    Node *node = worker->node;
    if (AtomicRead(&node->waiting) == 0)
        NodeAddWorker(node); /* up to the limit: completions are never left alone */
    else if (!BacklogEmpty(&node->backlog) || TimersUnwatched(node))
        NodeWake(node);
}

/*
 * The size of the next batch: larger when there was more work than asked for, time and again, and
 * none of it long.
 */
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
 * Short work is taken in batches: the first item is run, the rest goes to the backlog and is run
 * from there. Where one item shows that work is long, the next batches are of one until work is
 * short again, and timers get their turn.
 */
static void RunBatch(Worker *worker, const OVERLAPPED_ENTRY *entries, ULONG count)
{
    Node *node = worker->node;
    const ULONGLONG start = ClockTicks(), limit = node->runtime->longBatchTicks;
    ULONGLONG now = start;
    WorkItem *item = NULL;
    if (count > 1) {
        BacklogAdd(&node->backlog, entries + 1, count - 1);
        TraceAdd(&worker->trace, TraceBacklog, now, NULL, 0, ERROR_SUCCESS, count - 1);
    }
    if (count && entries[0].lpOverlapped != NULL) {
        item = CONTAINING_RECORD(entries[0].lpOverlapped, WorkItem, overlapped);
        WorkItemTakePacket(item, &entries[0]);
    } else {
        item = BacklogTake(&node->backlog);
    }
    if (item != NULL)
        LeaveToOthers(worker);
    while (item != NULL) {
        RunItem(worker, item, now);
        now = ClockTicks();
        item = now - start <= limit ? BacklogTake(&node->backlog) : NULL;
    }
    AdaptBatch(worker, count, now - start > limit);
}

static void RunTimers(Worker *worker)
{
    int left;
    for (left = TimersAtOnce; left > 0; left--) {
        DWORD error;
        WorkCallback callback;
        Timer *timer = TimersTake(worker->node, &error);
        if (timer == NULL)
            break;
        callback = timer->item.callback;
        WorkItemMarkTaken(&timer->item);
        const ULONGLONG now = ClockTicks();
        TraceAdd(&worker->trace, TraceTimer, now, timer, (ULONG_PTR)callback, error, 0);
        AtomicCount(&worker->timersRun, 1);
        LeaveToOthers(worker);
        WorkerCall(&timer->item, worker, now, error, 0);
        InFlightLeave(&worker->node->inFlight);
    }
}

static BOOL HasLargeArena(const Worker *worker)
{
    return worker->arena.bytes > ArenaKeptBytes;
}

/* Gives back what has not been used for a while, of the worker's own and of the node's buffers. */
static void WorkerTrim(Worker *worker)
{
    Node *node = worker->node;
    const ULONGLONG nowMs = GetTickCount64();
    const DWORD idleMs = node->runtime->trimAfterMs;
    if (HasLargeArena(worker) && nowMs - worker->arenaUsedMs >= idleMs)
        ArenaFree(&worker->arena);
    if (!BufferPoolEmpty(&node->pool))
        BufferPoolTrimIdle(&node->pool, nowMs, idleMs);
    MemoryServe(node);
}

/* Takes completions from the port: the one place where a worker waits. */
static ULONG WaitForWork(Worker *worker, OVERLAPPED_ENTRY *entries)
{
    Node *node = worker->node;
    ULONG count = 0;
    ULONGLONG watched;

    if (!BacklogEmpty(&node->backlog))
        return 0;
    AtomicIncrement(&node->waiting);
    /*
     * Only now: whoever starts an earlier timer, fills the backlog or wants the workers to leave
     * sees that this one may be asleep.
     */
    DWORD timeoutMs = TimersWatch(node, &watched);
    if (RuntimeQuitting(node->runtime) || !BacklogEmpty(&node->backlog))
        timeoutMs = 0;
    const DWORD trimMs = BufferPoolEmpty(&node->pool) && !HasLargeArena(worker) ? INFINITE : node->runtime->trimAfterMs;
    const BOOL taken =
        Win32Dequeue(node->port, entries, worker->batch, &count, timeoutMs < trimMs ? timeoutMs : trimMs);
    AtomicDecrement(&node->waiting);
    TimersUnwatch(node, watched);
    WorkerTrim(worker);
    return taken ? count : 0;
}

/* Where the node lies, a name for debuggers, room for a crash report. None is worth a failure. */
static void SetUpThread(const Worker *worker)
{
    typedef HRESULT(WINAPI * SetDescription)(HANDLE thread, PCWSTR description);
    const Node *node = worker->node;
    const HMODULE kernel = GetModuleHandleW(L"kernel32.dll");
    const FARPROC found = kernel != NULL ? GetProcAddress(kernel, "SetThreadDescription") : NULL;
    SetThreadGroupAffinity(GetCurrentThread(), &node->topology.affinity, NULL);
    if (node->runtime->workerPriority != THREAD_PRIORITY_NORMAL)
        SetThreadPriority(GetCurrentThread(), node->runtime->workerPriority);
    if (found != NULL) {
        const SetDescription setDescription = (SetDescription)(void (*)(void))found;
        wchar_t name[64];
        swprintf(name, ARRAYSIZE(name), L"PerfectHash node %lu worker %lu", (unsigned long)node->topology.number,
                 (unsigned long)worker->index);
        setDescription(GetCurrentThread(), name);
    }
    Win32KeepStack();
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
        RunTimers(worker);
    }
    TraceAdd(&worker->trace, TraceWorkerLeft, ClockTicks(), NULL, 0, ERROR_SUCCESS, 0);
    NodeWake(node);        /* the next one leaves too */
    RuntimeLeave(runtime); /* worker, node and runtime may be gone from here on */
    FreeLibraryAndExitThread(module, 0);
}

DWORD WorkerStart(Node *node, DWORD index, Worker **out)
{
    DWORD error;
    Worker *worker = Win32AllocatePages(sizeof *worker, node->topology.numaNode);
    if (worker == NULL)
        return ERROR_NOT_ENOUGH_MEMORY;
    worker->node = node;
    worker->index = index;
    worker->batch = 1; /* work is long until it shows that it is short */
    TraceInit(&worker->trace);

    if (Win32Fails(Win32CallHoldModule) ||
        !GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS, (const wchar_t *)(ULONG_PTR)WorkerMain,
                            &worker->module)) {
        error = GetLastError();
        Win32FreePages(worker);
        return error;
    }
    AtomicIncrement(&node->runtime->threadsInside);
    worker->thread = Win32CreateThread(WorkerMain, worker, WorkerStackBytes, &worker->threadId);
    if (worker->thread == NULL) {
        error = GetLastError();
        /* never the last: who starts a worker is inside or holds the runtime */
        AtomicDecrement(&node->runtime->threadsInside);
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

ULONGLONG WorkerBusyMs(ULONGLONG since)
{
    const ULONGLONG now = ClockTicks();
    return since != 0 && now > since ? (now - since) * 1000 / ClockTicksPerSecond() : 0;
}

Node *WorkerNode(Worker *worker)
{
    return worker->node;
}

void *WorkerArena(Worker *worker, size_t bytes)
{
    worker->arenaUsedMs = GetTickCount64();
    return ArenaReserve(&worker->arena, bytes, worker->node->topology.numaNode);
}
