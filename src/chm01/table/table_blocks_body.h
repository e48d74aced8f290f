/*
 * The fills of a block, one for each kind of table. Included once by each table_blocks_<level>.c,
 * which defines TABLE_BLOCKS. A loop has no load but of keys and of what the loop before it wrote,
 * except for the seeds of buckets.
 */
#include "table_blocks.h"

#include "table_vertices.h"

static void FillFlat32(const TableView *table, const void *restrict keys, TableBlock *restrict block)
{
    const uint32_t *const restrict own = keys;
    const uint32_t s1 = (uint32_t)table->seeds[0], s2 = (uint32_t)table->seeds[1];
    const uint32_t edges = (uint32_t)table->edges, edgeBits = table->edgeBits;
    for (size_t i = 0; i < TableBlockKeys; i++) {
        block->first[i] = QuadxFirst32(own[i], s1, edgeBits);
        block->second[i] = edges + QuadxSecond32(own[i], s1, s2, edgeBits);
    }
}

static void FillFlat64(const TableView *table, const void *restrict keys, TableBlock *restrict block)
{
    const uint64_t *const restrict own = keys;
    const uint64_t s1 = table->seeds[0], s2 = table->seeds[1];
    const uint32_t edges = (uint32_t)table->edges, edgeBits = table->edgeBits;
    for (size_t i = 0; i < TableBlockKeys; i++) {
        block->first[i] = QuadxFirst64(own[i], s1, edgeBits);
        block->second[i] = edges + QuadxSecond64(own[i], s1, s2, edgeBits);
    }
}

static void FillScaled32(const TableView *table, const void *restrict keys, TableBlock *restrict block)
{
    const uint32_t *const restrict own = keys;
    const uint32_t s1 = (uint32_t)table->seeds[0], s2 = (uint32_t)table->seeds[1], edges = (uint32_t)table->edges;
    for (size_t i = 0; i < TableBlockKeys; i++) {
        const uint32_t product = own[i] * s1;
        block->first[i] = QuadxScale32(product, edges);
        block->second[i] = edges + QuadxScale32(QuadxFold32(product) * (own[i] ^ s2), edges);
    }
}

/* Kinds whose vertices the single lookup computes as fast as a loop of its own would. */
#define FILL_BY_VERTICES(name)                                                                            \
    static void Fill##name(const TableView *table, const void *restrict keys, TableBlock *restrict block) \
    {                                                                                                     \
        const uint64_t *const restrict own = keys;                                                        \
        for (size_t i = 0; i < TableBlockKeys; i++) {                                                     \
            const Vertices at = Vertices##name(table, own[i]);                                            \
            block->first[i] = (uint32_t)at.first;                                                         \
            block->second[i] = (uint32_t)at.second;                                                       \
        }                                                                                                 \
    }
FILL_BY_VERTICES(Scaled64)
FILL_BY_VERTICES(Partitioned64)

static void FillPartitioned32(const TableView *table, const void *restrict keys, TableBlock *restrict block)
{
    const uint32_t *const restrict own = keys;
    const TableSeeds32 *const directory = table->directory;
    const uint32_t s0 = (uint32_t)table->seeds[0], bucketCount = (uint32_t)table->bucketCount;
    const uint32_t edges = (uint32_t)table->edges, edgeBits = table->edgeBits;
    uint32_t buckets[TableBlockKeys], s1[TableBlockKeys], s2[TableBlockKeys];
    for (size_t i = 0; i < TableBlockKeys; i++)
        buckets[i] = QuadxBucket32(own[i], s0, bucketCount);
    for (size_t i = 0; i < TableBlockKeys; i++) {
        const TableSeeds32 seeds = directory[buckets[i]];
        s1[i] = seeds.s1;
        s2[i] = seeds.s2;
    }
    for (size_t i = 0; i < TableBlockKeys; i++) {
        const uint32_t slice = buckets[i] << (edgeBits + 1);
        block->first[i] = slice + QuadxFirst32(own[i], s1[i], edgeBits);
        block->second[i] = slice + edges + QuadxSecond32(own[i], s1[i], s2[i], edgeBits);
    }
}

