/*
 * A step of a job that computes for long without a file. The step comes again and again, a slice
 * each time, as the node admits its slices (see admission.h). Between slices it looks for a cancel.
 * By the job's own thread of steps.
 */
#ifndef JOBS_SLICE_STEP_H
#define JOBS_SLICE_STEP_H

#include "job_core.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct SliceStep {
    Admission admission;
    WorkItem item;
    JobCore *core;
    BOOL admitted;
} SliceStep;

/* The wait for a slice is over at once when *cancelled is not 0: see AdmissionWithdrawCancelled. */
void SliceStepInit(SliceStep *step, Node *node, ReadyKind kind, BOOL guest, const volatile LONG *cancelled,
                   JobCore *core);
/* S_FALSE: the job's step comes again when its next slice is admitted; or why the job ends. */
HRESULT SliceStepAgain(SliceStep *step);
/*
 * As a step begins: the place of the slice that was admitted for it, NULL for none. The step gives
 * it back at its end by AdmissionLeave; the next slice is not admitted before.
 */
_Ret_maybenull_ Admission *SliceStepPlace(SliceStep *step);
void SliceStepPoison(SliceStep *step);

#ifdef __cplusplus
}
#endif
#endif
