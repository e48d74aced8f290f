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
    RefCount references;
    ULONG count;
    EventSink sinks[]; /* held */
} Connections;

static ULONG ConnectionsCount(const void *of)
{
    return ((const Connections *)of)->count;
}

static HRESULT ConnectionsGive(void *of, ULONG number, void *item)
{
    const EventSink *sink = &((const Connections *)of)->sinks[number];
    CONNECTDATA *data = item;
    data->dwCookie = sink->cookie;
    return SinkObject(sink->sink, (IDispatch **)(void *)&data->pUnk);
}

static void ConnectionsClear(void *item)
{
    IUnknown_Release(((CONNECTDATA *)item)->pUnk);
}

static void ConnectionsHold(void *of)
{
    RefCountHold(&((Connections *)of)->references);
}

static void ConnectionsRelease(void *of)
{
    Connections *connections = of;
    if (RefCountRelease(&connections->references) != 0)
        return;
    for (ULONG i = 0; i < connections->count; i++)
        SinkRelease(connections->sinks[i].sink);
    HeapFree(GetProcessHeap(), 0, connections);
}

static const EnumeratorKind connectionsEnumerator = {
    ENUMERATOR_CLASS(L"PerfectHash.ConnectionPoint", &IID_IEnumConnections),
    sizeof(CONNECTDATA),
    ConnectionsCount,
    NULL,
    ConnectionsGive,
    ConnectionsClear,
    ConnectionsHold,
    ConnectionsRelease,
};

/* Returns the sinks that are connected now; NULL: there is no memory. */
static Connections *ConnectionsTake(EventSource *source)
{
    for (size_t room = EventSourceSinks(source, NULL, 0);;) {
        Connections *connections =
            HeapAlloc(GetProcessHeap(), 0, sizeof *connections + room * sizeof *connections->sinks);
        if (connections == NULL)
            return NULL;
        const size_t count = EventSourceSinks(source, connections->sinks, room);
        RefCountInit(&connections->references);
        connections->count = (ULONG)min(count, room);
        if (count <= room)
            return connections;
        ConnectionsRelease(connections); /* more came meanwhile */
        room = count;
    }
}

static HRESULT STDMETHODCALLTYPE EnumConnections(IConnectionPoint *self, IEnumConnections **out)
{
    const ConnectionPoint *point = ObjectOf(self);
    if (out == NULL)
        return ErrorRaisePointer(&point->object, L"out");
    *out = NULL;
    Connections *connections = ConnectionsTake(point->source);
    const HRESULT hr =
        connections != NULL ? EnumeratorCreate(&connectionsEnumerator, connections, (void **)out) : E_OUTOFMEMORY;
    if (connections != NULL)
        ConnectionsRelease(connections);
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
