/*
 * The methods of an IocpContext that begin work and return at once. What they begin holds all that
 * it needs: it goes on to its end whatever becomes of the context and of the job's object.
 */
#include "com/job/job.h"
#include "com/object/errors.h"
#include "context_requests.h"

/* Starts a call's job and hands out its object. */
static HRESULT ContextJobsBegin(Context *context, const ContextCall *call, IPerfectHashJob **job)
{
    if (job == NULL)
        return ErrorRaisePointer(&context->object, L"job");
    *job = NULL;
    CoreJob core = {.events = JobEventsCreate()}; /* the first ones may come before the start returns */
    if (core.events == NULL)
        return ErrorRaiseMemory(&context->object);
    HRESULT hr = call->start(context, call, &core);
    if (SUCCEEDED(hr) && FAILED(JobCreate(&core, job))) {
        CoreJobCancel(&core);
        hr = ErrorRaiseMemory(&context->object);
    }
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
