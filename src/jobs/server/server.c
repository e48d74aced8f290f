/*
 * A server's life. Start: runtime, then pipe. Stop: no new requests; once nothing runs (cancelled
 * after a limit) the pipe is closed; once that has ended too, the rundown sets the event. Whoever
 * leaves last, the owner or the rundown, stops the runtime and frees.
 */
#include "server_state.h"

#include <wchar.h>

#include "PerfectHashErrors.h"
#include "jobs/text/text.h"
#include "runtime/base/path.h"
#include "runtime/base/win32_calls.h"
#include "runtime/pure/atomic.h"

enum { RefreshMs = 100 };

/* Values of `left`. */
enum { LeftNobody, LeftServer, LeftOwner };

/* ---- the end ---- */

/* joins: waits until the runtime's threads have ended. */
static void ServerDestroy(Server *server, BOOL joins)
{
    ServerWatchdogFree(server, joins);
    if (joins)
        RuntimeStop(server->runtime);
    else
        RuntimeAbandon(server->runtime);
    RegistryFree(&server->registry);
    ServerUsersFree(&server->users);
    ServerRootsFree(&server->roots);
    TextFree(server->baseOutputDirectory);
    if (server->event != NULL)
        CloseHandle(server->event);
    void (*const logEnded)(void *context) = server->logEnded;
    void *logContext = server->logContext;
    Win32Free(server);
    if (logEnded != NULL)
        logEnded(logContext);
}

/* The rundown's finish: no connection, no job, no timer. */
static void ServerOver(Rundown *rundown)
{
    Server *server = CONTAINING_RECORD(rundown, Server, rundown);
    ServerTell(server, L"stopped");
    AcquireSRWLockExclusive(&server->lock);
    server->state = ServerStopped;
    ReleaseSRWLockExclusive(&server->lock);
    if (AtomicCompareExchange(&server->left, LeftServer, LeftNobody) == LeftOwner)
        ServerDestroy(server, FALSE);
    else
        SetEvent(server->event); /* the last touch */
}

static void PipeEnded(void *context)
{
    Server *server = context;
    AcquireSRWLockExclusive(&server->lock);
    server->pipe = NULL;
    ReleaseSRWLockExclusive(&server->lock);
    RundownRelease(&server->rundown);
}

/* Nothing runs and no job can begin: what still waits is not waited for. Once. */
static void ServerClose(Server *server)
{
    AcquireSRWLockExclusive(&server->lock);
    server->closing = TRUE;
    const BOOL drained = server->drainWaits && TimerCancel(&server->drain);
    const BOOL refreshed = server->refreshWaits && TimerCancel(&server->refresh);
    const BOOL limited = server->limitWaits && TimerCancel(&server->limit);
    PipeServer *pipe = server->pipe;
    PipeServerCount(pipe, &server->lastNumbers);
    ReleaseSRWLockExclusive(&server->lock);
    if (drained)
        RundownRelease(&server->rundown);
    if (refreshed)
        RundownRelease(&server->rundown);
    if (limited)
        RundownRelease(&server->rundown);
    ServerWatchdogStop(server);
    PipeServerStop(pipe);
    RundownRelease(&server->rundown); /* the starter's hold */
}

/* ---- timers ---- */

/*
 * Starts a timer that is not waiting, with a hold of its own. FALSE: it will not fire. Under the
 * lock.
 */
static BOOL ServerStartTimer(Server *server, Timer *timer, DWORD delayMs)
{
    if (server->closing)
        return FALSE;
    RundownHold(&server->rundown);
    if (TimerStart(timer, delayMs) == ERROR_SUCCESS)
        return TRUE;
    RundownRelease(&server->rundown); /* never the last: the starter's is there */
    return FALSE;
}

static void DrainOver(WorkItem *item, Worker *worker, DWORD error, DWORD bytes)
{
    Server *server = CONTAINING_RECORD(CONTAINING_RECORD(item, Timer, item), Server, drain);
    (void)worker;
    (void)error;
    (void)bytes;
    AcquireSRWLockExclusive(&server->lock);
    server->drainWaits = FALSE;
    ReleaseSRWLockExclusive(&server->lock);
    ServerTell(server, L"the time to drain is over: jobs are cancelled");
    RegistryCancelAll(&server->registry);
    RundownRelease(&server->rundown);
}

