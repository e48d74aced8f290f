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
    JobEventsTableEnded(context, job);
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

/* ---- what a job tells ---- */

static void TellFailure(const Failure *failure, JobTableEvent *out)
{
    out->code = failure->code;
    FailureText(failure, out->message, ARRAYSIZE(out->message));
}

static void TableHold(void *job)
{
    TableJobHold(job);
}

static void TableRelease(void *job)
{
    TableJobRelease(job);
}

static void TableSnapshot(void *job, JobProgress *out)
{
    TableJobSnapshot(job, out);
}

static void TableOfTable(void *job, const void *ended, JobTableEvent *out)
{
    TableResult *result;
    Failure failure;
    (void)ended;
    out->keysPath = TableJobSubject(job);
    if (FAILED(TableJobTake(job, &result, &failure))) {
        TellFailure(&failure, out);
        return;
    }
    out->tablePath = TableResultFile(result);
    out->keyCount = result->view.keyCount;
    out->solveMicroseconds = result->solveMicroseconds;
    out->alreadyThere = result->reused;
    TableResultRelease(result); /* the job has it too */
}

static void BulkHold(void *job)
{
    BulkJobHold(job);
}

static void BulkRelease(void *job)
{
    BulkJobRelease(job);
}

static void BulkSnapshot(void *job, JobProgress *out)
{
    BulkJobSnapshot(job, out);
}

static void TableOfBulk(void *job, const void *ended, JobTableEvent *out)
{
    const BulkRow *row = ended;
    (void)job;
    out->keysPath = row->keysPath;
    if (row->failure != NULL) {
        TellFailure(row->failure, out);
        return;
    }
    out->tablePath = row->tablePath;
    out->keyCount = row->keyCount;
    out->solveMicroseconds = row->solveMicroseconds;
    out->alreadyThere = row->skipped;
}

static void RemoteHold(void *job)
{
    RemoteJobHold(job);
}

static void RemoteRelease(void *job)
{
    RemoteJobRelease(job);
}

static void RemoteSnapshot(void *job, JobProgress *out)
{
    RemoteJobSnapshot(job, out);
}

/* What the record of a table tells once it has ended. */
static void TableOfRemote(void *job, const void *ended, JobTableEvent *out)
{
    JobRecordValues values;
    ClientFailure failure;
    (void)ended;
    RemoteJobFailure(job, &failure);
    out->keysPath = RemoteJobKeysPath(job);
    out->code = failure.code;
    if (FAILED(failure.code)) {
        lstrcpynW(out->message, failure.text, ARRAYSIZE(out->message));
        return;
    }
    RemoteJobValues(job, &values);
    out->tablePath = RemoteJobPath(job);
    out->keyCount = values.keyCount;
    out->solveMicroseconds = values.solveMicroseconds;
    out->alreadyThere = values.skipped != 0;
}

static const JobQueries tableQueries = {TableHold, TableRelease, TableSnapshot, TableOfTable, FALSE};
static const JobQueries bulkQueries = {BulkHold, BulkRelease, BulkSnapshot, TableOfBulk, FALSE};
static const JobQueries remoteTableQueries = {RemoteHold, RemoteRelease, RemoteSnapshot, TableOfRemote, TRUE};
/* a record tells of no single table of a run */
static const JobQueries remoteBulkQueries = {RemoteHold, RemoteRelease, RemoteSnapshot, NULL, TRUE};

/* ---- life ---- */

HRESULT CoreJobStartTable(CoreJob *job, Runtime *runtime, const TableRequest *request, Failure *failure)
{
    if (job->events == NULL)
        return TableJobStart(runtime, request, NULL, NULL, &job->table, failure);
    TableRequest watched = *request;
    watched.moved = CoreJobTableMoved;
    JobEventsHold(job->events); /* TableDone's */
    const HRESULT hr = TableJobStart(runtime, &watched, TableDone, job->events, &job->table, failure);
    if (FAILED(hr))
        JobEventsRelease(job->events);
    return hr;
}

HRESULT CoreJobStartBulk(CoreJob *job, Runtime *runtime, const BulkRequest *request, Failure *failure)
{
    if (job->events == NULL)
        return BulkJobStart(runtime, request, NULL, NULL, NULL, &job->bulk, failure);
    JobEventsHold(job->events); /* BulkDone's */
    const HRESULT hr = BulkJobStart(runtime, request, BulkDone, BulkTable, job->events, &job->bulk, failure);
    if (FAILED(hr))
        JobEventsRelease(job->events);
    return hr;
}

HRESULT CoreJobStartServed(CoreJob *job, Server *server, const wchar_t *line, Failure *failure)
{
    const ServerWatcher watcher = {CoreJobTableMoved, TableDone, BulkTable, BulkDone, job->events};
    JobEventsHold(job->events); /* TableDone's or BulkDone's */
    const HRESULT hr = ServerSubmit(server, line, &watcher, &job->table, &job->bulk, &job->servedId, failure);
    if (FAILED(hr))
        JobEventsRelease(job->events);
    return hr;
}

void CoreJobHold(const CoreJob *job)
{
    if (job->table != NULL)
        TableJobHold(job->table);
    if (job->bulk != NULL)
        BulkJobHold(job->bulk);
    if (job->remote != NULL)
        RemoteJobHold(job->remote);
    if (job->events != NULL)
        JobEventsHold(job->events);
}

void CoreJobRelease(const CoreJob *job)
{
    if (job->table != NULL)
        TableJobRelease(job->table);
    if (job->bulk != NULL)
        BulkJobRelease(job->bulk);
    if (job->remote != NULL)
        RemoteJobRelease(job->remote);
    if (job->events != NULL)
        JobEventsRelease(job->events);
}

void CoreJobOpenEvents(const CoreJob *job)
{
    if (job->table != NULL)
        JobEventsOf(job->events, &tableQueries, job->table);
    else if (job->bulk != NULL)
        JobEventsOf(job->events, &bulkQueries, job->bulk);
    else
        JobEventsOf(job->events, RemoteJobIsBulk(job->remote) ? &remoteBulkQueries : &remoteTableQueries, job->remote);
}
