/*
 * The meaning of the pipe's messages: one function a type. Each answers its request exactly once,
 * or leaves that to the job that it began.
 */
#include "server_state.h"

#include "PerfectHashErrors.h"
#include "jobs/text/text.h"
#include "runtime/base/clock.h"
#include "runtime/base/win32_calls.h"

typedef struct Request {
    Server *server;
    PipeConnection *connection;
    const ProtocolHeader *header;
    const uint8_t *payload;
} Request;

/* ---- answers ---- */

void ServerRefuse(Server *server, PipeConnection *connection, const Failure *failure)
{
    wchar_t text[FAILURE_TEXT_CHARS];
    FailureText(failure, text, ARRAYSIZE(text));
    ServerTellClient(server, PipeConnectionClient(connection), L"refused: %ls", text);
    ServerMetricsRefused(&server->metrics);
    PipeRespond(connection, failure->code, text, wcslen(text) * sizeof(wchar_t));
}

static void ServerDispatchFail(const Request *request, const Failure *failure)
{
    ServerRefuse(request->server, request->connection, failure);
}

static void ServerDispatchMalformed(const Request *request, const wchar_t *subject, const wchar_t *reason)
{
    Failure failure;
    FailureSet(&failure, PERFECTHASH_E_PROTOCOL, subject, reason, 0, 0, 0);
    ServerDispatchFail(request, &failure);
}

void ServerAnswerToken(PipeConnection *connection, const ProtocolTokenPayload *token)
{
    uint8_t bytes[ProtocolTokenBytes];
    ProtocolTokenEncode(token, bytes);
    if (!PipeRespond(connection, S_OK, bytes, sizeof bytes))
        CompletionTokenTakeBack(PipeConnectionClient(connection)->process, token);
}

/* ---- requests that create ---- */

/* Room for the payload as terminated text; NULL: it was answered already. */
static wchar_t *TextRoom(const Request *request)
{
    const size_t bytes = request->header->payloadBytes + sizeof(wchar_t);
    Failure failure;
    wchar_t *text = Win32Allocate(bytes + sizeof(wchar_t));
    if (text == NULL) {
        FailureMemory(&failure, L"request", bytes);
        ServerDispatchFail(request, &failure);
    }
    return text;
}

/* Takes over the text. */
static void ServerDispatchCreate(const Request *request, ServerAsk *ask, wchar_t *text)
{
    ask->detached = (request->header->flags & ProtocolDetach) != 0;
    ServerTakeCreate(request->server, request->connection, ask, (request->header->flags & ProtocolToken) != 0, text);
}

static void CreateLine(const Request *request, ServerCommand command)
{
    wchar_t *text = TextRoom(request);
    if (text == NULL)
        return;
    ServerAsk ask = {.command = command, .text = text};
    if (ProtocolTextDecode(request->payload, request->header->payloadBytes, (uint16_t *)text)) {
        ServerDispatchCreate(request, &ask, text);
        return;
    }
    ServerDispatchMalformed(request, L"command line", L"expected whole characters without a NUL");
    TextFree(text);
}

static void ServerDispatchTableCreate(const Request *request)
{
    CreateLine(request, ServerTableCreate);
}

static void ServerDispatchBulkCreate(const Request *request)
{
    CreateLine(request, ServerBulkCreate);
}

static void ServerDispatchBulkCreateDirectory(const Request *request)
{
    ProtocolDirectory parts;
    wchar_t *text = TextRoom(request);
    if (text == NULL)
        return;
    if (ProtocolDirectoryDecode(request->payload, request->header->payloadBytes, (uint16_t *)text, &parts)) {
        ServerAsk ask = {
            .command = ServerBulkCreateDirectory,
            .keysDirectory = (const wchar_t *)parts.keys,
            .outputDirectory = (const wchar_t *)parts.output,
            .text = (const wchar_t *)parts.options,
        };
        ServerDispatchCreate(request, &ask, text);
        return;
    }
    ServerDispatchMalformed(request, L"directories",
                            L"expected two directories and options, separated by NUL characters");
    TextFree(text);
}

/* ---- requests about jobs ---- */

/* FALSE: it was answered already. */
static BOOL TakeJobId(const Request *request, uint64_t *id)
{
    if (ProtocolJobIdDecode(request->payload, request->header->payloadBytes, id))
        return TRUE;
    ServerDispatchMalformed(request, L"job's id", L"expected 8 bytes");
    return FALSE;
}

