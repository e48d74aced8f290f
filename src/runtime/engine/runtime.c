#include "runtime/base/clock.h"
#include "runtime/base/provider.h"
#include "runtime/base/win32_calls.h"
#include "runtime/pure/atomic.h"
#include "runtime/pure/check.h"
#include "runtime/pure/numa_expression.h"
#include "runtime_state.h"
#include "worker.h" /* IWYU pragma: keep */

enum {
    MaxThreadsANode = 1024,
    DefaultTrimAfterMs = 10000,
    LongBatchUs = 200 /* work that takes longer is shared among workers, see worker.c */
};

static void RuntimeDrained(Rundown *rundown);

static AtomicLong runtimes; /* that were started and are not freed yet */

/*
 * Returns the error that stands for that of RtlNtStatusToDosError, where that function is missing.
 */
static ULONG NTAPI AnyError(LONG status)
{
    (void)status;
    return ERROR_GEN_FAILURE;
}

static StatusToError FindStatusToError(void)
{
    const HMODULE ntdll = GetModuleHandleW(L"ntdll.dll");
    const FARPROC found = ntdll != NULL ? GetProcAddress(ntdll, "RtlNtStatusToDosError") : NULL;
    return found != NULL ? (StatusToError)(void (*)(void))found : AnyError;
}

ULONGLONG RuntimeMemoryWithin(ULONGLONG bytes, const JOBOBJECT_EXTENDED_LIMIT_INFORMATION *limits)
{
    const DWORD flags = limits->BasicLimitInformation.LimitFlags;
    if ((flags & JOB_OBJECT_LIMIT_JOB_MEMORY) != 0 && limits->JobMemoryLimit < bytes)
        bytes = limits->JobMemoryLimit;
    if ((flags & JOB_OBJECT_LIMIT_PROCESS_MEMORY) != 0 && limits->ProcessMemoryLimit < bytes)
        bytes = limits->ProcessMemoryLimit;
    return bytes;
}

static size_t DefaultBudget(DWORD nodes)
{
    const size_t least = (size_t)64 * 1024 * 1024;
    MEMORYSTATUSEX memory = {sizeof memory, 0, 0, 0, 0, 0, 0, 0, 0};
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits;
    if (!GlobalMemoryStatusEx(&memory))
        return least;
    ULONGLONG bytes = memory.ullTotalPhys;
    if (QueryInformationJobObject(NULL, JobObjectExtendedLimitInformation, &limits, sizeof limits, NULL))
        bytes = RuntimeMemoryWithin(bytes, &limits);
    const size_t budget = (size_t)(bytes / 4 / nodes);
    return budget > least ? budget : least;
}

/* The nodes that the options select. */
static DWORD SelectNodes(const wchar_t *expression, DWORD simulated, Topology *topology, size_t *errorAt)
{
    uint64_t selected;
    DWORD error;
    if (errorAt != NULL)
        *errorAt = 0;
    if (simulated > NumaExpressionMaxNodes)
        return ERROR_INVALID_PARAMETER;
    error = TopologyRead(simulated, topology);
    if (error != ERROR_SUCCESS)
        return error;
    if (NumaExpressionParse(expression, TopologyNumbers(topology), &selected, errorAt) != NumaExpressionOk)
        return ERROR_INVALID_PARAMETER;
    TopologySelect(topology, selected);
    return ERROR_SUCCESS;
}

DWORD RuntimeNodesParse(const wchar_t *numaNodes, DWORD simulatedNumaNodes, size_t *errorAt)
{
    Topology *topology = Win32Allocate(sizeof *topology);
    DWORD error;
    if (topology == NULL)
        return ERROR_NOT_ENOUGH_MEMORY;
    error = SelectNodes(numaNodes, simulatedNumaNodes, topology, errorAt);
    Win32Free(topology);
    return error;
}

static void RuntimeDestroy(Runtime *runtime)
{
    DWORD i;
    for (i = 0; i < runtime->nodeCount; i++)
        NodeDestroy(runtime->nodes[i]);
    if (runtime->drained != NULL)
        CloseHandle(runtime->drained);
    Win32Free(runtime->shared);
    Win32Free(runtime);
    ProviderClose();
    AtomicDecrement(&runtimes);
}

