/*
 * See table_job.h. A step starts what it needs, each part under a hold of the job's rundown; when
 * the last hold is given back, Advance takes the next step. A step that starts nothing is followed
 * by the next one at once. What fails leaves job->failure set, and the next step is the last: there
 * is no second way to end.
 */
#include "table_job_steps.h"

#include <assert.h>

#include "PerfectHashErrors.h"
#include "jobs/base/paths.h"
#include "jobs/text/path_name.h"
#include "jobs/text/text.h"
#include "runtime/base/win32_calls.h"
#include "runtime/engine/identity.h"
#include "runtime/pure/atomic.h"

/* ---- the one way to go on, and the one to end ---- */

/*
 * A job that was to end, or whose runtime was, has not failed, whatever the end looked like to its
 * present step.
 */
static void TellCancelled(TableJob *job)
{
    if (FAILED(job->failure.code) && (*job->cancelled || FailureIsOfStop(&job->failure)))
        FailureSet(&job->failure, PERFECTHASH_E_CANCELLED, job->subject, NULL, 0, 0, 0);
}

static void Done(TableJob *job)
{
    Runtime *runtime = job->runtime;
    TellCancelled(job);
    TableJobReleaseSolver(job);
    OutputSetClose(&job->outputs);
    BufferRelease(job->headerBuffer);
    job->headerBuffer = NULL;
    JobAccount(job->rundown.count, job->subject, &job->failure);
    if (FAILED(job->failure.code)) {
        TableResultRelease(job->result);
        job->result = NULL;
    }
    const JobState state = job->result != NULL                            ? JobSucceeded
                           : job->failure.code == PERFECTHASH_E_CANCELLED ? JobCancelled
                                                                          : JobFailed;
    AtomicExchange(&job->progress, 1000);
    job->elapsedMs = GetTickCount64() - job->startedMs;
    AtomicExchange(&job->state, state);
    if (job->hasTurn)
        NodeRequestDone(&job->turn);
    if (job->done != NULL)
        job->done(job, job->context);
    if (job->event != NULL)
        SetEvent(job->event);
    TableJobRelease(job);
    RuntimeRelease(runtime);
}

/* Runs the present step and answers the one that follows when all that it started has ended. */
static JobStep RunStep(TableJob *job)
{
    static const LONG progress[] = {0, 100, 100, 200, 800, 900, 900, 1000};
    BOOL again = FALSE;
    HRESULT code = job->failure.code;
    if (SUCCEEDED(code) && *job->cancelled)
        code = FailureSet(&job->failure, PERFECTHASH_E_CANCELLED, job->subject, NULL, 0, 0, 0);
    if (FAILED(code))
        return StepDone;
    if (AtomicExchange(&job->progress, progress[job->step]) != progress[job->step] && job->moved != NULL)
        job->moved(job, job->context);
    switch (job->step) {
    case StepLoad: code = TableJobLoad(job); break;
    case StepPlan: code = TableJobPlan(job); break;
    case StepPrepare: code = TableJobPrepare(job); break;
    case StepSolve: code = TableJobSolve(job, &again); break;
    case StepEmit: code = TableJobEmit(job); break;
    case StepTurn: TableJobTurn(job); break;
    case StepCommit: code = TableJobCommit(job); break;
    case StepDone: break;
    }
    const BOOL reused = job->result != NULL && job->result->reused;
    return FAILED(code) || reused ? StepDone : again ? job->step : (JobStep)(job->step + 1);
}

/*
 * ---- the steps that make, rename and delete files keep a worker as long as the disk takes: all
 * workers of a node but one may be in them ----
 */

static void FilingTurnCame(WorkItem *item, Worker *worker, DWORD error, DWORD bytes)
{
    TableJob *job = CONTAINING_RECORD(item, TableJob, filingTurn);
    (void)worker;
    (void)bytes;
    (void)error; /* nobody withdraws it */
    job->hasFilingPlace = TRUE;
    RundownRelease(&job->rundown);
}