static void RefreshOne(ServerJob *job, void *context)
{
    BOOL *more = context;
    if (ServerJobHasToken(job)) {
        ServerJobRefresh(job);
        *more = TRUE;
    }
}

static void RefreshDue(WorkItem *item, Worker *worker, DWORD error, DWORD bytes)
{
    Server *server = CONTAINING_RECORD(CONTAINING_RECORD(item, Timer, item), Server, refresh);
    BOOL more = FALSE;
    (void)worker;
    (void)bytes;
    /* From here on a new token starts the timer anew; one that is there already is found below. */
    AcquireSRWLockExclusive(&server->lock);
    server->refreshWaits = FALSE;
    ReleaseSRWLockExclusive(&server->lock);
    if (error == ERROR_SUCCESS)
        RegistryEach(&server->registry, RefreshOne, &more);
    if (more)
        ServerNeedRefresh(server);
    RundownRelease(&server->rundown);
}

void ServerNeedRefresh(Server *server)
{
    AcquireSRWLockExclusive(&server->lock);
    if (!server->refreshWaits)
        server->refreshWaits = ServerStartTimer(server, &server->refresh, RefreshMs);
    ReleaseSRWLockExclusive(&server->lock);
}

/* Lets the timer fire in that many milliseconds, unless it fires before. The lock is held. */
static void SetLimit(Server *server, ULONGLONG inMs)
{
    const ULONGLONG dueMs = GetTickCount64() + inMs;
    if (server->limitWaits && dueMs >= server->limitDueMs)
        return;
    if (server->limitWaits) {
        if (!TimerCancel(&server->limit))
            return;                       /* it fires this very moment, and looks at all jobs */
        RundownRelease(&server->rundown); /* never the last */
    }
    server->limitDueMs = dueMs;
    server->limitWaits = ServerStartTimer(server, &server->limit, (DWORD)min(inMs, MAXLONG));
    AtomicWrite(&server->limitLost, !server->limitWaits);
}

/* Ends the jobs whose time is over, and waits for the next one's. */
static void LimitLook(Server *server)
{
    const ULONGLONG nextMs = RegistryExpire(&server->registry, server->maxJobSeconds, GetTickCount64());
    AcquireSRWLockExclusive(&server->lock);
    if (nextMs != 0)
        SetLimit(server, nextMs);
    ReleaseSRWLockExclusive(&server->lock);
}

static void LimitDue(WorkItem *item, Worker *worker, DWORD error, DWORD bytes)
{
    Server *server = CONTAINING_RECORD(CONTAINING_RECORD(item, Timer, item), Server, limit);
    (void)worker;
    (void)bytes;
    /* From here on a new job starts the timer anew; one that is there already is found below. */
    AcquireSRWLockExclusive(&server->lock);
    server->limitWaits = FALSE;
    ReleaseSRWLockExclusive(&server->lock);
    if (error == ERROR_SUCCESS)
        LimitLook(server);
    RundownRelease(&server->rundown);
}

void ServerNeedLimit(Server *server)
{
    if (server->maxJobSeconds == 0)
        return;
    AcquireSRWLockExclusive(&server->lock);
    SetLimit(server, (ULONGLONG)server->maxJobSeconds * 1000);
    ReleaseSRWLockExclusive(&server->lock);
}

void ServerLimitAgain(Server *server)
{
    if (AtomicRead(&server->limitLost) == 0) /* nothing is locked: a callback may hang with the lock */
        return;
    AtomicWrite(&server->limitLost, 0); /* unless it is lost once more */
    LimitLook(server);
}

/* ---- stop ---- */

/*
 * Moves the end of the drain to an earlier time. TRUE: jobs are to be cancelled now. Under the
 * lock.
 */
static BOOL SetDrainEnd(Server *server, ULONGLONG nowMs, ULONGLONG dueMs)
{
    server->drainDueMs = dueMs;
    if (dueMs == UINT64_MAX)
        return FALSE;
    if (server->drainWaits) {
        if (!TimerCancel(&server->drain))
            return FALSE; /* it fires this very moment */
        server->drainWaits = FALSE;
        RundownRelease(&server->rundown); /* never the last */
    }
    if (dueMs <= nowMs)
        return TRUE;
    server->drainWaits = ServerStartTimer(server, &server->drain, (DWORD)(dueMs - nowMs));
    return !server->drainWaits;
}

