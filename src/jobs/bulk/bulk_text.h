/*
 * A bulk result as text: CSV (a row a table) and JSON (a summary and a record a table), in the
 * order of the input, a piece at a time. The same run gives the same text, except for the times,
 * which come last. docs/how-to/bulk-runs.md describes both. Any thread.
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
/* Returns the path that has been told so. TextFree; NULL: out of memory, or no path. */
wchar_t *BulkTablePath(const BulkResult *result, const wchar_t *relative);

/* The facts that only the run as a whole knows. */
typedef struct BulkRunDescription {
    const BulkOptions *options;    /* the shard too */
    const struct BulkMerge *merge; /* the texts are those of shards, joined; NULL: of the rows */
    size_t filesFound;             /* by the walk: of all shards */
    const wchar_t *pack;           /* whole path, or NULL */
    ULONGLONG elapsedMs;
} BulkRunDescription;

/*
 * Puts what a row adds to the text: before the first row what the text begins with, behind the last
 * one what it ends with. Without rows that is what row 0 puts.
 */
void BulkCsvPut(const BulkResult *result, size_t row, Utf8Text *out);
void BulkJsonPut(const BulkResult *result, const BulkRunDescription *figures, size_t row, Utf8Text *out);

/* One of the two texts, in pieces: it is never whole in memory. */
typedef struct BulkText {
    const BulkResult *result;   /* lives as long as the text, as do the options and the pack's path */
    BulkRunDescription figures; /* of JSON */
    BOOL json;
    size_t row;     /* the next one */
    Utf8Text piece; /* the present one */
} BulkText;

enum { BulkTextPieceBytes = 256 * 1024 };

void BulkTextOpen(BulkText *text, const BulkResult *result, const BulkRunDescription *figures, BOOL json);
/* A FileWritePiece (runtime/files/file.h); the context is the text. */
DWORD BulkTextNext(void *context, const void **piece, size_t *bytes);
void BulkTextClose(BulkText *text); /* an all-zero one is allowed */

#ifdef __cplusplus
}
#endif
#endif
