#include "client.h"

#include "PerfectHash.h"
#include "PerfectHashErrors.h"
#include "client_response.h"
#include "com/job/job.h"
#include "com/job/statistics.h"
#include "com/object/errors.h"
#include "com/object/object.h"
#include "com/object/properties.h"
#include "com/object/wait.h"
#include "jobs/client/client.h"
#include "jobs/text/text.h"
#include "runtime/base/clock.h"
#include "runtime/pipe/pipe_endpoint.h"

enum { DefaultConnectMs = 5000, PingAgainMs = 20 };

typedef struct ClientObject {
    Object object;
    Interface client;
    SRWLOCK lock;            /* guards what follows; not held during a request */
    const wchar_t *endpoint; /* NULL: the default */
    DWORD connectTimeoutMs;
    BOOL waitForServer, detach;
    Client *connection;       /* held; NULL: none */
    struct Attempt *attempts; /* to connect: those that Disconnect ends */
    wchar_t *lastResponse;    /* NULL: none yet */
} ClientObject;

static ClientObject *ClientOf(IPerfectHashIocpClient *self)
{
    return ObjectOf(self);
}

/* ---- the connection ---- */

/* Held; NULL: there is none. */
static Client *TakeConnection(ClientObject *client)
{
    AcquireSRWLockShared(&client->lock);
    Client *connection = client->connection;
    if (connection != NULL)
        ClientHold(connection);
    ReleaseSRWLockShared(&client->lock);
    return connection;
}

/*
 * Puts a connection in the place of `old`, unless another thread has put its own there. Takes it
 * over.
 */
static void PutConnection(ClientObject *client, const Client *old, Client *connection)
{
    Client *drop = connection;
    AcquireSRWLockExclusive(&client->lock);
    if (client->connection == old) {
        drop = client->connection;
        client->connection = connection;
    }
    ReleaseSRWLockExclusive(&client->lock);
    if (drop != NULL)
        ClientClose(drop);
    ClientRelease(drop);
}

/* An attempt to connect, on the stack of its thread. */
typedef struct Attempt {
    struct Attempt *next;
    Client *connection;
} Attempt;

static void AttemptBegin(ClientObject *client, Attempt *attempt)
{
    AcquireSRWLockExclusive(&client->lock);
    attempt->next = client->attempts;
    client->attempts = attempt;
    ReleaseSRWLockExclusive(&client->lock);
}

static void AttemptEnd(ClientObject *client, const Attempt *attempt)
{
    AcquireSRWLockExclusive(&client->lock);
    Attempt **at = &client->attempts;
    while (*at != attempt)
        at = &(*at)->next;
    *at = attempt->next;
    ReleaseSRWLockExclusive(&client->lock);
}

static HRESULT NewConnection(ClientObject *client, Client **out, ClientFailure *failure)
{
    AcquireSRWLockShared(&client->lock);
    wchar_t *endpoint = TextCopy(client->endpoint);
    const ClientOptions options = {
        .endpoint = endpoint,
        .connectTimeoutMs = max(client->connectTimeoutMs, 1u),
        .waitForServer = client->waitForServer,
        .wait = WaitOnCallersThreadForAny,
    };
    ReleaseSRWLockShared(&client->lock);
    if (endpoint == NULL) {
        *out = NULL;
        failure->code = E_OUTOFMEMORY;
        *failure->text = 0;
        return E_OUTOFMEMORY;
    }
    Attempt attempt;
    HRESULT hr = ClientPrepare(&options, &attempt.connection, failure);
    if (SUCCEEDED(hr)) {
        AttemptBegin(client, &attempt);
        hr = ClientOpen(attempt.connection, &options, failure);
        AttemptEnd(client, &attempt);
    }
    TextFree(endpoint);
    if (FAILED(hr)) {
        ClientRelease(attempt.connection);
        attempt.connection = NULL;
    }
    *out = attempt.connection;
    return hr;
}

/* A held connection, made when there is none that is alive. */
static HRESULT NeedConnection(ClientObject *client, Client **out, ClientFailure *failure)
{
    Client *old = TakeConnection(client), *made;
    *out = old;
    if (old != NULL && ClientAlive(old))
        return S_OK;
    HRESULT hr = NewConnection(client, &made, failure);
    if (SUCCEEDED(hr))
        PutConnection(client, old, made);
    ClientRelease(old);
    *out = SUCCEEDED(hr) ? TakeConnection(client) : NULL;
    if (SUCCEEDED(hr) && !*out) { /* Disconnect came between */
        failure->code = E_ABORT;
        lstrcpynW(failure->text, L"The client was disconnected.", ARRAYSIZE(failure->text));
        hr = E_ABORT;
    }
    return hr;
}

