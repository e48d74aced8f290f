/* See server_job.h. */
#include "server_job.h"

#include <string.h>

#include "PerfectHashErrors.h"
#include "jobs/text/text.h"
#include "runtime/base/win32_calls.h"

/* The states of the record and of a job have the same numbers. */
C_ASSERT((int)JobRecordRunning == (int)JobRunning && (int)JobRecordSucceeded == (int)JobSucceeded);
C_ASSERT((int)JobRecordFailed == (int)JobFailed && (int)JobRecordCancelled == (int)JobCancelled);

/* ---- life ---- */

ServerJob *ServerJobCreate(ServerJobKind kind, const PipeClient *client)
{
    ServerJob *job = Win32Allocate(sizeof *job);
    if (job == NULL)
        return NULL;
    RefCountInit(&job->references);
    job->kind = kind;
    job->begunMs = GetTickCount64();
    job->values.kind = (uint32_t)kind;
    job->values.total = kind == ServerJobTable ? 1 : 0;
    InitializeSRWLock(&job->lock);
    if (client != NULL) {
        job->guest = !client->owner;
        job->processId = client->processId;
        job->sid = TextCopy(client->sid);
        if (job->sid == NULL) {
            ServerJobRelease(job);
            return NULL;
        }
    }
    return job;
}

void ServerJobHold(ServerJob *job)
{
    RefCountHold(&job->references);
}

void ServerJobRelease(ServerJob *job)
{
    if (RefCountRelease(&job->references) != 0)
        return;
    CompletionTokenClose(&job->token);
    TextFree(job->sid);
    TextFree(job->message);
    TextFree(job->path);
    TextFree(job->pack);
    TextFree(job->input);
    TextFree(job->output);
    Win32Free(job);
}

void ServerJobBind(ServerJob *job, PipeConnection *connection, BOOL answers, BOOL detached)
{
    job->connection = connection;
    job->answers = answers;
    job->detached = detached;
    PipeConnectionHold(connection);
    PipeConnectionBusy(connection, TRUE);
}

static void ServerJobUnbind(ServerJob *job)
{
    PipeConnection *connection = job->connection;
    job->connection = NULL;
    if (connection != NULL) {
        PipeConnectionBusy(connection, FALSE);
        PipeConnectionRelease(connection);
    }
}

/* ---- the record ---- */

static const uint16_t *ServerJobUtf16(const wchar_t *text)
{
    return (const uint16_t *)(text != NULL ? text : L"");
}

/*
 * Under the lock, as all that follows here. Texts only when they are new: a reader need not copy
 * them again and again.
 */
static void ShowValues(ServerJob *job)
{
    if (job->token.record != NULL)
        JobRecordWrite(job->token.record, &job->values, NULL, NULL);
}

static void ShowAll(const ServerJob *job, JobRecord *record)
{
    JobRecordWrite(record, &job->values, ServerJobUtf16(job->message), ServerJobUtf16(job->path));
}

static void TakeProgress(ServerJob *job, const JobProgress *progress)
{
    job->values.fractionMillionths = (uint32_t)(progress->fraction * 1e6);
    job->values.elapsedMs = progress->elapsedMs;
    job->values.total = progress->total;
    job->values.completed = progress->completed;
    job->values.failed = progress->failed;
}

/* Takes the failure, if it is the first. Without memory for its text the code alone tells. */
static void ServerJobTakeFailure(ServerJob *job, const Failure *failure)
{
    if (job->values.code != 0)
        return;
    wchar_t text[FAILURE_TEXT_CHARS];
    FailureText(failure, text, ARRAYSIZE(text));
    job->values.code = (uint32_t)failure->code;
    job->message = TextCopy(text);
}

void ServerJobRefresh(ServerJob *job)
{
    JobProgress progress;
    AcquireSRWLockExclusive(&job->lock);
    if (!job->ended && (job->table != NULL || job->bulk != NULL)) {
        if (job->table != NULL)
            TableJobSnapshot(job->table, &progress);
        else
            BulkJobSnapshot(job->bulk, &progress);
        if (progress.state == JobRunning) { /* else its end is about to tell */
            TakeProgress(job, &progress);
            ShowValues(job);
        }
    }
    ReleaseSRWLockExclusive(&job->lock);
}

