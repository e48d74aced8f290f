/* See server_serve.h. */
#include "server_serve.h"

#include <objbase.h>

#include "PerfectHashErrors.h"
#include "server_log.h"

/* ---- settings ---- */

static VARIANT_BOOL ServerServeFlag(BOOL value)
{
    return value ? VARIANT_TRUE : VARIANT_FALSE;
}

typedef HRESULT(STDMETHODCALLTYPE *PutText)(IPerfectHashIocpServer *server, BSTR value);

/* text NULL: the server's default stays. */
static HRESULT SetText(HRESULT before, IPerfectHashIocpServer *server, PutText put, const wchar_t *text)
{
    if (FAILED(before) || text == NULL)
        return before;
    BSTR value = SysAllocString(text);
    const HRESULT hr = value != NULL ? put(server, value) : E_OUTOFMEMORY;
    SysFreeString(value);
    return hr;
}

/* Parted by ';'. NULL: out of memory. */
static wchar_t *JoinRoots(const ServerOptions *options)
{
    size_t chars = 1;
    for (uint32_t i = 0; i < options->allowedRootCount; i++)
        chars += wcslen(options->allowedRoots[i]) + 1;
    wchar_t *joined = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, chars * sizeof(wchar_t));
    for (uint32_t i = 0; joined != NULL && i < options->allowedRootCount; i++) {
        wcscat(joined, options->allowedRoots[i]);
        wcscat(joined, L";");
    }
    return joined;
}

static HRESULT SetTexts(IPerfectHashIocpServer *server, const ServerOptions *options)
{
    const IPerfectHashIocpServerVtbl *methods = server->lpVtbl;
    wchar_t *roots = JoinRoots(options);
    HRESULT hr = roots != NULL ? S_OK : E_OUTOFMEMORY;
    hr = SetText(hr, server, methods->put_AllowedRoots, roots);
    hr = SetText(hr, server, methods->put_Endpoint, options->endpoint);
    hr = SetText(hr, server, methods->put_AllowUser, options->allowUser);
    hr = SetText(hr, server, methods->put_BaseOutputDirectory, options->baseOutputDirectory);
    hr = SetText(hr, server, methods->put_NumaNodes, options->runtime.numaNodes);
    hr = SetText(hr, server, methods->put_IoMode, options->runtime.ioMode == IoMapped ? L"Mapped" : L"Overlapped");
    if (roots != NULL)
        HeapFree(GetProcessHeap(), 0, roots);
    return hr;
}

static HRESULT SetNumbers(IPerfectHashIocpServer *server, const ServerOptions *options)
{
    typedef HRESULT(STDMETHODCALLTYPE * PutNumber)(IPerfectHashIocpServer * to, LONG value);
    const IPerfectHashIocpServerVtbl *methods = server->lpVtbl;
    const struct {
        PutNumber put;
        DWORD value;
    } numbers[] = {
        {methods->put_IocpConcurrency, options->runtime.iocpConcurrency},
        {methods->put_MaxThreads, options->runtime.maxThreads},
        {methods->put_SimulatedNumaNodes, options->runtime.simulatedNumaNodes},
        {methods->put_MaxRequests, options->maxRequests},
        {methods->put_MaxConnections, options->maxConnections},
        {methods->put_MaxConnectionsPerClient, options->maxConnectionsPerClient},
        {methods->put_DrainTimeout, min(options->drainTimeoutMs, (DWORD)LONG_MAX)},
    };
    HRESULT hr = S_OK;
    for (size_t i = 0; i < ARRAYSIZE(numbers) && SUCCEEDED(hr); i++)
        hr = numbers[i].put(server, (LONG)numbers[i].value);
    return hr;
}

