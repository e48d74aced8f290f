/*
 * A server's watchdog: a thread of its own, since no timer fires when every worker hangs. It names
 * once each callback that has run for long, and tells its worker's last events. It asks neither the
 * loader nor a lock of the runtime for that, where the callback may hang. Afterwards it looks after
 * the jobs' time where there was no memory for a timer.
 */
#include "PerfectHashErrors.h"
#include "runtime/base/win32_calls.h"
#include "server_state.h"

enum {
    DefaultHangMs = 30000,
    LooksInLimit = 8, /* so a callback is told when an eighth more has passed */
    NextHangMs = 100, /* until the next one is told: the log keeps the lines of some rings alone */
    StackBytes = 256 * 1024
};

static void WatchdogPutLine(void *context, const char *text)
{
    ServerTell(context, SERVER_RING L"%hs", text);
}

/* TRUE: a callback was told, and there may be others. */
static BOOL WatchdogLook(Server *server, DWORD hangMs)
{
    RuntimeHang hang;
    uint64_t next;
    if (!RuntimeHangNext(server->runtime, hangMs, &hang))
        return FALSE;
    ServerTell(server, SERVER_HANG L"%hs has run for %llu ms, on worker %lu of node %lu, thread %lu", hang.callback,
               (unsigned long long)hang.ranMs, (unsigned long)hang.worker, (unsigned long)hang.node,
               (unsigned long)hang.threadId);
    (void)RuntimeTracePage(server->runtime, hang.page, WatchdogPutLine, server, &next);
    return TRUE;
}

static DWORD WINAPI WatchdogMain(void *parameter)
{
    Server *server = parameter;
    const HMODULE module = server->watchdog.module;
    const DWORD hangMs = server->watchdog.hangMs, periodMs = max(hangMs / LooksInLimit, 1u);
    DWORD waitMs = periodMs;
    while (WaitForSingleObject(server->watchdog.stop, waitMs) == WAIT_TIMEOUT) {
        waitMs = WatchdogLook(server, hangMs) ? min(NextHangMs, periodMs) : periodMs;
        ServerLimitAgain(server);
    }
    RundownRelease(&server->rundown); /* the server may be gone from here on */
    FreeLibraryAndExitThread(module, 0);
}

static DWORD WatchdogBegin(Server *server)
{
    ServerWatchdog *watchdog = &server->watchdog;
    watchdog->stop = Win32CreateEvent();
    if (watchdog->stop == NULL || Win32Fails(Win32CallHoldModule) ||
        !GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS, (const wchar_t *)(ULONG_PTR)WatchdogMain,
                            &watchdog->module))
        return GetLastError();
    RundownHold(&server->rundown);
    DWORD threadId;
    watchdog->thread = Win32CreateThread(WatchdogMain, server, StackBytes, &threadId);
    if (watchdog->thread != NULL)
        return ERROR_SUCCESS;
    const DWORD error = GetLastError();
    RundownRelease(&server->rundown); /* never the last: the starter's is there */
    FreeLibrary(watchdog->module);
    return error;
}

HRESULT ServerWatchdogStart(Server *server, DWORD hangMs, Failure *failure)
{
    server->watchdog.hangMs = hangMs != 0 ? hangMs : DefaultHangMs;
    const DWORD error = WatchdogBegin(server);
    return error == ERROR_SUCCESS ? S_OK : FailureSystem(failure, PERFECTHASH_E_RUNTIME, L"watchdog", error);
}

void ServerWatchdogStop(Server *server)
{
    if (server->watchdog.thread != NULL)
        SetEvent(server->watchdog.stop);
}

void ServerWatchdogFree(Server *server, BOOL joins)
{
    ServerWatchdog *watchdog = &server->watchdog;
    ServerWatchdogStop(server);
    if (watchdog->thread != NULL && joins)
        WaitForSingleObject(watchdog->thread, INFINITE);
    if (watchdog->thread != NULL)
        CloseHandle(watchdog->thread);
    if (watchdog->stop != NULL)
        CloseHandle(watchdog->stop);
}
