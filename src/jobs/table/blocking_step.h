/*
 * The place that a step of a job has while it opens, makes, renames, flushes and deletes files.
 * These calls keep a worker as long as the disk takes. All workers of a node except one may be in
 * such steps (see admission.h). By the job's own thread of steps.
 */
#ifndef JOBS_BLOCKING_STEP_H
#define JOBS_BLOCKING_STEP_H

#include "runtime/engine/runtime.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct BlockingStep {
    Admission admission;
    WorkItem item;
    Rundown *rundown; /* the job's */
    BOOL admitted;
} BlockingStep;

void BlockingStepInit(BlockingStep *step, Node *node, ReadyKind kind, BOOL guest, Rundown *rundown);
/*
 * ERROR_SUCCESS: the step has its place. ERROR_IO_PENDING: it waits for one under a hold of the
 * rundown, and enters again. Any other code: it can't wait either. The wait is over at once when
 * *cancelled is not 0, or becomes so and AdmissionWithdrawCancelled is called: then the step does
 * not enter again with that. NULL: it waits as long as it takes.
 */
DWORD BlockingStepEnter(BlockingStep *step, const volatile LONG *cancelled);
void BlockingStepLeave(BlockingStep *step);       /* nothing if it has no place */
BOOL BlockingStepWaits(const BlockingStep *step); /* for a place, a moment ago; any thread */
void BlockingStepPoison(BlockingStep *step);

#ifdef __cplusplus
}
#endif
#endif