void ServerStop(Server *server, DWORD drainMs)
{
    const ULONGLONG nowMs = GetTickCount64(), dueMs = drainMs == INFINITE ? UINT64_MAX : nowMs + drainMs;
    BOOL cancels = FALSE, last = FALSE;
    AcquireSRWLockExclusive(&server->lock);
    const BOOL first = server->state == ServerRunning;
    if (first)
        server->state = ServerDraining;
    ReleaseSRWLockExclusive(&server->lock);
    if (first) {
        ServerTell(server, L"draining");
        last = RegistryRefuse(&server->registry);
    }
    /* Only now: no job begins after those that are cancelled here or by the timer. */
    AcquireSRWLockExclusive(&server->lock);
    if (!server->closing && dueMs < server->drainDueMs)
        cancels = SetDrainEnd(server, nowMs, dueMs);
    /*
     * An end that is set and not waited for is past: who stopped the server meanwhile may have
     * cancelled before the last job began.
     */
    cancels = cancels || (first && server->drainDueMs != UINT64_MAX && !server->drainWaits);
    ReleaseSRWLockExclusive(&server->lock);
    if (cancels)
        RegistryCancelAll(&server->registry);
    if (last)
        ServerClose(server);
}

void ServerJobOver(Server *server, ServerJob *job, BOOL started)
{
    if (RegistryEnd(&server->registry, job, started))
        ServerClose(server);
    RundownRelease(&server->rundown);
}

void ServerKeepPipe(Server *server)
{
    RundownHold(&server->rundown);
    RegistryKeep(&server->registry);
}

void ServerLetPipeGo(Server *server)
{
    if (RegistryLetGo(&server->registry))
        ServerClose(server);
    RundownRelease(&server->rundown);
}

HANDLE ServerEvent(Server *server)
{
    return server->event;
}

ServerState ServerStateOf(const Server *server)
{
    return *(const volatile ServerState *)&server->state;
}

/* One who does not wait leaves it to the rundown to free, if that isn't past it already. */
static void ServerLeave(Server *server, BOOL waits)
{
    const BOOL runs = RundownTryHold(&server->rundown);
    if (runs)
        ServerStop(server, 0);
    const BOOL frees = waits || AtomicCompareExchange(&server->left, LeftOwner, LeftNobody) == LeftServer;
    if (runs)
        RundownRelease(&server->rundown);
    if (!frees)
        return;
    WaitForSingleObject(server->event, INFINITE); /* for the rundown's last touch at least */
    ServerDestroy(server, waits);
}

void ServerAbandon(Server *server)
{
    if (server != NULL)
        ServerLeave(server, FALSE);
}

void ServerRelease(Server *server)
{
    if (server != NULL)
        ServerLeave(server, !RuntimeIsWorker(server->runtime)); /* a worker would wait for itself */
}

/* ---- start ---- */

static HRESULT TakeOptions(Server *server, const ServerOptions *options, Failure *failure)
{
    static const ServerRoots anywhere;
    HRESULT code = ServerRootsInit(&server->roots, options->allowedRoots,
                                   min(options->allowedRootCount, (uint32_t)ServerMostRoots), failure);
    if (SUCCEEDED(code) && options->baseOutputDirectory != NULL && *options->baseOutputDirectory != 0) {
        wchar_t *full = PathFull(options->baseOutputDirectory);
        code = full == NULL ? FailureSystem(failure, PERFECTHASH_E_OUTPUT_DIRECTORY, options->baseOutputDirectory,
                                            ERROR_INVALID_NAME)
                            : ServerRootsPath(&anywhere, FALSE, full, &server->baseOutputDirectory, failure);
        TextFree(full);
    }
    return code;
}

