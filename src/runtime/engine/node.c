#include "node.h"

#include "runtime/base/win32_calls.h"
#include "runtime/pure/atomic.h"
#include "runtime/pure/check.h"
#include "runtime_state.h"
#include "worker.h"

/* How many items of each kind may be under way; see admission.h. */
static void InitSchedules(Node *node, DWORD concurrency, DWORD maxWorkers)
{
    const LONG workers = (LONG)maxWorkers, most = workers > 1 ? workers - 1 : 1;
    const LONG slices = (LONG)concurrency < most ? (LONG)concurrency : most;
    NodeScheduleInit(&node->schedule, workers * 2, workers * 2 - 1);
    NodeScheduleInit(&node->slices, slices, slices);
    NodeScheduleInit(&node->blocking, most, most);
    NodeScheduleInit(&node->large, slices + 1, slices + 1);
    node->large.guestCapacity = slices;
}

DWORD NodeCreate(Runtime *runtime, const TopologyNode *topology, DWORD concurrency, DWORD maxWorkers, Node **out)
{
    /* In its own node's memory: these counters are touched with every item. */
    Node *node = Win32AllocatePages(sizeof *node, topology->numaNode);
    *out = NULL;
    if (node == NULL)
        return ERROR_NOT_ENOUGH_MEMORY;
    node->runtime = runtime;
    node->inFlight.rundown = &runtime->rundown;
    node->topology = *topology;
    node->maxWorkers = maxWorkers;
    InitializeSRWLock(&node->workersLock);
    BacklogInit(&node->backlog);
    TimersInit(&node->timers);
    FileOperationsInit(&node->files);
    BufferPoolInit(&node->pool, node);
    MemoryBudgetInit(&node->memory, node, FALSE);
    MemoryBudgetInit(&node->guestMemory, node, TRUE);
    InitSchedules(node, concurrency, maxWorkers);
    node->workers = Win32Allocate(maxWorkers * sizeof(Worker *));
    if (node->workers == NULL) {
        NodeDestroy(node);
        return ERROR_NOT_ENOUGH_MEMORY;
    }
    node->port = Win32CreatePort(concurrency);
    if (node->port == NULL) {
        const DWORD error = GetLastError();
        NodeDestroy(node);
        return error;
    }
    *out = node;
    return ERROR_SUCCESS;
}

void NodeDestroy(Node *node)
{
    LONG i;
    if (node == NULL)
        return;
    RuntimeCheck(AtomicRead(&node->inFlight.count) == 0, "a node was destroyed while something was in flight");
    for (i = 0; i < AtomicRead(&node->workerCount); i++)
        WorkerDestroy(node->workers[i]);
    if (node->port != NULL)
        CloseHandle(node->port);
    BufferPoolFree(&node->pool);
    TimersFree(&node->timers);
    Win32Free((void *)node->workers);
    Win32FreePages(node);
}

/* Under the lock. */
static DWORD AddWorker(Node *node)
{
    const LONG count = AtomicRead(&node->workerCount);
    Worker *worker;
    if (count == (LONG)node->maxWorkers || RuntimeQuitting(node->runtime))
        return ERROR_SUCCESS;
    const DWORD error = WorkerStart(node, (DWORD)count, &worker);
    if (error != ERROR_SUCCESS)
        return error;
    node->workers[count] = worker;
    AtomicWrite(&node->workerCount, count + 1);
    return ERROR_SUCCESS;
}

DWORD NodeNeedWorker(Node *node)
{
    DWORD error = ERROR_SUCCESS;
    if (AtomicRead(&node->workerCount))
        return ERROR_SUCCESS;
    AcquireSRWLockExclusive(&node->workersLock);
    if (!AtomicRead(&node->workerCount))
        error = AddWorker(node);
    ReleaseSRWLockExclusive(&node->workersLock);
    return error;
}

void NodeAddWorker(Node *node)
{
    if (AtomicRead(&node->workerCount) == (LONG)node->maxWorkers)
        return;
    AcquireSRWLockExclusive(&node->workersLock);
    if (!AtomicRead(&node->waiting))
        AddWorker(node);
    ReleaseSRWLockExclusive(&node->workersLock);
}

void NodeWake(Node *node)
{
    /*
     * One who comes to wait later looks for himself; the addition orders this look after what the
     * caller did. The port may lack memory for a moment; nothing else can wake a thread in it.
     */
    while (AtomicAdd(&node->waiting, 0) && !Win32Post(node->port, 0, NULL))
        Sleep(1);
}

Worker *NodeCurrentWorker(Node *node)
{
    const DWORD id = GetCurrentThreadId();
    Worker *found = NULL;
    LONG i;
    AcquireSRWLockShared(&node->workersLock);
    for (i = 0; i < AtomicRead(&node->workerCount) && found == NULL; i++) {
        if (node->workers[i]->threadId == id)
            found = node->workers[i];
    }
    ReleaseSRWLockShared(&node->workersLock);
    return found;
}

void NodeDeliver(Node *node, WorkItem *item, DWORD bytes)
{
    if (Win32Post(node->port, bytes, &item->overlapped))
        return;
    if (NodeCurrentWorker(node) != NULL) {
        const OVERLAPPED_ENTRY entry = {0, &item->overlapped, 0, bytes};
        BacklogAdd(&node->backlog, &entry, 1); /* it looks there before it waits again, if nobody else does */
        return;
    }
    while (!Win32Post(node->port, bytes, &item->overlapped))
        Sleep(1);
}
