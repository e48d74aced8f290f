/*
 * The loops of peel.h. A template: the including file defines WIDE (0: 16-bit vertices, 1: 32-bit
 * ones) and WIDTH(name), and undefines them. After the method of Botelho, Pagh and Ziviani's
 * acyclicity test, with degrees in bytes (a table of 32,768 vertices then stays in the first-level
 * cache): branchless sequential passes drop most edges, and a queue only what those leave.
 */
#if WIDE
typedef uint64_t WIDTH(Packed);
#define PACKED_BITS 32
#else
typedef uint32_t WIDTH(Packed);
#define PACKED_BITS 16
#endif

CHM_INLINE uint32_t WIDTH(First)(WIDTH(Packed) packed)
{
    return (uint32_t)packed & (uint32_t)(((uint64_t)1 << PACKED_BITS) - 1);
}

CHM_INLINE uint32_t WIDTH(Second)(WIDTH(Packed) packed)
{
    return (uint32_t)(packed >> PACKED_BITS);
}

CHM_INLINE WIDTH(Packed) WIDTH(Pack)(uint32_t first, uint32_t second)
{
    return (WIDTH(Packed))first | (WIDTH(Packed))second << PACKED_BITS;
}

/*
 * Counts the degrees. False when one passed 255: such a graph is given up, for its counts would
 * lie.
 */
static bool WIDTH(CountDegrees)(const Peel *peel)
{
    uint8_t *const restrict degrees = peel->degrees;
    const WIDTH(Packed) *const restrict edges = peel->edges;
    const uint32_t count = peel->edgeCount;
    memset(degrees, 0, peel->vertexCount);
    for (uint32_t i = 0; i < count; i++) {
        const WIDTH(Packed) edge = edges[i];
        degrees[WIDTH(First)(edge)]++;
        degrees[WIDTH(Second)(edge)]++;
    }
    return count < 256 || PeelSumBytes(degrees, peel->vertexCount) == 2 * (uint64_t)count;
}

/*
 * One sequential pass over the edges in `from` (NULL: all). What stays goes to `to`; returns how
 * many.
 */
CHM_INLINE uint32_t WIDTH(Filter)(Peel *peel, const uint32_t *from, uint32_t *to, uint32_t count)
{
    uint8_t *const restrict degrees = peel->degrees;
    const WIDTH(Packed) *const restrict edges = peel->edges;
    uint32_t *const restrict log = peel->log + peel->logCount;
    uint32_t dropped = 0;
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t edge = from != NULL ? from[i] : i;
        const WIDTH(Packed) packed = edges[edge];
        const uint32_t a = WIDTH(First)(packed), b = WIDTH(Second)(packed);
        const uint32_t degreeA = degrees[a], degreeB = degrees[b];
        const uint32_t leafA = degreeA == 1, drop = leafA | (degreeB == 1);
        degrees[a] = (uint8_t)(degreeA - drop);
        degrees[b] = (uint8_t)(degreeB - drop);
        log[dropped] = 2 * edge + 1 - leafA;
        to[i - dropped] = edge;
        dropped += drop;
    }
    peel->logCount += dropped;
    return count - dropped;
}

static uint32_t WIDTH(FilterAll)(Peel *peel)
{
    return WIDTH(Filter)(peel, NULL, peel->live, peel->edgeCount);
}

static uint32_t WIDTH(FilterLive)(Peel *peel, uint32_t count)
{
    const uint32_t left = WIDTH(Filter)(peel, peel->live, peel->spare, count);
    uint32_t *const swap = peel->live;
    peel->live = peel->spare;
    peel->spare = swap;
    return left;
}

/*
 * Drops the `count` live edges through a queue of leaves. A vertex has one word, the sum of (edge
 * << 8 | 1) over its edges: the low byte is its degree, and at degree 1 the rest is the edge. No
 * degree passes 255, as CountDegrees saw. True when none is left.
 */
static bool WIDTH(DropLive)(Peel *peel, uint32_t count)
{
    WIDTH(Packed) *const restrict sums = peel->sums;
    const WIDTH(Packed) *const restrict edges = peel->edges;
    const uint32_t *const restrict live = peel->live;
    uint32_t *const restrict queue = peel->queue;
    uint32_t *const restrict log = peel->log + peel->logCount;
    for (uint32_t i = 0; i < count; i++) {
        const WIDTH(Packed) packed = edges[live[i]];
        sums[WIDTH(First)(packed)] = 0;
        sums[WIDTH(Second)(packed)] = 0;
    }
    for (uint32_t i = 0; i < count; i++) {
        const WIDTH(Packed) packed = edges[live[i]], term = (WIDTH(Packed))live[i] << 8 | 1;
        sums[WIDTH(First)(packed)] += term;
        sums[WIDTH(Second)(packed)] += term;
    }
    uint32_t tail = 0;
    for (uint32_t i = 0; i < count; i++) {
        const WIDTH(Packed) packed = edges[live[i]];
        queue[tail] = WIDTH(First)(packed);
        tail += (uint8_t)sums[WIDTH(First)(packed)] == 1;
        queue[tail] = WIDTH(Second)(packed);
        tail += (uint8_t)sums[WIDTH(Second)(packed)] == 1;
    }
    uint32_t dropped = 0;
    for (uint32_t head = 0; head < tail; head++) {
        const uint32_t leaf = queue[head];
        const WIDTH(Packed) sum = sums[leaf];
        if ((uint8_t)sum != 1)
            continue; /* its edge was dropped from the other end */
        const uint32_t edge = (uint32_t)(sum >> 8);
        const WIDTH(Packed) packed = edges[edge];
        const uint32_t isSecond = WIDTH(Second)(packed) == leaf;
        const uint32_t other = WIDTH(First)(packed) ^ WIDTH(Second)(packed) ^ leaf;
        log[dropped++] = 2 * edge + isSecond;
        sums[leaf] = 0;
        sums[other] -= sum;
        queue[tail] = other;
        tail += (uint8_t)sums[other] == 1;
    }
    peel->logCount += dropped;
    return dropped == count;
}

/* True when the graph has no cycle; then the log holds every edge. */
static bool WIDTH(PeelEdges)(Peel *peel)
{
    peel->logCount = 0;
    if (!WIDTH(CountDegrees)(peel))
        return false;
    uint32_t left = WIDTH(FilterAll)(peel);
    left = WIDTH(FilterLive)(peel, left);
    if (left > peel->edgeCount / 32)
        left = WIDTH(FilterLive)(peel, left);
    return WIDTH(DropLive)(peel, left);
}

#undef PACKED_BITS
