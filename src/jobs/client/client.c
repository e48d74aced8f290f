/* See client.h. */
#include "client_state.h"

#include <stdio.h>

#include "PerfectHashErrors.h"
#include "runtime/base/win32_calls.h"

/* ---- failures ---- */

HRESULT ClientFailed(ClientFailure *out, const Failure *failure)
{
    out->code = failure->code;
    FailureText(failure, out->text, ARRAYSIZE(out->text));
    return failure->code;
}

static HRESULT ClientFailedWith(ClientFailure *out, HRESULT code, const wchar_t *subject, const wchar_t *reason,
                                ULONGLONG a, ULONGLONG b)
{
    Failure failure;
    FailureSet(&failure, code, subject, reason, a, b, 0);
    return ClientFailed(out, &failure);
}

HRESULT ClientMalformed(const Client *client, ClientFailure *failure)
{
    return ClientFailedWith(failure, PERFECTHASH_E_PROTOCOL, client->endpoint, L"it does not hold what was asked for",
                            0, 0);
}

HRESULT ClientNoMemory(const Client *client, ClientFailure *failure)
{
    return ClientFailedWith(failure, PERFECTHASH_E_OUT_OF_MEMORY, client->endpoint, NULL, ProtocolMaxResponseBytes, 0);
}

/* Why there is no connection, or no answer. serverProcess: of an untrusted server. */
static HRESULT ClientPipeFailed(ClientFailure *out, const wchar_t *endpoint, DWORD error, DWORD serverProcess)
{
    Failure failure;
    switch (error) {
    case ERROR_FILE_NOT_FOUND: return ClientFailedWith(out, PERFECTHASH_E_SERVER_NOT_FOUND, endpoint, NULL, 0, 0);
    case ERROR_BROKEN_PIPE: return ClientFailedWith(out, PERFECTHASH_E_SERVER_GONE, endpoint, NULL, 0, 0);
    case ERROR_TRUST_FAILURE:
        return ClientFailedWith(out, PERFECTHASH_E_SERVER_UNTRUSTED, endpoint, NULL, serverProcess, 0);
    case ERROR_INVALID_DATA:
        return ClientFailedWith(out, PERFECTHASH_E_PROTOCOL, endpoint, L"the server has broken off the request with it",
                                0, 0);
    case ERROR_NOT_ENOUGH_MEMORY:
        return ClientFailedWith(out, PERFECTHASH_E_OUT_OF_MEMORY, endpoint, NULL, ProtocolMaxResponseBytes, 0);
    case ERROR_ACCESS_DENIED:
        return ClientFailedWith(out, PERFECTHASH_E_NOT_ALLOWED, endpoint, L"the server there does not let this user in",
                                0, 0);
    case ERROR_SEM_TIMEOUT:
        return ClientFailedWith(out, PERFECTHASH_E_SERVER_UNREACHABLE, endpoint, L"it did not answer in time.", 0, 0);
    case ERROR_CANCELLED:
        return ClientFailedWith(out, PERFECTHASH_E_SERVER_STATE, endpoint, L"the connection was closed", 0, 0);
    case ERROR_BUSY:
        return ClientFailedWith(out, PERFECTHASH_E_SERVER_STATE, endpoint,
                                L"a request of this thread is under way on the connection", 0, 0);
    default:
        FailureSystem(&failure, PERFECTHASH_E_SERVER_UNREACHABLE, endpoint, error);
        return ClientFailed(out, &failure);
    }
}

/* ---- life ---- */

HRESULT ClientPrepare(const ClientOptions *options, Client **out, ClientFailure *failure)
{
    Client *client = Win32Allocate(sizeof *client);
    *out = NULL;
    if (client == NULL)
        return ClientPipeFailed(failure, options->endpoint, ERROR_NOT_ENOUGH_MEMORY, 0);
    RefCountInit(&client->references);
    client->wait = options->wait;
    if (PipeEndpointName(options->endpoint, client->endpoint) != ERROR_SUCCESS) {
        wchar_t subject[FAILURE_SUBJECT_CHARS];
        swprintf(subject, ARRAYSIZE(subject), L"Endpoint=%.300ls", options->endpoint);
        ClientRelease(client);
        return ClientFailedWith(failure, PERFECTHASH_E_OPTION_VALUE, subject,
                                L"expected a pipe's name, or \\\\.\\pipe\\ and a name", 0, 0);
    }
    client->closing = Win32CreateEvent();
    if (client->closing != NULL)
        client->turn = CreateEventW(NULL, FALSE, TRUE, NULL);
    if (client->turn == NULL) {
        const HRESULT code = ClientPipeFailed(failure, client->endpoint, GetLastError(), 0);
        ClientRelease(client);
        return code;
    }
    *out = client;
    return S_OK;
}

