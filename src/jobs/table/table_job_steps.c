/* See table_job_steps.h. */
#include "table_job_steps.h"

#include <stdio.h>
#include <wchar.h>

#include "PerfectHashErrors.h"
#include "chm01/solver/options_digest.h"
#include "jobs/base/block.h"
#include "jobs/base/job_events.h"
#include "jobs/pure/keys_file.h"
#include "jobs/text/text.h"
#include "runtime/base/clock.h"
#include "runtime/pure/atomic.h"

#ifndef ERROR_FILE_TOO_LARGE
#define ERROR_FILE_TOO_LARGE 223L
#endif

/* ---- load ---- */

KeysFormat TableJobKeysFormat(const TableJob *job)
{
    if (job->options.keyType == KeyTypeText || job->gperf.isGiven || job->records != NULL)
        return KeysText;
    if (job->keysPath == NULL)
        return job->keys.keySizeInBytes == 16  ? KeysPacked128
               : job->keys.keySizeInBytes == 8 ? KeysPacked64
                                               : KeysPacked32;
    return KeysFormatNamed(job->keysPath, &job->options);
}

static HRESULT TooLarge(TableJob *job)
{
    const KeysFormat format = TableJobKeysFormat(job);
    if (job->loads)
        return FailureSet(&job->core.failure, PERFECTHASH_E_TABLE_MALFORMED, job->core.subject,
                          L"no table is that large", TABLE_IMAGE_BYTES_HERE, 0, 0);
    if (KeysFormatIsText(format) || format == KeysPe)
        return FailureSystem(&job->core.failure, PERFECTHASH_E_KEYS_UNREADABLE, job->core.subject,
                             ERROR_FILE_TOO_LARGE);
    return KeysFileTooMany(&job->core.failure, job->core.subject, format, job->read.size);
}

static HRESULT TableJobStepsUnreadable(TableJob *job, DWORD error)
{
    const BOOL isKeys = !job->loads && !job->keysRead;
    const HRESULT code = job->loads ? PERFECTHASH_E_TABLE_UNREADABLE
                         : isKeys   ? PERFECTHASH_E_KEYS_UNREADABLE
                                    : PERFECTHASH_E_VALUES_UNREADABLE;
    const wchar_t *subject = job->keysRead ? job->valuesPath : job->core.subject;
    if (error == ERROR_FILE_TOO_LARGE && !job->keysRead)
        return TooLarge(job);
    if (error == ERROR_NOT_ENOUGH_QUOTA && !isKeys && job->memoryRequest.quota != NULL)
        return TableJobOverQuota(job, (size_t)job->read.size);
    if (job->loads && job->priorTable.check.error.status != ChmOk)
        return FailureChm(&job->core.failure, job->core.subject, &job->priorTable.check.error);
    if (error == ERROR_FILE_INVALID)
        return FailureSet(&job->core.failure, code, subject, L"the file changed while it was read.", 0, 0, 0);
    if (isKeys && job->keysName != NULL) { /* which is no path */
        const HRESULT exact = FailureSystem(&job->core.failure, code, subject, error);
        return exact == code ? code : FailureSet(&job->core.failure, exact, subject, NULL, 0, 0, 0);
    }
    return FailureFile(&job->core.failure, code, subject, error);
}

/* The values are read into memory of the job's own, keys into a buffer. */
static void LoadTaken(TableJob *job, FileRead *read)
{
    if (!job->keysRead) {
        job->keysBuffer = read->buffer;
        return;
    }
    job->own[OwnValues] = (OwnMemory){read->memory, (size_t)read->size};
    read->memory = NULL;
}

static void LoadEnded(FileRead *read, Worker *worker, DWORD error)
{
    TableJob *job = CONTAINING_RECORD(read, TableJob, read);
    (void)worker;
    AcquireSRWLockExclusive(&job->cancelLock);
    job->reading = FALSE;
    job->readEnded = TRUE;
    ReleaseSRWLockExclusive(&job->cancelLock);
    if (error == ERROR_SUCCESS && !job->loads)
        LoadTaken(job, read);
    else if (error != ERROR_SUCCESS && !job->duplicate.isSought)
        TableJobStepsUnreadable(job, error);
    RundownRelease(&job->core.rundown);
}

