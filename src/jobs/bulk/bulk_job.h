/*
 * A directory of keys files made into tables: a walk, and a bounded number of table jobs in flight
 * over all nodes. Each table gives one CSV row and one JSON record, in the order of the input,
 * whatever the order in which the tables end. One failing file never ends the others. State lives
 * in the job's rundown: the walk and every table job hold it, the last one finishes it. Memory does
 * not grow with the number of files, except for one row each.
 */
#ifndef JOBS_BULK_JOB_H
#define JOBS_BULK_JOB_H

#include <stdbool.h>

#include "annotations.h"
#include "jobs/base/stored_failure.h"
#include "jobs/pure/table_options.h"
#include "jobs/table/job.h"
#include "jobs/table/table_result.h"
#include "runtime/engine/identity.h"
#include "runtime/engine/runtime.h"
#include "runtime/pure/ref_count.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct BulkOptions {
    TableOptions table;
    /* globs separated by ';' (* ? on the relative path's name); NULL: BULK_DEFAULT_INCLUDE, none */
    const wchar_t *include, *exclude;
    BOOL recursive;
    DWORD maximumConcurrency;     /* table jobs in flight at once, over all nodes; 0 = automatic */
    BOOL resume;                  /* skip tables whose .pht is valid and made from the same keys and options */
    const wchar_t *pack;          /* all tables in this one container file instead of a folder each; NULL: no */
    DWORD shardIndex, shardCount; /* --Shard=i/n, 1-based index; count 0: all */
    BOOL noSummary;               /* no CSV and JSON */
    const wchar_t *merge;         /* no run of its own: joins the results of all shards in this directory; NULL: no */
} BulkOptions;

void BulkOptionsDefault(_Out_ BulkOptions *options);

/*
 * <KeysDirectory> [<OutputDirectory> [<Algorithm> [<HashFunction> [<MaskFunction>
 * [<MaximumConcurrency>]]]]] [options].
 */
typedef struct BulkCommand {
    wchar_t *keysDirectory, *outputDirectory;
    BulkOptions options;
    wchar_t **words; /* what the option texts point into */
} BulkCommand;
HRESULT BulkCommandParse(int argc, _In_reads_(argc) const wchar_t *const *argv, _In_ const TableOptions *defaults,
                         _Out_ BulkCommand *out, _Inout_opt_ Failure *failure);
void BulkCommandFree(_Inout_ BulkCommand *command);
/*
 * Applies an options string over *options; texts it sets are kept alive by *words, which the caller
 * frees with CommandLineFree.
 */
HRESULT BulkOptionsParse(_In_opt_z_ const wchar_t *text, _Inout_ BulkOptions *options,
                         _Outptr_opt_result_maybenull_ wchar_t ***words, _Inout_opt_ Failure *failure);

/*
 * One file's outcome. Strings are owned by the result. A run keeps a row of each file, and little
 * else: its fields are as small as what they hold.
 */
typedef struct BulkRow {
    wchar_t *keysPath;            /* relative to the keys directory; this and the next lie in the result's texts */
    wchar_t *tablePath;           /* whole path of the .pht, or NULL when none was written */
    const StoredFailure *failure; /* why there is no table; NULL: it was made (or skipped by resume) */
    ULONGLONG attempts, tableBytes, solveMicroseconds;
    ULONGLONG bytesWritten; /* of the table's files, or of the table in the pack; 0 when this run wrote none */
    DWORD keyCount, resizes;
    HashFunctionId hashFunction;
    BYTE keySizeInBytes, layout; /* the last: TableLayout */
    bool skipped;
    bool ownsPath; /* tablePath is a text of its own */
    DWORD endedMs; /* since the run's start */
    DWORD node;    /* that made it, by its number */
    SolveCost cost;
} BulkRow;

typedef struct BulkSums {
    ULONGLONG keys, attempts, tableBytes, solveMicroseconds;
} BulkSums;

