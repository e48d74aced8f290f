/* See solve_run.h. */
#include "solve_run.h"

#include <assert.h>

#include "jobs/base/block.h"
#include "runtime/base/clock.h"
#include "runtime/base/win32_calls.h"
#include "runtime/engine/identity.h"
#include "runtime/pure/atomic.h"

/* That many keys are solved in some milliseconds, all phases and lanes together. */
#define FLAT_KEYS_HERE ((size_t)1 << 16)
#define PARTITIONED_KEYS_HERE ((size_t)1 << 19)

#define PERCENT 10 /* thousandths */

enum { SlicesASecond = 1000, MostUnitsFactor = 4, LargeTurnMs = 1000 };

static void NoteFault(SolveRun *run, DWORD error)
{
    AtomicCompareExchange(&run->fault, (LONG)error, ERROR_SUCCESS);
    SolverCancel(run->solver);
}

/*
 * A child's start that failed is a fault of the whole. The child's hold is given back here, or by
 * its completion.
 */
static void PostLane(SolveRun *run, LONG index)
{
    RundownHold(run->rundown);
    SolveLane *lane = &run->lanes[index];
    lane->units = SolverSliceUnits(run->solver);
    const DWORD error = AdmissionSubmit(lane->slices, &lane->item);
    if (error != ERROR_SUCCESS) {
        NoteFault(run, error);
        RundownRelease(run->rundown);
    }
}

static void SolveRunStartTimer(SolveRun *run, Timer *timer, ULONGLONG dueMs)
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

/* The first lane that has nothing more to do closes the phase. The others end by themselves. */
static void ClosePhase(SolveRun *run)
{
    AtomicExchange(&run->closed, TRUE);
    StopTimer(run, &run->ramp);
    StopTimer(run, &run->deadline);
}

/* Where the lane works; NULL: out of memory. A lane of its own memory keeps it until it ends. */
static void *LaneArena(SolveLane *lane, Worker *worker)
{
    SolveRun *run = lane->run;
    if (!run->keepsArena)
        return WorkerArena(worker, run->arenaBytes);
    if (lane->arena == NULL)
        lane->arena = BlockAllocate(run->arenaBytes);
    return lane->arena;
}

static void FreeLaneArena(SolveLane *lane)
{
    BlockFree(lane->arena);
    lane->arena = NULL;
}

/* Runs a slice of that many units in the arena. TRUE: the lane has more to do. */
static BOOL RunUnits(SolveRun *run, void *arena, uint32_t units)
{
    if (AtomicRead(run->cancelled))
        SolverCancel(run->solver);
    if (arena == NULL) {
        NoteFault(run, ERROR_NOT_ENOUGH_MEMORY);
        return FALSE;
    }
    return SolverRun(run->solver, arena, units) == SolverMore;
}

/* A phase's first slice, where that is started. */
static BOOL RunSliceHere(SolveRun *run, Worker *worker)
{
    return RunUnits(run, WorkerArena(worker, run->arenaBytes), SolverSliceUnits(run->solver));
}

/*
 * Returns how many units the next slice gets after one that took `ticks`: fewer when it was too
 * long.
 */
static uint32_t UnitsAfter(const SolveRun *run, uint32_t units, ULONGLONG ticks)
{
    if (ticks > run->sliceTicks)
        return max(units / 2, 1u);
    const uint64_t most = (uint64_t)SolverSliceUnits(run->solver) * MostUnitsFactor;
    return ticks < run->sliceTicks / 4 ? (uint32_t)min(min((uint64_t)units * 2, most), UINT32_MAX) : units;
}

static BOOL RunSlice(SolveLane *lane, Worker *worker)
{
    SolveRun *run = lane->run;
    const ULONGLONG start = ClockTicks();
    const BOOL more = RunUnits(run, LaneArena(lane, worker), lane->units);
    if (more)
        lane->units = UnitsAfter(run, lane->units, ClockTicks() - start);
    else
        FreeLaneArena(lane);
    return more;
}

