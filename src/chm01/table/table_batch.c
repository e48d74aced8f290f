/*
 * Many keys at a time. What kind of table it is gets decided once a batch. Which loop is the best
 * depends on the processor and on where the slots are, as docs/explanation/performance.md tells:
 *
 *   In a cache, gathers are fast:   AVX2 gathers, for the kinds that have them.
 *   In a cache, otherwise:          blocks: a vector loop for the vertices, then loads one by one.
 *   In memory:                      blocks, each prefetched while the block before it is read.
 *
 * A block's packed slots are loaded by gathers as well, wherever they are.
 */
#include "table_batch.h"

#include <string.h>

#include "chm01/base/cpu.h"
#include "chm01/base/packed.h"
#include "chm01/base/vector.h"
#include "table_blocks.h"
#include "table_vertices.h"
#include "table_wide.h"

enum {
    LineBytes = 64,                /* of a cache */
    CachedBytes = 6 * 1024 * 1024, /* slots of this size stay in a cache that a batch's own data pass through */
    GatherKeys = 8,
    GatherBits = 25 /* of a packed slot: with the 7 bits that may lie before it, all that a gather reads */
};

/* Writes the answers to a block's first `count` keys. */
typedef void (*BlockSum)(const TableView *table, const TableBlock *block, size_t count, uint32_t *answers);

/* A batch in blocks. */
typedef struct Batch {
    const TableView *table;
    TableBlockFill fill;
    BlockSum sum;
} Batch;

/* Defines the sum of two slots and `third`, which is 0 or another slot. */
#define BLOCK_SUM(name, bits, third)                                                                                   \
    static void BlockSum##name##bits(const TableView *table, const TableBlock *block, size_t count, uint32_t *answers) \
    {                                                                                                                  \
        const uint##bits##_t *const slots = table->slots;                                                              \
        const uint32_t mask = table->sumMask;                                                                          \
        for (size_t i = 0; i < count; i++)                                                                             \
            answers[i] = ((uint32_t)slots[block->first[i]] + slots[block->second[i]] + (third)) & mask;                \
    }
BLOCK_SUM(Two, 8, 0)
BLOCK_SUM(Two, 16, 0)
BLOCK_SUM(Two, 32, 0)
BLOCK_SUM(Three, 8, slots[block->third[i]])
BLOCK_SUM(Three, 16, slots[block->third[i]])
BLOCK_SUM(Three, 32, slots[block->third[i]])

static void BlockSumPacked(const TableView *table, const TableBlock *block, size_t count, uint32_t *answers)
{
    const void *const slots = table->slots;
    const uint64_t bits = table->packedBits;
    const uint32_t mask = table->sumMask;
    for (size_t i = 0; i < count; i++) {
        const uint32_t two = PackedAt(slots, block->first[i] * bits) + PackedAt(slots, block->second[i] * bits);
        answers[i] = (two + PackedAt(slots, block->third[i] * bits)) & mask;
    }
}

#ifdef CPU_X86
/* By gathers, except the last block of a batch. */
static void BlockSumPackedGathers(const TableView *table, const TableBlock *block, size_t count, uint32_t *answers)
{
    if (count == TableBlockKeys)
        TableBatchAvx2Packed(table, block, answers);
    else
        BlockSumPacked(table, block, count, answers);
}

#endif

static BlockSum BlockSumOfPacked(const TableView *table)
{
#ifdef CPU_X86
    if (table->packedBits <= GatherBits && TableSlotsBytes(table) <= UINT32_MAX / 8 && CpuGathersFast())
        return BlockSumPackedGathers;
#else
    (void)table;
#endif
    return BlockSumPacked;
}

static BlockSum BlockSumOf(const TableView *table)
{
    static const BlockSum sums[2][3] = {{BlockSumTwo8, BlockSumTwo16, BlockSumTwo32},
                                        {BlockSumThree8, BlockSumThree16, BlockSumThree32}};
    if (table->packedBits != 0)
        return BlockSumOfPacked(table);
    return sums[LayoutIsCompact(table->layout)][table->slotSizeInBytes / 2];
}

