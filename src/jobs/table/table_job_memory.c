/* See table_job_steps.h: what of the memory is a job's, and how it waits for what it will take. */
#include "PerfectHashErrors.h"
#include "jobs/base/block.h"
#include "runtime/pure/atomic.h"
#include "table_job_steps.h"

/* Tables that take so much wait for a place, so that not all that are asked for take it at once. */
#define LARGE_BYTES ((size_t)16 * 1024 * 1024)

/* The solver, and an arena of each lane where they are not the workers'. */
static size_t SolverMemoryOf(const TableJob *job)
{
    const size_t lanes = SolveRunLanes(job->node, &job->options, &job->plan);
    return job->plan.solverBytes + (job->plan.keepsArena ? lanes * job->plan.arenaBytes : 0);
}

static size_t MemoryOf(const TableJob *job)
{
    return job->plan.imageBytes + SolverMemoryOf(job) + TableJobOwnBytes(job);
}

static void MemoryReserved(MemoryRequest *request, Worker *worker, DWORD error)
{
    TableJob *job = CONTAINING_RECORD(request, TableJob, memoryRequest);
    job->waits = JobWaitNothing;
    if (error == ERROR_SUCCESS)
        job->reservedBytes += request->bytes;
    else
        FailureSystem(&job->core.failure, PERFECTHASH_E_RUNTIME, job->core.subject, error);
    TableRoomReserved(job, worker, error);
    RundownRelease(&job->core.rundown);
}

DWORD TableJobAskBytes(TableJob *job, size_t bytes, BOOL grows)
{
    RundownHold(&job->core.rundown);
    job->memoryRequest.grows = grows;
    job->memoryRequest.guest = job->guest;
    job->memoryRequest.held = job->reservedBytes;
    job->memoryRequest.counted = FALSE;
    job->waits = JobWaitMemory; /* before the wait can be over */
    const DWORD error = MemoryRequestStart(&job->memoryRequest, job->node, bytes, job->cancelled, MemoryReserved);
    if (error == ERROR_IO_PENDING) {
        AdmissionLeave(&job->place);           /* so that jobs that want less can begin */
        AdmissionLeave(&job->large);           /* the memory that it waits for bounds it as well */
        if (AtomicRead(job->cancelled) != 0) { /* by somebody who did not find it parked */
            MemoryWithdrawCancelled(job->node);
            MemoryQuotaWithdrawCancelled(job->memoryRequest.quota);
        }
        return error;
    }
    job->waits = JobWaitNothing;
    RundownRelease(&job->core.rundown);
    if (error == ERROR_SUCCESS)
        job->reservedBytes += bytes;
    return error;
}

HRESULT TableJobOverQuota(TableJob *job, size_t bytes)
{
    return FailureSet(&job->core.failure, PERFECTHASH_E_MEMORY_QUOTA, job->core.subject, NULL,
                      job->reservedBytes + bytes, job->memoryRequest.quota->limit, 0);
}

/* Asks for that many bytes more than the job has: the next step finds them reserved. */
static HRESULT TableJobAsk(TableJob *job, size_t bytes, BOOL grows)
{
    const DWORD error = TableJobAskBytes(job, bytes, grows);
    if (error == ERROR_SUCCESS || error == ERROR_IO_PENDING)
        return S_OK;
    return error == ERROR_NOT_ENOUGH_QUOTA
               ? TableJobOverQuota(job, bytes)
               : FailureSystem(&job->core.failure, PERFECTHASH_E_RUNTIME, job->core.subject, error);
}

void TableJobLargeAdmitted(WorkItem *item, Worker *worker, DWORD error, DWORD bytes)
{
    TableJob *job = CONTAINING_RECORD(item, TableJob, largeItem);
    (void)bytes;
    job->waits = JobWaitNothing;
    TableJobWaitEnded(job, &job->largeWaits);
    if (error == ERROR_SUCCESS)
        job->large = job->largeLine;
    else
        FailureSystem(&job->core.failure, PERFECTHASH_E_RUNTIME, job->core.subject, error);
    TableRoomPlaced(job, worker, error);
    RundownRelease(&job->core.rundown);
}

