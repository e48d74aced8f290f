/*
 * The part of the batch lookup of table_batch.c that a faster loop does where the processor has
 * one. Private to table_batch*.c.
 */
#ifndef CHM01_TABLE_BATCH_H
#define CHM01_TABLE_BATCH_H

#include "table_blocks.h"

/* A flat table with 32-bit (or extracted) keys. */
typedef struct Flat32 {
    const void *slots;
    uint32_t s1, s2;
    uint32_t edges, edgeBits;
} Flat32;

/*
 * indices[i] of keys[i], count a multiple of 8, by AVX2 gathers, for slots of 1, 2 and 4 bytes,
 * where E is 2^edgeBits and where it is any number. Each gather reads 4 bytes, and so up to three
 * behind the last slot.
 */
typedef void TableBatchFlat(const Flat32 *table, const uint32_t *keys, size_t count, uint32_t *indices);
TableBatchFlat TableBatchAvx2Flat8, TableBatchAvx2Flat16, TableBatchAvx2Flat32;
TableBatchFlat TableBatchAvx2Scaled8, TableBatchAvx2Scaled16, TableBatchAvx2Scaled32;

/* A partitioned table with 32-bit (or extracted) keys and less than 2^31 slots. */
typedef struct Buckets32 {
    const void *slots;     /* uint32_t */
    const void *directory; /* TableSeeds32 */
    uint32_t s0, bucketCount, edgeBits;
} Buckets32;

void TableBatchAvx2Buckets(const Buckets32 *table, const uint32_t *keys, size_t count, uint32_t *indices);

/*
 * Writes the answers to a whole block of a packed table, whose slots have up to 25 bits and less
 * than 2^32 bits in all. Each gather reads the 4 bytes from a slot's first one on.
 */
void TableBatchAvx2Packed(const TableView *table, const TableBlock *block, uint32_t *answers);

#endif