/*
 * A held job; NULL: it was answered already. Whose job it is makes no difference to a client that
 * may not know of it.
 */
static ServerJob *FindJob(const Request *request)
{
    uint64_t id;
    Failure failure;
    if (!TakeJobId(request, &id))
        return NULL;
    ServerJob *job = RegistryFind(&request->server->registry, id, PipeConnectionClient(request->connection));
    if (job == NULL) {
        FailureSet(&failure, PERFECTHASH_E_NO_SUCH_JOB, NULL, L"ended jobs are forgotten after 10 minutes", id, 0, 0);
        ServerDispatchFail(request, &failure);
    }
    return job;
}

static void ServerDispatchCancel(const Request *request)
{
    ServerJob *job = FindJob(request);
    if (job == NULL)
        return;
    const BOOL runs = ServerJobCancel(job);
    if (runs)
        ServerTellClient(request->server, PipeConnectionClient(request->connection), L"cancels job %llu",
                         (unsigned long long)job->id);
    ServerJobRelease(job);
    PipeRespond(request->connection, runs ? S_OK : S_FALSE, NULL, 0);
}

static void StatusToken(const Request *request, ServerJob *job)
{
    ProtocolTokenPayload token;
    Failure failure;
    BOOL first;
    if (FAILED(ServerJobGiveToken(job, PipeConnectionClient(request->connection)->process, &token, &first, &failure))) {
        ServerDispatchFail(request, &failure);
        return;
    }
    if (first)
        ServerNeedRefresh(request->server);
    ServerAnswerToken(request->connection, &token);
}

static void StatusRecord(const Request *request, ServerJob *job)
{
    size_t bytes = 0;
    ServerJobRefresh(job);
    uint8_t *record = ServerJobEncode(job, &bytes);
    PipeRespond(request->connection, record != NULL ? S_OK : PERFECTHASH_E_OUT_OF_MEMORY, record, bytes);
    TextFree(record);
}

static void ServerDispatchStatus(const Request *request)
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

static void ServerDispatchJobs(const Request *request)
{
    uint64_t after;
    size_t bytes;
    if (!TakeJobId(request, &after))
        return;
    uint8_t *page = ServerListPage(request->server, PipeConnectionClient(request->connection), after, &bytes);
    PipeRespond(request->connection, page != NULL ? S_OK : PERFECTHASH_E_OUT_OF_MEMORY, page, bytes);
    Win32Free(page);
}

/* ---- requests about the server ---- */

static void ServerDispatchPing(const Request *request)
{
    uint8_t bytes[ProtocolHelloBytes];
    const ProtocolHello hello = {
        .protocolVersion = ProtocolVersion,
        .serverProcessId = GetCurrentProcessId(),
        .productVersion = request->server->productVersion,
        .uptimeMs = GetTickCount64() - request->server->startedMs,
    };
    ProtocolHelloEncode(&hello, bytes);
    PipeRespond(request->connection, S_OK, bytes, sizeof bytes);
}

/* Is it the owner who asks? FALSE: it was answered already. */
static BOOL OwnerAsks(const Request *request, const wchar_t *what)
{
    Failure failure;
    if (PipeConnectionClient(request->connection)->owner)
        return TRUE;
    FailureSet(&failure, PERFECTHASH_E_NOT_ALLOWED, what, L"it is for the server's own user alone", 0, 0, 0);
    ServerDispatchFail(request, &failure);
    return FALSE;
}

static void ServerDispatchShutdown(const Request *request)
{
    Server *server = request->server;
    const PipeClient *client = PipeConnectionClient(request->connection);
    if (!OwnerAsks(request, L"Shutdown"))
        return;
    ServerTellClient(server, client, L"asks for a shutdown");
    /*
     * A client that has the answer finds a server that drains, and the pipe is there until the
     * client has the answer.
     */
    ServerKeepPipe(server);
    ServerStop(server, server->drainTimeoutMs);
    PipeRespond(request->connection, S_OK, NULL, 0);
    ServerLetPipeGo(server);
}

static void ServerDispatchStatistics(const Request *request)
{
    uint8_t bytes[ProtocolServerStatisticsBytes];
    ProtocolServerStatistics statistics;
    ServerStatisticsTake(request->server, &statistics);
    ProtocolServerStatisticsEncode(&statistics, bytes);
    PipeRespond(request->connection, S_OK, bytes, sizeof bytes);
}

