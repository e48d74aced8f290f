/*
 * The client of a server: command lines are checked by the one option table and their paths
 * completed before anything is sent; what the server answers is checked, too. Knows nothing of COM.
 * Counted; any thread, but a connection has one request at a time: others wait for it on their
 * callers' threads. A thread that comes back to the connection from within its own request's wait,
 * as a wait that goes on with messages may let it, gets PERFECTHASH_E_SERVER_STATE.
 */
#ifndef JOBS_CLIENT_H
#define JOBS_CLIENT_H

#include "annotations.h"
#include "jobs/base/failure_message.h"
#include "jobs/base/job_list.h"
#include "jobs/table/job.h"
#include "runtime/pipe/pipe_client.h"
#include "runtime/pure/job_record.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The failure, here or at the server, whose messages come as texts. */
typedef struct ClientFailure {
    HRESULT code;
    wchar_t text[FAILURE_TEXT_CHARS];
} ClientFailure;

typedef struct ClientOptions {
    const wchar_t *endpoint; /* NULL or empty: PIPE_DEFAULT_ENDPOINT */
    DWORD connectTimeoutMs;  /* see PipeClientOptions */
    BOOL waitForServer;
    PipeClientWait wait; /* of all requests, see PipeClientOptions */
} ClientOptions;

typedef struct Client Client; /* a connection */

/*
 * PERFECTHASH_E_SERVER_NOT_FOUND, _UNREACHABLE, _UNTRUSTED, _GONE, PERFECTHASH_E_NOT_ALLOWED (the
 * pipe refuses this user), PERFECTHASH_E_OPTION_VALUE (not an endpoint),
 * PERFECTHASH_E_OUT_OF_MEMORY. Blocks the caller's thread, as do the requests.
 */
HRESULT ClientConnect(_In_ const ClientOptions *options, _Outptr_ Client **out, _Inout_opt_ ClientFailure *failure);
/* The same in two steps: another thread can end the second one, which waits, by ClientClose. */
HRESULT ClientPrepare(_In_ const ClientOptions *options, _Outptr_ Client **out, _Inout_opt_ ClientFailure *failure);
HRESULT ClientOpen(_Inout_ Client *client, _In_ const ClientOptions *options, _Inout_opt_ ClientFailure *failure);
void ClientHold(_Inout_ Client *client);
void ClientRelease(_Inout_opt_ Client *client); /* the last one closes it. NULL is allowed */
/*
 * Ends requests that wait and closes the connection, itself or by the request that is under way:
 * the server cancels what isn't detached. Never waits.
 */
void ClientClose(_Inout_ Client *client);
BOOL ClientAlive(_Inout_ Client *client); /* is the other end still there? TRUE while a request is under way */

/*
 * Requests. Beyond what the server answers: PERFECTHASH_E_SERVER_GONE, _UNREACHABLE (no answer in
 * time), PERFECTHASH_E_PROTOCOL, _PROTOCOL_VERSION, PERFECTHASH_E_SERVER_STATE (closed by
 * ClientClose).
 */
HRESULT ClientPing(_Inout_ Client *client, _Out_ ProtocolHello *out, _Inout_opt_ ClientFailure *failure);
HRESULT ClientShutdown(_Inout_ Client *client, _Inout_opt_ ClientFailure *failure);
HRESULT ClientStatistics(_Inout_ Client *client, _Out_ ProtocolServerStatistics *out,
                         _Inout_opt_ ClientFailure *failure);
/*
 * Gives the numbers that show a hang; ClientWaits gives what is waited for, the rest of these
 * numbers. Both fail as ClientJobs does.
 */
HRESULT ClientHealth(_Inout_ Client *client, _Inout_ ProtocolServerHealth *out, _Inout_opt_ ClientFailure *failure);
HRESULT ClientWaits(_Inout_ Client *client, _Inout_ ProtocolServerHealth *out, _Inout_opt_ ClientFailure *failure);
/*
 * The jobs of the server that this client may know of, with one reference.
 * PERFECTHASH_E_SERVER_OLDER: the server knows no such request, and has closed the connection.
 */
HRESULT ClientJobs(_Inout_ Client *client, _Outptr_ JobList **out, _Inout_opt_ ClientFailure *failure);
/* The server's metrics (TextFree). Fails as ClientJobs does. */
HRESULT ClientMetrics(_Inout_ Client *client, _Outptr_result_maybenull_z_ wchar_t **out,
                      _Inout_opt_ ClientFailure *failure);
