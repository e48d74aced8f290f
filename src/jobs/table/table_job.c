/* See table_job.h. */
#include "table_job_steps.h"

#include <assert.h>

#include "PerfectHashErrors.h"
#include "jobs/base/job_events.h"
#include "jobs/text/path_name.h"
#include "jobs/text/text.h"
#include "runtime/base/path.h"
#include "runtime/engine/identity.h"
#include "runtime/pure/atomic.h"

static TableJob *TableJobOf(JobCore *core)
{
    return CONTAINING_RECORD(core, TableJob, core);
}

/* ---- the steps ---- */

static const struct {
    const wchar_t *name;
    HRESULT (*run)(TableJob *job);
    LONG progress; /* where the step begins, in thousandths */
} steps[] = {
    [TableStepLoad] = {L"load", TableJobLoad, 0},
    [TableStepPlan] = {L"plan", TableJobPlan, 100},
    [TableStepReuse] = {L"reuse", TableJobReuse, 100},
    [TableStepLook] = {L"look", TableJobLook, 100},
    [TableStepReserve] = {L"reserve", TableJobReserve, 100},
    [TableStepPrepare] = {L"prepare", TableJobPrepare, 100},
    [TableStepSolve] = {L"solve", TableJobSolve, 200},
    [TableStepEmit] = {L"emit", TableJobEmit, 800},
    [TableStepLock] = {L"lock", TableJobLock, 900},
    [TableStepCommit] = {L"commit", TableJobCommit, 900},
};

/*
 * Steps that open, make, rename, flush and delete files keep a worker as long as the disk takes:
 * all workers of a node except one may be in them.
 */
static BOOL StepBlocks(const TableJob *job)
{
    switch (job->step) {
    case TableStepLoad: return job->keysPath != NULL;
    case TableStepPlan: return job->resume && !job->loads; /* opens the prior table */
    case TableStepReuse: return TableJobReuseBlocks(job);
    case TableStepEmit: return TableJobEmitBlocks(job);
    case TableStepLook:
    case TableStepCommit:
    case TableStepUndo: return job->outputDirectory != NULL;
    default: return FALSE;
    }
}

/*
 * FALSE: the step waits for a place, under a hold of the rundown. A job that is cancelled needs
 * none to end, except for what it undoes.
 */
static BOOL EnterStep(TableJob *job)
{
    const BOOL undoes = job->step == TableStepUndo,
               needed = StepBlocks(job) && (undoes || AtomicRead(job->cancelled) == 0);
    const DWORD error = needed ? BlockingStepEnter(&job->blocking, undoes ? NULL : job->cancelled) : ERROR_SUCCESS;
    if (error == ERROR_IO_PENDING)
        return FALSE;
    if (error != ERROR_SUCCESS && SUCCEEDED(job->core.failure.code))
        FailureSystem(&job->core.failure, PERFECTHASH_E_RUNTIME, job->core.subject, error);
    return TRUE;
}

/* Returns the step that follows a job's last step. */
static TableStep StepAfterLast(const TableJob *job)
{
    return job->outputs.folder != NULL || job->outputs.count != 0 ? TableStepUndo : TableStepDone;
}

/* Runs the present step; returns the one that follows when all that it started has ended. */
static TableStep RunStep(TableJob *job)
{
    const LONG progress = steps[job->step].progress;
    HRESULT code = JobCoreCheck(&job->core, AtomicRead(job->cancelled) != 0);
    if (FAILED(code))
        return StepAfterLast(job);
    if (!job->duplicate.isSought && AtomicExchange(&job->progress, progress) != progress && job->moved != NULL)
        job->moved(job, job->context);
    EventsTableStepStarted(job, steps[job->step].name);
    code = steps[job->step].run(job);
    TableJobCountMemory(job);
    if (job->step == TableStepPrepare && SUCCEEDED(code))
        job->under = TableStepSolve; /* whose first phase has been started */
    const BOOL reused = job->result != NULL && job->result->reused;
    if (reused)
        EventsTableReused(job);
    if (FAILED(code) || reused || (code == S_OK && job->step == TableStepCommit))
        return StepAfterLast(job);
    return code == S_FALSE ? job->step : (TableStep)(job->step + 1);
}

