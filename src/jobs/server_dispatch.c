/* What the messages of the pipe mean: one function a type. Each answers its request exactly once, or leaves that to the job that it began. */
#include "server_state.h"

#include "PerfectHashErrors.h"
#include "text.h"

typedef struct Request {
    Server *server;
    PipeConnection *connection;
    const ProtocolHeader *header;
    const uint8_t *payload;
} Request;

/* ---- answers ---- */

static void Fail(const Request *request, const Failure *failure)
{
    wchar_t text[FAILURE_TEXT_CHARS];
    FailureText(failure, text, ARRAYSIZE(text));
    ServerTell(request->server, L"client %lu: %ls", (unsigned long)PipeConnectionClient(request->connection)->processId, text);
    PipeRespond(request->connection, failure->code, text, wcslen(text) * sizeof(wchar_t));
}

static void Malformed(const Request *request, const wchar_t *subject, const wchar_t *reason)
{
    Failure failure;
    FailureSet(&failure, PERFECTHASH_E_PROTOCOL, subject, reason, 0, 0, 0);
    Fail(request, &failure);
}

/* An answer with a token. What was given and could not be sent is taken back. */
static void AnswerToken(const Request *request, const ProtocolTokenPayload *token)
{
    uint8_t bytes[ProtocolTokenBytes];
    ProtocolTokenEncode(token, bytes);
    if (!PipeRespond(request->connection, S_OK, bytes, sizeof(bytes)))
        CompletionTokenTakeBack(PipeConnectionClient(request->connection)->process, token);
}

/* ---- requests that create ---- */

/* The payload as terminated text; NULL: it was answered already. */
static wchar_t *TakeText(const Request *request, size_t *chars)
{
    const size_t bytes = request->header->payloadBytes;
    Failure failure;
    if (bytes % sizeof(wchar_t) != 0) {
        Malformed(request, L"request", L"its text has half a character");
        return NULL;
    }
    wchar_t *text = HeapAlloc(GetProcessHeap(), 0, bytes + sizeof(wchar_t));
    if (text == NULL) {
        FailureSet(&failure, PERFECTHASH_E_OUT_OF_MEMORY, L"request", NULL, bytes, 0, 0);
        Fail(request, &failure);
        return NULL;
    }
    if (bytes != 0)
        memcpy(text, request->payload, bytes);
    *chars = bytes / sizeof(wchar_t);
    text[*chars] = 0;
    return text;
}

static void Create(const Request *request, ServerAsk *ask)
{
    ProtocolTokenPayload token;
    Failure failure;
    ask->client = PipeConnectionClient(request->connection);
    ask->connection = request->connection;
    ask->detached = (request->header->flags & ProtocolDetach) != 0;
    ask->token = (request->header->flags & ProtocolToken) != 0 ? &token : NULL;
    if (FAILED(ServerBegin(request->server, ask, NULL, NULL, &failure)))
        Fail(request, &failure);
    else if (ask->token != NULL)
        AnswerToken(request, &token);
}

static void CreateLine(const Request *request, ServerCommand command)
{
    ServerAsk ask = {.command = command};
    size_t chars;
    wchar_t *text = TakeText(request, &chars);
    if (text == NULL)
        return;
    ask.text = text;
    if (wcslen(text) != chars)
        Malformed(request, L"command line", L"there is a NUL character in it");
    else
        Create(request, &ask);
    TextFree(text);
}

static void TableCreate(const Request *request)
{
    CreateLine(request, ServerTableCreate);
}

static void BulkCreate(const Request *request)
{
    CreateLine(request, ServerBulkCreate);
}

static void BulkCreateDirectory(const Request *request)
{
    ServerAsk ask = {.command = ServerBulkCreateDirectory};
    size_t chars;
    wchar_t *text = TakeText(request, &chars);
    if (text == NULL)
        return;
    const size_t keysChars = wcslen(text), outputChars = keysChars < chars ? wcslen(text + keysChars + 1) : 0;
    const size_t optionsAt = keysChars + outputChars + 2;
    if (keysChars == chars || optionsAt > chars || optionsAt + wcslen(text + optionsAt) != chars) {
        Malformed(request, L"directories", L"two directories and options are wanted, parted by NUL characters");
    } else {
        ask.keysDirectory = text;
        ask.outputDirectory = text + keysChars + 1;
        ask.text = text + optionsAt;
        Create(request, &ask);
    }
    TextFree(text);
}

/* ---- requests about jobs ---- */

/* A held job; NULL: it was answered already. Whose job it is makes no difference to a client that may not know of it. */
static ServerJob *FindJob(const Request *request)
{
    uint64_t id;
    Failure failure;
    if (!ProtocolJobIdDecode(request->payload, request->header->payloadBytes, &id)) {
        Malformed(request, L"job's id", L"8 bytes are wanted");
        return NULL;
    }
    ServerJob *job = RegistryFind(&request->server->registry, id, PipeConnectionClient(request->connection));
    if (job == NULL) {
        FailureSet(&failure, PERFECTHASH_E_NO_SUCH_JOB, NULL, L"ended jobs are forgotten after 10 minutes", id, 0, 0);
        Fail(request, &failure);
    }
    return job;
}

