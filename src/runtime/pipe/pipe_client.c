#include "pipe_client.h"

#include <string.h>

#include "completion_token.h"
#include "pipe_endpoint.h"
#include "pipe_service.h"
#include "pipe_user.h"
#include "runtime/base/clock.h"
#include "runtime/base/win32_calls.h"

enum {
    DefaultConnectMs = 5000,
    DefaultAnswerMs = 30000,
    LateAnswerMs = 100, /* for an answer that nobody waits for any more */
    LookAgainMs = 20,   /* while there is no server */
    BusySliceMs = 50,   /* while all instances are busy: no cancel ends WaitNamedPipe */
    BusyPauseMs = 5     /* the same with a wait of the caller's own, which WaitNamedPipe is not */
};

#define NEVER UINT64_MAX

struct PipeClientConnection {
    HANDLE pipe, event; /* event: of the I/O under way */
    HANDLE process;     /* of the server, or NULL */
    HANDLE cancel;      /* the caller's, or NULL */
    PipeClientWait wait;
    ULONG processId;
    DWORD answerTimeoutMs;
    uint64_t lastRequestId;
    BOOL spoiled; /* something went wrong in the middle of a request: what would be read next is anything */
};

/* ---- time ---- */

static uint64_t DeadlineAfter(DWORD milliseconds)
{
    return milliseconds == INFINITE ? NEVER : ClockMs() + milliseconds;
}

/* Milliseconds until then, for Win32. */
static DWORD PipeClientLeft(uint64_t deadline)
{
    const uint64_t now = ClockMs();
    if (deadline == NEVER)
        return INFINITE;
    return deadline > now ? (DWORD)min(deadline - now, (uint64_t)INFINITE - 1) : 0;
}

static DWORD PipeClientJustWait(DWORD count, const HANDLE *handles, DWORD milliseconds)
{
    return Win32Wait(count, handles, milliseconds);
}

/* Waits so long, or until `cancel` is set. */
static DWORD PipeClientPause(const PipeClientConnection *connection, DWORD milliseconds)
{
    if (connection->cancel == NULL) {
        Sleep(milliseconds);
        return ERROR_SUCCESS;
    }
    const DWORD waited = connection->wait(1, &connection->cancel, milliseconds);
    return waited == WAIT_TIMEOUT ? ERROR_SUCCESS : waited == WAIT_OBJECT_0 ? ERROR_CANCELLED : GetLastError();
}

/* ---- whose server is it? ---- */

/* ERROR_ACCESS_DENIED: it can't be known this way. */
static DWORD CheckOwner(HANDLE pipe, const PipeUser *own)
{
    union {
        SECURITY_DESCRIPTOR_RELATIVE head;
        BYTE bytes[sizeof(SECURITY_DESCRIPTOR_RELATIVE) + SECURITY_MAX_SID_SIZE];
    } descriptor;
    PipeUser owner, ownDefault;
    PSID sid;
    BOOL defaulted;
    const DWORD error = PipeOwnerOfProcess(GetCurrentProcess(), &ownDefault);
    if (error != ERROR_SUCCESS)
        return error;
    if (!Win32PipeOwner(pipe, &descriptor, sizeof descriptor) ||
        !GetSecurityDescriptorOwner(&descriptor, &sid, &defaulted))
        return GetLastError();
    if (sid == NULL)
        return ERROR_ACCESS_DENIED;
    if (!CopySid(sizeof owner, &owner.sid, sid))
        return GetLastError();
    return PipeOwnerTrusted(&owner, own, &ownDefault) ? ERROR_SUCCESS : ERROR_TRUST_FAILURE;
}

/*
 * The same. A process of the system doesn't let everybody in; one that isn't there any more has
 * left its pipe to who knows whom.
 */
static DWORD CheckProcess(PipeClientConnection *connection, const PipeUser *own)
{
    PipeUser server;
    if (connection->process == NULL)
        connection->process = Win32OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION | SYNCHRONIZE, connection->processId);
    if (connection->process == NULL)
        return GetLastError() == ERROR_INVALID_PARAMETER ? ERROR_TRUST_FAILURE : GetLastError();
    const DWORD error = PipeUserOfProcess(connection->process, &server);
    if (error != ERROR_SUCCESS)
        return error;
    return PipeUserTrusted(&server, own) ? ERROR_SUCCESS : ERROR_TRUST_FAILURE;
}