static BOOL TableJobAdvance(JobCore *core)
{
    TableJob *job = TableJobOf(core);
    job->under = job->step;
    if (EnterStep(job)) {
        if (job->step != TableStepUndo)
            job->step = RunStep(job);
        const BOOL undoes = job->under == TableStepUndo || (job->under == TableStepCommit && job->blocking.admitted);
        if (job->step == TableStepUndo && undoes) { /* no write is under way */
            OutputSetClose(&job->outputs);
            job->step = TableStepDone;
        }
        BlockingStepLeave(&job->blocking);
    }
    return job->step != TableStepDone;
}

/* ---- the end ---- */

static void TableJobClose(JobCore *core)
{
    TableJob *job = TableJobOf(core);
    /* A job that was cancelled has not failed, whatever the cancel looked like to its step. */
    if (FAILED(core->failure.code) && AtomicRead(job->cancelled))
        FailureSet(&core->failure, PERFECTHASH_E_CANCELLED, core->subject, NULL, 0, 0, 0);
    TableJobReleaseSolver(job);
    TableJobReleaseKeys(job);
    OutputSetClose(&job->outputs);
    TableJobGiveBack(job, 0);
    AdmissionLeave(&job->large);
    AcquireSRWLockExclusive(&job->cancelLock);
    job->closed = TRUE;
    ReleaseSRWLockExclusive(&job->cancelLock);
    TableJobFreeSources(job);
    TableJobFreeFloors(job);
    if (FAILED(core->failure.code)) {
        TableResultRelease(job->result);
        job->result = NULL;
    }
    AtomicAdd64(job->memory, -job->counted);
    job->counted = 0;
    AtomicExchange(&job->progress, 1000);
}

static void TableJobTell(JobCore *core)
{
    TableJob *job = TableJobOf(core);
    if (job->place == &job->admission)
        AdmissionDone(job->place);
    if (job->done != NULL)
        job->done(job, job->context);
}

static void TableJobDestroy(JobCore *core)
{
    TableJob *job = TableJobOf(core);
    assert(job->run.solver == NULL && job->keysBuffer == NULL && job->records == NULL && TableJobOwnBytes(job) == 0 &&
           TableJobSourceBytes(job) == 0 && job->read.memory == NULL && job->priorTable.read.memory == NULL &&
           job->priorSource.read.memory == NULL);
    WorkItemPoison(&job->begin);
    BlockingStepPoison(&job->blocking);
    WorkItemPoison(&job->sliceItem);
    WorkItemPoison(&job->largeItem);
    TableResultRelease(job->result);
    TextFree(job->keysPath);
    TextFree(job->keysName);
    TextFree(job->keysFullPath);
    TextFree(job->valuesPath);
    TextFree(job->valuesFullPath);
    TextFree(job->priorFolder);
    TableJobFreeGperf(job);
    TextFree(job->name);
    TextFree(job->outputName);
    TextFree(job->outputDirectory);
}

/* ---- start ---- */

void TableJobWaitEnded(TableJob *job, BOOL *waits)
{
    AcquireSRWLockExclusive(&job->cancelLock);
    *waits = FALSE;
    ReleaseSRWLockExclusive(&job->cancelLock);
}

static void TableJobBegin(WorkItem *item, Worker *worker, DWORD error, DWORD bytes)
{
    TableJob *job = CONTAINING_RECORD(item, TableJob, begin);
    (void)worker;
    (void)bytes;
    TableJobWaitEnded(job, &job->waiting);
    job->place = error == ERROR_SUCCESS ? &job->admission : NULL;
    JobCoreBegin(&job->core, error);
}

