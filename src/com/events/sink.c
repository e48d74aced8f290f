#include "sink.h"

#include <objbase.h>
#include <oleauto.h>
#include <olectl.h>

#include "com/object/wait.h"
#include "forwarder.h"
#include "notifier.h"
#include "runtime/pure/ref_count.h"

struct Sink {
    Notice drop; /* to be let go of by the notifier */
    RefCount references;
    IDispatch *agile;     /* the client's object, or NULL: */
    IDispatch *forwarder; /* to be used in its apartment only */
    DWORD home;           /* that apartment */
    IGlobalInterfaceTable *table;
    DWORD cookie;      /* of the forwarder in the table */
    IDispatch *remote; /* the forwarder as the notifier sees it; made with the first call */
    HANDLE gone;       /* set when all this is; may be NULL */
    Sink *next;        /* SinkNext */
};

enum { MostArguments = 8, LeaveMs = 250 };

/*
 * The calling thread's apartment: 0 is the multi-threaded one, which is the notifier's; any other
 * is known by its thread.
 */
static DWORD SinkApartment(void)
{
    APTTYPE type;
    APTTYPEQUALIFIER qualifier;
    return SUCCEEDED(CoGetApartmentType(&type, &qualifier)) && type == APTTYPE_MTA ? 0 : GetCurrentThreadId();
}

static IDispatch *SinkRemote(Sink *sink)
{
    if (sink->remote == NULL && FAILED(IGlobalInterfaceTable_GetInterfaceFromGlobal(
                                    sink->table, sink->cookie, &IID_IDispatch, (void **)&sink->remote)))
        sink->remote = NULL;
    return sink->remote;
}

/* In the multi-threaded apartment, or anywhere when the object is agile. */
static void SinkDrop(Sink *sink)
{
    const HANDLE gone = sink->gone;
    if (sink->agile != NULL)
        IDispatch_Release(sink->agile);
    if (sink->cookie) {
        IDispatch *remote = SinkRemote(sink); /* the forwarder's last reference, so that it goes in its own apartment */
        IGlobalInterfaceTable_RevokeInterfaceFromGlobal(sink->table, sink->cookie);
        if (remote != NULL)
            IDispatch_Release(remote);
    }
    if (sink->table != NULL)
        IGlobalInterfaceTable_Release(sink->table);
    HeapFree(GetProcessHeap(), 0, sink);
    NotifierRelease();
    if (gone != NULL) {
        SetEvent(gone);
        CloseHandle(gone);
    }
}

static ULONGLONG DropNotice(Notice *notice)
{
    SinkDrop(CONTAINING_RECORD(notice, Sink, drop));
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
     * What belongs to a single-threaded apartment is the notifier's to call: its thread may not be
     * handling messages for ever so long.
     */
    if (sink->agile != NULL || (sink->home == 0 && SinkApartment() == 0))
        SinkDrop(sink);
    else
        NotifierPost(&sink->drop);
}

Sink **SinkNext(Sink *sink)
{
    return &sink->next;
}

void SinkClose(Sink *sink)
{
    if (sink->agile == NULL && SinkApartment() == sink->home)
        ForwarderClose(sink->forwarder);
}

/*
 * A single-threaded apartment goes on with its messages for as long as the notifier needs to let go
 * of its proxy, if that isn't long: such an apartment often ends right after, and must not take a
 * call with it.
 */
void SinkLeave(Sink *sink)
{
    HANDLE gone = NULL;
    if (sink->agile == NULL && sink->home && sink->home == SinkApartment() && !ForwarderInside()) {
        gone = CreateEventW(NULL, TRUE, FALSE, NULL);
        if (gone != NULL && !DuplicateHandle(GetCurrentProcess(), gone, GetCurrentProcess(), &sink->gone, 0, FALSE,
                                             DUPLICATE_SAME_ACCESS))
            sink->gone = NULL;
    }
    SinkRelease(sink);
    if (gone != NULL) {
        WaitOnCallersThread(gone, LeaveMs);
        CloseHandle(gone);
    }
}

/* In the object's apartment. The table's reference is the forwarder's only one. */
static HRESULT PutIntoTable(Sink *sink, IDispatch *object)
{
    HRESULT hr = CoCreateInstance(&CLSID_StdGlobalInterfaceTable, NULL, CLSCTX_INPROC_SERVER,
                                  &IID_IGlobalInterfaceTable, (void **)&sink->table);
    if (FAILED(hr))
        return hr;
    sink->forwarder = ForwarderCreate(object);
    if (sink->forwarder == NULL)
        return E_OUTOFMEMORY;
    hr = IGlobalInterfaceTable_RegisterInterfaceInGlobal(sink->table, (IUnknown *)sink->forwarder, &IID_IDispatch,
                                                         &sink->cookie);
    IDispatch_Release(sink->forwarder);
    if (FAILED(hr))
        sink->cookie = 0;
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
    const DWORD error = NotifierHold();
    Sink *sink = error ? NULL : HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof *sink);
    if (sink == NULL) {
        if (!error)
            NotifierRelease();
        IDispatch_Release(object);
        return error ? HRESULT_FROM_WIN32(error) : E_OUTOFMEMORY;
    }
    sink->drop.run = DropNotice;
    RefCountInit(&sink->references);
    sink->home = SinkApartment();
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
    return SinkApartment() == sink->home
               ? ForwarderTarget(sink->forwarder, out)
               : IGlobalInterfaceTable_GetInterfaceFromGlobal(sink->table, sink->cookie, &IID_IDispatch, (void **)out);
}

void SinkCall(Sink *sink, DISPID method, VARIANT *arguments, UINT count)
{
    VARIANT reversed[MostArguments], result;
    EXCEPINFO exception = {0};
    UINT argumentError;
    DISPPARAMS params = {reversed, NULL, count, 0};
    IDispatch *object = sink->agile != NULL ? sink->agile : SinkRemote(sink);
    for (UINT i = 0; i < count; i++)
        reversed[i] = arguments[count - 1 - i];
    VariantInit(&result);
    if (object != NULL)
        IDispatch_Invoke(object, method, &IID_NULL, LOCALE_USER_DEFAULT, DISPATCH_METHOD, &params, &result, &exception,
                         &argumentError);
    VariantClear(&result);
    SysFreeString(exception.bstrSource);
    SysFreeString(exception.bstrDescription);
    SysFreeString(exception.bstrHelpFile);
    for (UINT i = 0; i < count; i++)
        VariantClear(&arguments[i]);
}