static HRESULT StartRuntime(Server *server, const RuntimeOptions *options, Failure *failure)
{
    const DWORD error = RuntimeStart(options, &server->runtime);
    if (error == ERROR_SUCCESS)
        return S_OK;
    if (RuntimeNodesParse(options->numaNodes, options->simulatedNumaNodes, NULL) != ERROR_INVALID_PARAMETER)
        return FailureSystem(failure, PERFECTHASH_E_RUNTIME, L"server", error);
    wchar_t subject[80];
    swprintf(subject, ARRAYSIZE(subject), L"NumaNodes=%.60ls",
             options->numaNodes != NULL ? options->numaNodes : L"all");
    return FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, subject, L"not a list of nodes that this machine has", 0, 0,
                      0);
}

static HRESULT ServerPipeFailed(const ServerOptions *options, DWORD error, Failure *failure)
{
    const wchar_t *endpoint = options->endpoint != NULL ? options->endpoint : PIPE_DEFAULT_ENDPOINT;
    switch (error) {
    case ERROR_ACCESS_DENIED:
    case ERROR_PIPE_BUSY:
        return FailureSet(failure, PERFECTHASH_E_SERVER_ENDPOINT, endpoint, L"another process has a pipe of this name.",
                          0, 0, 0);
    case ERROR_INVALID_NAME:
        return FailureSet(failure, PERFECTHASH_E_SERVER_ENDPOINT, endpoint,
                          L"expected a name without backslashes, or \\\\.\\pipe\\ and one.", 0, 0, 0);
    case ERROR_NONE_MAPPED:
        return FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, options->allowUser, L"there is no such user or group", 0,
                          0, 0);
    default: return FailureSystem(failure, PERFECTHASH_E_SERVER_ENDPOINT, endpoint, error);
    }
}

/* Under the lock, so that the first request finds all in place. */
static HRESULT StartPipe(Server *server, const ServerOptions *options, Failure *failure)
{
    const PipeServerOptions pipe = {
        .endpoint = options->endpoint != NULL && *options->endpoint != 0 ? options->endpoint : NULL,
        .acceptRemote = !options->localOnly,
        .allowUser = options->allowUser != NULL && *options->allowUser != 0 ? options->allowUser : NULL,
        .maxConnections = options->maxConnections,
        .maxConnectionsPerClient = options->maxConnectionsPerClient,
        .handler = &server->handler,
        .context = server,
    };
    server->handler = ServerPipeHandler;
    if (server->log == NULL)
        server->handler.log = NULL;
    RundownHold(&server->rundown);
    AcquireSRWLockExclusive(&server->lock);
    const DWORD error = PipeServerStart(server->runtime, &pipe, PipeEnded, &server->pipe);
    ReleaseSRWLockExclusive(&server->lock);
    return error == ERROR_SUCCESS ? S_OK : ServerPipeFailed(options, error, failure);
}

/* Guests have three quarters of the memory together: see memory_budget.h. */
static void LimitMemory(Server *server, const ServerOptions *options)
{
    const ULONGLONG guests = RuntimeMemoryBudget(server->runtime) / 4 * 3;
    const BOOL given = options->maxMemoryPerUser != 0;
    ServerUsersLimitMemory(&server->users, (size_t)(given ? options->maxMemoryPerUser : guests / 2), given);
}

/* Returns the limit of one user: what was given, or half of what there is for all. */
static DWORD OrHalf(DWORD given, DWORD all)
{
    return given != 0 ? given : max(all / 2, 1u);
}

static RegistryLimits LimitsOf(const ServerOptions *options)
{
    const DWORD jobs = max(options->maxRequests, 1u), perUser = OrHalf(options->maxRequestsPerUser, jobs);
    const RegistryLimits limits = {jobs, perUser, OrHalf(options->maxDetachedPerUser, perUser)};
    return limits;
}

