/* See server_log.h. */
#include "server_log.h"

#include "PerfectHash.h"
#include "exe/program/event_sink.h"
#include "exe/program/output.h"
#include "jobs/server/server.h"
#include "jobs/text/text.h"
#include "server_log_line.h"

enum { EventLog = 1, EventStopped = 2, LastLineMs = 5000 }; /* Event...: of _IPerfectHashServerEvents */

static HANDLE heardLast;            /* an event: the server has told that it has stopped */
static SRWLOCK lock = SRWLOCK_INIT; /* guards what follows, also while a line is written */
static ServerLogTargets to;         /* all zero: nobody is told any more */

static void ServerLogPrint(const wchar_t *line)
{
    Output output = {0};
    OutputPut(&output, line);
    OutputPut(&output, L"\n");
    OutputFlush(&output, STD_ERROR_HANDLE);
}

static void ServerLogTell(const wchar_t *text)
{
    wchar_t *line = ServerLogLine(text); /* NULL, out of memory: the text does without date and name */
    const wchar_t *whole = line != NULL ? line : text;
    const BOOL hang = ServerLogBegins(text, SERVER_HANG), ring = ServerLogBegins(text, SERVER_RING);
    AcquireSRWLockExclusive(&lock);
    if (to.put != NULL && (to.tells || hang) && !ring)
        to.put(ServerLogUndated(whole));
    else if (to.put == NULL && to.tells)
        ServerLogPrint(whole);
    if (to.file != NULL)
        LogFilePut(to.file, whole);
    ReleaseSRWLockExclusive(&lock);
    TextFree(line);
}

static void ServerLogHear(DISPID id, const DISPPARAMS *params)
{
    if (id == EventLog && params->cArgs == 1 && V_VT(&params->rgvarg[0]) == VT_BSTR)
        ServerLogTell(V_BSTR(&params->rgvarg[0]) != NULL ? V_BSTR(&params->rgvarg[0]) : L"");
    else if (id == EventStopped && heardLast != NULL)
        SetEvent(heardLast);
}

static EventSink sink = {.events = &DIID__IPerfectHashServerEvents, .hear = ServerLogHear};

static void ServerLogTo(const ServerLogTargets *targets)
{
    AcquireSRWLockExclusive(&lock);
    to = *targets;
    ReleaseSRWLockExclusive(&lock);
}

HRESULT ServerLogOpen(IUnknown *server, const ServerLogTargets *targets, DWORD *cookie)
{
    ServerLogTo(targets);
    heardLast = CreateEventW(NULL, TRUE, FALSE, NULL); /* for as long as the process: the sink may set it at any time */
    return EventSinkConnect(&sink, server, cookie);
}

void ServerLogClose(IUnknown *server, DWORD cookie, BOOL stopped)
{
    static const ServerLogTargets nobody;
    if (stopped && heardLast != NULL)
        WaitForSingleObject(heardLast, LastLineMs);
    EventSinkDisconnect(&sink, server, cookie);
    ServerLogTo(&nobody);
}
