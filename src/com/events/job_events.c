#include "job_events.h"

#include "PerfectHash.h"

enum { ProgressEveryMs = 100, FirstTables = 32 };

/* The methods of _IPerfectHashJobEvents. */
enum { EventProgress = 1, EventTableCreated, EventTableFailed, EventCompleted };

typedef enum JobNotice { JobNoticeNone, JobNoticeProgress, JobNoticeTable, JobNoticeCompleted } JobNotice;

/* How much a sink has been told. */
typedef struct Connection {
    EventConnection connection;
    size_t toldTables;
    ULONG toldChanges;
    ULONGLONG toldProgressMs;
    BOOL toldCompleted;
    JobNotice event;    /* what it is told now */
    const BulkRow *row; /* of a table of a bulk run */
} Connection;

struct JobEvents {
    EventSource source; /* its lock guards what follows but the job */
    AnyJob job;
    const BulkRow **tables; /* that ended, in their order; NULL: the one of the job */
    size_t tableCount, tableRoom;
    ULONG changes; /* how often the snapshot may have changed */
    BOOL completed;
    JobProgress seen; /* of a job that is polled: what it was */
};

static void JobEventsDestroy(EventSource *source)
{
    JobEvents *events = CONTAINING_RECORD(source, JobEvents, source);
    AnyJobRelease(&events->job);
    if (events->tables != NULL)
        HeapFree(GetProcessHeap(), 0, events->tables);
    HeapFree(GetProcessHeap(), 0, events);
}

void JobEventsHold(JobEvents *events)
{
    EventSourceHold(&events->source);
}

void JobEventsRelease(JobEvents *events)
{
    EventSourceRelease(&events->source);
}

EventSource *JobEventsSource(JobEvents *events)
{
    return &events->source;
}

void JobEventsOf(JobEvents *events, const AnyJob *job)
{
    AnyJobHold(job);
    events->job = *job;
}

/* ---- the job's side ---- */

static void JobEventsChanged(JobEvents *events)
{
    events->changes++;
    EventSourcePost(&events->source);
}

/* FALSE: there is no memory, and the table is not told. */
static BOOL JobEventsMakeRoom(JobEvents *events)
{
    if (events->tableCount < events->tableRoom)
        return TRUE;
    const size_t room = events->tableRoom ? events->tableRoom * 2 : FirstTables, bytes = room * sizeof *events->tables;
    const BulkRow **tables = events->tables != NULL ? HeapReAlloc(GetProcessHeap(), 0, events->tables, bytes)
                                                    : HeapAlloc(GetProcessHeap(), 0, bytes);
    if (tables == NULL)
        return FALSE;
    events->tables = tables;
    events->tableRoom = room;
    return TRUE;
}

void JobEventsTableEnded(JobEvents *events, const BulkRow *row)
{
    AcquireSRWLockExclusive(&events->source.lock);
    if (JobEventsMakeRoom(events))
        events->tables[events->tableCount++] = row;
    JobEventsChanged(events);
    ReleaseSRWLockExclusive(&events->source.lock);
}

void JobEventsProgress(JobEvents *events)
{
    AcquireSRWLockExclusive(&events->source.lock);
    JobEventsChanged(events);
    ReleaseSRWLockExclusive(&events->source.lock);
}

void JobEventsCompleted(JobEvents *events)
{
    AcquireSRWLockExclusive(&events->source.lock);
    events->completed = TRUE;
    JobEventsChanged(events);
    ReleaseSRWLockExclusive(&events->source.lock);
}

/* ---- what a sink is told, on the notifier's thread ---- */

static void TellProgress(const JobEvents *events, Sink *sink)
{
    JobProgress progress;
    AnyJobSnapshot(&events->job, &progress);
    SinkCall(sink, EventProgress, "dddd", (double)progress.completed, (double)progress.failed, (double)progress.total,
             progress.fraction);
}

