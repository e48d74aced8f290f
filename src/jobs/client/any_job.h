/*
 * A job of any kind: one table, a bulk run, or either on a server. A value of one pointer that is
 * not NULL; whoever holds the job holds what the pointer leads to. Any thread.
 */
#ifndef JOBS_ANY_JOB_H
#define JOBS_ANY_JOB_H

#include "annotations.h"
#include "client.h"
#include "jobs/bulk/bulk_job.h"
#include "jobs/table/table_job.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct AnyJob {
    TableJob *table;
    BulkJob *bulk;
    RemoteJob *remote; /* on a server */
    uint64_t servedId; /* its number, of one that this process' own server runs; else 0 */
} AnyJob;

/* One that has no job is allowed. */
void AnyJobHold(_In_ const AnyJob *job);
void AnyJobRelease(_In_ const AnyJob *job);

void AnyJobSnapshot(_In_ const AnyJob *job, _Out_ JobProgress *out);
uint64_t AnyJobId(_In_ const AnyJob *job); /* its number on a server of any process; 0: it has none */
/* S_OK, or what kept a server from it. Waits for a server alone. */
HRESULT AnyJobCancel(_In_ const AnyJob *job, _Out_ ClientFailure *failure);
/* Waits until the job has ended. FALSE: not in that time, or the wait was cut off. */
BOOL AnyJobWait(_In_ const AnyJob *job, DWORD milliseconds, PipeClientWait wait);

/*
 * Once it has succeeded: a held result, the other pointer is NULL. Of a job on a server it is read
 * from what that wrote, which blocks the caller's thread; PERFECTHASH_E_TABLE_NOT_KEPT: nothing was
 * written.
 */
HRESULT AnyJobTake(_In_ const AnyJob *job, _Outptr_result_maybenull_ TableResult **table,
                   _Outptr_result_maybenull_ BulkResult **tables, _Inout_opt_ Failure *failure);
/* As RemoteJobFailure. */
void AnyJobFailure(_In_ const AnyJob *job, _Out_ ClientFailure *out);

/* How a keys file ended. The texts live as long as the job. */
typedef struct JobTableEvent {
    const wchar_t *keysPath;
    HRESULT code;             /* S_OK: there is a table */
    const wchar_t *tablePath; /* the table file, or NULL */
    ULONGLONG keyCount, solveMicroseconds;
    BOOL alreadyThere;
    wchar_t message[FAILURE_TEXT_CHARS]; /* what is wrong, when there is none */
} JobTableEvent;

/*
 * Describes a table that has ended. `row` is the table's in a bulk run of this process; the record
 * of a run on a server names no single table.
 */
void AnyJobTable(_In_ const AnyJob *job, _In_opt_ const BulkRow *row, _Out_ JobTableEvent *out);

#ifdef __cplusplus
}
#endif
#endif
