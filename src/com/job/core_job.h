/*
 * A job of the jobs layer, of any kind, held, with its events if they are wanted. A value; the
 * functions may be called on any thread.
 */
#ifndef COM_CORE_JOB_H
#define COM_CORE_JOB_H

#include "com/events/job_events.h"
#include "jobs/bulk/bulk_job.h"
#include "jobs/client/client.h"
#include "jobs/server/server.h"
#include "jobs/table/table_job.h"

typedef struct CoreJob {
    TableJob *table; /* one of these three; none before the start */
    BulkJob *bulk;
    RemoteJob *remote; /* on a server */
    uint64_t servedId; /* its number, of one that this process' own server runs; else 0 */
    JobEvents *events; /* NULL: nobody will ask for them */
} CoreJob;

/* Starts the job, in a CoreJob that has at most its events. */
HRESULT CoreJobStartTable(CoreJob *job, Runtime *runtime, const TableRequest *request, Failure *failure);
HRESULT CoreJobStartBulk(CoreJob *job, Runtime *runtime, const BulkRequest *request, Failure *failure);
/* with events; see ServerSubmit */
HRESULT CoreJobStartServed(CoreJob *job, Server *server, const wchar_t *line, Failure *failure);

void CoreJobHold(const CoreJob *job);
void CoreJobRelease(const CoreJob *job);

/* Before the events are advised: tells them whose they are. */
void CoreJobOpenEvents(const CoreJob *job);

/* Of a job of this process. */
static inline void CoreJobCancel(const CoreJob *job)
{
    if (job->table)
        TableJobCancel(job->table);
    else
        BulkJobCancel(job->bulk);
}

/* The same. */
static inline HANDLE CoreJobEvent(const CoreJob *job)
{
    return job->table ? TableJobEvent(job->table) : BulkJobEvent(job->bulk);
}

static inline void CoreJobSnapshot(const CoreJob *job, JobProgress *out)
{
    if (job->table)
        TableJobSnapshot(job->table, out);
    else if (job->bulk)
        BulkJobSnapshot(job->bulk, out);
    else
        RemoteJobSnapshot(job->remote, out);
}

#endif
