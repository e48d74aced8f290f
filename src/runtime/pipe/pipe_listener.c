#include "pipe_listener.h"

#include "runtime/base/clock.h"
#include "runtime/base/win32_calls.h"
#include "runtime/pure/atomic.h"

enum { RetryMs = 50, BufferBytes = 4096 }; /* bytes: of a pipe, in each direction; longer messages pass in pieces */

static void PipeListenerConnected(WorkItem *item, Worker *worker, DWORD error, DWORD bytes);
static void PipeListenerRetry(WorkItem *item, Worker *worker, DWORD error, DWORD bytes);

void PipeListenerInit(PipeListener *listener, PipeServer *server, Node *node)
{
    listener->server = server;
    listener->node = node;
    TimerInit(&listener->retry, node, PipeListenerRetry);
}

/* ---- instances ---- */

/* On the listener's port. `first`: only if nobody has a pipe of that name. */
static DWORD OpenInstance(PipeListener *listener, BOOL first, HANDLE *out)
{
    PipeServer *server = listener->server;
    const DWORD open = PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED | (first ? FILE_FLAG_FIRST_PIPE_INSTANCE : 0);
    const DWORD mode = PIPE_TYPE_BYTE | PIPE_READMODE_BYTE | PIPE_WAIT |
                       (server->acceptRemote ? PIPE_ACCEPT_REMOTE_CLIENTS : PIPE_REJECT_REMOTE_CLIENTS);
    HANDLE pipe = Win32CreatePipe(server->name, open, mode, BufferBytes, &server->security.attributes);
    if (pipe == INVALID_HANDLE_VALUE)
        return GetLastError();
    if (!Win32NotificationModes(pipe, FILE_SKIP_COMPLETION_PORT_ON_SUCCESS | FILE_SKIP_SET_EVENT_ON_HANDLE) ||
        !Win32Associate(pipe, listener->node->port)) {
        const DWORD error = GetLastError();
        CloseHandle(pipe);
        return error;
    }
    *out = pipe;
    return ERROR_SUCCESS;
}

static DWORD TakeHandle(PipeListener *listener, BOOL first, HANDLE *out)
{
    PipeServer *server = listener->server;
    DWORD error = ERROR_SUCCESS;
    *out = NULL;
    AcquireSRWLockExclusive(&server->handlesLock);
    if (server->parked != NULL && server->parkedNode == listener->node) {
        *out = server->parked;
        server->parked = NULL;
    } else {
        error = OpenInstance(listener, first, out);
        if (error == ERROR_SUCCESS)
            server->handles++;
    }
    ReleaseSRWLockExclusive(&server->handlesLock);
    return error;
}

void PipeListenerCloseHandle(PipeServer *server, HANDLE pipe, Node *node)
{
    HANDLE parked = NULL;
    if (pipe == NULL)
        return;
    AcquireSRWLockShared(&server->lock);
    const BOOL keep = !server->stopping;
    ReleaseSRWLockShared(&server->lock);
    AcquireSRWLockExclusive(&server->handlesLock);
    if (keep && server->handles == 1) {
        DisconnectNamedPipe(pipe);
        server->parked = pipe;
        server->parkedNode = node;
    } else {
        CloseHandle(pipe);
        server->handles--;
        if (!keep && server->parked != NULL) {
            parked = server->parked;
            server->parked = NULL;
            server->handles--;
        }
    }
    ReleaseSRWLockExclusive(&server->handlesLock);
    if (parked != NULL)
        CloseHandle(parked);
}

/* ---- listening ---- */

