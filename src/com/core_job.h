/* A job of the jobs layer, of either kind, held. A value; the functions may be called on any thread. */
#ifndef COM_CORE_JOB_H
#define COM_CORE_JOB_H

#include "jobs/bulk_job.h"
#include "jobs/table_job.h"

typedef struct CoreJob {        /* one of them */
    TableJob *table;
    BulkJob *bulk;
} CoreJob;

static inline void CoreJobHold(const CoreJob *job)
{
    if (job->table)
        TableJobHold(job->table);
    else
        BulkJobHold(job->bulk);
}

static inline void CoreJobRelease(const CoreJob *job)
{
    if (job->table)
        TableJobRelease(job->table);
    else
        BulkJobRelease(job->bulk);
}

static inline void CoreJobCancel(const CoreJob *job)
{
    if (job->table)
        TableJobCancel(job->table);
    else
        BulkJobCancel(job->bulk);
}

static inline HANDLE CoreJobEvent(const CoreJob *job)
{
    return job->table ? TableJobEvent(job->table) : BulkJobEvent(job->bulk);
}

static inline void CoreJobSnapshot(const CoreJob *job, JobProgress *out)
{
    if (job->table)
        TableJobSnapshot(job->table, out);
    else
        BulkJobSnapshot(job->bulk, out);
}

#endif