void ServerJobRow(ServerJob *job, BulkJob *bulk, const BulkRow *row)
{
    JobProgress progress;
    AcquireSRWLockExclusive(&job->lock);
    const BOOL first = BulkRowHasFailed(row) && job->values.code == 0;
    if (first) {
        Failure failure;
        StoredFailureGet(row->failure, &failure);
        ServerJobTakeFailure(job, &failure);
    }
    if (row->failure == NULL && row->skipped)
        job->values.skipped++;
    else if (row->failure == NULL)
        job->values.succeeded++;
    job->values.keyCount += row->keyCount;
    job->values.attempts += row->attempts;
    job->values.solveMicroseconds += row->solveMicroseconds;
    job->values.bytesWritten += row->bytesWritten;
    BulkJobSnapshot(bulk, &progress);
    TakeProgress(job, &progress);
    if (first && job->token.record != NULL)
        ShowAll(job, job->token.record);
    else
        ShowValues(job);
    ReleaseSRWLockExclusive(&job->lock);
}

uint8_t *ServerJobEncode(ServerJob *job, size_t *bytes)
{
    JobRecord *record = Win32Allocate(sizeof *record);
    uint8_t *out = NULL;
    if (record == NULL)
        return NULL;
    AcquireSRWLockShared(&job->lock);
    JobRecordInit(record, job->id, (uint32_t)job->kind);
    ShowAll(job, record);
    ReleaseSRWLockShared(&job->lock);
    const size_t capacity = JobRecordHeadBytes + 2 * ((size_t)record->messageChars + record->pathChars);
    out = Win32Allocate(capacity);
    *bytes = out != NULL ? JobRecordEncode(record, out, capacity) : 0;
    Win32Free(record);
    return out;
}

/* ---- tokens ---- */

BOOL ServerJobHasToken(ServerJob *job)
{
    AcquireSRWLockShared(&job->lock);
    const BOOL has = job->token.record != NULL;
    ReleaseSRWLockShared(&job->lock);
    return has;
}

HRESULT ServerJobGiveToken(ServerJob *job, HANDLE process, ProtocolTokenPayload *out, BOOL *first, Failure *failure)
{
    CompletionToken closing = {0};
    DWORD error = ERROR_SUCCESS;
    *first = FALSE;
    if (process == NULL)
        return FailureSet(failure, PERFECTHASH_E_NOT_ALLOWED, L"completion token",
                          L"the server may not open the client's process, which would get it", 0, 0, 0);
    AcquireSRWLockExclusive(&job->lock);
    CompletionToken *token = job->ended ? &closing : &job->token; /* an ended job needs none of its own any more */
    if (token->record == NULL) {
        error = CompletionTokenCreate(token, job->id, (uint32_t)job->kind);
        if (error == ERROR_SUCCESS) {
            *first = !job->ended;
            ShowAll(job, token->record);
            if (job->ended)
                CompletionTokenSignal(token);
        }
    }
    if (error == ERROR_SUCCESS)
        error = CompletionTokenGive(token, process, out);
    ReleaseSRWLockExclusive(&job->lock);
    CompletionTokenClose(&closing);
    return error == ERROR_SUCCESS ? S_OK : FailureSystem(failure, PERFECTHASH_E_RUNTIME, L"completion token", error);
}

/* ---- the job below ---- */

static void CancelBelow(const ServerJob *job)
{
    if (job->table != NULL && job->allowedSeconds != 0)
        TableJobExpire(job->table, job->allowedSeconds);
    else if (job->table != NULL)
        TableJobCancel(job->table);
    if (job->bulk != NULL && job->allowedSeconds != 0)
        BulkJobExpire(job->bulk, job->allowedSeconds);
    else if (job->bulk != NULL)
        BulkJobCancel(job->bulk);
}

void ServerJobStarted(ServerJob *job, TableJob *table, BulkJob *bulk)
{
    AcquireSRWLockExclusive(&job->lock);
    const BOOL ended = job->ended;
    if (!ended) {
        job->table = table;
        job->bulk = bulk;
        if (job->cancelled)
            CancelBelow(job);
    }
    ReleaseSRWLockExclusive(&job->lock);
    if (ended && table != NULL)
        TableJobRelease(table);
    if (ended && bulk != NULL)
        BulkJobRelease(bulk);
}

