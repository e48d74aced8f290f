/*
 * Many keys at a time. What kind of table it is gets decided once a block, not once a key: the
 * vertices of a block first, with a prefetch of each where the values are larger than a
 * core's cache, then the values. So many cache misses are under way at once.
 */
#include "table_batch.h"

#include <immintrin.h>

#include "chm01/base/cpu.h"
#include "table_vertices.h"

enum {
    BlockKeys = 32,
    LineBytes = 64, /* of a cache */
    /*
     * values of this size are found in a core's L2 cache: prefetching them costs more than it gains
     */
    CachedBytes = 512 * 1024,
    VectorBytes = 6 * 1024 * 1024 /* above this size gathers wait for memory, and prefetching a block at a time wins */
};

static void VerticesShared(const TableView *table, const uint32_t *keys, size_t count, Vertices *vertices)
{
    uint64_t edges[BlockKeys];
    table->family->hash(keys, count, table->seeds, table->edgeBits + 1, edges);
    for (size_t i = 0; i < count; i++)
        vertices[i] = VerticesOfEdge(edges[i]);
}

static void TableBatchVertices32(const TableView *table, const uint32_t *keys, size_t count, Vertices *vertices)
{
    if (table->family->hash != NULL)
        VerticesShared(table, keys, count, vertices);
    else if (table->layout == LayoutFlat)
        for (size_t i = 0; i < count; i++)
            vertices[i] = VerticesFlat32(table, keys[i]);
    else
        for (size_t i = 0; i < count; i++)
            vertices[i] = VerticesPartitioned32(table, keys[i]);
}

static void TableBatchVertices64(const TableView *table, const uint64_t *keys, size_t count, Vertices *vertices)
{
    if (table->layout == LayoutFlat)
        for (size_t i = 0; i < count; i++)
            vertices[i] = VerticesFlat64(table, keys[i]);
    else
        for (size_t i = 0; i < count; i++)
            vertices[i] = VerticesPartitioned64(table, keys[i]);
}

static void VerticesExtracted(const TableView *table, const uint64_t *keys, size_t count, Vertices *vertices)
{
    uint32_t narrow[BlockKeys];
    const BitExtract extract = table->extract;
    for (size_t i = 0; i < count; i++)
        narrow[i] = (uint32_t)BitExtractBits(&extract, keys[i]);
    TableBatchVertices32(table, narrow, count, vertices);
}

static void TableBatchPrefetch(const TableView *table, const Vertices *vertices, size_t count)
{
    const char *const values = table->values;
    const uint64_t size = table->valueSizeInBytes;
    for (size_t i = 0; i < count; i++) {
        _mm_prefetch(values + vertices[i].first * size, _MM_HINT_T0);
        _mm_prefetch(values + vertices[i].second * size, _MM_HINT_T0);
    }
}

static void TableBatchSum(const TableView *table, const Vertices *vertices, size_t count, uint32_t *indices)
{
    const uint32_t mask = TableSumMask(table);
    if (table->valueSizeInBytes == 1) {
        const uint8_t *const values = table->values;
        for (size_t i = 0; i < count; i++)
            indices[i] = ((uint32_t)values[vertices[i].first] + values[vertices[i].second]) & mask;
    } else if (table->valueSizeInBytes == 2) {
        const uint16_t *const values = table->values;
        for (size_t i = 0; i < count; i++)
            indices[i] = ((uint32_t)values[vertices[i].first] + values[vertices[i].second]) & mask;
    } else {
        const uint32_t *const values = table->values;
        for (size_t i = 0; i < count; i++)
            indices[i] = (values[vertices[i].first] + values[vertices[i].second]) & mask;
    }
}

/* 32-bit keys of the default family have vector loops. Returns how many keys it did. */
static size_t ByVectors(const TableView *table, const uint32_t *keys, size_t count, uint32_t *indices)
{
    const size_t whole = count & ~(size_t)7;
    const uint32_t s1 = (uint32_t)table->seeds[0], s2 = (uint32_t)table->seeds[1];
    if (table->layout == LayoutPartitioned) {
        const Buckets32 buckets = {table->values, table->directory, s1, (uint32_t)table->bucketCount, table->edgeBits};
        TableBatchAvx2Buckets(&buckets, keys, whole, indices);
        return whole;
    }
    const Flat32 flat = {table->values, s1, s2, table->edgeBits};
    if (table->valueSizeInBytes == 2)
        TableBatchAvx2Flat16(&flat, keys, whole, indices);
    else
        TableBatchAvx2Flat32(&flat, keys, whole, indices);
    return whole;
}

void TableIndexBatch(const TableView *table, const void *keys, size_t keyCount, uint32_t *indices)
{
    const uint64_t valuesBytes = table->valueCount * table->valueSizeInBytes;
    const bool cached = valuesBytes <= CachedBytes;
    const bool wide = table->keySizeInBytes == 8, hashes64 = TableHashes64(table->keySizeInBytes, table->extractMask);
    size_t done = 0;
    if (valuesBytes <= VectorBytes && !wide && table->family->hash == NULL && table->valueBits == 0 &&
        CpuLevelInUse() >= CpuAvx2)
        done = ByVectors(table, keys, keyCount, indices);
    while (done < keyCount) {
        Vertices vertices[BlockKeys];
        const size_t count = keyCount - done < BlockKeys ? keyCount - done : BlockKeys;
        if (hashes64)
            TableBatchVertices64(table, (const uint64_t *)keys + done, count, vertices);
        else if (wide)
            VerticesExtracted(table, (const uint64_t *)keys + done, count, vertices);
        else
            TableBatchVertices32(table, (const uint32_t *)keys + done, count, vertices);
        if (!cached)
            TableBatchPrefetch(table, vertices, count);
        TableBatchSum(table, vertices, count, indices + done);
        done += count;
    }
}

void TableWarm(const TableView *table, size_t keyCount)
{
    const volatile char *const values = table->values;
    const uint64_t valuesBytes = table->valueCount * table->valueSizeInBytes;
    if (valuesBytes <= VectorBytes && keyCount >= valuesBytes / LineBytes)
        for (uint64_t at = 0; at < valuesBytes; at += LineBytes)
            (void)values[at];
}
