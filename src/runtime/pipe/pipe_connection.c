#include "pipe_connection.h"

#include "pipe_listener.h"
#include "runtime/base/clock.h"
#include "runtime/base/runtime_events.h"
#include "runtime/base/win32_calls.h"
#include "runtime/pure/atomic.h"
#include "runtime/pure/check.h"

enum { StopAnswerMs = 1000, TimerSlackMs = 20 };

static void OperationsOver(Rundown *rundown);
static void MemoryOver(Rundown *rundown);
static void PipeConnectionEnd(WorkItem *item, Worker *worker, DWORD error, DWORD bytes);
static void PipeConnectionFired(WorkItem *item, Worker *worker, DWORD error, DWORD bytes);

void PipeConnectionLink(PipeConnection *connection)
{
    PipeServer *server = connection->server;
    ListAdd(&server->all, &connection->link);
}

static void PipeConnectionUnlink(PipeServer *server, PipeConnection *connection)
{
    AcquireSRWLockExclusive(&server->lock);
    ListRemove(&server->all, &connection->link);
    if (connection->accepted)
        server->connections--;
    ReleaseSRWLockExclusive(&server->lock);
}

PipeConnection *PipeConnectionMake(PipeListener *listener)
{
    PipeServer *server = listener->server;
    PipeConnection *connection = Win32Allocate(sizeof *connection);
    if (connection == NULL)
        return NULL;
    connection->server = server;
    connection->listener = listener;
    connection->node = listener->node;
    InitializeSRWLock(&connection->lock);
    RundownInit(&connection->operations, OperationsOver);
    RundownInit(&connection->memory, MemoryOver);
    WorkItemInit(&connection->endItem, PipeConnectionEnd);
    WorkItemInit(&connection->writeItem, PipeConnectionWritten);
    WorkItemInit(&connection->readItem, PipeConnectionRead);
    TimerInit(&connection->timer, connection->node, PipeConnectionFired);
    RundownHold(&server->rundown);
    return connection;
}

void PipeConnectionDrop(PipeConnection *connection)
{
    PipeListenerCloseHandle(connection->server, connection->pipe, connection->node);
    RundownRelease(&connection->memory);
}

static void MemoryOver(Rundown *rundown)
{
    PipeConnection *connection = CONTAINING_RECORD(rundown, PipeConnection, memory);
    PipeServer *server = connection->server;
    PipeClientForget(&connection->client);
    BufferRelease(connection->payload);
    BufferRelease(connection->answer);
    WorkItemPoison(&connection->readItem);
    WorkItemPoison(&connection->writeItem);
    WorkItemPoison(&connection->timer.item);
    Win32Free(connection);
    RundownRelease(&server->rundown);
}

/*
 * Whoever it was that ended the last operation: the handler is told by a worker. It has one, since
 * something has been under way there.
 */
static void OperationsOver(Rundown *rundown)
{
    PipeConnection *connection = CONTAINING_RECORD(rundown, PipeConnection, operations);
    const DWORD error = WorkItemSubmit(&connection->endItem, connection->node);
    RuntimeCheck(error == ERROR_SUCCESS, "a connection ended on a node without workers");
    (void)error;
    WorkItemComplete(&connection->endItem, connection->node, 0);
}

static void PipeConnectionEnd(WorkItem *item, Worker *worker, DWORD error, DWORD bytes)
{
    PipeConnection *connection = CONTAINING_RECORD(item, PipeConnection, endItem);
    PipeServer *server = connection->server;
    (void)worker, (void)error, (void)bytes;
    WorkItemPoison(item);
    /* Closed, not disconnected: what the client has not read yet stays for him. */
    PipeListenerCloseHandle(server, connection->pipe, connection->node);
    PipeConnectionUnlink(server, connection);
    if (connection->known)
        EventsClientGone(connection);
    AtomicWrite(&connection->ended, 1);
    if (connection->served)
        server->handler.closed(server->context, connection);
    RundownRelease(&connection->memory);
}

void PipeConnectionClose(PipeConnection *connection)
{
    if (connection->closing)
        return;
    connection->closing = TRUE;
    connection->readDeadline = connection->writeDeadline = 0;
    if (connection->reading || connection->answering)
        CancelIoEx(connection->pipe, NULL);
    if (connection->parked)
        BufferRequestWithdraw(&connection->wanted);
    if (connection->timerDeadline && TimerCancel(&connection->timer)) {
        connection->timerDeadline = 0;
        RundownRelease(&connection->operations);
    }
    RundownRelease(&connection->operations); /* the one that it began with */
}

void PipeConnectionRefuse(PipeConnection *connection, const wchar_t *why)
{
    if (connection->closing)
        return;
    AtomicIncrement64(&connection->server->refused);
    EventsClientRefused(connection, connection->client.processId, why);
    PipeServerLog(connection->server, &connection->client, L"The connection of process %lu is closed: %ls.",
                  (unsigned long)connection->client.processId, why);
    PipeConnectionClose(connection);
}

void PipeConnectionStop(PipeConnection *connection)
{
    if (!RundownTryHold(&connection->operations))
        return; /* it is ending already */
    AcquireSRWLockExclusive(&connection->lock);
    if (connection->answering && !connection->closing) {
        const DWORD limit = connection->server->messageTimeoutMs;
        connection->leave = TRUE;
        PipeConnectionAnswerWithin(connection, limit < StopAnswerMs ? limit : StopAnswerMs);
    } else {
        PipeConnectionClose(connection);
    }
    ReleaseSRWLockExclusive(&connection->lock);
    RundownRelease(&connection->operations);
}

/* ---- time ---- */

