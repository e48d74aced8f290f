/*
 * The tables of a bulk run by the names of their keys files: a table over 64-bit hashes of the
 * names, so that a name costs the same among ten tables and among a million. Read-only once it is
 * made; any thread.
 */
#ifndef JOBS_BULK_NAMES_H
#define JOBS_BULK_NAMES_H

#include "annotations.h"
#include "bulk_job.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct BulkNames BulkNames;

/* Over the rows that have a table; the result must outlive it. NULL: out of memory. */
_Must_inspect_result_ _Ret_maybenull_ BulkNames *BulkNamesCreate(_In_ const BulkResult *result);
void BulkNamesFree(_In_opt_ BulkNames *names); /* NULL is allowed */

/*
 * Finds the row of a keys file by its relative path or, where no path is so, by its base name, both
 * in any case of A to Z. Of several rows the first one has the name.
 */
_Success_(return ) BOOL BulkNamesFind(_In_ const BulkNames *names, _In_z_ const wchar_t *name, _Out_ size_t *row);

#ifdef __cplusplus
}
#endif
#endif
