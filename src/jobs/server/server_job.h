/*
 * A job of a server: who asked for it, what is known of it, and who is told. Counted: the registry
 * holds it, and whoever starts it. It is Running from ServerJobCreate until one of
 * ServerJobTableEnded, ServerJobBulkEnded and ServerJobNotStarted, which takes back all that it
 * lent: connection, token, the job of the layer below. Any thread.
 */
#ifndef JOBS_SERVER_JOB_H
#define JOBS_SERVER_JOB_H

#include "jobs/bulk/bulk_job.h"
#include "jobs/table/table_job.h"
#include "runtime/pipe/completion_token.h"
#include "runtime/pipe/pipe_server.h"
#include "runtime/pure/ref_count.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum ServerJobKind { ServerJobTable = 1, ServerJobBulk = 2 } ServerJobKind;

typedef struct ServerJob {
    RefCount references;
    struct ServerJob *next, *previous; /* the registry's, as are the next three */
    uint64_t id;
    ULONGLONG startedMs, endedMs;
    ServerJobKind kind;
    DWORD processId; /* of the client who asked */
    wchar_t *sid;    /* of its user; NULL: this process */
    BOOL guest;      /* he is not the server's owner */

    ULONGLONG begunMs;

    PipeConnection *connection; /* of the client while the job runs; NULL: none is there */
    BOOL answers;               /* its end is the answer to a request that is open on the connection */
    BOOL detached;              /* it goes on when the client closes the connection */

    SRWLOCK lock;    /* guards what follows */
    TableJob *table; /* once it has started, until it has ended: one of them */
    BulkJob *bulk;
    BOOL cancelled, ended;
    DWORD allowedSeconds;  /* not 0: it was cancelled as it took longer */
    CompletionToken token; /* while it runs; all zero: nobody has one */
    JobRecordValues values;
    wchar_t *message, *path; /* of the record; NULL: empty */
    wchar_t *pack;           /* of a bulk run; NULL: none */
    wchar_t *input, *output; /* its whole paths; NULL: not known yet, or none */
} ServerJob;

/* client NULL: this process. NULL: out of memory. The caller's is the one reference. */
ServerJob *ServerJobCreate(ServerJobKind kind, const PipeClient *client);
void ServerJobHold(ServerJob *job);
void ServerJobRelease(ServerJob *job);

/*
 * Binds it to a connection, which it holds and keeps busy until it has ended. Before anybody else
 * knows the job.
 */
void ServerJobBind(ServerJob *job, PipeConnection *connection, BOOL answers, BOOL detached);

/*
 * Gives a token to a process; it shows what is known now, and an ended job's is set already. *first
 * tells whether it is the first of a job that runs (which then needs ServerJobRefresh).
 * PERFECTHASH_E_NOT_ALLOWED without a process, PERFECTHASH_E_RUNTIME.
 */
HRESULT ServerJobGiveToken(ServerJob *job, HANDLE process, ProtocolTokenPayload *out, BOOL *first, Failure *failure);

/*
 * The job has been started; takes over the caller's reference to it, or lets it go when it has
 * ended meanwhile. One of both is NULL.
 */
void ServerJobStarted(ServerJob *job, TableJob *table, BulkJob *bulk);
/* Tells what the job reads and where it writes (NULL: nowhere). FALSE: out of memory. */
BOOL ServerJobName(ServerJob *job, const wchar_t *input, const wchar_t *output);
/* Where a job that runs is now; one that has not started yet waits. */
void ServerJobLook(ServerJob *job, JobProgress *out);
/*
 * As an entry for a list of jobs; sid: of the server. Returns the bytes used; 0: there is no room.
 */
size_t ServerJobList(ServerJob *job, const wchar_t *sid, const JobProgress *progress, uint32_t place, uint8_t *out,
                     size_t capacity);
BOOL ServerJobCancel(ServerJob *job); /* FALSE: it has ended already */
/* Cancels the job, which has taken longer than that. */
void ServerJobExpire(ServerJob *job, DWORD seconds);

void ServerJobRefresh(ServerJob *job);                                /* what the token shows of a job that runs */
void ServerJobRow(ServerJob *job, BulkJob *bulk, const BulkRow *row); /* a row of a bulk run has ended */
/*
 * Take what the ended job gave, complete the record, set the token and answer. Once a job; on the
 * worker that ends it.
 */
void ServerJobTableEnded(ServerJob *job, TableJob *table);
void ServerJobBulkEnded(ServerJob *job, BulkJob *bulk);
/*
 * Ends, instead of these, a job that could not be started and that a client may have found already:
 * its token tells the failure. The caller answers.
 */
void ServerJobNotStarted(ServerJob *job, const Failure *failure);

BOOL ServerJobHasToken(ServerJob *job);
/* The record as bytes for an answer, for TextFree; NULL: out of memory. */
uint8_t *ServerJobEncode(ServerJob *job, size_t *bytes);

#ifdef __cplusplus
}
#endif
#endif
