/*
 * Batches over tables of 16-byte keys: a block of keys is reduced, and then looked up as keys of 8
 * bytes are. Private to table*.c.
 */
#ifndef CHM01_TABLE_WIDE_H
#define CHM01_TABLE_WIDE_H

#include "table.h"

void TableIndexBatchWide(const TableView *table, const WideKey *keys, size_t keyCount, uint32_t *indices);
size_t TableFindBatchWide(const TableView *table, const WideKey *keys, size_t keyCount, uint32_t *answers,
                          uint8_t *found);

#endif