/* FALSE: the step waits for its place, under a hold of the rundown. */
static BOOL EnterStep(TableJob *job)
{
    const BOOL files = (job->step == StepEmit || job->step == StepCommit) && job->outputDirectory != NULL;
    if (!files || job->hasFilingPlace)
        return TRUE;
    job->hasFilingPlace = NodeRequestEnter(&job->filing);
    if (job->hasFilingPlace)
        return TRUE;
    RundownHold(&job->rundown);
    const DWORD error = NodeRequestSubmit(&job->filing, &job->filingTurn);
    if (error == ERROR_SUCCESS)
        return FALSE;
    RundownRelease(&job->rundown);
    FailureSystem(&job->failure, PERFECTHASH_E_RUNTIME, job->subject, error);
    return TRUE;
}

static void LeaveStep(TableJob *job)
{
    if (job->hasFilingPlace)
        NodeRequestDone(&job->filing);
    job->hasFilingPlace = FALSE;
}

/* Runs on the worker that gave back the last hold: nothing of the job is under way. */
static void Advance(Rundown *rundown)
{
    TableJob *job = CONTAINING_RECORD(rundown, TableJob, rundown);
    if (job->step == StepDone) {
        Done(job);
        return;
    }
    RundownRearm(rundown); /* the step's own hold, so that what it starts can't overtake it */
    if (EnterStep(job)) {
        job->step = RunStep(job);
        LeaveStep(job);
    }
    RundownRelease(rundown);
}

static void Begin(WorkItem *item, Worker *worker, DWORD error, DWORD bytes)
{
    TableJob *job = CONTAINING_RECORD(item, TableJob, begin);
    (void)worker;
    (void)bytes;
    if (error != ERROR_SUCCESS)
        FailureSystem(&job->failure, PERFECTHASH_E_RUNTIME, job->subject, error);
    AcquireSRWLockExclusive(&job->cancelLock);
    job->waiting = FALSE;
    ReleaseSRWLockExclusive(&job->cancelLock);
    job->hasTurn = error == ERROR_SUCCESS;
    RundownRelease(&job->rundown); /* the starter's hold, which came here with the item */
}

/* ---- start ---- */

static HRESULT CheckRequest(const TableRequest *request, Failure *failure)
{
    const wchar_t *subject = L"keys", *reason = NULL;
    if (request->keysPath != NULL && *request->keysPath == 0) {
        subject = L"KeysPath";
        reason = L"a keys file is wanted";
    } else if (request->keysPath == NULL && request->keySizeInBytes != 4 && request->keySizeInBytes != 8) {
        reason = L"a key is 4 or 8 bytes";
    } else if (request->keysPath == NULL && request->keys == NULL && request->keyCount != 0) {
        reason = L"a pointer to them is wanted";
    }
    if (reason != NULL)
        return FailureSet(failure, PERFECTHASH_E_ARGUMENT, subject, reason, 0, 0, 0);
    if (request->keysPath == NULL && request->keyCount > CHM_MAX_KEYS)
        return FailureSet(failure, PERFECTHASH_E_KEYS_TOO_MANY, subject, NULL, request->keyCount, CHM_MAX_KEYS, 0);
    return TableOptionsCheck(&request->options, failure);
}

