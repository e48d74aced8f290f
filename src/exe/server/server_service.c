/* See server_service.h. */
#include "server_service.h"

#include <objbase.h>
#include <stdio.h>
#include <wchar.h>

#include "PerfectHashErrors.h"
#include "jobs/text/command_line.h"
#include "jobs/text/text.h"
#include "server_event_log.h"
#include "server_serve.h"

enum { PathChars = 32768, StopPollMs = 200, StopHintMs = 5000 };

static ExitCode ServerServiceFailed(const ErrorStyle *style, const wchar_t *subject, DWORD error)
{
    Failure failure;
    FailureSystem(&failure, PERFECTHASH_E_RUNTIME, subject, error);
    ErrorPrintFailure(style, &failure);
    return ExitFailed;
}

/* ---- install and uninstall ---- */

/*
 * "path\PerfectHashServer.exe" --Service --ServiceName=NAME and the server's options, as
 * CommandLineSplit and main take it apart. NULL: out of memory.
 */
static wchar_t *ServiceLine(const Command *command, const ServerCommandLine *line)
{
    const int ownWords = 9;
    wchar_t bytes[40], files[40];
    wchar_t *path = HeapAlloc(GetProcessHeap(), 0, PathChars * sizeof(wchar_t)), *joined = NULL;
    const wchar_t **words =
        (const wchar_t **)HeapAlloc(GetProcessHeap(), 0, (size_t)(command->wordCount + ownWords) * sizeof *words);
    const DWORD length = path != NULL ? GetModuleFileNameW(NULL, path, PathChars) : 0;
    if (words != NULL && length != 0 && length < PathChars) {
        int count = 0;
        words[count++] = path;
        words[count++] = L"--Service";
        words[count++] = L"--ServiceName";
        words[count++] = ServerServiceName(line);
        if (line->verbose)
            words[count++] = L"--Verbose";
        if (line->log != NULL) {
            swprintf(bytes, ARRAYSIZE(bytes), L"--LogBytes=%llu", (unsigned long long)line->logBytes);
            swprintf(files, ARRAYSIZE(files), L"--LogFiles=%lu", (unsigned long)line->logFiles);
            words[count++] = L"--Log";
            words[count++] = line->log;
            words[count++] = bytes;
            words[count++] = files;
        }
        for (int i = 0; i < command->wordCount; i++)
            words[count++] = command->words[i];
        joined = CommandLineJoin(count, words);
    }
    if (words != NULL)
        HeapFree(GetProcessHeap(), 0, (void *)words);
    if (path != NULL)
        HeapFree(GetProcessHeap(), 0, path);
    return joined;
}

/* How long it may take to stop. */
static DWORD StopMs(const ServerCommandLine *line)
{
    return min(line->options.drainTimeoutMs, MAXDWORD - 1 - (DWORD)StopHintMs) + StopHintMs;
}

/* The manager's name of an account; those of the system have short names. */
static const wchar_t *AccountOf(const ServerCommandLine *line)
{
    static const struct {
        const wchar_t *name, *account;
    } known[] = {{L"LocalService", L"NT AUTHORITY\\LocalService"},
                 {L"NetworkService", L"NT AUTHORITY\\NetworkService"},
                 {L"SYSTEM", L"LocalSystem"}};
    const wchar_t *name = line->serviceAccount != NULL ? line->serviceAccount : known[0].name;
    for (size_t i = 0; i < ARRAYSIZE(known); i++) {
        if (TextSame(name, known[i].name))
            return known[i].account;
    }
    return name;
}

/* Wine knows less of a service than Windows does. */
static BOOL ServerServiceChange(SC_HANDLE changed, DWORD what, void *information)
{
    const BOOL done = ChangeServiceConfig2W(changed, what, information);
    return done || GetLastError() == ERROR_CALL_NOT_IMPLEMENTED || GetLastError() == ERROR_INVALID_LEVEL;
}

/*
 * A service that fails is started again, twice a day: also when it ends by itself with an exit code
 * other than 0.
 */
static DWORD ServerServiceDescribe(SC_HANDLE changed, const ServerCommandLine *line)
{
    enum { ResetSeconds = 24 * 60 * 60, SoonMs = 5000, LaterMs = 60000 };
    wchar_t text[] = L"Makes perfect hash tables for other processes, over a named pipe.";
    SERVICE_DESCRIPTIONW description = {text};
    SERVICE_PRESHUTDOWN_INFO shutdown = {StopMs(line)};
    SC_ACTION actions[] = {{SC_ACTION_RESTART, SoonMs}, {SC_ACTION_RESTART, LaterMs}, {SC_ACTION_NONE, 0}};
    SERVICE_FAILURE_ACTIONSW recovery = {ResetSeconds, NULL, NULL, ARRAYSIZE(actions), actions};
    SERVICE_FAILURE_ACTIONS_FLAG also = {TRUE};
    return ServerServiceChange(changed, SERVICE_CONFIG_DESCRIPTION, &description) &&
                   ServerServiceChange(changed, SERVICE_CONFIG_PRESHUTDOWN_INFO, &shutdown) &&
                   ServerServiceChange(changed, SERVICE_CONFIG_FAILURE_ACTIONS, &recovery) &&
                   ServerServiceChange(changed, SERVICE_CONFIG_FAILURE_ACTIONS_FLAG, &also)
               ? ERROR_SUCCESS
               : GetLastError();
}

