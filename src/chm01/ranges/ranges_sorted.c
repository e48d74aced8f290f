/* See ranges_sorted.h. */
#include "ranges_sorted.h"

#include <string.h>

enum {
    SortAscends, /* do the keys? */
    SortLooks,
    SortGathers,
    SortFills, /* buckets */
    SortIsOver
};

enum { BucketsLeast = 16 /* starts */ };

size_t RangesSortedBytes(const KeySet *keys)
{
    return KeysDuplicateScratch(keys) + keys->count * keys->keySizeInBytes;
}

void RangesSortBegin(RangesSort *sort, const KeySet *keys, void *memory)
{
    memset(sort, 0, sizeof *sort);
    sort->keys = *keys;
    sort->memory = memory;
    sort->made.starts = keys->keys;
}

static uint64_t StartAt(const RangesSort *sort, size_t at)
{
    const KeySet starts = {sort->made.starts, sort->keys.count, sort->keys.keySizeInBytes};
    return KeySetAt(&starts, at);
}

/* A bucket's width is the least power of two for which they are at most half as many as starts. */
static void BucketsBegin(RangesSort *sort)
{
    RangesSorted *const made = &sort->made;
    const size_t count = sort->keys.count;
    const uint64_t first = StartAt(sort, 0), span = StartAt(sort, count - 1) - first;
    sort->buckets = sort->look.spare != NULL ? sort->look.spare : (uint32_t *)(void *)sort->memory;
    made->window = (uint32_t)count;
    sort->place = (WorkPlace){SortIsOver, 0};
    if (count < BucketsLeast)
        return;
    while (span >> made->shift >= count / 2)
        made->shift++;
    made->bucketCount = (uint32_t)(span >> made->shift) + 1;
    sort->place.loop = SortFills;
}

static void SortIsAscending(RangesSort *sort, Work *work)
{
    const size_t count = sort->keys.count, stop = WorkUntil(work, sort->place.at, count);
    for (size_t i = sort->place.at != 0 ? sort->place.at : 1; i < stop; i++)
        if (KeySetAt(&sort->keys, i - 1) > KeySetAt(&sort->keys, i)) {
            KeysLookBegin(&sort->look, &sort->keys, sort->memory);
            sort->place = (WorkPlace){SortLooks, 0};
            return;
        }
    if (WorkPassed(&sort->place, stop, count))
        BucketsBegin(sort);
}

static void SortLook(RangesSort *sort, Work *work)
{
    if (!KeysLookOn(&sort->look, work))
        return;
    sort->made.positions = sort->look.sorted;
    sort->place.loop = SortGathers;
}

static void SortGather(RangesSort *sort, Work *work)
{
    const size_t bytes = sort->keys.keySizeInBytes;
    const size_t count = sort->keys.count, stop = WorkUntil(work, sort->place.at, count);
    uint8_t *const starts = sort->memory + KeysDuplicateScratch(&sort->keys);
    for (size_t i = sort->place.at; i < stop; i++)
        memcpy(starts + i * bytes, (const uint8_t *)sort->keys.keys + sort->made.positions[i] * bytes, bytes);
    if (!WorkPassed(&sort->place, stop, count))
        return;
    sort->made.starts = starts;
    BucketsBegin(sort);
}

static uint32_t SortBits(uint32_t number)
{
    uint32_t bits = 0;
    for (; number != 0; number >>= 1)
        bits++;
    return bits;
}

/* The window is that of the fullest bucket; buckets at the end share the last one. */
static void BucketsEnd(RangesSort *sort)
{
    RangesSorted *const made = &sort->made;
    const uint32_t count = (uint32_t)sort->keys.count;
    uint32_t window = 0;
    for (uint32_t i = 0; i < made->bucketCount; i++) {
        const uint32_t end = i + 1 < made->bucketCount ? sort->buckets[i + 1] : count - 1;
        const uint32_t starts = end - sort->buckets[i] + 1;
        window = starts > window ? starts : window;
    }
    if (SortBits(window - 1) + 2 >= SortBits(count - 1)) {
        made->bucketCount = made->shift = 0;
        return;
    }
    for (uint32_t i = 0; i < made->bucketCount; i++)
        if (sort->buckets[i] > count - window)
            sort->buckets[i] = count - window;
    made->buckets = sort->buckets;
    made->window = window;
}

/* A bucket's window begins with the start before it: the floor of the bucket's first addresses. */
static void BucketsFill(RangesSort *sort, Work *work)
{
    const size_t count = sort->keys.count, stop = WorkUntil(work, sort->place.at, count);
    const uint64_t first = StartAt(sort, 0);
    for (size_t i = sort->place.at; i < stop; i++) {
        const uint64_t bucket = (StartAt(sort, i) - first) >> sort->made.shift;
        while (sort->filled <= bucket)
            sort->buckets[sort->filled++] = i != 0 ? (uint32_t)i - 1 : 0;
    }
    if (WorkPassed(&sort->place, stop, count))
        BucketsEnd(sort);
}

bool RangesSortOn(RangesSort *sort, Work *work)
{
    while (sort->place.loop != SortIsOver && work->left != 0) {
        switch (sort->place.loop) {
        case SortAscends: SortIsAscending(sort, work); break;
        case SortLooks: SortLook(sort, work); break;
        case SortGathers: SortGather(sort, work); break;
        default: BucketsFill(sort, work); break;
        }
    }
    return sort->place.loop == SortIsOver;
}
