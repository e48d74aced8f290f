/*
 * One table from keys to files: load -> plan -> reserve -> prepare -> solve -> emit -> lock ->
 * commit, as work items on a runtime. A search that must grow the table solves again. job_core.c
 * advances the job on the worker that brings its counter to zero, so a job never runs on two
 * workers at once.
 */
#ifndef JOBS_TABLE_JOB_H
#define JOBS_TABLE_JOB_H

#include "annotations.h"
#include "job.h"
#include "jobs/pure/table_options.h"
#include "runtime/engine/identity.h"
#include "runtime/engine/runtime.h"
#include "table_result.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct TableJob TableJob;

/* The progress has moved on; on a worker, perhaps on two at once. */
typedef void (*TableJobMoved)(_Inout_ TableJob *job, _In_opt_ void *context);

/* Rows of columns that the caller has, as record_read.h describes their text. */
typedef struct GivenRecords {
    const BYTE *text;
    size_t size, rows;
    const struct RecordShape *shapes;
    UINT32 columns;
    BOOL keysAreApart; /* the first column's are numbers of keyBytes, or texts; FALSE: as the options say */
    UINT32 keyBytes;   /* 4, 8 or 16; 0: they are texts */
} GivenRecords;

typedef struct TableRequest {
    const wchar_t *keysPath; /* a keys file (any format), or NULL: the keys are given */
    const wchar_t *keysFile; /* its canonical path, of who has it already (see PathExtend); else NULL */
    /*
     * keysPath is a table file, which is the job's table as it is; options and outputDirectory mean
     * nothing
     */
    BOOL loads;
    const void *keys; /* given keys, copied: keyCount of keySizeInBytes 4, 8 or 16 */
    size_t keyCount;
    DWORD keySizeInBytes;
    const TextKeys *texts;          /* given text keys, instead of `keys`: copied. NULL: there are none */
    const GivenRecords *records;    /* given rows, instead of `keys`: copied. NULL: there are none */
    const void *values;             /* of given keys, copied: keyCount of options.solve.valueBits; NULL: positions */
    const wchar_t *name;            /* of the table; NULL: options.name, or the keys file's base name */
    const wchar_t *outputDirectory; /* NULL or empty: nothing is written */
    /*
     * not 0: outputDirectory is whole, and what follows its first noLinksFrom characters may be no
     * link: that might lead elsewhere
     */
    size_t noLinksFrom;
    TableOptions options;
    Node *node; /* where it is made; NULL: the node with the least in flight */
    /* of an owner of several jobs, instead of TableJobCancel; must outlive the job. May be NULL */
    const volatile LONG *cancelled;
    /*
     * of an owner of several jobs: the bytes that they take. Outlives the job; NULL: the job counts
     * its own
     */
    volatile LONG64 *memory;
    /* with options.durable: the owner flushes the folders, of many tables at once */
    BOOL foldersLater;
    BOOL resume;  /* a table file that is there, sound and of the same keys and options is taken as it is */
    BOOL noEvent; /* TableJobEvent is NULL: the owner has `done` */
    /*
     * the caller is a worker and has a place for the job by this admission of the node: the job
     * takes the first step before the start returns, and `done` may come as early. A job that
     * solves for long gives the place back, see TableJobHasPlace. NULL: the job waits to be
     * admitted among the node's requests
     */
    Admission *place;
    /* by which a large table waits; the owner withdraws it on a cancel. NULL: the job's own */
    Admission *large;
    BOOL guest;          /* of another user than this process': see admission.h */
    MemoryQuota *quota;  /* of the user, outlives the job until `done`; NULL: none */
    TableJobMoved moved; /* gets the context of `done`. May be NULL */
    Identity *identity;  /* for whom the job acts on files; it holds it. NULL: as whoever the caller acts */
} TableRequest;

/*
 * `done` (may be NULL) runs once, on a worker, after the state is final and before the event is
 * set.
 */
typedef void (*TableJobDone)(_Inout_ TableJob *job, _In_opt_ void *context);

/* The caller gets one reference. The job holds itself and the runtime until it is done. */
HRESULT TableJobStart(_Inout_ Runtime *runtime, _In_ const TableRequest *request, TableJobDone done,
                      _In_opt_ void *context, _Outptr_ TableJob **out, _Inout_opt_ Failure *failure);
void TableJobCancel(_Inout_ TableJob *job); /* any time, any thread */
/*
 * In `done`: is the place of the request still the owner's, to be given back by AdmissionDone or
 * used on?
 */
BOOL TableJobHasPlace(_In_ const TableJob *job);
/*
 * Cancels the job, since it has taken longer than that many seconds. Unless the job has ended, it
 * fails with PERFECTHASH_E_JOB_TIME.
 */
void TableJobExpire(_Inout_ TableJob *job, DWORD seconds);
void TableJobHold(_Inout_ TableJob *job);
void TableJobRelease(_Inout_ TableJob *job);

/* manual-reset, set when done; the job's own handle, or NULL with noEvent */
HANDLE TableJobEvent(_Inout_ TableJob *job);
/*
 * the keys file as it was given or by options.keysName, or the name of the table; lives as long as
 * the job
 */
_Ret_z_ const wchar_t *TableJobSubject(_In_ const TableJob *job);
JobState TableJobState(_In_ const TableJob *job);
double TableJobProgress(_In_ const TableJob *job); /* 0..1 */
void TableJobSnapshot(_In_ const TableJob *job, _Out_ JobProgress *out);
/* Once done: S_OK and a held result, or the failure. */
HRESULT TableJobTake(_Inout_ TableJob *job, _Outptr_ TableResult **out, _Inout_opt_ Failure *failure);

#ifdef __cplusplus
}
#endif
#endif
