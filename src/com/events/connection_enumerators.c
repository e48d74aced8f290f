/* See connection_point.h. Two threads may share an enumerator: its position moves in one piece. */
#include <windows.h>
#include <olectl.h>

#include "com/object/errors.h"
#include "com/object/object.h"
#include "connection_point.h"
#include "runtime/pure/atomic.h"

/* Steps over at most `count` of the items that are left; answers how many those are. */
static ULONG ConnectionEnumeratorsStep(volatile LONG *next, ULONG items, ULONG count, ULONG *first)
{
    for (;;) {
        const LONG at = *next;
        const ULONG step = min(count, items - (ULONG)at);
        *first = (ULONG)at;
        if (AtomicCompareExchange(next, at + (LONG)step, at) == at)
            return step;
    }
}

/* After a failure: what was stepped over is given again, unless another thread has moved on. */
static void StepBack(volatile LONG *next, ULONG first, ULONG step)
{
    AtomicCompareExchange(next, (LONG)first, (LONG)(first + step));
}

/* ---- the connection points of an object: one ---- */

typedef struct Points {
    Object object;
    Interface points;
    IConnectionPointContainer *container; /* held */
    EventSource *source;                  /* the container's */
    volatile LONG next;
} Points;

static HRESULT PointsCreate(IConnectionPointContainer *container, EventSource *source, LONG next,
                            IEnumConnectionPoints **out);

static HRESULT STDMETHODCALLTYPE PointsNext(IEnumConnectionPoints *self, ULONG count, IConnectionPoint **items,
                                            ULONG *fetched)
{
    Points *points = ObjectOf(self);
    ULONG first;
    const HRESULT hr = ErrorCheckNext(&points->object, count, items, fetched);
    if (FAILED(hr))
        return hr;
    const ULONG got = ConnectionEnumeratorsStep(&points->next, 1, count, &first);
    if (got && FAILED(ConnectionPointCreate(points->container, points->source, items))) {
        StepBack(&points->next, first, got);
        return ErrorRaiseMemory(&points->object);
    }
    if (fetched != NULL)
        *fetched = got;
    return got == count ? S_OK : S_FALSE;
}

static HRESULT STDMETHODCALLTYPE PointsSkip(IEnumConnectionPoints *self, ULONG count)
{
    Points *points = ObjectOf(self);
    ULONG first;
    return ConnectionEnumeratorsStep(&points->next, 1, count, &first) == count ? S_OK : S_FALSE;
}