/* Creates the service. When a part of it can't be made, the parts that were made are removed. */
static DWORD ServerServiceCreate(SC_HANDLE manager, const wchar_t *name, const wchar_t *commandLine,
                                 const ServerCommandLine *line)
{
    enum { DisplayChars = 300 };
    wchar_t display[DisplayChars];
    const BOOL named = line->serviceName != NULL && !TextSame(name, SERVER_DEFAULT_SERVICE);
    swprintf(display, DisplayChars, named ? L"PerfectHash Server (%ls)" : L"PerfectHash Server", name);
    /* the right to start it is what a restart needs */
    const SC_HANDLE made = CreateServiceW(manager, name, display, SERVICE_CHANGE_CONFIG | SERVICE_START | DELETE,
                                          SERVICE_WIN32_OWN_PROCESS, SERVICE_DEMAND_START, SERVICE_ERROR_NORMAL,
                                          commandLine, NULL, NULL, NULL, AccountOf(line), NULL);
    if (made == NULL)
        return GetLastError();
    DWORD error = ServerServiceDescribe(made, line);
    if (error == ERROR_SUCCESS)
        error = EventLogInstall(name);
    if (error != ERROR_SUCCESS) {
        EventLogUninstall(name);
        DeleteService(made);
    }
    CloseServiceHandle(made);
    return error;
}

ExitCode ServerServiceInstall(const ErrorStyle *style, const Command *command, const ServerCommandLine *line)
{
    const wchar_t *name = ServerServiceName(line);
    DWORD error = ERROR_NOT_ENOUGH_MEMORY;
    wchar_t *commandLine = ServiceLine(command, line);
    const SC_HANDLE manager = commandLine != NULL ? OpenSCManagerW(NULL, NULL, SC_MANAGER_CREATE_SERVICE) : NULL;
    if (manager != NULL) {
        error = ServerServiceCreate(manager, name, commandLine, line);
        CloseServiceHandle(manager);
    } else if (commandLine != NULL) {
        error = GetLastError();
    }
    TextFree(commandLine);
    return error == ERROR_SUCCESS ? ExitDone : ServerServiceFailed(style, name, error);
}

/*
 * Until it has stopped, as long as it says that it is on its way; one that starts or stops already
 * takes no order meanwhile.
 */
static DWORD StopService(SC_HANDLE service)
{
    SERVICE_STATUS status;
    DWORD checkPoint = MAXDWORD;
    ULONGLONG movedMs = GetTickCount64();
    for (;; Sleep(StopPollMs)) {
        if (!QueryServiceStatus(service, &status))
            return GetLastError();
        if (status.dwCurrentState == SERVICE_STOPPED)
            return ERROR_SUCCESS;
        if ((status.dwControlsAccepted & SERVICE_ACCEPT_STOP) != 0 &&
            !ControlService(service, SERVICE_CONTROL_STOP, &status)) {
            const DWORD error = GetLastError();
            if (error == ERROR_SERVICE_NOT_ACTIVE)
                return ERROR_SUCCESS;
            if (error != ERROR_SERVICE_CANNOT_ACCEPT_CTRL)
                return error;
        }
        if (status.dwCheckPoint != checkPoint) {
            checkPoint = status.dwCheckPoint;
            movedMs = GetTickCount64();
        } else if (GetTickCount64() - movedMs > (ULONGLONG)status.dwWaitHint + StopHintMs) {
            return ERROR_SERVICE_REQUEST_TIMEOUT;
        }
    }
}

ExitCode ServerServiceUninstall(const ErrorStyle *style, const ServerCommandLine *line)
{
    const wchar_t *name = ServerServiceName(line);
    DWORD error = ERROR_SUCCESS;
    const SC_HANDLE manager = OpenSCManagerW(NULL, NULL, SC_MANAGER_CONNECT);
    const SC_HANDLE service =
        manager != NULL ? OpenServiceW(manager, name, SERVICE_STOP | SERVICE_QUERY_STATUS | DELETE) : NULL;
    if (service == NULL)
        error = GetLastError();
    if (error == ERROR_SUCCESS)
        error = StopService(service);
    if (error == ERROR_SUCCESS && !DeleteService(service))
        error = GetLastError();
    if (error == ERROR_SUCCESS)
        error = EventLogUninstall(name);
    if (service != NULL)
        CloseServiceHandle(service);
    if (manager != NULL)
        CloseServiceHandle(manager);
    return error == ERROR_SUCCESS ? ExitDone : ServerServiceFailed(style, name, error);
}

