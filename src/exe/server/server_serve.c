/* See server_serve.h. */
#include "server_serve.h"

#include <objbase.h>

#include "PerfectHashErrors.h"
#include "exe/program/automation.h"
#include "exe/program/interrupt.h"
#include "jobs/table/runtime_options.h"
#include "server_log.h"

enum { ClosingMs = 3000 }; /* a process has 5 seconds once its console is closed */

/* ---- settings ---- */

/* Returns the directories as one text, separated by ';'. NULL: out of memory. */
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

static HRESULT ServerServeConfigure(IPerfectHashIocpServer *server, const ServerCommandLine *line, BOOL tells)
{
    ServerOptions defaults, options = line->options;
    ServerOptionsDefault(&defaults);
    wchar_t *roots = JoinRoots(&options);
    HRESULT hr = roots != NULL ? AutomationPutText(server, L"AllowedRoots", roots) : E_OUTOFMEMORY;
    if (roots != NULL)
        HeapFree(GetProcessHeap(), 0, roots);
    if (SUCCEEDED(hr))
        hr = AutomationPutOptions(server, ServerOptionsGroup(&options), &defaults);
    if (SUCCEEDED(hr))
        hr = AutomationPutOptions(server, RuntimeOptionsGroup(&options.runtime), &defaults.runtime);
    return SUCCEEDED(hr) ? IPerfectHashIocpServer_put_Verbose(server, tells ? VARIANT_TRUE : VARIANT_FALSE) : hr;
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
        IPerfectHashIocpServer_Stop(stopper->server,
                                    InterruptCloses() ? min(stopper->drainMs, ClosingMs) : stopper->drainMs);
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
    Stopper stopper = {.server = server, .drainMs = (LONG)line->options.drainTimeoutMs};
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

static ExitCode ServerServeLogged(const ErrorStyle *style, const ServerCommandLine *line,
                                  IPerfectHashIocpServer *server, const ServerWatch *watch, LogFile *file)
{
    DWORD cookie = 0;
    const ServerLogTargets targets = {.tells = line->verbose && !style->silent, .put = watch->log, .file = file};
    const BOOL tells = targets.tells || targets.put != NULL || targets.file != NULL;
    HRESULT hr = ServerServeConfigure(server, line, tells);
    if (SUCCEEDED(hr) && tells)
        hr = ServerLogOpen((IUnknown *)server, &targets, &cookie);
    if (SUCCEEDED(hr))
        hr = ServerServeAll(line, server, watch);
    if (FAILED(hr))
        ErrorPrintCom(style, L"PerfectHash.dll", hr);
    if (cookie != 0)
        ServerLogClose((IUnknown *)server, cookie, SUCCEEDED(hr));
    return SUCCEEDED(hr) ? ExitDone : CodeOf(hr);
}

ExitCode ServerServe(const ErrorStyle *style, const ServerCommandLine *line, IPerfectHashIocpServer *server,
                     const ServerWatch *watch)
{
    LogFile *file = NULL;
    const DWORD error =
        line->log != NULL ? LogFileOpen(line->log, line->logBytes, line->logFiles, &file) : ERROR_SUCCESS;
    if (error != ERROR_SUCCESS) {
        Failure failure;
        FailureSystem(&failure, PERFECTHASH_E_OUTPUT_WRITE, line->log, error);
        ErrorPrintFailure(style, &failure);
        return ExitUsage;
    }
    const ExitCode code = ServerServeLogged(style, line, server, watch, file);
    LogFileClose(file);
    return code;
}
