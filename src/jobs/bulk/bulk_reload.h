/* A run's result made anew from its JSON summary, for who did not run it. */
#ifndef JOBS_BULK_RELOAD_H
#define JOBS_BULK_RELOAD_H

#include "annotations.h"
#include "bulk_job.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Reads what the summary says of each table; the rows are in its order. Nothing of it is trusted:
 * PERFECTHASH_E_RESULTS names what is wrong, PERFECTHASH_E_RESULTS_UNREADABLE why there is nothing
 * to read. Blocks the caller's thread; never called on a worker.
 */
HRESULT BulkResultOfSummary(_In_z_ const wchar_t *jsonPath, _Outptr_ BulkResult **out, _Inout_opt_ Failure *failure);

#ifdef __cplusplus
}
#endif
#endif
