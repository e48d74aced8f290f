/* See ranges.h. */
#include "ranges.h"

#include <immintrin.h>

#include "chm01/base/portable.h"

enum {
    LineBytes = 64,    /* of a cache */
    RangesAtOnce = 16, /* searches that a processor has under way in a batch */
};

/*
 * Returns the node at which the way to `node` last went right: its start is the greatest that is
 * not above the address. 0: it never did.
 */
static inline size_t RangesFloor(size_t node)
{
    return node >> (TrailingZeros(node) + 1);
}

#define RANGES_PREFETCH(at) _mm_prefetch((const char *)(at), _MM_HINT_T0)

#define START uint32_t
#define RANGES_OF(name) Ranges##name##32
#define NEAR_LEVELS 4
#include "ranges_body.h"
#undef START
#undef RANGES_OF
#undef NEAR_LEVELS

#define START uint64_t
#define RANGES_OF(name) Ranges##name##64
#define NEAR_LEVELS 3
#include "ranges_body.h"

uint32_t RangesFind(const Ranges *ranges, uint64_t address)
{
    if (ranges->keySizeInBytes == sizeof(uint64_t))
        return RangesFind64(ranges, address);
    return RangesFind32(ranges, address < UINT32_MAX ? (uint32_t)address : UINT32_MAX);
}

void RangesFindBatch(const Ranges *ranges, const void *addresses, size_t count, uint32_t *positions)
{
    if (ranges->keySizeInBytes == sizeof(uint64_t))
        RangesFindBatch64(ranges, addresses, count, positions);
    else
        RangesFindBatch32(ranges, addresses, count, positions);
}