/* A cancel withdraws a job that waits, or comes too early to see it wait. */
HRESULT TableJobEnterLarge(TableJob *job, size_t bytes)
{
    if (bytes < LARGE_BYTES || job->large != NULL)
        return S_OK;
    if (AdmissionEnter(job->largeLine)) {
        job->large = job->largeLine;
        return S_OK;
    }
    AdmissionLeave(&job->place);
    AcquireSRWLockExclusive(&job->cancelLock);
    job->largeWaits = job->largeLine == &job->ownLarge;
    job->waits = JobWaitLarge;
    const HRESULT code = JobCoreAwait(&job->core, job->largeLine, &job->largeItem);
    if (code == S_FALSE && AtomicRead(job->cancelled) != 0)
        AdmissionWithdraw(job->largeLine);
    if (code != S_FALSE)
        job->waits = JobWaitNothing;
    ReleaseSRWLockExclusive(&job->cancelLock);
    return code;
}

HRESULT TableJobReserve(TableJob *job)
{
    const size_t bytes = MemoryOf(job);
    const HRESULT code = TableJobEnterLarge(job, bytes);
    if (code != S_OK)
        return code;
    TableJobGiveBack(job, bytes); /* what decoding took more */
    return bytes > max(TABLE_FREE_BYTES, job->reservedBytes) ? TableJobAsk(job, bytes - job->reservedBytes, FALSE)
                                                             : S_OK;
}

/* The old image has gone. */
HRESULT TableJobReserveMore(TableJob *job)
{
    const size_t bytes = MemoryOf(job);
    const HRESULT code = bytes > TABLE_FREE_BYTES && bytes > job->reservedBytes
                             ? TableJobAsk(job, bytes - job->reservedBytes, TRUE)
                             : S_OK;
    return code == S_OK ? S_FALSE : code;
}

HRESULT TableJobReserveText(TableJob *job, size_t bytes)
{
    const size_t all = job->result->view.imageBytes + TableJobOwnBytes(job) + bytes;
    TableJobGiveBack(job, all);
    if (all - job->reservedBytes <= TABLE_FREE_BYTES)
        return S_OK;
    const HRESULT code = TableJobAsk(job, all - job->reservedBytes, TRUE);
    return code == S_OK ? S_FALSE : code;
}

void TableJobGiveBack(TableJob *job, size_t keptBytes)
{
    const size_t kept = min(keptBytes, job->reservedBytes);
    MemoryGiveBack(job->node, job->guest, job->reservedBytes - kept);
    MemoryQuotaGiveBack(job->memoryRequest.quota, job->reservedBytes - kept);
    job->reservedBytes = kept;
}

/* ---- what the job has of its keys ---- */

void TableJobOwnFree(TableJob *job, OwnKind kind)
{
    BlockFree(job->own[kind].bytes);
    job->own[kind] = (OwnMemory){NULL, 0};
}

HRESULT TableJobOwn(TableJob *job, OwnKind kind, size_t bytes)
{
    TableJobOwnFree(job, kind);
    void *memory = BlockAllocate(max(bytes, sizeof(uint64_t)));
    if (memory == NULL)
        return FailureMemory(&job->core.failure, job->core.subject, bytes);
    job->own[kind] = (OwnMemory){memory, bytes};
    return S_OK;
}

size_t TableJobOwnBytes(const TableJob *job)
{
    size_t bytes = 0;
    for (int kind = 0; kind < OwnKinds; kind++)
        bytes += job->own[kind].size;
    return bytes;
}

HRESULT TableJobReserveOwn(TableJob *job, size_t bytes)
{
    const size_t all = TableJobOwnBytes(job) + bytes;
    if (all <= max(TABLE_FREE_BYTES, job->reservedBytes))
        return S_OK;
    const HRESULT code = TableJobAsk(job, all - job->reservedBytes, FALSE);
    return code == S_OK ? S_FALSE : code;
}

/* ---- what is counted ---- */

static size_t TableJobBufferBytes(const Buffer *buffer)
{
    return buffer != NULL ? BufferCapacity(buffer) : 0;
}

static size_t TableJobReadBytes(const FileRead *read)
{
    return read->memory != NULL ? (size_t)read->size : 0;
}

void TableJobCountMemory(TableJob *job)
{
    size_t bytes = TableJobBufferBytes(job->keysBuffer) + TableJobOwnBytes(job) + TableJobReadBytes(&job->read) +
                   TableJobReadBytes(&job->priorTable.read) + TableJobReadBytes(&job->priorSource.read) +
                   TableJobSourceBytes(job) + job->floors.bytes;
    if (job->image != NULL)
        bytes += job->plan.imageBytes;
    if (job->solverMemory != NULL)
        bytes += SolverMemoryOf(job);
    if (job->result != NULL)
        bytes += job->result->view.imageBytes + (job->result->records != NULL ? job->result->records->bytes : 0);
    AtomicAdd64(job->memory, (LONG64)bytes - job->counted);
    job->counted = (LONG64)bytes;
}
