#include "sink.h"

#include <stdarg.h>
#include <string.h>

#include <objbase.h>
#include <oleauto.h>
#include <olectl.h>

#include "com/object/module.h"
#include "com/object/wait.h"
#include "forwarder.h"
#include "runtime/pure/atomic.h"
#include "runtime/pure/ref_count.h"

struct Sink {
    Notice drop; /* by which the notifier releases the object */
    RefCount references;
    IDispatch *agile;     /* the client's object, or NULL: */
    DWORD home;           /* to be used in its apartment only */
    IDispatch *forwarder; /* its place there while the cookie is not 0. NULL: home is 0 */
    IGlobalInterfaceTable *table;
    AtomicLong cookie; /* of what stands in the table; 0: it was taken out */
    IDispatch *remote; /* the same as the notifier sees it, from a call on until the next rest */
    BOOL gone;
    Sink *next; /* SinkNext */
};

enum { MostArguments = 8 };

/*
 * For home 0 the thread enters no apartment of its own: it is in the multi-threaded one as long as
 * that exists, and neither creates nor keeps it.
 */
static BOOL EnterApartment(DWORD home)
{
    return home != 0 && SUCCEEDED(CoInitializeEx(NULL, COINIT_APARTMENTTHREADED));
}

static void LeaveApartment(void)
{
    CoUninitialize();
}

static const NotifierHost notifierHost = {ModuleHold, ModuleRelease, EnterApartment, LeaveApartment,
                                          WaitOnCallersThread};

/*
 * The calling thread's apartment: 0 is the multi-threaded one; any other is known by its thread.
 */
static DWORD SinkApartment(void)
{
    APTTYPE type;
    APTTYPEQUALIFIER qualifier;
    return SUCCEEDED(CoGetApartmentType(&type, &qualifier)) && type == APTTYPE_MTA ? 0 : GetCurrentThreadId();
}

static IDispatch *SinkRemote(Sink *sink)
{
    if (sink->remote == NULL &&
        FAILED(IGlobalInterfaceTable_GetInterfaceFromGlobal(sink->table, (DWORD)AtomicRead(&sink->cookie),
                                                            &IID_IDispatch, (void **)&sink->remote)))
        sink->remote = NULL;
    return sink->remote;
}

void SinkRest(Sink *sink)
{
    if (sink->remote != NULL)
        IDispatch_Release(sink->remote);
    sink->remote = NULL;
}

/* Takes it out of the table. In the home that calls nobody. */
static void SinkRevoke(Sink *sink)
{
    const DWORD cookie = (DWORD)AtomicExchange(&sink->cookie, 0);
    if (cookie != 0)
        IGlobalInterfaceTable_RevokeInterfaceFromGlobal(sink->table, cookie);
}

static void SinkDrop(Sink *sink)
{
    Notifier *notifier = sink->drop.notifier;
    if (sink->agile != NULL)
        IDispatch_Release(sink->agile);
    SinkRevoke(sink);
    SinkRest(sink);
    if (sink->table != NULL)
        IGlobalInterfaceTable_Release(sink->table);
    HeapFree(GetProcessHeap(), 0, sink);
    NotifierRelease(notifier);
}

/*
 * On the notifier's thread. A reference across the apartments makes the forwarder's last one go
 * where it belongs.
 */
static ULONGLONG DropNotice(Notice *notice)
{
    Sink *sink = CONTAINING_RECORD(notice, Sink, drop);
    if (AtomicRead(&sink->cookie) != 0)
        SinkRemote(sink);
    SinkDrop(sink);
    return NOTICE_GONE;
}

void SinkHold(Sink *sink)
{
    RefCountHold(&sink->references);
}

void SinkRelease(Sink *sink)
{
    if (RefCountRelease(&sink->references) != 0)
        return;
    /*
     * The notifier releases an object of another apartment: that apartment may not handle messages
     * for a long time.
     */
    if (sink->agile != NULL || AtomicRead(&sink->cookie) == 0 || sink->home == SinkApartment())
        SinkDrop(sink);
    else
        NotifierPost(&sink->drop);
}

Notifier *SinkNotifier(const Sink *sink)
{
    return sink->drop.notifier;
}

Sink **SinkNext(Sink *sink)
{
    return &sink->next;
}

void SinkClose(Sink *sink)
{
    if (sink->agile != NULL || SinkApartment() != sink->home)
        return;
    if (sink->forwarder != NULL && AtomicRead(&sink->cookie) != 0)
        ForwarderClose(sink->forwarder);
    SinkRevoke(sink);
}

/*
 * In the object's apartment. The table's reference is the forwarder's only one. An object of the
 * multi-threaded apartment needs no forwarder.
 */
static HRESULT PutIntoTable(Sink *sink, IDispatch *object)
{
    HRESULT hr = CoCreateInstance(&CLSID_StdGlobalInterfaceTable, NULL, CLSCTX_INPROC_SERVER,
                                  &IID_IGlobalInterfaceTable, (void **)&sink->table);
    if (FAILED(hr))
        return hr;
    if (sink->home != 0) {
        sink->forwarder = ForwarderCreate(object);
        if (sink->forwarder == NULL)
            return E_OUTOFMEMORY;
        object = sink->forwarder;
    }
    DWORD cookie;
    hr = IGlobalInterfaceTable_RegisterInterfaceInGlobal(sink->table, (IUnknown *)object, &IID_IDispatch, &cookie);
    if (sink->forwarder != NULL)
        IDispatch_Release(sink->forwarder);
    if (SUCCEEDED(hr))
        AtomicWrite(&sink->cookie, (LONG)cookie);
    return hr;
}

