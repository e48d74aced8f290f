#include "connection_point.h"

#include <olectl.h>

#include "com/object/enumerator.h"
#include "com/object/errors.h"

typedef struct ConnectionPoint {
    Object object;
    Interface point;
    IConnectionPointContainer *container; /* held */
    EventSource *source;                  /* the container's */
} ConnectionPoint;

static HRESULT STDMETHODCALLTYPE GetConnectionInterface(IConnectionPoint *self, IID *out)
{
    const ConnectionPoint *point = ObjectOf(self);
    if (out == NULL)
        return ErrorRaisePointer(&point->object, L"out");
    *out = *point->source->eventClass->iid;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE GetConnectionPointContainer(IConnectionPoint *self, IConnectionPointContainer **out)
{
    const ConnectionPoint *point = ObjectOf(self);
    if (out == NULL)
        return ErrorRaisePointer(&point->object, L"out");
    IConnectionPointContainer_AddRef(point->container);
    *out = point->container;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE ConnectionPointAdvise(IConnectionPoint *self, IUnknown *sink, DWORD *cookie)
{
    const ConnectionPoint *point = ObjectOf(self);
    if (cookie == NULL)
        return ErrorRaisePointer(&point->object, L"cookie");
    *cookie = 0;
    if (sink == NULL)
        return ErrorRaisePointer(&point->object, L"sink");
    const HRESULT hr = EventSourceAdvise(point->source, sink, cookie);
    if (hr == CONNECT_E_CANNOTCONNECT)
        return ErrorRaiseText(&point->object, hr, L"sink: this object takes no calls of the events' interface.");
    return SUCCEEDED(hr) ? S_OK : ErrorRaiseSystem(&point->object, L"sink", hr);
}

static HRESULT STDMETHODCALLTYPE ConnectionPointUnadvise(IConnectionPoint *self, DWORD cookie)
{
    const ConnectionPoint *point = ObjectOf(self);
    const HRESULT hr = EventSourceUnadvise(point->source, cookie);
    return hr == CONNECT_E_NOCONNECTION ? ErrorRaiseText(&point->object, hr, L"cookie: there is no such connection.")
                                        : hr;
}

/* ---- the sinks, as they were when they were asked for ---- */

typedef struct Connections {
    Object object;
    Interface unknown;
    size_t count;
    EventSink *sinks; /* held */
} Connections;

static void ConnectionsDestroy(Object *object)
{
    Connections *connections = (Connections *)object;
    while (connections->count > 0)
        SinkRelease(connections->sinks[--connections->count].sink);
    if (connections->sinks != NULL)
        HeapFree(GetProcessHeap(), 0, connections->sinks);
}

static const IUnknownVtbl unknownVtable = {OBJECT_UNKNOWN(IUnknown)};

static const ObjectClass connectionsClass = {
    L"PerfectHash.ConnectionPoint",
    sizeof(Connections),
    ConnectionsDestroy,
    FALSE,
    .entries = {{&IID_IUnknown, &unknownVtable, offsetof(Connections, unknown)}},
};

static HRESULT ConnectionsGive(void *of, ULONG number, void *item)
{
    const EventSink *sink = &((const Connections *)of)->sinks[number];
    CONNECTDATA *data = item;
    data->dwCookie = sink->cookie;
    return SinkObject(sink->sink, (IDispatch **)(void *)&data->pUnk);
}

static const EnumeratorKind connectionsEnumerator = {
    ENUMERATOR_CLASS(L"PerfectHash.ConnectionPoint", &IID_IEnumConnections),
    sizeof(CONNECTDATA),
    offsetof(CONNECTDATA, pUnk),
    NULL,
    ConnectionsGive,
};

/* Takes the sinks that are connected now. FALSE: there is no memory. */
static BOOL ConnectionsTake(Connections *connections, EventSource *source)
{
    for (size_t room = EventSourceSinks(source, NULL, 0);;) {
        connections->sinks = HeapAlloc(GetProcessHeap(), 0, max(room, 1u) * sizeof *connections->sinks);
        if (connections->sinks == NULL)
            return FALSE;
        const size_t count = EventSourceSinks(source, connections->sinks, room);
        connections->count = min(count, room);
        if (count <= room)
            return TRUE;
        ConnectionsDestroy(&connections->object); /* more came meanwhile */
        room = count;
    }
}

static HRESULT STDMETHODCALLTYPE EnumConnections(IConnectionPoint *self, IEnumConnections **out)
{
    const ConnectionPoint *point = ObjectOf(self);
    if (out == NULL)
        return ErrorRaisePointer(&point->object, L"out");
    *out = NULL;
    void *unknown;
    Connections *connections = ObjectCreate(&connectionsClass, &unknown);
    if (connections == NULL)
        return ErrorRaiseMemory(&point->object);
    const HRESULT hr =
        ConnectionsTake(connections, point->source)
            ? EnumeratorCreate(&connectionsEnumerator, unknown, connections, connections->count, (void **)out)
            : E_OUTOFMEMORY;
    ObjectRelease(unknown);
    return SUCCEEDED(hr) ? S_OK : ErrorRaiseMemory(&point->object);
}

/* ---- the class ---- */

static void ConnectionPointDestroy(Object *object)
{
    IConnectionPointContainer_Release(((ConnectionPoint *)object)->container);
}

static const IConnectionPointVtbl vtable = {
    OBJECT_UNKNOWN(IConnectionPoint), GetConnectionInterface, GetConnectionPointContainer, ConnectionPointAdvise,
    ConnectionPointUnadvise,          EnumConnections,
};

static const ObjectClass pointClass = {
    L"PerfectHash.ConnectionPoint",
    sizeof(ConnectionPoint),
    ConnectionPointDestroy,
    FALSE,
    .entries = {{&IID_IConnectionPoint, &vtable, offsetof(ConnectionPoint, point)}},
};

HRESULT ConnectionPointCreate(IConnectionPointContainer *container, EventSource *source, IConnectionPoint **out)
{
    ConnectionPoint *point = ObjectCreate(&pointClass, (void **)out);
    if (point == NULL)
        return E_OUTOFMEMORY;
    IConnectionPointContainer_AddRef(container);
    point->container = container;
    point->source = source;
    return S_OK;
}