/* Another search of the same set begins at 0 again, and is told when it has come further. */
static void TellProgress(SolveRun *run)
{
    const LONG now = (LONG)SolverProgress(run->solver);
    for (LONG before = AtomicRead(&run->progress); now > before;) {
        const LONG seen = AtomicCompareExchange(&run->progress, now, before);
        if (seen == before) {
            if (run->moved != NULL && now / PERCENT != before / PERCENT)
                run->moved(run);
            return;
        }
        before = seen;
    }
}

/* A table that has been searched for so long makes way for the next large one, and goes on. */
static void MakeWay(SolveRun *run)
{
    if (GetTickCount64() >= run->largeDueMs && AtomicExchange(&run->largeLeft, TRUE) == FALSE)
        AdmissionLeave(run->large);
}

static void LaneCallback(WorkItem *item, Worker *worker, DWORD error, DWORD bytes)
{
    SolveLane *lane = CONTAINING_RECORD(item, SolveLane, item);
    SolveRun *run = lane->run;
    (void)bytes;
    const BOOL more = error == ERROR_SUCCESS && RunSlice(lane, worker);
    if (error == ERROR_SUCCESS) {
        AdmissionDone(lane->slices);
        MakeWay(run);
    }
    if (more) {
        TellProgress(run);
        error = AdmissionSubmit(lane->slices, &lane->item);
        if (error == ERROR_SUCCESS)
            return;
    }
    if (error != ERROR_SUCCESS)
        NoteFault(run, error);
    ClosePhase(run);
    RundownRelease(run->rundown);
}

static LONG UsefulLanes(const SolveRun *run)
{
    return (LONG)max(1u, min((uint32_t)run->laneCount, SolverParallelism(run->solver)));
}