HRESULT ClientOpen(Client *client, const ClientOptions *options, ClientFailure *failure)
{
    DWORD serverProcess = 0;
    const PipeClientOptions pipe = {
        .endpoint = client->endpoint,
        .connectTimeoutMs = options->connectTimeoutMs,
        .waitForServer = options->waitForServer,
        .cancel = client->closing,
        .wait = client->wait,
        .serverProcessId = &serverProcess,
    };
    DWORD error = ClientTakeTurn(client, FALSE);
    if (error == ERROR_SUCCESS) {
        error = PipeClientConnect(&pipe, &client->connection);
        ClientGiveTurn(client);
    }
    return error == ERROR_SUCCESS ? S_OK : ClientPipeFailed(failure, client->endpoint, error, serverProcess);
}

HRESULT ClientConnect(const ClientOptions *options, Client **out, ClientFailure *failure)
{
    HRESULT code = ClientPrepare(options, out, failure);
    if (SUCCEEDED(code))
        code = ClientOpen(*out, options, failure);
    if (FAILED(code)) {
        ClientRelease(*out);
        *out = NULL;
    }
    return code;
}

void ClientHold(Client *client)
{
    RefCountHold(&client->references);
}

void ClientRelease(Client *client)
{
    if (client == NULL || RefCountRelease(&client->references) != 0)
        return;
    PipeClientClose(client->connection);
    if (client->turn != NULL)
        CloseHandle(client->turn);
    if (client->closing != NULL)
        CloseHandle(client->closing);
    Win32Free(client);
}

/* ---- turns ---- */

static BOOL ClientIsSet(HANDLE event)
{
    return WaitForSingleObject(event, 0) == WAIT_OBJECT_0;
}

DWORD ClientTakeTurn(Client *client, BOOL waits)
{
    const HANDLE handles[] = {client->turn, client->closing};
    DWORD waited = WAIT_OBJECT_0;
    if (!ClientIsSet(client->turn)) {
        if (!waits || client->asking == GetCurrentThreadId())
            return ERROR_BUSY;
        waited = client->wait != NULL ? client->wait(2, handles, INFINITE) : Win32Wait(2, handles, INFINITE);
    }
    if (waited != WAIT_OBJECT_0)
        return waited == WAIT_FAILED ? GetLastError() : ERROR_CANCELLED;
    client->asking = GetCurrentThreadId();
    return ERROR_SUCCESS;
}

/* Closes a connection that is to be closed and has no request: who has one does so afterwards. */
static void ClientSweep(Client *client)
{
    if (!ClientIsSet(client->closing) || !ClientIsSet(client->turn))
        return;
    PipeClientClose(client->connection);
    client->connection = NULL;
    SetEvent(client->turn);
}

void ClientGiveTurn(Client *client)
{
    client->asking = 0;
    SetEvent(client->turn);
    ClientSweep(client);
}

void ClientClose(Client *client)
{
    SetEvent(client->closing);
    ClientSweep(client);
}

BOOL ClientAlive(Client *client)
{
    if (ClientTakeTurn(client, FALSE) != ERROR_SUCCESS)
        return TRUE;
    const BOOL alive = client->connection != NULL && PipeClientAlive(client->connection);
    ClientGiveTurn(client);
    return alive;
}

/* ---- requests ---- */

HRESULT ClientCodeOf(HRESULT code)
{
    enum { FirstCode = 0x200, FirstCodes = 0x100 };
    const BOOL first = HRESULT_FACILITY(code) == FACILITY_ITF && HRESULT_CODE(code) >= FirstCode &&
                       HRESULT_CODE(code) < FirstCode + FirstCodes;
    return FAILED(code) && first ? PERFECTHASH_E_KEYS_NOT_FOUND + (HRESULT_CODE(code) - FirstCode) : code;
}

/* The server's own words about a request that it refused; what it says is cut to what fits. */
static HRESULT ClientRefused(const Client *client, HRESULT status, const ClientAnswer *answer, ClientFailure *failure)
{
    const wchar_t *text = answer->payload;
    size_t chars = min(answer->bytes / sizeof *text, ARRAYSIZE(failure->text) - 1);
    if (chars == 0 && HRESULT_FACILITY(status) != FACILITY_WIN32)
        return ClientFailedWith(failure, status, client->endpoint, NULL, 0, 0);
    if (chars == 0)
        return ClientPipeFailed(failure, client->endpoint, (DWORD)status, 0);
    if (IS_HIGH_SURROGATE(text[chars - 1]))
        chars--;
    failure->code = status;
    for (size_t i = 0; i < chars; i++)
        failure->text[i] = text[i] >= L' ' ? text[i] : L' ';
    failure->text[chars] = 0;
    if (HRESULT_FACILITY(status) != FACILITY_WIN32)
        return status;
    /* The pipe itself has refused it, and knows nothing of our messages. */
    wchar_t reason[FAILURE_TEXT_CHARS];
    wcscpy(reason, failure->text);
    return ClientFailedWith(
        failure, HRESULT_CODE(status) == ERROR_INVALID_DATA ? PERFECTHASH_E_PROTOCOL : PERFECTHASH_E_SERVER_UNREACHABLE,
        client->endpoint, reason, 0, 0);
}

