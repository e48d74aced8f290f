/*
 * A server from the inside: server.c (life), server_dispatch.c (requests to jobs and answers),
 * server_create.c (requests that create jobs), server_begin.c (command lines to jobs). Only these
 * look here.
 *
 * The server is over when its rundown reaches zero. The starter holds the rundown until nothing
 * runs and no job can begin any more. The pipe, each job, the watchdog and the timers that wait
 * hold it, too.
 */
#ifndef JOBS_SERVER_STATE_H
#define JOBS_SERVER_STATE_H

#include "runtime/pure/atomic.h"
#include "server.h"
#include "server_metrics.h"
#include "server_registry.h"
#include "server_roots.h"
#include "server_users.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ServerWatchdog {
    HANDLE stop, thread; /* an event that ends it; NULL: none was made */
    HMODULE module;      /* held while the thread lives */
    DWORD hangMs;
} ServerWatchdog;

struct Server {
    Rundown rundown;
    volatile LONG left; /* ServerRunning, then the first of: it has stopped, its owner has left */
    HANDLE event;
    Runtime *runtime;
    ServerRegistry registry;
    ServerUsers users;
    ServerRoots roots;
    wchar_t *baseOutputDirectory; /* canonical; NULL: none */
    BOOL noFileIo;
    DWORD drainTimeoutMs, maxJobSeconds, productVersion;
    ServerLog log;
    void *logContext;
    void (*logEnded)(void *context);
    wchar_t sid[PipeUserChars]; /* of the server's own user, for the log; empty: it can't be told */
    PipeServerHandler handler;
    ULONGLONG startedMs;
    ServerMetrics metrics;
    ServerWatchdog watchdog;

    SRWLOCK lock; /* guards what follows; never held across I/O but at the start */
    ServerState state;
    PipeServer *pipe;              /* NULL once it has ended */
    PipeServerNumbers lastNumbers; /* then */
    BOOL closing;                  /* no timer starts any more */
    Timer drain;                   /* at its end jobs that run are cancelled */
    ULONGLONG drainDueMs;
    BOOL drainWaits;
    Timer refresh; /* while jobs with tokens run: shows their progress */
    BOOL refreshWaits;
    Timer limit; /* while jobs run that have a limit in seconds: when the first one reaches it */
    ULONGLONG limitDueMs;
    BOOL limitWaits;
    AtomicLong limitLost; /* the timer could not be started: the watchdog looks after the time */
};

/*
 * ---- server_tell.c ----
 * A line for whoever wants to know, as printf says: "[PROCESS USER] ...", of the server itself, of
 * a client, or of the one who asked for a job.
 */
void ServerTellBegin(Server *server); /* before any of these */
void ServerTell(const Server *server, const wchar_t *format, ...);
void ServerTellClient(const Server *server, const PipeClient *client, const wchar_t *format, ...);
void ServerTellJob(const Server *server, const ServerJob *job, const wchar_t *format, ...);

/* Those of the pipe, or the last ones when it has ended. */
void ServerPipeNumbers(Server *server, PipeServerNumbers *out);

/* A job has ended, or was not started. */
void ServerJobOver(Server *server, ServerJob *job, BOOL started);
void ServerNeedRefresh(Server *server);
/* A job has begun: looks after the time that it takes. */
void ServerNeedLimit(Server *server);
/* For the watchdog: does what the timer of that time would have done that was lost. */
void ServerLimitAgain(Server *server);
/* The pipe is not closed between these, and the server is there. */
void ServerKeepPipe(Server *server);
void ServerLetPipeGo(Server *server);

/*
 * ---- server_list.c ----
 * A page of job_entry.h with the jobs that this client may know of (NULL: all), after the job with
 * that id; for Win32Free. NULL: out of memory.
 */
uint8_t *ServerListPage(Server *server, const PipeClient *client, uint64_t after, size_t *bytes);

/*
 * ---- server_watchdog.c ----
 * Its thread holds the rundown until it is stopped. hangMs as in the options.
 */
HRESULT ServerWatchdogStart(Server *server, DWORD hangMs, Failure *failure);
void ServerWatchdogStop(Server *server);             /* repeatable; doesn't wait */
void ServerWatchdogFree(Server *server, BOOL joins); /* stops it too; joins: waits until the thread has ended */

/* ---- server_dispatch.c ---- */

extern const PipeServerHandler ServerPipeHandler;
/* Answers a request with what is wrong with it. */
void ServerRefuse(Server *server, PipeConnection *connection, const Failure *failure);
/* Answers with a token. What was given and can't be sent is taken back. */
void ServerAnswerToken(PipeConnection *connection, const ProtocolTokenPayload *token);

/* ---- server_begin.c ---- */

typedef enum ServerCommand { ServerTableCreate, ServerBulkCreate, ServerBulkCreateDirectory } ServerCommand;

typedef struct ServerAsk {
    ServerCommand command;
    const PipeClient *client;   /* NULL: this process */
    PipeConnection *connection; /* of the client */
    ServerUser *user;           /* of the connection; held by whoever asks */
    Identity *identity;         /* for whom paths are checked, set by ServerBegin; NULL: this process */
    BOOL detached;
    ProtocolTokenPayload *token; /* the client is to have one, at once; NULL: it is answered when the job has ended */
    const wchar_t *text;         /* a command line; of BulkCreateDirectory the options, and both directories below */
    const wchar_t *keysDirectory, *outputDirectory;
    ServerWatcher watcher;
    uint64_t *id; /* gets the job's number; NULL: nobody asks */
} ServerAsk;

/*
 * From a request to a job that runs. Without a connection one of *table and *bulk is the job, held.
 * On a failure nothing is left: no job, no token; the caller answers then.
 */
HRESULT ServerBegin(Server *server, const ServerAsk *ask, TableJob **table, BulkJob **bulk, Failure *failure);

/*
 * ---- server_create.c ----
 * ServerBegin for a message, inside its `request`, and its answer, now or later. Takes over the
 * text, whose parts the ask's texts are; the ask's client, connection, user and token are filled in
 * here.
 */
void ServerTakeCreate(Server *server, PipeConnection *connection, const ServerAsk *ask, BOOL wantsToken, wchar_t *text);

#ifdef __cplusplus
}
#endif
#endif
