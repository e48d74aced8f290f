/*
 * The methods of an IocpContext that begin work and return at once. The context knows the jobs that it began, so that it can cancel those that
 * still run when it is released.
 */
#include "context_jobs.h"

#include "context_requests.h"
#include "com/object/errors.h"
#include "com/job/job.h"

typedef struct BegunJob {
    struct BegunJob *next;
    CoreJob job;
} BegunJob;

static BOOL Ended(const CoreJob *job)
{
    JobProgress progress;
    CoreJobSnapshot(job, &progress);
    return progress.state != JobRunning;
}

void ContextPruneJobs(Context *context)
{
    for (BegunJob **at = &context->begunJobs; *at;) {
        BegunJob *begun = *at;
        if (!Ended(&begun->job)) {
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
    while (context->begunJobs) {
        BegunJob *begun = context->begunJobs;
        context->begunJobs = begun->next;
        CoreJobCancel(&begun->job);
        CoreJobRelease(&begun->job);
        HeapFree(GetProcessHeap(), 0, begun);
    }
}

/* Before the start: the job's events, whose first ones may come before the start returns. */
static HRESULT Prepare(Context *context, CoreJob *core, IPerfectHashJob **job)
{
    if (!job)
        return ErrorRaisePointer(&context->object, L"job");
    *job = NULL;
    core->events = JobEventsCreate();
    return core->events ? S_OK : ErrorRaiseMemory(&context->object);
}

/* Makes the object of a started job and notes the job. started: what the start answered. */
static HRESULT HandOut(Context *context, HRESULT started, const CoreJob *core, IPerfectHashJob **job)
{
    if (FAILED(started)) {
        CoreJobRelease(core);
        return started;
    }
    HRESULT hr = E_OUTOFMEMORY;
    BegunJob *begun = HeapAlloc(GetProcessHeap(), 0, sizeof *begun);
    if (begun)
        hr = JobCreate(core, job);
    if (FAILED(hr)) {
        CoreJobCancel(core);
        CoreJobRelease(core);
        if (begun)
            HeapFree(GetProcessHeap(), 0, begun);
        return ErrorRaiseMemory(&context->object);
    }
    begun->job = *core;         /* the start's reference */
    AcquireSRWLockExclusive(&context->lock);
    ContextPruneJobs(context);
    begun->next = context->begunJobs;
    context->begunJobs = begun;
    ReleaseSRWLockExclusive(&context->lock);
    return S_OK;
}

HRESULT STDMETHODCALLTYPE ContextBeginTableCreate(IPerfectHashIocpContext *self, BSTR keysPath, BSTR targetDirectory, BSTR options,
                                                  IPerfectHashJob **job)
{
    Context *context = ContextOf(self);
    CoreJob core = {0};
    const HRESULT hr = Prepare(context, &core, job);
    return FAILED(hr) ? hr : HandOut(context, ContextStartTable(context, keysPath, targetDirectory, options, &core), &core, job);
}

HRESULT STDMETHODCALLTYPE ContextBeginTableCreateFromKeys(IPerfectHashIocpContext *self, VARIANT keys, BSTR tableName, BSTR targetDirectory,
                                                          BSTR options, IPerfectHashJob **job)
{
    Context *context = ContextOf(self);
    CoreJob core = {0};
    const HRESULT hr = Prepare(context, &core, job);
    return FAILED(hr) ? hr : HandOut(context, ContextStartTableFromKeys(context, &keys, tableName, targetDirectory, options, &core), &core, job);
}

HRESULT STDMETHODCALLTYPE ContextBeginTableCreateCommandLine(IPerfectHashIocpContext *self, BSTR commandLine, IPerfectHashJob **job)
{
    Context *context = ContextOf(self);
    CoreJob core = {0};
    const HRESULT hr = Prepare(context, &core, job);
    return FAILED(hr) ? hr : HandOut(context, ContextStartLine(context, commandLine, ContextStartTableWords, &core), &core, job);
}

HRESULT STDMETHODCALLTYPE ContextBeginLoadTable(IPerfectHashIocpContext *self, BSTR path, IPerfectHashJob **job)
{
    Context *context = ContextOf(self);
    CoreJob core = {0};
    const HRESULT hr = Prepare(context, &core, job);
    return FAILED(hr) ? hr : HandOut(context, ContextStartLoad(context, path, &core), &core, job);
}

HRESULT STDMETHODCALLTYPE ContextBeginBulkCreate(IPerfectHashIocpContext *self, BSTR keysDirectory, BSTR targetDirectory, BSTR options,
                                                 IPerfectHashJob **job)
{
    Context *context = ContextOf(self);
    CoreJob core = {0};
    const HRESULT hr = Prepare(context, &core, job);
    return FAILED(hr) ? hr : HandOut(context, ContextStartBulk(context, keysDirectory, targetDirectory, options, &core), &core, job);
}

HRESULT STDMETHODCALLTYPE ContextBeginBulkCreateCommandLine(IPerfectHashIocpContext *self, BSTR commandLine, IPerfectHashJob **job)
{
    Context *context = ContextOf(self);
    CoreJob core = {0};
    const HRESULT hr = Prepare(context, &core, job);
    return FAILED(hr) ? hr : HandOut(context, ContextStartLine(context, commandLine, ContextStartBulkWords, &core), &core, job);
}
