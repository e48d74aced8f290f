/*
 * The files that a bulk run writes once, at its end: CSV and JSON, each under a temporary name and
 * renamed when it is whole. Part of a bulk job; its writes hold the job's rundown.
 */
#ifndef JOBS_BULK_SUMMARY_H
#define JOBS_BULK_SUMMARY_H

#include "bulk_text.h"
#include "runtime/files/file.h"
#include "runtime/pure/rundown.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct BulkSummaryFile {
    FileWrite write;
    Rundown *rundown;
    wchar_t *path;
    Utf8Text text;
    DWORD error;
    BOOL begun;
} BulkSummaryFile;

typedef struct BulkSummary { /* all zero: nothing to write */
    BulkSummaryFile csv, json;
} BulkSummary;

/*
 * The path of a run's result beside the tables, e.g. extension L".csv"; of a shard:
 * PerfectHashBulkCreate.2-of-8.csv. NULL: out of memory.
 */
wchar_t *BulkSummaryPath(const wchar_t *outputDirectory, DWORD shardIndex, DWORD shardCount, const wchar_t *extension);

/*
 * Starts both writes, of the texts that are there already or else those of the result. On a failure
 * a write may still be under way, as the rundown tells.
 */
HRESULT BulkSummaryStart(BulkSummary *summary, Node *node, Rundown *rundown, const BulkResult *result,
                         const BulkRunDescription *figures, Failure *failure);

/* Once all has ended: gives the paths to the result, or says what went wrong. */
HRESULT BulkSummaryEnd(BulkSummary *summary, BulkResult *result, Failure *failure);

void BulkSummaryClose(BulkSummary *summary); /* once nothing is under way */

#ifdef __cplusplus
}
#endif
#endif