static void TellTable(const JobEvents *events, Sink *sink, const BulkRow *row)
{
    JobTableEvent event;
    AnyJobTable(&events->job, row, &event);
    if (FAILED(event.code))
        SinkCall(sink, EventTableFailed, "tlt", event.keysPath, event.code, event.message);
    else
        SinkCall(sink, EventTableCreated, "ttddb", event.keysPath, event.tablePath, (double)event.keyCount,
                 (double)event.solveMicroseconds, event.alreadyThere);
}

static void TellCompleted(const JobEvents *events, Sink *sink)
{
    JobProgress progress;
    AnyJobSnapshot(&events->job, &progress);
    SinkCall(sink, EventCompleted, "l", (LONG)progress.state);
}

/* What nobody tells. */
static void JobEventsPoll(JobEvents *events)
{
    JobProgress now;
    AnyJobSnapshot(&events->job, &now);
    if (now.completed != events->seen.completed || now.failed != events->seen.failed ||
        now.total != events->seen.total || now.fraction > events->seen.fraction || now.state != events->seen.state)
        events->changes++;
    events->seen = now;
    events->completed = now.state != JobRunning;
    if (events->completed && !RemoteJobIsBulk(events->job.remote) && JobEventsMakeRoom(events))
        events->tables[events->tableCount++] = NULL; /* a record tells of no single table of a run */
}

/* What is told next, and that it is; *againMs: when to ask again if that is nothing. */
static JobNotice NextJobNotice(Connection *connection, const JobEvents *events, ULONGLONG *againMs)
{
    const ULONGLONG now = GetTickCount64(), dueMs = connection->toldProgressMs + ProgressEveryMs;
    const BOOL changed = connection->toldChanges != events->changes,
               tablesLeft = connection->toldTables < events->tableCount;
    *againMs = changed ? dueMs : NOTICE_WHEN_POSTED;
    if (changed && (now >= dueMs || (events->completed && !tablesLeft))) {
        connection->toldChanges = events->changes;
        connection->toldProgressMs = now;
        return JobNoticeProgress;
    }
    if (tablesLeft) {
        connection->row = events->tables[connection->toldTables++];
        return JobNoticeTable;
    }
    if (events->completed && !connection->toldCompleted) {
        connection->toldCompleted = TRUE;
        return JobNoticeCompleted;
    }
    return JobNoticeNone;
}

static Connection *ConnectionOf(EventConnection *connection)
{
    return CONTAINING_RECORD(connection, Connection, connection);
}

static BOOL JobEventsNext(EventConnection *base, ULONGLONG *againMs)
{
    Connection *connection = ConnectionOf(base);
    JobEvents *events = CONTAINING_RECORD(base->source, JobEvents, source);
    if (events->job.remote != NULL && !events->completed)
        JobEventsPoll(events);
    connection->event = NextJobNotice(connection, events, againMs);
    if (events->job.remote != NULL && !events->completed && *againMs == NOTICE_WHEN_POSTED)
        *againMs = GetTickCount64() + ProgressEveryMs;
    return connection->event != JobNoticeNone;
}

static void JobEventsTell(EventConnection *base, Sink *sink)
{
    const Connection *connection = ConnectionOf(base);
    const JobEvents *events = CONTAINING_RECORD(base->source, JobEvents, source);
    if (connection->event == JobNoticeProgress)
        TellProgress(events, sink);
    else if (connection->event == JobNoticeTable)
        TellTable(events, sink, connection->row);
    else
        TellCompleted(events, sink);
}

/* Where the job stands comes first. */
static void JobEventsBegin(EventConnection *base)
{
    ConnectionOf(base)->toldChanges = CONTAINING_RECORD(base->source, JobEvents, source)->changes - 1;
}

static const EventClass jobEvents = {&DIID__IPerfectHashJobEvents,
                                     L"PerfectHash.Job",
                                     sizeof(Connection),
                                     JobEventsBegin,
                                     JobEventsNext,
                                     JobEventsTell,
                                     JobEventsDestroy};

JobEvents *JobEventsCreate(void)
{
    JobEvents *events = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof *events);
    if (events != NULL)
        EventSourceInit(&events->source, &jobEvents);
    return events;
}
