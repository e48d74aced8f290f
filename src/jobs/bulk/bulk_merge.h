/*
 * Joins the results of a run's shards: the CSV files into one, the JSON summaries into one, the
 * packs into one. The results are those that a run without shards would have written, except for
 * the times. The merge is a bulk job whose steps differ: walk (finds the shards' files) -> select
 * (reads them) -> open (puts their rows in order, reads the packs' indexes) -> tables (copies the
 * packs' tables) -> pack -> summary -> finish. Rows of CSV and records of JSON are copied as they
 * are, whatever columns and members they have. Nothing of them is trusted. All that takes longer
 * with more shards, rows or bytes is done in slices. Part of a bulk job.
 */
#ifndef JOBS_BULK_MERGE_H
#define JOBS_BULK_MERGE_H

#include "bulk_job_steps.h"
#include "chm01/table/pack.h"
#include "jobs/text/csv.h"
#include "jobs/text/json_scan.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The parts that are read of a shard, one after the other: at first the results, later the ends and
 * the index of its pack.
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
    JsonSlice tables;   /* the records of its JSON */
    CsvField csvHeader; /* its line */
    wchar_t *packPath;  /* NULL: none, or not yet read */
    ULONGLONG packBytes;
    PackFooter packEnds;
    PackView pack;
    size_t packNext; /* the entry of its next row that has a table */
} MergeShard;

typedef struct MergeRow {
    wchar_t *keysPath; /* first: what rows are sorted by; one of the result's texts */
    MergeShard *shard;
    const PackEntry *entry; /* of a table in a pack */
    CsvField csv;           /* its line */
    CsvField status, tablePath, errorCode, error;
    JsonSlice json; /* its record */
} MergeRow;

typedef struct MergeReader MergeReader;

/* The phases of the select step, which are the first three, and of the open step. */
typedef enum MergePhase {
    MergeCounts, /* how many shards there are */
    MergeSeeks,  /* those that are missing */
    MergeReads,  /* begins to read their texts */
    MergeScans,  /* the JSON, and what stands beside the records */
    MergeLooks,  /* at the targets: may they be replaced? */
    MergeTakes,  /* the rows out of the texts */
    MergeSorts,
    MergeFills,
    MergeOpens,  /* the packs: begins to read their indexes */
    MergeChecks, /* these */
    MergeFinds,  /* the tables of the rows in the packs */
    MergePhases
} MergePhase;

/* The columns that matter here, by their names in the header. */
enum { KeysPathColumn, StatusColumn, TablePathColumn, ErrorCodeColumn, ErrorColumn, ColumnCount };

typedef struct MergeColumns {
    size_t at[ColumnCount], count;
} MergeColumns;

/* A shard's texts while they are taken apart. */
typedef struct MergeTaking {
    CsvText csv; /* the lines to come, and the records */
    JsonMembers records;
    MergeColumns columns;
} MergeTaking;

/* The members of a shard's JSON, of which one is the list of its tables. */
enum { MergeMostMembers = 64 };

typedef struct MergeHead {
    JsonMember members[MergeMostMembers];
    size_t count, tables; /* tables: which of them are the records */
} MergeHead;

typedef struct BulkMerge {
    DWORD shardCount;
    MergeShard *shards; /* of shard i at i - 1 */
    MergeReader *readers;
    volatile LONG64 nextShard; /* to be read */
    MergePhase phase;
    size_t at;                /* how far the present phase has come: a file, flag, shard or row */
    BOOL shardBegun;          /* shard `at` is being scanned or taken apart, or its index checked */
    const wchar_t *firstName; /* of a shard's result, while they are counted */
    BYTE *there;              /* two flags for each shard: is its CSV there, its JSON? */
    size_t thereCount;
    JsonScan scan;
    MergeHead head, first;              /* of the shard that is scanned, and of the first one */
    ULONGLONG totals[MergeMostMembers]; /* of the first one's members, over all shards */
    BOOL counted[MergeMostMembers];     /* which of them are numbers */
    ULONGLONG filesFound, csvBytes;     /* each shard says how many files all of them have */
    MergeTaking taking;
    PackCheck check;
    TextSort sort;
    MergeRow *rows; /* room for filesFound of them */
    size_t rowCount;
    wchar_t *pack; /* of the whole run; NULL: none */
} BulkMerge;

/* The steps; see bulk_job_steps.h. */
HRESULT BulkMergeSelect(BulkJob *job);
HRESULT BulkMergeOpen(BulkJob *job);
BOOL BulkMergeTakesSlices(const BulkMerge *merge); /* has the step slices to come, which touch no file? */
/* TRUE: the row is over. FALSE: its image is being read, and its end goes on with the slot */
BOOL BulkMergeStartTable(BulkSlot *slot);
void BulkMergeFree(BulkMerge *merge); /* NULL is allowed */

/*
 * The phases. Each call does some of what there is to do in one. S_FALSE: there is more.
 */
HRESULT BulkMergeScan(BulkJob *job);
HRESULT BulkMergeTakeRows(BulkJob *job);
HRESULT BulkMergeSortRows(BulkJob *job);
HRESULT BulkMergeOpenPacks(BulkJob *job); /* opens the pack to write, and begins to read those of the shards */
HRESULT BulkMergeCheckIndexes(BulkJob *job);
HRESULT BulkMergeFindTables(BulkJob *job);

HRESULT BulkMergeRead(BulkJob *job, MergePart first, MergePart last); /* of all shards; their failure ends the job */
const JsonSlice *BulkMergeHeadValue(const MergeHead *head, const char *name); /* NULL: there is none */
/* The whole run's pack: as the shard that is scanned says, which must be what the others say. */
HRESULT BulkMergeFindPack(BulkJob *job, MergeShard *shard);
HRESULT BulkMergeChoosePack(BulkJob *job); /* that pack, or the one that the request names */

/* The merged texts, as BulkCsvPut and BulkJsonPut put them. */
void BulkMergeCsvPut(const BulkMerge *merge, size_t row, Utf8Text *out);
void BulkMergeJsonPut(const BulkMerge *merge, const BulkResult *result, size_t row, Utf8Text *out);
/* PERFECTHASH_E_RESULTS about one of a shard's texts, at that place in it. */
wchar_t *BulkMergePath(const BulkJob *job, const MergeShard *shard, MergePart part); /* NULL: out of memory */
HRESULT BulkMergeUnsound(BulkJob *job, const MergeShard *shard, MergePart part, const char *at, const wchar_t *reason);
HRESULT BulkMergeOther(BulkJob *job, const MergeShard *shard, MergePart part, const wchar_t *reason);
HRESULT BulkMergeOtherCount(BulkJob *job); /* the rows are not as many as the shards' files */

#ifdef __cplusplus
}
#endif
#endif