/* FALSE: it has ended already. */
static BOOL CancelFor(ServerJob *job, DWORD allowedSeconds)
{
    AcquireSRWLockExclusive(&job->lock);
    const BOOL runs = !job->ended;
    if (!job->cancelled)
        job->allowedSeconds = allowedSeconds; /* why it was cancelled first counts */
    job->cancelled = TRUE;
    CancelBelow(job);
    ReleaseSRWLockExclusive(&job->lock);
    return runs;
}

BOOL ServerJobCancel(ServerJob *job)
{
    return CancelFor(job, 0);
}

void ServerJobExpire(ServerJob *job, DWORD seconds)
{
    (void)CancelFor(job, seconds);
}

static void ServerJobAnswer(ServerJob *job)
{
    size_t bytes = 0;
    if (job->values.state != JobRecordSucceeded) {
        const size_t chars = job->message != NULL ? wcslen(job->message) : 0;
        PipeRespond(job->connection, (HRESULT)job->values.code, job->message, chars * sizeof(wchar_t));
        return;
    }
    uint8_t *record = ServerJobEncode(job, &bytes);
    PipeRespond(job->connection, record != NULL ? S_OK : PERFECTHASH_E_OUT_OF_MEMORY, record, bytes);
    TextFree(record);
}

/*
 * Under the lock, which it leaves. The record is complete: nothing of the job changes any more once
 * `ended` is set.
 */
static void ServerJobEnd(ServerJob *job, const JobProgress *progress)
{
    TakeProgress(job, progress);
    job->values.state = (JobRecordState)progress->state;
    job->ended = TRUE;
    TableJob *table = job->table;
    BulkJob *bulk = job->bulk;
    CompletionToken token = job->token;
    job->table = NULL;
    job->bulk = NULL;
    memset(&job->token, 0, sizeof job->token);
    if (token.record != NULL)
        ShowAll(job, token.record);
    ReleaseSRWLockExclusive(&job->lock);

    if (token.record != NULL)
        CompletionTokenSignal(&token);
    CompletionTokenClose(&token);
    if (job->answers)
        ServerJobAnswer(job);
    ServerJobUnbind(job);
    if (table != NULL)
        TableJobRelease(table);
    if (bulk != NULL)
        BulkJobRelease(bulk);
}

void ServerJobNotStarted(ServerJob *job, const Failure *failure)
{
    const JobProgress progress = {.state = JobFailed, .total = job->values.total};
    AcquireSRWLockExclusive(&job->lock);
    job->answers = FALSE; /* its caller does */
    ServerJobTakeFailure(job, failure);
    ServerJobEnd(job, &progress);
}

void ServerJobTableEnded(ServerJob *job, TableJob *table)
{
    TableResult *result = NULL;
    Failure failure;
    JobProgress progress;
    TableJobSnapshot(table, &progress);
    AcquireSRWLockExclusive(&job->lock);
    if (SUCCEEDED(TableJobTake(table, &result, &failure))) {
        const wchar_t *file = TableResultFile(result);
        if (file == NULL && result->fileCount != 0)
            file = result->files[0];
        job->values.succeeded = result->reused ? 0 : 1;
        job->values.skipped = result->reused ? 1 : 0;
        job->values.keyCount = result->view.keyCount;
        job->values.attempts = result->view.attempts;
        job->values.solveMicroseconds = result->solveMicroseconds;
        job->values.bytesWritten = result->bytesWritten;
        job->path = file != NULL ? TextCopy(file) : NULL;
    } else {
        ServerJobTakeFailure(job, &failure);
    }
    ServerJobEnd(job, &progress);
    TableResultRelease(result);
}

void ServerJobBulkEnded(ServerJob *job, BulkJob *bulk)
{
    BulkResult *result = NULL;
    Failure failure;
    JobProgress progress;
    BulkJobSnapshot(bulk, &progress);
    AcquireSRWLockExclusive(&job->lock);
    if (SUCCEEDED(BulkJobTake(bulk, &result, &failure))) {
        const wchar_t *file = result->jsonPath != NULL ? result->jsonPath : job->pack;
        job->path = file != NULL ? TextCopy(file) : NULL;
    } else {
        job->values.code = 0; /* the run's own failure counts, not that of a table before it */
        TextFree(job->message);
        job->message = NULL;
        ServerJobTakeFailure(job, &failure);
    }
    ServerJobEnd(job, &progress);
    BulkResultRelease(result);
}