/*
 * One of the two must say so, and neither deny it: a process number may by now be another
 * process's.
 */
static DWORD CheckUser(PipeClientConnection *connection, const PipeUser *own)
{
    const DWORD byOwner = CheckOwner(connection->pipe, own);
    if (byOwner != ERROR_SUCCESS && byOwner != ERROR_ACCESS_DENIED)
        return byOwner;
    const DWORD byProcess = CheckProcess(connection, own);
    if (byProcess == ERROR_ACCESS_DENIED)
        return byOwner == ERROR_SUCCESS ? ERROR_SUCCESS : ERROR_TRUST_FAILURE;
    return byProcess;
}

/*
 * LocalService, which other services run as, too, is trusted as the registered service's process
 * alone.
 */
static DWORD CheckServer(PipeClientConnection *connection, DWORD *processId)
{
    PipeUser trusted;
    if (!Win32PipeServerId(connection->pipe, &connection->processId))
        return GetLastError();
    if (processId != NULL)
        *processId = connection->processId;
    DWORD error = PipeUserOfProcess(GetCurrentProcess(), &trusted);
    if (error == ERROR_SUCCESS)
        error = CheckUser(connection, &trusted);
    if (error == ERROR_TRUST_FAILURE && PipeServiceIs(PIPE_DEFAULT_SERVICE, connection->processId) &&
        PipeUserLocalService(&trusted))
        error = CheckUser(connection, &trusted);
    return error;
}

/* ---- connecting ---- */

/* All instances are busy: waits for one, or for a while. */
static DWORD PipeClientBusy(const PipeClientConnection *connection, const wchar_t *name, DWORD milliseconds)
{
    if (connection->wait != PipeClientJustWait)
        return PipeClientPause(connection, min(milliseconds, BusyPauseMs));
    const DWORD error = PipeClientPause(connection, 0);
    if (error == ERROR_SUCCESS)
        Win32WaitPipe(name, min(milliseconds, BusySliceMs));
    return error;
}

static DWORD PipeClientOpen(PipeClientConnection *connection, const PipeClientOptions *options)
{
    const DWORD connectTimeoutMs = options->connectTimeoutMs ? options->connectTimeoutMs : DefaultConnectMs;
    const uint64_t deadline = DeadlineAfter(connectTimeoutMs);
    wchar_t name[PipeEndpointChars];
    DWORD error = PipeEndpointName(options->endpoint, name);
    while (error == ERROR_SUCCESS) {
        /*
         * GENERIC_WRITE would ask for the right to make instances, too, which a client does not
         * have.
         */
        connection->pipe =
            Win32OpenFile(name, GENERIC_READ | FILE_WRITE_DATA | SYNCHRONIZE, 0, OPEN_EXISTING, FILE_FLAG_OVERLAPPED);
        if (connection->pipe != INVALID_HANDLE_VALUE)
            return ERROR_SUCCESS;
        error = GetLastError();
        const BOOL busy = error == ERROR_PIPE_BUSY, absent = error == ERROR_FILE_NOT_FOUND && options->waitForServer;
        if (!busy && !absent)
            break;
        const DWORD left = PipeClientLeft(deadline);
        if (left == 0)
            return ERROR_SEM_TIMEOUT;
        error = absent ? PipeClientPause(connection, min(left, LookAgainMs)) : PipeClientBusy(connection, name, left);
    }
    return error;
}

DWORD PipeClientConnect(const PipeClientOptions *options, PipeClientConnection **out)
{
    PipeClientConnection *connection = Win32Allocate(sizeof *connection);
    DWORD error = ERROR_SUCCESS;
    *out = NULL;
    if (connection == NULL)
        return ERROR_NOT_ENOUGH_MEMORY;
    connection->pipe = INVALID_HANDLE_VALUE;
    connection->cancel = options->cancel;
    connection->wait = options->wait != NULL ? options->wait : PipeClientJustWait;
    connection->answerTimeoutMs = options->answerTimeoutMs ? options->answerTimeoutMs : DefaultAnswerMs;
    connection->event = Win32CreateEvent();
    if (connection->event == NULL)
        error = GetLastError();
    if (error == ERROR_SUCCESS)
        error = PipeClientOpen(connection, options);
    if (error == ERROR_SUCCESS)
        error = CheckServer(connection, options->serverProcessId);
    if (error == ERROR_SUCCESS)
        *out = connection;
    else
        PipeClientClose(connection);
    return error;
}

