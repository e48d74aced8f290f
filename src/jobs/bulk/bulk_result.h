/* Makes the result of a bulk run. Its users are in bulk_job.h. */
#ifndef JOBS_BULK_RESULT_H
#define JOBS_BULK_RESULT_H

#include "bulk_job.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Directories are copied, NULL as "". NULL: out of memory. */
BulkResult *BulkResultCreate(const wchar_t *keysDirectory, const wchar_t *outputDirectory);

/* Makes room for that many rows, all zero; FALSE: out of memory. Once. */
BOOL BulkResultReserve(BulkResult *result, size_t rowCount);

/* Makes room for what is measured of that many rows; FALSE: out of memory. Once. */
BOOL BulkResultMeasure(BulkResult *result, size_t rowCount);

/*
 * Makes a text, which may be NULL, one of the rows', and frees it. Returns where it is; NULL: out
 * of memory, or none was given. Any thread.
 */
wchar_t *BulkResultKeep(BulkResult *result, wchar_t *text);
/* Gives the row the path of its table, which may be NULL. Once a row; any thread. */
void BulkRowSetTable(BulkResult *result, BulkRow *row, wchar_t *path);

/* The status of a program that has no functions; see BulkRowStatus. */
#define BULK_WITHOUT_FUNCTIONS "NoFunctions"

/* The row of the result has no table: it keeps a copy of why. Once a row; any thread. */
void BulkRowFail(BulkResult *result, BulkRow *row, const Failure *failure);

/*
 * Counts the rows' outcomes and adds up their figures, once all have ended; the second one does so
 * for some of them, from *row on, which is 0 at first. TRUE: all are counted.
 */
void BulkResultCount(BulkResult *result);
BOOL BulkResultCountOn(BulkResult *result, size_t *row);

#ifdef __cplusplus
}
#endif
#endif