static ULONGLONG PipeConnectionNextDeadline(const PipeConnection *connection)
{
    const ULONGLONG read = connection->readDeadline, write = connection->writeDeadline;
    return !read || (write && write < read) ? write : read;
}

/*
 * The timer fires at the next deadline or before: most deadlines are moved long before their time,
 * and a timer that fires too early just looks at the new one. It is set anew for an earlier one
 * alone.
 */
static void PipeConnectionSchedule(PipeConnection *connection, ULONGLONG now)
{
    const ULONGLONG deadline = PipeConnectionNextDeadline(connection);
    if (!deadline || connection->closing ||
        (connection->timerDeadline && connection->timerDeadline <= deadline + TimerSlackMs))
        return;
    if (connection->timerDeadline) {
        if (!TimerCancel(&connection->timer))
            return; /* about to fire: it looks at the deadline then */
    } else {
        RundownHold(&connection->operations);
    }
    const ULONGLONG delay = deadline > now ? deadline - now : 0;
    connection->timerDeadline = now + delay;
    if (TimerStart(&connection->timer, (DWORD)delay) != ERROR_SUCCESS) {
        connection->timerDeadline = 0;
        PipeConnectionRefuse(connection, L"there is no timer for it");
        RundownRelease(&connection->operations);
    }
}

void PipeConnectionReadWithin(PipeConnection *connection, DWORD milliseconds)
{
    const ULONGLONG now = ClockMs();
    connection->readDeadline = milliseconds ? now + milliseconds : 0;
    PipeConnectionSchedule(connection, now);
}

void PipeConnectionAnswerWithin(PipeConnection *connection, DWORD milliseconds)
{
    const ULONGLONG now = ClockMs();
    connection->writeDeadline = milliseconds ? now + milliseconds : 0;
    PipeConnectionSchedule(connection, now);
}

/* With the next request's header read ahead, no read is left to tell that the client has gone. */
static BOOL ClientHasGone(const PipeConnection *connection)
{
    if (connection->client.process != NULL && WaitForSingleObject(connection->client.process, 0) == WAIT_OBJECT_0)
        return TRUE;
    return !PeekNamedPipe(connection->pipe, NULL, 0, NULL, NULL, NULL);
}

static void PipeConnectionExpire(PipeConnection *connection)
{
    const BOOL write = connection->writeDeadline && connection->writeDeadline <= ClockMs();
    if (write)
        PipeConnectionRefuse(connection, L"it does not take its answer");
    else if (connection->phase == PipeHeader && !connection->filled && PipeConnectionWorks(connection))
        connection->readDeadline = 0;
    else if (connection->phase == PipeHeader && connection->filled == ProtocolHeaderBytes && !ClientHasGone(connection))
        PipeConnectionReadWithin(connection, connection->server->messageTimeoutMs);
    else if (connection->phase == PipeDiscard || connection->filled == ProtocolHeaderBytes)
        PipeConnectionClose(connection);
    else
        PipeConnectionRefuse(connection,
                             connection->timed ? L"the rest of a message does not come" : L"it was idle for too long");
}

static void PipeConnectionFired(WorkItem *item, Worker *worker, DWORD error, DWORD bytes)
{
    PipeConnection *connection = CONTAINING_RECORD(item, PipeConnection, timer.item);
    (void)worker, (void)bytes;
    AcquireSRWLockExclusive(&connection->lock);
    connection->timerDeadline = 0;
    if (!connection->closing) {
        const ULONGLONG now = ClockMs(), deadline = PipeConnectionNextDeadline(connection);
        if (error != ERROR_SUCCESS)
            PipeConnectionClose(connection); /* the runtime stops */
        else if (deadline && deadline <= now)
            PipeConnectionExpire(connection);
        else
            PipeConnectionSchedule(connection, now);
    }
    ReleaseSRWLockExclusive(&connection->lock);
    RundownRelease(&connection->operations);
}

/* ---- for the handler ---- */

BOOL PipeConnectionWorks(const PipeConnection *connection)
{
    return connection->open || connection->answering || AtomicRead(&connection->busy) > 0;
}

void PipeConnectionBusy(PipeConnection *connection, BOOL more)
{
    if (more) {
        AtomicIncrement(&connection->busy);
        return;
    }
    AcquireSRWLockExclusive(&connection->lock);
    RuntimeCheck(AtomicRead(&connection->busy) > 0, "a connection was made idle more often than busy");
    AtomicDecrement(&connection->busy);
    if (!connection->closing && connection->phase == PipeHeader && !connection->filled &&
        !PipeConnectionWorks(connection))
        PipeConnectionReadWithin(connection, connection->server->idleTimeoutMs);
    ReleaseSRWLockExclusive(&connection->lock);
}

const PipeClient *PipeConnectionClient(const PipeConnection *connection)
{
    return &connection->client;
}

Node *PipeConnectionNode(const PipeConnection *connection)
{
    return connection->node;
}

void *PipeConnectionData(const PipeConnection *connection)
{
    return connection->data;
}

void PipeConnectionSetData(PipeConnection *connection, void *data)
{
    connection->data = data;
}

BOOL PipeConnectionEnded(const PipeConnection *connection)
{
    return AtomicRead(&connection->ended) != 0;
}

void PipeConnectionLeave(PipeConnection *connection)
{
    AcquireSRWLockExclusive(&connection->lock);
    connection->leave = TRUE;
    ReleaseSRWLockExclusive(&connection->lock);
}

void PipeConnectionHold(PipeConnection *connection)
{
    RundownHold(&connection->memory);
}

void PipeConnectionRelease(PipeConnection *connection)
{
    RundownRelease(&connection->memory);
}
