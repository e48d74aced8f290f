#include <string.h>
#include <wchar.h>

#include "pipe_connection.h"
#include "pipe_listener.h" /* IWYU pragma: keep */
#include "runtime/base/runtime_events.h"
#include "runtime/base/win32_calls.h"
#include "runtime/pure/check.h"

/* Room for an answer; NULL: out of memory. Without the lock when it may need a buffer. */
static BYTE *PipeConnectionWriteRoom(PipeConnection *connection, size_t bytes, Buffer **buffer)
{
    *buffer = NULL;
    if (bytes <= sizeof connection->brief)
        return connection->brief;
    *buffer = BufferAcquire(connection->node, bytes);
    return *buffer ? BufferData(*buffer) : NULL;
}

static void PipeConnectionWriteEncode(BYTE *to, uint16_t type, uint64_t requestId, HRESULT status, const void *payload,
                                      size_t payloadBytes)
{
    const ProtocolHeader header = {ProtocolMagic,
                                   ProtocolVersion,
                                   (uint16_t)(type | ProtocolResponse),
                                   0,
                                   (uint32_t)status,
                                   requestId,
                                   (uint32_t)payloadBytes,
                                   0};
    ProtocolHeaderEncode(&header, to);
    if (payloadBytes)
        memcpy(to + ProtocolHeaderBytes, payload, payloadBytes);
}

/*
 * (L) The answer is with the system, whether the client has read it yet or not; or it never will
 * be.
 */
static void PipeConnectionWriteOver(PipeConnection *connection)
{
    BufferRelease(connection->answer);
    connection->answer = NULL;
    connection->answering = connection->open = FALSE;
    connection->writeDeadline = 0;
    if (!connection->closing) {
        if (connection->leave)
            PipeConnectionClose(connection);
        else if (connection->last)
            PipeConnectionDiscard(connection);
        else
            PipeConnectionNext(connection);
    }
}

/* (L) Writes what is unsent. TRUE: it is under way, or over. */
static BOOL PipeConnectionWritePart(PipeConnection *connection)
{
    WorkItem *item = &connection->writeItem;
    DWORD error = ERROR_SUCCESS;
    RundownHold(&connection->operations);
    while (connection->unsentBytes && error == ERROR_SUCCESS) {
        error = WorkItemSubmit(item, connection->node);
        if (error != ERROR_SUCCESS)
            break;
        if (!Win32Write(connection->pipe, connection->unsent, connection->unsentBytes, &item->overlapped)) {
            error = GetLastError();
            if (error == ERROR_IO_PENDING) {
                if (!connection->writeDeadline)
                    PipeConnectionAnswerWithin(connection, connection->server->messageTimeoutMs);
                return TRUE;
            }
        } else {
            connection->unsent += item->overlapped.InternalHigh;
            connection->unsentBytes -= (size_t)item->overlapped.InternalHigh;
        }
        WorkItemWithdraw(item, connection->node);
    }
    if (error != ERROR_SUCCESS)
        PipeConnectionClose(connection);
    PipeConnectionWriteOver(connection);
    RundownRelease(&connection->operations);
    return error == ERROR_SUCCESS;
}

void PipeConnectionWritten(WorkItem *item, Worker *worker, DWORD error, DWORD bytes)
{
    PipeConnection *connection = CONTAINING_RECORD(item, PipeConnection, writeItem);
    (void)worker;
    AcquireSRWLockExclusive(&connection->lock);
    BOOL served = connection->open;
    error = Win32Completion(Win32CallWriteCompletion, error);
    if (error != ERROR_SUCCESS) {
        PipeConnectionClose(connection);
        PipeConnectionWriteOver(connection);
    } else {
        connection->unsent += bytes;
        connection->unsentBytes -= bytes;
        if (connection->unsentBytes && !connection->closing)
            PipeConnectionWritePart(connection);
        else
            PipeConnectionWriteOver(connection);
    }
    /* Unless the rest is being written. */
    served = served && !connection->open;
    ReleaseSRWLockExclusive(&connection->lock);
    if (served)
        RundownRelease(&connection->memory); /* the request's */
    RundownRelease(&connection->operations);
}

BOOL PipeRespond(PipeConnection *connection, HRESULT status, const void *payload, size_t payloadBytes)
{
    const size_t bytes = ProtocolHeaderBytes + payloadBytes;
    Buffer *buffer;
    BYTE *room = payloadBytes <= ProtocolMaxResponseBytes ? PipeConnectionWriteRoom(connection, bytes, &buffer) : NULL;
    BOOL sent = FALSE, over;
    RuntimeCheck(payloadBytes <= ProtocolMaxResponseBytes, "an answer is longer than any may be");
    AcquireSRWLockExclusive(&connection->lock);
    RuntimeCheck(connection->open && !connection->answering, "a request was answered twice or was never asked");
    EventsRequestEnded(connection, connection->request.requestId, status);
    if (connection->closing || room == NULL) {
        if (room != NULL)
            BufferRelease(buffer);
        else
            PipeConnectionRefuse(connection, L"there is no memory for its answer");
        connection->open = FALSE;
    } else {
        PipeConnectionWriteEncode(room, connection->request.type, connection->request.requestId, status, payload,
                                  payloadBytes);
        connection->answer = buffer;
        connection->answering = TRUE;
        connection->unsent = room;
        connection->unsentBytes = bytes;
        sent = PipeConnectionWritePart(connection);
    }
    over = !connection->open;
    ReleaseSRWLockExclusive(&connection->lock);
    if (over)
        RundownRelease(&connection->memory); /* the request's; else it is released with the write */
    return sent;
}

void PipeConnectionAnswerLast(PipeConnection *connection, uint16_t type, uint64_t requestId, HRESULT status,
                              const wchar_t *text)
{
    const size_t most = sizeof connection->brief - ProtocolHeaderBytes;
    size_t bytes = wcslen(text) * sizeof *text;
    if (bytes > most)
        bytes = most;
    PipeConnectionWriteEncode(connection->brief, type, requestId, status, text, bytes);
    connection->last = connection->answering = TRUE;
    connection->unsent = connection->brief;
    connection->unsentBytes = ProtocolHeaderBytes + bytes;
    PipeConnectionWritePart(connection);
}
