/*
 * The solver's chains as work items. A phase of the solver runs on as many chains as are allowed
 * and useful, those of a partitioned table on all nodes; each works a slice and posts itself again,
 * so that other work of the node is served between slices. A timer adds a chain after each
 * interval, another ends a solve that takes too long. Everything that is under way holds the
 * owner's rundown: when that is at zero, the phase is over. Of a set that is not large, the first
 * chain's first slice is run where the phase is started: by it most are solved, and nothing is
 * posted.
 * Started and read by the owner while nothing is under way; the rest runs on workers.
 */
#ifndef JOBS_SOLVE_RUN_H
#define JOBS_SOLVE_RUN_H

#include "runtime/engine/runtime.h"
#include "table_options.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct SolveRun SolveRun;

typedef struct SolveChain {
    WorkItem item;
    SolveRun *run;
    Node *node;
} SolveChain;

struct SolveRun {
    Node *node;
    Rundown *rundown;               /* the owner's */
    const volatile LONG *cancelled; /* the owner's: not zero ends the chains after their slices */
    Solver *solver;                 /* NULL: not begun */
    size_t arenaBytes;              /* of each chain, in the present phase */
    SolveChain *chains;             /* made when the first one is posted */
    LONG chainCount;                /* most chains at once */
    LONG width;                     /* chains of a phase at its start; the ramp adds to it */
    volatile LONG started;          /* chains of this phase so far */
    volatile LONG closed;           /* a chain found nothing more to do: no chain joins, the timers end */
    volatile LONG timedOut;
    volatile LONG fault; /* Win32 code that ended a chain, or 0 */
    BOOL spread;         /* chains run on all nodes, in turn */
    BOOL startsHere;     /* a phase's first slice is run by its starter */
    BOOL isLong;         /* a slice may take over 10 ms: they have places of their own */
    NodeRequest slices;  /* ... in which these run */
    DWORD increaseAfterMs;
    ULONGLONG rampDueMs, deadlineMs; /* on GetTickCount64's clock; 0 = none */
    Timer ramp, deadline;
};

void SolveRunInit(SolveRun *run, Node *node, Rundown *rundown, const volatile LONG *cancelled,
                  const TableOptions *options, const SolvePlan *plan, Solver *solver);

/*
 * Starts a phase: chains, ramp and deadline. Faults show in run->fault when the rundown has reached
 * zero.
 */
void SolveRunPhase(SolveRun *run, const SolvePlan *plan);

void SolveRunClose(SolveRun *run); /* an all-zero one is allowed */

#ifdef __cplusplus
}
#endif
#endif
