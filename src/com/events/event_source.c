#include "event_source.h"

#include <ocidl.h>
#include <olectl.h>

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

/* One event at a time, so that sinks take turns. */
static ULONGLONG EventSourceTell(Notice *notice)
{
    EventConnection *connection = CONTAINING_RECORD(notice, EventConnection, notice);
    EventSource *source = connection->source;
    Sink *sink = NULL;
    ULONGLONG againMs = NOTICE_WHEN_POSTED;
    AcquireSRWLockExclusive(&source->lock);
    const BOOL gone = connection->ended;
    if (!gone && source->eventClass->next(connection, &againMs)) {
        sink = connection->sink;
        SinkHold(sink); /* it may be unadvised meanwhile */
    }
    ReleaseSRWLockExclusive(&source->lock);
    if (gone) {
        EventSourceRelease(source);
        HeapFree(GetProcessHeap(), 0, connection);
        return NOTICE_GONE;
    }
    if (sink == NULL)
        return againMs;
    source->eventClass->tell(connection, sink);
    SinkRelease(sink);
    return NOTICE_AT_ONCE;
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

/*
 * Ends a connection that was taken out of the list; the lock is held. Its sink, which is to be
 * left, holds the notifier, which frees the connection.
 */
static Sink *EventSourceEnd(EventConnection *connection)
{
    Sink *sink = connection->sink;
    connection->ended = TRUE;
    NotifierPost(&connection->notice);
    return sink;
}

HRESULT EventSourceUnadvise(EventSource *source, DWORD cookie)
{
    Sink *sink = NULL;
    AcquireSRWLockExclusive(&source->lock);
    EventConnection **at = &source->connections;
    while (*at && (*at)->cookie != cookie)
        at = &(*at)->next;
    EventConnection *connection = *at;
    if (connection != NULL) {
        *at = connection->next;
        sink = EventSourceEnd(connection);
    }
    ReleaseSRWLockExclusive(&source->lock);
    if (sink == NULL)
        return CONNECT_E_NOCONNECTION;
    SinkClose(sink);
    SinkLeave(sink);
    return S_OK;
}

/*
 * All are closed before the first is left, which may run messages: the object is no more, and no
 * event may speak of it.
 */
void EventSourceUnadviseAll(EventSource *source)
{
    Sink *ended = NULL;
    AcquireSRWLockExclusive(&source->lock);
    while (source->connections != NULL) {
        EventConnection *connection = source->connections;
        source->connections = connection->next;
        Sink *sink = EventSourceEnd(connection);
        *SinkNext(sink) = ended;
        ended = sink;
    }
    ReleaseSRWLockExclusive(&source->lock);
    for (Sink *sink = ended; sink != NULL; sink = *SinkNext(sink))
        SinkClose(sink);
    while (ended != NULL) {
        Sink *sink = ended;
        ended = *SinkNext(sink);
        SinkLeave(sink);
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