void PipeClientClose(PipeClientConnection *connection)
{
    if (connection == NULL)
        return;
    if (connection->pipe != INVALID_HANDLE_VALUE)
        CloseHandle(connection->pipe);
    if (connection->event != NULL)
        CloseHandle(connection->event);
    if (connection->process != NULL)
        CloseHandle(connection->process);
    Win32Free(connection);
}

/* ---- bytes ---- */

static DWORD PipeClientGone(DWORD error)
{
    return error == ERROR_PIPE_NOT_CONNECTED || error == ERROR_NO_DATA || error == ERROR_HANDLE_EOF ? ERROR_BROKEN_PIPE
                                                                                                    : error;
}

/*
 * Until the I/O has ended, time is up, it is cancelled or the server is gone: then the I/O is
 * called back, which it may have ended before.
 */
static DWORD PipeClientAwait(const PipeClientConnection *connection, OVERLAPPED *overlapped, uint64_t deadline,
                             DWORD *moved)
{
    HANDLE handles[3] = {connection->event};
    DWORD count = 1, error;
    if (connection->cancel != NULL)
        handles[count++] = connection->cancel;
    if (connection->process != NULL)
        handles[count++] = connection->process;
    const DWORD waited = connection->wait(count, handles, PipeClientLeft(deadline));
    if (waited == WAIT_OBJECT_0)
        error = ERROR_IO_INCOMPLETE;
    else if (waited == WAIT_TIMEOUT)
        error = ERROR_SEM_TIMEOUT;
    else if (waited == WAIT_FAILED)
        error = GetLastError();
    else
        error = handles[waited - WAIT_OBJECT_0] == connection->cancel ? ERROR_CANCELLED : ERROR_BROKEN_PIPE;
    if (waited != WAIT_OBJECT_0)
        CancelIoEx(connection->pipe, overlapped);
    if (GetOverlappedResult(connection->pipe, overlapped, moved, TRUE))
        return ERROR_SUCCESS;
    return waited == WAIT_OBJECT_0 ? GetLastError() : error;
}

/* All of the bytes, one way or the other. */
static DWORD PipeClientTransfer(const PipeClientConnection *connection, const void *from, void *to, size_t bytes,
                                uint64_t deadline)
{
    for (size_t at = 0; at < bytes;) {
        OVERLAPPED overlapped = {.hEvent = connection->event};
        DWORD moved = 0, error = ERROR_SUCCESS;
        const BOOL ended = from != NULL ? Win32Write(connection->pipe, (const BYTE *)from + at, bytes - at, &overlapped)
                                        : Win32Read(connection->pipe, (BYTE *)to + at, bytes - at, &overlapped);
        if (!ended)
            error = GetLastError();
        if (error == ERROR_SUCCESS || error == ERROR_IO_PENDING)
            error = PipeClientAwait(connection, &overlapped, deadline, &moved);
        if (error != ERROR_SUCCESS)
            return PipeClientGone(error);
        if (moved == 0 && PipeClientLeft(deadline) == 0)
            return ERROR_SEM_TIMEOUT;
        at += moved;
    }
    return ERROR_SUCCESS;
}

/* ---- requests ---- */

static DWORD PipeClientSend(const PipeClientConnection *connection, const ProtocolHeader *header, const void *payload,
                            uint64_t deadline)
{
    const size_t bytes = ProtocolHeaderBytes + (size_t)header->payloadBytes;
    BYTE *message = Win32Allocate(bytes);
    if (message == NULL)
        return ERROR_NOT_ENOUGH_MEMORY;
    ProtocolHeaderEncode(header, message);
    if (header->payloadBytes)
        memcpy(message + ProtocolHeaderBytes, payload, header->payloadBytes);
    const DWORD error = PipeClientTransfer(connection, message, NULL, bytes, deadline);
    Win32Free(message);
    return error;
}