static void FillShared32(const TableView *table, const void *restrict keys, TableBlock *restrict block)
{
    uint64_t edges[TableBlockKeys];
    table->family->hash(keys, TableBlockKeys, table->seeds, table->edgeBits + 1, edges);
    for (size_t i = 0; i < TableBlockKeys; i++) {
        block->first[i] = (uint32_t)edges[i];
        block->second[i] = (uint32_t)(edges[i] >> 32);
    }
}

/* Compact tables: keys of both widths are hashed in 64 bits. */
#define FILL_COMPACT(bits)                                                                                       \
    static void FillCompact##bits(const TableView *table, const void *restrict keys, TableBlock *restrict block) \
    {                                                                                                            \
        const uint##bits##_t *const restrict own = keys;                                                         \
        const uint64_t s1 = table->seeds[0], s2 = table->seeds[1];                                               \
        const FuseShape shape = TableFuseShape(table);                                                           \
        for (size_t i = 0; i < TableBlockKeys; i++) {                                                            \
            const FuseVertices at = FuseVerticesOf(FuseHash(own[i], s1, s2), shape);                             \
            block->first[i] = at.first;                                                                          \
            block->second[i] = at.second;                                                                        \
            block->third[i] = at.third;                                                                          \
        }                                                                                                        \
    }
FILL_COMPACT(32)
FILL_COMPACT(64)

#define FILL_COMPACT_BUCKETS(bits)                                                                     \
    static void FillCompactBuckets##bits(const TableView *table, const void *restrict keys,            \
                                         TableBlock *restrict block)                                   \
    {                                                                                                  \
        const uint##bits##_t *const restrict own = keys;                                               \
        const TableSeeds64 *const directory = table->directory;                                        \
        const uint32_t bucketCount = (uint32_t)table->bucketCount, edges = (uint32_t)table->edges;     \
        const uint##bits##_t s0 = (uint##bits##_t)table->seeds[0];                                     \
        const FuseShape shape = TableFuseShape(table);                                                 \
        uint32_t buckets[TableBlockKeys];                                                              \
        TableSeeds64 seeds[TableBlockKeys];                                                            \
        for (size_t i = 0; i < TableBlockKeys; i++)                                                    \
            buckets[i] = QuadxBucket##bits(own[i], s0, bucketCount);                                   \
        for (size_t i = 0; i < TableBlockKeys; i++) {                                                  \
            CHM_SCALAR(); /* both with one move; gathers are slower */                                 \
            seeds[i] = directory[buckets[i]];                                                          \
        }                                                                                              \
        for (size_t i = 0; i < TableBlockKeys; i++) {                                                  \
            const FuseVertices at = FuseVerticesOf(FuseHash(own[i], seeds[i].s1, seeds[i].s2), shape); \
            const uint32_t slice = buckets[i] * edges;                                                 \
            block->first[i] = slice + at.first;                                                        \
            block->second[i] = slice + at.second;                                                      \
            block->third[i] = slice + at.third;                                                        \
        }                                                                                              \
    }
FILL_COMPACT_BUCKETS(32)
FILL_COMPACT_BUCKETS(64)

/* Packs the bits of 64-bit keys that their hash sees into 32. */
static void FillExtract(const TableView *table, const void *restrict keys, uint32_t *restrict narrow)
{
    const uint64_t *const restrict own = keys;
    const BitExtract extract = table->extract;
    for (size_t i = 0; i < TableBlockKeys; i++)
        narrow[i] = (uint32_t)BitExtractBits(&extract, own[i]);
}

#define FILL_EXTRACTED(kind)                                                                                         \
    static void Fill##kind##Extracted(const TableView *table, const void *restrict keys, TableBlock *restrict block) \
    {                                                                                                                \
        uint32_t narrow[TableBlockKeys];                                                                             \
        FillExtract(table, keys, narrow);                                                                            \
        Fill##kind##32(table, narrow, block);                                                                        \
    }
FILL_EXTRACTED(Flat)
FILL_EXTRACTED(Scaled)
FILL_EXTRACTED(Partitioned)
FILL_EXTRACTED(Shared)
FILL_EXTRACTED(Compact)
FILL_EXTRACTED(CompactBuckets)

const TableBlockFill TABLE_BLOCKS[TableKinds] = {TABLE_KINDS(Fill), TABLE_COMPACT_KINDS(Fill)};