/* Ends a request: its answer becomes the last one, its failure is raised. */
static HRESULT ComClientFinish(ClientObject *client, HRESULT hr, const ClientFailure *failure, ClientResponse *response)
{
    wchar_t *text = ClientResponseEnd(response);
    AcquireSRWLockExclusive(&client->lock);
    wchar_t *old = client->lastResponse;
    client->lastResponse = text;
    ReleaseSRWLockExclusive(&client->lock);
    TextFree(old);
    return SUCCEEDED(hr) ? S_OK : ErrorRaiseText(&client->object, failure->code, failure->text);
}

/* Whether there is a connection, and a server at its other end. */
static BOOL ClientConnected(ClientObject *client)
{
    Client *connection = TakeConnection(client);
    const BOOL connected = connection != NULL && ClientAlive(connection);
    ClientRelease(connection);
    return connected;
}

PROPERTY_READ(IPerfectHashIocpClient, ClientObject, Client, Flag, Connected, ClientConnected(of))

static HRESULT STDMETHODCALLTYPE ComClientConnect(IPerfectHashIocpClient *self)
{
    ClientObject *client = ClientOf(self);
    ClientFailure failure;
    Client *connection;
    ObjectAddRef(self); /* calls may come in while it waits and release it */
    HRESULT hr = NeedConnection(client, &connection, &failure);
    ClientRelease(connection);
    if (FAILED(hr))
        ErrorRaiseText(&client->object, failure.code, failure.text);
    ObjectRelease(self);
    return hr;
}

static void CloseConnection(ClientObject *client)
{
    AcquireSRWLockShared(&client->lock);
    for (const Attempt *attempt = client->attempts; attempt != NULL; attempt = attempt->next)
        ClientClose(attempt->connection);
    ReleaseSRWLockShared(&client->lock);
    Client *connection = TakeConnection(client);
    if (connection != NULL)
        PutConnection(client, connection, NULL);
    ClientRelease(connection);
}

static HRESULT STDMETHODCALLTYPE ComClientDisconnect(IPerfectHashIocpClient *self)
{
    CloseConnection(ClientOf(self));
    return S_OK;
}

/* ---- requests about the server ---- */

/* Whether one that waits for a server since then waits for the next one, too. */
static BOOL WaitsOn(ClientObject *client, ULONGLONG begunMs)
{
    AcquireSRWLockShared(&client->lock);
    const BOOL waits = client->waitForServer && GetTickCount64() - begunMs < client->connectTimeoutMs;
    ReleaseSRWLockShared(&client->lock);
    if (waits)
        Sleep(PingAgainMs);
    return waits;
}

static HRESULT STDMETHODCALLTYPE ComClientPing(IPerfectHashIocpClient *self, double *roundTripMilliseconds)
{
    ClientObject *client = ClientOf(self);
    ClientResponse response = {0};
    ClientFailure failure;
    ProtocolHello hello;
    Client *connection;
    if (roundTripMilliseconds == NULL)
        return ErrorRaisePointer(&client->object, L"roundTripMilliseconds");
    *roundTripMilliseconds = 0;
    const ULONGLONG begunMs = GetTickCount64();
    ULONGLONG ticks;
    HRESULT hr;
    ObjectAddRef(self);
    do {
        hr = NeedConnection(client, &connection, &failure);
        const ULONGLONG begun = ClockTicks();
        if (SUCCEEDED(hr))
            hr = ClientPing(connection, &hello, &failure);
        ticks = ClockTicks() - begun;
        ClientRelease(connection);
    } while (hr == PERFECTHASH_E_SERVER_GONE && WaitsOn(client, begunMs)); /* as one does that was ending already */
    ClientResponseBegin(&response, L"Ping", hr, &failure);
    if (SUCCEEDED(hr)) {
        *roundTripMilliseconds = (double)ticks * 1000 / (double)ClockTicksPerSecond();
        ClientResponseNumber(&response, "serverProcessId", hello.serverProcessId);
        ClientResponseNumber(&response, "protocolVersion", hello.protocolVersion);
        ClientResponseNumber(&response, "productMajor", hello.productVersion >> 16);
        ClientResponseNumber(&response, "productMinor", hello.productVersion >> 8 & 0xFF);
        ClientResponseNumber(&response, "productPatch", hello.productVersion & 0xFF);
        ClientResponseNumber(&response, "uptimeMilliseconds", hello.uptimeMs);
        ClientResponseNumber(&response, "roundTripMicroseconds", (ULONGLONG)(*roundTripMilliseconds * 1000));
    }
    hr = ComClientFinish(client, hr, &failure, &response);
    ObjectRelease(self);
    return hr;
}

