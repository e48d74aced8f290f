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
#include "com/job/job_infos.h"
#include "com/job/statistics.h"
#include "com/object/errors.h"
#include "com/object/object.h"
#include "com/object/properties.h"
#include "com/object/wait.h"
#include "jobs/server/server_slot.h"
#include "jobs/table/runtime_options.h"
#include "jobs/text/text.h"
#include "version.h"

typedef struct ServerObject {
    Object object;
    Interface server;
    EventContainer container;
    ServerEvents *events;  /* held */
    ServerSlot slot;       /* its lock guards what follows */
    ServerOptions options; /* from the next start on; fixed while it runs */
    const wchar_t *allowedRoots;
    BOOL verbose;
} ServerObject;

static ServerObject *ServerOf(IPerfectHashIocpServer *self)
{
    return ObjectOf(self);
}

/* The numbers of the contract and of the jobs layer are the same. */
C_ASSERT((int)PerfectHashServerStopped == (int)ServerStopped && (int)PerfectHashServerRunning == (int)ServerRunning);
C_ASSERT((int)PerfectHashServerDraining == (int)ServerDraining);

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

static void ComServerOptions(const void *owner, ServerOptions *out)
{
    const ServerObject *server = owner;
    *out = server->options;
    if (server->allowedRoots != NULL && *server->allowedRoots) {
        out->allowedRoots[0] = server->allowedRoots;
        out->allowedRootCount = 1;
    }
    if (server->verbose)
        out->log = ComServerLog;
    out->logContext = server->events;
    out->logEnded = LogEnded;
}

static HRESULT STDMETHODCALLTYPE ComServerStart(IPerfectHashIocpServer *self)
{
    ServerObject *server = ServerOf(self);
    Failure failure;
    EventSourceHold(ServerEventsSource(server->events)); /* LogEnded's */
    if (SUCCEEDED(ServerSlotStart(&server->slot, ComServerOptions, server, &failure)))
        return S_OK;
    EventSourceRelease(ServerEventsSource(server->events));
    return ErrorRaise(&server->object, &failure);
}

/* Messages may run meanwhile and release the object: it is held. */
static HRESULT WaitForStop(ServerObject *server, LONG drainMs, DWORD milliseconds, BOOL *stopped)
{
    ObjectAddRef(&server->server);
    HRESULT hr = ServerSlotWait(&server->slot, drainMs, milliseconds, WaitOnCallersThreadForAny, stopped);
    if (FAILED(hr))
        hr = ErrorRaiseMemory(&server->object);
    ObjectRelease(&server->server);
    return hr;
}

static HRESULT STDMETHODCALLTYPE ComServerStop(IPerfectHashIocpServer *self, LONG drainMilliseconds)
{
    BOOL stopped;
    if (drainMilliseconds < 0)
        return ErrorRaiseArgument(ObjectOf(self), L"drainMilliseconds", L"expected a number from 0");
    return WaitForStop(ServerOf(self), drainMilliseconds, INFINITE, &stopped);
}

static HRESULT STDMETHODCALLTYPE ComServerWait(IPerfectHashIocpServer *self, LONG milliseconds, VARIANT_BOOL *done)
{
    DWORD limit;
    BOOL stopped = FALSE;
    HRESULT hr = WaitBegin(ObjectOf(self), milliseconds, done, &limit);
    if (SUCCEEDED(hr))
        hr = WaitForStop(ServerOf(self), -1, limit, &stopped);
    if (stopped)
        *done = VARIANT_TRUE;
    return hr;
}

/* ---- requests ---- */

static HRESULT STDMETHODCALLTYPE SubmitRequest(IPerfectHashIocpServer *self, BSTR requestLine, IPerfectHashJob **job)
{
    ServerObject *server = ServerOf(self);
    Failure failure;
    if (job == NULL)
        return ErrorRaisePointer(&server->object, L"job");
    *job = NULL;
    HRESULT hr = ErrorCheckText(&server->object, L"requestLine", requestLine, L"expected a request");
    if (FAILED(hr))
        return hr;
    CoreJob core = {.events = JobEventsCreate()};
    if (core.events == NULL)
        return ErrorRaiseMemory(&server->object);
    hr = JobNewsStartServed(JobEventsNews(core.events), &server->slot, requestLine, &core.any, &failure);
    hr = SUCCEEDED(hr) ? JobGive(&server->object, &core, TRUE, job) : ErrorRaise(&server->object, &failure);
    CoreJobRelease(&core);
    return hr;
}

/* ---- what is going on ---- */

