#include "client.h"

#include "PerfectHash.h"
#include "PerfectHashErrors.h"
#include "com/job/job.h"
#include "com/job/job_infos.h"
#include "com/job/statistics.h"
#include "com/object/errors.h"
#include "com/object/object.h"
#include "com/object/properties.h"
#include "com/object/wait.h"
#include "jobs/client/client_link.h"
#include "jobs/client/client_response.h"
#include "jobs/text/text.h"
#include "runtime/base/clock.h"
#include "runtime/pipe/pipe_endpoint.h"

enum { DefaultConnectMs = 5000, PingAgainMs = 20 };

typedef struct ClientObject {
    Object object;
    Interface client;
    ClientLink link;
    ClientLink apart; /* for requests that an older server breaks off with the connection, which may be a lease */
    SRWLOCK lock;     /* guards what follows; not held during a request */
    const wchar_t *endpoint; /* NULL: the default */
    DWORD connectTimeoutMs;
    BOOL waitForServer, detach;
    BOOL leases;           /* jobs were begun or found: some may hang on the link's connection */
    wchar_t *lastResponse; /* NULL: none yet */
} ClientObject;

static ClientObject *ClientOf(IPerfectHashIocpClient *self)
{
    return ObjectOf(self);
}

/* ---- requests ---- */

/* A held connection of the link, made when there is none that is alive. */
static HRESULT NeedConnection(ClientObject *client, ClientLink *link, Client **out, ClientFailure *failure)
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
    *out = NULL;
    failure->code = E_OUTOFMEMORY;
    *failure->text = 0;
    const HRESULT hr = endpoint != NULL ? ClientLinkTake(link, &options, out, failure) : E_OUTOFMEMORY;
    TextFree(endpoint);
    return hr;
}

/* A request to the server: what it asks, and what comes of it. */
typedef struct Request {
    const wchar_t *name; /* as the client's method */
    HRESULT (*ask)(Client *connection, struct Request *request, ClientFailure *failure);
    void (*tell)(const struct Request *request, ClientResponse *response); /* of one that succeeded; NULL: nothing */
    BOOL apart;                                                            /* on a connection on which no job hangs */
    /*
     * asks more on such a connection after a success; a server that does not tell it, as an older
     * one, is no failure
     */
    void (*askMore)(Client *connection, struct Request *request);
    BOOL again;            /* waits for the next server when this one ends, as for one that was ending already */
    ClientCommand command; /* of a line; 0: by the directories, or by the id */
    const wchar_t *line, *keysDirectory, *targetDirectory, *options;
    BOOL detach;
    uint64_t id; /* of the job that is asked for, or was begun */
    RemoteJob *job;
    ULONGLONG roundTripTicks;
    ProtocolHello hello;
    ProtocolServerStatistics statistics;
    ProtocolServerHealth health;
    BOOL healthTold, waitsTold;
    JobList *jobs;
    const char *textName; /* of the text in the response */
    wchar_t *text;
} Request;

/*
 * Returns whether a client that has waited for a server since begunMs waits for the next one, too.
 */
static BOOL WaitsOn(ClientObject *client, ULONGLONG begunMs)
{
    AcquireSRWLockShared(&client->lock);
    const BOOL waits = client->waitForServer && GetTickCount64() - begunMs < client->connectTimeoutMs;
    ReleaseSRWLockShared(&client->lock);
    if (waits)
        Sleep(PingAgainMs);
    return waits;
}

/* Makes the answer to a request the last one. */
static void PutResponse(ClientObject *client, const Request *request, HRESULT hr, const ClientFailure *failure)
{
    ClientResponse response = {0};
    ClientResponseBegin(&response, request->name, hr, failure);
    if (request->id != 0)
        ClientResponseNumber(&response, "requestId", request->id);
    if (SUCCEEDED(hr) && request->tell != NULL)
        request->tell(request, &response);
    wchar_t *text = ClientResponseEnd(&response);
    AcquireSRWLockExclusive(&client->lock);
    wchar_t *old = client->lastResponse;
    client->lastResponse = text;
    ReleaseSRWLockExclusive(&client->lock);
    TextFree(old);
}

/* The link whose connection may be lost. */
static ClientLink *LinkApart(ClientObject *client)
{
    AcquireSRWLockShared(&client->lock);
    ClientLink *link = client->leases ? &client->apart : &client->link;
    ReleaseSRWLockShared(&client->lock);
    return link;
}

