/*
 * Where a key's two slots are, for each kind of table. No key and no seeds can make a vertex that
 * lies beyond the table's slots: a scaled hash is below E, and a bucket below bucketCount.
 * Private to table*.c.
 */
#ifndef CHM01_TABLE_VERTICES_H
#define CHM01_TABLE_VERTICES_H

#include "chm01/base/portable.h"
#include "chm01/hash/family.h"
#include "chm01/hash/hash_fuse.h"
#include "chm01/hash/hash_quadx.h"
#include "table.h"
#include "table_image.h"

typedef struct Vertices {
    uint64_t first, second;
} Vertices;

/* Returns the bits of a sum of slots that are the position, or the value. */
CHM_INLINE uint32_t TableSumMask(const TableView *table)
{
    if (table->packedBits != 0)
        return UINT32_MAX >> (32 - table->packedBits + table->fingerprintBits);
    if (table->valueBits != 0)
        return UINT32_MAX >> (32 - table->valueBits);
    if (table->fingerprintBits != 0)
        return UINT32_MAX >> (32 - 8 * table->slotSizeInBytes + table->fingerprintBits);
    if (LayoutIsCompact(table->layout))
        return UINT32_MAX >> (32 - 8 * table->slotSizeInBytes);
    return table->layout == LayoutFlat ? ((uint32_t)1 << table->edgeBits) - 1 : UINT32_MAX;
}

/* Three slots of a graph, which begins at a place among all slots. */
typedef struct CompactVertices {
    uint64_t begin;
    FuseVertices at;
} CompactVertices;

CHM_INLINE FuseShape TableFuseShape(const TableView *table)
{
    const FuseShape shape = {(uint32_t)table->edges, table->edgeBits};
    return shape;
}

/* A key's hash in a compact table, and where the slots of its graph begin. */
typedef struct CompactHash {
    uint64_t begin, hash;
} CompactHash;

CHM_INLINE CompactHash HashCompact(const TableView *table, uint64_t key)
{
    const CompactHash of = {0, FuseHash(key, table->seeds[0], table->seeds[1])};
    return of;
}

CHM_INLINE CompactHash HashOfBucket(const TableView *table, uint64_t key, uint32_t bucket)
{
    const TableSeeds64 seeds = ((const TableSeeds64 *)table->directory)[bucket];
    const CompactHash of = {bucket * table->edges, FuseHash(key, seeds.s1, seeds.s2)};
    return of;
}

CHM_INLINE CompactHash HashCompactBuckets32(const TableView *table, uint32_t key)
{
    return HashOfBucket(table, key, QuadxBucket32(key, (uint32_t)table->seeds[0], (uint32_t)table->bucketCount));
}

CHM_INLINE CompactHash HashCompactBuckets64(const TableView *table, uint64_t key)
{
    return HashOfBucket(table, key, QuadxBucket64(key, table->seeds[0], (uint32_t)table->bucketCount));
}

CHM_INLINE CompactVertices VerticesCompact(const TableView *table, CompactHash of)
{
    const CompactVertices vertices = {of.begin, FuseVerticesOf(of.hash, TableFuseShape(table))};
    return vertices;
}

CHM_INLINE Vertices VerticesFlat32(const TableView *table, uint32_t key)
{
    const uint32_t s1 = (uint32_t)table->seeds[0], s2 = (uint32_t)table->seeds[1];
    const Vertices vertices = {QuadxFirst32(key, s1, table->edgeBits),
                               table->edges + QuadxSecond32(key, s1, s2, table->edgeBits)};
    return vertices;
}

CHM_INLINE Vertices VerticesFlat64(const TableView *table, uint64_t key)
{
    const uint64_t s1 = table->seeds[0], s2 = table->seeds[1];
    const Vertices vertices = {QuadxFirst64(key, s1, table->edgeBits),
                               table->edges + QuadxSecond64(key, s1, s2, table->edgeBits)};
    return vertices;
}

/* A flat table whose E is no power of two. */
CHM_INLINE bool TableIsScaled(const TableView *table)
{
    return table->layout == LayoutFlat && table->edges != (uint64_t)1 << table->edgeBits;
}

CHM_INLINE Vertices VerticesScaled32(const TableView *table, uint32_t key)
{
    const uint32_t edges = (uint32_t)table->edges, product = key * (uint32_t)table->seeds[0];
    const uint32_t hash = QuadxFold32(product) * (key ^ (uint32_t)table->seeds[1]);
    const Vertices vertices = {QuadxScale32(product, edges), table->edges + QuadxScale32(hash, edges)};
    return vertices;
}

CHM_INLINE Vertices VerticesScaled64(const TableView *table, uint64_t key)
{
    const uint64_t product = key * table->seeds[0], hash = QuadxFold64(product) * (key ^ table->seeds[1]);
    const uint32_t edges = (uint32_t)table->edges;
    const Vertices vertices = {QuadxScale64(product, edges), table->edges + QuadxScale64(hash, edges)};
    return vertices;
}

