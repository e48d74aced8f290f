#include "job_events.h"

#include "PerfectHash.h"

/* The methods of _IPerfectHashJobEvents. */
enum { EventProgress = 1, EventTableCreated, EventTableFailed, EventCompleted };

typedef struct Connection {
    EventConnection connection;
    JobListener listener;
    JobNotice event; /* what the sink is told now */
} Connection;

struct JobEvents {
    EventSource source;
    JobNews news; /* has the source's lock */
};

/* ---- the job's side ---- */

static void JobEventsHoldNews(JobNews *news)
{
    EventSourceHold(&CONTAINING_RECORD(news, JobEvents, news)->source);
}

static void JobEventsReleaseNews(JobNews *news)
{
    EventSourceRelease(&CONTAINING_RECORD(news, JobEvents, news)->source);
}

static void JobEventsPost(JobNews *news)
{
    EventSourcePost(&CONTAINING_RECORD(news, JobEvents, news)->source);
}

EventSource *JobEventsSource(JobEvents *events)
{
    return &events->source;
}

JobNews *JobEventsNews(JobEvents *events)
{
    return events != NULL ? &events->news : NULL;
}

/* ---- what a sink is told, on the notifier's thread ---- */

static JobEvents *JobEventsOf(const EventConnection *connection)
{
    return CONTAINING_RECORD(connection->source, JobEvents, source);
}

static Connection *ConnectionOf(EventConnection *connection)
{
    return CONTAINING_RECORD(connection, Connection, connection);
}

static void TellTable(const AnyJob *job, Sink *sink, const BulkRow *row)
{
    JobTableEvent event;
    AnyJobTable(job, row, &event);
    if (FAILED(event.code))
        SinkCall(sink, EventTableFailed, "tlt", event.keysPath, event.code, event.message);
    else
        SinkCall(sink, EventTableCreated, "ttddb", event.keysPath, event.tablePath, (double)event.keyCount,
                 (double)event.solveMicroseconds, event.alreadyThere);
}

static BOOL JobEventsNext(EventConnection *base, ULONGLONG *againMs)
{
    Connection *connection = ConnectionOf(base);
    connection->event = JobNewsNext(&JobEventsOf(base)->news, &connection->listener, againMs);
    if (*againMs == 0)
        *againMs = NOTICE_WHEN_POSTED;
    return connection->event != JobNoticeNone;
}

static void JobEventsTell(EventConnection *base, Sink *sink)
{
    const Connection *connection = ConnectionOf(base);
    const AnyJob *job = &JobEventsOf(base)->news.job;
    JobProgress progress;
    if (connection->event == JobNoticeTable) {
        TellTable(job, sink, connection->listener.row);
        return;
    }
    AnyJobSnapshot(job, &progress);
    if (connection->event == JobNoticeCompleted)
        SinkCall(sink, EventCompleted, "l", (LONG)progress.state);
    else
        SinkCall(sink, EventProgress, "dddd", (double)progress.completed, (double)progress.failed,
                 (double)progress.total, progress.fraction);
}

static void JobEventsBegin(EventConnection *base)
{
    JobNewsListen(&JobEventsOf(base)->news, &ConnectionOf(base)->listener);
}

static void JobEventsDestroy(EventSource *source)
{
    JobEvents *events = CONTAINING_RECORD(source, JobEvents, source);
    JobNewsEnd(&events->news);
    HeapFree(GetProcessHeap(), 0, events);
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
    static const JobNewsHost host = {JobEventsHoldNews, JobEventsReleaseNews, JobEventsPost};
    JobEvents *events = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof *events);
    if (events == NULL)
        return NULL;
    EventSourceInit(&events->source, &jobEvents);
    events->news.host = &host;
    events->news.lock = &events->source.lock;
    return events;
}
