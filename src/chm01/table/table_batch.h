/*
 * What the batch lookup of table_batch.c hands to a faster loop where the processor has one.
 * Private to table_batch*.c.
 */
#ifndef CHM01_TABLE_BATCH_H
#define CHM01_TABLE_BATCH_H

#include "table.h"

/* A flat table with 32-bit (or extracted) keys. */
typedef struct Flat32 {
    const void *values;
    uint32_t s1, s2;
    uint32_t edgeBits;
} Flat32;

/*
 * indices[i] of keys[i], count a multiple of 8, by AVX2 gathers. values: uint16_t; the two bytes
 * behind the last one are read too.
 */
void TableBatchAvx2Flat16(const Flat32 *table, const uint32_t *keys, size_t count, uint32_t *indices);

/* The same with uint32_t values. */
void TableBatchAvx2Flat32(const Flat32 *table, const uint32_t *keys, size_t count, uint32_t *indices);

/* A partitioned table with 32-bit (or extracted) keys and less than 2^31 values. */
typedef struct Buckets32 {
    const void *values;    /* uint32_t */
    const void *directory; /* TableSeeds32 */
    uint32_t s0, bucketCount, edgeBits;
} Buckets32;

void TableBatchAvx2Buckets(const Buckets32 *table, const uint32_t *keys, size_t count, uint32_t *indices);

#endif