static HRESULT ServerServeConfigure(IPerfectHashIocpServer *server, const ServerCommandLine *line)
{
    HRESULT hr = SetTexts(server, &line->options);
    if (SUCCEEDED(hr))
        hr = SetNumbers(server, &line->options);
    if (SUCCEEDED(hr))
        hr = IPerfectHashIocpServer_put_LocalOnly(server, ServerServeFlag(line->options.localOnly));
    if (SUCCEEDED(hr))
        hr = IPerfectHashIocpServer_put_NoFileIo(server, ServerServeFlag(line->options.noFileIo));
    if (SUCCEEDED(hr))
        hr = IPerfectHashIocpServer_put_BufferGuardPages(server,
                                                         ServerServeFlag(line->options.runtime.bufferGuardPages));
    return SUCCEEDED(hr) ? IPerfectHashIocpServer_put_Verbose(server, ServerServeFlag(line->verbose)) : hr;
}

/* ---- the end ---- */

/* Waits for the wish to stop in the place of the thread that waits for the end. */
typedef struct Stopper {
    IPerfectHashIocpServer *server;
    HANDLE wishes[2]; /* to stop; to leave, since the server has stopped */
    LONG drainMs;
    HANDLE thread;
} Stopper;

static DWORD WINAPI StopperMain(void *parameter)
{
    const Stopper *stopper = parameter;
    const HRESULT entered = CoInitializeEx(NULL, COINIT_MULTITHREADED);
    if (WaitForMultipleObjects(ARRAYSIZE(stopper->wishes), stopper->wishes, FALSE, INFINITE) == WAIT_OBJECT_0)
        IPerfectHashIocpServer_Stop(stopper->server, stopper->drainMs);
    if (SUCCEEDED(entered))
        CoUninitialize();
    return 0;
}

static HRESULT StopperStart(Stopper *stopper, HANDLE stop)
{
    stopper->wishes[0] = stop;
    stopper->wishes[1] = CreateEventW(NULL, TRUE, FALSE, NULL);
    if (stopper->wishes[1] != NULL)
        stopper->thread = CreateThread(NULL, 0, StopperMain, stopper, 0, NULL);
    return stopper->thread != NULL ? S_OK : HRESULT_FROM_WIN32(GetLastError());
}

static void StopperEnd(Stopper *stopper)
{
    if (stopper->thread != NULL) {
        SetEvent(stopper->wishes[1]);
        WaitForSingleObject(stopper->thread, INFINITE);
        CloseHandle(stopper->thread);
    }
    if (stopper->wishes[1] != NULL)
        CloseHandle(stopper->wishes[1]);
}

/* ---- the whole ---- */

static ExitCode CodeOf(HRESULT hr)
{
    const ExitCode code = ErrorExitCode(hr);
    return code == ExitUsage ? code : ExitNotRun;
}

static HRESULT ServerServeAll(const ServerCommandLine *line, IPerfectHashIocpServer *server, const ServerWatch *watch)
{
    VARIANT_BOOL stopped = VARIANT_FALSE;
    Stopper stopper = {.server = server, .drainMs = (LONG)min(line->options.drainTimeoutMs, (DWORD)LONG_MAX)};
    HRESULT hr = IPerfectHashIocpServer_Start(server);
    if (FAILED(hr))
        return hr;
    hr = StopperStart(&stopper, watch->stop);
    if (SUCCEEDED(hr) && watch->serving != NULL)
        watch->serving(watch->context);
    if (SUCCEEDED(hr))
        hr = IPerfectHashIocpServer_Wait(server, -1, &stopped);
    StopperEnd(&stopper);
    return hr;
}

ExitCode ServerServe(const ErrorStyle *style, const ServerCommandLine *line, IPerfectHashIocpServer *server,
                     const ServerWatch *watch)
{
    DWORD cookie = 0;
    HRESULT hr = ServerServeConfigure(server, line);
    if (SUCCEEDED(hr) && line->verbose && !style->silent)
        hr = ServerLogOpen((IUnknown *)server, &cookie);
    if (SUCCEEDED(hr))
        hr = ServerServeAll(line, server, watch);
    if (FAILED(hr))
        ErrorPrintCom(style, L"PerfectHash.dll", hr);
    if (cookie != 0)
        ServerLogClose((IUnknown *)server, cookie, SUCCEEDED(hr));
    return SUCCEEDED(hr) ? ExitDone : CodeOf(hr);
}