static bool TableBatchIsCached(const TableView *table)
{
    return TableSlotsBytes(table) <= CachedBytes;
}

static Batch TableBatchOf(const TableView *table)
{
    static const TableBlockFill *const byLevel[CpuLevels] =
        CPU_LEVELS(tableBlocksBaseline, tableBlocksAvx2, tableBlocksAvx512);
    const Batch batch = {table, byLevel[CpuLevelInUse()][TableKindOf(table)], BlockSumOf(table)};
    return batch;
}

static void TableBatchPrefetch(const TableView *table, const TableBlock *block)
{
    const char *const slots = table->slots;
    const uint64_t bits = TableSlotBits(table);
    for (size_t i = 0; i < TableBlockKeys; i++) {
        CacheFarAhead(slots + block->first[i] * bits / 8);
        CacheFarAhead(slots + block->second[i] * bits / 8);
    }
    for (size_t i = 0; LayoutIsCompact(table->layout) && i < TableBlockKeys; i++)
        CacheFarAhead(slots + block->third[i] * bits / 8);
}

/* Fills a block from the keys that are left. Where they are fewer than it has, zeros follow. */
static void TableBatchFill(const Batch *batch, const void *keys, size_t left, TableBlock *block)
{
    uint64_t last[TableBlockKeys] = {0};
    if (left < TableBlockKeys) {
        memcpy(last, keys, left * batch->table->keySizeInBytes);
        keys = last;
    }
    batch->fill(batch->table, keys, block);
}

/* Each block's slots are read while those of the next one are on their way. */
static void TableBatchPrefetched(const Batch *batch, const char *keys, size_t keyCount, uint32_t *answers)
{
    const size_t blockBytes = (size_t)TableBlockKeys * batch->table->keySizeInBytes;
    TableBlock blocks[2];
    unsigned present = 0;
    TableBatchFill(batch, keys, keyCount, &blocks[present]);
    TableBatchPrefetch(batch->table, &blocks[present]);
    for (; keyCount > TableBlockKeys; keyCount -= TableBlockKeys, answers += TableBlockKeys, present ^= 1) {
        keys += blockBytes;
        TableBatchFill(batch, keys, keyCount - TableBlockKeys, &blocks[present ^ 1]);
        TableBatchPrefetch(batch->table, &blocks[present ^ 1]);
        batch->sum(batch->table, &blocks[present], TableBlockKeys, answers);
    }
    batch->sum(batch->table, &blocks[present], keyCount, answers);
}

static void TableBatchCached(const Batch *batch, const char *keys, size_t keyCount, uint32_t *answers)
{
    const size_t blockBytes = (size_t)TableBlockKeys * batch->table->keySizeInBytes;
    TableBlock block;
    for (; keyCount > TableBlockKeys; keyCount -= TableBlockKeys, answers += TableBlockKeys, keys += blockBytes) {
        batch->fill(batch->table, keys, &block);
        batch->sum(batch->table, &block, TableBlockKeys, answers);
    }
    TableBatchFill(batch, keys, keyCount, &block);
    batch->sum(batch->table, &block, keyCount, answers);
}

static void TableBatchByBlocks(const Batch *batch, const char *keys, size_t keyCount, uint32_t *answers)
{
    (TableBatchIsCached(batch->table) ? TableBatchCached : TableBatchPrefetched)(batch, keys, keyCount, answers);
}

