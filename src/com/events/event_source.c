#include "event_source.h"

#include <ocidl.h>
#include <olectl.h>

enum { EventsATurn = 16 };

void EventSourceInit(EventSource *source, const EventClass *eventClass)
{
    source->eventClass = eventClass;
    RefCountInit(&source->references);
    InitializeSRWLock(&source->lock);
}

void EventSourceHold(EventSource *source)
{
    RefCountHold(&source->references);
}

void EventSourceRelease(EventSource *source)
{
    if (RefCountRelease(&source->references) == 0)
        source->eventClass->destroy(source);
}

void EventSourcePost(EventSource *source)
{
    for (EventConnection *connection = source->connections; connection != NULL; connection = connection->next)
        NotifierPost(&connection->notice);
}

/*
 * Takes a connection out of the list and ends it; NULL: it was ended before. The lock is held. The
 * sink, which the caller is to close and release, holds the notifier, which frees the connection.
 */
static Sink *EventSourceEnd(EventConnection *connection)
{
    if (connection->ended)
        return NULL;
    EventConnection **at = &connection->source->connections;
    while (*at != connection)
        at = &(*at)->next;
    *at = connection->next;
    connection->ended = TRUE;
    NotifierPost(&connection->notice);
    return connection->sink;
}

/* Returns whether the connection's sink is to be told something. */
static BOOL EventSourceNext(EventConnection *connection, ULONGLONG *againMs)
{
    EventSource *source = connection->source;
    AcquireSRWLockExclusive(&source->lock);
    const BOOL more = !connection->ended && source->eventClass->next(connection, againMs);
    ReleaseSRWLockExclusive(&source->lock);
    return more;
}

/* Held, since it may be unadvised meanwhile; NULL: it was. */
static Sink *EventSourceTakeSink(EventConnection *connection)
{
    EventSource *source = connection->source;
    AcquireSRWLockShared(&source->lock);
    Sink *sink = connection->ended ? NULL : connection->sink;
    if (sink != NULL)
        SinkHold(sink);
    ReleaseSRWLockShared(&source->lock);
    return sink;
}

/* The client's object is no more: nothing else would ever disconnect it. */
static void EventSourceDisconnect(EventConnection *connection)
{
    EventSource *source = connection->source;
    AcquireSRWLockExclusive(&source->lock);
    Sink *sink = EventSourceEnd(connection);
    ReleaseSRWLockExclusive(&source->lock);
    if (sink != NULL)
        SinkRelease(sink);
}

/*
 * Some events at a time, so that sinks take turns. An ended connection was posted: it comes again.
 */
static ULONGLONG EventSourceTell(Notice *notice)
{
    EventConnection *connection = CONTAINING_RECORD(notice, EventConnection, notice);
    EventSource *source = connection->source;
    ULONGLONG againMs = NOTICE_WHEN_POSTED;
    int told = 0;
    Sink *sink = EventSourceTakeSink(connection);
    if (sink == NULL) {
        EventSourceRelease(source);
        HeapFree(GetProcessHeap(), 0, connection);
        return NOTICE_GONE;
    }
    for (; told < EventsATurn && EventSourceNext(connection, &againMs); told++) {
        source->eventClass->tell(connection, sink);
        if (SinkGone(sink))
            EventSourceDisconnect(connection);
    }
    SinkRest(sink);
    SinkRelease(sink);
    return told < EventsATurn ? againMs : NOTICE_AT_ONCE;
}

/* ---- the clients' side ---- */

HRESULT EventSourceAdvise(EventSource *source, IUnknown *given, DWORD *cookie)
{
    EventConnection *connection = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, source->eventClass->connectionBytes);
    if (connection == NULL)
        return E_OUTOFMEMORY;
    const HRESULT hr = SinkCreate(given, source->eventClass->iid, &connection->sink);
    if (FAILED(hr)) {
        HeapFree(GetProcessHeap(), 0, connection);
        return hr;
    }
    EventSourceHold(source);
    connection->notice.run = EventSourceTell;
    connection->notice.notifier = SinkNotifier(connection->sink);
    connection->source = source;
    AcquireSRWLockExclusive(&source->lock);
    EventConnection **at = &source->connections;
    while (*at)
        at = &(*at)->next;
    *at = connection;
    *cookie = connection->cookie = ++source->lastCookie;
    source->eventClass->begin(connection);
    NotifierPost(&connection->notice);
    ReleaseSRWLockExclusive(&source->lock);
    return S_OK;
}

HRESULT EventSourceUnadvise(EventSource *source, DWORD cookie)
{
    AcquireSRWLockExclusive(&source->lock);
    EventConnection *connection = source->connections;
    while (connection != NULL && connection->cookie != cookie)
        connection = connection->next;
    Sink *sink = connection != NULL ? EventSourceEnd(connection) : NULL;
    ReleaseSRWLockExclusive(&source->lock);
    if (sink == NULL)
        return CONNECT_E_NOCONNECTION;
    SinkClose(sink);
    SinkRelease(sink);
    return S_OK;
}

/*
 * All are closed before the first is released, whose foreign code may run messages: the object is
 * no more, and no event may speak of it.
 */
void EventSourceUnadviseAll(EventSource *source)
{
    Sink *ended = NULL;
    AcquireSRWLockExclusive(&source->lock);
    while (source->connections != NULL) {
        Sink *sink = EventSourceEnd(source->connections);
        *SinkNext(sink) = ended;
        ended = sink;
    }
    ReleaseSRWLockExclusive(&source->lock);
    for (Sink *sink = ended; sink != NULL; sink = *SinkNext(sink))
        SinkClose(sink);
    while (ended != NULL) {
        Sink *sink = ended;
        ended = *SinkNext(sink);
        SinkRelease(sink);
    }
}

size_t EventSourceSinks(EventSource *source, EventSink *out, size_t room)
{
    size_t count = 0;
    AcquireSRWLockExclusive(&source->lock);
    for (const EventConnection *connection = source->connections; connection != NULL;
         connection = connection->next, count++)
        if (count < room) {
            SinkHold(connection->sink);
            out[count].sink = connection->sink;
            out[count].cookie = connection->cookie;
        }
    ReleaseSRWLockExclusive(&source->lock);
    return count;
}
