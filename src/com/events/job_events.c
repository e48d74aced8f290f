#include "job_events.h"

#include "PerfectHash.h"
#include "com/object/arrays.h"

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
    JobNotice event;   /* what it is told now */
    const void *ended; /* of a table */
} Connection;

struct JobEvents {
    EventSource source; /* its lock guards what follows but the job */
    const JobQueries *queries;
    void *job;
    const void **tables; /* that ended, in their order */
    size_t tableCount, tableRoom;
    ULONG changes; /* how often the snapshot may have changed */
    BOOL completed;
    JobProgress seen; /* of a job that is polled: what it was */
};

static void JobEventsDestroy(EventSource *source)
{
    JobEvents *events = CONTAINING_RECORD(source, JobEvents, source);
    if (events->job != NULL)
        events->queries->release(events->job);
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

void JobEventsOf(JobEvents *events, const JobQueries *queries, void *job)
{
    queries->hold(job);
    events->queries = queries;
    events->job = job;
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
    const void **tables = events->tables != NULL ? HeapReAlloc(GetProcessHeap(), 0, events->tables, bytes)
                                                 : HeapAlloc(GetProcessHeap(), 0, bytes);
    if (tables == NULL)
        return FALSE;
    events->tables = tables;
    events->tableRoom = room;
    return TRUE;
}

void JobEventsTableEnded(JobEvents *events, const void *ended)
{
    AcquireSRWLockExclusive(&events->source.lock);
    if (JobEventsMakeRoom(events))
        events->tables[events->tableCount++] = ended;
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

static VARIANT JobEventsNumber(double value)
{
    VARIANT variant;
    V_VT(&variant) = VT_R8;
    V_R8(&variant) = value;
    return variant;
}

static VARIANT JobEventsLong(LONG value)
{
    VARIANT variant;
    V_VT(&variant) = VT_I4;
    V_I4(&variant) = value;
    return variant;
}

static VARIANT JobEventsText(const wchar_t *text)
{
    VARIANT variant;
    V_VT(&variant) = VT_BSTR;
    if (FAILED(BstrOut(text, &V_BSTR(&variant))))
        V_BSTR(&variant) = NULL; /* an empty string; the event comes all the same */
    return variant;
}

static VARIANT JobEventsBoolean(BOOL value)
{
    VARIANT variant;
    V_VT(&variant) = VT_BOOL;
    V_BOOL(&variant) = value ? VARIANT_TRUE : VARIANT_FALSE;
    return variant;
}

static void TellProgress(const JobEvents *events, Sink *sink)
{
    JobProgress progress;
    events->queries->snapshot(events->job, &progress);
    VARIANT arguments[] = {JobEventsNumber((double)progress.completed), JobEventsNumber((double)progress.failed),
                           JobEventsNumber((double)progress.total), JobEventsNumber(progress.fraction)};
    SinkCall(sink, EventProgress, arguments, ARRAYSIZE(arguments));
}

static void TellTable(const JobEvents *events, Sink *sink, const void *ended)
{
    JobTableEvent event = {0};
    events->queries->table(events->job, ended, &event);
    if (FAILED(event.code)) {
        VARIANT arguments[] = {JobEventsText(event.keysPath), JobEventsLong(event.code), JobEventsText(event.message)};
        SinkCall(sink, EventTableFailed, arguments, ARRAYSIZE(arguments));
    } else {
        VARIANT arguments[] = {JobEventsText(event.keysPath), JobEventsText(event.tablePath),
                               JobEventsNumber((double)event.keyCount),
                               JobEventsNumber((double)event.solveMicroseconds), JobEventsBoolean(event.alreadyThere)};
        SinkCall(sink, EventTableCreated, arguments, ARRAYSIZE(arguments));
    }
}

static void TellCompleted(const JobEvents *events, Sink *sink)
{
    JobProgress progress;
    events->queries->snapshot(events->job, &progress);
    VARIANT argument = JobEventsLong((LONG)progress.state);
    SinkCall(sink, EventCompleted, &argument, 1);
}

/* What nobody tells. */
static void JobEventsPoll(JobEvents *events)
{
    JobProgress now;
    events->queries->snapshot(events->job, &now);
    if (now.completed != events->seen.completed || now.failed != events->seen.failed ||
        now.total != events->seen.total || now.fraction > events->seen.fraction || now.state != events->seen.state)
        events->changes++;
    events->seen = now;
    events->completed = now.state != JobRunning;
    if (events->completed && events->queries->table != NULL && JobEventsMakeRoom(events))
        events->tables[events->tableCount++] = events->job;
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
        connection->ended = events->tables[connection->toldTables++];
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
    if (events->queries->polled && !events->completed)
        JobEventsPoll(events);
    connection->event = NextJobNotice(connection, events, againMs);
    if (events->queries->polled && !events->completed && *againMs == NOTICE_WHEN_POSTED)
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
        TellTable(events, sink, connection->ended);
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
