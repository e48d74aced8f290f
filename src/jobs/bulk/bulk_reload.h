/* A run's result made anew from its JSON summary, for who did not run it. */
#ifndef JOBS_BULK_RELOAD_H
#define JOBS_BULK_RELOAD_H

#include "bulk_job.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * What the summary says of each table; rows in its order. Nothing of it is trusted:
 * PERFECTHASH_E_RESULTS names what is wrong, PERFECTHASH_E_RESULTS_UNREADABLE why there is nothing
 * to read. Blocks the caller's thread; never called on a worker.
 */
HRESULT BulkResultOfSummary(const wchar_t *jsonPath, BulkResult **out, Failure *failure);

#ifdef __cplusplus
}
#endif
#endif
