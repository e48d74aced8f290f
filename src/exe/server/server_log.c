/* See server_log.h. */
#include "server_log.h"

#include <ocidl.h>

#include "PerfectHash.h"
#include "exe/program/output.h"
#include "jobs/server/server.h"
#include "jobs/text/text.h"
#include "server_log_line.h"

enum { EventLog = 1, EventStopped = 2, LastLineMs = 5000 }; /* Event...: of _IPerfectHashServerEvents */

static HANDLE heardLast;            /* an event: the server has told that it has stopped */
static SRWLOCK lock = SRWLOCK_INIT; /* guards what follows, also while a line is written */
static ServerLogTargets to;         /* all zero: nobody is told any more */

static HRESULT STDMETHODCALLTYPE ServerLogQueryInterface(IDispatch *self, REFIID iid, void **out)
{
    if (out == NULL)
        return E_POINTER;
    *out = NULL;
    /* Agile: it has no state, so any thread may call it. */
    if (!IsEqualIID(iid, &IID_IUnknown) && !IsEqualIID(iid, &IID_IDispatch) &&
        !IsEqualIID(iid, &DIID__IPerfectHashServerEvents) && !IsEqualIID(iid, &IID_IAgileObject))
        return E_NOINTERFACE;
    *out = self;
    return S_OK;
}

/* It is there as long as the process. */
static ULONG STDMETHODCALLTYPE ServerLogCount(IDispatch *self)
{
    (void)self;
    return 1;
}

static HRESULT STDMETHODCALLTYPE ServerLogGetTypeInfoCount(IDispatch *self, UINT *count)
{
    (void)self;
    *count = 0;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE ServerLogGetTypeInfo(IDispatch *self, UINT index, LCID locale, ITypeInfo **out)
{
    (void)self;
    (void)index;
    (void)locale;
    *out = NULL;
    return DISP_E_BADINDEX;
}

static HRESULT STDMETHODCALLTYPE ServerLogGetIDsOfNames(IDispatch *self, REFIID reserved, LPOLESTR *names, UINT count,
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

static void ServerLogPrint(const wchar_t *line)
{
    Output output = {0};
    OutputPut(&output, line);
    OutputPut(&output, L"\n");
    OutputFlush(&output, STD_ERROR_HANDLE);
}

static void ServerLogTell(const wchar_t *text)
{
    wchar_t *line = ServerLogLine(text); /* NULL, out of memory: the text does without date and name */
    const wchar_t *whole = line != NULL ? line : text;
    const BOOL hang = ServerLogBegins(text, SERVER_HANG), ring = ServerLogBegins(text, SERVER_RING);
    AcquireSRWLockExclusive(&lock);
    if (to.put != NULL && (to.tells || hang) && !ring)
        to.put(ServerLogUndated(whole));
    else if (to.put == NULL && to.tells)
        ServerLogPrint(whole);
    if (to.file != NULL)
        LogFilePut(to.file, whole);
    ReleaseSRWLockExclusive(&lock);
    TextFree(line);
}

static HRESULT STDMETHODCALLTYPE ServerLogInvoke(IDispatch *self, DISPID id, REFIID reserved, LCID locale, WORD flags,
                                                 DISPPARAMS *params, VARIANT *result, EXCEPINFO *exception,
                                                 UINT *argumentError)
{
    (void)self;
    (void)reserved;
    (void)locale;
    (void)flags;
    (void)result;
    (void)exception;
    (void)argumentError;
    if (id == EventLog && params->cArgs == 1 && V_VT(&params->rgvarg[0]) == VT_BSTR)
        ServerLogTell(V_BSTR(&params->rgvarg[0]) != NULL ? V_BSTR(&params->rgvarg[0]) : L"");
    else if (id == EventStopped && heardLast != NULL)
        SetEvent(heardLast);
    else
        return DISP_E_MEMBERNOTFOUND;
    return S_OK;
}

static IDispatchVtbl vtable = {
    ServerLogQueryInterface, ServerLogCount,         ServerLogCount, ServerLogGetTypeInfoCount,
    ServerLogGetTypeInfo,    ServerLogGetIDsOfNames, ServerLogInvoke};
static IDispatch sink = {&vtable};

static HRESULT FindPoint(IUnknown *server, IConnectionPoint **point)
{
    IConnectionPointContainer *container;
    HRESULT hr = IUnknown_QueryInterface(server, &IID_IConnectionPointContainer, (void **)&container);
    if (SUCCEEDED(hr)) {
        hr = IConnectionPointContainer_FindConnectionPoint(container, &DIID__IPerfectHashServerEvents, point);
        IConnectionPointContainer_Release(container);
    }
    return hr;
}

static void ServerLogTo(const ServerLogTargets *targets)
{
    AcquireSRWLockExclusive(&lock);
    to = *targets;
    ReleaseSRWLockExclusive(&lock);
}

HRESULT ServerLogOpen(IUnknown *server, const ServerLogTargets *targets, DWORD *cookie)
{
    IConnectionPoint *point;
    HRESULT hr = FindPoint(server, &point);
    ServerLogTo(targets);
    heardLast = CreateEventW(NULL, TRUE, FALSE, NULL); /* for as long as the process: the sink may set it at any time */
    if (SUCCEEDED(hr)) {
        hr = IConnectionPoint_Advise(point, (IUnknown *)&sink, cookie);
        IConnectionPoint_Release(point);
    }
    return hr;
}

void ServerLogClose(IUnknown *server, DWORD cookie, BOOL stopped)
{
    static const ServerLogTargets nobody;
    IConnectionPoint *point;
    if (stopped && heardLast != NULL)
        WaitForSingleObject(heardLast, LastLineMs);
    if (SUCCEEDED(FindPoint(server, &point))) {
        IConnectionPoint_Unadvise(point, cookie);
        IConnectionPoint_Release(point);
    }
    ServerLogTo(&nobody);
}