CHM_INLINE Vertices VerticesPartitioned32(const TableView *table, uint32_t key)
{
    const uint32_t bucket = QuadxBucket32(key, (uint32_t)table->seeds[0], (uint32_t)table->bucketCount);
    const TableSeeds32 seeds = ((const TableSeeds32 *)table->directory)[bucket];
    const uint64_t slice = (uint64_t)bucket << (table->edgeBits + 1);
    const Vertices vertices = {slice + QuadxFirst32(key, seeds.s1, table->edgeBits),
                               slice + table->edges + QuadxSecond32(key, seeds.s1, seeds.s2, table->edgeBits)};
    return vertices;
}

CHM_INLINE Vertices VerticesPartitioned64(const TableView *table, uint64_t key)
{
    const uint32_t bucket = QuadxBucket64(key, table->seeds[0], (uint32_t)table->bucketCount);
    const TableSeeds64 seeds = ((const TableSeeds64 *)table->directory)[bucket];
    const uint64_t slice = (uint64_t)bucket << (table->edgeBits + 1);
    const Vertices vertices = {slice + QuadxFirst64(key, seeds.s1, table->edgeBits),
                               slice + table->edges + QuadxSecond64(key, seeds.s1, seeds.s2, table->edgeBits)};
    return vertices;
}

/* The hash of a key's second vertex: of 32 bits of a key, or of 64. */
CHM_INLINE uint32_t TableHash32(const TableView *table, uint32_t key)
{
    TableSeeds32 seeds = {(uint32_t)table->seeds[0], (uint32_t)table->seeds[1]};
    if (table->layout == LayoutPartitioned)
        seeds = ((const TableSeeds32 *)table->directory)[QuadxBucket32(key, seeds.s1, (uint32_t)table->bucketCount)];
    return QuadxHash32(key, seeds.s1, seeds.s2);
}

CHM_INLINE uint64_t TableHash64(const TableView *table, uint64_t key)
{
    TableSeeds64 seeds = {table->seeds[0], table->seeds[1]};
    if (table->layout == LayoutPartitioned)
        seeds = ((const TableSeeds64 *)table->directory)[QuadxBucket64(key, seeds.s1, (uint32_t)table->bucketCount)];
    return QuadxHash64(key, seeds.s1, seeds.s2);
}

/* A key's hash in any compact table. */
CHM_INLINE CompactHash TableHashCompact(const TableView *table, uint64_t key)
{
    const bool wide = TableHashes64(table->keySizeInBytes, table->extractMask);
    const uint32_t narrow = (uint32_t)(table->extractMask != 0 ? BitExtractBits(&table->extract, key) : key);
    if (table->layout == LayoutCompact)
        return HashCompact(table, wide ? key : narrow);
    return wide ? HashCompactBuckets64(table, key) : HashCompactBuckets32(table, narrow);
}

/* Returns the fingerprint that the sum of a key's two slots must have, by how keys are hashed. */
CHM_INLINE uint32_t TableFingerprint32(const TableView *table, uint32_t key)
{
    return QuadxFingerprint32(TableHash32(table, key), table->fingerprintBits);
}

CHM_INLINE uint32_t TableFingerprintExtracted(const TableView *table, uint64_t key)
{
    const uint32_t hash = TableHash32(table, (uint32_t)BitExtractBits(&table->extract, key));
    return QuadxFingerprintExtracted(hash, QuadxRest(key, table->extractMask), table->fingerprintBits);
}

CHM_INLINE uint32_t TableFingerprint64(const TableView *table, uint64_t key)
{
    return QuadxFingerprint64(TableHash64(table, key), table->fingerprintBits);
}

/* ... of its three slots, in a compact table with this hash of it, */
CHM_INLINE uint32_t TableFingerprintCompact(const TableView *table, uint64_t key, uint64_t hash)
{
    if (table->extractMask == 0)
        return QuadxFingerprint64(hash, table->fingerprintBits);
    return QuadxFingerprintExtracted((uint32_t)hash, QuadxRest(key, table->extractMask), table->fingerprintBits);
}

/* ... and of any table's. */
CHM_INLINE uint32_t TableFingerprint(const TableView *table, uint64_t key)
{
    if (LayoutIsCompact(table->layout))
        return TableFingerprintCompact(table, key, TableHashCompact(table, key).hash);
    if (TableHashes64(table->keySizeInBytes, table->extractMask))
        return TableFingerprint64(table, key);
    return table->extractMask == 0 ? TableFingerprint32(table, (uint32_t)key) : TableFingerprintExtracted(table, key);
}

/* The fingerprint that a sum of slots has. */
CHM_INLINE uint32_t TableSumFingerprint(const TableView *table, uint32_t sum)
{
    return (sum << (32 - TableSlotBits(table))) >> (32 - table->fingerprintBits);
}

/*
 * Returns the answer of a sum for a key that is found: a stranger's position is one of the set's,
 * too.
 */
CHM_INLINE uint32_t TableSumAnswer(const TableView *table, uint32_t sum)
{
    const uint32_t answer = sum & table->sumMask;
    return answer < table->answerBound ? answer : 0;
}

/* A shared-table family's edge has its vertices anywhere among all slots. */
CHM_INLINE Vertices VerticesOfEdge(uint64_t edge)
{
    const Vertices vertices = {(uint32_t)edge, edge >> 32};
    return vertices;
}

CHM_INLINE Vertices VerticesShared32(const TableView *table, uint32_t key)
{
    uint64_t edge;
    table->family->hash(&key, 1, table->seeds, table->edgeBits + 1, &edge);
    return VerticesOfEdge(edge);
}

#endif
