/* Jobs on a server: see client.h. */
#include "client_state.h"

#include <string.h>

#include "PerfectHashErrors.h"
#include "jobs/text/text.h"
#include "runtime/base/win32_calls.h"
#include "runtime/pipe/completion_token.h"
#include "runtime/pure/ref_count.h"

struct RemoteJob {
    RefCount references;
    Client *client; /* held */
    CompletionToken token;
    wchar_t *keysPath;    /* NULL: not known, or a bulk run */
    HANDLE process;       /* the server's, of our own; NULL: it may not be opened */
    BOOL found;           /* begun elsewhere: the connection is not its lease, and the server may close it as idle */
    SRWLOCK lock;         /* guards what follows */
    JobRecordValues last; /* what was seen last */
    BOOL over;            /* nothing changes any more: it has ended, or the server is gone */
    ClientFailure failure;
    wchar_t *path; /* of what it wrote; NULL: nothing */
};

C_ASSERT((int)JobRecordRunning == (int)JobRunning && (int)JobRecordSucceeded == (int)JobSucceeded);
C_ASSERT((int)JobRecordFailed == (int)JobFailed && (int)JobRecordCancelled == (int)JobCancelled);

/* ---- looking ---- */

static BOOL IsSet(HANDLE handle)
{
    return handle != NULL && Win32Wait(1, &handle, 0) == WAIT_OBJECT_0;
}

/*
 * The pipe tells, too, unless it may have been closed without that: then the process alone does,
 * where there is one to ask.
 */
static BOOL ServerGone(const RemoteJob *job)
{
    if (job->process != NULL && IsSet(job->process))
        return TRUE;
    const BOOL processTells = job->process != NULL && (job->found || IsSet(job->client->closing));
    return !processTells && !ClientAlive(job->client);
}

static void RemoteJobFail(RemoteJob *job, HRESULT code)
{
    Failure failure;
    FailureSet(&failure, code, job->client->endpoint, L"the record of the job makes no sense", 0, 0, 0);
    ClientFailed(&job->failure, &failure);
    job->last.state = JobRecordFailed;
    job->over = TRUE;
}

/* The record is complete. It has texts of up to 64 KiB, which have no place on a stack. */
static void TakeEnd(RemoteJob *job)
{
    uint16_t *texts = Win32Allocate((JobRecordMessageChars + JobRecordPathChars) * sizeof *texts);
    uint16_t *path = texts != NULL ? texts + JobRecordMessageChars : NULL;
    const BOOL sound = JobRecordRead(job->token.record, sizeof *job->token.record, &job->last, texts, path) &&
                       job->last.state != JobRecordRunning;
    job->over = TRUE;
    if (!sound) {
        RemoteJobFail(job, PERFECTHASH_E_PROTOCOL);
        Win32Free(texts);
        return;
    }
    wcsncpy(job->failure.text, texts != NULL ? (const wchar_t *)texts : L"", ARRAYSIZE(job->failure.text) - 1);
    if (job->last.state != JobRecordSucceeded) {
        const HRESULT code = ClientCodeOf((HRESULT)job->last.code);
        job->failure.code = FAILED(code) ? code : PERFECTHASH_E_INTERNAL;
    } else if (path != NULL && *path != 0) {
        const size_t bytes = (wcslen((const wchar_t *)path) + 1) * sizeof *job->path;
        job->path = Win32Allocate(bytes);
        if (job->path != NULL)
            memcpy(job->path, path, bytes);
    }
    Win32Free(texts);
}

/* Under the lock. */
static void RemoteJobLook(RemoteJob *job)
{
    if (job->over)
        return;
    if (IsSet(job->token.event)) {
        TakeEnd(job);
        return;
    }
    JobRecordValues seen;
    if (JobRecordRead(job->token.record, sizeof *job->token.record, &seen, NULL, NULL) &&
        seen.state == JobRecordRunning)
        job->last = seen; /* else it is about to end, or was met in the middle of a change */
    if (!ServerGone(job))
        return;
    if (IsSet(job->token.event)) /* it ended before */
        TakeEnd(job);
    else
        RemoteJobFail(job, PERFECTHASH_E_SERVER_GONE);
}

/* ---- life ---- */

static void RemoteJobDestroy(RemoteJob *job)
{
    CompletionTokenClose(&job->token);
    if (job->process != NULL)
        CloseHandle(job->process);
    ClientRelease(job->client);
    TextFree(job->keysPath);
    Win32Free(job->path);
    Win32Free(job);
}

