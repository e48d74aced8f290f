/*
 * See table_job_steps.h: memory for a whole file that a job reads, which is a table that it loads,
 * or a prior table and its header. The job waits for it as for what a search takes, in the line of
 * its user's quota and that of its node. If the file is large, the job waits before that for a
 * place of large tables. The read is open meanwhile. What is read becomes the table without being
 * copied.
 */
#include "jobs/base/block.h"
#include "table_job_steps.h"

static DWORD RoomTake(const TableJob *job)
{
    FileRead *read = job->room.read;
    read->memory = BlockAllocate(max(job->room.bytes, 1));
    return read->memory != NULL ? ERROR_SUCCESS : ERROR_NOT_ENOUGH_MEMORY;
}

static DWORD RoomReserve(TableJob *job)
{
    const DWORD error = TableJobAskBytes(job, job->room.bytes, FALSE);
    return error == ERROR_SUCCESS ? RoomTake(job) : error;
}

static DWORD RoomBegin(TableJob *job, FileRead *read, size_t bytes)
{
    job->room.read = read;
    job->room.bytes = bytes;
    if (bytes <= TABLE_FREE_BYTES)
        return RoomTake(job);
    const HRESULT code = TableJobEnterLarge(job, bytes);
    if (code == S_FALSE)
        return ERROR_IO_PENDING;
    return code == S_OK ? RoomReserve(job) : ERROR_OPERATION_ABORTED;
}

DWORD TableRoomMake(TableJob *job, FileRead *read, size_t bytes)
{
    RundownHold(&job->core.rundown); /* the read may go on, and end, before this returns */
    const DWORD error = RoomBegin(job, read, bytes);
    if (error != ERROR_IO_PENDING)
        job->room.read = NULL;
    RundownRelease(&job->core.rundown);
    return error;
}

/* The read that waits goes on. */
static void RoomMade(TableJob *job, Worker *worker, DWORD error)
{
    FileRead *read = job->room.read;
    job->room.read = NULL;
    FileReadRoomMade(read, worker, error);
}

void TableRoomReserved(TableJob *job, Worker *worker, DWORD error)
{
    if (job->room.read != NULL)
        RoomMade(job, worker, error == ERROR_SUCCESS ? RoomTake(job) : error);
}

void TableRoomPlaced(TableJob *job, Worker *worker, DWORD error)
{
    if (job->room.read == NULL)
        return;
    const DWORD made = error == ERROR_SUCCESS ? RoomReserve(job) : error;
    if (made != ERROR_IO_PENDING)
        RoomMade(job, worker, made);
}

void TableRoomFree(FileRead *read)
{
    BlockFree(read->memory);
    read->memory = NULL;
}
