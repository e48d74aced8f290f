/*
 * The loaded tables of a collection. Each is kept while the collection lives, within a budget of
 * bytes: beyond it the tables that were asked for longest ago go. Any thread.
 */
#ifndef COM_TABLE_CACHE_H
#define COM_TABLE_CACHE_H

#include "PerfectHash.h"
#include "jobs/bulk/bulk_job.h"

#define TABLE_CACHE_BYTES ((ULONGLONG)256 << 20)

typedef struct TableCache {
    SRWLOCK lock; /* guards what follows; not held while a table is loaded */
    BulkResult *result;
    struct CacheSlot *slots; /* a row each; NULL until a table was loaded */
    size_t newest, oldest;   /* rows of kept tables, by when they were asked for, or CACHE_NO_ROW */
    ULONGLONG bytes, budget;
} TableCache;

/* Takes a reference of its own on the result. */
void TableCacheOpen(TableCache *cache, BulkResult *result);
void TableCacheClose(TableCache *cache);

/* Gives the table of a row that has one: what is kept, or what it loads now and keeps. */
HRESULT TableCacheGet(TableCache *cache, size_t row, IPerfectHashTable **table, Failure *failure);

ULONGLONG TableCacheBudget(TableCache *cache);
void TableCacheSetBudget(TableCache *cache, ULONGLONG budget);

#endif
