/*
 * The search for one size of starts. A template within ranges.c: the including place defines START,
 * the type of a start, RANGES_OF(name), and NEAR_LEVELS, the levels whose nodes share a cache line.
 */

/* Goes a level down: to the right where the node's start is not above the address. */
static inline size_t RANGES_OF(Below)(const START *starts, size_t node, START address)
{
    return 2 * node + (starts[node] <= address);
}

/* The same on the level that may lack nodes, where one that lacks ends the way. */
static inline size_t RANGES_OF(BelowLast)(const Ranges *ranges, size_t node, START address)
{
    const START *const starts = ranges->starts;
    const bool isThere = node <= ranges->count;
    const bool isRight = starts[isThere ? node : 1] <= address;
    return (node << isThere) | (isThere & isRight);
}

static uint32_t RANGES_OF(Find)(const Ranges *ranges, START address)
{
    const START *const starts = ranges->starts;
    size_t node = 1;
    for (uint32_t level = 0; level < ranges->fullLevels; level++) {
        RANGES_PREFETCH(starts + (node << NEAR_LEVELS));
        node = RANGES_OF(Below)(starts, node, address);
    }
    return ranges->positions[RangesFloor(RANGES_OF(BelowLast)(ranges, node, address))];
}

/* Searches for several addresses at a time, whose loads don't wait for one another. */
static void RANGES_OF(FindSome)(const Ranges *ranges, const START *addresses, uint32_t *positions)
{
    const START *const starts = ranges->starts;
    size_t nodes[RangesAtOnce];
    for (size_t i = 0; i < RangesAtOnce; i++)
        nodes[i] = 1;
    for (uint32_t level = 0; level < ranges->fullLevels; level++)
        for (size_t i = 0; i < RangesAtOnce; i++)
            nodes[i] = RANGES_OF(Below)(starts, nodes[i], addresses[i]);
    for (size_t i = 0; i < RangesAtOnce; i++)
        positions[i] = ranges->positions[RangesFloor(RANGES_OF(BelowLast)(ranges, nodes[i], addresses[i]))];
}

static void RANGES_OF(FindBatch)(const Ranges *ranges, const START *addresses, size_t count, uint32_t *positions)
{
    size_t i = 0;
    for (; count - i >= RangesAtOnce; i += RangesAtOnce)
        RANGES_OF(FindSome)(ranges, addresses + i, positions + i);
    for (; i < count; i++)
        positions[i] = RANGES_OF(Find)(ranges, addresses[i]);
}
