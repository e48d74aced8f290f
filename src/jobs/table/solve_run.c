/* See solve_run.h. */
#include "solve_run.h"

#include <assert.h>

#include "runtime/base/win32_calls.h"
#include "runtime/engine/identity.h"
#include "runtime/pure/atomic.h"

/* An attempt at a flat set of so many keys takes over 10 ms, and so does a slice. */
#define LONG_SLICE_KEYS ((size_t)1 << 22)

/* So many are solved in some milliseconds, all phases and chains together. */
#define FLAT_KEYS_HERE ((size_t)1 << 16)
#define PARTITIONED_KEYS_HERE ((size_t)1 << 19)

static void NoteFault(SolveRun *run, DWORD error)
{
    AtomicCompareExchange(&run->fault, (LONG)error, ERROR_SUCCESS);
    SolverCancel(run->solver);
}

/* The hold of the chain goes with it. */
static DWORD PostSlice(SolveChain *chain)
{
    SolveRun *run = chain->run;
    return run->isLong ? NodeRequestSubmit(&run->slices, &chain->item) : NodePost(chain->node, &chain->item);
}

/*
 * A child's start that failed is a fault of the whole. The child's hold is given back here, or by
 * its completion.
 */
static void PostChain(SolveRun *run, LONG index)
{
    RundownHold(run->rundown);
    const DWORD error = PostSlice(&run->chains[index]);
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
    AtomicExchange(&run->closed, TRUE);
    StopTimer(run, &run->ramp);
    StopTimer(run, &run->deadline);
}

/* TRUE: the chain has more to do. */
static BOOL RunSlice(SolveRun *run, Worker *worker)
{
    if (*run->cancelled)
        SolverCancel(run->solver);
    void *arena = WorkerArena(worker, run->arenaBytes);
    if (arena == NULL) {
        NoteFault(run, ERROR_NOT_ENOUGH_MEMORY);
        return FALSE;
    }
    return SolverRun(run->solver, arena, SolverSliceUnits(run->solver)) == SolverMore;
}

static void ChainCallback(WorkItem *item, Worker *worker, DWORD error, DWORD bytes)
{
    SolveChain *chain = CONTAINING_RECORD(item, SolveChain, item);
    SolveRun *run = chain->run;
    (void)bytes;
    BOOL more = error == ERROR_SUCCESS && RunSlice(run, worker);
    if (run->isLong)
        NodeRequestDone(&run->slices);
    if (more) {
        error = PostSlice(chain);
        if (error == ERROR_SUCCESS)
            return;
    }
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
        run->width++;
        PostChain(run, run->started++);
        if (run->started < UsefulChains(run)) {
            StartTimer(run, &run->ramp, run->rampDueMs);
            if (run->closed) /* meanwhile: whoever closed it found no timer to stop */
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
        AtomicExchange(&run->timedOut, TRUE);
        SolverCancel(run->solver);
    }
    RundownRelease(run->rundown);
}

/* Workers that chains can have; of long slices all but one of them. */
static DWORD ChainLimit(const SolveRun *run)
{
    DWORD limit = NodeWorkers(run->node);
    if (run->isLong && limit > 1)
        limit--;
    return run->spread ? limit * RuntimeNodeCount(NodeRuntime(run->node)) : limit;
}

void SolveRunInit(SolveRun *run, Node *node, Rundown *rundown, const volatile LONG *cancelled,
                  const TableOptions *options, const SolvePlan *plan, Solver *solver)
{
    const BOOL isFlat = plan->layout == LayoutFlat;
    run->node = node;
    run->rundown = rundown;
    run->cancelled = cancelled;
    run->solver = solver;
    run->spread = !isFlat;
    run->startsHere = plan->keys.count <= (isFlat ? FLAT_KEYS_HERE : PARTITIONED_KEYS_HERE);
    run->isLong = isFlat && plan->keys.count >= LONG_SLICE_KEYS;
    DWORD limit = ChainLimit(run);
    if (options->maxPerFileConcurrency != 0)
        limit = min(limit, options->maxPerFileConcurrency);
    DWORD width = options->initialPerFileConcurrency;
    if (width == 0)
        width = isFlat ? 1 : limit;
    run->chainCount = (LONG)limit;
    run->width = (LONG)min(width, limit);
    NodeRequestInitLong(&run->slices, node, run->chainCount);
    run->increaseAfterMs = options->increaseConcurrencyAfterMs;
    run->rampDueMs = GetTickCount64() + run->increaseAfterMs;
    if (options->maxSolveTimeInSeconds != 0)
        run->deadlineMs = GetTickCount64() + (ULONGLONG)options->maxSolveTimeInSeconds * 1000;
    TimerInit(&run->ramp, node, RampCallback);
    IdentityCarry(&run->ramp.item);
    TimerInit(&run->deadline, node, DeadlineCallback);
    IdentityCarry(&run->deadline.item);
}

static BOOL MakeChains(SolveRun *run)
{
    Runtime *runtime = NodeRuntime(run->node);
    DWORD home = 0;
    if (run->chains != NULL)
        return TRUE;
    run->chains = Win32Allocate((size_t)run->chainCount * sizeof *run->chains);
    if (run->chains == NULL)
        return FALSE;
    while (run->spread && RuntimeNodeAt(runtime, home) != run->node)
        home++;
    for (LONG i = 0; i < run->chainCount; i++) {
        SolveChain *chain = &run->chains[i];
        WorkItemInit(&chain->item, ChainCallback);
        IdentityCarry(&chain->item);
        chain->run = run;
        chain->node = run->spread ? RuntimeNodeAt(runtime, (home + (DWORD)i) % RuntimeNodeCount(runtime)) : run->node;
    }
    return TRUE;
}

void SolveRunPhase(SolveRun *run, const SolvePlan *plan)
{
    Worker *here = run->startsHere ? NodeCurrentWorker(run->node) : NULL;
    const LONG useful = UsefulChains(run);
    const LONG count = min(run->width, useful);
    run->arenaBytes = plan->arenaBytes;
    run->closed = FALSE;
    run->started = count;
    if (here != NULL && count == 1 && !RunSlice(run, here))
        return;
    if (!MakeChains(run)) {
        NoteFault(run, ERROR_NOT_ENOUGH_MEMORY);
        return;
    }
    if (run->deadlineMs != 0)
        StartTimer(run, &run->deadline, run->deadlineMs);
    if (count < useful)
        StartTimer(run, &run->ramp, run->rampDueMs);
    for (LONG i = 1; i < count; i++)
        PostChain(run, i);
    if (count == 1 || here == NULL || RunSlice(run, here))
        PostChain(run, 0);
    else
        ClosePhase(run);
    if (run->fault != ERROR_SUCCESS)
        ClosePhase(run);
}

void SolveRunClose(SolveRun *run)
{
    if (run->solver == NULL)
        return;
    assert(run->rundown->count <= 1);
    for (LONG i = 0; run->chains != NULL && i < run->chainCount; i++)
        WorkItemPoison(&run->chains[i].item);
    WorkItemPoison(&run->ramp.item);
    WorkItemPoison(&run->deadline.item);
    Win32Free(run->chains);
    run->chains = NULL;
    run->solver = NULL;
}