static HRESULT CopyNames(TableJob *job, const TableRequest *request)
{
    if (request->keysPath != NULL) {
        job->keysPath = TextCopy(request->keysPath);
        if (job->keysPath == NULL)
            return FailureMemory(&job->failure, job->subject, wcslen(request->keysPath) * sizeof(wchar_t));
        job->subject = job->keysPath;
        job->keysFullPath = PathFull(request->keysPath);
        if (job->keysFullPath == NULL)
            return FailureSystem(&job->failure, PERFECTHASH_E_KEYS_UNREADABLE, job->subject, ERROR_INVALID_NAME);
    }
    const BOOL named = request->name != NULL && *request->name != 0;
    job->name = named || request->keysPath == NULL ? TextCopy(named ? request->name : L"table")
                                                   : PathBaseName(request->keysPath);
    if (job->name == NULL)
        return FailureMemory(&job->failure, job->subject, TABLE_MAX_NAME);
    if (request->keysPath == NULL)
        job->subject = job->name;
    const BOOL writes = request->outputDirectory != NULL && *request->outputDirectory != 0;
    if (writes && !request->options.noFileIo && request->options.outputs != 0) {
        job->outputs.noLinksFrom = request->noLinksFrom;
        job->outputDirectory = PathFull(request->outputDirectory);
        if (job->outputDirectory == NULL)
            return FailureSystem(&job->failure, PERFECTHASH_E_OUTPUT_DIRECTORY, request->outputDirectory,
                                 ERROR_INVALID_NAME);
    }
    return S_OK;
}

static HRESULT CopyKeys(TableJob *job, const TableRequest *request)
{
    if (request->keysPath != NULL)
        return S_OK;
    const size_t bytes = request->keyCount * request->keySizeInBytes;
    job->keysBuffer = BufferAcquire(job->node, max(bytes, sizeof(uint64_t)));
    if (job->keysBuffer == NULL)
        return FailureMemory(&job->failure, job->subject, bytes);
    if (bytes != 0)
        memcpy(BufferData(job->keysBuffer), request->keys, bytes);
    BufferSetLength(job->keysBuffer, bytes);
    job->keys.keys = BufferData(job->keysBuffer);
    job->keys.count = request->keyCount;
    job->keys.keySizeInBytes = request->keySizeInBytes;
    return S_OK;
}

static HRESULT Prime(TableJob *job, const TableRequest *request)
{
    HRESULT code = CopyNames(job, request);
    if (SUCCEEDED(code))
        code = CopyKeys(job, request);
    if (FAILED(code))
        return code;
    if (!request->noEvent)
        job->event = Win32CreateEvent();
    if (!request->noEvent && job->event == NULL)
        return FailureSystem(&job->failure, PERFECTHASH_E_RUNTIME, job->subject, GetLastError());
    if (request->atOnce)
        return S_OK;
    NodeRequestInit(&job->turn, job->node, ReadyInteractive, 1);
    job->turn.guest = request->guest;
    job->waiting = TRUE;
    const DWORD error = NodeRequestSubmit(&job->turn, &job->begin);
    return error == ERROR_SUCCESS ? S_OK : FailureSystem(&job->failure, PERFECTHASH_E_RUNTIME, job->subject, error);
}

static HRESULT Start(Runtime *runtime, const TableRequest *request, TableJobDone done, void *context, TableJob **out,
                     Failure *failure)
{
    const HRESULT checked = CheckRequest(request, failure);
    if (FAILED(checked))
        return checked;
    const BOOL named = request->name != NULL && *request->name != 0;
    const wchar_t *subject = request->keysPath != NULL ? request->keysPath : named ? request->name : L"table";
    if (!RuntimeHold(runtime))
        return FailureSystem(failure, PERFECTHASH_E_RUNTIME, subject, ERROR_SHUTDOWN_IN_PROGRESS);
    TableJob *job = Win32Allocate(sizeof *job);
    if (job == NULL) {
        RuntimeRelease(runtime);
        return FailureMemory(failure, subject, sizeof *job);
    }
    RefCountInit(&job->references); /* the caller's */
    RefCountHold(&job->references); /* the job's own */
    job->subject = subject;         /* until the job has its own copy */
    job->runtime = runtime;
    job->node = request->node != NULL ? request->node : RuntimeNode(runtime, FALSE);
    job->cancelled = request->cancelled != NULL ? request->cancelled : &job->ownCancelled;
    job->done = done;
    job->moved = request->moved;
    job->context = context;
    job->identity = request->identity;
    IdentityHold(job->identity);
    job->options = request->options;
    job->resume = request->resume;
    job->loads = request->loads;
    job->step = StepLoad;
    job->startedMs = GetTickCount64();
    RundownInit(&job->rundown, Advance);
    WorkItemInit(&job->begin, Begin);
    IdentityCarry(&job->begin);
    NodeRequestInitLong(&job->filing, job->node, 1);
    WorkItemInit(&job->filingTurn, FilingTurnCame);
    IdentityCarry(&job->filingTurn);
    InitializeSRWLock(&job->cancelLock);
    *out = job; /* before the start: `done` may come before we return */
    const HRESULT code = Prime(job, request);
    if (FAILED(code)) {
        *out = NULL;
        if (failure != NULL)
            *failure = job->failure;
        BufferRelease(job->keysBuffer);
        job->keysBuffer = NULL;
        RefCountRelease(&job->references);
        TableJobRelease(job);
        RuntimeRelease(runtime);
    } else if (request->atOnce) {
        RundownRelease(&job->rundown);
    }
    return code;
}