static void Cancel(const Request *request)
{
    ServerJob *job = FindJob(request);
    if (job == NULL)
        return;
    ServerTell(request->server, L"job %llu: cancelled by client %lu", (unsigned long long)job->id,
               (unsigned long)PipeConnectionClient(request->connection)->processId);
    ServerJobCancel(job);
    ServerJobRelease(job);
    PipeRespond(request->connection, S_OK, NULL, 0);
}

static void StatusToken(const Request *request, ServerJob *job)
{
    ProtocolTokenPayload token;
    Failure failure;
    BOOL first;
    if (FAILED(ServerJobGiveToken(job, PipeConnectionClient(request->connection)->process, &token, &first, &failure))) {
        Fail(request, &failure);
        return;
    }
    if (first)
        ServerNeedRefresh(request->server);
    AnswerToken(request, &token);
}

static void StatusRecord(const Request *request, ServerJob *job)
{
    size_t bytes = 0;
    ServerJobRefresh(job);
    uint8_t *record = ServerJobEncode(job, &bytes);
    PipeRespond(request->connection, record != NULL ? S_OK : PERFECTHASH_E_OUT_OF_MEMORY, record, bytes);
    TextFree(record);
}

static void Status(const Request *request)
{
    ServerJob *job = FindJob(request);
    if (job == NULL)
        return;
    if ((request->header->flags & ProtocolToken) != 0)
        StatusToken(request, job);
    else
        StatusRecord(request, job);
    ServerJobRelease(job);
}

/* ---- requests about the server ---- */

static void Ping(const Request *request)
{
    uint8_t bytes[ProtocolHelloBytes];
    const ProtocolHello hello = {
        .protocolVersion = ProtocolVersion,
        .serverProcessId = GetCurrentProcessId(),
        .productVersion = request->server->productVersion,
        .uptimeMs = GetTickCount64() - request->server->startedMs,
    };
    ProtocolHelloEncode(&hello, bytes);
    PipeRespond(request->connection, S_OK, bytes, sizeof(bytes));
}

static void Shutdown(const Request *request)
{
    Server *server = request->server;
    const PipeClient *client = PipeConnectionClient(request->connection);
    Failure failure;
    if (!client->owner) {
        FailureSet(&failure, PERFECTHASH_E_NOT_ALLOWED, L"Shutdown", L"it is for the server's own user alone", 0, 0, 0);
        Fail(request, &failure);
        return;
    }
    ServerTell(server, L"client %lu asks for a shutdown", (unsigned long)client->processId);
    RundownHold(&server->rundown);              /* once it is answered nothing else holds it */
    PipeRespond(request->connection, S_OK, NULL, 0);
    ServerStop(server, server->drainTimeoutMs);
    RundownRelease(&server->rundown);
}

static void Statistics(const Request *request)
{
    uint8_t bytes[ProtocolServerStatisticsBytes];
    ProtocolServerStatistics statistics;
    ServerStatisticsTake(request->server, &statistics);
    ProtocolServerStatisticsEncode(&statistics, bytes);
    PipeRespond(request->connection, S_OK, bytes, sizeof(bytes));
}

/* ---- the table ---- */

typedef enum PayloadWanted { PayloadNone, PayloadAny } PayloadWanted;

static const struct {
    void (*serve)(const Request *request);
    PayloadWanted payload;
} types[ProtocolTypeEnd] = {
    [ProtocolPing] = {Ping, PayloadNone},
    [ProtocolShutdown] = {Shutdown, PayloadNone},
    [ProtocolTableCreate] = {TableCreate, PayloadAny},
    [ProtocolBulkCreate] = {BulkCreate, PayloadAny},
    [ProtocolBulkCreateDirectory] = {BulkCreateDirectory, PayloadAny},
    [ProtocolCancel] = {Cancel, PayloadAny},
    [ProtocolStatus] = {Status, PayloadAny},
    [ProtocolStatistics] = {Statistics, PayloadNone},
};

static void OnRequest(void *context, PipeConnection *connection, const ProtocolHeader *header, const void *payload)
{
    const Request request = {context, connection, header, payload};
    if (header->type >= ProtocolTypeEnd || types[header->type].serve == NULL)
        Malformed(&request, L"request", L"there is no such type");
    else if (types[header->type].payload == PayloadNone && header->payloadBytes != 0)
        Malformed(&request, L"request", L"it takes no payload");
    else
        types[header->type].serve(&request);
}

static void OnClosed(void *context, PipeConnection *connection)
{
    Server *server = context;
    RegistryClientGone(&server->registry, connection);
}

static void OnLog(void *context, const wchar_t *text)
{
    ServerTell(context, L"%ls", text);
}

const PipeServerHandler ServerPipeHandler = {OnRequest, OnClosed, OnLog};