static DWORD MakeNodes(Runtime *runtime, const RuntimeOptions *options, const Topology *topology)
{
    const size_t budget =
        options->bufferBudgetBytes ? (size_t)options->bufferBudgetBytes : DefaultBudget(topology->count);
    DWORD i;
    for (i = 0; i < topology->count; i++) {
        const TopologyNode *node = &topology->nodes[i];
        const DWORD concurrency = options->iocpConcurrency ? options->iocpConcurrency : node->processors;
        const DWORD maxThreads = options->maxThreads ? options->maxThreads : concurrency * 2;
        const DWORD error = NodeCreate(runtime, node, concurrency, maxThreads, &runtime->nodes[i]);
        if (error != ERROR_SUCCESS)
            return error;
        runtime->nodeCount = i + 1;
        BufferPoolLimit(&runtime->nodes[i]->pool, budget, options->bufferGuardPages);
    }
    return ERROR_SUCCESS;
}

DWORD RuntimeStart(const RuntimeOptions *options, Runtime **out)
{
    static const RuntimeOptions defaults;
    Runtime *runtime;
    Topology *topology;
    DWORD error;

    if (out == NULL)
        return ERROR_INVALID_PARAMETER;
    *out = NULL;
    if (options == NULL)
        options = &defaults;
    if (options->maxThreads > MaxThreadsANode || options->iocpConcurrency > MaxThreadsANode / 2 ||
        (unsigned)options->ioMode > IoMapped)
        return ERROR_INVALID_PARAMETER;
    runtime = Win32Allocate(sizeof *runtime);
    topology = Win32Allocate(sizeof *topology);
    if (runtime == NULL || topology == NULL) {
        Win32Free(topology);
        Win32Free(runtime);
        return ERROR_NOT_ENOUGH_MEMORY;
    }
    AtomicIncrement(&runtimes);
    ProviderOpen();
    RundownInit(&runtime->rundown, RuntimeDrained);
    runtime->statusToError = FindStatusToError();
    CodeModuleTake(&runtime->module);
    runtime->longBatchTicks = ClockTicksPerSecond() * LongBatchUs / 1000000;
    runtime->trimAfterMs = options->bufferTrimAfterMs ? options->bufferTrimAfterMs : DefaultTrimAfterMs;
    runtime->writeThrough = options->writeThrough;
    runtime->workerPriority = options->workerPriority;
    runtime->ioMode = options->ioMode;

    error = SelectNodes(options->numaNodes, options->simulatedNumaNodes, topology, NULL);
    if (error == ERROR_SUCCESS) {
        runtime->drained = Win32CreateEvent();
        error = runtime->drained != NULL ? MakeNodes(runtime, options, topology) : GetLastError();
    }
    Win32Free(topology);
    if (error != ERROR_SUCCESS) {
        RuntimeDestroy(runtime);
        return error;
    }
    *out = runtime;
    return ERROR_SUCCESS;
}

static void JoinWorkers(Runtime *runtime)
{
    DWORD i;
    LONG k;
    for (i = 0; i < runtime->nodeCount; i++) {
        Node *node = runtime->nodes[i];
        /*
         * Whoever is starting a worker is about to leave the lock; later ones see that the runtime
         * quits.
         */
        AcquireSRWLockExclusive(&node->workersLock);
        ReleaseSRWLockExclusive(&node->workersLock);
        for (k = 0; k < AtomicRead(&node->workerCount); k++)
            WaitForSingleObject(node->workers[k]->thread, INFINITE);
    }
}

/*
 * The rundown's finish: nothing is in flight and nobody holds the runtime. The workers leave, each
 * waking the next.
 */