/* ---- the service ---- */

/* One a process: the manager's callbacks have no other way to it. */
static struct {
    const ErrorStyle *style;
    const ServerCommandLine *line;
    IPerfectHashIocpServer *server;
    SERVICE_STATUS_HANDLE handle;
    HANDLE stop;
    ExitCode code;
    SRWLOCK lock; /* guards status */
    SERVICE_STATUS status;
} service = {.lock = SRWLOCK_INIT};

static void ServerServiceReport(DWORD state, DWORD waitHintMs)
{
    AcquireSRWLockExclusive(&service.lock);
    SERVICE_STATUS *status = &service.status;
    if (status->dwCurrentState != SERVICE_STOPPED || state == SERVICE_START_PENDING) { /* nothing follows the end */
        status->dwServiceType = SERVICE_WIN32_OWN_PROCESS;
        status->dwCurrentState = state;
        status->dwControlsAccepted = state == SERVICE_RUNNING ? SERVICE_ACCEPT_STOP | SERVICE_ACCEPT_PRESHUTDOWN : 0;
        status->dwCheckPoint = state == SERVICE_RUNNING || state == SERVICE_STOPPED ? 0 : status->dwCheckPoint + 1;
        status->dwWaitHint = waitHintMs;
        status->dwWin32ExitCode =
            state == SERVICE_STOPPED && service.code != ExitDone ? ERROR_SERVICE_SPECIFIC_ERROR : ERROR_SUCCESS;
        status->dwServiceSpecificExitCode = state == SERVICE_STOPPED ? (DWORD)service.code : 0;
        SetServiceStatus(service.handle, status);
    }
    ReleaseSRWLockExclusive(&service.lock);
}

static DWORD WINAPI ServerServiceOnControl(DWORD control, DWORD event, void *data, void *context)
{
    (void)event;
    (void)data;
    (void)context;
    switch (control) {
    case SERVICE_CONTROL_STOP:
    case SERVICE_CONTROL_PRESHUTDOWN: /* which waits for the jobs, where a shutdown has a few seconds */
        ServerServiceReport(SERVICE_STOP_PENDING, StopMs(service.line));
        SetEvent(service.stop);
        return NO_ERROR;
    case SERVICE_CONTROL_INTERROGATE: return NO_ERROR;
    default: return ERROR_CALL_NOT_IMPLEMENTED;
    }
}

static void ServerServiceServing(void *context)
{
    (void)context;
    ServerServiceReport(SERVICE_RUNNING, 0);
}

static void WINAPI ServiceMain(DWORD argc, wchar_t **argv)
{
    const ServerWatch watch = {.stop = service.stop, .serving = ServerServiceServing, .log = EventLogLine};
    (void)argc;
    (void)argv;
    service.handle = RegisterServiceCtrlHandlerExW(ServerServiceName(service.line), ServerServiceOnControl, NULL);
    if (service.handle == NULL)
        return;
    ServerServiceReport(SERVICE_START_PENDING, StopHintMs);
    const HRESULT entered = CoInitializeEx(NULL, COINIT_MULTITHREADED);
    service.code = ServerServe(service.style, service.line, service.server, &watch);
    if (SUCCEEDED(entered))
        CoUninitialize();
    ServerServiceReport(SERVICE_STOPPED, 0);
}

ExitCode ServerServiceRun(const ErrorStyle *style, const ServerCommandLine *line, IPerfectHashIocpServer *server)
{
    wchar_t *name = TextCopy(ServerServiceName(line));
    SERVICE_TABLE_ENTRYW table[] = {{name, ServiceMain}, {NULL, NULL}};
    service.style = style;
    service.line = line;
    service.server = server;
    service.code = ExitNotRun;
    service.stop = CreateEventW(NULL, TRUE, FALSE, NULL);
    if (name == NULL || service.stop == NULL)
        return ServerServiceFailed(style, L"--Service", ERROR_NOT_ENOUGH_MEMORY);
    const BOOL served = StartServiceCtrlDispatcherW(table);
    const DWORD error = served ? ERROR_SUCCESS : GetLastError();
    TextFree(name);
    CloseHandle(service.stop);
    if (served)
        return service.code;
    ServerServiceFailed(style, L"--Service", error);
    return ExitNotRun;
}
