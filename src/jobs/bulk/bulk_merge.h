/*
 * Joins the results of a run's shards: the CSV files into one, the JSON summaries into one, the
 * packs into one, as a run that was not parted would have written them, but for the times. A bulk
 * job whose steps differ: walk (finds the shards' files) -> select (reads them) -> open (puts their
 * rows in order, reads the packs' indexes) -> tables (copies the packs' tables) -> pack -> summary
 * -> finish. Rows of CSV and records of JSON are copied as they are, whatever columns and members
 * they have. Nothing of them is trusted. Part of a bulk job.
 */
#ifndef JOBS_BULK_MERGE_H
#define JOBS_BULK_MERGE_H

#include "bulk_job_steps.h"
#include "chm01/table/pack.h"
#include "jobs/text/csv.h"
#include "jobs/text/json.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * What is read of a shard, one after the other: at first the results, later the ends and the index
 * of its pack.
 */
typedef enum MergePart {
    MergeCsv,
    MergeJson,
    MergePackHeader,
    MergePackFooter,
    MergePackIndex,
    MergePartCount
} MergePart;

typedef struct MergeBytes {
    char *bytes;
    size_t length;
} MergeBytes;

typedef struct MergeShard {
    MergeBytes parts[MergePartCount];
    JsonSlice json;       /* all of it */
    ULONGLONG filesFound; /* by it, of all shards */
    CsvField csvHeader;   /* its line */
    wchar_t *packPath;    /* NULL: none */
    ULONGLONG packBytes;
    PackFooter packEnds;
    PackView pack;
    size_t packNext; /* entries that rows have been found for */
} MergeShard;

typedef struct MergeRow {
    wchar_t *keysPath; /* first: what rows are sorted by; NULL once the result has it */
    MergeShard *shard;
    const PackEntry *entry; /* of a table in a pack */
    CsvField csv;           /* its line */
    CsvField status, tablePath, errorCode, error;
    JsonSlice json; /* its record */
} MergeRow;

typedef struct MergeReader MergeReader;

/* The phases of the open step: targets are looked at, rows sliced, texts and packs opened. */
typedef enum MergePhase { MergeLooks, MergeTakes, MergeSorts, MergeFills, MergeOpens } MergePhase;

/* The columns that matter here, by their names in the header. */
enum { KeysPathColumn, StatusColumn, TablePathColumn, ErrorCodeColumn, ErrorColumn, ColumnCount };

typedef struct MergeColumns {
    size_t at[ColumnCount], count;
} MergeColumns;

/* A shard's texts while they are taken apart. */
typedef struct MergeTaking {
    DWORD shard;
    BOOL isBegun;
    CsvText csv; /* the lines to come, and the records */
    JsonMembers records;
    JsonSlice tables; /* these */
    MergeColumns columns;
} MergeTaking;

typedef struct BulkMerge {
    DWORD shardCount;
    MergeShard *shards; /* of shard i at i - 1 */
    MergeReader *readers;
    volatile LONG64 nextShard; /* to be read */
    MergePhase phase;
    MergeTaking taking;
    TextSort sort;
    MergeRow *rows;
    size_t rowCount, rowCapacity;
    wchar_t *pack; /* of the whole run; NULL: none */
} BulkMerge;

/* The steps; see bulk_job_steps.h. */
HRESULT BulkMergeSelect(BulkJob *job);
/*
 * Before the work: the path of the pack that will be written, as far as the request or the first
 * shard tells. TextFree; NULL: none, or what is wrong with it is told later.
 */
wchar_t *BulkMergePackPath(BulkJob *job);
HRESULT BulkMergeOpen(BulkJob *job);
static inline BOOL BulkMergeTakesSlices(const BulkMerge *merge) /* has the open step slices to come? */
{
    return merge->phase != MergeLooks && merge->phase != MergeOpens;
}
HRESULT BulkMergePacks(BulkJob *job);  /* opens the pack to write, and starts to read those of the shards */
HRESULT BulkMergeTables(BulkJob *job); /* once the indexes are there, before the slots start */
/* TRUE: the row is over. FALSE: its image is being read, and its end goes on with the slot */
BOOL BulkMergeStartTable(BulkSlot *slot);
HRESULT BulkMergeSummary(BulkJob *job);
void BulkMergeFree(BulkMerge *merge); /* NULL is allowed */

/* The parts of the steps. */
HRESULT BulkMergeRead(BulkJob *job, MergePart first, MergePart last); /* of all shards; their failure ends the job */
/*
 * From the texts to merge->rows; puts these in order. S_FALSE: there is more to do, of which each
 * call does some.
 */
HRESULT BulkMergeTakeRows(BulkJob *job);
HRESULT BulkMergeSortRows(BulkJob *job);
HRESULT BulkMergeWrite(BulkJob *job); /* the merged texts, to the job's summary */

/* PERFECTHASH_E_RESULTS about one of a shard's texts, at that place in it. */
wchar_t *BulkMergePath(const BulkJob *job, const MergeShard *shard, MergePart part); /* NULL: out of memory */
HRESULT BulkMergeUnsound(BulkJob *job, const MergeShard *shard, MergePart part, const char *at, const wchar_t *reason);
HRESULT BulkMergeOther(BulkJob *job, const MergeShard *shard, MergePart part, const wchar_t *reason);

#ifdef __cplusplus
}
#endif
#endif