/* In one step for those who stop the server: they see it in the list, or are seen here. */
static DWORD PipeListenerBegin(PipeConnection *connection)
{
    PipeServer *server = connection->server;
    WorkItem *item = &connection->readItem;
    DWORD error = ERROR_SHUTDOWN_IN_PROGRESS;
    AcquireSRWLockExclusive(&server->lock);
    if (!server->stopping)
        error = WorkItemSubmit(item, connection->node);
    if (error == ERROR_SUCCESS) {
        item->callback = PipeListenerConnected;
        connection->reading = TRUE;
        RundownHold(&connection->operations);
        error = Win32ConnectPipe(connection->pipe, &item->overlapped) ? ERROR_PIPE_CONNECTED : GetLastError();
        if (error == ERROR_IO_PENDING || error == ERROR_PIPE_CONNECTED)
            PipeConnectionLink(connection);
        else
            WorkItemWithdraw(item, connection->node);
        if (error == ERROR_PIPE_CONNECTED)
            WorkItemComplete(item, connection->node, 0);
        if (error == ERROR_IO_PENDING || error == ERROR_PIPE_CONNECTED)
            error = ERROR_SUCCESS;
    }
    ReleaseSRWLockExclusive(&server->lock);
    return error;
}

static DWORD PipeListenerListen(PipeListener *listener, BOOL first)
{
    PipeConnection *connection = PipeConnectionMake(listener);
    if (connection == NULL)
        return ERROR_NOT_ENOUGH_MEMORY;
    DWORD error = TakeHandle(listener, first, &connection->pipe);
    if (error == ERROR_SUCCESS)
        error = PipeListenerBegin(connection);
    if (error != ERROR_SUCCESS)
        PipeConnectionDrop(connection);
    return error;
}

DWORD PipeListenerFirst(PipeListener *listener)
{
    AtomicIncrement(&listener->listening);
    const DWORD error = PipeListenerListen(listener, TRUE);
    if (error != ERROR_SUCCESS)
        AtomicDecrement(&listener->listening);
    return error;
}

/*
 * Once the system has recovered. Without memory for a timer it is tried at once, by way of the
 * port.
 */
static void RetryLater(PipeListener *listener)
{
    if (AtomicExchange(&listener->retrying, 1))
        return;
    RundownHold(&listener->server->rundown);
    DWORD error = TimerStart(&listener->retry, RetryMs);
    if (error != ERROR_SUCCESS && error != ERROR_SHUTDOWN_IN_PROGRESS)
        error = WorkItemSubmit(&listener->retry.item, listener->node);
    else if (error == ERROR_SUCCESS)
        return;
    if (error == ERROR_SUCCESS) {
        Sleep(1);
        WorkItemComplete(&listener->retry.item, listener->node, 0);
        return;
    }
    AtomicWrite(&listener->retrying, 0);
    RundownRelease(&listener->server->rundown);
}

static void PipeListenerRetry(WorkItem *item, Worker *worker, DWORD error, DWORD bytes)
{
    PipeListener *listener = CONTAINING_RECORD(item, PipeListener, retry.item);
    PipeServer *server = listener->server;
    (void)worker, (void)bytes;
    AtomicWrite(&listener->retrying, 0);
    if (error == ERROR_SUCCESS)
        PipeListenerFill(listener);
    RundownRelease(&server->rundown);
}

void PipeListenerFill(PipeListener *listener)
{
    DWORD error = ERROR_SUCCESS;
    while (error == ERROR_SUCCESS && AtomicIncrement(&listener->listening) <= PipeListenersANode)
        error = PipeListenerListen(listener, FALSE);
    AtomicDecrement(&listener->listening);
    if (error != ERROR_SUCCESS && error != ERROR_SHUTDOWN_IN_PROGRESS)
        RetryLater(listener);
}

/* ---- clients ---- */

/* How many connections its process has. Under the server's lock, as are the next three. */
static DWORD ConnectionsOf(const PipeServer *server, const PipeConnection *connection)
{
    DWORD count = 0;
    for (const ListLink *link = server->all.first; link != NULL; link = link->next) {
        const PipeConnection *other = CONTAINING_RECORD(link, PipeConnection, link);
        count += other->accepted && other->remote == connection->remote &&
                 other->client.processId == connection->client.processId;
    }
    return count;
}

/*
 * Returns how many connections there may be for one to come, whose process has `same` already. The
 * last quarter, at least one, is for the owner's processes, and of that the last quarter for those
 * of them that have none. So the owner gets in and can see and stop what runs, however many
 * connections their other processes keep. The number of another machine's process has no meaning
 * here.
 */