static HRESULT CheckTexts(const TableRequest *request, Failure *failure)
{
    const wchar_t *option = TableOptionsNotOfText(&request->options);
    if (option != NULL || request->values != NULL)
        return FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, option != NULL ? option : L"--ValueBits",
                          TABLE_OPTION_NOT_OF_TEXT, 0, 0, 0);
    if (request->texts->count > TEXT_MAX_KEYS)
        return FailureSet(failure, PERFECTHASH_E_KEYS_TOO_MANY, L"keys", NULL, request->texts->count, TEXT_MAX_KEYS, 0);
    return TableOptionsCheck(&request->options, failure);
}

static HRESULT CheckGivenRecords(const TableRequest *request, Failure *failure)
{
    const wchar_t *const option = request->options.values != NULL ? L"--Values"
                                  : request->options.byteKeys     ? L"--ByteKeys"
                                                                  : NULL;
    if (option != NULL)
        return FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, option, L"it is not for records", 0, 0, 0);
    const HRESULT code = TableRequestCheckRecords(request, failure);
    return SUCCEEDED(code) ? TableOptionsCheck(&request->options, failure) : code;
}

static HRESULT CheckRequest(const TableRequest *request, Failure *failure)
{
    const wchar_t *subject = L"keys", *reason = NULL, *option = TableOptionsNames(&request->options);
    if (request->keysPath == NULL && option != NULL)
        return FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, option,
                          L"it is for a keys file, not for keys of an array", 0, 0, 0);
    if (request->keysPath != NULL && *request->keysPath == 0) {
        subject = L"KeysPath";
        reason = L"missing argument; expected a keys file";
    } else if (request->keysPath == NULL && TableGperfIsMeant(&request->options, L"")) {
        subject = L"--Gperf (--KeyType=Gperf)";
        reason = L"it is for a file, not for keys of an array";
    } else if (request->records != NULL) {
        return CheckGivenRecords(request, failure);
    } else if (request->texts != NULL) {
        return CheckTexts(request, failure);
    } else if (request->keysPath == NULL && request->keySizeInBytes != 4 && request->keySizeInBytes != 8 &&
               request->keySizeInBytes != sizeof(WideKey)) {
        reason = L"a key is 4, 8 or 16 bytes";
    } else if (request->keysPath == NULL && request->keys == NULL && request->keyCount != 0) {
        reason = L"expected a pointer to them";
    } else if (request->keysPath == NULL && (request->values != NULL) != (request->options.solve.valueBits != 0)) {
        subject = L"--ValueBits";
        reason = L"it goes with a value for each key";
    }
    if (reason != NULL)
        return FailureSet(failure, PERFECTHASH_E_ARGUMENT, subject, reason, 0, 0, 0);
    const HRESULT records = TableRequestCheckRecords(request, failure);
    if (FAILED(records))
        return records;
    if (request->keysPath == NULL && request->options.ignoreCase)
        return FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, L"--IgnoreCase",
                          L"it is for text keys, and these are numbers", 0, 0, 0);
    if (request->keysPath != NULL && request->options.byteKeys)
        return FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, L"--ByteKeys",
                          L"it is for an array of bytes, not for a keys file", 0, 0, 0);
    if (request->keysPath == NULL && request->options.values != NULL)
        return FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, L"--Values",
                          L"it is for a keys file, not for keys of an array", 0, 0, 0);
    if (request->keysPath == NULL && request->keyCount > CHM_MAX_KEYS)
        return FailureSet(failure, PERFECTHASH_E_KEYS_TOO_MANY, subject, NULL, request->keyCount, CHM_MAX_KEYS, 0);
    return TableOptionsCheck(&request->options, failure);
}

/* Returns the table's name by the request; NULL: it is that of the keys file. */
static const wchar_t *TableNameOf(const TableRequest *request)
{
    if (request->name != NULL && *request->name != 0)
        return request->name;
    return request->keysPath == NULL ? L"table" : request->options.name;
}

