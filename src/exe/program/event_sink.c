/* See event_sink.h. */
#include "event_sink.h"

#include <ocidl.h>

/* Returns the sink, of which the interface is the first member. */
static const EventSink *EventSinkOf(IDispatch *self)
{
    return (const EventSink *)(const void *)self;
}

static HRESULT STDMETHODCALLTYPE EventSinkQueryInterface(IDispatch *self, REFIID iid, void **out)
{
    if (out == NULL)
        return E_POINTER;
    *out = NULL;
    /* Agile: it is called from one thread at a time, whichever that is. */
    if (!IsEqualIID(iid, &IID_IUnknown) && !IsEqualIID(iid, &IID_IDispatch) &&
        !IsEqualIID(iid, EventSinkOf(self)->events) && !IsEqualIID(iid, &IID_IAgileObject))
        return E_NOINTERFACE;
    *out = self;
    return S_OK;
}

/* It is there as long as the process. */
static ULONG STDMETHODCALLTYPE EventSinkCount(IDispatch *self)
{
    (void)self;
    return 1;
}

static HRESULT STDMETHODCALLTYPE EventSinkGetTypeInfoCount(IDispatch *self, UINT *count)
{
    (void)self;
    *count = 0;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE EventSinkGetTypeInfo(IDispatch *self, UINT index, LCID locale, ITypeInfo **out)
{
    (void)self;
    (void)index;
    (void)locale;
    *out = NULL;
    return DISP_E_BADINDEX;
}

static HRESULT STDMETHODCALLTYPE EventSinkGetIDsOfNames(IDispatch *self, REFIID reserved, LPOLESTR *names, UINT count,
                                                        LCID locale, DISPID *ids)
{
    (void)self;
    (void)reserved;
    (void)names;
    (void)count;
    (void)locale;
    (void)ids;
    return DISP_E_UNKNOWNNAME;
}

static HRESULT STDMETHODCALLTYPE EventSinkInvoke(IDispatch *self, DISPID id, REFIID reserved, LCID locale, WORD flags,
                                                 DISPPARAMS *params, VARIANT *result, EXCEPINFO *exception,
                                                 UINT *argumentError)
{
    (void)reserved;
    (void)locale;
    (void)flags;
    (void)result;
    (void)exception;
    (void)argumentError;
    EventSinkOf(self)->hear(id, params);
    return S_OK;
}

static IDispatchVtbl vtable = {
    EventSinkQueryInterface, EventSinkCount,         EventSinkCount, EventSinkGetTypeInfoCount,
    EventSinkGetTypeInfo,    EventSinkGetIDsOfNames, EventSinkInvoke};

static HRESULT EventSinkFindPoint(const EventSink *sink, IUnknown *source, IConnectionPoint **point)
{
    IConnectionPointContainer *container;
    HRESULT hr = IUnknown_QueryInterface(source, &IID_IConnectionPointContainer, (void **)&container);
    if (SUCCEEDED(hr)) {
        hr = IConnectionPointContainer_FindConnectionPoint(container, sink->events, point);
        IConnectionPointContainer_Release(container);
    }
    return hr;
}

HRESULT EventSinkConnect(EventSink *sink, IUnknown *source, DWORD *cookie)
{
    IConnectionPoint *point;
    HRESULT hr = EventSinkFindPoint(sink, source, &point);
    sink->dispatch.lpVtbl = &vtable;
    if (SUCCEEDED(hr)) {
        hr = IConnectionPoint_Advise(point, (IUnknown *)&sink->dispatch, cookie);
        IConnectionPoint_Release(point);
    }
    return hr;
}

void EventSinkDisconnect(const EventSink *sink, IUnknown *source, DWORD cookie)
{
    IConnectionPoint *point;
    if (SUCCEEDED(EventSinkFindPoint(sink, source, &point))) {
        IConnectionPoint_Unadvise(point, cookie);
        IConnectionPoint_Release(point);
    }
}
