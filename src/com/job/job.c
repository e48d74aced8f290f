#include "job.h"

#include <windows.h>
#include <oleauto.h>

#include "com/events/event_container.h"
#include "com/object/errors.h"
#include "com/object/object.h"
#include "com/object/properties.h"
#include "com/object/wait.h"
#include "com/table/table.h"
#include "com/table/tables.h"
#include "runtime/pure/atomic.h"

typedef struct Job {
    Object object;
    Interface job;
    EventContainer events;
    CoreJob core;
    IDispatch *volatile result; /* the same for each who asks; NULL until one has */
} Job;

static Job *ComJobOf(IPerfectHashJob *self)
{
    return ObjectOf(self);
}

static JobProgress ComJobSnapshot(const Job *job)
{
    JobProgress progress;
    AnyJobSnapshot(&job->core.any, &progress);
    return progress;
}

/* The numbers of the contract and of the jobs layer are the same. */
C_ASSERT((int)PerfectHashJobRunning == (int)JobRunning && (int)PerfectHashJobSucceeded == (int)JobSucceeded);
C_ASSERT((int)PerfectHashJobFailed == (int)JobFailed && (int)PerfectHashJobCancelled == (int)JobCancelled);

static HRESULT STDMETHODCALLTYPE JobGetState(IPerfectHashJob *self, PerfectHashJobState *value)
{
    if (value == NULL)
        return ErrorRaisePointer(&ComJobOf(self)->object, L"value");
    *value = (PerfectHashJobState)ComJobSnapshot(ComJobOf(self)).state;
    return S_OK;
}

static const wchar_t *const stateNames[] = {L"Running", L"Succeeded", L"Failed", L"Cancelled"};

#define JOB_READ(kind, name, expression) PROPERTY_READ(IPerfectHashJob, Job, Job, kind, name, expression)
JOB_READ(Text, StateText, stateNames[ComJobSnapshot(of).state])
JOB_READ(Double, Progress, ComJobSnapshot(of).fraction)
JOB_READ(Double, Completed, ComJobSnapshot(of).completed)
JOB_READ(Double, Failed, ComJobSnapshot(of).failed)
JOB_READ(Double, Total, ComJobSnapshot(of).total)
JOB_READ(Double, Elapsed, (double)ComJobSnapshot(of).elapsedMs / 1000)
JOB_READ(Double, RequestId, AnyJobId(&of->core.any))

void CoreJobRelease(const CoreJob *job)
{
    AnyJobRelease(&job->any);
    if (job->events != NULL)
        EventSourceRelease(JobEventsSource(job->events));
}

HRESULT JobGiveResult(const Object *owner, const CoreJob *job, IDispatch **out)
{
    TableResult *table;
    BulkResult *tables;
    Failure failure;
    if (FAILED(AnyJobTake(&job->any, &table, &tables, &failure)))
        return ErrorRaise(owner, &failure);
    return table != NULL ? TableGive(owner, table, (IPerfectHashTable **)out)
                         : TablesGive(owner, tables, (IPerfectHashTables **)out);
}

static HRESULT STDMETHODCALLTYPE JobGetResult(IPerfectHashJob *self, IDispatch **value)
{
    Job *job = ComJobOf(self);
    if (value == NULL)
        return ErrorRaisePointer(&job->object, L"value");
    *value = NULL;
    if (ComJobSnapshot(ComJobOf(self)).state != JobSucceeded)
        return S_OK; /* nothing: hosts read every property of an object that they print */
    if (AtomicReadPointer((void *const volatile *)&job->result) == NULL) {
        IDispatch *made;
        const HRESULT hr = JobGiveResult(&job->object, &job->core, &made);
        if (FAILED(hr))
            return hr;
        if (AtomicCompareExchangePointer((void *volatile *)&job->result, made, NULL) != NULL)
            IDispatch_Release(made); /* another thread's was there first */
    }
    *value = AtomicReadPointer((void *const volatile *)&job->result);
    IDispatch_AddRef(*value);
    return S_OK;
}

static ClientFailure ComJobFailure(const Job *job)
{
    ClientFailure failure;
    AnyJobFailure(&job->core.any, &failure);
    return failure;
}

JOB_READ(Text, Error, ComJobFailure(of).text)
JOB_READ(Long, ErrorCode, ComJobFailure(of).code)

static HRESULT STDMETHODCALLTYPE JobWaitUntil(IPerfectHashJob *self, LONG milliseconds, VARIANT_BOOL *done)
{
    const Job *job = ComJobOf(self);
    DWORD limit;
    const HRESULT hr = WaitBegin(&job->object, milliseconds, done, &limit);
    if (FAILED(hr))
        return hr;
    ObjectAddRef(self); /* calls may come in meanwhile and release it */
    if (AnyJobWait(&job->core.any, limit, WaitOnCallersThreadForAny))
        *done = VARIANT_TRUE;
    ObjectRelease(self);
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE JobCancel(IPerfectHashJob *self)
{
    const Job *job = ComJobOf(self);
    ClientFailure failure;
    ObjectAddRef(self); /* calls may come in meanwhile and release it */
    HRESULT hr = AnyJobCancel(&job->core.any, &failure);
    if (FAILED(hr))
        hr = ErrorRaiseText(&job->object, failure.code, failure.text);
    ObjectRelease(self);
    return hr;
}

static void ComJobDestroy(Object *object)
{
    Job *job = (Job *)object;
    EventContainerClose(&job->events);
    IDispatch *result = AtomicReadPointer((void *const volatile *)&job->result);
    if (result != NULL)
        IDispatch_Release(result);
    CoreJobRelease(&job->core);
}

static const IPerfectHashJobVtbl vtable = {
    OBJECT_DISPATCH(IPerfectHashJob),
    JobGetState,
    JobGetStateText,
    JobGetProgress,
    JobGetCompleted,
    JobGetFailed,
    JobGetTotal,
    JobGetElapsed,
    JobGetResult,
    JobGetError,
    JobGetErrorCode,
    JobWaitUntil,
    JobCancel,
    JobGetRequestId,
};

static const ObjectClass jobClass = {
    L"PerfectHash.Job",
    sizeof(Job),
    ComJobDestroy,
    TRUE,
    .entries = {{&IID_IPerfectHashJob, &vtable, offsetof(Job, job)}, EVENT_CONTAINER_ENTRIES(Job, events)},
};

static HRESULT JobCreate(const CoreJob *core, IPerfectHashJob **out)
{
    Job *job = ObjectCreate(&jobClass, (void **)out);
    if (job == NULL)
        return E_OUTOFMEMORY;
    AnyJobHold(&core->any);
    EventSourceHold(JobEventsSource(core->events));
    job->core = *core;
    JobNewsOf(JobEventsNews(core->events), &core->any);
    EventContainerOpen(&job->events, JobEventsSource(core->events), &CLSID_PerfectHashJob);
    return S_OK;
}

HRESULT JobGive(const Object *owner, const CoreJob *job, BOOL begun, IPerfectHashJob **out)
{
    ClientFailure ignored;
    if (job->events != NULL && SUCCEEDED(JobCreate(job, out)))
        return S_OK;
    if (begun)
        AnyJobCancel(&job->any, &ignored);
    return ErrorRaiseMemory(owner);
}
