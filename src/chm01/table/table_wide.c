/* Lookups of 16-byte keys. See table_wide.h. */
#include "table_wide.h"

enum { WideBlockKeys = 1024 }; /* reduced, they stay in the first-level cache */

/* Reduces a block of the keys that are left; returns how many it has. */
static size_t TableReduceBlock(const TableView *table, const WideKey *keys, size_t left, uint64_t *reduced)
{
    const size_t count = left < WideBlockKeys ? left : WideBlockKeys;
    for (size_t i = 0; i < count; i++)
        reduced[i] = TableReduced(table, keys[i]);
    return count;
}

/* Returns the table as one of the reduced keys. */
static TableView TableOfReduced(const TableView *table)
{
    TableView narrow = *table;
    narrow.keySizeInBytes = sizeof(uint64_t);
    return narrow;
}

void TableIndexBatchWide(const TableView *table, const WideKey *keys, size_t keyCount, uint32_t *indices)
{
    const TableView narrow = TableOfReduced(table);
    uint64_t reduced[WideBlockKeys];
    for (size_t done = 0, count; done < keyCount; done += count) {
        count = TableReduceBlock(table, keys + done, keyCount - done, reduced);
        TableIndexBatch(&narrow, reduced, count, indices + done);
    }
}

size_t TableFindBatchWide(const TableView *table, const WideKey *keys, size_t keyCount, uint32_t *answers,
                          uint8_t *found)
{
    const TableView narrow = TableOfReduced(table);
    uint64_t reduced[WideBlockKeys];
    size_t hits = 0;
    for (size_t done = 0, count; done < keyCount; done += count) {
        count = TableReduceBlock(table, keys + done, keyCount - done, reduced);
        hits += TableFindBatch(&narrow, reduced, count, answers + done, found + done);
    }
    return hits;
}

bool TableContainsWide(const TableView *table, WideKey key, uint32_t *index)
{
    if (table->keys == NULL)
        return false;
    const uint32_t position = TableIndex(table, TableReduced(table, key));
    const KeySet set = {table->keys, (size_t)table->keyCount, table->keySizeInBytes};
    if (position >= table->keyCount || !WideKeysEqual(KeySetWideAt(&set, position), key))
        return false;
    if (index != NULL)
        *index = position;
    return true;
}