static DWORD PlacesFor(const PipeServer *server, const PipeConnection *connection, DWORD same)
{
    const DWORD most = server->maxConnections, shared = most - max(most / 4, 1u);
    if (server->connections < shared || connection->remote ||
        !PipeProcessOwned(connection->client.processId, &server->security))
        return shared;
    return same == 0 ? most : most - most / 16;
}

/* The connection that has been silent for longest, and long enough; NULL: there is none. */
static PipeConnection *SilentFor(const PipeServer *server, ULONGLONG nowMs)
{
    PipeConnection *longest = NULL;
    for (ListLink *link = server->all.first; link != NULL; link = link->next) {
        PipeConnection *other = CONTAINING_RECORD(link, PipeConnection, link);
        if (other->accepted && !AtomicRead(&other->spoke) && nowMs - other->acceptedMs >= server->silentMs &&
            (longest == NULL || other->acceptedMs < longest->acceptedMs))
            longest = other;
    }
    return longest;
}

/* Ends one that is silent, in whose place another one comes. FALSE: there is none. */
static BOOL MakePlace(PipeServer *server)
{
    PipeConnection *silent = SilentFor(server, ClockMs());
    if (silent == NULL)
        return FALSE;
    silent->accepted = FALSE; /* it counts no longer */
    server->connections--;
    if (!RundownTryHold(&silent->operations))
        return TRUE; /* it is ending already */
    AcquireSRWLockExclusive(&silent->lock);
    PipeConnectionRefuse(silent, L"it has said nothing, and another client wants its place");
    ReleaseSRWLockExclusive(&silent->lock);
    RundownRelease(&silent->operations);
    return TRUE;
}

/* Counts the connection, or says why not. */
static const wchar_t *PipeListenerAdmit(PipeServer *server, PipeConnection *connection)
{
    const wchar_t *why = NULL;
    AcquireSRWLockExclusive(&server->lock);
    const DWORD same = ConnectionsOf(server, connection), places = PlacesFor(server, connection, same);
    if (same >= server->maxConnectionsPerClient) {
        why = L"this process has as many connections to the server as it may";
    } else if (server->connections > places || (server->connections == places && !MakePlace(server))) {
        why = L"the server has as many connections as it may; try again later";
    } else {
        connection->accepted = TRUE;
        connection->acceptedMs = ClockMs();
        server->connections++;
        server->accepted++;
    }
    ReleaseSRWLockExclusive(&server->lock);
    return why;
}

static void PipeListenerConnected(WorkItem *item, Worker *worker, DWORD error, DWORD bytes)
{
    PipeConnection *connection = CONTAINING_RECORD(item, PipeConnection, readItem);
    PipeServer *server = connection->server;
    const wchar_t *why = NULL;
    ULONG processId = 0;
    (void)worker, (void)bytes;
    /* Whoever made the instance is done with it. */
    AcquireSRWLockShared(&server->lock);
    ReleaseSRWLockShared(&server->lock);
    AtomicDecrement(&connection->listener->listening);
    PipeListenerFill(connection->listener);
    error = Win32Completion(Win32CallConnectCompletion, error);
    if (error == ERROR_SUCCESS) {
        if (!Win32PipeClientId(connection->pipe, &processId))
            processId = 0; /* another machine's */
        connection->client.processId = processId;
        connection->remote = server->acceptRemote && !PipeClientLocal(connection->pipe);
        why = PipeListenerAdmit(server, connection);
    }
    AcquireSRWLockExclusive(&connection->lock);
    connection->reading = FALSE;
    if (error != ERROR_SUCCESS) {
        PipeConnectionClose(connection); /* he came and went; or the server stops */
    } else if (!connection->closing) {
        if (why != NULL) {
            AtomicIncrement64(&server->refused);
            PipeServerLog(server, &connection->client, L"A connection of process %lu is refused: %ls.",
                          (unsigned long)processId, why);
            connection->leave = TRUE;
            PipeConnectionAnswerLast(connection, 0, 0, HRESULT_FROM_WIN32(ERROR_CONNECTION_COUNT_LIMIT), why);
        } else {
            PipeConnectionBegin(connection);
        }
    }
    ReleaseSRWLockExclusive(&connection->lock);
    RundownRelease(&connection->operations);
}