static void AskMore(ClientObject *client, Request *request)
{
    ClientFailure failure;
    Client *connection;
    if (SUCCEEDED(NeedConnection(client, LinkApart(client), &connection, &failure)))
        request->askMore(connection, request);
    ClientRelease(connection);
}

/*
 * Asks, and raises what went wrong. The caller holds the object: calls may come in while it waits
 * and release it.
 */
static HRESULT ComClientAsk(ClientObject *client, Request *request)
{
    const ULONGLONG begunMs = GetTickCount64();
    ClientFailure failure;
    Client *connection;
    HRESULT hr;
    AcquireSRWLockShared(&client->lock);
    request->detach = client->detach;
    ReleaseSRWLockShared(&client->lock);
    do {
        hr = NeedConnection(client, request->apart ? LinkApart(client) : &client->link, &connection, &failure);
        if (SUCCEEDED(hr))
            hr = request->ask(connection, request, &failure);
        ClientRelease(connection);
    } while (hr == PERFECTHASH_E_SERVER_GONE && request->again && WaitsOn(client, begunMs));
    if (SUCCEEDED(hr) && request->askMore != NULL)
        AskMore(client, request);
    PutResponse(client, request, hr, &failure);
    return SUCCEEDED(hr) ? hr : ErrorRaiseText(&client->object, failure.code, failure.text);
}

/* ---- the connection ---- */

PROPERTY_READ(IPerfectHashIocpClient, ClientObject, Client, Flag, Connected, ClientLinkAlive(&of->link))

static HRESULT STDMETHODCALLTYPE ComClientConnect(IPerfectHashIocpClient *self)
{
    ClientObject *client = ClientOf(self);
    ClientFailure failure;
    Client *connection;
    ObjectAddRef(self); /* calls may come in while it waits and release it */
    HRESULT hr = NeedConnection(client, &client->link, &connection, &failure);
    ClientRelease(connection);
    if (FAILED(hr))
        ErrorRaiseText(&client->object, failure.code, failure.text);
    ObjectRelease(self);
    return hr;
}

static HRESULT STDMETHODCALLTYPE ComClientDisconnect(IPerfectHashIocpClient *self)
{
    ClientLinkClose(&ClientOf(self)->link);
    ClientLinkClose(&ClientOf(self)->apart);
    return S_OK;
}

/* ---- requests about the server ---- */

static HRESULT AskPing(Client *connection, Request *request, ClientFailure *failure)
{
    const ULONGLONG begun = ClockTicks();
    const HRESULT hr = ClientPing(connection, &request->hello, failure);
    request->roundTripTicks = ClockTicks() - begun;
    return hr;
}

static double RoundTripMs(const Request *request)
{
    return (double)request->roundTripTicks * 1000 / (double)ClockTicksPerSecond();
}

static void TellPing(const Request *request, ClientResponse *response)
{
    ClientResponseHello(response, &request->hello, (ULONGLONG)(RoundTripMs(request) * 1000));
}

static HRESULT STDMETHODCALLTYPE ComClientPing(IPerfectHashIocpClient *self, double *roundTripMilliseconds)
{
    Request request = {.name = L"Ping", .ask = AskPing, .tell = TellPing, .again = TRUE};
    if (roundTripMilliseconds == NULL)
        return ErrorRaisePointer(ObjectOf(self), L"roundTripMilliseconds");
    *roundTripMilliseconds = 0;
    ObjectAddRef(self);
    const HRESULT hr = ComClientAsk(ClientOf(self), &request);
    if (SUCCEEDED(hr))
        *roundTripMilliseconds = RoundTripMs(&request);
    ObjectRelease(self);
    return hr;
}

static HRESULT AskShutdown(Client *connection, Request *request, ClientFailure *failure)
{
    (void)request;
    return ClientShutdown(connection, failure);
}

static HRESULT STDMETHODCALLTYPE ShutdownServer(IPerfectHashIocpClient *self)
{
    Request request = {.name = L"ShutdownServer", .ask = AskShutdown};
    ObjectAddRef(self);
    const HRESULT hr = ComClientAsk(ClientOf(self), &request);
    ObjectRelease(self);
    return hr;
}

static HRESULT AskStatistics(Client *connection, Request *request, ClientFailure *failure)
{
    return ClientStatistics(connection, &request->statistics, failure);
}

static void AskHealth(Client *connection, Request *request)
{
    ClientFailure failure;
    request->healthTold = SUCCEEDED(ClientHealth(connection, &request->health, &failure));
    request->waitsTold = request->healthTold && SUCCEEDED(ClientWaits(connection, &request->health, &failure));
}

