/* See bulk_job.h. */
#include "bulk_job_steps.h"

#include <assert.h>

#include "PerfectHashErrors.h"
#include "bulk_merge.h"
#include "bulk_options.h"
#include "jobs/text/text.h"
#include "runtime/base/path.h"
#include "runtime/base/win32_calls.h"
#include "runtime/engine/identity.h"
#include "runtime/pure/atomic.h"

static BulkJob *BulkJobOf(JobCore *core)
{
    return CONTAINING_RECORD(core, BulkJob, core);
}

/* ---- the steps ---- */

static HRESULT (*const steps[])(BulkJob *job) = {
    [BulkStepWalk] = BulkJobWalk,     [BulkStepSelect] = BulkJobSelect,   [BulkStepOpen] = BulkJobOpen,
    [BulkStepTables] = BulkJobTables, [BulkStepFlush] = BulkJobFlush,     [BulkStepPack] = BulkJobPack,
    [BulkStepCommit] = BulkJobCommit, [BulkStepSummary] = BulkJobSummary, [BulkStepLock] = BulkJobLock,
    [BulkStepFinish] = BulkJobFinish, [BulkStepUndo] = BulkJobUndo,
};

/* Steps that open, compare, flush and sweep files; the walk and the tables see to theirs. */
static BOOL BulkStepBlocks(const BulkJob *job)
{
    const BOOL selects = job->step == BulkStepSelect, merges = job->merge != NULL && job->step <= BulkStepOpen;
    if ((selects && BulkJobMakesRows(job)) || (merges && BulkMergeTakesSlices(job->merge)))
        return FALSE;
    switch (job->step) {
    case BulkStepSelect:
    case BulkStepOpen:
    case BulkStepFlush:
    case BulkStepCommit:
    case BulkStepSummary:
    case BulkStepFinish: return job->outputRoot != NULL || job->options.pack != NULL;
    case BulkStepUndo: return job->pack.rundown != NULL || job->summary.files.folder != NULL;
    default: return FALSE;
    }
}

static BOOL BulkJobAdvance(JobCore *core)
{
    BulkJob *job = BulkJobOf(core);
    const BOOL undoes = job->step == BulkStepUndo;
    Admission *slice = SliceStepPlace(&job->slice);
    job->under = job->step;
    const volatile LONG *cancelled = job->step <= BulkStepLock ? &job->cancelled : NULL; /* then all is made */
    HRESULT code = undoes ? S_OK : JobCoreCheck(core, cancelled != NULL && AtomicRead(cancelled) != 0);
    const DWORD error =
        SUCCEEDED(code) && BulkStepBlocks(job) ? BlockingStepEnter(&job->blocking, cancelled) : ERROR_SUCCESS;
    if (error == ERROR_IO_PENDING)
        return TRUE;
    if (error != ERROR_SUCCESS && !undoes)
        code = FailureSystem(&core->failure, PERFECTHASH_E_RUNTIME, core->subject, error);
    if (SUCCEEDED(code))
        code = steps[job->step](job);
    BlockingStepLeave(&job->blocking);
    AdmissionLeave(&slice);
    if (code != S_FALSE) /* it comes again */
        job->step = FAILED(code) ? BulkStepUndo : (BulkStep)(job->step + 1);
    return job->step != BulkStepDone;
}

/* ---- the end ---- */

static void BulkJobClose(JobCore *core)
{
    BulkJob *job = BulkJobOf(core);
    BulkJobSelectClose(job);
    BulkWalkClose(&job->walk);
    BulkPackClose(&job->pack);
    BulkSummaryClose(&job->summary);
    BulkJobTablesClose(job);
    BulkMergeFree(job->merge);
    job->merge = NULL;
    WorkItemPoison(&job->begin);
    BlockingStepPoison(&job->blocking);
    SliceStepPoison(&job->slice);
    if (SUCCEEDED(core->failure.code))
        JobCoreAccount(core, (LONGLONG)job->result->rowCount - AtomicRead64(&job->ended));
}