static void RuntimeDrained(Rundown *rundown)
{
    Runtime *runtime = CONTAINING_RECORD(rundown, Runtime, rundown);
    const BOOL orphaned = AtomicRead(&runtime->orphaned) != 0;
    DWORD i;
    AtomicIncrement(&runtime->threadsInside);
    AtomicWrite(&runtime->quitting, 1);
    for (i = 0; i < runtime->nodeCount; i++)
        NodeWake(runtime->nodes[i]);
    if (orphaned)
        RuntimeLeave(runtime);
    else
        SetEvent(runtime->drained); /* the last touch: the one who waits frees */
}

void RuntimeLeave(Runtime *runtime)
{
    const BOOL orphaned = AtomicRead(&runtime->orphaned) != 0;
    if (AtomicDecrement(&runtime->threadsInside) == 0 && orphaned)
        RuntimeDestroy(runtime);
}

BOOL RuntimeIsWorker(Runtime *runtime)
{
    DWORD i;
    for (i = 0; i < runtime->nodeCount; i++) {
        if (NodeCurrentWorker(runtime->nodes[i]) != NULL)
            return TRUE;
    }
    return FALSE;
}

/* orphaned: nobody waits, and the last worker that leaves frees. */
static void RuntimeEnd(Runtime *runtime, BOOL orphaned)
{
    BOOL again;
    DWORD i;
    AtomicWrite(&runtime->orphaned, orphaned);
    again = AtomicExchange(&runtime->stopping, 1) != 0;
    RuntimeCheck(!again, "a runtime was stopped twice");
    (void)again;
    for (i = 0; i < runtime->nodeCount; i++) {
        Node *node = runtime->nodes[i];
        BufferPoolClose(&node->pool);
        MemoryBudgetClose(&node->memory);
        MemoryBudgetClose(&node->guestMemory);
        FileOperationsCancel(&node->files);
        NodeWake(node); /* timers that wait end now */
    }
    RundownRelease(&runtime->rundown);
}

void RuntimeAbandon(Runtime *runtime)
{
    if (runtime != NULL)
        RuntimeEnd(runtime, TRUE);
}

void RuntimeStop(Runtime *runtime)
{
    if (runtime == NULL)
        return;
    if (RuntimeIsWorker(runtime)) { /* nobody joins himself */
        RuntimeAbandon(runtime);
        return;
    }
    RuntimeEnd(runtime, FALSE);
    WaitForSingleObject(runtime->drained, INFINITE);
    JoinWorkers(runtime);
    RuntimeDestroy(runtime);
}

BOOL RuntimeHold(Runtime *runtime)
{
    if (!RundownTryHold(&runtime->rundown))
        return FALSE;
    if (!RuntimeStopping(runtime)) {
        AtomicIncrement(&runtime->users);
        return TRUE;
    }
    RundownRelease(&runtime->rundown);
    return FALSE;
}

void RuntimeRelease(Runtime *runtime)
{
    if (AtomicDecrement(&runtime->users) == 0 && runtime->shared != NULL)
        SharedRuntimeUnused(runtime->shared);
    RundownRelease(&runtime->rundown);
}

BOOL RuntimesLeft(void)
{
    return AtomicRead(&runtimes) != 0;
}

DWORD RuntimeNodeCount(const Runtime *runtime)
{
    return runtime->nodeCount;
}

Node *RuntimeNodeAt(Runtime *runtime, DWORD index)
{
    return runtime->nodes[index];
}

Runtime *NodeRuntime(Node *node)
{
    return node->runtime;
}

DWORD NodeNumber(const Node *node)
{
    return node->topology.number;
}

DWORD NodeWorkers(Node *node)
{
    return node->maxWorkers;
}

Node *RuntimeNode(Runtime *runtime, BOOL bulk)
{
    /* Those with equally much in flight take turns, too. */
    const DWORD first = (DWORD)AtomicAdd(&runtime->nextNode, 1) % runtime->nodeCount;
    Node *best = runtime->nodes[first];
    DWORD i;
    if (bulk)
        return best;
    for (i = 1; i < runtime->nodeCount; i++) {
        Node *node = runtime->nodes[(first + i) % runtime->nodeCount];
        if (AtomicRead(&node->inFlight.count) < AtomicRead(&best->inFlight.count))
            best = node;
    }
    return best;
}
