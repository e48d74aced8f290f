/*
 * The IocpServer class: a Server of the jobs layer behind IPerfectHashIocpServer. A server that has
 * stopped can be started again: it then is a new one.
 */
#include "server.h"

#include "PerfectHash.h"
#include "PerfectHashErrors.h"
#include "com/events/event_container.h"
#include "com/events/server_events.h"
#include "com/job/job.h"
#include "com/job/statistics.h"
#include "com/object/errors.h"
#include "com/object/object.h"
#include "com/object/properties.h"
#include "com/object/wait.h"
#include "jobs/server/server.h"
#include "jobs/table/runtime_options.h"
#include "version.h"

typedef struct ServerObject {
    Object object;
    Interface server;
    EventContainer container;
    ServerEvents *events;  /* held */
    SRWLOCK lock;          /* guards what follows */
    ServerOptions options; /* from the next start on; fixed while it runs */
    const wchar_t *allowedRoots;
    BOOL verbose;
    Server *running;               /* from Start on, until its stop was waited for or it is started anew */
    ProtocolServerStatistics last; /* when there is none any more */
} ServerObject;

static ServerObject *ServerOf(IPerfectHashIocpServer *self)
{
    return ObjectOf(self);
}

/* The numbers of the contract and of the jobs layer are the same. */
C_ASSERT((int)PerfectHashServerStopped == (int)ServerStopped && (int)PerfectHashServerRunning == (int)ServerRunning);
C_ASSERT((int)PerfectHashServerDraining == (int)ServerDraining);

static HRESULT RaiseState(const ServerObject *server, const wchar_t *method, const wchar_t *reason)
{
    Failure failure;
    FailureSet(&failure, PERFECTHASH_E_SERVER_STATE, method, reason, 0, 0, 0);
    return ErrorRaise(&server->object, &failure);
}

/* Under the lock. */
static ServerState StateOf(const ServerObject *server)
{
    return server->running != NULL ? ServerStateOf(server->running) : ServerStopped;
}

/* Takes a server that has stopped out of the object; NULL: there is none. Under the lock. */
static Server *TakeStopped(ServerObject *server)
{
    Server *stopped = server->running;
    if (stopped == NULL || StateOf(server) != ServerStopped)
        return NULL;
    ServerStatisticsTake(stopped, &server->last);
    server->last.threads = server->last.connections = 0;
    server->running = NULL;
    return stopped;
}

static void ComServerLog(void *context, const wchar_t *line)
{
    ServerEventsLog(context, line);
}

static void LogEnded(void *context)
{
    ServerEventsStopped(context);
    EventSourceRelease(ServerEventsSource(context));
}

/* ---- start and stop ---- */

/* Under the lock. */
static HRESULT StartLocked(ServerObject *server, Failure *failure)
{
    ServerOptions options = server->options;
    if (server->allowedRoots != NULL && *server->allowedRoots) {
        options.allowedRoots[0] = server->allowedRoots;
        options.allowedRootCount = 1;
    }
    if (server->verbose)
        options.log = ComServerLog;
    options.logContext = server->events;
    options.logEnded = LogEnded;
    EventSourceHold(ServerEventsSource(server->events));
    const HRESULT hr = ServerStart(&options, &server->running, failure);
    if (FAILED(hr))
        EventSourceRelease(ServerEventsSource(server->events));
    return hr;
}

static HRESULT STDMETHODCALLTYPE ComServerStart(IPerfectHashIocpServer *self)
{
    ServerObject *server = ServerOf(self);
    Failure failure;
    HRESULT hr = S_OK;
    AcquireSRWLockExclusive(&server->lock);
    const BOOL runs = StateOf(server) != ServerStopped;
    Server *old = runs ? NULL : TakeStopped(server);
    if (!runs)
        hr = StartLocked(server, &failure);
    ReleaseSRWLockExclusive(&server->lock);
    ServerRelease(old);
    if (runs)
        return RaiseState(server, L"Start", L"the server runs already");
    return SUCCEEDED(hr) ? S_OK : ErrorRaise(&server->object, &failure);
}

/*
 * An event of the caller's own that is set when the server has stopped; NULL and S_OK: it has.
 * drainMs below 0: it is not asked to.
 */
static HRESULT StoppedEvent(ServerObject *server, LONG drainMs, HANDLE *event)
{
    BOOL duplicated = TRUE;
    *event = NULL;
    AcquireSRWLockShared(&server->lock);
    if (StateOf(server) != ServerStopped) {
        const HANDLE process = GetCurrentProcess();
        duplicated = DuplicateHandle(process, ServerEvent(server->running), process, event, SYNCHRONIZE, FALSE, 0);
        if (drainMs >= 0)
            ServerStop(server->running, (DWORD)drainMs);
    }
    ReleaseSRWLockShared(&server->lock);
    return duplicated ? S_OK : ErrorRaiseMemory(&server->object);
}