static BOOL IsAgile(IDispatch *object)
{
    IUnknown *agile;
    if (FAILED(IDispatch_QueryInterface(object, &IID_IAgileObject, (void **)&agile)))
        return FALSE;
    IUnknown_Release(agile);
    return TRUE;
}

HRESULT SinkCreate(IUnknown *given, REFIID events, Sink **out)
{
    IDispatch *object;
    *out = NULL;
    if (FAILED(IUnknown_QueryInterface(given, events, (void **)&object)) &&
        FAILED(IUnknown_QueryInterface(given, &IID_IDispatch, (void **)&object)))
        return CONNECT_E_CANNOTCONNECT;
    const DWORD home = SinkApartment();
    Notifier *notifier;
    const DWORD error = NotifierTake(&notifierHost, home, &notifier);
    Sink *sink = error ? NULL : HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof *sink);
    if (sink == NULL) {
        if (!error)
            NotifierRelease(notifier);
        IDispatch_Release(object);
        return error ? HRESULT_FROM_WIN32(error) : E_OUTOFMEMORY;
    }
    sink->drop.run = DropNotice;
    sink->drop.notifier = notifier;
    RefCountInit(&sink->references);
    sink->home = home;
    HRESULT hr = S_OK;
    if (IsAgile(object)) {
        sink->agile = object;
    } else {
        hr = PutIntoTable(sink, object);
        IDispatch_Release(object);
    }
    if (FAILED(hr))
        SinkDrop(sink);
    else
        *out = sink;
    return hr;
}

HRESULT SinkObject(Sink *sink, IDispatch **out)
{
    *out = sink->agile;
    if (sink->agile != NULL) {
        IDispatch_AddRef(sink->agile);
        return S_OK;
    }
    const DWORD cookie = (DWORD)AtomicRead(&sink->cookie);
    if (cookie == 0)
        return CO_E_OBJNOTCONNECTED;
    return sink->forwarder != NULL && SinkApartment() == sink->home
               ? ForwarderTarget(sink->forwarder, out)
               : IGlobalInterfaceTable_GetInterfaceFromGlobal(sink->table, cookie, &IID_IDispatch, (void **)out);
}

/*
 * Returns whether the result is one of an object that has ended, or whose apartment or process has.
 */
static BOOL SinkIsNoMore(HRESULT hr)
{
    return hr == RPC_E_DISCONNECTED || hr == CO_E_OBJNOTCONNECTED || hr == RPC_E_SERVER_DIED ||
           hr == RPC_E_SERVER_DIED_DNE || hr == RPC_E_INVALID_OBJECT ||
           hr == HRESULT_FROM_WIN32(RPC_S_SERVER_UNAVAILABLE) || hr == HRESULT_FROM_WIN32(RPC_S_CALL_FAILED);
}

BOOL SinkGone(const Sink *sink)
{
    return sink->gone;
}

/* Takes an argument. A text without memory for it is empty: the event comes all the same. */
static void SinkArgument(VARIANT *out, char kind, va_list *list)
{
    switch (kind) {
    case 'd':
        V_VT(out) = VT_R8;
        V_R8(out) = va_arg(*list, double);
        break;
    case 'l':
        V_VT(out) = VT_I4;
        V_I4(out) = va_arg(*list, LONG);
        break;
    case 'b':
        V_VT(out) = VT_BOOL;
        V_BOOL(out) = va_arg(*list, BOOL) ? VARIANT_TRUE : VARIANT_FALSE;
        break;
    default: V_VT(out) = VT_BSTR; V_BSTR(out) = SysAllocString(va_arg(*list, const wchar_t *));
    }
}

void SinkCall(Sink *sink, DISPID method, const char *kinds, ...)
{
    VARIANT reversed[MostArguments], result;
    EXCEPINFO exception = {0};
    UINT argumentError;
    const UINT count = (UINT)strlen(kinds);
    DISPPARAMS params = {reversed, NULL, count, 0};
    IDispatch *object = sink->agile != NULL ? sink->agile : SinkRemote(sink);
    va_list list;
    va_start(list, kinds);
    for (UINT i = 0; i < count; i++)
        SinkArgument(&reversed[count - 1 - i], kinds[i], &list);
    va_end(list);
    VariantInit(&result);
    const HRESULT hr = object == NULL ? RPC_E_DISCONNECTED
                                      : IDispatch_Invoke(object, method, &IID_NULL, LOCALE_USER_DEFAULT,
                                                         DISPATCH_METHOD, &params, &result, &exception, &argumentError);
    sink->gone = SinkIsNoMore(hr);
    VariantClear(&result);
    SysFreeString(exception.bstrSource);
    SysFreeString(exception.bstrDescription);
    SysFreeString(exception.bstrHelpFile);
    for (UINT i = 0; i < count; i++)
        VariantClear(&reversed[i]);
}