static HRESULT STDMETHODCALLTYPE ShutdownServer(IPerfectHashIocpClient *self)
{
    ClientObject *client = ClientOf(self);
    ClientResponse response = {0};
    ClientFailure failure;
    Client *connection;
    ObjectAddRef(self);
    HRESULT hr = NeedConnection(client, &connection, &failure);
    if (SUCCEEDED(hr))
        hr = ClientShutdown(connection, &failure);
    ClientRelease(connection);
    ClientResponseBegin(&response, L"ShutdownServer", hr, &failure);
    hr = ComClientFinish(client, hr, &failure, &response);
    ObjectRelease(self);
    return hr;
}

static HRESULT STDMETHODCALLTYPE GetServerStatistics(IPerfectHashIocpClient *self, IPerfectHashStatistics **value)
{
    ClientObject *client = ClientOf(self);
    ClientResponse response = {0};
    ClientFailure failure;
    ProtocolServerStatistics statistics;
    Client *connection;
    if (value == NULL)
        return ErrorRaisePointer(&client->object, L"value");
    *value = NULL;
    ObjectAddRef(self);
    HRESULT hr = NeedConnection(client, &connection, &failure);
    if (SUCCEEDED(hr))
        hr = ClientStatistics(connection, &statistics, &failure);
    ClientRelease(connection);
    ClientResponseBegin(&response, L"GetServerStatistics", hr, &failure);
    if (SUCCEEDED(hr))
        ClientResponseStatistics(&response, &statistics);
    hr = ComClientFinish(client, hr, &failure, &response);
    if (SUCCEEDED(hr) && FAILED(StatisticsCreateOfServer(&statistics, value)))
        hr = ErrorRaiseMemory(&client->object);
    ObjectRelease(self);
    return hr;
}

/* ---- jobs ---- */

static BOOL ComClientDetaches(ClientObject *client)
{
    AcquireSRWLockShared(&client->lock);
    const BOOL detach = client->detach;
    ReleaseSRWLockShared(&client->lock);
    return detach;
}

/* A request that gives a job: what is asked, and of which it is one. */
typedef struct Begin {
    const wchar_t *name;
    ClientCommand command; /* 0: by the directories, or by the id */
    const wchar_t *line, *keysDirectory, *targetDirectory, *options;
    uint64_t id;
} Begin;

static HRESULT ComClientAsk(ClientObject *client, const Begin *begin, RemoteJob **job, ClientFailure *failure)
{
    Client *connection;
    *job = NULL;
    HRESULT hr = NeedConnection(client, &connection, failure);
    if (FAILED(hr))
        return hr;
    if (begin->line != NULL)
        hr = ClientBegin(connection, begin->command, begin->line, ComClientDetaches(client), job, failure);
    else if (begin->keysDirectory != NULL)
        hr = ClientBeginDirectory(connection, begin->keysDirectory, begin->targetDirectory, begin->options,
                                  ComClientDetaches(client), job, failure);
    else
        hr = ClientFind(connection, begin->id, job, failure);
    ClientRelease(connection);
    return hr;
}

/*
 * The object of a job, whose reference is taken over. begun: by this request, so that nobody could
 * ever end it without the object.
 */
static HRESULT ComClientHandOut(ClientObject *client, RemoteJob *remote, BOOL begun, IPerfectHashJob **job)
{
    ClientFailure ignored;
    const CoreJob core = {.remote = remote, .events = JobEventsCreate()};
    const HRESULT hr = core.events != NULL ? JobCreate(&core, job) : E_OUTOFMEMORY;
    if (FAILED(hr) && begun)
        RemoteJobCancel(remote, &ignored);
    CoreJobRelease(&core);
    return SUCCEEDED(hr) ? S_OK : ErrorRaiseMemory(&client->object);
}

static HRESULT GiveJob(ClientObject *client, const Begin *begin, IPerfectHashJob **job)
{
    ClientResponse response = {0};
    ClientFailure failure;
    RemoteJob *remote;
    ObjectAddRef(&client->client);
    HRESULT hr = ComClientAsk(client, begin, &remote, &failure);
    ClientResponseBegin(&response, begin->name, hr, &failure);
    if (SUCCEEDED(hr))
        ClientResponseNumber(&response, "requestId", RemoteJobId(remote));
    hr = ComClientFinish(client, hr, &failure, &response);
    if (SUCCEEDED(hr))
        hr = ComClientHandOut(client, remote, begin->id == 0, job);
    ObjectRelease(&client->client);
    return hr;
}

