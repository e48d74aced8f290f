/* See table_job_steps.h: what of the memory is a job's. */
#include "runtime/pure/atomic.h"
#include "table_job_steps.h"

static size_t TableJobBufferBytes(const Buffer *buffer)
{
    return buffer != NULL ? BufferCapacity(buffer) : 0;
}

void TableJobCountMemory(TableJob *job)
{
    size_t bytes = TableJobBufferBytes(job->keysBuffer) + TableJobBufferBytes(job->decodedBuffer) +
                   TableJobBufferBytes(job->valuesBuffer) + TableJobBufferBytes(job->headerBuffer) +
                   TableJobBufferBytes(job->priorTable.buffer) + TableJobBufferBytes(job->priorHeader.buffer);
    if (job->image != NULL)
        bytes += job->plan.imageBytes;
    if (job->solverMemory != NULL)
        bytes += job->plan.solverBytes;
    if (job->result != NULL)
        bytes += job->result->view.imageBytes;
    AtomicAdd64(job->memory, (LONG64)bytes - job->counted);
    job->counted = (LONG64)bytes;
}