static HRESULT STDMETHODCALLTYPE PointsReset(IEnumConnectionPoints *self)
{
    Points *points = ObjectOf(self);
    AtomicExchange(&points->next, 0);
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE PointsClone(IEnumConnectionPoints *self, IEnumConnectionPoints **out)
{
    Points *points = ObjectOf(self);
    if (out == NULL)
        return ErrorRaisePointer(&points->object, L"out");
    return SUCCEEDED(PointsCreate(points->container, points->source, points->next, out))
               ? S_OK
               : ErrorRaiseMemory(&points->object);
}

static void PointsDestroy(Object *object)
{
    IConnectionPointContainer_Release(((Points *)object)->container);
}

static const IEnumConnectionPointsVtbl pointsVtable = {OBJECT_UNKNOWN(IEnumConnectionPoints), PointsNext, PointsSkip,
                                                       PointsReset, PointsClone};

static const ObjectClass pointsClass = {
    L"PerfectHash.ConnectionPoint",
    sizeof(Points),
    PointsDestroy,
    FALSE,
    .entries = {{&IID_IEnumConnectionPoints, &pointsVtable, offsetof(Points, points)}},
};

static HRESULT PointsCreate(IConnectionPointContainer *container, EventSource *source, LONG next,
                            IEnumConnectionPoints **out)
{
    Points *points = ObjectCreate(&pointsClass, (void **)out);
    if (points == NULL)
        return E_OUTOFMEMORY;
    IConnectionPointContainer_AddRef(container);
    points->container = container;
    points->source = source;
    points->next = next;
    return S_OK;
}

HRESULT ConnectionPointsEnumerate(IConnectionPointContainer *container, EventSource *source,
                                  IEnumConnectionPoints **out)
{
    return PointsCreate(container, source, 0, out);
}

/* ---- the sinks of a connection point, as they were when they were asked for ---- */

typedef struct Connections {
    Object object;
    Interface connections;
    EventSink *sinks; /* held */
    ULONG count;
    volatile LONG next;
} Connections;

static const ObjectClass connectionsClass;

/* Creates the object with room for so many sinks; NULL when there is no memory. */
static Connections *ConnectionsCreate(size_t room, IEnumConnections **out)
{
    Connections *connections = ObjectCreate(&connectionsClass, (void **)out);
    if (connections == NULL)
        return NULL;
    connections->sinks = HeapAlloc(GetProcessHeap(), 0, max(room, 1) * sizeof *connections->sinks);
    if (connections->sinks != NULL)
        return connections;
    ObjectRelease(&connections->connections);
    *out = NULL;
    return NULL;
}

static HRESULT STDMETHODCALLTYPE ConnectionsNext(IEnumConnections *self, ULONG count, CONNECTDATA *items,
                                                 ULONG *fetched)
{
    Connections *connections = ObjectOf(self);
    ULONG first, got = 0;
    HRESULT hr = ErrorCheckNext(&connections->object, count, items, fetched);
    if (FAILED(hr))
        return hr;
    const ULONG wanted = ConnectionEnumeratorsStep(&connections->next, connections->count, count, &first);
    for (; SUCCEEDED(hr) && got < wanted; got += SUCCEEDED(hr)) {
        IDispatch *sink;
        hr = SinkObject(connections->sinks[first + got].sink, &sink);
        items[got].pUnk = SUCCEEDED(hr) ? (IUnknown *)sink : NULL;
        items[got].dwCookie = connections->sinks[first + got].cookie;
    }
    if (FAILED(hr)) { /* all or nothing */
        for (ULONG i = 0; i < got; i++) {
            IUnknown_Release(items[i].pUnk);
            items[i].pUnk = NULL;
        }
        StepBack(&connections->next, first, wanted);
        return hr;
    }
    if (fetched != NULL)
        *fetched = got;
    return got == count ? S_OK : S_FALSE;
}

static HRESULT STDMETHODCALLTYPE ConnectionsSkip(IEnumConnections *self, ULONG count)
{
    Connections *connections = ObjectOf(self);
    ULONG first;
    return ConnectionEnumeratorsStep(&connections->next, connections->count, count, &first) == count ? S_OK : S_FALSE;
}

static HRESULT STDMETHODCALLTYPE ConnectionsReset(IEnumConnections *self)
{
    Connections *connections = ObjectOf(self);
    AtomicExchange(&connections->next, 0);
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE ConnectionsClone(IEnumConnections *self, IEnumConnections **out)
{
    const Connections *connections = ObjectOf(self);
    if (out == NULL)
        return ErrorRaisePointer(&connections->object, L"out");
    Connections *clone = ConnectionsCreate(connections->count, out);
    if (clone == NULL)
        return ErrorRaiseMemory(&connections->object);
    for (ULONG i = 0; i < connections->count; i++) {
        clone->sinks[i] = connections->sinks[i];
        SinkHold(clone->sinks[i].sink);
    }
    clone->count = connections->count;
    clone->next = connections->next;
    return S_OK;
}

static void ConnectionsDestroy(Object *object)
{
    Connections *connections = (Connections *)object;
    for (ULONG i = 0; i < connections->count; i++)
        SinkRelease(connections->sinks[i].sink);
    if (connections->sinks != NULL)
        HeapFree(GetProcessHeap(), 0, connections->sinks);
}

static const IEnumConnectionsVtbl connectionsVtable = {
    OBJECT_UNKNOWN(IEnumConnections), ConnectionsNext, ConnectionsSkip, ConnectionsReset, ConnectionsClone,
};

static const ObjectClass connectionsClass = {
    L"PerfectHash.ConnectionPoint",
    sizeof(Connections),
    ConnectionsDestroy,
    FALSE,
    .entries = {{&IID_IEnumConnections, &connectionsVtable, offsetof(Connections, connections)}},
};

HRESULT ConnectionsEnumerate(EventSource *source, IEnumConnections **out)
{
    size_t room = EventSourceSinks(source, NULL, 0);
    for (;;) {
        Connections *connections = ConnectionsCreate(room, out);
        if (connections == NULL)
            return E_OUTOFMEMORY;
        const size_t count = EventSourceSinks(source, connections->sinks, room);
        connections->count = (ULONG)min(count, room);
        if (count <= room)
            return S_OK;
        ObjectRelease(&connections->connections); /* more came meanwhile */
        room = count;
    }
}