static HRESULT ComClientBeginLine(IPerfectHashIocpClient *self, const wchar_t *name, ClientCommand command,
                                  BSTR commandLine, IPerfectHashJob **job)
{
    ClientObject *client = ClientOf(self);
    if (job == NULL)
        return ErrorRaisePointer(&client->object, L"job");
    *job = NULL;
    const HRESULT hr = ErrorCheckText(&client->object, L"commandLine", commandLine, NULL);
    const Begin begin = {.name = name, .command = command, .line = commandLine != NULL ? commandLine : L""};
    return SUCCEEDED(hr) ? GiveJob(client, &begin, job) : hr;
}

static HRESULT STDMETHODCALLTYPE BeginTable(IPerfectHashIocpClient *self, BSTR commandLine, IPerfectHashJob **job)
{
    return ComClientBeginLine(self, L"TableCreate", ClientTableCreate, commandLine, job);
}

static HRESULT STDMETHODCALLTYPE BeginBulk(IPerfectHashIocpClient *self, BSTR commandLine, IPerfectHashJob **job)
{
    return ComClientBeginLine(self, L"BulkCreate", ClientBulkCreate, commandLine, job);
}

static HRESULT STDMETHODCALLTYPE BeginBulkDirectory(IPerfectHashIocpClient *self, BSTR keysDirectory,
                                                    BSTR targetDirectory, BSTR options, IPerfectHashJob **job)
{
    ClientObject *client = ClientOf(self);
    if (job == NULL)
        return ErrorRaisePointer(&client->object, L"job");
    *job = NULL;
    HRESULT hr = ErrorCheckText(&client->object, L"keysDirectory", keysDirectory,
                                L"the path of a directory of keys files is wanted");
    if (SUCCEEDED(hr))
        hr = ErrorCheckText(&client->object, L"targetDirectory", targetDirectory, NULL);
    if (SUCCEEDED(hr))
        hr = ErrorCheckText(&client->object, L"options", options, NULL);
    const Begin begin = {.name = L"BulkCreateDirectory",
                         .keysDirectory = keysDirectory,
                         .targetDirectory = targetDirectory,
                         .options = options};
    return SUCCEEDED(hr) ? GiveJob(client, &begin, job) : hr;
}

/* Ids are whole numbers that a double holds exactly. */
static HRESULT TakeId(const ClientObject *client, double requestId, uint64_t *id)
{
    const double most = 9007199254740992.0;
    *id = requestId >= 1 && requestId <= most ? (uint64_t)requestId : 0;
    return *id && (double)*id == requestId
               ? S_OK
               : ErrorRaiseArgument(&client->object, L"requestId", L"the RequestId of a job is wanted");
}

static HRESULT STDMETHODCALLTYPE ComClientStatus(IPerfectHashIocpClient *self, double requestId, IPerfectHashJob **job)
{
    ClientObject *client = ClientOf(self);
    Begin begin = {.name = L"Status"};
    if (job == NULL)
        return ErrorRaisePointer(&client->object, L"job");
    *job = NULL;
    const HRESULT hr = TakeId(client, requestId, &begin.id);
    return SUCCEEDED(hr) ? GiveJob(client, &begin, job) : hr;
}

static HRESULT STDMETHODCALLTYPE CancelRequest(IPerfectHashIocpClient *self, double requestId, VARIANT_BOOL *wasRunning)
{
    ClientObject *client = ClientOf(self);
    ClientResponse response = {0};
    ClientFailure failure;
    Client *connection;
    uint64_t id;
    if (wasRunning == NULL)
        return ErrorRaisePointer(&client->object, L"wasRunning");
    *wasRunning = VARIANT_FALSE;
    HRESULT hr = TakeId(client, requestId, &id);
    if (FAILED(hr))
        return hr;
    ObjectAddRef(self);
    hr = NeedConnection(client, &connection, &failure);
    if (SUCCEEDED(hr))
        hr = ClientCancel(connection, id, &failure);
    ClientRelease(connection);
    *wasRunning = hr == S_OK ? VARIANT_TRUE : VARIANT_FALSE;
    ClientResponseBegin(&response, L"CancelRequest", hr, &failure);
    ClientResponseNumber(&response, "requestId", id);
    hr = ComClientFinish(client, hr, &failure, &response);
    ObjectRelease(self);
    return hr;
}

