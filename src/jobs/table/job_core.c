#include "job_core.h"

#include "PerfectHashErrors.h"
#include "jobs/base/job_events.h"
#include "runtime/base/win32_calls.h"
#include "runtime/pure/atomic.h"
#include "runtime/pure/check.h"

void JobCoreAccount(JobCore *core, LONGLONG open)
{
    RuntimeCheck(open == 0, "a job ended while something of it was under way");
    if (open != 0)
        FailureSet(&core->failure, PERFECTHASH_E_INTERNAL, core->subject,
                   L"the job ended while something of it was under way", 0, 0, 0);
}

/* Makes the failure of a job that was cancelled, or that the runtime's stop ended, what it is. */
static void JobCoreNameStop(JobCore *core)
{
    const LONG seconds = AtomicRead(&core->allowedSeconds);
    if (seconds != 0)
        FailureSet(&core->failure, PERFECTHASH_E_JOB_TIME, core->subject, NULL, (ULONGLONG)seconds, 0, 0);
    else
        FailureSet(&core->failure, PERFECTHASH_E_CANCELLED, core->subject, NULL, 0, 0, 0);
}

static void JobCoreEnd(JobCore *core)
{
    Runtime *runtime = core->runtime;
    core->jobClass->close(core);
    if (FailureIsOfStop(&core->failure))
        JobCoreNameStop(core);
    JobCoreAccount(core, AtomicRead(&core->rundown.count));
    const HRESULT code = core->failure.code;
    const BOOL cancelled = code == PERFECTHASH_E_CANCELLED;
    core->elapsedMs = GetTickCount64() - core->startedMs;
    AtomicExchange(&core->state, SUCCEEDED(code) ? JobSucceeded : cancelled ? JobCancelled : JobFailed);
    EventsJobEnded(core, code, core->elapsedMs);
    core->jobClass->done(core);
    if (core->event != NULL)
        SetEvent(core->event);
    JobCoreRelease(core);
    RuntimeRelease(runtime);
}

/* Runs on the worker that gave back the last hold: nothing of the job is under way. */
static void JobCoreAdvance(Rundown *rundown)
{
    JobCore *core = CONTAINING_RECORD(rundown, JobCore, rundown);
    if (core->over) {
        JobCoreEnd(core);
        return;
    }
    RundownRearm(rundown); /* the step's own hold, so that what it starts can't overtake it */
    core->over = !core->jobClass->step(core);
    RundownRelease(rundown);
}

HRESULT JobCoreCreate(const JobClass *jobClass, Runtime *runtime, const wchar_t *subject, JobCore **out,
                      Failure *failure)
{
    if (!RuntimeHold(runtime))
        return FailureSystem(failure, PERFECTHASH_E_RUNTIME, subject, ERROR_SHUTDOWN_IN_PROGRESS);
    JobCore *core = Win32Allocate(jobClass->size);
    if (core == NULL) {
        RuntimeRelease(runtime);
        return FailureMemory(failure, subject, jobClass->size);
    }
    core->jobClass = jobClass;
    RundownInit(&core->rundown, JobCoreAdvance);
    RefCountInit(&core->references);
    RefCountHold(&core->references);
    core->runtime = runtime;
    core->identity = IdentityCurrent();
    IdentityHold(core->identity);
    core->startedMs = GetTickCount64();
    core->subject = subject;
    *out = core;
    return S_OK;
}

HRESULT JobCoreAddEvent(JobCore *core)
{
    core->event = Win32CreateEvent();
    if (core->event != NULL)
        return S_OK;
    return FailureSystem(&core->failure, PERFECTHASH_E_RUNTIME, core->subject, GetLastError());
}

HRESULT JobCoreAbandon(JobCore *core, Failure *failure)
{
    Runtime *runtime = core->runtime;
    const HRESULT code = core->failure.code;
    if (failure != NULL)
        *failure = core->failure;
    RefCountRelease(&core->references);
    JobCoreRelease(core);
    RuntimeRelease(runtime);
    return code;
}

void JobCoreBegin(JobCore *core, DWORD error)
{
    if (error != ERROR_SUCCESS)
        FailureSystem(&core->failure, PERFECTHASH_E_RUNTIME, core->subject, error);
    EventsJobStarted(core, core->jobClass->kind, core->subject);
    RundownRelease(&core->rundown);
}

HRESULT JobCoreCheck(JobCore *core, BOOL cancelled)
{
    if (SUCCEEDED(core->failure.code) && cancelled)
        FailureSet(&core->failure, PERFECTHASH_E_CANCELLED, core->subject, NULL, 0, 0, 0);
    return core->failure.code;
}

HRESULT JobCoreAwait(JobCore *core, Admission *admission, WorkItem *item)
{
    RundownHold(&core->rundown);
    const DWORD error = AdmissionSubmit(admission, item);
    if (error == ERROR_SUCCESS)
        return S_FALSE;
    RundownRelease(&core->rundown);
    return FailureSystem(&core->failure, PERFECTHASH_E_RUNTIME, core->subject, error);
}

void JobCoreRelease(JobCore *core)
{
    if (RefCountRelease(&core->references) != 0)
        return;
    core->jobClass->destroy(core);
    IdentityRelease(core->identity);
    if (core->event != NULL)
        CloseHandle(core->event);
    Win32Free(core);
}

ULONGLONG JobCoreElapsedMs(const JobCore *core)
{
    return AtomicRead(&core->state) != JobRunning ? core->elapsedMs : GetTickCount64() - core->startedMs;
}

HRESULT JobCoreOutcome(const JobCore *core, Failure *failure)
{
    if (AtomicRead(&core->state) == JobRunning)
        return FailureSet(failure, PERFECTHASH_E_ARGUMENT, core->subject, L"the job still runs", 0, 0, 0);
    if (FAILED(core->failure.code) && failure != NULL)
        *failure = core->failure;
    return core->failure.code;
}
