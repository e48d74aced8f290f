/*
 * See bulk_job.h. As a table job: a step starts what it needs, each part under a hold of the
 * rundown; when the last hold is given back, Advance takes the next step. What fails the run as a
 * whole leaves job->failure set, and the next step is the last.
 */
#include "bulk_job_steps.h"

#include <assert.h>

#include "PerfectHashErrors.h"
#include "bulk_merge.h"
#include "bulk_options.h"
#include "jobs/base/paths.h"
#include "jobs/text/text.h"
#include "runtime/base/win32_calls.h"
#include "runtime/engine/identity.h"
#include "runtime/pure/atomic.h"

/* ---- the one way to go on, and the one to end ---- */

static void Done(BulkJob *job)
{
    Runtime *runtime = job->runtime;
    BulkWalkClose(&job->walk);
    BulkPackClose(&job->pack);
    BulkSummaryClose(&job->summary);
    BulkJobTablesClose(job);
    BulkMergeFree(job->merge);
    job->merge = NULL;
    WorkItemPoison(&job->begin);
    if (FailureIsOfStop(&job->failure)) /* `cancelled` alone says nothing: what fails the run as a whole sets it, too */
        FailureSet(&job->failure, PERFECTHASH_E_CANCELLED, job->keysDirectory, NULL, 0, 0, 0);
    const LONGLONG rowsLeft = SUCCEEDED(job->failure.code) ? (LONGLONG)job->result->rowCount - job->ended : 0;
    JobAccount(job->rundown.count + rowsLeft, job->keysDirectory, &job->failure);
    const JobState state = SUCCEEDED(job->failure.code)                   ? JobSucceeded
                           : job->failure.code == PERFECTHASH_E_CANCELLED ? JobCancelled
                                                                          : JobFailed;
    job->elapsedMs = GetTickCount64() - job->startedMs;
    AtomicExchange(&job->state, state);
    if (job->done != NULL)
        job->done(job, job->context);
    SetEvent(job->event);
    BulkJobRelease(job);
    RuntimeRelease(runtime);
}

static BulkStep RunStep(BulkJob *job)
{
    HRESULT code = job->failure.code;
    if (SUCCEEDED(code) && job->cancelled && job->step != BulkStepFinish) /* there all is in place */
        code = FailureSet(&job->failure, PERFECTHASH_E_CANCELLED, job->keysDirectory, NULL, 0, 0, 0);
    if (FAILED(code))
        return BulkStepDone;
    switch (job->step) {
    case BulkStepWalk: code = BulkJobWalk(job); break;
    case BulkStepSelect: code = BulkJobSelect(job); break;
    case BulkStepOpen: code = BulkJobOpen(job); break;
    case BulkStepTables: code = BulkJobTables(job); break;
    case BulkStepPack: code = BulkJobPack(job); break;
    case BulkStepSummary: code = BulkJobSummary(job); break;
    case BulkStepFinish: code = BulkJobFinish(job); break;
    case BulkStepDone: break;
    }
    return FAILED(code) ? BulkStepDone : (BulkStep)(job->step + 1);
}

/* Runs on the worker that gave back the last hold: nothing of the job is under way. */
static void Advance(Rundown *rundown)
{
    BulkJob *job = CONTAINING_RECORD(rundown, BulkJob, rundown);
    if (job->step == BulkStepDone) {
        Done(job);
        return;
    }
    RundownRearm(rundown); /* the step's own hold, so that what it starts can't overtake it */
    job->step = RunStep(job);
    RundownRelease(rundown);
}

static void Begin(WorkItem *item, Worker *worker, DWORD error, DWORD bytes)
{
    BulkJob *job = CONTAINING_RECORD(item, BulkJob, begin);
    (void)worker;
    (void)bytes;
    if (error != ERROR_SUCCESS)
        FailureSystem(&job->failure, PERFECTHASH_E_RUNTIME, job->keysDirectory, error);
    RundownRelease(&job->rundown); /* the starter's hold, which came here with the item */
}

/* ---- the first step and the last two ---- */

HRESULT BulkJobWalk(BulkJob *job)
{
    job->walk.root = job->keysRoot;
    job->walk.cancelled = &job->cancelled;
    job->walk.filter.include = job->options.include != NULL ? job->options.include : BULK_DEFAULT_INCLUDE;
    job->walk.filter.exclude = job->options.exclude;
    job->walk.filter.leftOut = job->outputRoot;
    job->walk.filter.recursive = job->options.recursive;
    job->walk.filter.noLinks = job->noLinks;
    if (job->merge != NULL)
        job->walk.filter.include = L"PerfectHashBulkCreate.*.csv;PerfectHashBulkCreate.*.json";
    const DWORD error = BulkWalkStart(&job->walk, RuntimeNode(job->runtime, TRUE), &job->rundown);
    return error == ERROR_SUCCESS ? S_OK
                                  : FailureSystem(&job->failure, PERFECTHASH_E_RUNTIME, job->keysDirectory, error);
}

