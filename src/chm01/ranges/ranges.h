/*
 * Which function is it? A table answers a function's start alone. Here an address between two
 * starts gives the position of the greatest one that is not above it: the address's floor. The
 * starts lie in ascending order, and buckets tell which few of them to compare (ranges_sorted.h),
 * without a branch that depends on the address. An index is read-only and serves any number of
 * threads; it lives as long as its memory and its keys.
 */
#ifndef CHM01_RANGES_H
#define CHM01_RANGES_H

#include "annotations.h"
#include "ranges_sorted.h"

#ifdef __cplusplus
extern "C" {
#endif

#define RANGES_NONE UINT32_MAX /* all starts are above the address */

typedef struct Ranges {
    RangesSorted sorted;
    uint32_t count;
    uint32_t keySizeInBytes; /* 4 or 8 */
} Ranges;

/* Returns the memory of an index of keys of 4 or 8 bytes: less where they ascend. Looks at each. */
size_t RangesBytes(_In_ const KeySet *starts);

/*
 * Makes the index of different keys, in any order. memory: RangesBytes bytes, 8-byte aligned. It
 * and the keys must last as long as the index.
 */
void RangesBuild(_In_ const KeySet *starts, _Out_writes_bytes_(_Inexpressible_("RangesBytes")) void *memory,
                 _Out_ Ranges *out);

/*
 * Returns the position of the greatest start that is not above the address, or RANGES_NONE. An
 * address may have more bits than a start.
 */
uint32_t RangesFind(_In_ const Ranges *ranges, uint64_t address);

/* positions[i] = RangesFind(addresses[i]), of packed addresses of the keys' size. */
void RangesFindBatch(_In_ const Ranges *ranges, _In_reads_bytes_(count * ranges->keySizeInBytes) const void *addresses,
                     size_t count, _Out_writes_(count) uint32_t *positions);

#ifdef __cplusplus
}
#endif
#endif
