/*
 * The files that a bulk run writes once, at its end: CSV and JSON, which appear together
 * (output_set.h). Part of a bulk job; its writes hold the job's rundown.
 */
#ifndef JOBS_BULK_SUMMARY_H
#define JOBS_BULK_SUMMARY_H

#include "bulk_text.h"
#include "jobs/table/output_set.h"
#include "runtime/pure/rundown.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct BulkSummary { /* all zero: nothing to write */
    BulkText csv, json;
    OutputSet files;
    ReplaceWait wait;
} BulkSummary;

/*
 * The path of a run's result beside the tables, e.g. extension L".csv"; of a shard:
 * PerfectHashBulkCreate.2-of-8.csv. NULL: out of memory.
 */
wchar_t *BulkSummaryPath(const wchar_t *outputDirectory, DWORD shardIndex, DWORD shardCount, const wchar_t *extension);

/*
 * Starts both writes. On a failure a write may still be under way, as the rundown tells. S_FALSE:
 * to be called again, when the rundown says so.
 */
HRESULT BulkSummaryStart(BulkSummary *summary, Node *node, Rundown *rundown, const BulkResult *result,
                         const BulkRunDescription *figures, Failure *failure);

/* Once all writes have ended: starts to wait for the lock of the folder. */
void BulkSummaryLock(BulkSummary *summary);

/*
 * Once that is over: puts the files in place and gives the paths to the result, or says what went
 * wrong. S_FALSE: to be called again, when the rundown says so.
 */
HRESULT BulkSummaryEnd(BulkSummary *summary, Node *node, Rundown *rundown, BulkResult *result, Failure *failure);

/*
 * Before the work: may both be written? S_FALSE as above. noLinks: one that is a link is not
 * opened, and will be replaced itself.
 */
HRESULT BulkSummaryLook(BulkSummary *summary, Node *node, Rundown *rundown, const BulkResult *result,
                        const BulkOptions *options, BOOL noLinks, Failure *failure);

void BulkSummaryClose(BulkSummary *summary); /* once nothing is under way */

#ifdef __cplusplus
}
#endif
#endif
