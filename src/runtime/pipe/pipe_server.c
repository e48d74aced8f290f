#include "pipe_server.h"

#include <stdarg.h>
#include <string.h>
#include <wchar.h>

#include "pipe_listener.h"
#include "runtime/base/win32_calls.h"

enum { DefaultConnections = 256, DefaultPerClient = 64, DefaultIdleMs = 300000, DefaultMessageMs = 10000, ProbeMs = 1 };

static void PipeServerRanDown(Rundown *rundown);
static void PipeServerEnd(WorkItem *item, Worker *worker, DWORD error, DWORD bytes);

static DWORD PipeServerOr(DWORD value, DWORD otherwise)
{
    return value ? value : otherwise;
}

static void PipeServerFree(PipeServer *server)
{
    if (server->parked != NULL)
        CloseHandle(server->parked);
    PipeSecurityFree(&server->security);
    Win32Free(server);
}

/*
 * The flag for the first instance says so too; but not on every system, nor when the other one lets
 * us make instances of his.
 */
static BOOL NameIsTaken(const wchar_t *name)
{
    return Win32WaitPipe(name, ProbeMs) || GetLastError() == ERROR_SEM_TIMEOUT;
}

static DWORD PipeServerMake(Runtime *runtime, const PipeServerOptions *options, PipeServerEnded ended, PipeServer **out)
{
    PipeServer *server = Win32Allocate(sizeof *server);
    DWORD error, i;
    if (server == NULL)
        return ERROR_NOT_ENOUGH_MEMORY;
    server->runtime = runtime;
    server->handler = *options->handler;
    server->context = options->context;
    server->ended = ended;
    server->acceptRemote = options->acceptRemote;
    server->maxConnections = PipeServerOr(options->maxConnections, DefaultConnections);
    server->maxConnectionsPerClient = PipeServerOr(options->maxConnectionsPerClient, DefaultPerClient);
    server->idleTimeoutMs = PipeServerOr(options->idleTimeoutMs, DefaultIdleMs);
    server->messageTimeoutMs = PipeServerOr(options->messageTimeoutMs, DefaultMessageMs);
    server->silentMs = min(PipeSilentMs, server->messageTimeoutMs);
    RundownInit(&server->rundown, PipeServerRanDown);
    WorkItemInit(&server->endItem, PipeServerEnd);
    InitializeSRWLock(&server->lock);
    InitializeSRWLock(&server->handlesLock);
    server->listenerCount = runtime->nodeCount;
    for (i = 0; i < server->listenerCount; i++)
        PipeListenerInit(&server->listeners[i], server, runtime->nodes[i]);
    error = PipeEndpointName(options->endpoint, server->name);
    if (error == ERROR_SUCCESS)
        error = PipeSecurityMake(options->allowUser, &server->security);
    if (error != ERROR_SUCCESS) {
        PipeServerFree(server);
        return error;
    }
    *out = server;
    return ERROR_SUCCESS;
}

DWORD PipeServerStart(Runtime *runtime, const PipeServerOptions *options, PipeServerEnded ended, PipeServer **out)
{
    PipeServer *server;
    DWORD i;
    if (runtime == NULL || options == NULL || options->handler == NULL || options->handler->request == NULL ||
        options->handler->closed == NULL || ended == NULL || out == NULL)
        return ERROR_INVALID_PARAMETER;
    *out = NULL;
    if (!RuntimeHold(runtime))
        return ERROR_SHUTDOWN_IN_PROGRESS;
    DWORD error = PipeServerMake(runtime, options, ended, &server);
    if (error == ERROR_SUCCESS) {
        error = NameIsTaken(server->name) ? ERROR_PIPE_BUSY : PipeListenerFirst(&server->listeners[0]);
        if (error != ERROR_SUCCESS)
            PipeServerFree(server);
    }
    if (error != ERROR_SUCCESS) {
        RuntimeRelease(runtime);
        return error;
    }
    *out = server;
    for (i = 0; i < server->listenerCount; i++)
        PipeListenerFill(&server->listeners[i]);
    return ERROR_SUCCESS;
}

void PipeServerStop(PipeServer *server)
{
    AcquireSRWLockExclusive(&server->lock);
    server->stopping = TRUE;
    /* the list keeps each one's memory while the lock is held */
    for (ListLink *link = server->all.first; link != NULL; link = link->next)
        PipeConnectionStop(CONTAINING_RECORD(link, PipeConnection, link));
    ReleaseSRWLockExclusive(&server->lock);
    RundownRelease(&server->rundown);
}

/* A node has a worker for this: there was an instance on the first one. */
static void PipeServerRanDown(Rundown *rundown)
{
    PipeServer *server = CONTAINING_RECORD(rundown, PipeServer, rundown);
    Node *node = server->listeners[0].node;
    if (WorkItemSubmit(&server->endItem, node) == ERROR_SUCCESS)
        WorkItemComplete(&server->endItem, node, 0);
}

static void PipeServerEnd(WorkItem *item, Worker *worker, DWORD error, DWORD bytes)
{
    PipeServer *server = CONTAINING_RECORD(item, PipeServer, endItem);
    Runtime *runtime = server->runtime;
    PipeServerEnded ended;
    void *context;
    (void)worker, (void)error, (void)bytes;
    WorkItemPoison(item);
    ended = server->ended;
    context = server->context;
    PipeServerFree(server); /* so that the name is free when that is told */
    ended(context);
    RuntimeRelease(runtime);
}

void PipeServerCount(PipeServer *server, PipeServerNumbers *out)
{
    DWORD i;
    memset(out, 0, sizeof *out);
    AcquireSRWLockShared(&server->lock);
    out->connections = server->connections;
    out->accepted = server->accepted;
    ReleaseSRWLockShared(&server->lock);
    for (i = 0; i < server->listenerCount; i++)
        out->listening += (DWORD)AtomicRead(&server->listeners[i].listening);
    out->requests = (ULONGLONG)AtomicRead64(&server->requests);
    out->refused = (ULONGLONG)AtomicRead64(&server->refused);
}

void PipeServerLog(PipeServer *server, const PipeClient *client, const wchar_t *format, ...)
{
    wchar_t text[256];
    va_list arguments;
    if (server->handler.log == NULL)
        return;
    va_start(arguments, format);
    if (vswprintf(text, ARRAYSIZE(text), format, arguments) < 0)
        text[ARRAYSIZE(text) - 1] = L'\0';
    va_end(arguments);
    server->handler.log(server->context, client, text);
}
