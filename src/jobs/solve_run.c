/* See solve_run.h. */
#include "solve_run.h"

#include <assert.h>

/* A flat set of so many keys takes over 10 ms an attempt, which is how long a slice then is: one worker stays free for other work. */
#define LONG_SLICE_KEYS ((size_t)1 << 22)

static void NoteFault(SolveRun *run, DWORD error)
{
    InterlockedCompareExchange(&run->fault, (LONG)error, ERROR_SUCCESS);
    SolverCancel(run->solver);
}

/* A child's start that failed is a fault of the whole. The child's hold is given back here, or by its completion. */
static void PostChain(SolveRun *run, LONG index)
{
    RundownHold(run->rundown);
    const DWORD error = NodePost(run->node, &run->chains[index].item);
    if (error != ERROR_SUCCESS) {
        NoteFault(run, error);
        RundownRelease(run->rundown);
    }
}

static void StartTimer(SolveRun *run, Timer *timer, ULONGLONG dueMs)
{
    const ULONGLONG nowMs = GetTickCount64();
    RundownHold(run->rundown);
    const DWORD error = TimerStart(timer, dueMs > nowMs ? (DWORD)(dueMs - nowMs) : 0);
    if (error != ERROR_SUCCESS) {
        NoteFault(run, error);
        RundownRelease(run->rundown);
    }
}

/* Whoever finds a timer still waiting gives back its hold; else its callback does. */
static void StopTimer(SolveRun *run, Timer *timer)
{
    if (TimerCancel(timer))
        RundownRelease(run->rundown);
}

/* The first chain that has nothing more to do closes the phase. The others end by themselves. */
static void ClosePhase(SolveRun *run)
{
    InterlockedExchange(&run->closed, TRUE);
    StopTimer(run, &run->ramp);
    StopTimer(run, &run->deadline);
}

static void ChainCallback(WorkItem *item, Worker *worker, DWORD error, DWORD bytes)
{
    SolveRun *run = CONTAINING_RECORD(item, SolveChain, item)->run;
    (void)bytes;
    if (*run->cancelled)
        SolverCancel(run->solver);
    void *arena = error == ERROR_SUCCESS ? WorkerArena(worker, run->arenaBytes) : NULL;
    BOOL more = FALSE;
    if (arena != NULL)
        more = SolverRun(run->solver, arena, SolverSliceUnits(run->solver)) == SolverMore;
    else
        error = error != ERROR_SUCCESS ? error : ERROR_NOT_ENOUGH_MEMORY;
    if (more)
        error = NodePost(run->node, item);
    if (more && error == ERROR_SUCCESS)
        return;
    if (error != ERROR_SUCCESS)
        NoteFault(run, error);
    ClosePhase(run);
    RundownRelease(run->rundown);
}

static LONG UsefulChains(const SolveRun *run)
{
    return (LONG)max(1u, min((uint32_t)run->chainCount, SolverParallelism(run->solver)));
}

static void RampCallback(WorkItem *item, Worker *worker, DWORD error, DWORD bytes)
{
    SolveRun *run = CONTAINING_RECORD(CONTAINING_RECORD(item, Timer, item), SolveRun, ramp);
    (void)worker;
    (void)bytes;
    if (error == ERROR_SUCCESS && !run->closed && run->started < UsefulChains(run)) {
        run->rampDueMs = GetTickCount64() + run->increaseAfterMs;
        ++run->width;
        PostChain(run, run->started++);
        if (run->started < UsefulChains(run)) {
            StartTimer(run, &run->ramp, run->rampDueMs);
            if (run->closed)                    /* meanwhile: whoever closed it found no timer to stop */
                StopTimer(run, &run->ramp);
        }
    }
    RundownRelease(run->rundown);
}

static void DeadlineCallback(WorkItem *item, Worker *worker, DWORD error, DWORD bytes)
{
    SolveRun *run = CONTAINING_RECORD(CONTAINING_RECORD(item, Timer, item), SolveRun, deadline);
    (void)worker;
    (void)bytes;
    if (error == ERROR_SUCCESS) {
        InterlockedExchange(&run->timedOut, TRUE);
        SolverCancel(run->solver);
    }
    RundownRelease(run->rundown);
}

DWORD SolveRunInit(SolveRun *run, Node *node, Rundown *rundown, const volatile LONG *cancelled, const TableOptions *options,
                   const SolvePlan *plan, Solver *solver)
{
    DWORD limit = NodeWorkers(node);
    if (plan->layout == LayoutFlat && plan->keys.count >= LONG_SLICE_KEYS && limit > 1)
        --limit;
    if (options->maxPerFileConcurrency != 0)
        limit = min(limit, options->maxPerFileConcurrency);
    DWORD width = options->initialPerFileConcurrency;
    if (width == 0)
        width = plan->layout == LayoutPartitioned ? limit : 1;
    run->chains = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, limit * sizeof(*run->chains));
    if (run->chains == NULL)
        return ERROR_NOT_ENOUGH_MEMORY;
    run->node = node;
    run->rundown = rundown;
    run->cancelled = cancelled;
    run->solver = solver;
    run->chainCount = (LONG)limit;
    run->width = (LONG)min(width, limit);
    run->increaseAfterMs = options->increaseConcurrencyAfterMs;
    run->rampDueMs = GetTickCount64() + run->increaseAfterMs;
    if (options->maxSolveTimeInSeconds != 0)
        run->deadlineMs = GetTickCount64() + (ULONGLONG)options->maxSolveTimeInSeconds * 1000;
    TimerInit(&run->ramp, node, RampCallback);
    TimerInit(&run->deadline, node, DeadlineCallback);
    for (LONG i = 0; i < run->chainCount; ++i) {
        WorkItemInit(&run->chains[i].item, ChainCallback);
        run->chains[i].run = run;
    }
    return ERROR_SUCCESS;
}

void SolveRunPhase(SolveRun *run, const SolvePlan *plan)
{
    const LONG useful = UsefulChains(run);
    const LONG count = min(run->width, useful);
    run->arenaBytes = plan->arenaBytes;
    run->closed = FALSE;
    run->started = count;
    if (run->deadlineMs != 0)
        StartTimer(run, &run->deadline, run->deadlineMs);
    if (count < useful)
        StartTimer(run, &run->ramp, run->rampDueMs);
    for (LONG i = 0; i < count; ++i)
        PostChain(run, i);
    if (run->fault != ERROR_SUCCESS)
        ClosePhase(run);
}

void SolveRunClose(SolveRun *run)
{
    if (run->chains == NULL)
        return;
    assert(run->rundown->count <= 1);
    for (LONG i = 0; i < run->chainCount; ++i)
        WorkItemPoison(&run->chains[i].item);
    WorkItemPoison(&run->ramp.item);
    WorkItemPoison(&run->deadline.item);
    HeapFree(GetProcessHeap(), 0, run->chains);
    run->chains = NULL;
}
