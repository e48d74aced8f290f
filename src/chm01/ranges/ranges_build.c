/* Lays sorted starts out as a search tree. See ranges.h. */
#include <string.h>

#include "ranges.h"

/* Bytes of the starts, up to a cache line's end. */
static size_t StartsBytes(const KeySet *starts)
{
    return ((starts->count + 1) * starts->keySizeInBytes + 63) / 64 * 64;
}

size_t RangesBytes(const KeySet *starts)
{
    return StartsBytes(starts) + (starts->count + 1) * sizeof(uint32_t);
}

size_t RangesScratch(const KeySet *starts)
{
    return KeysDuplicateScratch(starts);
}

/* Returns the positions in the order of their keys. */
static const uint32_t *SortedPositions(const KeySet *starts, void *scratch)
{
    KeysLook look;
    Work all = WorkAll();
    KeysLookBegin(&look, starts, scratch);
    (void)KeysLookOn(&look, &all);
    return look.sorted;
}

/* Returns the node that comes first in order: the leftmost one below. */
static size_t NodeLeftmost(size_t node, size_t count)
{
    while (2 * node <= count)
        node *= 2;
    return node;
}

/* Returns the node behind one in order; 0: that was the last. */
static size_t NodeNext(size_t node, size_t count)
{
    if (2 * node + 1 <= count)
        return NodeLeftmost(2 * node + 1, count);
    while ((node & 1) != 0)
        node /= 2;
    return node / 2;
}

static void RangesFill(const KeySet *keys, const uint32_t *sorted, void *starts, uint32_t *positions)
{
    const size_t bytes = keys->keySizeInBytes;
    memset(starts, 0, bytes);
    positions[0] = RANGES_NONE;
    size_t node = NodeLeftmost(1, keys->count);
    for (size_t i = 0; i < keys->count; i++) {
        positions[node] = sorted[i];
        memcpy((uint8_t *)starts + node * bytes, (const uint8_t *)keys->keys + sorted[i] * bytes, bytes);
        node = NodeNext(node, keys->count);
    }
}

void RangesBuild(const KeySet *starts, void *memory, void *scratch, Ranges *out)
{
    uint32_t *const positions = (uint32_t *)((uint8_t *)memory + StartsBytes(starts));
    memset(out, 0, sizeof *out);
    RangesFill(starts, SortedPositions(starts, scratch), memory, positions);
    out->starts = memory;
    out->positions = positions;
    out->count = (uint32_t)starts->count;
    out->keySizeInBytes = starts->keySizeInBytes;
    while (((size_t)2 << out->fullLevels) - 1 <= starts->count)
        out->fullLevels++;
}
