/*
 * The solver's chains as work items. A phase of the solver runs on as many chains as are allowed and useful; each works a slice and posts
 * itself again, so that other work of the node is served between slices. A timer adds a chain after each interval, another ends a solve
 * that takes too long. Everything that is under way holds the owner's rundown: when that is at zero, the phase is over.
 * Started and read by the owner while nothing is under way; the rest runs on workers.
 */
#ifndef JOBS_SOLVE_RUN_H
#define JOBS_SOLVE_RUN_H

#include "runtime/runtime.h"
#include "table_options.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct SolveRun SolveRun;

typedef struct SolveChain {
    WorkItem item;
    SolveRun *run;
} SolveChain;

struct SolveRun {
    Node *node;
    Rundown *rundown;                   /* the owner's */
    const volatile LONG *cancelled;     /* the owner's: not zero ends the chains after their slices */
    Solver *solver;
    size_t arenaBytes;                  /* of each chain, in the present phase */
    SolveChain *chains;
    LONG chainCount;                    /* most chains at once */
    LONG width;                         /* chains of a phase at its start; the ramp adds to it */
    volatile LONG started;              /* chains of this phase so far */
    volatile LONG closed;               /* a chain found nothing more to do: no chain joins, the timers end */
    volatile LONG timedOut;
    volatile LONG fault;                /* Win32 code that ended a chain, or 0 */
    DWORD increaseAfterMs;
    ULONGLONG rampDueMs, deadlineMs;    /* on GetTickCount64's clock; 0 = none */
    Timer ramp, deadline;
};

/* ERROR_NOT_ENOUGH_MEMORY, or success. */
DWORD SolveRunInit(SolveRun *run, Node *node, Rundown *rundown, const volatile LONG *cancelled, const TableOptions *options,
                   const SolvePlan *plan, Solver *solver);

/* Starts a phase: chains, ramp and deadline. Faults show in run->fault when the rundown has reached zero. */
void SolveRunPhase(SolveRun *run, const SolvePlan *plan);

void SolveRunClose(SolveRun *run);      /* an all-zero one is allowed */

#ifdef __cplusplus
}
#endif
#endif
