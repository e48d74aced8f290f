/*
 * The solver's lanes as work items. A phase of the solver runs on as many lanes as are allowed and
 * useful, those of a partitioned table on all nodes. Each lane works a slice and waits to be
 * admitted again. So the slices of all tables take turns, and other work of the node is served
 * between them. How long a lane's slices take decides how much work the next ones get, so that they
 * take 1 ms at most. A timer adds a lane after each interval, another ends a solve that takes too
 * long. Everything that is under way holds the owner's rundown: when that is at zero, the phase is
 * over. For a set that is not large, the first lane's first slice is run where the phase is
 * started. Most of these sets are solved by that slice, and nothing is posted. Started and read by
 * the owner while nothing is under way; the rest runs on workers.
 */
#ifndef JOBS_SOLVE_RUN_H
#define JOBS_SOLVE_RUN_H

#include "jobs/pure/table_options.h"
#include "runtime/engine/runtime.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct SolveRun SolveRun;

/* The search has come a percent further; on a worker that runs a lane, perhaps on two at once. */
typedef void (*SolveRunMoved)(SolveRun *run);

typedef struct SolveLane {
    WorkItem item;
    SolveRun *run;
    Admission *slices; /* of its node */
    void *arena;       /* its own, where the plan keeps arenas; NULL: none yet */
    uint32_t units;    /* of its next slice */
} SolveLane;

struct SolveRun {
    Node *node;
    Rundown *rundown;               /* the owner's */
    const volatile LONG *cancelled; /* the owner's: not zero ends the lanes after their slices */
    Solver *solver;                 /* NULL: not begun */
    size_t arenaBytes;              /* of each lane, in the present phase */
    BOOL keepsArena;                /* each lane has an arena of its own, else its worker's */
    ULONGLONG sliceTicks;           /* a slice should take no longer */
    SolveLane *lanes;               /* made when the first one is posted, as the next is */
    Admission *slices;              /* one a node that lanes run on */
    ReadyKind kind;                 /* of the slices */
    Admission **place;              /* the owner's; see SolveRunInit */
    Admission **large;              /* the owner's place of large tables, given back by a long solve */
    ULONGLONG largeDueMs;           /* when, on GetTickCount64's clock */
    volatile LONG largeLeft;
    LONG laneCount;        /* most lanes at once */
    LONG width;            /* lanes of a phase at its start; the ramp adds to it */
    volatile LONG started; /* lanes of this phase so far */
    volatile LONG closed;  /* a lane found nothing more to do: no lane joins, the timers end */
    volatile LONG timedOut;
    volatile LONG progress; /* SolverProgress, the most so far */
    SolveRunMoved moved;    /* set by the owner after SolveRunInit. May be NULL */
    volatile LONG fault;    /* Win32 code that ended a lane, or 0 */
    BOOL spread;            /* lanes run on all nodes, in turn */
    BOOL startsHere;        /* a phase's first slice is run by its starter */
    DWORD increaseAfterMs;
    ULONGLONG rampDueMs, deadlineMs; /* on GetTickCount64's clock; 0 = none */
    Timer ramp, deadline;
};

/* The most lanes that a phase of the plan may have on the node, or on all where they spread. */
DWORD SolveRunLanes(Node *node, const TableOptions *options, const SolvePlan *plan);

/*
 * *place is the admission by which the owner has its place among the node's requests, or NULL. The
 * place is given back, and *place is NULL, once the solve goes on in slices: it may take long, and
 * slices have places of their own, of that kind.
 */
void SolveRunInit(SolveRun *run, Node *node, Rundown *rundown, const volatile LONG *cancelled, Admission **place,
                  ReadyKind kind, const TableOptions *options, const SolvePlan *plan, Solver *solver);

/*
 * Starts a phase: lanes, ramp and deadline. Faults show in run->fault when the rundown has reached
 * zero.
 */
void SolveRunPhase(SolveRun *run, const SolvePlan *plan);

void SolveRunClose(SolveRun *run); /* an all-zero one is allowed */

#ifdef __cplusplus
}
#endif
#endif