/* Lets go of a server that has stopped, and so of its threads. */
static void DropStopped(ServerObject *server)
{
    AcquireSRWLockExclusive(&server->lock);
    Server *stopped = TakeStopped(server);
    ReleaseSRWLockExclusive(&server->lock);
    ServerRelease(stopped);
}

/*
 * The object is held by the caller: messages may run meanwhile and release it. FALSE: not in that
 * time.
 */
static BOOL WaitForStop(ServerObject *server, HANDLE event, DWORD milliseconds)
{
    if (event != NULL) {
        const BOOL stopped = WaitOnCallersThread(event, milliseconds);
        CloseHandle(event);
        if (!stopped)
            return FALSE;
    }
    DropStopped(server);
    return TRUE;
}

static HRESULT STDMETHODCALLTYPE ComServerStop(IPerfectHashIocpServer *self, LONG drainMilliseconds)
{
    ServerObject *server = ServerOf(self);
    HANDLE event;
    if (drainMilliseconds < 0)
        return ErrorRaiseArgument(&server->object, L"drainMilliseconds", L"0 or more are wanted");
    ObjectAddRef(self);
    const HRESULT hr = StoppedEvent(server, drainMilliseconds, &event);
    if (SUCCEEDED(hr))
        WaitForStop(server, event, INFINITE);
    ObjectRelease(self);
    return hr;
}

static HRESULT STDMETHODCALLTYPE ComServerWait(IPerfectHashIocpServer *self, LONG milliseconds, VARIANT_BOOL *done)
{
    ServerObject *server = ServerOf(self);
    DWORD limit;
    HANDLE event;
    HRESULT hr = WaitBegin(&server->object, milliseconds, done, &limit);
    if (FAILED(hr))
        return hr;
    ObjectAddRef(self);
    hr = StoppedEvent(server, -1, &event);
    if (SUCCEEDED(hr) && WaitForStop(server, event, limit))
        *done = VARIANT_TRUE;
    ObjectRelease(self);
    return hr;
}

/* ---- requests ---- */

static HRESULT STDMETHODCALLTYPE SubmitRequest(IPerfectHashIocpServer *self, BSTR requestLine, IPerfectHashJob **job)
{
    ServerObject *server = ServerOf(self);
    Failure failure;
    CoreJob core = {0};
    if (job == NULL)
        return ErrorRaisePointer(&server->object, L"job");
    *job = NULL;
    HRESULT hr = ErrorCheckText(&server->object, L"requestLine", requestLine, L"a request is wanted");
    if (FAILED(hr))
        return hr;
    core.events = JobEventsCreate();
    if (core.events == NULL)
        return ErrorRaiseMemory(&server->object);
    AcquireSRWLockShared(&server->lock);
    const BOOL runs = StateOf(server) != ServerStopped;
    if (runs)
        hr = CoreJobStartServed(&core, server->running, requestLine, &failure);
    ReleaseSRWLockShared(&server->lock);
    if (!runs)
        hr = RaiseState(server, L"SubmitRequest", L"the server does not run");
    else if (FAILED(hr))
        hr = ErrorRaise(&server->object, &failure);
    else
        hr = JobGive(&server->object, &core, TRUE, job);
    CoreJobRelease(&core);
    return hr;
}

/* ---- what is going on ---- */