HRESULT TableJobStart(Runtime *runtime, const TableRequest *request, TableJobDone done, void *context, TableJob **out,
                      Failure *failure)
{
    if (request->identity == NULL)
        return Start(runtime, request, done, context, out, failure);
    Identity *before = IdentityEnter(request->identity);
    const HRESULT code = Start(runtime, request, done, context, out, failure);
    IdentityLeave(before);
    return code;
}

/* ---- the caller's side ---- */

void TableJobCancel(TableJob *job)
{
    AtomicExchange(&job->ownCancelled, TRUE);
    AcquireSRWLockExclusive(&job->cancelLock);
    if (job->waiting)
        NodeRequestWithdraw(&job->turn);
    if (job->reading)
        FileCancel(&job->read.operation);
    ReleaseSRWLockExclusive(&job->cancelLock);
}

void TableJobHold(TableJob *job)
{
    RefCountHold(&job->references);
}

void TableJobRelease(TableJob *job)
{
    if (RefCountRelease(&job->references) != 0)
        return;
    assert(job->run.solver == NULL && job->keysBuffer == NULL && job->decodedBuffer == NULL &&
           job->headerBuffer == NULL);
    WorkItemPoison(&job->begin);
    WorkItemPoison(&job->filingTurn);
    TableResultRelease(job->result);
    IdentityRelease(job->identity);
    if (job->event != NULL)
        CloseHandle(job->event);
    TextFree(job->keysPath);
    TextFree(job->keysFullPath);
    TextFree(job->priorFolder);
    TextFree(job->name);
    TextFree(job->outputDirectory);
    Win32Free(job);
}

HANDLE TableJobEvent(TableJob *job)
{
    return job->event;
}

const wchar_t *TableJobSubject(const TableJob *job)
{
    return job->subject;
}

JobState TableJobState(const TableJob *job)
{
    return (JobState)job->state;
}

double TableJobProgress(const TableJob *job)
{
    return job->progress / 1000.0;
}

void TableJobSnapshot(const TableJob *job, JobProgress *out)
{
    out->state = TableJobState(job);
    out->fraction = TableJobProgress(job);
    out->total = 1;
    out->completed = out->state != JobRunning;
    out->failed = out->state == JobFailed || out->state == JobCancelled;
    out->elapsedMs = out->state != JobRunning ? job->elapsedMs : GetTickCount64() - job->startedMs;
}

HRESULT TableJobTake(TableJob *job, TableResult **out, Failure *failure)
{
    if (TableJobState(job) == JobRunning)
        return FailureSet(failure, PERFECTHASH_E_ARGUMENT, job->subject, L"the job still runs", 0, 0, 0);
    if (job->result == NULL) {
        if (failure != NULL)
            *failure = job->failure;
        return job->failure.code;
    }
    TableResultHold(job->result);
    *out = job->result;
    return S_OK;
}
