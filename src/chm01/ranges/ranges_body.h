/*
 * The search for one size of starts. A template within ranges.c: the including place defines START,
 * the type of a start, and RANGES_OF(name). There is a start.
 */

/* Returns where the window of an address begins: any window where it is below all starts. */
static inline uint32_t RANGES_OF(Window)(const RangesSorted *sorted, START least, START address)
{
    if (sorted->bucketCount == 0)
        return 0;
    const START bucket = (START)(address - least) >> sorted->shift;
    return sorted->buckets[bucket < sorted->bucketCount ? bucket : sorted->bucketCount - 1];
}

/* Goes on with the upper half of a window if it begins with a start not above the address. */
static inline uint32_t RANGES_OF(Upper)(const START *starts, uint32_t first, uint32_t half, START address)
{
    return first + (starts[first + half] <= address ? half : 0);
}

/* Returns what the search of an address has come to. */
static inline uint32_t RANGES_OF(Floor)(const RangesSorted *sorted, START least, uint32_t first, START address)
{
    const uint32_t position = sorted->positions != NULL ? sorted->positions[first] : first;
    return address < least ? RANGES_NONE : position;
}

static uint32_t RANGES_OF(Find)(const Ranges *ranges, START address)
{
    const RangesSorted *const sorted = &ranges->sorted;
    const START *const starts = sorted->starts;
    uint32_t first = RANGES_OF(Window)(sorted, starts[0], address);
    for (uint32_t count = sorted->window, half; count > 1; count -= half) {
        half = count / 2;
        first = RANGES_OF(Upper)(starts, first, half, address);
    }
    return RANGES_OF(Floor)(sorted, starts[0], first, address);
}

/* Searches for several addresses at a time, whose loads don't wait for one another. */
static void RANGES_OF(FindSome)(const Ranges *ranges, const START *addresses, uint32_t *positions)
{
    const RangesSorted *const sorted = &ranges->sorted;
    const START *const starts = sorted->starts, least = starts[0];
    uint32_t firsts[RangesAtOnce];
    for (size_t i = 0; i < RangesAtOnce; i++)
        firsts[i] = RANGES_OF(Window)(sorted, least, addresses[i]);
    for (uint32_t count = sorted->window, half; count > 1; count -= half) {
        half = count / 2;
        for (size_t i = 0; i < RangesAtOnce; i++)
            firsts[i] = RANGES_OF(Upper)(starts, firsts[i], half, addresses[i]);
    }
    for (size_t i = 0; i < RangesAtOnce; i++)
        positions[i] = RANGES_OF(Floor)(sorted, least, firsts[i], addresses[i]);
}

static void RANGES_OF(FindBatch)(const Ranges *ranges, const START *addresses, size_t count, uint32_t *positions)
{
    size_t i = 0;
    for (; count - i >= RangesAtOnce; i += RangesAtOnce)
        RANGES_OF(FindSome)(ranges, addresses + i, positions + i);
    for (; i < count; i++)
        positions[i] = RANGES_OF(Find)(ranges, addresses[i]);
}