/*
 * The last events of the server's workers (TextFree), for the owner alone. Fails as ClientJobs
 * does, and with PERFECTHASH_E_NOT_ALLOWED.
 */
HRESULT ClientRings(_Inout_ Client *client, _Outptr_result_maybenull_z_ wchar_t **out,
                    _Inout_opt_ ClientFailure *failure);
/* S_FALSE: the job had ended. */
HRESULT ClientCancel(_Inout_ Client *client, uint64_t jobId, _Inout_opt_ ClientFailure *failure);

/* ---- jobs ---- */

typedef struct RemoteJob RemoteJob;

typedef enum ClientCommand {
    ClientTableCreate = ProtocolTableCreate,
    ClientBulkCreate = ProtocolBulkCreate
} ClientCommand;

/*
 * Begins a job: the words of PerfectHashCreate and PerfectHashBulkCreate. Wrong ones fail as they
 * do there, and nothing is sent.
 */
HRESULT ClientBegin(_Inout_ Client *client, ClientCommand command, _In_z_ const wchar_t *line, BOOL detach,
                    _Outptr_ RemoteJob **out, _Inout_opt_ ClientFailure *failure);
/* outputDirectory NULL or empty: as the server's settings say. options: of a bulk run, or NULL. */
HRESULT ClientBeginDirectory(_Inout_ Client *client, _In_opt_z_ const wchar_t *keysDirectory,
                             _In_opt_z_ const wchar_t *outputDirectory, _In_opt_z_ const wchar_t *options, BOOL detach,
                             _Outptr_ RemoteJob **out, _Inout_opt_ ClientFailure *failure);
/* Finds a job that runs or has ended recently. Fails with PERFECTHASH_E_NO_SUCH_JOB. */
HRESULT ClientFind(_Inout_ Client *client, uint64_t jobId, _Outptr_ RemoteJob **out,
                   _Inout_opt_ ClientFailure *failure);

/*
 * A job on the server, seen through its live record: nothing here but RemoteJobCancel asks the
 * server, and all of it may be called while a request of the same connection is under way. Counted;
 * holds the client's memory, not its connection. Any thread.
 */
void RemoteJobHold(_Inout_ RemoteJob *job);
void RemoteJobRelease(_Inout_ RemoteJob *job);
uint64_t RemoteJobId(_In_ const RemoteJob *job);
BOOL RemoteJobIsBulk(_In_ const RemoteJob *job);
/*
 * Returns the keys file as it was given, for a table that was begun here, otherwise "". It lives as
 * long as the job.
 */
_Ret_z_ const wchar_t *RemoteJobKeysPath(_In_ const RemoteJob *job);
/*
 * Gives the handles that can be waited on: the job's event, and the server's process. A signal
 * means: look again. The pipe can't be waited on, so whoever waits looks every RemoteJobLookMs.
 * Returns how many handles there are, 1 or 2.
 */
enum { RemoteJobLookMs = 250 };
size_t RemoteJobHandles(_In_ const RemoteJob *job, _Out_writes_(2) HANDLE handles[2]);
/*
 * JobFailed also when the server has gone before the job ended: PERFECTHASH_E_SERVER_GONE. Never
 * waits.
 */
void RemoteJobSnapshot(_Inout_ RemoteJob *job, _Out_ JobProgress *out);
void RemoteJobValues(_Inout_ RemoteJob *job, _Out_ JobRecordValues *out);
/*
 * failure->code is S_OK while it runs and when it succeeded; then the text is that of the first
 * file of a run that gave no table.
 */
void RemoteJobFailure(_Inout_ RemoteJob *job, _Out_ ClientFailure *out);
/*
 * Returns the path that was written, once the job has succeeded: the table file, the run's JSON or
 * its pack; "" when there is nothing. It lives as long as the job.
 */
_Ret_maybenull_z_ const wchar_t *RemoteJobPath(_Inout_ RemoteJob *job);
/* On a connection of its own when the client's is busy or closed. S_OK when it has ended. */
HRESULT RemoteJobCancel(_Inout_ RemoteJob *job, _Inout_opt_ ClientFailure *failure);

#ifdef __cplusplus
}
#endif
#endif
