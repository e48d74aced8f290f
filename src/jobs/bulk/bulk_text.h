/*
 * A bulk result as text: CSV (a row a table) and JSON (a summary and a record a table), in the
 * order of the input. The same run gives the same text but for the times, which come last.
 * docs/BULK.md describes both. Pure; any thread.
 */
#ifndef JOBS_BULK_TEXT_H
#define JOBS_BULK_TEXT_H

#include "bulk_job.h"
#include "jobs/text/utf8_text.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The path of a table as the results tell it: relative to the output directory where it is below
 * it. Points into `path`.
 */
const wchar_t *BulkRelativePath(const BulkResult *result, const wchar_t *path);

void BulkCsvWrite(const BulkResult *result, Utf8Text *out);

/* What only the run as a whole knows. */
typedef struct BulkRunDescription {
    const BulkOptions *options; /* the shard too */
    size_t filesFound;          /* by the walk: of all shards */
    const wchar_t *pack;        /* whole path, or NULL */
    ULONGLONG elapsedMs;
} BulkRunDescription;
void BulkJsonWrite(const BulkResult *result, const BulkRunDescription *figures, Utf8Text *out);

#ifdef __cplusplus
}
#endif
#endif
