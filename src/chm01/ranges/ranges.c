/* See ranges.h. */
#include "ranges.h"

#include <string.h>

enum { RangesAtOnce = 16 /* searches that a processor has under way in a batch */ };

#define START uint32_t
#define RANGES_OF(name) Ranges##name##32
#include "ranges_body.h"
#undef START
#undef RANGES_OF

#define START uint64_t
#define RANGES_OF(name) Ranges##name##64
#include "ranges_body.h"

size_t RangesBytes(const KeySet *starts)
{
    for (size_t i = 1; i < starts->count; i++)
        if (KeySetAt(starts, i - 1) > KeySetAt(starts, i))
            return RangesSortedBytes(starts);
    return starts->count / 2 * sizeof(uint32_t);
}

void RangesBuild(const KeySet *starts, void *memory, Ranges *out)
{
    RangesSort sort;
    Work all = WorkAll();
    memset(out, 0, sizeof *out);
    out->keySizeInBytes = starts->keySizeInBytes;
    if (starts->count == 0)
        return;
    RangesSortBegin(&sort, starts, memory);
    (void)RangesSortOn(&sort, &all);
    out->sorted = sort.made;
    out->count = (uint32_t)starts->count;
}

uint32_t RangesFind(const Ranges *ranges, uint64_t address)
{
    if (ranges->count == 0)
        return RANGES_NONE;
    if (ranges->keySizeInBytes == sizeof(uint64_t))
        return RangesFind64(ranges, address);
    return RangesFind32(ranges, address < UINT32_MAX ? (uint32_t)address : UINT32_MAX);
}

void RangesFindBatch(const Ranges *ranges, const void *addresses, size_t count, uint32_t *positions)
{
    if (ranges->count == 0)
        memset(positions, 0xFF, count * sizeof *positions);
    else if (ranges->keySizeInBytes == sizeof(uint64_t))
        RangesFindBatch64(ranges, addresses, count, positions);
    else
        RangesFindBatch32(ranges, addresses, count, positions);
}