static void BulkJobTell(JobCore *core)
{
    BulkJob *job = BulkJobOf(core);
    if (job->done != NULL)
        job->done(job, job->context);
}

static void BulkJobDestroy(JobCore *core)
{
    BulkJob *job = BulkJobOf(core);
    assert(job->slots == NULL);
    BulkResultRelease(job->result);
    BulkMergeFree(job->merge); /* of a job that never started */
    BulkOptionsRelease(&job->options);
    TextFree(job->keysDirectory);
    TextFree(job->keysRoot);
    TextFree(job->outputRoot);
}

static void BulkJobBegin(WorkItem *item, Worker *worker, DWORD error, DWORD bytes)
{
    (void)worker;
    (void)bytes;
    JobCoreBegin(&CONTAINING_RECORD(item, BulkJob, begin)->core, error);
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
    job->walk.filter.linkRule = job->linkRule;
    if (job->merge != NULL)
        job->walk.filter.include = L"PerfectHashBulkCreate.*.csv;PerfectHashBulkCreate.*.json";
    const DWORD error = BulkWalkStart(&job->walk, RuntimeNode(job->core.runtime, TRUE), job->guest, &job->core.rundown);
    return error == ERROR_SUCCESS ? S_OK
                                  : FailureSystem(&job->core.failure, PERFECTHASH_E_RUNTIME, job->keysDirectory, error);
}

HRESULT BulkJobCommit(BulkJob *job)
{
    BulkPack *pack = &job->pack;
    if (pack->rundown == NULL)
        return S_OK;
    if (job->result->packPath == NULL)
        job->result->packPath = TextCopy(pack->path);
    if (job->result->packPath == NULL)
        return FailureMemory(&job->core.failure, job->keysDirectory, MAX_PATH);
    DWORD error = BulkPackCommit(pack);
    if (error == ERROR_SUCCESS)
        return S_OK;
    if (error == ERROR_IO_PENDING)
        return S_FALSE;
    if (ReplaceWaits(&pack->wait, RuntimeNode(job->core.runtime, TRUE), &job->core.rundown, &error))
        return S_FALSE;
    const HRESULT code = FailureSystem(&job->core.failure, PERFECTHASH_E_OUTPUT_WRITE, pack->path, error);
    if (error == ERROR_SHUTDOWN_IN_PROGRESS || error == ERROR_OPERATION_ABORTED)
        return code; /* a cancel keeps nothing either */
    wchar_t *kept = BulkPackKeep(pack);
    FailureKept(&job->core.failure, kept != NULL ? PathNameOf(kept) : NULL);
    TextFree(kept);
    return code;
}

HRESULT BulkJobSummary(BulkJob *job)
{
    job->summary.files.writer = (FileWriter){ReadyBulk, job->guest, &job->cancelled};
    job->summary.files.cancelled = &job->cancelled;
    if (job->merge == NULL && (job->outputRoot == NULL || job->options.noSummary))
        return S_OK;
    const BulkRunDescription figures = {
        .options = &job->options,
        .merge = job->merge,
        .filesFound = job->filesFound,
        .pack = job->pack.path,
        .elapsedMs = JobCoreElapsedMs(&job->core),
    };
    return BulkSummaryStart(&job->summary, RuntimeNode(job->core.runtime, TRUE), &job->core.rundown, job->result,
                            &figures, &job->core.failure);
}

HRESULT BulkJobLock(BulkJob *job)
{
    BulkSummaryLock(&job->summary);
    return S_OK;
}

HRESULT BulkJobFinish(BulkJob *job)
{
    return BulkSummaryEnd(&job->summary, RuntimeNode(job->core.runtime, TRUE), &job->core.rundown, job->result,
                          &job->core.failure);
}

