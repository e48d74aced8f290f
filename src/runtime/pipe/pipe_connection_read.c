#include <wchar.h>

#include "pipe_connection.h"
#include "pipe_listener.h"
#include "runtime/base/runtime_events.h"
#include "runtime/base/win32_calls.h"
#include "runtime/pure/atomic.h"

static void PipeConnectionReadAdvance(PipeConnection *connection);

/* Returns where the payload of the request stands, or NULL when it has none. */
static BYTE *PipeConnectionPayload(PipeConnection *connection)
{
    if (connection->payload != NULL)
        return BufferData(connection->payload);
    return connection->request.payloadBytes != 0 ? connection->shortPayload : NULL;
}

/* Returns where the next read goes, and how many bytes it reads. */
static BYTE *PipeConnectionReadTarget(PipeConnection *connection, size_t *bytes)
{
    switch (connection->phase) {
    case PipePayload:
        *bytes = connection->request.payloadBytes - connection->filled;
        return PipeConnectionPayload(connection) + connection->filled;
    case PipeDiscard: *bytes = sizeof connection->brief; return connection->brief;
    default: *bytes = ProtocolHeaderBytes - connection->filled; return connection->header + connection->filled;
    }
}

/* A read waits for the client: for how long may it? */
static void LimitRead(PipeConnection *connection)
{
    const PipeServer *server = connection->server;
    const BOOL begun = connection->filled || connection->phase != PipeHeader;
    if (!begun && PipeConnectionWorks(connection)) {
        connection->readDeadline = 0;
    } else if (!begun) {
        PipeConnectionReadWithin(connection, server->idleTimeoutMs);
    } else if (!connection->timed) {
        /*
         * The limit is that of a message as a whole, so that bytes that trickle in don't lengthen
         * it.
         */
        connection->timed = TRUE;
        PipeConnectionReadWithin(connection, server->messageTimeoutMs);
    }
}

/*
 * Starts a read. TRUE: it was over at once and *bytes have come. `later`: those come through the
 * port, so that others get their turn between the messages of a client who sends one upon the
 * other.
 */
static BOOL ReadMore(PipeConnection *connection, BOOL later, DWORD *bytes)
{
    WorkItem *item = &connection->readItem;
    size_t wanted;
    BYTE *to = PipeConnectionReadTarget(connection, &wanted);
    RundownHold(&connection->operations);
    item->callback = PipeConnectionRead;
    DWORD error = WorkItemSubmit(item, connection->node);
    if (error == ERROR_SUCCESS && !Win32Read(connection->pipe, to, wanted, &item->overlapped)) {
        error = GetLastError();
        if (error == ERROR_IO_PENDING) {
            connection->reading = TRUE;
            LimitRead(connection);
            return FALSE;
        }
        WorkItemWithdraw(item, connection->node);
    } else if (error == ERROR_SUCCESS) {
        *bytes = (DWORD)item->overlapped.InternalHigh;
        if (later) {
            connection->reading = TRUE;
            WorkItemComplete(item, connection->node, *bytes);
            return FALSE;
        }
        WorkItemWithdraw(item, connection->node);
    }
    if (error != ERROR_SUCCESS)
        PipeConnectionClose(connection);
    RundownRelease(&connection->operations);
    return error == ERROR_SUCCESS;
}

/*
 * The handler has its turn, without the lock. Nothing else of this connection runs but its timer
 * and what closes it.
 */
static void PipeConnectionReadDispatch(PipeConnection *connection)
{
    PipeServer *server = connection->server;
    Buffer *payload = connection->payload;
    connection->open = connection->served = TRUE;
    connection->timed = FALSE;
    connection->readDeadline = 0;
    RundownHold(&connection->memory); /* the request's */
    ReleaseSRWLockExclusive(&connection->lock);

    AtomicIncrement64(&server->requests);
    EventsRequestStarted(connection, connection->request.requestId, connection->request.type,
                         connection->request.payloadBytes);
    server->handler.request(server->context, connection, &connection->request, PipeConnectionPayload(connection));

    AcquireSRWLockExclusive(&connection->lock);
    connection->payload = NULL;
    connection->phase = PipeHeader;
    connection->filled = 0;
    BufferRelease(payload);
}

static void RefuseMessage(PipeConnection *connection, HRESULT status, const wchar_t *why)
{
    PipeServer *server = connection->server;
    AtomicIncrement64(&server->refused);
    EventsClientRefused(connection, connection->client.processId, why);
    PipeServerLog(server, &connection->client, L"A message of process %lu is refused: %ls.",
                  (unsigned long)connection->client.processId, why);
    PipeConnectionAnswerLast(connection, connection->request.type, connection->request.requestId, status, why);
}

static void RefuseHeader(PipeConnection *connection, ProtocolError error)
{
    const char *text = ProtocolErrorText(error);
    wchar_t wide[100];
    if (error == ProtocolBadMagic) {
        PipeConnectionRefuse(connection, L"it does not speak this protocol");
        return;
    }
    swprintf(wide, ARRAYSIZE(wide), L"%hs", text);
    RefuseMessage(connection,
                  HRESULT_FROM_WIN32(error == ProtocolBadVersion ? ERROR_REVISION_MISMATCH : ERROR_INVALID_DATA), wide);
}

