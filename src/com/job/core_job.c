/*
 * See core_job.h. From the callbacks of a job to its events: a job that has some holds them until
 * it is done.
 */
#include "core_job.h"

/* ---- on workers ---- */

static void CoreJobTableMoved(TableJob *job, void *context)
{
    (void)job;
    JobEventsProgress(context);
}

static void TableDone(TableJob *job, void *context)
{
    (void)job;
    JobEventsTableEnded(context, NULL);
    JobEventsCompleted(context);
    JobEventsRelease(context);
}

static void BulkTable(BulkJob *job, const BulkRow *row, void *context)
{
    (void)job;
    JobEventsTableEnded(context, row);
}

static void BulkDone(BulkJob *job, void *context)
{
    (void)job;
    JobEventsCompleted(context);
    JobEventsRelease(context);
}

/* ---- life ---- */

HRESULT CoreJobStartTable(CoreJob *job, Runtime *runtime, const TableRequest *request, Failure *failure)
{
    if (job->events == NULL)
        return TableJobStart(runtime, request, NULL, NULL, &job->any.table, failure);
    TableRequest watched = *request;
    watched.moved = CoreJobTableMoved;
    JobEventsHold(job->events); /* TableDone's */
    const HRESULT hr = TableJobStart(runtime, &watched, TableDone, job->events, &job->any.table, failure);
    if (FAILED(hr))
        JobEventsRelease(job->events);
    return hr;
}

HRESULT CoreJobStartBulk(CoreJob *job, Runtime *runtime, const BulkRequest *request, Failure *failure)
{
    if (job->events == NULL)
        return BulkJobStart(runtime, request, NULL, NULL, NULL, &job->any.bulk, failure);
    JobEventsHold(job->events); /* BulkDone's */
    const HRESULT hr = BulkJobStart(runtime, request, BulkDone, BulkTable, job->events, &job->any.bulk, failure);
    if (FAILED(hr))
        JobEventsRelease(job->events);
    return hr;
}

HRESULT CoreJobStartServed(CoreJob *job, Server *server, const wchar_t *line, Failure *failure)
{
    const ServerWatcher watcher = {CoreJobTableMoved, TableDone, BulkTable, BulkDone, job->events};
    JobEventsHold(job->events); /* TableDone's or BulkDone's */
    const HRESULT hr = ServerSubmit(server, line, &watcher, &job->any.table, &job->any.bulk, &job->servedId, failure);
    if (FAILED(hr))
        JobEventsRelease(job->events);
    return hr;
}

void CoreJobHold(const CoreJob *job)
{
    AnyJobHold(&job->any);
    if (job->events != NULL)
        JobEventsHold(job->events);
}

void CoreJobRelease(const CoreJob *job)
{
    AnyJobRelease(&job->any);
    if (job->events != NULL)
        JobEventsRelease(job->events);
}
