/*
 * The methods of an IocpContext that begin work and return at once. The context knows the jobs that
 * it began, so that it can cancel those that still run when it is released.
 */
#include "context_jobs.h"

#include "com/job/job.h"
#include "com/object/errors.h"
#include "context_requests.h"

typedef struct BegunJob {
    struct BegunJob *next;
    CoreJob job;
} BegunJob;

static BOOL ContextJobsEnded(const CoreJob *job)
{
    JobProgress progress;
    CoreJobSnapshot(job, &progress);
    return progress.state != JobRunning;
}

void ContextPruneJobs(Context *context)
{
    for (BegunJob **at = &context->begunJobs; *at;) {
        BegunJob *begun = *at;
        if (!ContextJobsEnded(&begun->job)) {
            at = &begun->next;
            continue;
        }
        *at = begun->next;
        CoreJobRelease(&begun->job);
        HeapFree(GetProcessHeap(), 0, begun);
    }
}

void ContextCancelJobs(Context *context)
{
    while (context->begunJobs != NULL) {
        BegunJob *begun = context->begunJobs;
        context->begunJobs = begun->next;
        CoreJobCancel(&begun->job);
        CoreJobRelease(&begun->job);
        HeapFree(GetProcessHeap(), 0, begun);
    }
}

/* Makes the object of a started job and notes the job. */
static HRESULT ContextJobsHandOut(Context *context, const CoreJob *core, IPerfectHashJob **job)
{
    HRESULT hr = E_OUTOFMEMORY;
    BegunJob *begun = HeapAlloc(GetProcessHeap(), 0, sizeof *begun);
    if (begun != NULL)
        hr = JobCreate(core, job);
    if (FAILED(hr)) {
        CoreJobCancel(core);
        CoreJobRelease(core);
        if (begun != NULL)
            HeapFree(GetProcessHeap(), 0, begun);
        return ErrorRaiseMemory(&context->object);
    }
    begun->job = *core; /* the start's reference */
    AcquireSRWLockExclusive(&context->lock);
    ContextPruneJobs(context);
    begun->next = context->begunJobs;
    context->begunJobs = begun;
    ReleaseSRWLockExclusive(&context->lock);
    return S_OK;
}

/* Starts a call's job and hands it out. */
static HRESULT ContextJobsBegin(Context *context, const ContextCall *call, IPerfectHashJob **job)
{
    if (job == NULL)
        return ErrorRaisePointer(&context->object, L"job");
    *job = NULL;
    CoreJob core = {.events = JobEventsCreate()}; /* the first ones may come before the start returns */
    if (core.events == NULL)
        return ErrorRaiseMemory(&context->object);
    const HRESULT hr = call->start(context, call, &core);
    if (SUCCEEDED(hr))
        return ContextJobsHandOut(context, &core, job);
    CoreJobRelease(&core);
    return hr;
}

HRESULT STDMETHODCALLTYPE ContextBeginTableCreate(IPerfectHashIocpContext *self, BSTR keysPath, BSTR targetDirectory,
                                                  BSTR options, IPerfectHashJob **job)
{
    const ContextCall call = {
        .start = ContextStartTable, .subject = keysPath, .targetDirectory = targetDirectory, .options = options};
    return ContextJobsBegin(ContextOf(self), &call, job);
}

HRESULT STDMETHODCALLTYPE ContextBeginTableCreateFromKeys(IPerfectHashIocpContext *self, VARIANT keys, BSTR tableName,
                                                          BSTR targetDirectory, BSTR options, IPerfectHashJob **job)
{
    const ContextCall call = {
        .start = ContextStartTable,
        .subject = tableName,
        .targetDirectory = targetDirectory,
        .options = options,
        .keys = &keys,
    };
    return ContextJobsBegin(ContextOf(self), &call, job);
}

HRESULT STDMETHODCALLTYPE ContextBeginTableCreateCommandLine(IPerfectHashIocpContext *self, BSTR commandLine,
                                                             IPerfectHashJob **job)
{
    const ContextCall call = {.start = ContextStartTableLine, .subject = commandLine};
    return ContextJobsBegin(ContextOf(self), &call, job);
}

HRESULT STDMETHODCALLTYPE ContextBeginLoadTable(IPerfectHashIocpContext *self, BSTR path, IPerfectHashJob **job)
{
    const ContextCall call = {.start = ContextStartLoad, .subject = path};
    return ContextJobsBegin(ContextOf(self), &call, job);
}

HRESULT STDMETHODCALLTYPE ContextBeginBulkCreate(IPerfectHashIocpContext *self, BSTR keysDirectory,
                                                 BSTR targetDirectory, BSTR options, IPerfectHashJob **job)
{
    const ContextCall call = {
        .start = ContextStartBulk, .subject = keysDirectory, .targetDirectory = targetDirectory, .options = options};
    return ContextJobsBegin(ContextOf(self), &call, job);
}

HRESULT STDMETHODCALLTYPE ContextBeginBulkCreateCommandLine(IPerfectHashIocpContext *self, BSTR commandLine,
                                                            IPerfectHashJob **job)
{
    const ContextCall call = {.start = ContextStartBulkLine, .subject = commandLine};
    return ContextJobsBegin(ContextOf(self), &call, job);
}
