/*
 * Starts in ascending order, for code that searches them where they lie: a header's
 * <Name>FindFloor. Addresses are cut into buckets of equal width, and each knows a window of a few
 * starts that has the floor of every address in it. One owner makes it, in slices; then any thread.
 */
#ifndef CHM01_RANGES_SORTED_H
#define CHM01_RANGES_SORTED_H

#include "annotations.h"
#include "chm01/keys/keys.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct RangesSorted {
    const void *starts;        /* ascending: the keys themselves where these ascend */
    const uint32_t *positions; /* of each start's key in the set; NULL: the keys ascend */
    const uint32_t *buckets;   /* of 1 << shift addresses each, from the first start on: where the window begins */
    uint32_t bucketCount;      /* 0: buckets would save no step; the window has all starts */
    uint32_t shift;
    uint32_t window; /* starts in a window; each lies among the starts */
} RangesSorted;

/* One in the making. */
typedef struct RangesSort {
    KeySet keys;
    uint8_t *memory;
    WorkPlace place;
    KeysLook look;
    uint32_t *buckets;
    uint32_t filled; /* buckets that are */
    RangesSorted made;
} RangesSort;

/* Returns the memory that starts take, of keys of 4 or 8 bytes. */
size_t RangesSortedBytes(_In_ const KeySet *keys);

/*
 * Begins with different keys, one at least, in any order. memory: RangesSortedBytes bytes, 8-byte
 * aligned. It and the keys must last as long as what is made.
 */
void RangesSortBegin(_Out_ RangesSort *sort, _In_ const KeySet *keys,
                     _Out_writes_bytes_(_Inexpressible_("RangesSortedBytes")) void *memory);

/* Goes on, a start a step. True: sort->made is whole. */
bool RangesSortOn(_Inout_ RangesSort *sort, _Inout_ Work *work);

#ifdef __cplusplus
}
#endif
#endif
