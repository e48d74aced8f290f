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
#include "remote_result.h"
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
    CoreJobSnapshot(&job->core, &progress);
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
JOB_READ(Double, RequestId, of->core.remote != NULL ? RemoteJobId(of->core.remote) : of->core.servedId)

HRESULT JobTakeTable(const Object *object, TableJob *job, IPerfectHashTable **table)
{
    TableResult *result;
    Failure failure;
    if (FAILED(TableJobTake(job, &result, &failure)))
        return ErrorRaise(object, &failure);
    return TableGive(object, result, table);
}

HRESULT JobTakeTables(const Object *object, BulkJob *job, IPerfectHashTables **tables)
{
    BulkResult *result;
    Failure failure;
    if (FAILED(BulkJobTake(job, &result, &failure)))
        return ErrorRaise(object, &failure);
    return TablesGive(object, result, tables);
}

static HRESULT MakeResult(const Job *job, IDispatch **made)
{
    if (job->core.remote != NULL)
        return RemoteResult(&job->object, job->core.remote, made);
    return job->core.table != NULL ? JobTakeTable(&job->object, job->core.table, (IPerfectHashTable **)made)
                                   : JobTakeTables(&job->object, job->core.bulk, (IPerfectHashTables **)made);
}

static HRESULT STDMETHODCALLTYPE JobGetResult(IPerfectHashJob *self, IDispatch **value)
{
    Job *job = ComJobOf(self);
    if (value == NULL)
        return ErrorRaisePointer(&job->object, L"value");
    *value = NULL;
    if (ComJobSnapshot(ComJobOf(self)).state != JobSucceeded)
        return S_OK; /* nothing: hosts read every property of an object that they print */
    if (job->result == NULL) {
        IDispatch *made;
        const HRESULT hr = MakeResult(job, &made);
        if (FAILED(hr))
            return hr;
        if (AtomicCompareExchangePointer((void *volatile *)&job->result, made, NULL) != NULL)
            IDispatch_Release(made); /* another thread's was there first */
    }
    *value = job->result;
    IDispatch_AddRef(*value);
    return S_OK;
}

/* Of the first file that gave no table, in the order of the rows. */
static void TakeFirstRow(BulkJob *job, ClientFailure *out)
{
    BulkResult *tables;
    Failure failure;
    if (FAILED(BulkJobTake(job, &tables, &failure)))
        return;
    for (size_t i = 0; i < tables->rowCount; i++) {
        if (tables->rows[i].failure != NULL) {
            FailureText(tables->rows[i].failure, out->text, ARRAYSIZE(out->text));
            break;
        }
    }
    BulkResultRelease(tables);
}

/* As RemoteJobFailure. */
static ClientFailure ComJobTakeFailure(const Job *job)
{
    TableResult *table;
    BulkResult *tables;
    Failure failure;
    ClientFailure out = {0};
    if (job->core.remote != NULL) {
        RemoteJobFailure(job->core.remote, &out);
        return out;
    }
    const JobProgress progress = ComJobSnapshot(job);
    if (progress.state == JobSucceeded && job->core.bulk != NULL)
        TakeFirstRow(job->core.bulk, &out);
    if (progress.state != JobFailed && progress.state != JobCancelled)
        return out;
    out.code = job->core.table != NULL ? TableJobTake(job->core.table, &table, &failure)
                                       : BulkJobTake(job->core.bulk, &tables, &failure);
    FailureText(&failure, out.text, ARRAYSIZE(out.text));
    return out;
}

JOB_READ(Text, Error, ComJobTakeFailure(of).text)
JOB_READ(Long, ErrorCode, ComJobTakeFailure(of).code)

/* Looks from time to time, too: a pipe that breaks can't be waited for. */
static BOOL WaitForRemote(RemoteJob *job, DWORD milliseconds)
{
    const ULONGLONG begun = GetTickCount64();
    HANDLE handles[2];
    const DWORD count = (DWORD)RemoteJobHandles(job, handles);
    for (;;) {
        JobProgress progress;
        RemoteJobSnapshot(job, &progress);
        if (progress.state != JobRunning)
            return TRUE;
        const ULONGLONG gone = GetTickCount64() - begun;
        if (milliseconds != INFINITE && gone >= milliseconds)
            return FALSE;
        const DWORD left = milliseconds != INFINITE ? milliseconds - (DWORD)gone : INFINITE;
        WaitOnCallersThreadForAny(count, handles, min(left, (DWORD)RemoteJobLookMs));
    }
}

static HRESULT STDMETHODCALLTYPE JobWait(IPerfectHashJob *self, LONG milliseconds, VARIANT_BOOL *done)
{
    const Job *job = ComJobOf(self);
    DWORD limit;
    const HRESULT hr = WaitBegin(&job->object, milliseconds, done, &limit);
    if (FAILED(hr))
        return hr;
    ObjectAddRef(self); /* calls may come in meanwhile and release it */
    if (job->core.remote != NULL ? WaitForRemote(job->core.remote, limit)
                                 : WaitOnCallersThread(CoreJobEvent(&job->core), limit))
        *done = VARIANT_TRUE;
    ObjectRelease(self);
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE JobCancel(IPerfectHashJob *self)
{
    const Job *job = ComJobOf(self);
    ClientFailure failure;
    HRESULT hr = S_OK;
    if (job->core.remote == NULL) {
        CoreJobCancel(&job->core);
        return S_OK;
    }
    ObjectAddRef(self); /* calls may come in meanwhile and release it */
    if (FAILED(RemoteJobCancel(job->core.remote, &failure)))
        hr = ErrorRaiseText(&job->object, failure.code, failure.text);
    ObjectRelease(self);
    return hr;
}

static void ComJobDestroy(Object *object)
{
    Job *job = (Job *)object;
    EventContainerClose(&job->events);
    if (job->result != NULL)
        IDispatch_Release(job->result);
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
    JobWait,
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

HRESULT JobCreate(const CoreJob *core, IPerfectHashJob **out)
{
    Job *job = ObjectCreate(&jobClass, (void **)out);
    if (job == NULL)
        return E_OUTOFMEMORY;
    CoreJobHold(core);
    job->core = *core;
    CoreJobOpenEvents(core);
    EventContainerOpen(&job->events, JobEventsSource(core->events), &CLSID_PerfectHashJob);
    return S_OK;
}
