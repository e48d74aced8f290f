#include "job_watch.h"

#include <oleauto.h>

#include "interrupt.h"
#include "job_tally.h"
#include "progress.h"

enum { PollMs = 100 };

/* Until it is done; an interrupt cancels it. */
static HRESULT JobWatchWait(const Command *command, IPerfectHashIocpContext *context, IPerfectHashJob *job)
{
    Progress progress;
    VARIANT_BOOL done = VARIANT_FALSE;
    BOOL cancelled = FALSE;
    HRESULT hr = S_OK;
    ProgressInit(&progress, !command->quiet && !command->style.silent, context);
    while (SUCCEEDED(hr) && !done) {
        hr = IPerfectHashJob_Wait(job, PollMs, &done);
        if (SUCCEEDED(hr) && !done)
            ProgressDraw(&progress, job);
        if (SUCCEEDED(hr) && InterruptCame() && !cancelled) {
            hr = IPerfectHashJob_Cancel(job);
            cancelled = TRUE;
        }
    }
    ProgressErase(&progress);
    return hr;
}

/* The result of a job that is done; *code and *result as JobWatch gives them. */
static HRESULT JobWatchTake(const Command *command, IPerfectHashJob *job, const IID *iid, void **result, ExitCode *code)
{
    IDispatch *object = NULL;
    BSTR error = NULL;
    LONG errorCode = 0;
    HRESULT hr = IPerfectHashJob_get_ErrorCode(job, &errorCode);
    if (SUCCEEDED(hr) && FAILED(errorCode)) {
        hr = IPerfectHashJob_get_Error(job, &error);
        if (SUCCEEDED(hr))
            ErrorPrint(&command->style, errorCode, error != NULL ? error : L"");
        SysFreeString(error);
        *code = ErrorExitCode(errorCode);
        return hr;
    }
    if (iid == NULL)
        return hr;
    if (SUCCEEDED(hr))
        hr = IPerfectHashJob_get_Result(job, &object);
    if (SUCCEEDED(hr) && object == NULL)
        hr = E_UNEXPECTED;
    if (SUCCEEDED(hr))
        hr = IDispatch_QueryInterface(object, iid, result);
    if (object != NULL)
        IDispatch_Release(object);
    return hr;
}

static ExitCode JobWatchOf(const Command *command, IPerfectHashIocpContext *context, HRESULT begun,
                           IPerfectHashJob *job, const IID *iid, void **result)
{
    ExitCode code = ExitDone;
    HRESULT hr = begun;
    *result = NULL;
    if (SUCCEEDED(hr))
        hr = JobWatchWait(command, context, job);
    if (SUCCEEDED(hr))
        hr = JobWatchTake(command, job, iid, result, &code);
    if (SUCCEEDED(hr))
        return code;
    return CommandFailed(command, hr);
}

ExitCode JobWatch(const Command *command, HRESULT begun, IPerfectHashJob *job, const IID *iid, void **result)
{
    return JobWatchOf(command, NULL, begun, job, iid, result);
}

ExitCode JobWatchBulk(const Command *command, IPerfectHashIocpContext *context, HRESULT begun, IPerfectHashJob *job,
                      IPerfectHashTables **tables)
{
    const BOOL isTallied = SUCCEEDED(begun) && !command->quiet && !command->style.silent && !command->style.json;
    void *result;
    if (isTallied)
        JobTallyBegin(job);
    const ExitCode code = JobWatchOf(command, context, begun, job, &IID_IPerfectHashTables, &result);
    if (isTallied)
        JobTallyEnd(job);
    *tables = result;
    return code;
}
