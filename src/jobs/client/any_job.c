#include "any_job.h"

#include <stdio.h>

#include "PerfectHashErrors.h"
#include "client_state.h"
#include "jobs/bulk/bulk_reload.h"
#include "jobs/text/text.h"

void AnyJobHold(const AnyJob *job)
{
    if (job->table != NULL)
        TableJobHold(job->table);
    if (job->bulk != NULL)
        BulkJobHold(job->bulk);
    if (job->remote != NULL)
        RemoteJobHold(job->remote);
}

void AnyJobRelease(const AnyJob *job)
{
    if (job->table != NULL)
        TableJobRelease(job->table);
    if (job->bulk != NULL)
        BulkJobRelease(job->bulk);
    if (job->remote != NULL)
        RemoteJobRelease(job->remote);
}

void AnyJobSnapshot(const AnyJob *job, JobProgress *out)
{
    if (job->table != NULL)
        TableJobSnapshot(job->table, out);
    else if (job->bulk != NULL)
        BulkJobSnapshot(job->bulk, out);
    else
        RemoteJobSnapshot(job->remote, out);
}

uint64_t AnyJobId(const AnyJob *job)
{
    return job->remote != NULL ? RemoteJobId(job->remote) : job->servedId;
}

HRESULT AnyJobCancel(const AnyJob *job, ClientFailure *failure)
{
    if (job->remote != NULL)
        return RemoteJobCancel(job->remote, failure);
    if (job->table != NULL)
        TableJobCancel(job->table);
    else
        BulkJobCancel(job->bulk);
    return S_OK;
}

/* Looks from time to time, too: a pipe that breaks can't be waited for. */
static BOOL AnyJobWaitForRemote(RemoteJob *job, DWORD milliseconds, PipeClientWait wait)
{
    const ULONGLONG begun = GetTickCount64();
    HANDLE handles[2];
    const DWORD count = (DWORD)RemoteJobHandles(job, handles);
    for (;;) {
        JobProgress progress;
        RemoteJobSnapshot(job, &progress);
        if (progress.state != JobRunning)
            return TRUE;
        const ULONGLONG gone = GetTickCount64() - begun;
        if (milliseconds != INFINITE && gone >= milliseconds)
            return FALSE;
        const DWORD left = milliseconds != INFINITE ? milliseconds - (DWORD)gone : INFINITE;
        wait(count, handles, min(left, (DWORD)RemoteJobLookMs));
    }
}

BOOL AnyJobWait(const AnyJob *job, DWORD milliseconds, PipeClientWait wait)
{
    if (job->remote != NULL)
        return AnyJobWaitForRemote(job->remote, milliseconds, wait);
    const HANDLE event = job->table != NULL ? TableJobEvent(job->table) : BulkJobEvent(job->bulk);
    return wait(1, &event, milliseconds) == WAIT_OBJECT_0;
}

/* ---- results ---- */

static BOOL AnyJobEndsWith(const wchar_t *path, const wchar_t *extension)
{
    const size_t chars = TextLength(path), tail = TextLength(extension);
    return chars > tail && TextSame(path + chars - tail, extension);
}

/* The job's record holds what a table's file doesn't tell. */
static HRESULT AnyJobLoadRemote(RemoteJob *job, TableResult **table, BulkResult **tables, Failure *failure)
{
    const wchar_t *path = RemoteJobPath(job);
    wchar_t subject[32];
    JobRecordValues values;
    if (*path != 0 && RemoteJobIsBulk(job))
        return AnyJobEndsWith(path, L".json") ? BulkResultOfSummary(path, tables, failure)
                                              : BulkResultOfPack(path, tables, failure);
    if (!AnyJobEndsWith(path, L".pht")) {
        swprintf(subject, ARRAYSIZE(subject), L"Job %llu", (unsigned long long)RemoteJobId(job));
        return FailureSet(failure, PERFECTHASH_E_TABLE_NOT_KEPT, *path != 0 ? path : subject, NULL, 0, 0, 0);
    }
    const HRESULT code = TableResultLoad(path, table, failure);
    if (FAILED(code))
        return code;
    RemoteJobValues(job, &values);
    (*table)->solveMicroseconds = values.solveMicroseconds;
    return code;
}