static void ServerDispatchHealth(const Request *request)
{
    uint8_t bytes[ProtocolServerHealthBytes];
    ProtocolServerHealth health;
    ServerHealthTake(request->server, &health);
    ProtocolServerHealthEncode(&health, bytes);
    PipeRespond(request->connection, S_OK, bytes, sizeof bytes);
}

static void ServerDispatchWaits(const Request *request)
{
    uint8_t bytes[ProtocolServerWaitsBytes];
    ProtocolServerHealth health;
    ServerHealthTake(request->server, &health);
    ProtocolServerWaitsEncode(&health, bytes);
    PipeRespond(request->connection, S_OK, bytes, sizeof bytes);
}

static void ServerDispatchMetrics(const Request *request)
{
    Utf8Text text = {0};
    ServerMetricsTake(request->server, &text);
    PipeRespond(request->connection, text.failed ? PERFECTHASH_E_OUT_OF_MEMORY : S_OK, text.bytes,
                text.failed ? 0 : text.length);
    Utf8Free(&text);
}

/* The head is the number of the next page, which is known at the end. */
static void ServerDispatchRings(const Request *request)
{
    uint64_t page, next;
    uint8_t head[ProtocolJobIdBytes] = {0};
    Utf8Text text = {0};
    if (!OwnerAsks(request, L"Rings") || !TakeJobId(request, &page))
        return;
    Utf8PutBytes(&text, (const char *)head, sizeof head);
    if (!ServerRingsTake(request->server, page, &text, &next)) {
        ServerDispatchMalformed(request, L"page", L"there is no such page of rings");
    } else if (text.failed) {
        PipeRespond(request->connection, PERFECTHASH_E_OUT_OF_MEMORY, NULL, 0);
    } else {
        ProtocolJobIdEncode(next, (uint8_t *)text.bytes);
        PipeRespond(request->connection, S_OK, text.bytes, text.length);
    }
    Utf8Free(&text);
}

/* ---- the table ---- */

static void (*const serve[ProtocolTypeEnd])(const Request *request) = {
    [ProtocolPing] = ServerDispatchPing,
    [ProtocolShutdown] = ServerDispatchShutdown,
    [ProtocolTableCreate] = ServerDispatchTableCreate,
    [ProtocolBulkCreate] = ServerDispatchBulkCreate,
    [ProtocolBulkCreateDirectory] = ServerDispatchBulkCreateDirectory,
    [ProtocolCancel] = ServerDispatchCancel,
    [ProtocolStatus] = ServerDispatchStatus,
    [ProtocolStatistics] = ServerDispatchStatistics,
    [ProtocolJobs] = ServerDispatchJobs,
    [ProtocolMetrics] = ServerDispatchMetrics,
    [ProtocolRings] = ServerDispatchRings,
    [ProtocolHealth] = ServerDispatchHealth,
    [ProtocolWaits] = ServerDispatchWaits,
};

/* The first request of a connection: FALSE: it was refused, and the connection ends. */
static BOOL EnterUser(const Request *request)
{
    Failure failure;
    ServerUser *user = NULL;
    if (PipeConnectionData(request->connection) != NULL)
        return TRUE;
    if (FAILED(ServerUsersEnter(&request->server->users, PipeConnectionClient(request->connection), &user, &failure))) {
        PipeConnectionLeave(request->connection);
        ServerDispatchFail(request, &failure);
        return FALSE;
    }
    PipeConnectionSetData(request->connection, user);
    return TRUE;
}

static void OnRequest(void *context, PipeConnection *connection, const ProtocolHeader *header, const void *payload)
{
    const Request request = {context, connection, header, payload};
    if (!EnterUser(&request))
        return;
    const ULONGLONG begun = ClockTicks();
    if (header->type < ProtocolTypeEnd && serve[header->type] != NULL)
        serve[header->type](&request);
    else
        ServerDispatchMalformed(&request, L"request", L"there is no such type");
    ServerMetricsRequest(&request.server->metrics, (ClockTicks() - begun) * 1000000 / ClockTicksPerSecond());
}

static void OnClosed(void *context, PipeConnection *connection)
{
    Server *server = context;
    RegistryClientGone(&server->registry, connection);
    ServerUsersLeave(&server->users, PipeConnectionClient(connection), PipeConnectionData(connection));
}

static void OnLog(void *context, const PipeClient *client, const wchar_t *text)
{
    ServerTellClient(context, client, L"%ls", text);
}

const PipeServerHandler ServerPipeHandler = {OnRequest, OnClosed, OnLog};