static HRESULT STDMETHODCALLTYPE GetState(IPerfectHashIocpServer *self, PerfectHashServerState *value)
{
    ServerObject *server = ServerOf(self);
    if (value == NULL)
        return ErrorRaisePointer(&server->object, L"value");
    AcquireSRWLockShared(&server->slot.lock);
    *value = (PerfectHashServerState)ServerSlotState(&server->slot);
    ReleaseSRWLockShared(&server->slot.lock);
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
    return ServerSlotStatistics(&ServerOf(self)->slot);
}

static HRESULT STDMETHODCALLTYPE GetStatistics(IPerfectHashIocpServer *self, IPerfectHashStatistics **value)
{
    const ProtocolServerStatistics statistics = StatisticsOf(self);
    const ProtocolServerHealth health = ServerSlotHealth(&ServerOf(self)->slot);
    if (value == NULL)
        return ErrorRaisePointer(ObjectOf(self), L"value");
    return SUCCEEDED(StatisticsCreateOfServer(&statistics, &health, TRUE, value)) ? S_OK
                                                                                  : ErrorRaiseMemory(ObjectOf(self));
}

static HRESULT STDMETHODCALLTYPE ComServerGetJobs(IPerfectHashIocpServer *self, IPerfectHashJobInfos **value)
{
    ServerObject *server = ServerOf(self);
    if (value == NULL)
        return ErrorRaisePointer(&server->object, L"value");
    *value = NULL;
    return SUCCEEDED(JobInfosGive(ServerSlotJobs(&server->slot), value)) ? S_OK : ErrorRaiseMemory(&server->object);
}

static HRESULT STDMETHODCALLTYPE ComServerGetMetrics(IPerfectHashIocpServer *self, BSTR *value)
{
    ServerObject *server = ServerOf(self);
    Utf8Text text = {0};
    bool sound;
    ServerSlotMetrics(&server->slot, &text);
    wchar_t *wide = text.length == 0 && !text.failed ? TextCopy(L"") : NULL;
    if (text.length != 0 && !text.failed)
        wide = Utf8ToWide(text.bytes, text.length, &sound);
    Utf8Free(&text);
    const HRESULT hr =
        wide != NULL ? PropertyGiveText(&server->object, wide, value) : ErrorRaiseMemory(&server->object);
    TextFree(wide);
    return hr;
}

PROPERTY_READ(IPerfectHashIocpServer, ServerObject, Server, Long, Connections, StatisticsOf(self).connections)
PROPERTY_READ(IPerfectHashIocpServer, ServerObject, Server, Double, Requests, StatisticsOf(self).requests)
PROPERTY_READ(IPerfectHashIocpServer, ServerObject, Server, Long, JobsRunning, StatisticsOf(self).jobsRunning)

/* ---- the settings ---- */

static PropertySet ServerSettings(Object *object)
{
    static const Option own[] = {
        {{L"AllowedRoots", L"DIR;...", NULL, SectionNone},
         OptionText,
         OPTION_FIELD(ServerObject, allowedRoots),
         .maximum = 1},
        {{L"Verbose", NULL, NULL, SectionNone}, OptionSwitch, OPTION_FIELD(ServerObject, verbose), .maximum = 1},
    };
    ServerObject *server = (ServerObject *)object;
    const PropertySet set = {&server->slot.lock,
                             {{own, ARRAYSIZE(own), server},
                              ServerOptionsGroup(&server->options),
                              RuntimeOptionsGroup(&server->options.runtime)},
                             3};
    return set;
}

static BOOL ServerFixes(const Object *object, const void *target)
{
    (void)target;
    return ServerSlotState(&((const ServerObject *)object)->slot) != ServerStopped;
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
#define SERVER_LAST_SETTINGS(SETTING)    \
    SETTING(Long, MaxJobSeconds)         \
    SETTING(Long, MaxRequestsPerUser)    \
    SETTING(Long, MaxDetachedPerUser)    \
    SETTING(Long, MaxConnectionsPerUser) \
    SETTING(Double, MaxMemoryPerUser)
#define DEFINE_SETTING(kind, name) PROPERTY_SETTING(IPerfectHashIocpServer, Server, kind, name)
SERVER_SETTINGS(DEFINE_SETTING)
SERVER_LAST_SETTINGS(DEFINE_SETTING)

/* ---- the object ---- */

static void ComServerDestroy(Object *object)
{
    ServerObject *server = (ServerObject *)object;
    const PropertySet settings = ServerSettings(object);
    ServerAbandon(server->slot.running);
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
    ComServerGetJobs,
    ComServerGetMetrics,
    SERVER_LAST_SETTINGS(SLOTS)
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
    InitializeSRWLock(&server->slot.lock);
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