HRESULT ClientRequest(Client *client, ProtocolType type, uint32_t flags, const void *payload, size_t bytes,
                      ClientAnswer *answer, ClientFailure *failure)
{
    HRESULT status = S_OK;
    answer->payload = NULL;
    DWORD error = ClientTakeTurn(client, TRUE);
    if (error == ERROR_SUCCESS) {
        error = client->connection == NULL ? ERROR_CANCELLED
                                           : PipeClientRequest(client->connection, type, flags, payload, bytes, &status,
                                                               &answer->payload, &answer->bytes);
        ClientGiveTurn(client);
    }
    if (error == ERROR_REVISION_MISMATCH)
        return ClientFailedWith(failure, PERFECTHASH_E_PROTOCOL_VERSION, client->endpoint, NULL, (ULONGLONG)status,
                                ProtocolVersion);
    if (error != ERROR_SUCCESS)
        return ClientPipeFailed(failure, client->endpoint, error, 0);
    if (SUCCEEDED(status))
        return status;
    /*
     * The first servers knew only the requests that their clients made, so the server is an older
     * one.
     */
    const BOOL older = status == HRESULT_FROM_WIN32(ERROR_INVALID_DATA) && type > ProtocolStatistics;
    const HRESULT code = older ? ClientFailedWith(failure, PERFECTHASH_E_SERVER_OLDER, client->endpoint, NULL, type, 0)
                               : ClientRefused(client, ClientCodeOf(status), answer, failure);
    PipeClientFree(answer->payload);
    answer->payload = NULL;
    return code;
}

HRESULT ClientPing(Client *client, ProtocolHello *out, ClientFailure *failure)
{
    ClientAnswer answer;
    HRESULT code = ClientRequest(client, ProtocolPing, 0, NULL, 0, &answer, failure);
    if (SUCCEEDED(code) && !ProtocolHelloDecode(answer.payload, answer.bytes, out))
        code = ClientMalformed(client, failure);
    PipeClientFree(answer.payload);
    return code;
}

HRESULT ClientStatistics(Client *client, ProtocolServerStatistics *out, ClientFailure *failure)
{
    ClientAnswer answer;
    HRESULT code = ClientRequest(client, ProtocolStatistics, 0, NULL, 0, &answer, failure);
    if (SUCCEEDED(code) && !ProtocolServerStatisticsDecode(answer.payload, answer.bytes, out))
        code = ClientMalformed(client, failure);
    PipeClientFree(answer.payload);
    return code;
}

static HRESULT ClientAskHealth(Client *client, ProtocolType type,
                               int (*decode)(const uint8_t *bytes, size_t length, ProtocolServerHealth *out),
                               ProtocolServerHealth *out, ClientFailure *failure)
{
    ClientAnswer answer;
    HRESULT code = ClientRequest(client, type, 0, NULL, 0, &answer, failure);
    if (SUCCEEDED(code) && !decode(answer.payload, answer.bytes, out))
        code = ClientMalformed(client, failure);
    PipeClientFree(answer.payload);
    return code;
}

HRESULT ClientHealth(Client *client, ProtocolServerHealth *out, ClientFailure *failure)
{
    return ClientAskHealth(client, ProtocolHealth, ProtocolServerHealthDecode, out, failure);
}

HRESULT ClientWaits(Client *client, ProtocolServerHealth *out, ClientFailure *failure)
{
    return ClientAskHealth(client, ProtocolWaits, ProtocolServerWaitsDecode, out, failure);
}

HRESULT ClientShutdown(Client *client, ClientFailure *failure)
{
    ClientAnswer answer;
    const HRESULT code = ClientRequest(client, ProtocolShutdown, 0, NULL, 0, &answer, failure);
    PipeClientFree(answer.payload);
    return code;
}

HRESULT ClientCancel(Client *client, uint64_t jobId, ClientFailure *failure)
{
    ClientAnswer answer;
    uint8_t id[ProtocolJobIdBytes];
    ProtocolJobIdEncode(jobId, id);
    const HRESULT code = ClientRequest(client, ProtocolCancel, 0, id, sizeof id, &answer, failure);
    PipeClientFree(answer.payload);
    return code;
}