HRESULT RemoteJobAsk(Client *client, ProtocolType type, uint32_t flags, const void *payload, size_t bytes,
                     const wchar_t *subject, RemoteJob **out, ClientFailure *failure)
{
    ClientAnswer answer;
    RemoteJob *job = Win32Allocate(sizeof *job);
    *out = NULL;
    if (job == NULL) {
        Failure local;
        FailureMemory(&local, subject, sizeof *job);
        return ClientFailed(failure, &local);
    }
    RefCountInit(&job->references);
    job->client = client;
    job->found = type == ProtocolStatus;
    InitializeSRWLock(&job->lock);
    ClientHold(client);
    HRESULT code = ClientRequest(client, type, flags, payload, bytes, &answer, failure);
    if (SUCCEEDED(code)) {
        const DWORD error = CompletionTokenOpen(answer.payload, answer.bytes, &job->token);
        if (error == ERROR_INVALID_DATA) {
            code = ClientMalformed(client, failure);
        } else if (error != ERROR_SUCCESS) {
            Failure local;
            code = FailureSystem(&local, PERFECTHASH_E_SERVER_UNREACHABLE, client->endpoint, error);
            ClientFailed(failure, &local);
        }
        PipeClientFree(answer.payload);
    }
    if (FAILED(code)) {
        RemoteJobRelease(job);
        return code;
    }
    if (ClientTakeTurn(client, TRUE) == ERROR_SUCCESS) { /* without the process the pipe tells, too */
        const HANDLE process = client->connection != NULL ? PipeClientServerProcess(client->connection) : NULL;
        if (process != NULL)
            Win32Duplicate(process, GetCurrentProcess(), SYNCHRONIZE, &job->process);
        ClientGiveTurn(client);
    }
    job->last.jobId = job->token.jobId;
    JobRecordRead(job->token.record, sizeof *job->token.record, &job->last, NULL, NULL);
    if (!IsSet(job->token.event))
        job->last.state = JobRecordRunning;
    *out = job;
    return S_OK;
}

void RemoteJobOfKeys(RemoteJob *job, wchar_t *keysPath)
{
    job->keysPath = keysPath;
}

void RemoteJobHold(RemoteJob *job)
{
    RefCountHold(&job->references);
}

void RemoteJobRelease(RemoteJob *job)
{
    if (RefCountRelease(&job->references) == 0)
        RemoteJobDestroy(job);
}

/* ---- what a job tells ---- */

uint64_t RemoteJobId(const RemoteJob *job)
{
    return job->token.jobId;
}

BOOL RemoteJobIsBulk(const RemoteJob *job)
{
    return job->last.kind == 2; /* it never changes */
}

const wchar_t *RemoteJobKeysPath(const RemoteJob *job)
{
    return job->keysPath != NULL ? job->keysPath : L"";
}

size_t RemoteJobHandles(const RemoteJob *job, HANDLE handles[2])
{
    handles[0] = job->token.event;
    handles[1] = job->process;
    return job->process != NULL ? 2 : 1;
}

void RemoteJobValues(RemoteJob *job, JobRecordValues *out)
{
    AcquireSRWLockExclusive(&job->lock);
    RemoteJobLook(job);
    *out = job->last;
    ReleaseSRWLockExclusive(&job->lock);
}

void RemoteJobSnapshot(RemoteJob *job, JobProgress *out)
{
    JobRecordValues values;
    RemoteJobValues(job, &values);
    out->state = (JobState)values.state;
    out->fraction = values.fractionMillionths / 1e6;
    out->total = values.total;
    out->completed = values.completed;
    out->failed = values.failed;
    out->elapsedMs = values.elapsedMs;
}

void RemoteJobFailure(RemoteJob *job, ClientFailure *out)
{
    AcquireSRWLockExclusive(&job->lock);
    RemoteJobLook(job);
    *out = job->failure;
    ReleaseSRWLockExclusive(&job->lock);
}

const wchar_t *RemoteJobPath(RemoteJob *job)
{
    AcquireSRWLockExclusive(&job->lock);
    RemoteJobLook(job);
    const wchar_t *path = job->path != NULL ? job->path : L"";
    ReleaseSRWLockExclusive(&job->lock);
    return path;
}

HRESULT RemoteJobCancel(RemoteJob *job, ClientFailure *failure)
{
    JobRecordValues values;
    uint8_t id[ProtocolJobIdBytes];
    HRESULT status;
    void *answer = NULL;
    size_t bytes;
    RemoteJobValues(job, &values);
    if (values.state != JobRecordRunning)
        return S_OK;
    Client *client = job->client;
    if (ClientTakeTurn(client, FALSE) == ERROR_SUCCESS) {
        DWORD error = ERROR_NOT_CONNECTED;
        ProtocolJobIdEncode(job->token.jobId, id);
        if (client->connection != NULL)
            error = PipeClientRequest(client->connection, ProtocolCancel, 0, id, sizeof id, &status, &answer, &bytes);
        ClientGiveTurn(client);
        PipeClientFree(answer);
        if (error == ERROR_SUCCESS && SUCCEEDED(status))
            return S_OK;
    }
    const ClientOptions options = {.endpoint = client->endpoint, .wait = client->wait};
    Client *own;
    HRESULT code = ClientConnect(&options, &own, failure);
    if (SUCCEEDED(code)) {
        code = ClientCancel(own, job->token.jobId, failure);
        ClientRelease(own);
    }
    if (FAILED(code)) {
        RemoteJobValues(job, &values); /* it may have ended meanwhile, or the server with it */
        if (values.state != JobRecordRunning)
            code = S_OK;
    }
    return code;
}
