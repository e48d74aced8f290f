#include "slice_step.h"

#include "PerfectHashErrors.h"
#include "runtime/pure/atomic.h"

static void SliceStepAdmitted(WorkItem *item, Worker *worker, DWORD error, DWORD bytes)
{
    SliceStep *step = CONTAINING_RECORD(item, SliceStep, item);
    (void)worker;
    (void)bytes;
    step->admitted = error == ERROR_SUCCESS;
    if (error != ERROR_SUCCESS && AtomicRead(step->admission.cancelled) == 0)
        FailureSystem(&step->core->failure, PERFECTHASH_E_RUNTIME, step->core->subject, error);
    RundownRelease(&step->core->rundown);
}

void SliceStepInit(SliceStep *step, Node *node, ReadyKind kind, BOOL guest, const volatile LONG *cancelled,
                   JobCore *core)
{
    step->core = core;
    step->admitted = FALSE;
    WorkItemInit(&step->item, SliceStepAdmitted);
    IdentityCarry(&step->item);
    AdmissionInitSlices(&step->admission, node, kind, 1);
    step->admission.guest = guest;
    step->admission.cancelled = cancelled;
}

HRESULT SliceStepAgain(SliceStep *step)
{
    return JobCoreAwait(step->core, &step->admission, &step->item);
}

Admission *SliceStepPlace(SliceStep *step)
{
    Admission *place = step->admitted ? &step->admission : NULL;
    step->admitted = FALSE;
    return place;
}

void SliceStepPoison(SliceStep *step)
{
    WorkItemPoison(&step->item);
}