HRESULT BulkJobSummary(BulkJob *job)
{
    if (job->pack.rundown != NULL) {
        job->result->packPath = TextCopy(job->pack.path);
        if (job->result->packPath == NULL)
            return FailureMemory(&job->failure, job->keysDirectory, MAX_PATH);
        const DWORD error = BulkPackCommit(&job->pack);
        if (error != ERROR_SUCCESS)
            return FailureSystem(&job->failure, PERFECTHASH_E_OUTPUT_WRITE, job->pack.path, error);
    }
    BulkResultCount(job->result);
    if (job->merge != NULL)
        return BulkMergeSummary(job);
    if (job->outputRoot == NULL || job->options.noSummary)
        return S_OK;
    const BulkFacts facts = {
        .options = &job->options,
        .filesFound = job->filesFound,
        .pack = job->pack.path,
        .elapsedMs = GetTickCount64() - job->startedMs,
    };
    return BulkSummaryStart(&job->summary, RuntimeNode(job->runtime, TRUE), &job->rundown, job->result, &facts,
                            &job->failure);
}

HRESULT BulkJobFinish(BulkJob *job)
{
    return BulkSummaryEnd(&job->summary, job->result, &job->failure);
}

/* ---- start ---- */

static HRESULT CopyTexts(BulkJob *job, const BulkRequest *request)
{
    const BOOL writes =
        request->outputDirectory != NULL && *request->outputDirectory != 0 && !request->options.table.noFileIo;
    job->keysDirectory = TextCopy(request->keysDirectory);
    if (job->keysDirectory == NULL)
        return FailureMemory(&job->failure, request->keysDirectory, sizeof(wchar_t));
    job->keysRoot = PathExtended(job->keysDirectory);
    if (job->keysRoot == NULL)
        return FailureSystem(&job->failure, PERFECTHASH_E_DIRECTORY_UNREADABLE, job->keysDirectory, ERROR_INVALID_NAME);
    if (writes) {
        job->outputRoot = PathExtended(request->outputDirectory);
        if (job->outputRoot == NULL)
            return FailureSystem(&job->failure, PERFECTHASH_E_OUTPUT_DIRECTORY, request->outputDirectory,
                                 ERROR_INVALID_NAME);
    }
    wchar_t *keysDirectory = PathFull(job->keysDirectory),
            *outputDirectory = writes ? PathFull(request->outputDirectory) : NULL;
    const size_t length = keysDirectory != NULL ? wcslen(keysDirectory) : 0;
    if (length > 3 && keysDirectory[length - 1] == L'\\') /* written in one way, as shards are of one run by that */
        keysDirectory[length - 1] = 0;
    if (keysDirectory != NULL && (outputDirectory != NULL || !writes))
        job->result = BulkResultCreate(keysDirectory, outputDirectory);
    TextFree(keysDirectory);
    TextFree(outputDirectory);
    if (job->result == NULL)
        return FailureMemory(&job->failure, job->keysDirectory, sizeof *job->result);
    if (!BulkOptionsCopy(&request->options, &job->options))
        return FailureMemory(&job->failure, job->keysDirectory, sizeof job->options);
    return S_OK;
}

static HRESULT Prime(BulkJob *job, const BulkRequest *request)
{
    const HRESULT code = CopyTexts(job, request);
    if (FAILED(code))
        return code;
    if (request->options.merge != NULL) {
        job->merge = Win32Allocate(sizeof *job->merge);
        if (job->merge == NULL)
            return FailureMemory(&job->failure, job->keysDirectory, sizeof *job->merge);
    }
    job->event = Win32CreateEvent();
    if (job->event == NULL)
        return FailureSystem(&job->failure, PERFECTHASH_E_RUNTIME, job->keysDirectory, GetLastError());
    const DWORD error = NodePost(RuntimeNode(job->runtime, TRUE), &job->begin);
    return error == ERROR_SUCCESS ? S_OK
                                  : FailureSystem(&job->failure, PERFECTHASH_E_RUNTIME, job->keysDirectory, error);
}