HRESULT BulkJobUndo(BulkJob *job)
{
    AcquireSRWLockExclusive(&job->lock);
    job->tablesUnderWay = FALSE; /* nobody withdraws the pack's writes any more */
    ReleaseSRWLockExclusive(&job->lock);
    BulkPackClose(&job->pack);
    BulkSummaryClose(&job->summary);
    return S_OK;
}

/* ---- start ---- */

static HRESULT CopyTexts(BulkJob *job, const BulkRequest *request)
{
    const BOOL writes =
        request->outputDirectory != NULL && *request->outputDirectory != 0 && !request->options.table.noFileIo;
    job->keysDirectory = TextCopy(request->keysDirectory);
    if (job->keysDirectory == NULL)
        return FailureMemory(&job->core.failure, request->keysDirectory, sizeof(wchar_t));
    job->core.subject = job->keysDirectory;
    job->keysRoot = PathExtended(job->keysDirectory);
    if (job->keysRoot == NULL)
        return FailureSystem(&job->core.failure, PERFECTHASH_E_DIRECTORY_UNREADABLE, job->keysDirectory,
                             ERROR_INVALID_NAME);
    if (writes) {
        job->outputRoot = PathExtended(request->outputDirectory);
        if (job->outputRoot == NULL)
            return FailureSystem(&job->core.failure, PERFECTHASH_E_OUTPUT_DIRECTORY, request->outputDirectory,
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
        return FailureMemory(&job->core.failure, job->keysDirectory, sizeof *job->result);
    job->result->durable = request->options.table.durable;
    if (!BulkOptionsCopy(&request->options, &job->options))
        return FailureMemory(&job->core.failure, job->keysDirectory, sizeof job->options);
    return S_OK;
}

static HRESULT BulkJobPrime(BulkJob *job, const BulkRequest *request)
{
    const HRESULT code = CopyTexts(job, request);
    if (FAILED(code))
        return code;
    if (request->options.merge != NULL) {
        job->merge = Win32Allocate(sizeof *job->merge);
        if (job->merge == NULL)
            return FailureMemory(&job->core.failure, job->keysDirectory, sizeof *job->merge);
    }
    if (FAILED(JobCoreAddEvent(&job->core)))
        return job->core.failure.code;
    const DWORD error = NodePost(RuntimeNode(job->core.runtime, TRUE), &job->begin);
    return error == ERROR_SUCCESS ? S_OK
                                  : FailureSystem(&job->core.failure, PERFECTHASH_E_RUNTIME, job->keysDirectory, error);
}

static HRESULT BulkJobStartAs(Runtime *runtime, const BulkRequest *request, BulkJobDone done, BulkJobTable table,
                              void *context, BulkJob **out, Failure *failure)
{
    const BOOL merges = request->options.merge != NULL,
               names = request->keysDirectory != NULL && *request->keysDirectory != 0;
    if (merges && names)
        return FailureSet(failure, PERFECTHASH_E_ARGUMENT, request->keysDirectory, L"--Merge takes no other directory",
                          0, 0, 0);
    if (!merges && !names)
        return FailureSet(failure, PERFECTHASH_E_ARGUMENT, L"KeysDirectory",
                          L"missing argument; expected a directory of keys files", 0, 0, 0);
    const HRESULT checked = BulkOptionsCheck(&request->options, failure);
    if (FAILED(checked))
        return checked;
    BulkRequest own = *request;
    if (merges)
        own.keysDirectory = own.outputDirectory = request->options.merge;
    static const JobClass jobClass = {L"bulk",      sizeof(BulkJob), BulkJobAdvance,
                                      BulkJobClose, BulkJobTell,     BulkJobDestroy};
    JobCore *core;
    const HRESULT created = JobCoreCreate(&jobClass, runtime, own.keysDirectory, &core, failure);
    if (FAILED(created))
        return created;
    BulkJob *job = BulkJobOf(core);
    job->done = done;
    job->table = table;
    job->context = context;
    job->noLinks = request->noLinks;
    job->linkRule = request->linkRule;
    job->packInside = request->packInside;
    job->guest = request->guest;
    InitializeSRWLock(&job->lock);
    job->quota = request->quota;
    WorkItemInit(&job->begin, BulkJobBegin);
    IdentityCarry(&job->begin);
    BlockingStepInit(&job->blocking, RuntimeNode(runtime, TRUE), ReadyBulk, job->guest, &job->core.rundown);
    SliceStepInit(&job->slice, RuntimeNode(runtime, TRUE), ReadyBulk, job->guest, &job->cancelled, &job->core);
    *out = job; /* before the start: `done` may come before we return */
    const HRESULT code = BulkJobPrime(job, &own);
    if (FAILED(code)) {
        *out = NULL;
        return JobCoreAbandon(core, failure);
    }
    return code;
}

HRESULT BulkJobStart(Runtime *runtime, const BulkRequest *request, BulkJobDone done, BulkJobTable table, void *context,
                     BulkJob **out, Failure *failure)
{
    IdentityScope scope;
    const DWORD error = IdentityBegin(request->identity, &scope);
    if (error != ERROR_SUCCESS)
        return FailureSystem(failure, PERFECTHASH_E_RUNTIME, L"impersonation", error);
    const HRESULT code = BulkJobStartAs(runtime, request, done, table, context, out, failure);
    IdentityEnd(&scope);
    return code;
}

/* ---- the caller's side ---- */

void BulkJobCancel(BulkJob *job)
{
    AtomicExchange(&job->cancelled, TRUE);
    BulkJobTablesWithdraw(job);
    BulkJobReadsCancel(job);
    FolderLockWithdrawCancelled();
}

void BulkJobExpire(BulkJob *job, DWORD seconds)
{
    AtomicExchange(&job->core.allowedSeconds, (LONG)seconds);
    BulkJobCancel(job);
}

void BulkJobHold(BulkJob *job)
{
    RefCountHold(&job->core.references);
}

void BulkJobRelease(BulkJob *job)
{
    JobCoreRelease(&job->core);
}

HANDLE BulkJobEvent(BulkJob *job)
{
    return job->core.event;
}

C_ASSERT((int)JobStepEnding - (int)JobStepWalk == (int)BulkStepUndo && (int)BulkStepWalk == 0);

/* A run's worker moves it on meanwhile: what is read is where it was a moment ago. */
static JobStep BulkJobStepOf(const BulkJob *job)
{
    return (JobStep)(JobStepWalk + (int)job->under);
}

/*
 * Returns what the job itself waits for; what its tables wait for is reported by them: see
 * BulkJobLook.
 */
static JobWait BulkJobWaitOf(const BulkJob *job)
{
    if (BlockingStepWaits(&job->blocking))
        return JobWaitDisk;
    return FolderLockIsAwaited(&job->summary.files.lock) ? JobWaitFolder : JobWaitNothing;
}

void BulkJobSnapshot(const BulkJob *job, JobProgress *out)
{
    out->step = BulkJobStepOf(job);
    out->waits = BulkJobWaitOf(job);
    out->memoryBytes = (ULONGLONG)AtomicRead64(&job->memory);
    out->state = (JobState)AtomicRead(&job->core.state);
    out->completed = (ULONGLONG)AtomicRead64(&job->ended);
    out->failed = (ULONGLONG)AtomicRead64(&job->failed);
    out->total = max(job->total, out->completed);
    out->fraction = out->state == JobSucceeded ? 1.0
                    : out->total != 0          ? (double)out->completed / (double)out->total
                                               : 0.0;
    out->elapsedMs = JobCoreElapsedMs(&job->core);
}

HRESULT BulkJobTake(BulkJob *job, BulkResult **out, Failure *failure)
{
    const HRESULT code = JobCoreOutcome(&job->core, failure);
    if (FAILED(code))
        return code;
    BulkResultHold(job->result);
    *out = job->result;
    return S_OK;
}
