#include "table_cache.h"

#include <stdint.h>

#include "table.h"

#define CACHE_NO_ROW SIZE_MAX

/* A row's place in the list of kept tables, from the newest to the oldest. */
typedef struct CacheSlot {
    IPerfectHashTable *table; /* NULL: not kept */
    ULONGLONG bytes;
    size_t newer, older;
} CacheSlot;

void TableCacheOpen(TableCache *cache, BulkResult *result)
{
    BulkResultHold(result);
    InitializeSRWLock(&cache->lock);
    cache->result = result;
    cache->newest = cache->oldest = CACHE_NO_ROW;
    cache->budget = TABLE_CACHE_BYTES;
}

static void CacheUnlink(TableCache *cache, const CacheSlot *slot)
{
    *(slot->newer == CACHE_NO_ROW ? &cache->newest : &cache->slots[slot->newer].older) = slot->older;
    *(slot->older == CACHE_NO_ROW ? &cache->oldest : &cache->slots[slot->older].newer) = slot->newer;
}

static void CacheLinkNewest(TableCache *cache, size_t row)
{
    CacheSlot *slot = &cache->slots[row];
    slot->newer = CACHE_NO_ROW;
    slot->older = cache->newest;
    *(cache->newest == CACHE_NO_ROW ? &cache->oldest : &cache->slots[cache->newest].newer) = row;
    cache->newest = row;
}

/* Lets go of the oldest tables until the rest is within the budget. The lock is held. */
static void CacheTrim(TableCache *cache)
{
    while (cache->bytes > cache->budget) {
        CacheSlot *slot = &cache->slots[cache->oldest];
        CacheUnlink(cache, slot);
        cache->bytes -= slot->bytes;
        IPerfectHashTable_Release(slot->table);
        slot->table = NULL;
    }
}

/* The kept table of a row, held for the caller, or NULL. */
static IPerfectHashTable *CacheFind(TableCache *cache, size_t row)
{
    IPerfectHashTable *table = NULL;
    AcquireSRWLockExclusive(&cache->lock);
    if (cache->slots != NULL && (table = cache->slots[row].table) != NULL) {
        IPerfectHashTable_AddRef(table);
        CacheUnlink(cache, &cache->slots[row]);
        CacheLinkNewest(cache, row);
    }
    ReleaseSRWLockExclusive(&cache->lock);
    return table;
}

/* Keeps a table that was loaded, unless another thread has done so or there is no room for it. */
static void CacheKeep(TableCache *cache, size_t row, IPerfectHashTable *table, ULONGLONG bytes)
{
    AcquireSRWLockExclusive(&cache->lock);
    if (cache->slots == NULL)
        cache->slots = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, cache->result->rowCount * sizeof *cache->slots);
    if (cache->slots != NULL && cache->slots[row].table == NULL && bytes <= cache->budget) {
        IPerfectHashTable_AddRef(table);
        cache->slots[row].table = table;
        cache->slots[row].bytes = bytes;
        cache->bytes += bytes;
        CacheLinkNewest(cache, row);
        CacheTrim(cache);
    }
    ReleaseSRWLockExclusive(&cache->lock);
}

HRESULT TableCacheGet(TableCache *cache, size_t row, IPerfectHashTable **table, Failure *failure)
{
    TableResult *loaded;
    *table = CacheFind(cache, row);
    if (*table != NULL)
        return S_OK;
    HRESULT hr = BulkResultTable(cache->result, row, &loaded, failure);
    if (FAILED(hr))
        return hr;
    hr = TableCreate(loaded, table);
    if (SUCCEEDED(hr))
        CacheKeep(cache, row, *table, loaded->view.imageBytes + sizeof *loaded);
    TableResultRelease(loaded);
    return SUCCEEDED(hr) ? S_OK : FailureSet(failure, E_OUTOFMEMORY, cache->result->rows[row].keysPath, NULL, 0, 0, 0);
}

ULONGLONG TableCacheBudget(TableCache *cache)
{
    AcquireSRWLockShared(&cache->lock);
    const ULONGLONG budget = cache->budget;
    ReleaseSRWLockShared(&cache->lock);
    return budget;
}

void TableCacheSetBudget(TableCache *cache, ULONGLONG budget)
{
    AcquireSRWLockExclusive(&cache->lock);
    cache->budget = budget;
    CacheTrim(cache);
    ReleaseSRWLockExclusive(&cache->lock);
}

void TableCacheClose(TableCache *cache)
{
    TableCacheSetBudget(cache, 0);
    if (cache->slots != NULL)
        HeapFree(GetProcessHeap(), 0, cache->slots);
    BulkResultRelease(cache->result);
}