static HRESULT Start(Runtime *runtime, const BulkRequest *request, BulkJobDone done, BulkJobTable table, void *context,
                     BulkJob **out, Failure *failure)
{
    const BOOL merges = request->options.merge != NULL,
               names = request->keysDirectory != NULL && *request->keysDirectory != 0;
    if (merges && names)
        return FailureSet(failure, PERFECTHASH_E_ARGUMENT, request->keysDirectory, L"--Merge takes no other directory",
                          0, 0, 0);
    if (!merges && !names)
        return FailureSet(failure, PERFECTHASH_E_ARGUMENT, L"KeysDirectory", L"a directory of keys files is wanted", 0,
                          0, 0);
    const HRESULT checked = BulkOptionsCheck(&request->options, failure);
    if (FAILED(checked))
        return checked;
    BulkRequest own = *request;
    if (merges)
        own.keysDirectory = own.outputDirectory = request->options.merge;
    if (!RuntimeHold(runtime))
        return FailureSystem(failure, PERFECTHASH_E_RUNTIME, own.keysDirectory, ERROR_SHUTDOWN_IN_PROGRESS);
    BulkJob *job = Win32Allocate(sizeof *job);
    if (job == NULL) {
        RuntimeRelease(runtime);
        return FailureMemory(failure, own.keysDirectory, sizeof *job);
    }
    RefCountInit(&job->references); /* the caller's */
    RefCountHold(&job->references); /* the job's own */
    job->runtime = runtime;
    job->done = done;
    job->table = table;
    job->context = context;
    job->identity = request->identity;
    IdentityHold(job->identity);
    job->startedMs = GetTickCount64();
    job->step = BulkStepWalk;
    job->noLinks = request->noLinks;
    job->packInside = request->packInside;
    job->guest = request->guest;
    InitializeSRWLock(&job->lock);
    RundownInit(&job->rundown, Advance);
    WorkItemInit(&job->begin, Begin);
    IdentityCarry(&job->begin);
    *out = job; /* before the start: `done` may come before we return */
    const HRESULT code = Prime(job, &own);
    if (FAILED(code)) {
        *out = NULL;
        if (failure != NULL)
            *failure = job->failure;
        RefCountRelease(&job->references);
        BulkJobRelease(job);
        RuntimeRelease(runtime);
    }
    return code;
}

HRESULT BulkJobStart(Runtime *runtime, const BulkRequest *request, BulkJobDone done, BulkJobTable table, void *context,
                     BulkJob **out, Failure *failure)
{
    if (request->identity == NULL)
        return Start(runtime, request, done, table, context, out, failure);
    Identity *before = IdentityEnter(request->identity);
    const HRESULT code = Start(runtime, request, done, table, context, out, failure);
    IdentityLeave(before);
    return code;
}

/* ---- the caller's side ---- */

void BulkJobCancel(BulkJob *job)
{
    AtomicExchange(&job->cancelled, TRUE);
    BulkJobTablesWithdraw(job);
}

void BulkJobHold(BulkJob *job)
{
    RefCountHold(&job->references);
}

void BulkJobRelease(BulkJob *job)
{
    if (RefCountRelease(&job->references) != 0)
        return;
    assert(job->slots == NULL);
    BulkResultRelease(job->result);
    IdentityRelease(job->identity);
    BulkMergeFree(job->merge); /* of a job that never started */
    if (job->event != NULL)
        CloseHandle(job->event);
    BulkOptionsRelease(&job->options);
    TextFree(job->keysDirectory);
    TextFree(job->keysRoot);
    TextFree(job->outputRoot);
    Win32Free(job);
}

HANDLE BulkJobEvent(BulkJob *job)
{
    return job->event;
}

void BulkJobSnapshot(const BulkJob *job, JobProgress *out)
{
    out->state = (JobState)job->state;
    out->completed = (ULONGLONG)job->ended;
    out->failed = (ULONGLONG)job->failed;
    out->total = max(job->total, out->completed);
    out->fraction = out->state == JobSucceeded ? 1.0
                    : out->total != 0          ? (double)out->completed / (double)out->total
                                               : 0.0;
    out->elapsedMs = out->state != JobRunning ? job->elapsedMs : GetTickCount64() - job->startedMs;
}

HRESULT BulkJobTake(BulkJob *job, BulkResult **out, Failure *failure)
{
    if (job->state == JobRunning)
        return FailureSet(failure, PERFECTHASH_E_ARGUMENT, job->keysDirectory, L"the job still runs", 0, 0, 0);
    if (FAILED(job->failure.code)) {
        if (failure != NULL)
            *failure = job->failure;
        return job->failure.code;
    }
    BulkResultHold(job->result);
    *out = job->result;
    return S_OK;
}
