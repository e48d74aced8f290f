/*
 * Counting and scattering. Pairs are gathered in lines of 32 a bucket in the arena. A full line
 * goes out by stores that bypass the cache, so that scattering over hundreds of buckets costs no
 * cache line per key. What a chunk shares of a line with its neighbours goes out pair by pair.
 */
#include <string.h>

#include "chm01/base/carve.h"
#include "chm01/base/vector.h"
#include "chm01/hash/hash_quadx.h"
#include "partition.h"

enum { LinePairs = PARTITION_LINE_PAIRS, Block = 1024 };

typedef struct Lines {
    uint64_t *pairs;   /* [bucket][LinePairs]: key | index << 32, or an 8-byte key */
    uint32_t *indices; /* [bucket][LinePairs] of 8-byte keys */
    uint32_t *begins;  /* [bucket]: this chunk's first slot */
} Lines;

static size_t LayOutLines(const SolvePlan *plan, Lines *lines, void *arena)
{
    Carve carve = CarveBegin(arena);
    /* the arena's first word tells a flat search whether its set-up is still there */
    (void)CarveTake(&carve, sizeof(uint64_t));
    const size_t slots = (size_t)plan->bucketCount * LinePairs;
    lines->pairs = CarveTake(&carve, slots * sizeof *lines->pairs);
    lines->indices = CarveTake(
        &carve, TableHashes64(plan->keys.keySizeInBytes, plan->extractMask) ? slots * sizeof *lines->indices : 0);
    lines->begins = CarveTake(&carve, (size_t)plan->bucketCount * sizeof *lines->begins);
    return carve.used;
}

size_t PartitionScatterBytes(const SolvePlan *plan)
{
    Lines unused;
    return LayOutLines(plan, &unused, NULL);
}

/*
 * `size` 32-bit keys from position `at`, as the hash function sees them: in place, or extracted
 * into the buffer.
 */
static const uint32_t *PartitionScatterKeys32(const Partition *partition, size_t at, size_t size, uint32_t *buffer)
{
    const KeySet *const keys = &partition->plan->keys;
    if (keys->keySizeInBytes == 4)
        return (const uint32_t *)keys->keys + at;
    const uint64_t *const wide = (const uint64_t *)keys->keys + at;
    for (size_t i = 0; i < size; i++)
        buffer[i] = (uint32_t)BitExtractBits(&partition->extract, wide[i]);
    return buffer;
}

static size_t ChunkEnd(const Partition *partition, uint32_t chunk)
{
    const size_t end = (chunk + (size_t)1) * partition->chunkKeys;
    return end < partition->plan->keys.count ? end : partition->plan->keys.count;
}

/*
 * Here, where all lanes can, and while the keys are at hand: the pages of the image are touched
 * for the first time.
 */
static void PartitionScatterCopyKeys(const Partition *partition, size_t at, size_t count)
{
    const KeySet *const keys = &partition->plan->keys;
    const size_t size = keys->keySizeInBytes;
    memcpy(partition->keys + at * size, (const uint8_t *)keys->keys + at * size, count * size);
}

void PartitionCountChunk(Partition *partition, uint32_t chunk)
{
    uint32_t buffer[Block];
    uint32_t *const counts = PartitionStarts(partition, chunk);
    const uint32_t buckets = partition->bucketCount;
    const uint64_t s0 = partition->s0;
    const size_t end = ChunkEnd(partition, chunk);
    memset(counts, 0, buckets * sizeof *counts);
    for (size_t at = chunk * partition->chunkKeys; at < end; at += Block) {
        const size_t size = end - at < Block ? end - at : Block;
        if (partition->keys != NULL && partition->round == 0)
            PartitionScatterCopyKeys(partition, at, size);
        if (partition->hashedKeySize == 8) {
            const uint64_t *const keys = (const uint64_t *)partition->plan->keys.keys + at;
            for (size_t i = 0; i < size; i++)
                counts[QuadxBucket64(keys[i], s0, buckets)]++;
        } else {
            const uint32_t *const keys = PartitionScatterKeys32(partition, at, size, buffer);
            for (size_t i = 0; i < size; i++)
                counts[QuadxBucket32(keys[i], (uint32_t)s0, buckets)]++;
        }
    }
}