static const ProtocolServerHealth *HealthOf(const Request *request)
{
    return request->healthTold ? &request->health : NULL;
}

static void TellStatistics(const Request *request, ClientResponse *response)
{
    ClientResponseStatistics(response, &request->statistics);
    ClientResponseHealth(response, HealthOf(request), request->waitsTold);
}

static HRESULT GiveStatistics(Request *request, void **value)
{
    return StatisticsCreateOfServer(&request->statistics, HealthOf(request), request->waitsTold,
                                    (IPerfectHashStatistics **)value);
}

/* Asks, and gives an object with the answer. */
static HRESULT ComClientAskFor(IPerfectHashIocpClient *self, Request *request, void **value,
                               HRESULT (*give)(Request *request, void **value))
{
    if (value == NULL)
        return ErrorRaisePointer(ObjectOf(self), L"value");
    *value = NULL;
    ObjectAddRef(self);
    HRESULT hr = ComClientAsk(ClientOf(self), request);
    if (SUCCEEDED(hr) && FAILED(give(request, value)))
        hr = ErrorRaiseMemory(ObjectOf(self));
    ObjectRelease(self);
    return hr;
}

static HRESULT STDMETHODCALLTYPE GetServerStatistics(IPerfectHashIocpClient *self, IPerfectHashStatistics **value)
{
    Request request = {
        .name = L"GetServerStatistics", .ask = AskStatistics, .tell = TellStatistics, .askMore = AskHealth};
    return ComClientAskFor(self, &request, (void **)value, GiveStatistics);
}

static HRESULT AskJobs(Client *connection, Request *request, ClientFailure *failure)
{
    return ClientJobs(connection, &request->jobs, failure);
}

static void TellJobs(const Request *request, ClientResponse *response)
{
    ClientResponseJobs(response, request->jobs);
}

static HRESULT GiveJobs(Request *request, void **value)
{
    return JobInfosGive(request->jobs, (IPerfectHashJobInfos **)value);
}

static HRESULT STDMETHODCALLTYPE GetJobs(IPerfectHashIocpClient *self, IPerfectHashJobInfos **value)
{
    Request request = {.name = L"GetJobs", .ask = AskJobs, .tell = TellJobs, .apart = TRUE};
    return ComClientAskFor(self, &request, (void **)value, GiveJobs);
}

static HRESULT AskMetrics(Client *connection, Request *request, ClientFailure *failure)
{
    return ClientMetrics(connection, &request->text, failure);
}

static void TellText(const Request *request, ClientResponse *response)
{
    ClientResponseText(response, request->textName, request->text);
}

static HRESULT GiveText(Request *request, void **value)
{
    *value = SysAllocString(request->text);
    TextFree(request->text);
    return *value != NULL ? S_OK : E_OUTOFMEMORY;
}

static HRESULT STDMETHODCALLTYPE GetMetrics(IPerfectHashIocpClient *self, BSTR *value)
{
    Request request = {
        .name = L"GetMetrics", .ask = AskMetrics, .tell = TellText, .textName = "metrics", .apart = TRUE};
    return ComClientAskFor(self, &request, (void **)value, GiveText);
}

static HRESULT AskRings(Client *connection, Request *request, ClientFailure *failure)
{
    return ClientRings(connection, &request->text, failure);
}

static HRESULT STDMETHODCALLTYPE GetRings(IPerfectHashIocpClient *self, BSTR *value)
{
    Request request = {.name = L"GetRings", .ask = AskRings, .tell = TellText, .textName = "rings", .apart = TRUE};
    return ComClientAskFor(self, &request, (void **)value, GiveText);
}

/* ---- jobs ---- */

static HRESULT AskJob(Client *connection, Request *request, ClientFailure *failure)
{
    HRESULT hr;
    if (request->line != NULL)
        hr = ClientBegin(connection, request->command, request->line, request->detach, &request->job, failure);
    else if (request->keysDirectory != NULL)
        hr = ClientBeginDirectory(connection, request->keysDirectory, request->targetDirectory, request->options,
                                  request->detach, &request->job, failure);
    else
        hr = ClientFind(connection, request->id, &request->job, failure);
    if (SUCCEEDED(hr))
        request->id = RemoteJobId(request->job);
    return hr;
}

