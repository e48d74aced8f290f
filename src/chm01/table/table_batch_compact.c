/*
 * Many keys of a compact table at a time: the hashes of a block first, then its slots, whose lines
 * are fetched before where they lie beyond a core's cache.
 */
#include "table_batch.h"

#include <immintrin.h>

#include "chm01/base/packed.h"
#include "table_vertices.h"

enum { BlockKeys = 64, CachedBytes = 512 * 1024 };

#define COMPACT_HASH(bits)                                                                                          \
    static void TableCompactHash##bits(const TableView *table, const uint##bits##_t *keys, size_t count,            \
                                       CompactVertices *vertices)                                                   \
    {                                                                                                               \
        const bool buckets = table->layout == LayoutCompactPartitioned;                                             \
        for (size_t i = 0; i < count; i++)                                                                          \
            vertices[i] = buckets ? VerticesCompactBuckets##bits(table, keys[i]) : VerticesCompact(table, keys[i]); \
    }

COMPACT_HASH(32)
COMPACT_HASH(64)

static void TableCompactHash(const TableView *table, const void *keys, size_t count, CompactVertices *vertices)
{
    uint32_t narrow[BlockKeys];
    if (table->keySizeInBytes == 4) {
        TableCompactHash32(table, keys, count, vertices);
    } else if (table->extractMask == 0) {
        TableCompactHash64(table, keys, count, vertices);
    } else {
        for (size_t i = 0; i < count; i++)
            narrow[i] = (uint32_t)BitExtractBits(&table->extract, ((const uint64_t *)keys)[i]);
        TableCompactHash32(table, narrow, count, vertices);
    }
}

static void TableCompactPrefetch(const TableView *table, const CompactVertices *vertices, size_t count)
{
    const uint64_t bits = TableSlotBits(table);
    const char *const slots = table->slots;
    for (size_t i = 0; i < count; i++) {
        const uint64_t begin = vertices[i].begin * bits;
        _mm_prefetch(slots + (begin + vertices[i].at.first * bits) / 8, _MM_HINT_T0);
        _mm_prefetch(slots + (begin + vertices[i].at.second * bits) / 8, _MM_HINT_T0);
        _mm_prefetch(slots + (begin + vertices[i].at.third * bits) / 8, _MM_HINT_T0);
    }
}

#define COMPACT_SUM(bits)                                                                                    \
    static void TableCompactSum##bits(const TableView *table, const CompactVertices *vertices, size_t count, \
                                      uint32_t *indices)                                                     \
    {                                                                                                        \
        const uint##bits##_t *const all = table->slots;                                                      \
        for (size_t i = 0; i < count; i++) {                                                                 \
            const uint##bits##_t *const slots = all + vertices[i].begin;                                     \
            const FuseVertices at = vertices[i].at;                                                          \
            const uint32_t sum = (uint32_t)slots[at.first] + slots[at.second] + slots[at.third];             \
            indices[i] = (uint##bits##_t)sum;                                                                \
        }                                                                                                    \
    }

COMPACT_SUM(8)
COMPACT_SUM(16)
COMPACT_SUM(32)

static void TableCompactSumPacked(const TableView *table, const CompactVertices *vertices, size_t count,
                                  uint32_t *indices)
{
    const uint8_t *const slots = table->slots;
    const uint64_t bits = table->packedBits;
    const uint32_t mask = table->sumMask;
    for (size_t i = 0; i < count; i++) {
        const uint64_t begin = vertices[i].begin * bits;
        const FuseVertices at = vertices[i].at;
        const uint32_t two = PackedAt(slots, begin + at.first * bits) + PackedAt(slots, begin + at.second * bits);
        indices[i] = (two + PackedAt(slots, begin + at.third * bits)) & mask;
    }
}

static void TableCompactSum(const TableView *table, const CompactVertices *vertices, size_t count, uint32_t *indices)
{
    if (table->packedBits != 0) {
        TableCompactSumPacked(table, vertices, count, indices);
        return;
    }
    switch (table->slotSizeInBytes) {
    case 1: TableCompactSum8(table, vertices, count, indices); break;
    case 2: TableCompactSum16(table, vertices, count, indices); break;
    default: TableCompactSum32(table, vertices, count, indices); break;
    }
}

/* The vertices of the block that begins with key number `done`; returns how many keys it has. */
static size_t TableCompactBlock(const TableView *table, const void *keys, size_t done, size_t count,
                                CompactVertices *vertices)
{
    const size_t block = count - done < BlockKeys ? count - done : BlockKeys;
    TableCompactHash(table, (const uint8_t *)keys + done * table->keySizeInBytes, block, vertices);
    if (TableSlotsBytes(table) > CachedBytes)
        TableCompactPrefetch(table, vertices, block);
    return block;
}

/* While a block is summed up, the lines of the next one are on their way. */
void TableBatchCompact(const TableView *table, const void *keys, size_t count, uint32_t *indices)
{
    CompactVertices blocks[2][BlockKeys];
    unsigned present = 0;
    size_t size = TableCompactBlock(table, keys, 0, count, blocks[present]);
    for (size_t done = 0; done < count; present ^= 1) {
        const size_t next = TableCompactBlock(table, keys, done + size, count, blocks[present ^ 1]);
        TableCompactSum(table, blocks[present], size, indices + done);
        done += size;
        size = next;
    }
}
