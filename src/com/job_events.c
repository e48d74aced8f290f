#include "job_events.h"

#include <ocidl.h>
#include <olectl.h>

#include "PerfectHash.h"
#include "arrays.h"
#include "notifier.h"

enum { ProgressEveryMs = 100, FirstTables = 32 };

/* The methods of _IPerfectHashJobEvents. */
enum { EventProgress = 1, EventTableCreated, EventTableFailed, EventCompleted };

/* A sink and how much it has been told. Its notice is what calls it; only that frees it. */
typedef struct Connection {
    Notice notice;
    struct Connection *next;
    JobEvents *events;              /* held */
    Sink *sink;                     /* held until it is unadvised */
    DWORD cookie;
    BOOL ended;                     /* unadvised: nothing more is told */
    size_t toldTables;
    ULONG toldChanges;
    ULONGLONG toldProgressMs;
    BOOL toldCompleted;
} Connection;

struct JobEvents {
    volatile LONG references;
    const JobFacts *facts;
    void *job;
    SRWLOCK lock;                   /* guards what follows, and the connections; never held while foreign code runs */
    const void **tables;            /* that ended, in their order */
    size_t tableCount, tableRoom;
    ULONG changes;                  /* how often the snapshot may have changed */
    BOOL completed;
    Connection *connections;        /* in the order of their cookies */
    DWORD lastCookie;
};

JobEvents *JobEventsCreate(void)
{
    JobEvents *events = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof *events);
    if (!events)
        return NULL;
    events->references = 1;
    InitializeSRWLock(&events->lock);
    return events;
}

void JobEventsHold(JobEvents *events)
{
    InterlockedIncrement(&events->references);
}

void JobEventsRelease(JobEvents *events)
{
    if (InterlockedDecrement(&events->references) != 0)
        return;
    if (events->job)
        events->facts->release(events->job);
    if (events->tables)
        HeapFree(GetProcessHeap(), 0, events->tables);
    HeapFree(GetProcessHeap(), 0, events);
}

void JobEventsOf(JobEvents *events, const JobFacts *facts, void *job)
{
    facts->hold(job);
    events->facts = facts;
    events->job = job;
}

/* ---- the job's side ---- */

static void Changed(JobEvents *events)
{
    events->changes++;
    for (Connection *connection = events->connections; connection; connection = connection->next)
        NotifierPost(&connection->notice);
}

/* FALSE: there is no memory, and the table is not told. */
static BOOL MakeRoom(JobEvents *events)
{
    if (events->tableCount < events->tableRoom)
        return TRUE;
    const size_t room = events->tableRoom ? events->tableRoom * 2 : FirstTables, bytes = room * sizeof *events->tables;
    const void **tables = events->tables ? HeapReAlloc(GetProcessHeap(), 0, events->tables, bytes) : HeapAlloc(GetProcessHeap(), 0, bytes);
    if (!tables)
        return FALSE;
    events->tables = tables;
    events->tableRoom = room;
    return TRUE;
}

void JobEventsTableEnded(JobEvents *events, const void *ended)
{
    AcquireSRWLockExclusive(&events->lock);
    if (MakeRoom(events))
        events->tables[events->tableCount++] = ended;
    Changed(events);
    ReleaseSRWLockExclusive(&events->lock);
}

void JobEventsProgress(JobEvents *events)
{
    AcquireSRWLockExclusive(&events->lock);
    Changed(events);
    ReleaseSRWLockExclusive(&events->lock);
}

void JobEventsCompleted(JobEvents *events)
{
    AcquireSRWLockExclusive(&events->lock);
    events->completed = TRUE;
    Changed(events);
    ReleaseSRWLockExclusive(&events->lock);
}

/* ---- what a sink is told, on the notifier's thread ---- */

static VARIANT Number(double value)
{
    VARIANT variant;
    V_VT(&variant) = VT_R8;
    V_R8(&variant) = value;
    return variant;
}

static VARIANT Long(LONG value)
{
    VARIANT variant;
    V_VT(&variant) = VT_I4;
    V_I4(&variant) = value;
    return variant;
}

static VARIANT Text(const wchar_t *text)
{
    VARIANT variant;
    V_VT(&variant) = VT_BSTR;
    if (FAILED(BstrOut(text, &V_BSTR(&variant))))
        V_BSTR(&variant) = NULL;        /* an empty string; the event comes all the same */
    return variant;
}

static VARIANT Boolean(BOOL value)
{
    VARIANT variant;
    V_VT(&variant) = VT_BOOL;
    V_BOOL(&variant) = value ? VARIANT_TRUE : VARIANT_FALSE;
    return variant;
}

static void TellProgress(const JobEvents *events, Sink *sink)
{
    JobProgress progress;
    events->facts->snapshot(events->job, &progress);
    VARIANT arguments[] = {Number((double)progress.completed), Number((double)progress.failed), Number((double)progress.total),
                           Number(progress.fraction)};
    SinkCall(sink, EventProgress, arguments, ARRAYSIZE(arguments));
}

static void TellTable(const JobEvents *events, Sink *sink, const void *ended)
{
    JobTableEvent event = {0};
    events->facts->table(events->job, ended, &event);
    if (FAILED(event.code)) {
        VARIANT arguments[] = {Text(event.keysPath), Long(event.code), Text(event.message)};
        SinkCall(sink, EventTableFailed, arguments, ARRAYSIZE(arguments));
    } else {
        VARIANT arguments[] = {Text(event.keysPath), Text(event.tablePath), Number((double)event.keyCount),
                               Number((double)event.solveMicroseconds), Boolean(event.alreadyThere)};
        SinkCall(sink, EventTableCreated, arguments, ARRAYSIZE(arguments));
    }
}