static HRESULT STDMETHODCALLTYPE GetState(IPerfectHashIocpServer *self, PerfectHashServerState *value)
{
    ServerObject *server = ServerOf(self);
    if (value == NULL)
        return ErrorRaisePointer(&server->object, L"value");
    AcquireSRWLockShared(&server->lock);
    *value = (PerfectHashServerState)StateOf(server);
    ReleaseSRWLockShared(&server->lock);
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE GetStateText(IPerfectHashIocpServer *self, BSTR *value)
{
    static const wchar_t *const names[] = {L"Stopped", L"Running", L"Draining"};
    PerfectHashServerState state;
    GetState(self, &state);
    return PropertyGiveText(ObjectOf(self), names[state], value);
}

static ProtocolServerStatistics StatisticsOf(IPerfectHashIocpServer *self)
{
    ServerObject *server = ServerOf(self);
    AcquireSRWLockShared(&server->lock);
    ProtocolServerStatistics statistics = server->last;
    if (server->running != NULL)
        ServerStatisticsTake(server->running, &statistics);
    ReleaseSRWLockShared(&server->lock);
    return statistics;
}

static HRESULT STDMETHODCALLTYPE GetStatistics(IPerfectHashIocpServer *self, IPerfectHashStatistics **value)
{
    const ProtocolServerStatistics statistics = StatisticsOf(self);
    if (value == NULL)
        return ErrorRaisePointer(ObjectOf(self), L"value");
    return SUCCEEDED(StatisticsCreateOfServer(&statistics, value)) ? S_OK : ErrorRaiseMemory(ObjectOf(self));
}

PROPERTY_READ(IPerfectHashIocpServer, ServerObject, Server, Long, Connections, StatisticsOf(self).connections)
PROPERTY_READ(IPerfectHashIocpServer, ServerObject, Server, Double, Requests, StatisticsOf(self).requests)
PROPERTY_READ(IPerfectHashIocpServer, ServerObject, Server, Long, JobsRunning, StatisticsOf(self).jobsRunning)

/* ---- the settings ---- */

static PropertySet ServerSettings(Object *object)
{
    static const Option own[] = {
        {{L"AllowedRoots", L"DIR;...", NULL}, OptionText, OPTION_FIELD(ServerObject, allowedRoots), .maximum = 1},
        {{L"Verbose", NULL, NULL}, OptionSwitch, OPTION_FIELD(ServerObject, verbose), .maximum = 1},
    };
    ServerObject *server = (ServerObject *)object;
    const PropertySet set = {&server->lock,
                             {{own, ARRAYSIZE(own), server},
                              ServerOptionsGroup(&server->options),
                              RuntimeOptionsGroup(&server->options.runtime)},
                             3};
    return set;
}

static BOOL ServerFixes(const Object *object, const void *target)
{
    (void)target;
    return StateOf((const ServerObject *)object) != ServerStopped;
}

/* In the order of the interface. */
#define SERVER_SETTINGS(SETTING)       \
    SETTING(Text, Endpoint)            \
    SETTING(Flag, LocalOnly)           \
    SETTING(Long, IocpConcurrency)     \
    SETTING(Long, MaxThreads)          \
    SETTING(Text, NumaNodes)           \
    SETTING(Long, SimulatedNumaNodes)  \
    SETTING(Flag, BufferGuardPages)    \
    SETTING(Flag, NoFileIo)            \
    SETTING(Flag, Verbose)             \
    SETTING(Text, IoMode)              \
    SETTING(Text, AllowedRoots)        \
    SETTING(Text, AllowUser)           \
    SETTING(Long, MaxRequests)         \
    SETTING(Text, BaseOutputDirectory) \
    SETTING(Long, DrainTimeout)        \
    SETTING(Long, MaxConnections)      \
    SETTING(Long, MaxConnectionsPerClient)
#define DEFINE_SETTING(kind, name) PROPERTY_SETTING(IPerfectHashIocpServer, Server, kind, name)
SERVER_SETTINGS(DEFINE_SETTING)

/* ---- the object ---- */

static void ComServerDestroy(Object *object)
{
    ServerObject *server = (ServerObject *)object;
    const PropertySet settings = ServerSettings(object);
    ServerAbandon(server->running);
    EventContainerClose(&server->container);
    if (server->events != NULL)
        EventSourceRelease(ServerEventsSource(server->events));
    PropertiesFree(&settings);
}

#define SLOTS(kind, name) ServerGet##name, ServerPut##name,
/* clang-format off */
static const IPerfectHashIocpServerVtbl vtable = {
    OBJECT_DISPATCH(IPerfectHashIocpServer),
    SERVER_SETTINGS(SLOTS)
    GetState,
    GetStateText,
    GetStatistics,
    ServerGetConnections,
    ServerGetRequests,
    ServerGetJobsRunning,
    ComServerStart,
    ComServerStop,
    ComServerWait,
    SubmitRequest,
};
/* clang-format on */

static const ObjectClass serverClass = {
    L"PerfectHash.IocpServer",
    sizeof(ServerObject),
    ComServerDestroy,
    TRUE,
    .entries = {{&IID_IPerfectHashIocpServer, &vtable, offsetof(ServerObject, server)},
                EVENT_CONTAINER_ENTRIES(ServerObject, container)},
    .settings = ServerSettings,
    .fixed = ServerFixes,
};

HRESULT ServerCreate(IUnknown **out)
{
    ServerObject *server = ObjectCreate(&serverClass, (void **)out);
    if (server == NULL)
        return E_OUTOFMEMORY;
    InitializeSRWLock(&server->lock);
    ServerOptionsDefault(&server->options);
    server->options.productVersion = PRODUCT_VERSION_PACKED;
    server->events = ServerEventsCreate();
    if (server->events == NULL) {
        ObjectRelease(&server->server);
        *out = NULL;
        return E_OUTOFMEMORY;
    }
    EventContainerOpen(&server->container, ServerEventsSource(server->events), &CLSID_IocpServer);
    return S_OK;
}