/* Slots begin .. end - 1 of a bucket, which lie in one line, to the bucket's slice. */
static void FlushLine(const Partition *partition, const Lines *lines, uint32_t bucket, uint32_t begin, uint32_t end)
{
    const size_t slice = bucket * partition->room, line = (size_t)bucket * LinePairs;
    uint64_t *const to = (uint64_t *)(void *)partition->pairs + slice;
    const uint64_t *const from = lines->pairs + line;
    if (end - begin == LinePairs) {
        for (uint32_t i = 0; i < LinePairs; i += 2)
            VectorStream(to + begin + i, from + i);
        if (partition->indices != NULL)
            memcpy(partition->indices + slice + begin, lines->indices + line, LinePairs * sizeof *lines->indices);
        return;
    }
    for (uint32_t slot = begin; slot < end; slot++)
        to[slot] = from[slot % LinePairs];
    for (uint32_t slot = begin; partition->indices != NULL && slot < end; slot++)
        partition->indices[slice + slot] = lines->indices[line + slot % LinePairs];
}

static uint32_t LineBegin(const Lines *lines, uint32_t bucket, uint32_t slot)
{
    const uint32_t begin = slot / LinePairs * LinePairs;
    return begin > lines->begins[bucket] ? begin : lines->begins[bucket];
}

static void PartitionScatter32(const Partition *partition, const Lines *lines, uint32_t *slots, const uint32_t *keys,
                               uint32_t at, uint32_t size)
{
    const uint32_t s0 = (uint32_t)partition->s0, buckets = partition->bucketCount;
    uint64_t *const pairs = lines->pairs;
    for (uint32_t i = 0; i < size; i++) {
        const uint32_t bucket = QuadxBucket32(keys[i], s0, buckets), slot = slots[bucket]++;
        pairs[(size_t)bucket * LinePairs + slot % LinePairs] = keys[i] | (uint64_t)(at + i) << 32;
        if (slot % LinePairs == LinePairs - 1)
            FlushLine(partition, lines, bucket, LineBegin(lines, bucket, slot), slot + 1);
    }
}

static void PartitionScatter64(const Partition *partition, const Lines *lines, uint32_t *slots, const uint64_t *keys,
                               uint32_t at, uint32_t size)
{
    const uint64_t s0 = partition->s0;
    const uint32_t buckets = partition->bucketCount;
    uint64_t *const pairs = lines->pairs;
    uint32_t *const indices = lines->indices;
    for (uint32_t i = 0; i < size; i++) {
        const uint32_t bucket = QuadxBucket64(keys[i], s0, buckets), slot = slots[bucket]++;
        pairs[(size_t)bucket * LinePairs + slot % LinePairs] = keys[i];
        indices[(size_t)bucket * LinePairs + slot % LinePairs] = at + i;
        if (slot % LinePairs == LinePairs - 1)
            FlushLine(partition, lines, bucket, LineBegin(lines, bucket, slot), slot + 1);
    }
}

void PartitionScatterChunk(Partition *partition, uint32_t chunk, void *arena)
{
    uint32_t buffer[Block];
    Lines lines;
    (void)LayOutLines(partition->plan, &lines, arena);
    const uint32_t buckets = partition->bucketCount;
    uint32_t *const slots = PartitionStarts(partition, chunk);
    memcpy(lines.begins, slots, buckets * sizeof *slots);
    const size_t end = ChunkEnd(partition, chunk);
    for (size_t at = chunk * partition->chunkKeys; at < end; at += Block) {
        const uint32_t size = (uint32_t)(end - at < Block ? end - at : Block);
        if (partition->hashedKeySize == 8)
            PartitionScatter64(partition, &lines, slots, (const uint64_t *)partition->plan->keys.keys + at,
                               (uint32_t)at, size);
        else
            PartitionScatter32(partition, &lines, slots, PartitionScatterKeys32(partition, at, size, buffer),
                               (uint32_t)at, size);
    }
    for (uint32_t bucket = 0; bucket < buckets; bucket++) {
        const uint32_t slot = slots[bucket], begin = slot / LinePairs * LinePairs;
        if (slot > lines.begins[bucket] && slot != begin)
            FlushLine(partition, &lines, bucket, LineBegin(&lines, bucket, slot), slot);
    }
    VectorStreamed(); /* before another thread reads them */
}