/* Starts a read of a whole file, which a cancel ends; see LoadEnded. */
static HRESULT StartLoad(TableJob *job, const wchar_t *path, const FileReadRange *range, const FileCheck *check)
{
    FileReadRange owned = *range;
    owned.cancelled = job->cancelled;
    owned.guest = job->guest;
    job->readEnded = FALSE;
    RundownHold(&job->core.rundown);
    const DWORD error = FileReadCheckedStart(&job->read, job->node, path, &owned, check, LoadEnded);
    if (error == ERROR_SUCCESS) {
        AcquireSRWLockExclusive(&job->cancelLock);
        job->reading = !job->readEnded;
        if (job->reading && AtomicRead(job->cancelled)) /* by somebody who found nothing to cancel */
            FileCancel(&job->read.operation);
        ReleaseSRWLockExclusive(&job->cancelLock);
        if (job->read.request.isParked)
            AdmissionLeave(&job->place); /* the job only waits, behind those that have buffers */
        return S_OK;
    }
    RundownRelease(&job->core.rundown);
    return TableJobStepsUnreadable(job, error);
}

static DWORD LoadRoom(FileRead *read, size_t bytes)
{
    return TableRoomMake(CONTAINING_RECORD(read, TableJob, read), read, bytes);
}

/* The table file is read into memory that becomes the table's. */
static HRESULT LoadTable(TableJob *job)
{
    const FileReadRange range = {.maxBytes = (size_t)TABLE_IMAGE_BYTES_HERE, .room = LoadRoom};
    ReadCheckTable(&job->priorTable.check);
    return StartLoad(job, job->keysFullPath, &range, &job->priorTable.check.check);
}

HRESULT TableJobLoad(TableJob *job)
{
    if (job->keysPath == NULL)
        return S_OK;
    if (job->loads)
        return LoadTable(job);
    if (job->keysBuffer != NULL) {
        FileReadRange values = TableJobValuesRange(job);
        values.room = LoadRoom;
        job->keysRead = TRUE;
        return StartLoad(job, job->valuesFullPath, &values, NULL);
    }
    const FileReadRange range = {.maxBytes = (size_t)min(KeysLargestFile(TableJobKeysFormat(job)), (uint64_t)SIZE_MAX)};
    const HRESULT code = StartLoad(job, job->keysFullPath, &range, NULL);
    if (job->duplicate.isSought)
        return FAILED(code) ? TableJobDuplicateTold(job, code) : S_OK;
    return SUCCEEDED(code) && TableJobHasValues(job) ? S_FALSE : code;
}

/* The file that was read is the table, if its image is sound. */
static HRESULT TakeLoaded(TableJob *job)
{
    if (job->check.status != ChmOk)
        return FailureChm(&job->core.failure, job->core.subject, &job->check.error);
    void *image = job->read.memory;
    job->read.memory = NULL;
    const HRESULT code =
        TableResultOfFile(image, (size_t)job->read.size, job->core.subject, &job->result, &job->core.failure);
    if (FAILED(code))
        return code;
    job->result->reused = TRUE;
    job->result->names = job->names;
    job->result->floors = job->options.ranges;
    job->result->durable = job->options.durable;
    return S_OK;
}

static HRESULT CheckLoaded(TableJob *job)
{
    HRESULT code = job->check.phase == CheckNothing ? TableJobCheckImage(job, &job->read) : S_OK;
    if (code == S_OK)
        code = JobCoreCheck(&job->core, AtomicRead(job->cancelled) != 0);
    return code == S_OK ? TakeLoaded(job) : code;
}

/* ---- prepare ---- */

/* That many steps, of four keys each, take about a quarter of a millisecond. */
enum { SubsetSteps = 1 << 15 };

static BOOL SubsetSlice(TableJob *job)
{
    Work work = {SubsetSteps};
    return !KeysSubsetOn(&job->subset, &work);
}

/* S_FALSE: slices are under way, and the step comes again. */
static HRESULT FindSubset(TableJob *job)
{
    if (job->options.keysSubsetCount == 0 || job->subsetSought)
        return S_OK;
    job->subsetSought = TRUE;
    KeysSubsetBegin(&job->subset, &job->keys, job->options.keysSubset, job->options.keysSubsetCount, job->keysSubset);
    return TableJobSlices(job, SubsetSlice);
}

static uint64_t SolveClock(void)
{
    return ClockNs();
}