HRESULT AnyJobTake(const AnyJob *job, TableResult **table, BulkResult **tables, Failure *failure)
{
    *table = NULL;
    *tables = NULL;
    if (job->remote != NULL)
        return AnyJobLoadRemote(job->remote, table, tables, failure);
    return job->table != NULL ? TableJobTake(job->table, table, failure) : BulkJobTake(job->bulk, tables, failure);
}

void AnyJobFailure(const AnyJob *job, ClientFailure *out)
{
    TableResult *table;
    BulkResult *tables;
    Failure failure;
    JobProgress progress;
    out->code = S_OK;
    *out->text = 0;
    AnyJobSnapshot(job, &progress);
    if (job->remote != NULL) {
        RemoteJobFailure(job->remote, out);
    } else if (progress.state != JobRunning) {
        if (FAILED(AnyJobTake(job, &table, &tables, &failure))) {
            ClientFailed(out, &failure);
            return;
        }
        const BulkRow *row = tables != NULL ? BulkResultFirstFailed(tables) : NULL;
        if (row != NULL)
            StoredFailureText(row->failure, out->text, ARRAYSIZE(out->text));
        TableResultRelease(table);
        BulkResultRelease(tables);
    }
}

/* ---- tables that ended ---- */

static void AnyJobTellFailure(const Failure *failure, JobTableEvent *out)
{
    out->code = failure->code;
    FailureText(failure, out->message, ARRAYSIZE(out->message));
}

static void AnyJobOfTable(TableJob *job, JobTableEvent *out)
{
    TableResult *result;
    Failure failure;
    out->keysPath = TableJobSubject(job);
    if (FAILED(TableJobTake(job, &result, &failure))) {
        AnyJobTellFailure(&failure, out);
        return;
    }
    out->tablePath = TableResultFile(result);
    out->keyCount = result->view.keyCount;
    out->solveMicroseconds = result->solveMicroseconds;
    out->alreadyThere = result->reused;
    TableResultRelease(result); /* the job has it too */
}

static void AnyJobOfRow(const BulkRow *row, JobTableEvent *out)
{
    out->keysPath = row->keysPath;
    if (row->failure != NULL) {
        out->code = row->failure->code;
        StoredFailureText(row->failure, out->message, ARRAYSIZE(out->message));
        return;
    }
    out->tablePath = row->tablePath;
    out->keyCount = row->keyCount;
    out->solveMicroseconds = row->solveMicroseconds;
    out->alreadyThere = row->skipped;
}

/* Tells how a table ended, from its record. */
static void AnyJobOfRemote(RemoteJob *job, JobTableEvent *out)
{
    JobRecordValues values;
    ClientFailure failure;
    RemoteJobFailure(job, &failure);
    out->keysPath = RemoteJobKeysPath(job);
    out->code = failure.code;
    if (FAILED(failure.code)) {
        lstrcpynW(out->message, failure.text, ARRAYSIZE(out->message));
        return;
    }
    RemoteJobValues(job, &values);
    out->tablePath = RemoteJobPath(job);
    out->keyCount = values.keyCount;
    out->solveMicroseconds = values.solveMicroseconds;
    out->alreadyThere = values.skipped != 0;
}

void AnyJobTable(const AnyJob *job, const BulkRow *row, JobTableEvent *out)
{
    ZeroMemory(out, sizeof *out);
    if (job->table != NULL)
        AnyJobOfTable(job->table, out);
    else if (job->bulk != NULL)
        AnyJobOfRow(row, out);
    else
        AnyJobOfRemote(job->remote, out);
}