/* Returns what errors about the keys name. */
static const wchar_t *TableJobSubjectOf(const TableRequest *request)
{
    if (request->keysPath == NULL)
        return TableNameOf(request);
    return request->options.keysName != NULL ? request->options.keysName : request->keysPath;
}

static HRESULT CopyKeysNames(TableJob *job, const TableRequest *request)
{
    job->keysPath = TextCopy(request->keysPath);
    job->keysName = request->options.keysName != NULL ? TextCopy(request->options.keysName) : NULL;
    if (job->keysPath == NULL || (request->options.keysName != NULL && job->keysName == NULL))
        return FailureMemoryText(&job->core.failure, TableJobSubjectOf(request));
    job->core.subject = job->keysName != NULL ? job->keysName : job->keysPath;
    job->keysFullPath = request->keysFile != NULL ? TextCopy(request->keysFile) : PathExtended(request->keysPath);
    return job->keysFullPath != NULL ? S_OK
                                     : FailureSystem(&job->core.failure, PERFECTHASH_E_KEYS_UNREADABLE,
                                                     job->core.subject, ERROR_INVALID_NAME);
}

static HRESULT CopyNames(TableJob *job, const TableRequest *request)
{
    if (request->keysPath != NULL && FAILED(CopyKeysNames(job, request)))
        return job->core.failure.code;
    const wchar_t *name = TableNameOf(request);
    job->name = name != NULL ? TextCopy(name) : PathBaseName(job->keysFullPath);
    if (job->name == NULL)
        return FailureMemory(&job->core.failure, job->core.subject, TABLE_MAX_NAME);
    if (request->keysPath == NULL)
        job->core.subject = job->name;
    TableStem(job->name, &job->names, job->stem);
    if (request->keysPath != NULL &&
        FAILED(TableOptionsCheckExtension(&request->options, request->keysPath, &job->core.failure)))
        return job->core.failure.code;
    if (FAILED(TableCheckOutputFile(&request->options, job->name, &job->names, &job->core.failure)))
        return job->core.failure.code;
    return TableJobTakeOutput(job, request);
}

HRESULT TableJobCopyGiven(TableJob *job, const void *given, size_t bytes, OwnKind kind)
{
    const HRESULT code = TableJobOwn(job, kind, bytes);
    if (SUCCEEDED(code) && bytes != 0)
        memcpy(job->own[kind].bytes, given, bytes);
    return code;
}

static HRESULT TableJobCopyKeys(TableJob *job, const TableRequest *request)
{
    if (request->keysPath != NULL)
        return S_OK;
    if (request->records != NULL) {
        job->texts.utf16.length = request->records->size;
        return TableJobCopyGiven(job, request->records->text, request->records->size, OwnKeys);
    }
    if (request->texts != NULL)
        return TableJobCopyTexts(job, request->texts);
    const HRESULT code = TableJobCopyGiven(job, request->keys, request->keyCount * request->keySizeInBytes, OwnKeys);
    if (FAILED(code))
        return code;
    job->keys.keys = job->own[OwnKeys].bytes;
    job->keys.count = request->keyCount;
    job->keys.keySizeInBytes = request->keySizeInBytes;
    return S_OK;
}

static HRESULT TableJobPrime(TableJob *job, const TableRequest *request)
{
    HRESULT code = CopyNames(job, request);
    if (SUCCEEDED(code))
        code = TableJobCopyKeys(job, request);
    if (SUCCEEDED(code))
        code = TableJobPrimeGperf(job);
    if (SUCCEEDED(code))
        code = TableJobPrimeValues(job, request);
    if (SUCCEEDED(code))
        code = TableJobPrimeRecords(job, request);
    if (FAILED(code))
        return code;
    if (!request->noEvent && FAILED(JobCoreAddEvent(&job->core)))
        return job->core.failure.code;
    if (request->place != NULL)
        return S_OK;
    AdmissionInit(&job->admission, job->node, ReadyInteractive, 1);
    job->admission.guest = job->guest;
    job->waiting = TRUE;
    const DWORD error = AdmissionSubmit(&job->admission, &job->begin);
    return error == ERROR_SUCCESS ? S_OK
                                  : FailureSystem(&job->core.failure, PERFECTHASH_E_RUNTIME, job->core.subject, error);
}