static void GotBuffer(BufferRequest *request, Worker *worker, DWORD error)
{
    PipeConnection *connection = CONTAINING_RECORD(request, PipeConnection, wanted);
    (void)worker;
    AcquireSRWLockExclusive(&connection->lock);
    connection->parked = FALSE;
    connection->payload = request->buffer;
    if (!connection->closing) {
        if (error == ERROR_SUCCESS)
            PipeConnectionReadAdvance(connection);
        else
            PipeConnectionRefuse(connection, L"there is no buffer for its message");
    }
    ReleaseSRWLockExclusive(&connection->lock);
    RundownRelease(&connection->operations);
}

/* A whole header is there. FALSE: it was refused, or its payload's buffer has to be waited for. */
static BOOL BeginMessage(PipeConnection *connection)
{
    const ProtocolError bad = ProtocolRequestDecode(connection->header, &connection->request);
    DWORD error;
    if (bad != ProtocolOk) {
        RefuseHeader(connection, bad);
        return FALSE;
    }
    AtomicWrite(&connection->spoke, 1);
    if (!connection->known) {
        error = PipeClientIdentify(connection->pipe, &connection->server->security, &connection->client);
        if (error != ERROR_SUCCESS) {
            RefuseMessage(connection, HRESULT_FROM_WIN32(error), L"it can't be told who its sender is");
            return FALSE;
        }
        connection->known = TRUE;
        EventsClientConnected(connection, connection->client.processId);
    }
    connection->phase = PipePayload;
    connection->filled = 0;
    if (connection->request.payloadBytes <= ProtocolShortBytes)
        return TRUE;
    RundownHold(&connection->operations);
    error = BufferRequestStart(&connection->wanted, connection->node, connection->request.payloadBytes, GotBuffer);
    if (error == ERROR_IO_PENDING) {
        /* The message has its time from the buffer on. */
        connection->parked = TRUE;
        connection->timed = FALSE;
        connection->readDeadline = 0;
        return FALSE;
    }
    connection->payload = connection->wanted.buffer;
    if (error != ERROR_SUCCESS)
        RefuseMessage(connection, HRESULT_FROM_WIN32(error), L"there is no buffer for it");
    RundownRelease(&connection->operations);
    return error == ERROR_SUCCESS;
}

/*
 * Goes on with what has been read until a read has to wait, on a worker. Never runs twice at once:
 * no read is under way.
 */
static void PipeConnectionReadAdvance(PipeConnection *connection)
{
    BOOL later = connection->phase == PipeDiscard;
    while (!connection->closing) {
        DWORD bytes;
        if (connection->phase == PipeHeader && connection->filled == ProtocolHeaderBytes) {
            if (connection->open || connection->answering) {
                /*
                 * Its turn comes with the answer. Until then nothing is read, so somebody must look
                 * after the client.
                 */
                PipeConnectionReadWithin(connection, connection->server->messageTimeoutMs);
                return;
            }
            if (!BeginMessage(connection))
                return;
        } else if (connection->phase == PipePayload && connection->filled == connection->request.payloadBytes) {
            PipeConnectionReadDispatch(connection);
            later = TRUE;
        } else {
            if (!ReadMore(connection, later, &bytes))
                return;
            if (connection->phase != PipeDiscard)
                connection->filled += bytes;
        }
    }
}

void PipeConnectionRead(WorkItem *item, Worker *worker, DWORD error, DWORD bytes)
{
    PipeConnection *connection = CONTAINING_RECORD(item, PipeConnection, readItem);
    (void)worker;
    AcquireSRWLockExclusive(&connection->lock);
    connection->reading = FALSE;
    error = Win32Completion(Win32CallReadCompletion, error);
    if (error != ERROR_SUCCESS) {
        PipeConnectionClose(connection); /* the client has gone, most often */
    } else if (!connection->closing) {
        if (connection->phase != PipeDiscard)
            connection->filled += bytes;
        PipeConnectionReadAdvance(connection);
    }
    ReleaseSRWLockExclusive(&connection->lock);
    RundownRelease(&connection->operations);
}

void PipeConnectionBegin(PipeConnection *connection)
{
    connection->phase = PipeHeader;
    connection->filled = 0;
    PipeConnectionReadAdvance(connection);
}

void PipeConnectionNext(PipeConnection *connection)
{
    if (connection->closing || connection->phase != PipeHeader)
        return;
    if (connection->filled < ProtocolHeaderBytes) {
        if (connection->reading)
            LimitRead(connection);
        return;
    }
    if (!connection->reading) {
        /*
         * A whole header waits: a worker goes on with it. One has run this item, so it can be
         * queued.
         */
        RundownHold(&connection->operations);
        connection->reading = TRUE;
        connection->readItem.callback = PipeConnectionRead;
        if (WorkItemSubmit(&connection->readItem, connection->node) == ERROR_SUCCESS)
            WorkItemComplete(&connection->readItem, connection->node, 0);
    }
}

void PipeConnectionDiscard(PipeConnection *connection)
{
    DWORD bytes;
    connection->phase = PipeDiscard;
    connection->timed = FALSE;
    LimitRead(connection);
    if (!connection->reading && !connection->closing)
        ReadMore(connection, TRUE, &bytes);
}
