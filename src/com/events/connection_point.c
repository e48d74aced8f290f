#include "connection_point.h"

#include <olectl.h>

#include "com/object/errors.h"
#include "com/object/object.h"

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
    return hr == CONNECT_E_CANNOTCONNECT
               ? ErrorRaiseText(&point->object, hr, L"sink: this object takes no calls of the events' interface.")
               : hr;
}

static HRESULT STDMETHODCALLTYPE ConnectionPointUnadvise(IConnectionPoint *self, DWORD cookie)
{
    const ConnectionPoint *point = ObjectOf(self);
    const HRESULT hr = EventSourceUnadvise(point->source, cookie);
    return hr == CONNECT_E_NOCONNECTION ? ErrorRaiseText(&point->object, hr, L"cookie: there is no such connection.")
                                        : hr;
}

static HRESULT STDMETHODCALLTYPE EnumConnections(IConnectionPoint *self, IEnumConnections **out)
{
    const ConnectionPoint *point = ObjectOf(self);
    if (out == NULL)
        return ErrorRaisePointer(&point->object, L"out");
    return SUCCEEDED(ConnectionsEnumerate(point->source, out)) ? S_OK : ErrorRaiseMemory(&point->object);
}

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