HRESULT TableJobPlan(TableJob *job)
{
    if (job->loads)
        return CheckLoaded(job);
    const BOOL isLost = job->duplicate.isSought && TableJobText(job) == NULL; /* it can't be read again */
    const HRESULT decoded =
        (job->keysPath != NULL || job->records != NULL || job->texts.areKeys) && !isLost ? TableJobDecode(job) : S_OK;
    if (job->duplicate.isSought && decoded != S_FALSE)
        return TableJobDuplicateTold(job, decoded);
    if (decoded != S_OK)
        return decoded;
    if (job->texts.areKeys)
        return TableJobPlanText(job);
    HRESULT code = FindSubset(job);
    if (code == S_OK)
        code = JobCoreCheck(&job->core, AtomicRead(job->cancelled) != 0);
    if (code != S_OK)
        return code;
    if (FAILED(TableJobTakeValues(job)) ||
        FAILED(KeysPrepareCoverage(&job->core.failure, &job->options, job->keysSubset)) ||
        FAILED(TableJobRefuseFloors(job)))
        return job->core.failure.code;
    char name[TABLE_MAX_NAME + 1];
    TextToUtf8(job->name, name, sizeof name);
    ChmError error = {ChmOk, NULL, {0}};
    job->options.solve.clock = SolveClock;
    if (SolverMakePlan(&job->keys, name, &job->options.solve, &job->plan, &error) != ChmOk)
        return KeysPlanFailed(&job->core.failure, job->core.subject, &job->options.solve, &error);
    job->plan.optionsDigest = OptionsDigest(&job->options.solve, job->keys.count);
    TableJobLoadPrior(job);
    return S_OK;
}

static void TableJobSolveMoved(SolveRun *run)
{
    TableJob *job = CONTAINING_RECORD(run, TableJob, run);
    job->moved(job, job->context);
}

HRESULT TableJobPrepare(TableJob *job)
{
    if (job->texts.areKeys)
        return TableJobPrepareText(job);
    job->image = BlockAllocate(job->plan.imageBytes);
    if (job->image == NULL)
        return FailureMemory(&job->core.failure, job->core.subject, job->plan.imageBytes);
    job->solverMemory = BlockAllocate(job->plan.solverBytes);
    if (job->solverMemory == NULL)
        return FailureMemory(&job->core.failure, job->core.subject, job->plan.solverBytes);
    QueryPerformanceCounter(&job->solveStarted);
    job->solver = SolverBegin(&job->plan, job->solverMemory, job->image);
    SolveRunInit(&job->run, job->node, &job->core.rundown, job->cancelled, &job->place, job->kind, &job->options,
                 &job->plan, job->solver);
    job->run.large = &job->large;
    job->run.moved = job->moved != NULL ? TableJobSolveMoved : NULL;
    SolveRunPhase(&job->run, &job->plan);
    return S_OK;
}

/* ---- solve ---- */

/* The memory of the larger table is the job's by now. */
static HRESULT TableJobStepsGrow(TableJob *job)
{
    job->grows = FALSE;
    job->image = BlockAllocate(job->plan.imageBytes);
    if (job->image == NULL)
        return FailureMemory(&job->core.failure, job->core.subject, job->plan.imageBytes);
    SolverSetImage(job->solver, job->image);
    SolveRunPhase(&job->run, &job->plan);
    return S_FALSE;
}

static ULONGLONG MicrosecondsSince(LARGE_INTEGER start)
{
    LARGE_INTEGER now, frequency;
    QueryPerformanceCounter(&now);
    QueryPerformanceFrequency(&frequency);
    return (ULONGLONG)(now.QuadPart - start.QuadPart) * 1000000u / (ULONGLONG)frequency.QuadPart;
}

HRESULT TableJobTakeResult(TableJob *job, size_t imageBytes)
{
    const ULONGLONG microseconds = MicrosecondsSince(job->solveStarted);
    void *image = job->image;
    job->image = NULL;
    const HRESULT code =
        TableResultOfSealed(image, imageBytes, job->name, job->core.subject, &job->result, &job->core.failure);
    if (FAILED(code))
        return code;
    TableJobGiveRecords(job);
    job->result->names = job->names;
    job->result->floors = job->options.ranges;
    job->result->durable = job->options.durable;
    job->result->solveMicroseconds = microseconds;
    if (job->solver != NULL)
        SolverStatistics(job->solver, &job->result->statistics);
    EventsTableSolved(job, job->result->view.keyCount, job->result->view.attempts, job->result->view.imageBytes,
                      microseconds);
    return S_OK;
}

