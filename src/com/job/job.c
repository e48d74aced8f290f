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

static JobProgress ComJobSnapshot(IPerfectHashJob *self)
{
    JobProgress progress;
    CoreJobSnapshot(&ComJobOf(self)->core, &progress);
    return progress;
}

/* The numbers of the contract and of the jobs layer are the same. */
C_ASSERT((int)PerfectHashJobRunning == (int)JobRunning && (int)PerfectHashJobSucceeded == (int)JobSucceeded);
C_ASSERT((int)PerfectHashJobFailed == (int)JobFailed && (int)PerfectHashJobCancelled == (int)JobCancelled);

static HRESULT STDMETHODCALLTYPE JobGetState(IPerfectHashJob *self, PerfectHashJobState *value)
{
    if (value == NULL)
        return ErrorRaisePointer(&ComJobOf(self)->object, L"value");
    *value = (PerfectHashJobState)ComJobSnapshot(self).state;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE JobGetStateText(IPerfectHashJob *self, BSTR *value)
{
    static const wchar_t *const names[] = {L"Running", L"Succeeded", L"Failed", L"Cancelled"};
    return PropertyGiveText(ObjectOf(self), names[ComJobSnapshot(self).state], value);
}

static HRESULT STDMETHODCALLTYPE JobGetProgress(IPerfectHashJob *self, double *value)
{
    return PropertyGiveDouble(ObjectOf(self), ComJobSnapshot(self).fraction, value);
}

static HRESULT STDMETHODCALLTYPE JobGetCompleted(IPerfectHashJob *self, double *value)
{
    return PropertyGiveDouble(ObjectOf(self), (double)ComJobSnapshot(self).completed, value);
}

static HRESULT STDMETHODCALLTYPE JobGetFailed(IPerfectHashJob *self, double *value)
{
    return PropertyGiveDouble(ObjectOf(self), (double)ComJobSnapshot(self).failed, value);
}

static HRESULT STDMETHODCALLTYPE JobGetTotal(IPerfectHashJob *self, double *value)
{
    return PropertyGiveDouble(ObjectOf(self), (double)ComJobSnapshot(self).total, value);
}

static HRESULT STDMETHODCALLTYPE JobGetElapsed(IPerfectHashJob *self, double *value)
{
    return PropertyGiveDouble(ObjectOf(self), (double)ComJobSnapshot(self).elapsedMs / 1000, value);
}

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
    if (ComJobSnapshot(self).state != JobSucceeded)
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
static void ComJobTakeFailure(const Job *job, ClientFailure *out)
{
    TableResult *table;
    BulkResult *tables;
    Failure failure;
    JobProgress progress;
    memset(out, 0, sizeof *out);
    if (job->core.remote != NULL) {
        RemoteJobFailure(job->core.remote, out);
        return;
    }
    CoreJobSnapshot(&job->core, &progress);
    if (progress.state == JobSucceeded && job->core.bulk != NULL)
        TakeFirstRow(job->core.bulk, out);
    if (progress.state != JobFailed && progress.state != JobCancelled)
        return;
    out->code = job->core.table != NULL ? TableJobTake(job->core.table, &table, &failure)
                                        : BulkJobTake(job->core.bulk, &tables, &failure);
    FailureText(&failure, out->text, ARRAYSIZE(out->text));
}

static HRESULT STDMETHODCALLTYPE JobGetError(IPerfectHashJob *self, BSTR *value)
{
    ClientFailure failure;
    ComJobTakeFailure(ComJobOf(self), &failure);
    return PropertyGiveText(ObjectOf(self), failure.text, value);
}

static HRESULT STDMETHODCALLTYPE JobGetErrorCode(IPerfectHashJob *self, LONG *value)
{
    ClientFailure failure;
    ComJobTakeFailure(ComJobOf(self), &failure);
    return PropertyGiveLong(ObjectOf(self), (ULONGLONG)failure.code, value);
}

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

static HRESULT STDMETHODCALLTYPE JobGetRequestId(IPerfectHashJob *self, double *value)
{
    const CoreJob *core = &ComJobOf(self)->core;
    return PropertyGiveDouble(ObjectOf(self),
                              (double)(core->remote != NULL ? RemoteJobId(core->remote) : core->servedId), value);
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
    {{&IID_IPerfectHashJob, &vtable, offsetof(Job, job)}, EVENT_CONTAINER_ENTRIES(Job, events)},
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
