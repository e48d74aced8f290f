#include "server_events.h"

#include "PerfectHash.h"
#include "jobs/server/log_ring.h"
#include "jobs/text/text.h"

enum { EventLog = 1, EventStopped = 2 };

typedef struct Connection {
    EventConnection connection;
    ULONGLONG told; /* lines so far */
    wchar_t *line;  /* that it is told now */
    BOOL stopped;   /* no line: the server has stopped */
} Connection;

struct ServerEvents {
    EventSource source; /* its lock guards what follows */
    LogRing ring;
};

static ServerEvents *EventsOf(const EventConnection *connection)
{
    return CONTAINING_RECORD(connection->source, ServerEvents, source);
}

static void ServerEventsBegin(EventConnection *base)
{
    CONTAINING_RECORD(base, Connection, connection)->told = EventsOf(base)->ring.count;
}

static BOOL ServerEventsNext(EventConnection *base, ULONGLONG *againMs)
{
    Connection *connection = CONTAINING_RECORD(base, Connection, connection);
    *againMs = NOTICE_WHEN_POSTED;
    return LogRingNext(&EventsOf(base)->ring, &connection->told, &connection->line, &connection->stopped);
}

static void ServerEventsTell(EventConnection *base, Sink *sink)
{
    Connection *connection = CONTAINING_RECORD(base, Connection, connection);
    if (connection->stopped)
        SinkCall(sink, EventStopped, "");
    else
        SinkCall(sink, EventLog, "t", connection->line);
    TextFree(connection->line);
    connection->line = NULL;
}

static void ServerEventsDestroy(EventSource *source)
{
    ServerEvents *events = CONTAINING_RECORD(source, ServerEvents, source);
    LogRingFree(&events->ring);
    HeapFree(GetProcessHeap(), 0, events);
}

static const EventClass serverEvents = {&DIID__IPerfectHashServerEvents,
                                        L"PerfectHash.IocpServer",
                                        sizeof(Connection),
                                        ServerEventsBegin,
                                        ServerEventsNext,
                                        ServerEventsTell,
                                        ServerEventsDestroy};

ServerEvents *ServerEventsCreate(void)
{
    ServerEvents *events = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof *events);
    if (events != NULL)
        EventSourceInit(&events->source, &serverEvents);
    return events;
}

EventSource *ServerEventsSource(ServerEvents *events)
{
    return &events->source;
}

/* Keeps what is to be told; takes the line, NULL: the server has stopped. */
static void ServerEventsPut(ServerEvents *events, wchar_t *line)
{
    wchar_t *old = line;
    AcquireSRWLockExclusive(&events->source.lock);
    if (events->source.connections != NULL) {
        old = LogRingPut(&events->ring, line);
        EventSourcePost(&events->source);
    }
    ReleaseSRWLockExclusive(&events->source.lock);
    TextFree(old);
}

void ServerEventsLog(ServerEvents *events, const wchar_t *line)
{
    wchar_t *copy = TextCopy(line);
    if (copy != NULL)
        ServerEventsPut(events, copy);
}

void ServerEventsStopped(ServerEvents *events)
{
    ServerEventsPut(events, NULL);
}