static void RampCallback(WorkItem *item, Worker *worker, DWORD error, DWORD bytes)
{
    SolveRun *run = CONTAINING_RECORD(CONTAINING_RECORD(item, Timer, item), SolveRun, ramp);
    (void)worker;
    (void)bytes;
    if (error == ERROR_SUCCESS && !AtomicRead(&run->closed) && AtomicRead(&run->started) < UsefulLanes(run)) {
        run->rampDueMs = GetTickCount64() + run->increaseAfterMs;
        run->width++;
        PostLane(run, AtomicAdd(&run->started, 1));
        if (AtomicRead(&run->started) < UsefulLanes(run)) {
            SolveRunStartTimer(run, &run->ramp, run->rampDueMs);
            if (AtomicRead(&run->closed)) /* meanwhile: whoever closed it found no timer to stop */
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

static DWORD NodesOf(const SolveRun *run)
{
    return run->spread ? RuntimeNodeCount(NodeRuntime(run->node)) : 1;
}

DWORD SolveRunLanes(Node *node, const TableOptions *options, const SolvePlan *plan)
{
    const DWORD nodes = LayoutHasBuckets(plan->layout) ? RuntimeNodeCount(NodeRuntime(node)) : 1;
    const DWORD limit = (DWORD)NodeSliceCapacity(node) * nodes;
    return options->maxPerFileConcurrency != 0 ? min(limit, options->maxPerFileConcurrency) : limit;
}

void SolveRunInit(SolveRun *run, Node *node, Rundown *rundown, const volatile LONG *cancelled, Admission **place,
                  ReadyKind kind, const TableOptions *options, const SolvePlan *plan, Solver *solver)
{
    const BOOL hasBuckets = LayoutHasBuckets(plan->layout);
    run->node = node;
    run->rundown = rundown;
    run->cancelled = cancelled;
    run->solver = solver;
    run->spread = hasBuckets;
    run->startsHere = plan->keys.count <= (hasBuckets ? PARTITIONED_KEYS_HERE : FLAT_KEYS_HERE);
    run->place = place;
    run->kind = kind;
    const DWORD limit = SolveRunLanes(node, options, plan);
    DWORD width = options->initialPerFileConcurrency;
    if (width == 0)
        width = hasBuckets ? limit : 1;
    run->laneCount = (LONG)limit;
    run->width = (LONG)min(width, limit);
    run->increaseAfterMs = options->increaseConcurrencyAfterMs;
    run->rampDueMs = GetTickCount64() + run->increaseAfterMs;
    run->largeDueMs = GetTickCount64() + LargeTurnMs;
    if (options->maxSolveTimeInSeconds != 0)
        run->deadlineMs = GetTickCount64() + (ULONGLONG)options->maxSolveTimeInSeconds * 1000;
    TimerInit(&run->ramp, node, RampCallback);
    IdentityCarry(&run->ramp.item);
    TimerInit(&run->deadline, node, DeadlineCallback);
    IdentityCarry(&run->deadline.item);
}

/* Returns the node of the number-th lane: the owner's own, then those that follow it. */
static Node *LaneNode(const SolveRun *run, DWORD number)
{
    Runtime *runtime = NodeRuntime(run->node);
    DWORD home = 0;
    if (!run->spread)
        return run->node;
    while (RuntimeNodeAt(runtime, home) != run->node)
        home++;
    return RuntimeNodeAt(runtime, (home + number) % RuntimeNodeCount(runtime));
}

static BOOL MakeLanes(SolveRun *run)
{
    const DWORD nodes = NodesOf(run);
    if (run->lanes != NULL)
        return TRUE;
    run->slices = Win32Allocate(nodes * sizeof *run->slices);
    run->lanes = run->slices != NULL ? Win32Allocate((size_t)run->laneCount * sizeof *run->lanes) : NULL;
    if (run->lanes == NULL) {
        Win32Free(run->slices);
        run->slices = NULL;
        return FALSE;
    }
    for (DWORD i = 0; i < nodes; i++) {
        AdmissionInitSlices(&run->slices[i], LaneNode(run, i), run->kind, run->laneCount);
        run->slices[i].cancelled = run->cancelled;
    }
    for (LONG i = 0; i < run->laneCount; i++) {
        SolveLane *lane = &run->lanes[i];
        WorkItemInit(&lane->item, LaneCallback);
        IdentityCarry(&lane->item);
        lane->run = run;
        lane->slices = &run->slices[(DWORD)i % nodes];
    }
    return TRUE;
}

void SolveRunPhase(SolveRun *run, const SolvePlan *plan)
{
    Worker *here = run->startsHere ? NodeCurrentWorker(run->node) : NULL;
    const LONG useful = UsefulLanes(run);
    const LONG count = min(run->width, useful);
    run->arenaBytes = plan->arenaBytes;
    run->keepsArena = plan->keepsArena;
    run->sliceTicks = ClockTicksPerSecond() / SlicesASecond;
    AtomicWrite(&run->closed, FALSE);
    AtomicWrite(&run->started, count);
    if (here != NULL && count == 1 && !RunSliceHere(run, here))
        return;
    if (!MakeLanes(run)) {
        NoteFault(run, ERROR_NOT_ENOUGH_MEMORY);
        return;
    }
    AdmissionLeave(run->place);
    if (run->deadlineMs != 0)
        SolveRunStartTimer(run, &run->deadline, run->deadlineMs);
    if (count < useful)
        SolveRunStartTimer(run, &run->ramp, run->rampDueMs);
    for (LONG i = 1; i < count; i++)
        PostLane(run, i);
    if (count == 1 || here == NULL || RunSliceHere(run, here))
        PostLane(run, 0);
    else
        ClosePhase(run);
    if (AtomicRead(&run->fault) != ERROR_SUCCESS)
        ClosePhase(run);
}

void SolveRunClose(SolveRun *run)
{
    if (run->solver == NULL)
        return;
    assert(AtomicRead(&run->rundown->count) <= 1);
    for (LONG i = 0; run->lanes != NULL && i < run->laneCount; i++) {
        FreeLaneArena(&run->lanes[i]);
        WorkItemPoison(&run->lanes[i].item);
    }
    WorkItemPoison(&run->ramp.item);
    WorkItemPoison(&run->deadline.item);
    Win32Free(run->lanes);
    Win32Free(run->slices);
    run->lanes = NULL;
    run->slices = NULL;
    run->solver = NULL;
}