HRESULT TableJobSolve(TableJob *job)
{
    if (job->texts.areKeys)
        return TableJobSolveText(job);
    if (AtomicRead(&job->run.fault) == ERROR_NOT_ENOUGH_MEMORY)
        return FailureMemory(&job->core.failure, job->core.subject, job->plan.arenaBytes);
    if (AtomicRead(&job->run.fault) != ERROR_SUCCESS)
        return FailureSystem(&job->core.failure, PERFECTHASH_E_RUNTIME, job->core.subject,
                             (DWORD)AtomicRead(&job->run.fault));
    if (job->grows)
        return TableJobStepsGrow(job);
    ChmError error = {ChmOk, NULL, {0}};
    const ChmStatus status = SolverAdvance(job->solver, &error);
    if (status == ChmOk)
        return TableJobTakeResult(job, SolverImageBytes(job->solver));
    if (status != ChmContinue) {
        if (status == ChmCancelled && AtomicRead(&job->run.timedOut))
            return FailureSet(&job->core.failure, PERFECTHASH_E_TIMED_OUT, job->core.subject, NULL,
                              job->options.maxSolveTimeInSeconds, 0, 0);
        return status == ChmDuplicateKey ? TableJobDuplicateFound(job, &error)
                                         : FailureChm(&job->core.failure, job->core.subject, &error);
    }
    job->grows = SolverGrown(job->solver, &job->plan);
    if (job->grows) {
        BlockFree(job->image);
        job->image = NULL;
        return TableJobReserveMore(job);
    }
    SolveRunPhase(&job->run, &job->plan);
    return S_FALSE;
}

void TableJobReleaseKeys(TableJob *job)
{
    BufferRelease(job->keysBuffer);
    for (int kind = 0; kind < OwnKinds; kind++)
        TableJobOwnFree(job, (OwnKind)kind);
    job->keysBuffer = NULL;
    job->keys.keys = NULL;
}

/* Are the keys written into a program, and not in the image? */
static BOOL KeysAreEmitted(const TableJob *job)
{
    return job->result != NULL && job->result->view.keys == NULL && !TableResultIsText(job->result) &&
           job->outputDirectory != NULL && (job->options.outputs & (OutputTest | OutputBenchmark)) != 0;
}

/*
 * Releases what the solver needed. The keys are in the image now, except those that a program has.
 * Most of a file for gperf goes to the source.
 */
void TableJobReleaseSolver(TableJob *job)
{
    SolveRunClose(&job->run);
    BlockFree(job->solverMemory);
    BlockFree(job->image);
    BlockFree(job->check.touched);
    job->check.touched = NULL;
    TableRoomFree(&job->read);
    TableRoomFree(&job->priorTable.read);
    TableRoomFree(&job->priorSource.read);
    if (!job->gperf.isGiven && !KeysAreEmitted(job))
        TableJobReleaseKeys(job);
    TableJobFreeRecords(job);
    job->solver = NULL;
    job->solverMemory = job->image = NULL;
}

/* ---- commit ---- */

HRESULT TableJobLock(TableJob *job)
{
    if (job->outputDirectory != NULL && OutputSetLock(&job->outputs))
        AdmissionLeave(&job->place); /* another table has the folder: the job only waits */
    return S_OK;
}

HRESULT TableJobCommit(TableJob *job)
{
    if (job->outputDirectory == NULL)
        return S_OK;
    const HRESULT code = OutputSetCommit(&job->outputs, job->node, &job->core.rundown, &job->core.failure);
    if (code == S_FALSE)
        AdmissionLeave(&job->place); /* a file is open elsewhere: the job only waits */
    if (code != S_OK)
        return code;
    TableResult *result = job->result; /* takes over the names */
    TextFree(result->outputDirectory);
    result->outputDirectory = job->outputs.folder;
    job->outputs.folder = NULL;
    for (; result->fileCount < job->outputs.count; result->fileCount++) {
        result->bytesWritten += job->outputs.files[result->fileCount].write.size;
        result->files[result->fileCount] = job->outputs.files[result->fileCount].path;
        job->outputs.files[result->fileCount].path = NULL;
    }
    return S_OK;
}