static void TellCompleted(const JobEvents *events, Sink *sink)
{
    JobProgress progress;
    events->facts->snapshot(events->job, &progress);
    VARIANT argument = Long(progress.state);
    SinkCall(sink, EventCompleted, &argument, 1);
}

typedef enum Tale { TaleNone, TaleProgress, TaleTable, TaleCompleted } Tale;

/* What is told next, and that it is; *againMs: when to ask again if that is nothing. */
static Tale NextTale(Connection *connection, ULONGLONG *againMs)
{
    const JobEvents *events = connection->events;
    const ULONGLONG now = GetTickCount64(), dueMs = connection->toldProgressMs + ProgressEveryMs;
    const BOOL changed = connection->toldChanges != events->changes, tablesLeft = connection->toldTables < events->tableCount;
    *againMs = changed ? dueMs : NOTICE_WHEN_POSTED;
    if (changed && (now >= dueMs || (events->completed && !tablesLeft))) {
        connection->toldChanges = events->changes;
        connection->toldProgressMs = now;
        return TaleProgress;
    }
    if (tablesLeft) {
        connection->toldTables++;
        return TaleTable;
    }
    if (events->completed && !connection->toldCompleted) {
        connection->toldCompleted = TRUE;
        return TaleCompleted;
    }
    return TaleNone;
}

/* One event at a time, so that sinks take turns. */
static ULONGLONG Tell(Notice *notice)
{
    Connection *connection = CONTAINING_RECORD(notice, Connection, notice);
    JobEvents *events = connection->events;
    Sink *sink = NULL;
    const void *ended = NULL;
    Tale tale = TaleNone;
    ULONGLONG againMs = NOTICE_GONE;
    AcquireSRWLockExclusive(&events->lock);
    const BOOL gone = connection->ended;
    if (!gone)
        tale = NextTale(connection, &againMs);
    if (tale == TaleTable)
        ended = events->tables[connection->toldTables - 1];
    if (tale != TaleNone) {
        sink = connection->sink;
        SinkHold(sink);         /* it may be unadvised meanwhile */
    }
    ReleaseSRWLockExclusive(&events->lock);
    if (gone) {
        JobEventsRelease(events);
        HeapFree(GetProcessHeap(), 0, connection);
        return NOTICE_GONE;
    }
    if (tale == TaleNone)
        return againMs;
    if (tale == TaleProgress)
        TellProgress(events, sink);
    else if (tale == TaleTable)
        TellTable(events, sink, ended);
    else
        TellCompleted(events, sink);
    SinkRelease(sink);
    return NOTICE_AT_ONCE;
}

/* ---- the clients' side ---- */

HRESULT JobEventsAdvise(JobEvents *events, IUnknown *given, DWORD *cookie)
{
    Connection *connection = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof *connection);
    if (!connection)
        return E_OUTOFMEMORY;
    const HRESULT hr = SinkCreate(given, &DIID__IPerfectHashJobEvents, &connection->sink);
    if (FAILED(hr)) {
        HeapFree(GetProcessHeap(), 0, connection);
        return hr;
    }
    JobEventsHold(events);
    connection->notice.run = Tell;
    connection->events = events;
    AcquireSRWLockExclusive(&events->lock);
    Connection **at = &events->connections;
    while (*at)
        at = &(*at)->next;
    *at = connection;
    *cookie = connection->cookie = ++events->lastCookie;
    connection->toldChanges = events->changes - 1;      /* where the job stands comes first */
    NotifierPost(&connection->notice);
    ReleaseSRWLockExclusive(&events->lock);
    return S_OK;
}

/* Ends a connection that was taken out of the list; the lock is held. Its sink, which is to be left, holds the notifier, which frees the connection. */
static Sink *End(Connection *connection)
{
    Sink *sink = connection->sink;
    connection->ended = TRUE;
    NotifierPost(&connection->notice);
    return sink;
}

HRESULT JobEventsUnadvise(JobEvents *events, DWORD cookie)
{
    Sink *sink = NULL;
    AcquireSRWLockExclusive(&events->lock);
    Connection **at = &events->connections;
    while (*at && (*at)->cookie != cookie)
        at = &(*at)->next;
    Connection *connection = *at;
    if (connection) {
        *at = connection->next;
        sink = End(connection);
    }
    ReleaseSRWLockExclusive(&events->lock);
    if (!sink)
        return CONNECT_E_NOCONNECTION;
    SinkClose(sink);
    SinkLeave(sink);
    return S_OK;
}

/* All are closed before the first is left, which may run messages: the job is no more, and no event may speak of it. */
void JobEventsUnadviseAll(JobEvents *events)
{
    Sink *chain = NULL;
    AcquireSRWLockExclusive(&events->lock);
    while (events->connections) {
        Connection *connection = events->connections;
        events->connections = connection->next;
        Sink *sink = End(connection);
        *SinkNext(sink) = chain;
        chain = sink;
    }
    ReleaseSRWLockExclusive(&events->lock);
    for (Sink *sink = chain; sink; sink = *SinkNext(sink))
        SinkClose(sink);
    while (chain) {
        Sink *sink = chain;
        chain = *SinkNext(sink);
        SinkLeave(sink);
    }
}

size_t JobEventsSinks(JobEvents *events, JobEventsSink *out, size_t room)
{
    size_t count = 0;
    AcquireSRWLockExclusive(&events->lock);
    for (const Connection *connection = events->connections; connection; connection = connection->next, count++)
        if (count < room) {
            SinkHold(connection->sink);
            out[count].sink = connection->sink;
            out[count].cookie = connection->cookie;
        }
    ReleaseSRWLockExclusive(&events->lock);
    return count;
}