static HRESULT TableJobStartAs(Runtime *runtime, const TableRequest *request, TableJobDone done, void *context,
                               TableJob **out, Failure *failure)
{
    const HRESULT checked = CheckRequest(request, failure);
    if (FAILED(checked))
        return checked;
    static const JobClass jobClass = {L"table",      sizeof(TableJob), TableJobAdvance,
                                      TableJobClose, TableJobTell,     TableJobDestroy};
    JobCore *core;
    const HRESULT created = JobCoreCreate(&jobClass, runtime, TableJobSubjectOf(request), &core, failure);
    if (FAILED(created))
        return created;
    TableJob *job = TableJobOf(core);
    job->node = request->node != NULL ? request->node : RuntimeNode(runtime, FALSE);
    job->cancelled = request->cancelled != NULL ? request->cancelled : &job->ownCancelled;
    job->done = done;
    job->moved = request->moved;
    job->context = context;
    job->options = request->options;
    job->names = TableOptionsSourceNames(&request->options);
    job->options.license = job->options.namespaceOf = job->options.prefix = NULL; /* are the caller's */
    job->options.outputFile = NULL;
    TableOptionsSettle(&job->options);
    job->resume = request->resume;
    job->loads = request->loads;
    job->memory = request->memory != NULL ? request->memory : &job->ownMemory;
    WorkItemInit(&job->begin, TableJobBegin);
    IdentityCarry(&job->begin);
    job->place = request->place;
    job->kind = request->place != NULL ? request->place->entry.kind : ReadyInteractive;
    job->guest = request->place != NULL ? request->place->guest : request->guest;
    job->memoryRequest.quota = request->quota;
    BlockingStepInit(&job->blocking, job->node, job->kind, job->guest, &job->core.rundown);
    TableJobSlicesInit(job);
    AdmissionInitLarge(&job->ownLarge, job->node, job->kind, 1);
    job->ownLarge.guest = job->guest;
    job->largeLine = request->large != NULL ? request->large : &job->ownLarge;
    WorkItemInit(&job->largeItem, TableJobLargeAdmitted);
    IdentityCarry(&job->largeItem);
    InitializeSRWLock(&job->cancelLock);
    *out = job; /* before the start: `done` may come before we return */
    const HRESULT code = TableJobPrime(job, request);
    if (FAILED(code)) {
        *out = NULL;
        TableJobReleaseSolver(job);
        return JobCoreAbandon(core, failure);
    }
    if (request->place != NULL)
        JobCoreBegin(core, ERROR_SUCCESS);
    return code;
}

HRESULT TableJobStart(Runtime *runtime, const TableRequest *request, TableJobDone done, void *context, TableJob **out,
                      Failure *failure)
{
    IdentityScope scope;
    if (request->place != NULL && request->identity == NULL) /* by a worker, which acts as its item does */
        return TableJobStartAs(runtime, request, done, context, out, failure);
    const DWORD error = IdentityBegin(request->identity, &scope);
    if (error != ERROR_SUCCESS)
        return FailureSystem(failure, PERFECTHASH_E_RUNTIME, L"impersonation", error);
    const HRESULT code = TableJobStartAs(runtime, request, done, context, out, failure);
    IdentityEnd(&scope);
    return code;
}

/* ---- the caller's side ---- */

