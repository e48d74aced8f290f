#include "blocking_step.h"

#include "runtime/engine/identity.h"

static void BlockingStepAdmitted(WorkItem *item, Worker *worker, DWORD error, DWORD bytes)
{
    BlockingStep *step = CONTAINING_RECORD(item, BlockingStep, item);
    (void)worker;
    (void)bytes;
    step->admitted = error == ERROR_SUCCESS;
    RundownRelease(step->rundown);
}

void BlockingStepInit(BlockingStep *step, Node *node, ReadyKind kind, BOOL guest, Rundown *rundown)
{
    AdmissionInitBlocking(&step->admission, node, kind, 1);
    step->admission.guest = guest;
    WorkItemInit(&step->item, BlockingStepAdmitted);
    IdentityCarry(&step->item);
    step->rundown = rundown;
    step->admitted = FALSE;
}

DWORD BlockingStepEnter(BlockingStep *step, const volatile LONG *cancelled)
{
    if (!step->admitted)
        step->admitted = AdmissionEnter(&step->admission);
    if (step->admitted)
        return ERROR_SUCCESS;
    step->admission.cancelled = cancelled;
    RundownHold(step->rundown);
    const DWORD error = AdmissionSubmit(&step->admission, &step->item);
    if (error == ERROR_SUCCESS)
        return ERROR_IO_PENDING;
    RundownRelease(step->rundown);
    return error;
}

void BlockingStepLeave(BlockingStep *step)
{
    if (step->admitted)
        AdmissionDone(&step->admission);
    step->admitted = FALSE;
}

BOOL BlockingStepWaits(const BlockingStep *step)
{
    return *(const volatile BOOL *)&step->admission.ready;
}

void BlockingStepPoison(BlockingStep *step)
{
    WorkItemPoison(&step->item);
}
