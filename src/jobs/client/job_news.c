#include "job_news.h"

enum { ProgressEveryMs = 100, FirstTables = 32 };

/* ---- the job's side, on workers ---- */

/* Under the lock. */
static void JobNewsChanged(JobNews *news)
{
    news->changes++;
    news->host->post(news);
}

/* FALSE: there is no memory, and the table is not told. Under the lock. */
static BOOL JobNewsMakeRoom(JobNews *news)
{
    if (news->tableCount < news->tableRoom)
        return TRUE;
    const size_t room = news->tableRoom ? news->tableRoom * 2 : FirstTables, bytes = room * sizeof *news->tables;
    const BulkRow **tables = news->tables != NULL ? HeapReAlloc(GetProcessHeap(), 0, news->tables, bytes)
                                                  : HeapAlloc(GetProcessHeap(), 0, bytes);
    if (tables == NULL)
        return FALSE;
    news->tables = tables;
    news->tableRoom = room;
    return TRUE;
}

/* row: of a bulk run; else NULL. */
static void JobNewsTable(JobNews *news, const BulkRow *row)
{
    AcquireSRWLockExclusive(news->lock);
    if (JobNewsMakeRoom(news))
        news->tables[news->tableCount++] = row;
    JobNewsChanged(news);
    ReleaseSRWLockExclusive(news->lock);
}

/* The job's last word: its snapshot's state is final. */
static void JobNewsCompleted(JobNews *news)
{
    AcquireSRWLockExclusive(news->lock);
    news->completed = TRUE;
    JobNewsChanged(news);
    ReleaseSRWLockExclusive(news->lock);
    news->host->release(news);
}

static void JobNewsTableMoved(TableJob *job, void *context)
{
    JobNews *news = context;
    (void)job;
    AcquireSRWLockExclusive(news->lock);
    JobNewsChanged(news);
    ReleaseSRWLockExclusive(news->lock);
}

static void JobNewsTableDone(TableJob *job, void *context)
{
    (void)job;
    JobNewsTable(context, NULL);
    JobNewsCompleted(context);
}

static void JobNewsBulkTable(BulkJob *job, const BulkRow *row, void *context)
{
    (void)job;
    JobNewsTable(context, row);
}

static void JobNewsBulkDone(BulkJob *job, void *context)
{
    (void)job;
    JobNewsCompleted(context);
}

/* ---- life ---- */

HRESULT JobNewsStartTable(JobNews *news, Runtime *runtime, const TableRequest *request, AnyJob *out, Failure *failure)
{
    ZeroMemory(out, sizeof *out);
    if (news == NULL)
        return TableJobStart(runtime, request, NULL, NULL, &out->table, failure);
    TableRequest watched = *request;
    watched.moved = JobNewsTableMoved;
    news->host->hold(news); /* JobNewsTableDone's */
    const HRESULT hr = TableJobStart(runtime, &watched, JobNewsTableDone, news, &out->table, failure);
    if (FAILED(hr))
        news->host->release(news);
    return hr;
}

HRESULT JobNewsStartBulk(JobNews *news, Runtime *runtime, const BulkRequest *request, AnyJob *out, Failure *failure)
{
    ZeroMemory(out, sizeof *out);
    if (news == NULL)
        return BulkJobStart(runtime, request, NULL, NULL, NULL, &out->bulk, failure);
    news->host->hold(news); /* JobNewsBulkDone's */
    const HRESULT hr = BulkJobStart(runtime, request, JobNewsBulkDone, JobNewsBulkTable, news, &out->bulk, failure);
    if (FAILED(hr))
        news->host->release(news);
    return hr;
}

HRESULT JobNewsStartServed(JobNews *news, ServerSlot *slot, const wchar_t *line, AnyJob *out, Failure *failure)
{
    const ServerWatcher watcher = {JobNewsTableMoved, JobNewsTableDone, JobNewsBulkTable, JobNewsBulkDone, news};
    ZeroMemory(out, sizeof *out);
    news->host->hold(news); /* JobNewsTableDone's or JobNewsBulkDone's */
    const HRESULT hr = ServerSlotSubmit(slot, line, &watcher, &out->table, &out->bulk, &out->servedId, failure);
    if (FAILED(hr))
        news->host->release(news);
    return hr;
}

void JobNewsOf(JobNews *news, const AnyJob *job)
{
    AnyJobHold(job);
    news->job = *job;
}

void JobNewsEnd(JobNews *news)
{
    AnyJobRelease(&news->job);
    if (news->tables != NULL)
        HeapFree(GetProcessHeap(), 0, news->tables);
}

/* ---- the listeners' side ---- */

void JobNewsListen(const JobNews *news, JobListener *listener)
{
    listener->toldChanges = news->changes - 1;
}

/* Looks at a job on a server, which reports nothing by itself. */
static void JobNewsLook(JobNews *news)
{
    JobProgress now;
    AnyJobSnapshot(&news->job, &now);
    if (now.completed != news->seen.completed || now.failed != news->seen.failed || now.total != news->seen.total ||
        now.fraction > news->seen.fraction || now.state != news->seen.state)
        news->changes++;
    news->seen = now;
    news->completed = now.state != JobRunning;
    if (news->completed && !RemoteJobIsBulk(news->job.remote) && JobNewsMakeRoom(news))
        news->tables[news->tableCount++] = NULL; /* a record names no single table of a run */
}

static JobNotice JobNewsChoose(const JobNews *news, JobListener *listener, ULONGLONG *againMs)
{
    const ULONGLONG now = GetTickCount64(), dueMs = listener->toldProgressMs + ProgressEveryMs;
    const BOOL changed = listener->toldChanges != news->changes, tablesLeft = listener->toldTables < news->tableCount;
    *againMs = changed ? dueMs : 0;
    if (changed && (now >= dueMs || (news->completed && !tablesLeft))) {
        listener->toldChanges = news->changes;
        listener->toldProgressMs = now;
        return JobNoticeProgress;
    }
    if (tablesLeft) {
        listener->row = news->tables[listener->toldTables++];
        return JobNoticeTable;
    }
    if (news->completed && !listener->toldCompleted) {
        listener->toldCompleted = TRUE;
        return JobNoticeCompleted;
    }
    return JobNoticeNone;
}

JobNotice JobNewsNext(JobNews *news, JobListener *listener, ULONGLONG *againMs)
{
    const BOOL looks = news->job.remote != NULL && !news->completed;
    if (looks)
        JobNewsLook(news);
    const JobNotice notice = JobNewsChoose(news, listener, againMs);
    if (looks && !news->completed && *againMs == 0)
        *againMs = GetTickCount64() + ProgressEveryMs;
    return notice;
}
