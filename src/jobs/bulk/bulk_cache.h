/*
 * The items that were loaded for a collection's rows, such as tables. Each item is kept while the
 * collection lives, within a budget of bytes. Beyond the budget the items that were asked for
 * longest ago are released. Any thread.
 */
#ifndef JOBS_BULK_CACHE_H
#define JOBS_BULK_CACHE_H

#include "annotations.h"
#include "bulk_job.h"

#ifdef __cplusplus
extern "C" {
#endif

#define BULK_CACHE_BYTES ((ULONGLONG)256 << 20)

/*
 * How the cache loads and counts items of one kind. `load` also says how many bytes the item takes.
 */
typedef struct BulkCacheKind {
    HRESULT(*load)
    (_Inout_ BulkResult *result, size_t row, _Outptr_ void **item, _Out_ ULONGLONG *bytes,
     _Inout_opt_ Failure *failure);
    void (*hold)(_Inout_ void *item);
    void (*release)(_Inout_ void *item);
} BulkCacheKind;

typedef struct BulkCache {
    SRWLOCK lock; /* guards what follows; not held while an item is loaded */
    const BulkCacheKind *kind;
    BulkResult *result;
    struct CacheSlot *slots; /* a row each; NULL until an item was loaded */
    size_t newest, oldest;   /* rows of kept items, by when they were asked for, or CACHE_NO_ROW */
    ULONGLONG bytes, budget;
} BulkCache;

/* Takes a reference of its own on the result. */
void BulkCacheOpen(_Out_ BulkCache *cache, _In_ const BulkCacheKind *kind, _Inout_ BulkResult *result);
void BulkCacheClose(_Inout_ BulkCache *cache);

/* Gives the held item of a row that has one: what is kept, or what it loads now and keeps. */
HRESULT BulkCacheGet(_Inout_ BulkCache *cache, size_t row, _Outptr_ void **item, _Inout_opt_ Failure *failure);

ULONGLONG BulkCacheBudget(_Inout_ BulkCache *cache);
void BulkCacheSetBudget(_Inout_ BulkCache *cache, ULONGLONG budget);

#ifdef __cplusplus
}
#endif
#endif
