#include "bulk_cache.h"

#include <stdint.h>

#include "runtime/base/win32_calls.h"

#define CACHE_NO_ROW SIZE_MAX

/* A row's place in the list of kept items, from the newest to the oldest. */
typedef struct CacheSlot {
    void *item; /* NULL: not kept */
    ULONGLONG bytes;
    size_t newer, older;
} CacheSlot;

void BulkCacheOpen(BulkCache *cache, const BulkCacheKind *kind, BulkResult *result)
{
    ZeroMemory(cache, sizeof *cache);
    BulkResultHold(result);
    InitializeSRWLock(&cache->lock);
    cache->kind = kind;
    cache->result = result;
    cache->newest = cache->oldest = CACHE_NO_ROW;
    cache->budget = BULK_CACHE_BYTES;
}

static void CacheUnlink(BulkCache *cache, const CacheSlot *slot)
{
    *(slot->newer == CACHE_NO_ROW ? &cache->newest : &cache->slots[slot->newer].older) = slot->older;
    *(slot->older == CACHE_NO_ROW ? &cache->oldest : &cache->slots[slot->older].newer) = slot->newer;
}

static void CacheLinkNewest(BulkCache *cache, size_t row)
{
    CacheSlot *slot = &cache->slots[row];
    slot->newer = CACHE_NO_ROW;
    slot->older = cache->newest;
    *(cache->newest == CACHE_NO_ROW ? &cache->oldest : &cache->slots[cache->newest].newer) = row;
    cache->newest = row;
}

/* Releases the oldest items until the rest is within the budget. The lock is held. */
static void CacheTrim(BulkCache *cache)
{
    while (cache->bytes > cache->budget) {
        CacheSlot *slot = &cache->slots[cache->oldest];
        CacheUnlink(cache, slot);
        cache->bytes -= slot->bytes;
        cache->kind->release(slot->item);
        slot->item = NULL;
    }
}

/* The kept item of a row, held for the caller, or NULL. */
static void *CacheFind(BulkCache *cache, size_t row)
{
    void *item = NULL;
    AcquireSRWLockExclusive(&cache->lock);
    if (cache->slots != NULL && (item = cache->slots[row].item) != NULL) {
        cache->kind->hold(item);
        CacheUnlink(cache, &cache->slots[row]);
        CacheLinkNewest(cache, row);
    }
    ReleaseSRWLockExclusive(&cache->lock);
    return item;
}

/* Keeps an item that was loaded, unless another thread has done so or there is no room for it. */
static void CacheKeep(BulkCache *cache, size_t row, void *item, ULONGLONG bytes)
{
    AcquireSRWLockExclusive(&cache->lock);
    if (cache->slots == NULL)
        cache->slots = Win32Allocate(cache->result->rowCount * sizeof *cache->slots);
    if (cache->slots != NULL && cache->slots[row].item == NULL && bytes <= cache->budget) {
        cache->kind->hold(item);
        cache->slots[row].item = item;
        cache->slots[row].bytes = bytes;
        cache->bytes += bytes;
        CacheLinkNewest(cache, row);
        CacheTrim(cache);
    }
    ReleaseSRWLockExclusive(&cache->lock);
}

HRESULT BulkCacheGet(BulkCache *cache, size_t row, void **item, Failure *failure)
{
    ULONGLONG bytes;
    *item = CacheFind(cache, row);
    if (*item != NULL)
        return S_OK;
    const HRESULT code = cache->kind->load(cache->result, row, item, &bytes, failure);
    if (SUCCEEDED(code))
        CacheKeep(cache, row, *item, bytes);
    return code;
}

ULONGLONG BulkCacheBudget(BulkCache *cache)
{
    AcquireSRWLockShared(&cache->lock);
    const ULONGLONG budget = cache->budget;
    ReleaseSRWLockShared(&cache->lock);
    return budget;
}

void BulkCacheSetBudget(BulkCache *cache, ULONGLONG budget)
{
    AcquireSRWLockExclusive(&cache->lock);
    cache->budget = budget;
    CacheTrim(cache);
    ReleaseSRWLockExclusive(&cache->lock);
}

void BulkCacheClose(BulkCache *cache)
{
    BulkCacheSetBudget(cache, 0);
    Win32Free(cache->slots);
    BulkResultRelease(cache->result);
}
