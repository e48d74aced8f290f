#include "server_slot.h"

#include "PerfectHashErrors.h"

ServerState ServerSlotState(const ServerSlot *slot)
{
    return slot->running != NULL ? ServerStateOf(slot->running) : ServerStopped;
}

/* Takes a server that has stopped out of the slot; NULL: there is none. Under the lock. */
static Server *ServerSlotTake(ServerSlot *slot)
{
    Server *stopped = slot->running;
    if (stopped == NULL || ServerSlotState(slot) != ServerStopped)
        return NULL;
    ServerStatisticsTake(stopped, &slot->last);
    slot->last.threads = slot->last.connections = 0;
    slot->running = NULL;
    return stopped;
}

HRESULT ServerSlotStart(ServerSlot *slot, ServerSlotOptions options, const void *owner, Failure *failure)
{
    ServerOptions given;
    HRESULT hr;
    AcquireSRWLockExclusive(&slot->lock);
    Server *old = ServerSlotTake(slot);
    if (slot->running != NULL) {
        hr = FailureSet(failure, PERFECTHASH_E_SERVER_STATE, L"Start", L"the server runs already", 0, 0, 0);
    } else {
        options(owner, &given);
        hr = ServerStart(&given, &slot->running, failure);
    }
    ReleaseSRWLockExclusive(&slot->lock);
    ServerRelease(old);
    return hr;
}

/* An event of the caller's own that is set when the server has stopped; NULL and TRUE: it has. */
static BOOL ServerSlotEvent(ServerSlot *slot, LONG drainMs, HANDLE *event)
{
    BOOL duplicated = TRUE;
    *event = NULL;
    AcquireSRWLockShared(&slot->lock);
    if (ServerSlotState(slot) != ServerStopped) {
        const HANDLE process = GetCurrentProcess();
        duplicated = DuplicateHandle(process, ServerEvent(slot->running), process, event, SYNCHRONIZE, FALSE, 0);
        if (drainMs >= 0)
            ServerStop(slot->running, (DWORD)drainMs);
    }
    ReleaseSRWLockShared(&slot->lock);
    return duplicated;
}

HRESULT ServerSlotWait(ServerSlot *slot, LONG drainMs, DWORD milliseconds, PipeClientWait wait, BOOL *stopped)
{
    HANDLE event;
    *stopped = FALSE;
    if (!ServerSlotEvent(slot, drainMs, &event))
        return E_OUTOFMEMORY;
    if (event != NULL) {
        *stopped = wait(1, &event, milliseconds) == WAIT_OBJECT_0;
        CloseHandle(event);
        if (!*stopped)
            return S_OK;
    }
    *stopped = TRUE;
    AcquireSRWLockExclusive(&slot->lock);
    Server *old = ServerSlotTake(slot);
    ReleaseSRWLockExclusive(&slot->lock);
    ServerRelease(old);
    return S_OK;
}

HRESULT ServerSlotSubmit(ServerSlot *slot, const wchar_t *line, const ServerWatcher *watcher, TableJob **table,
                         BulkJob **bulk, uint64_t *id, Failure *failure)
{
    *table = NULL;
    *bulk = NULL;
    *id = 0;
    AcquireSRWLockShared(&slot->lock);
    const HRESULT hr =
        ServerSlotState(slot) != ServerStopped
            ? ServerSubmit(slot->running, line, watcher, table, bulk, id, failure)
            : FailureSet(failure, PERFECTHASH_E_SERVER_STATE, L"SubmitRequest", L"the server does not run", 0, 0, 0);
    ReleaseSRWLockShared(&slot->lock);
    return hr;
}

void ServerSlotMetrics(ServerSlot *slot, Utf8Text *text)
{
    AcquireSRWLockShared(&slot->lock);
    if (slot->running != NULL)
        ServerMetricsTake(slot->running, text);
    ReleaseSRWLockShared(&slot->lock);
}

JobList *ServerSlotJobs(ServerSlot *slot)
{
    AcquireSRWLockShared(&slot->lock);
    JobList *list = slot->running != NULL ? ServerListTake(slot->running) : JobListCreate();
    ReleaseSRWLockShared(&slot->lock);
    return list;
}

ProtocolServerStatistics ServerSlotStatistics(ServerSlot *slot)
{
    AcquireSRWLockShared(&slot->lock);
    ProtocolServerStatistics statistics = slot->last;
    if (slot->running != NULL)
        ServerStatisticsTake(slot->running, &statistics);
    ReleaseSRWLockShared(&slot->lock);
    return statistics;
}

ProtocolServerHealth ServerSlotHealth(ServerSlot *slot)
{
    ProtocolServerHealth health = {0};
    AcquireSRWLockShared(&slot->lock);
    if (ServerSlotState(slot) != ServerStopped)
        ServerHealthTake(slot->running, &health);
    ReleaseSRWLockShared(&slot->lock);
    return health;
}