HRESULT ServerStart(const ServerOptions *options, Server **out, Failure *failure)
{
    *out = NULL;
    Server *server = Win32Allocate(sizeof *server);
    if (server == NULL)
        return FailureMemory(failure, L"server", sizeof *server);
    RundownInit(&server->rundown, ServerOver);
    const RegistryLimits limits = LimitsOf(options);
    RegistryInit(&server->registry, &limits);
    ServerUsersInit(&server->users, OrHalf(options->maxConnectionsPerUser, options->maxConnections));
    InitializeSRWLock(&server->lock);
    server->state = ServerRunning;
    server->drainDueMs = UINT64_MAX;
    server->noFileIo = options->noFileIo;
    server->drainTimeoutMs = options->drainTimeoutMs;
    server->maxJobSeconds = options->maxJobSeconds;
    server->productVersion = options->productVersion;
    server->log = options->log;
    server->logContext = options->logContext;
    server->startedMs = GetTickCount64();
    ServerTellBegin(server);
    server->event = Win32CreateEvent();
    HRESULT code = server->event != NULL ? TakeOptions(server, options, failure)
                                         : FailureSystem(failure, PERFECTHASH_E_RUNTIME, L"server", GetLastError());
    if (SUCCEEDED(code))
        code = StartRuntime(server, &options->runtime, failure);
    if (SUCCEEDED(code)) {
        TimerInit(&server->drain, RuntimeNode(server->runtime, TRUE), DrainOver);
        TimerInit(&server->refresh, RuntimeNode(server->runtime, TRUE), RefreshDue);
        TimerInit(&server->limit, RuntimeNode(server->runtime, TRUE), LimitDue);
        LimitMemory(server, options);
        code = ServerWatchdogStart(server, options->hangMs, failure);
    }
    if (SUCCEEDED(code))
        code = StartPipe(server, options, failure);
    if (FAILED(code)) {
        ServerDestroy(server, TRUE);
        return code;
    }
    ServerTell(server, L"listening on %ls", options->endpoint != NULL ? options->endpoint : PIPE_DEFAULT_ENDPOINT);
    server->logEnded = options->logEnded;
    *out = server;
    return S_OK;
}

/* ---- numbers ---- */

void ServerPipeNumbers(Server *server, PipeServerNumbers *out)
{
    AcquireSRWLockShared(&server->lock);
    *out = server->lastNumbers;
    if (server->pipe != NULL && !server->closing) /* it may be gone before we are told */
        PipeServerCount(server->pipe, out);
    else
        out->connections = 0;
    ReleaseSRWLockShared(&server->lock);
}

void ServerStatisticsTake(Server *server, ProtocolServerStatistics *out)
{
    RuntimeStatistics runtime;
    PipeServerNumbers pipe;
    RuntimeStatisticsTake(server->runtime, &runtime);
    ServerPipeNumbers(server, &pipe);
    memset(out, 0, sizeof *out);
    out->nodes = runtime.nodes;
    out->threads = runtime.workers;
    out->itemsRun = runtime.itemsRun;
    out->filesRead = runtime.filesRead;
    out->filesWritten = runtime.filesWritten;
    out->bytesRead = runtime.bytesRead;
    out->bytesWritten = runtime.bytesWritten;
    out->bufferHits = runtime.bufferHits;
    out->bufferMisses = runtime.bufferMisses;
    out->buffersInUse = runtime.buffersInUse;
    out->buffersHighWater = runtime.buffersHighWater;
    out->bufferBytes = runtime.bufferBytes;
    out->connections = pipe.connections;
    out->requests = pipe.requests;
    RegistryCount(&server->registry, &out->jobsRunning, &out->jobsEnded);
}

ProtocolServerHealth ServerHealthOf(const RuntimeStatistics *runtime)
{
    const ProtocolServerHealth health = {runtime->inFlight,      runtime->parked,        runtime->bufferExhausted,
                                         runtime->timersWaiting, runtime->timersRun,     runtime->oldestCallbackMs,
                                         runtime->parkedBuffers, runtime->parkedMemory,  runtime->parkedQuotas,
                                         runtime->parkedLarge,   runtime->reservedBytes, runtime->budgetBytes};
    return health;
}

void ServerHealthTake(Server *server, ProtocolServerHealth *out)
{
    RuntimeStatistics runtime;
    RuntimeStatisticsTake(server->runtime, &runtime);
    *out = ServerHealthOf(&runtime);
}

static void RingsAdd(void *context, const char *text)
{
    Utf8Put(context, text);
    Utf8Put(context, "\n");
}

BOOL ServerRingsTake(Server *server, uint64_t page, Utf8Text *text, uint64_t *next)
{
    return RuntimeTracePage(server->runtime, page, RingsAdd, text, next);
}