static DWORD PipeClientReceive(const PipeClientConnection *connection, const ProtocolHeader *request, uint64_t deadline,
                               ProtocolHeader *header, void **answer)
{
    BYTE bytes[ProtocolHeaderBytes];
    DWORD error = PipeClientTransfer(connection, NULL, bytes, sizeof bytes, deadline);
    if (error != ERROR_SUCCESS)
        return error;
    const ProtocolError wrong = ProtocolResponseDecode(bytes, request->type, request->requestId, header);
    if (wrong == ProtocolBadVersion)
        return ERROR_REVISION_MISMATCH;
    if (wrong != ProtocolOk)
        return ERROR_INVALID_DATA;
    BYTE *payload = Win32Allocate((size_t)header->payloadBytes + sizeof(wchar_t)); /* a text comes out terminated */
    if (payload == NULL)
        return ERROR_NOT_ENOUGH_MEMORY;
    error = PipeClientTransfer(connection, NULL, payload, header->payloadBytes, deadline);
    if (error == ERROR_SUCCESS)
        *answer = payload;
    else
        Win32Free(payload);
    return error;
}

/*
 * An answer that is on its way may have left handles in this process, which nobody else would ever
 * close.
 */
static void CloseLateToken(PipeClientConnection *connection, const ProtocolHeader *request)
{
    ProtocolHeader header;
    CompletionToken token;
    void *answer = NULL;
    connection->cancel = NULL;
    if (PipeClientReceive(connection, request, DeadlineAfter(LateAnswerMs), &header, &answer) != ERROR_SUCCESS)
        return;
    if (SUCCEEDED((HRESULT)header.status) && CompletionTokenOpen(answer, header.payloadBytes, &token) == ERROR_SUCCESS)
        CompletionTokenClose(&token);
    Win32Free(answer);
}

DWORD PipeClientRequest(PipeClientConnection *connection, ProtocolType type, uint32_t flags, const void *payload,
                        size_t payloadBytes, HRESULT *status, void **answer, size_t *answerBytes)
{
    const uint64_t deadline = DeadlineAfter(connection->answerTimeoutMs);
    ProtocolHeader header = {0};
    *status = E_FAIL;
    *answer = NULL;
    *answerBytes = 0;
    if (connection->spoiled)
        return ERROR_BROKEN_PIPE;
    if (payloadBytes > ProtocolMaxRequestBytes)
        return ERROR_INVALID_PARAMETER;
    const ProtocolHeader request = {
        .magic = ProtocolMagic,
        .version = ProtocolVersion,
        .type = (uint16_t)type,
        .flags = flags,
        .requestId = ++connection->lastRequestId,
        .payloadBytes = (uint32_t)payloadBytes,
    };
    DWORD error = PipeClientSend(connection, &request, payload, deadline);
    /*
     * A server that takes no more connections says so before it hangs up, and is not interested in
     * what it is asked.
     */
    if (error == ERROR_SUCCESS || error == ERROR_BROKEN_PIPE)
        error = PipeClientReceive(connection, &request, deadline, &header, answer);
    if ((error == ERROR_CANCELLED || error == ERROR_SEM_TIMEOUT) && (flags & ProtocolToken))
        CloseLateToken(connection, &request);
    connection->spoiled = error != ERROR_SUCCESS || header.type == ProtocolResponse;
    if (error == ERROR_SUCCESS) {
        *status = (HRESULT)header.status;
        *answerBytes = header.payloadBytes;
    } else if (error == ERROR_REVISION_MISMATCH) {
        *status = header.version;
    }
    return error;
}

void PipeClientFree(void *answer)
{
    Win32Free(answer);
}

/* ---- the other end ---- */

HANDLE PipeClientServerProcess(const PipeClientConnection *connection)
{
    return connection->process;
}

DWORD PipeClientServerProcessId(const PipeClientConnection *connection)
{
    return connection->processId;
}

BOOL PipeClientAlive(PipeClientConnection *connection)
{
    if (connection->spoiled || (connection->process != NULL && Win32Wait(1, &connection->process, 0) != WAIT_TIMEOUT))
        return FALSE;
    return PeekNamedPipe(connection->pipe, NULL, 0, NULL, NULL, NULL);
}
