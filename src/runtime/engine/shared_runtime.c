#include "shared_runtime.h"

#include <wchar.h>

#include "runtime/base/clock.h"
#include "runtime/base/win32_calls.h"
#include "runtime_state.h"

struct SharedRuntime {
    struct SharedRuntime *next;
    Runtime *runtime;       /* which frees this */
    RuntimeOptions options; /* their text stands behind this */
    Timer linger;
    AtomicLong lingers; /* the timer is started */
    volatile LONG64 unusedSinceMs;
};

static SRWLOCK lock = SRWLOCK_INIT;
static SharedRuntime *sharedRuntimes; /* those that may be taken; under the lock */

static const wchar_t *SharedRuntimeNodes(const RuntimeOptions *options)
{
    return options->numaNodes != NULL ? options->numaNodes : L"all";
}

static BOOL SharedRuntimeHasOptions(const SharedRuntime *shared, const RuntimeOptions *options)
{
    const RuntimeOptions *own = &shared->options;
    return own->iocpConcurrency == options->iocpConcurrency && own->maxThreads == options->maxThreads &&
           own->simulatedNumaNodes == options->simulatedNumaNodes &&
           own->bufferGuardPages == options->bufferGuardPages && own->ioMode == options->ioMode &&
           own->writeThrough == options->writeThrough && own->workerPriority == options->workerPriority &&
           own->bufferBudgetBytes == options->bufferBudgetBytes &&
           own->bufferTrimAfterMs == options->bufferTrimAfterMs &&
           wcscmp(own->numaNodes, SharedRuntimeNodes(options)) == 0;
}

/* Holds the runtime of these options; NULL: there is none. Under the lock. */
static Runtime *SharedRuntimeFind(const RuntimeOptions *options)
{
    for (SharedRuntime *shared = sharedRuntimes; shared != NULL; shared = shared->next)
        if (SharedRuntimeHasOptions(shared, options) && RuntimeHold(shared->runtime))
            return shared->runtime;
    return NULL;
}

/* FALSE: it was taken out before. Under the lock. */
static BOOL SharedRuntimeTakeOut(const SharedRuntime *shared)
{
    SharedRuntime **at = &sharedRuntimes;
    while (*at != NULL && *at != shared)
        at = &(*at)->next;
    if (*at == NULL)
        return FALSE;
    *at = shared->next;
    return TRUE;
}

/* Ends a runtime that nobody uses for so long. Returns when to look again, in ms, or 0. */
static DWORD SharedRuntimeEndUnused(SharedRuntime *shared, ULONGLONG lingerMs)
{
    Runtime *runtime = shared->runtime;
    BOOL ends = FALSE;
    AcquireSRWLockExclusive(&lock);
    const BOOL unused = AtomicRead(&runtime->users) == 0;
    const ULONGLONG unusedMs = ClockMs() - (ULONGLONG)AtomicRead64(&shared->unusedSinceMs);
    if (unused && unusedMs >= lingerMs)
        ends = SharedRuntimeTakeOut(shared);
    ReleaseSRWLockExclusive(&lock);
    if (ends)
        RuntimeAbandon(runtime);
    return unused && unusedMs < lingerMs ? (DWORD)(lingerMs - unusedMs) : 0;
}

static void SharedRuntimeLingered(WorkItem *item, Worker *worker, DWORD error, DWORD bytes);

/* A node whose timers a worker looks at: none is started only to end the runtime. */
static Node *SharedRuntimeNode(const Runtime *runtime)
{
    for (DWORD i = 0; i < runtime->nodeCount; i++)
        if (AtomicRead(&runtime->nodes[i]->workerCount) != 0)
            return runtime->nodes[i];
    return NULL;
}

/* The caller is a worker, or holds the runtime. */
static void SharedRuntimeLinger(SharedRuntime *shared, DWORD delayMs)
{
    if (AtomicExchange(&shared->lingers, TRUE))
        return;
    Node *node = SharedRuntimeNode(shared->runtime);
    DWORD error = ERROR_NOT_FOUND;
    if (node != NULL) {
        TimerInit(&shared->linger, node, SharedRuntimeLingered);
        error = TimerStart(&shared->linger, delayMs);
    }
    if (error == ERROR_SUCCESS)
        return;
    AtomicWrite(&shared->lingers, FALSE);
    SharedRuntimeEndUnused(shared, 0); /* nothing would ever end it later */
}

/* `lingers` goes first: a user who leaves from now on starts the timer anew. */
static void SharedRuntimeLingered(WorkItem *item, Worker *worker, DWORD error, DWORD bytes)
{
    SharedRuntime *shared = CONTAINING_RECORD(CONTAINING_RECORD(item, Timer, item), SharedRuntime, linger);
    (void)worker;
    (void)bytes;
    AtomicWrite(&shared->lingers, FALSE);
    if (error != ERROR_SUCCESS)
        return;
    const DWORD againMs = SharedRuntimeEndUnused(shared, SharedRuntimeLingerMs);
    if (againMs != 0)
        SharedRuntimeLinger(shared, againMs);
}

void SharedRuntimeUnused(SharedRuntime *shared)
{
    AtomicPut64(&shared->unusedSinceMs, (LONG64)ClockMs());
    SharedRuntimeLinger(shared, SharedRuntimeLingerMs);
}

static DWORD SharedRuntimeStart(const RuntimeOptions *options, SharedRuntime **out)
{
    const wchar_t *nodes = SharedRuntimeNodes(options);
    const size_t chars = wcslen(nodes) + 1;
    SharedRuntime *shared = Win32Allocate(sizeof *shared + chars * sizeof *nodes);
    if (shared == NULL)
        return ERROR_NOT_ENOUGH_MEMORY;
    const DWORD error = RuntimeStart(options, &shared->runtime);
    if (error != ERROR_SUCCESS) {
        Win32Free(shared);
        return error;
    }
    shared->options = *options;
    shared->options.numaNodes = wmemcpy((wchar_t *)(shared + 1), nodes, chars);
    shared->runtime->shared = shared;
    *out = shared;
    return ERROR_SUCCESS;
}

DWORD SharedRuntimeTake(const RuntimeOptions *options, Runtime **out)
{
    SharedRuntime *made = NULL;
    AcquireSRWLockExclusive(&lock);
    *out = SharedRuntimeFind(options);
    ReleaseSRWLockExclusive(&lock);
    if (*out != NULL)
        return ERROR_SUCCESS;
    const DWORD error = SharedRuntimeStart(options, &made);
    if (error != ERROR_SUCCESS)
        return error;
    AcquireSRWLockExclusive(&lock);
    *out = SharedRuntimeFind(options);
    if (*out == NULL) {
        made->next = sharedRuntimes;
        sharedRuntimes = made;
        RuntimeHold(made->runtime);
        *out = made->runtime;
        made = NULL;
    }
    ReleaseSRWLockExclusive(&lock);
    if (made != NULL)
        RuntimeAbandon(made->runtime); /* another thread's was there first */
    return ERROR_SUCCESS;
}
