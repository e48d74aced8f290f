#include "server_events.h"

#include <stdio.h>

#include "PerfectHash.h"
#include "jobs/text/text.h"

enum { KeptLines = 512, EventLog = 1, EventStopped = 2 };

typedef struct Connection {
    EventConnection connection;
    ULONGLONG told; /* lines so far */
    wchar_t *line;  /* that it is told now */
    BOOL stopped;   /* no line: the server has stopped */
} Connection;

struct ServerEvents {
    EventSource source;        /* its lock guards what follows */
    ULONGLONG count;           /* lines so far; the n-th is at n modulo KeptLines */
    wchar_t *lines[KeptLines]; /* NULL: the server has stopped */
};

static ServerEvents *EventsOf(const EventConnection *connection)
{
    return CONTAINING_RECORD(connection->source, ServerEvents, source);
}

static void ServerEventsBegin(EventConnection *base)
{
    CONTAINING_RECORD(base, Connection, connection)->told = EventsOf(base)->count;
}

/* NULL from TextCopy: there is no memory, and the line is an empty one. */
static BOOL ServerEventsNext(EventConnection *base, ULONGLONG *againMs)
{
    Connection *connection = CONTAINING_RECORD(base, Connection, connection);
    const ServerEvents *events = EventsOf(base);
    *againMs = NOTICE_WHEN_POSTED;
    connection->stopped = FALSE;
    if (connection->told == events->count)
        return FALSE;
    if (events->count - connection->told > KeptLines) {
        wchar_t text[80];
        swprintf(text, ARRAYSIZE(text), L"(%llu lines are left out)", events->count - KeptLines - connection->told);
        connection->told = events->count - KeptLines;
        connection->line = TextCopy(text);
    } else {
        const wchar_t *line = events->lines[connection->told++ % KeptLines];
        connection->stopped = line == NULL;
        connection->line = line != NULL ? TextCopy(line) : NULL;
    }
    return TRUE;
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
    for (size_t i = 0; i < KeptLines; i++)
        TextFree(events->lines[i]);
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
        wchar_t **place = &events->lines[events->count++ % KeptLines];
        old = *place;
        *place = line;
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