/* Returns how many keys the loops by gathers have done: a multiple of 8, or 0. */
static size_t TableBatchByGathers(const TableView *table, const uint32_t *keys, size_t count, uint32_t *answers)
{
#ifdef CPU_X86
    const size_t whole = count / GatherKeys * GatherKeys;
    const uint32_t s1 = (uint32_t)table->seeds[0], s2 = (uint32_t)table->seeds[1];
    const Flat32 flat = {table->slots, s1, s2, (uint32_t)table->edges, table->edgeBits};
    const Buckets32 buckets = {table->slots, table->directory, s1, (uint32_t)table->bucketCount, table->edgeBits};
    const TableKind kind = TableKindOf(table);
    static TableBatchFlat *const loops[2][3] = {
        {TableBatchAvx2Flat8, TableBatchAvx2Flat16, TableBatchAvx2Flat32},
        {TableBatchAvx2Scaled8, TableBatchAvx2Scaled16, TableBatchAvx2Scaled32}};
    if (table->valueBits != 0 || table->fingerprintBits != 0 || !TableBatchIsCached(table) || !CpuGathersFast())
        return 0;
    if (kind == TableKindPartitioned32)
        TableBatchAvx2Buckets(&buckets, keys, whole, answers);
    else if (kind == TableKindFlat32 || kind == TableKindScaled32)
        loops[kind == TableKindScaled32][table->slotSizeInBytes / 2](&flat, keys, whole, answers);
    else
        return 0;
    return whole;
#else
    (void)table, (void)keys, (void)count, (void)answers;
    return 0;
#endif
}

void TableIndexBatch(const TableView *table, const void *keys, size_t keyCount, uint32_t *indices)
{
    if (TableIsWide(table)) {
        TableIndexBatchWide(table, keys, keyCount, indices);
        return;
    }
    const size_t done = TableBatchByGathers(table, keys, keyCount, indices);
    const Batch batch = TableBatchOf(table);
    if (done < keyCount)
        TableBatchByBlocks(&batch, (const char *)keys + done * table->keySizeInBytes, keyCount - done, indices + done);
}

/* In blocks, whose positions stay in a core's cache until their values take their place. */
void TableValueBatch(const TableView *table, const void *keys, size_t keyCount, uint32_t *values)
{
    enum { ValueBlockKeys = 16 * TableBlockKeys };
    const size_t most = table->payload != NULL ? ValueBlockKeys : keyCount;
    for (size_t first = 0; first < keyCount; first += most) {
        const size_t count = keyCount - first < most ? keyCount - first : most;
        TableIndexBatch(table, (const char *)keys + first * table->keySizeInBytes, count, values + first);
        for (size_t i = first; table->payload != NULL && i < first + count; i++)
            values[i] = TableValueAt(table, values[i]);
    }
}

/* Keeps of a key's sum the answer; returns whether it has the key's fingerprint. */
static bool TableBatchTell(const TableView *table, uint64_t key, uint32_t *sum)
{
    const bool tells = TableSumFingerprint(table, *sum) == TableFingerprint(table, key);
    *sum = TableSumAnswer(table, *sum);
    return tells;
}

size_t TableFindBatch(const TableView *table, const void *keys, size_t keyCount, uint32_t *answers, uint8_t *found)
{
    if (TableIsWide(table))
        return TableFindBatchWide(table, keys, keyCount, answers, found);
    const KeySet set = {keys, keyCount, table->keySizeInBytes};
    TableView whole = *table; /* its sums keep their fingerprints */
    whole.sumMask = UINT32_MAX;
    const Batch batch = TableBatchOf(&whole);
    size_t hits = 0;
    if (keyCount != 0)
        TableBatchByBlocks(&batch, keys, keyCount, answers);
    for (size_t i = 0; i < keyCount; i++) {
        found[i] = TableBatchTell(table, KeySetAt(&set, i), &answers[i]);
        hits += found[i];
    }
    return hits;
}

void TableWarm(const TableView *table, size_t keyCount)
{
    const volatile char *const slots = table->slots;
    const uint64_t slotsBytes = TableSlotsBytes(table);
    if (TableBatchIsCached(table) && keyCount >= slotsBytes / LineBytes)
        for (uint64_t at = 0; at < slotsBytes; at += LineBytes)
            (void)slots[at];
}
