#include "sink.h"

#include <objbase.h>
#include <oleauto.h>
#include <olectl.h>

#include "notifier.h"

struct Sink {
    Notice drop;                    /* to be let go of by the notifier */
    volatile LONG references;
    IDispatch *agile;               /* or NULL: it stands in the table */
    IGlobalInterfaceTable *table;
    DWORD place;                    /* in the table, as the interface of this IID */
    IID iid;
    DWORD home;                     /* the apartment in which it was given */
};

enum { MostArguments = 8 };

/* The calling thread's apartment: 0 is the multi-threaded one, any other is known by its thread. */
static DWORD Apartment(void)
{
    APTTYPE type;
    APTTYPEQUALIFIER qualifier;
    return SUCCEEDED(CoGetApartmentType(&type, &qualifier)) && type == APTTYPE_MTA ? 0 : GetCurrentThreadId();
}

/* The sink's object and memory; may call into its apartment, and wait for that, when this is another one. */
static void Drop(Sink *sink)
{
    if (sink->agile)
        IDispatch_Release(sink->agile);
    if (sink->place)
        IGlobalInterfaceTable_RevokeInterfaceFromGlobal(sink->table, sink->place);
    if (sink->table)
        IGlobalInterfaceTable_Release(sink->table);
    HeapFree(GetProcessHeap(), 0, sink);
    NotifierRelease();
}

static ULONGLONG DropNotice(Notice *notice)
{
    Drop(CONTAINING_RECORD(notice, Sink, drop));
    return NOTICE_GONE;
}

void SinkHold(Sink *sink)
{
    InterlockedIncrement(&sink->references);
}

void SinkRelease(Sink *sink)
{
    if (InterlockedDecrement(&sink->references) != 0)
        return;
    if (sink->agile || Apartment() == sink->home)
        Drop(sink);
    else
        NotifierPost(&sink->drop);
}

/* A dispinterface has a proxy only where its type library is registered; IDispatch always has one. */
static HRESULT PutIntoTable(Sink *sink, IDispatch *dispatch, REFIID events)
{
    HRESULT hr = CoCreateInstance(&CLSID_StdGlobalInterfaceTable, NULL, CLSCTX_INPROC_SERVER, &IID_IGlobalInterfaceTable, (void **)&sink->table);
    if (FAILED(hr))
        return hr;
    sink->iid = *events;
    hr = IGlobalInterfaceTable_RegisterInterfaceInGlobal(sink->table, (IUnknown *)dispatch, &sink->iid, &sink->place);
    if (FAILED(hr)) {
        sink->iid = IID_IDispatch;
        hr = IGlobalInterfaceTable_RegisterInterfaceInGlobal(sink->table, (IUnknown *)dispatch, &sink->iid, &sink->place);
    }
    if (FAILED(hr))
        sink->place = 0;
    return hr;
}

static BOOL IsAgile(IDispatch *dispatch)
{
    IUnknown *agile;
    if (FAILED(IDispatch_QueryInterface(dispatch, &IID_IAgileObject, (void **)&agile)))
        return FALSE;
    IUnknown_Release(agile);
    return TRUE;
}

HRESULT SinkCreate(IUnknown *given, REFIID events, Sink **out)
{
    IDispatch *dispatch;
    *out = NULL;
    if (FAILED(IUnknown_QueryInterface(given, events, (void **)&dispatch)) &&
        FAILED(IUnknown_QueryInterface(given, &IID_IDispatch, (void **)&dispatch)))
        return CONNECT_E_CANNOTCONNECT;
    const DWORD error = NotifierHold();
    Sink *sink = error ? NULL : HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof *sink);
    if (!sink) {
        if (!error)
            NotifierRelease();
        IDispatch_Release(dispatch);
        return error ? HRESULT_FROM_WIN32(error) : E_OUTOFMEMORY;
    }
    sink->drop.run = DropNotice;
    sink->references = 1;
    sink->home = Apartment();
    HRESULT hr = S_OK;
    if (IsAgile(dispatch)) {
        sink->agile = dispatch;
    } else {
        hr = PutIntoTable(sink, dispatch, events);
        IDispatch_Release(dispatch);
    }
    if (FAILED(hr))
        Drop(sink);
    else
        *out = sink;
    return hr;
}

HRESULT SinkObject(const Sink *sink, IDispatch **out)
{
    *out = sink->agile;
    if (!sink->agile)
        return IGlobalInterfaceTable_GetInterfaceFromGlobal(sink->table, sink->place, &sink->iid, (void **)out);
    IDispatch_AddRef(sink->agile);
    return S_OK;
}

static void Invoke(IDispatch *object, DISPID method, VARIANT *arguments, UINT count)
{
    VARIANT reversed[MostArguments], result;
    EXCEPINFO exception = {0};
    UINT argumentError;
    DISPPARAMS params = {reversed, NULL, count, 0};
    for (UINT i = 0; i < count; i++)
        reversed[i] = arguments[count - 1 - i];
    VariantInit(&result);
    IDispatch_Invoke(object, method, &IID_NULL, LOCALE_USER_DEFAULT, DISPATCH_METHOD, &params, &result, &exception, &argumentError);
    VariantClear(&result);
    SysFreeString(exception.bstrSource);
    SysFreeString(exception.bstrDescription);
    SysFreeString(exception.bstrHelpFile);
}

void SinkCall(const Sink *sink, DISPID method, VARIANT *arguments, UINT count)
{
    IDispatch *object;
    if (SUCCEEDED(SinkObject(sink, &object))) {
        Invoke(object, method, arguments, count);
        IDispatch_Release(object);
    }
    for (UINT i = 0; i < count; i++)
        VariantClear(&arguments[i]);
}