static HRESULT GiveJob(ClientObject *client, Request *request, IPerfectHashJob **job)
{
    const BOOL begins = request->id == 0;
    request->ask = AskJob;
    AcquireSRWLockExclusive(&client->lock);
    client->leases = TRUE;
    ReleaseSRWLockExclusive(&client->lock);
    ObjectAddRef(&client->client);
    HRESULT hr = ComClientAsk(client, request);
    if (SUCCEEDED(hr)) {
        const CoreJob core = {.any.remote = request->job, .events = JobEventsCreate()};
        hr = JobGive(&client->object, &core, begins, job);
        CoreJobRelease(&core);
    }
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
    Request request = {.name = name, .command = command, .line = commandLine != NULL ? commandLine : L""};
    return SUCCEEDED(hr) ? GiveJob(client, &request, job) : hr;
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
                                L"expected the path of a directory of keys files");
    if (SUCCEEDED(hr))
        hr = ErrorCheckText(&client->object, L"targetDirectory", targetDirectory, NULL);
    if (SUCCEEDED(hr))
        hr = ErrorCheckText(&client->object, L"options", options, NULL);
    Request request = {.name = L"BulkCreateDirectory",
                       .keysDirectory = keysDirectory,
                       .targetDirectory = targetDirectory,
                       .options = options};
    return SUCCEEDED(hr) ? GiveJob(client, &request, job) : hr;
}

/* Ids are whole numbers that a double holds exactly. */
static HRESULT TakeId(const ClientObject *client, double requestId, uint64_t *id)
{
    const double most = 9007199254740992.0;
    *id = requestId >= 1 && requestId <= most ? (uint64_t)requestId : 0;
    return *id && (double)*id == requestId
               ? S_OK
               : ErrorRaiseArgument(&client->object, L"requestId", L"expected the RequestId of a job");
}

static HRESULT STDMETHODCALLTYPE ComClientStatus(IPerfectHashIocpClient *self, double requestId, IPerfectHashJob **job)
{
    ClientObject *client = ClientOf(self);
    Request request = {.name = L"Status"};
    if (job == NULL)
        return ErrorRaisePointer(&client->object, L"job");
    *job = NULL;
    const HRESULT hr = TakeId(client, requestId, &request.id);
    return SUCCEEDED(hr) ? GiveJob(client, &request, job) : hr;
}

static HRESULT AskCancel(Client *connection, Request *request, ClientFailure *failure)
{
    return ClientCancel(connection, request->id, failure);
}

static HRESULT STDMETHODCALLTYPE CancelRequest(IPerfectHashIocpClient *self, double requestId, VARIANT_BOOL *wasRunning)
{
    ClientObject *client = ClientOf(self);
    Request request = {.name = L"CancelRequest", .ask = AskCancel};
    if (wasRunning == NULL)
        return ErrorRaisePointer(&client->object, L"wasRunning");
    *wasRunning = VARIANT_FALSE;
    HRESULT hr = TakeId(client, requestId, &request.id);
    if (FAILED(hr))
        return hr;
    ObjectAddRef(self);
    hr = ComClientAsk(client, &request);
    if (hr == S_OK)
        *wasRunning = VARIANT_TRUE;
    ObjectRelease(self);
    return SUCCEEDED(hr) ? S_OK : hr;
}

/* ---- the settings ---- */

static PropertySet ClientSettings(Object *object)
{
    static const Option options[] = {
        {{L"Endpoint", L"NAME", NULL, SectionNone},
         OptionText,
         OPTION_FIELD(ClientObject, endpoint),
         .otherwise = PIPE_DEFAULT_ENDPOINT},
        {{L"WaitForServer", NULL, NULL, SectionNone},
         OptionSwitch,
         OPTION_FIELD(ClientObject, waitForServer),
         .maximum = 1},
        {{L"Detach", NULL, NULL, SectionNone}, OptionSwitch, OPTION_FIELD(ClientObject, detach), .maximum = 1},
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
    ClientObject *client = ClientOf(self);
    if (ClientLinkAlive(&client->link))
        return ComClientRefuse(client, L"Endpoint", L"the client is connected to a server; Disconnect comes first");
    ClientLinkClose(&client->apart); /* on which no job hangs */
    return AnyClientPutEndpoint(self, value);
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
    ClientLinkClose(&client->link);
    ClientLinkClose(&client->apart);
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
    .GetJobs = GetJobs,
    .GetMetrics = GetMetrics,
    .GetRings = GetRings,
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
    ClientLinkInit(&client->link);
    ClientLinkInit(&client->apart);
    InitializeSRWLock(&client->lock);
    client->connectTimeoutMs = DefaultConnectMs;
    return S_OK;
}