typedef struct BulkResult {
    RefCount references;
    wchar_t *keysDirectory, *outputDirectory;
    wchar_t *csvPath, *jsonPath;    /* NULL when not written */
    wchar_t *packPath;              /* whole path of the run's pack, or NULL */
    struct PackFile *volatile pack; /* opened for the first table that is loaded from it */
    BulkRow *rows;                  /* rowCount, in input order (ordinal order of the relative paths) */
    size_t rowCount, succeeded, failed, skipped;
    size_t withoutFunctions;   /* programs that have none, which are no failures */
    BulkSums sums;             /* of the rows */
    Store failures, texts;     /* of the rows */
    volatile LONG hasOwnTexts; /* some table's path is not there, for lack of memory */
    TableCoverage *coverages;  /* a row each; NULL: the run measures none */
    BOOL durable;              /* of the tables that are loaded: see TableResult */
} BulkResult;
void BulkResultHold(_Inout_ BulkResult *result);
void BulkResultRelease(_Inout_opt_ BulkResult *result); /* NULL is allowed */
/* NULL: the run measures none. Zero when the row's was not measured. */
_Ret_maybenull_ const TableCoverage *BulkRowCoverage(_In_ const BulkResult *result, _In_ const BulkRow *row);
/* A program without functions has no table, but has not failed. */
BOOL BulkRowHasFailed(_In_ const BulkRow *row);
/* The row's outcome, as users read it: ASCII. */
_Ret_z_ const char *BulkRowStatus(_In_ const BulkRow *row);
/* The first row that has failed, in the order of the rows; NULL: none has. */
_Ret_maybenull_ const BulkRow *BulkResultFirstFailed(_In_ const BulkResult *result);
/*
 * A text of each row that failed, or of each other one: what went wrong, or its name. Goes with
 * BulkResultTextsFree (NULL is allowed); NULL: out of memory, and *count is 0.
 */
_Must_inspect_result_ _Ret_maybenull_ wchar_t **BulkResultTexts(_In_ const BulkResult *result, BOOL failed,
                                                                _Out_ size_t *count);
void BulkResultTextsFree(_In_opt_ wchar_t **texts, size_t count);

/*
 * The table of a row, loaded from its file or from the run's pack. Blocks the caller's thread;
 * never called on a worker. PERFECTHASH_E_TABLE_NOT_KEPT when the run wrote none.
 */
HRESULT BulkResultTable(_Inout_ BulkResult *result, size_t row, _Outptr_ TableResult **out,
                        _Inout_opt_ Failure *failure);

/*
 * The tables of a pack file as a result: a row a table. Blocks the caller's thread; never called on
 * a worker.
 */
HRESULT BulkResultOfPack(_In_z_ const wchar_t *path, _Outptr_ BulkResult **out, _Inout_opt_ Failure *failure);

/* Which keys files that are links may be followed, where links are refused. All zero: none. */
typedef struct BulkLinkRule {
    BOOL (*allows)(_In_opt_ const void *context, _In_z_ const wchar_t *path); /* a whole path; on a worker */
    const void *context;                                                      /* must outlive the job */
} BulkLinkRule;

typedef struct BulkRequest {
    const wchar_t *keysDirectory;   /* NULL or empty when shards are merged */
    const wchar_t *outputDirectory; /* NULL or empty: nothing is written (as with NoFileIo) */
    BulkOptions options;
    /*
     * keys files, folders of tables and results of shards that are links are refused: they may lead
     * elsewhere. A keys file is not when the rule allows it
     */
    BOOL noLinks;
    BulkLinkRule linkRule;
    /*
     * without --Pack the pack of shards that are merged lies beside their results, whatever those
     * say
     */
    BOOL packInside;
    BOOL guest; /* this and the next two as in TableRequest */
    MemoryQuota *quota;
    Identity *identity;
} BulkRequest;

typedef struct BulkJob BulkJob;
/* Runs once, on a worker, after the state is final and before the event is set. */
typedef void (*BulkJobDone)(_Inout_ BulkJob *job, _In_opt_ void *context);
/*
 * A table of the run has ended; on a worker, for rows in any order. The row stays as it is as long
 * as the job lives. NULL: nobody asks.
 */
typedef void (*BulkJobTable)(_Inout_ BulkJob *job, _In_ const BulkRow *row, _In_opt_ void *context);

HRESULT BulkJobStart(_Inout_ Runtime *runtime, _In_ const BulkRequest *request, BulkJobDone done, BulkJobTable table,
                     _In_opt_ void *context, _Outptr_ BulkJob **out, _Inout_opt_ Failure *failure);
void BulkJobCancel(_Inout_ BulkJob *job);
void BulkJobExpire(_Inout_ BulkJob *job, DWORD seconds); /* as TableJobExpire */
void BulkJobHold(_Inout_ BulkJob *job);
void BulkJobRelease(_Inout_ BulkJob *job);
HANDLE BulkJobEvent(_Inout_ BulkJob *job);
void BulkJobSnapshot(_In_ const BulkJob *job, _Out_ JobProgress *out);
/*
 * The same with what most of its tables wait for, when more of them wait than go on. It looks at
 * each of them.
 */
void BulkJobLook(_Inout_ BulkJob *job, _Out_ JobProgress *out);
/*
 * Once done: S_OK and a held result (also when some files failed), or the failure of the run as a
 * whole (no such directory, cancelled, ...).
 */
HRESULT BulkJobTake(_Inout_ BulkJob *job, _Outptr_ BulkResult **out, _Inout_opt_ Failure *failure);

#ifdef __cplusplus
}
#endif
#endif