/* ---- the settings ---- */

static PropertySet ClientSettings(Object *object)
{
    static const Option options[] = {
        {{L"Endpoint", L"NAME", NULL},
         OptionText,
         OPTION_FIELD(ClientObject, endpoint),
         .otherwise = PIPE_DEFAULT_ENDPOINT},
        {{L"WaitForServer", NULL, NULL}, OptionSwitch, OPTION_FIELD(ClientObject, waitForServer), .maximum = 1},
        {{L"Detach", NULL, NULL}, OptionSwitch, OPTION_FIELD(ClientObject, detach), .maximum = 1},
    };
    ClientObject *client = (ClientObject *)object;
    const PropertySet set = {&client->lock, {{options, ARRAYSIZE(options), client}}, 1};
    return set;
}

PROPERTY_SETTING(IPerfectHashIocpClient, AnyClient, Text, Endpoint)
PROPERTY_SETTING(IPerfectHashIocpClient, Client, Flag, WaitForServer)
PROPERTY_SETTING(IPerfectHashIocpClient, Client, Flag, Detach)
PROPERTY_READ(IPerfectHashIocpClient, ClientObject, Client, Long, ConnectTimeout, of->connectTimeoutMs)

static HRESULT ComClientRefuse(const ClientObject *client, const wchar_t *name, const wchar_t *reason)
{
    Failure failure;
    FailureSet(&failure, PERFECTHASH_E_OPTION_VALUE, name, reason, 0, 0, 0);
    return ErrorRaise(&client->object, &failure);
}

static HRESULT STDMETHODCALLTYPE ClientPutEndpoint(IPerfectHashIocpClient *self, BSTR value)
{
    return ClientConnected(ClientOf(self))
               ? ComClientRefuse(ClientOf(self), L"Endpoint",
                                 L"the client is connected to a server; Disconnect comes first")
               : AnyClientPutEndpoint(self, value);
}

static HRESULT STDMETHODCALLTYPE ClientPutConnectTimeout(IPerfectHashIocpClient *self, LONG value)
{
    ClientObject *client = ClientOf(self);
    if (value < -1)
        return ComClientRefuse(client, L"ConnectTimeout", L"expected milliseconds, or -1 for no limit");
    AcquireSRWLockExclusive(&client->lock);
    client->connectTimeoutMs = (DWORD)value; /* -1 is INFINITE */
    ReleaseSRWLockExclusive(&client->lock);
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE ClientGetLastResponse(IPerfectHashIocpClient *self, BSTR *value)
{
    ClientObject *client = ClientOf(self);
    AcquireSRWLockShared(&client->lock);
    const HRESULT hr = PropertyGiveText(&client->object, client->lastResponse, value);
    ReleaseSRWLockShared(&client->lock);
    return hr;
}

/* ---- the object ---- */

static void ComClientDestroy(Object *object)
{
    ClientObject *client = (ClientObject *)object;
    const PropertySet settings = ClientSettings(object);
    CloseConnection(client);
    PropertiesFree(&settings);
    TextFree(client->lastResponse);
}

static const IPerfectHashIocpClientVtbl vtable = {
    OBJECT_DISPATCH(IPerfectHashIocpClient),
    AnyClientGetEndpoint,
    ClientPutEndpoint,
    ClientGetConnectTimeout,
    ClientPutConnectTimeout,
    ClientGetWaitForServer,
    ClientPutWaitForServer,
    ClientGetDetach,
    ClientPutDetach,
    ClientGetConnected,
    ClientGetLastResponse,
    ComClientConnect,
    ComClientDisconnect,
    ComClientPing,
    ShutdownServer,
    BeginTable,
    BeginBulk,
    BeginBulkDirectory,
    ComClientStatus,
    CancelRequest,
    GetServerStatistics,
    BeginTable,
    BeginBulk,
    BeginBulkDirectory,
};

static const ObjectClass clientClass = {
    L"PerfectHash.IocpClient",
    sizeof(ClientObject),
    ComClientDestroy,
    TRUE,
    .entries = {{&IID_IPerfectHashIocpClient, &vtable, offsetof(ClientObject, client)}},
    .settings = ClientSettings,
};

HRESULT ClientCreate(IUnknown **out)
{
    ClientObject *client = ObjectCreate(&clientClass, (void **)out);
    if (client == NULL)
        return E_OUTOFMEMORY;
    InitializeSRWLock(&client->lock);
    client->connectTimeoutMs = DefaultConnectMs;
    return S_OK;
}
