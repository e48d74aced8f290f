/* Makes the result of a bulk run. Its users are in bulk_job.h. */
#ifndef JOBS_BULK_RESULT_H
#define JOBS_BULK_RESULT_H

#include "bulk_job.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Directories are copied, NULL as "". NULL: out of memory. */
BulkResult *BulkResultCreate(const wchar_t *keysDirectory, const wchar_t *outputDirectory);

/* Room for so many rows, all zero; FALSE: out of memory. Once. */
BOOL BulkResultReserve(BulkResult *result, size_t rowCount);

/* Room for what is measured of so many rows; FALSE: out of memory. Once. */
BOOL BulkResultMeasure(BulkResult *result, size_t rowCount);

/* The status of a program that has no functions; see BulkRowStatus. */
#define BULK_WITHOUT_FUNCTIONS "NoFunctions"

/* The row of the result has no table: it keeps a copy of why. Once a row; any thread. */
void BulkRowFail(BulkResult *result, BulkRow *row, const Failure *failure);

/* Counts the rows' outcomes, once all have ended. */
void BulkResultCount(BulkResult *result);

#ifdef __cplusplus
}
#endif
#endif
