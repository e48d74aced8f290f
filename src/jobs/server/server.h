/*
 * The server: requests of the pipe as jobs on a runtime. Parses command lines by the one option
 * table, keeps the registry of jobs (for tokens, Cancel and Status), checks paths against the
 * allowed roots, and answers. Knows nothing of COM. Any thread.
 */
#ifndef JOBS_SERVER_H
#define JOBS_SERVER_H

#include "annotations.h"
#include "jobs/base/job_list.h"
#include "jobs/bulk/bulk_job.h"
#include "jobs/table/table_job.h"
#include "jobs/text/utf8_text.h"
#include "runtime/pipe/pipe_server.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct Server Server;
typedef enum ServerState { ServerStopped, ServerRunning, ServerDraining } ServerState;

typedef void (*ServerLog)(_In_opt_ void *context, _In_z_ const wchar_t *line); /* any thread; may not block */

/* The beginnings of these lines of the log, behind whom they are about. */
#define SERVER_HANG L"hangs: " /* a callback that has run for long, once */
#define SERVER_RING L"ring: "  /* an event of its worker */

enum {
    ServerMostRoots = 64,
    ServerDefaultRequests = 256,
    ServerDefaultConnections = 256,
    ServerDefaultConnectionsPerClient = 64,
    ServerDefaultDrainMs = 30000
};

typedef struct ServerOptions { /* texts live until ServerStart returns */
    RuntimeOptions runtime;
    const wchar_t *endpoint;  /* NULL = PIPE_DEFAULT_ENDPOINT */
    BOOL localOnly;           /* ServerOptionsDefault: TRUE */
    const wchar_t *allowUser; /* NULL: the server's user and SYSTEM alone */
    /* each: directories separated by ';'. None: any path of the server's own user */
    const wchar_t *allowedRoots[ServerMostRoots];
    uint32_t allowedRootCount;
    /* where tables go when a request names no directory; NULL: they are not written */
    const wchar_t *baseOutputDirectory;
    DWORD maxRequests; /* jobs at once, at least 1; beyond, a request is refused with PERFECTHASH_E_SERVER_BUSY */
    DWORD maxConnections, maxConnectionsPerClient;
    /* of one user, unless he is the server's own; 0 = half of what all may have, or of his jobs */
    DWORD maxRequestsPerUser, maxDetachedPerUser, maxConnectionsPerUser;
    /*
     * bytes that tables of such a user take besides their keys, each more than 1 MiB; a table
     * beyond it fails, others wait. A value of 0 = half of what guests may have together, and a
     * table beyond it goes alone
     */
    ULONGLONG maxMemoryPerUser;
    DWORD maxJobSeconds;  /* a job that takes longer ends with PERFECTHASH_E_JOB_TIME; 0 = it may */
    DWORD hangMs;         /* a callback that runs longer is told to the log; 0 = 30,000 */
    DWORD drainTimeoutMs; /* for running jobs when a client asks for a shutdown */
    BOOL noFileIo;        /* no request writes files */
    DWORD productVersion; /* what Ping tells: major << 16 | minor << 8 | patch */
    ServerLog log;        /* NULL: silent */
    void *logContext;
    void (*logEnded)(_In_opt_ void *context); /* once after a start: log is not called any more. NULL: nobody asks */
} ServerOptions;
void ServerOptionsDefault(_Out_ ServerOptions *options);

/* The options of PerfectHashServer.exe as data, for OptionTake: those of this struct. */
OptionGroup ServerOptionsGroup(_Inout_opt_ ServerOptions *options);

/*
 * Starts runtime and pipe. PERFECTHASH_E_SERVER_ENDPOINT (taken, not a name),
 * PERFECTHASH_E_OPTION_VALUE (nodes, roots, the user), PERFECTHASH_E_RUNTIME.
 */
HRESULT ServerStart(_In_ const ServerOptions *options, _Outptr_ Server **out, _Inout_opt_ Failure *failure);
/*
 * Refuses new requests, lets running jobs end for so long (0: not at all), cancels the rest, stops.
 * Returns at once; see ServerEvent. Repeatable: the earlier limit holds.
 */
void ServerStop(_Inout_ Server *server, DWORD drainMs);
HANDLE ServerEvent(_Inout_ Server *server); /* manual-reset: set when it has stopped */
ServerState ServerStateOf(_In_ const Server *server);
/*
 * Stops the server if it runs, without a drain, and frees it when it has stopped. The call waits
 * for that on the caller's thread, unless that is one of the server's own workers, which goes on at
 * once. NULL is allowed.
 */
void ServerRelease(_Inout_opt_ Server *server);
/* The same without any wait: whatever ends last frees it. */
void ServerAbandon(_Inout_opt_ Server *server);

/*
 * The watcher of a job that this process has begun, as of any other: see table_job.h and
 * bulk_job.h. Members may be NULL.
 */
typedef struct ServerWatcher {
    TableJobMoved moved;
    TableJobDone tableDone;
    BulkJobTable row;
    BulkJobDone bulkDone;
    void *context;
} ServerWatcher;

/*
 * A request of this process, in the words of a client: TableCreate <command line>, BulkCreate
 * <command line>, or BulkCreateDirectory <keys directory> [<output directory>] [options]. Relative
 * paths are completed. One of *table and *bulk is a held job, *id its number. watcher (copied) may
 * be NULL.
 */
HRESULT ServerSubmit(_Inout_ Server *server, _In_z_ const wchar_t *line, _In_opt_ const ServerWatcher *watcher,
                     _Outptr_result_maybenull_ TableJob **table, _Outptr_result_maybenull_ BulkJob **bulk,
                     _Out_ uint64_t *id, _Inout_opt_ Failure *failure);

/* Returns what tells a hang of a runtime. */
ProtocolServerHealth ServerHealthOf(_In_ const RuntimeStatistics *runtime);
void ServerHealthTake(_Inout_ Server *server, _Out_ ProtocolServerHealth *out);
void ServerStatisticsTake(_Inout_ Server *server, _Out_ ProtocolServerStatistics *out);
/*
 * Adds a page of the workers' last events as text, and *next is the page after it: see
 * RuntimeTracePage.
 */
_Success_(return ) BOOL
    ServerRingsTake(_Inout_ Server *server, uint64_t page, _Inout_ Utf8Text *text, _Out_ uint64_t *next);
/* Adds the metrics, in the OpenMetrics text format. */
void ServerMetricsTake(_Inout_ Server *server, _Inout_ Utf8Text *text);
/* The jobs that run, with one reference; NULL: out of memory. */
_Ret_maybenull_ JobList *ServerListTake(_Inout_ Server *server);

#ifdef __cplusplus
}
#endif
#endif