/* A job that is over has nothing to withdraw, and its node may be gone. */
static void TableJobWithdraw(TableJob *job)
{
    if (job->waiting)
        AdmissionWithdraw(&job->admission);
    if (job->largeWaits)
        AdmissionWithdraw(&job->ownLarge);
    MemoryWithdrawCancelled(job->node);
    MemoryQuotaWithdrawCancelled(job->memoryRequest.quota);
    for (DWORD i = 0; i < RuntimeNodeCount(job->core.runtime); i++) /* lanes of a search are on all */
        AdmissionWithdrawCancelled(RuntimeNodeAt(job->core.runtime, i));
    FolderLockWithdrawCancelled();
    if (job->reading)
        FileCancel(&job->read.operation);
}

void TableJobCancel(TableJob *job)
{
    AtomicExchange(&job->ownCancelled, TRUE);
    AcquireSRWLockExclusive(&job->cancelLock);
    if (!job->closed)
        TableJobWithdraw(job);
    ReleaseSRWLockExclusive(&job->cancelLock);
}

void TableJobExpire(TableJob *job, DWORD seconds)
{
    AtomicExchange(&job->core.allowedSeconds, (LONG)seconds);
    TableJobCancel(job);
}

BOOL TableJobHasPlace(const TableJob *job)
{
    return job->place != NULL;
}

void TableJobHold(TableJob *job)
{
    RefCountHold(&job->core.references);
}

void TableJobRelease(TableJob *job)
{
    JobCoreRelease(&job->core);
}

HANDLE TableJobEvent(TableJob *job)
{
    return job->core.event;
}

const wchar_t *TableJobSubject(const TableJob *job)
{
    return job->core.subject;
}

JobState TableJobState(const TableJob *job)
{
    return (JobState)AtomicRead(&job->core.state);
}

double TableJobProgress(const TableJob *job)
{
    const LONG begin = AtomicRead(&job->progress), solve = steps[TableStepSolve].progress;
    if (begin != solve)
        return begin / 1000.0;
    return (solve + AtomicRead(&job->run.progress) * (steps[TableStepEmit].progress - solve) / 1000.0) / 1000.0;
}

C_ASSERT((int)JobStepCommit - (int)JobStepLoad == (int)TableStepCommit - (int)TableStepLoad);

/* A job's worker moves it on meanwhile: what is read is where it was a moment ago. */
static JobStep TableJobStepOf(const TableJob *job)
{
    const int step = job->under;
    if (*(const volatile BOOL *)&job->waiting)
        return JobStepWaiting;
    return step >= TableStepUndo ? JobStepEnding : (JobStep)(JobStepLoad + step - TableStepLoad);
}

/* As the step: it may have gone on meanwhile. */
static JobWait TableJobWaitOf(const TableJob *job)
{
    const LONG waits = AtomicRead(&job->waits);
    if (*(const volatile BOOL *)&job->waiting)
        return JobWaitTurn;
    if (waits == JobWaitMemory && MemoryRequestIsInQuota(&job->memoryRequest))
        return JobWaitQuota;
    if (waits != JobWaitNothing)
        return (JobWait)waits;
    if (BlockingStepWaits(&job->blocking))
        return JobWaitDisk;
    if (FolderLockIsAwaited(&job->outputs.lock))
        return JobWaitFolder;
    return job->read.request.isParked ? JobWaitBuffer : JobWaitNothing;
}

void TableJobSnapshot(const TableJob *job, JobProgress *out)
{
    out->step = TableJobStepOf(job);
    out->waits = TableJobWaitOf(job);
    out->memoryBytes = (ULONGLONG)AtomicRead64(&job->ownMemory);
    out->state = TableJobState(job);
    out->fraction = TableJobProgress(job);
    out->total = 1;
    out->completed = out->state != JobRunning;
    out->failed = out->state == JobFailed || out->state == JobCancelled;
    out->elapsedMs = JobCoreElapsedMs(&job->core);
}

HRESULT TableJobTake(TableJob *job, TableResult **out, Failure *failure)
{
    const HRESULT code = JobCoreOutcome(&job->core, failure);
    if (FAILED(code))
        return code;
    TableResultHold(job->result);
    *out = job->result;
    return S_OK;
}
