/*
 * The loops of peel.h. A template: the including file defines WIDE (0: 16-bit vertices, 1: 32-bit
 * ones) and WIDTH(name), and undefines them. The method is that of Botelho, Pagh and Ziviani's
 * acyclicity test, with degrees in bytes: a table of 32,768 vertices then stays in the first-level
 * cache. Branchless sequential passes drop most edges, and a queue drops only what the passes
 * leave.
 */
#include "peel_packed.h"

/* Counts the degrees. */
static bool WIDTH(CountDegrees)(Peel *peel, Work *work)
{
    uint8_t *const restrict degrees = peel->degrees;
    const WIDTH(Packed) *const restrict edges = peel->edges;
    const size_t stop = WorkUntil(work, peel->place.at, peel->edgeCount);
    for (size_t i = peel->place.at; i < stop; i++) {
        const WIDTH(Packed) edge = edges[i];
        degrees[WIDTH(First)(edge)]++;
        degrees[WIDTH(Second)(edge)]++;
    }
    return WorkPassed(&peel->place, stop, peel->edgeCount);
}

/* Sums the degrees up: a wrong sum shows that a degree passed 255. */
static bool WIDTH(SumDegrees)(Peel *peel, Work *work)
{
    enum { Line = 64 };
    const size_t lines = peel->edgeCount < 256 ? 0 : peel->vertexCount / Line, at = peel->place.at;
    const size_t stop = WorkUntil(work, at, lines);
    peel->degreeSum += PeelSumBytes(peel->degrees + at * Line, (stop - at) * Line);
    return WorkPassed(&peel->place, stop, lines);
}

/*
 * One sequential pass over the edges in `from` (NULL: all) from one position to another. What stays
 * goes to `to`; returns how many.
 */
CHM_INLINE uint32_t WIDTH(Filter)(Peel *peel, const uint32_t *from, uint32_t *to, uint32_t begin, uint32_t end)
{
    uint8_t *const restrict degrees = peel->degrees;
    const WIDTH(Packed) *const restrict edges = peel->edges;
    uint32_t *const restrict log = peel->log + peel->logCount;
    uint32_t dropped = 0;
    for (uint32_t i = begin; i < end; i++) {
        const uint32_t edge = from != NULL ? from[i] : i;
        const WIDTH(Packed) packed = edges[edge];
        const uint32_t a = WIDTH(First)(packed), b = WIDTH(Second)(packed);
        const uint32_t degreeA = degrees[a], degreeB = degrees[b];
        const uint32_t leafA = degreeA == 1, drop = leafA | (degreeB == 1);
        degrees[a] = (uint8_t)(degreeA - drop);
        degrees[b] = (uint8_t)(degreeB - drop);
        log[dropped] = 2 * edge + 1 - leafA;
        to[i - begin - dropped] = edge;
        dropped += drop;
    }
    peel->logCount += dropped;
    return end - begin - dropped;
}

CHM_INLINE bool WIDTH(FilterPass)(Peel *peel, Work *work, const uint32_t *from, uint32_t *to, uint32_t count)
{
    const size_t at = peel->place.at, stop = WorkUntil(work, at, count);
    peel->kept += WIDTH(Filter)(peel, from, to + peel->kept, (uint32_t)at, (uint32_t)stop);
    if (!WorkPassed(&peel->place, stop, count))
        return false;
    peel->left = peel->kept;
    peel->kept = 0;
    return true;
}

static bool WIDTH(FilterAll)(Peel *peel, Work *work)
{
    return WIDTH(FilterPass)(peel, work, NULL, peel->live, peel->edgeCount);
}

static bool WIDTH(FilterLive)(Peel *peel, Work *work)
{
    if (!WIDTH(FilterPass)(peel, work, peel->live, peel->spare, peel->left))
        return false;
    uint32_t *const swap = peel->live;
    peel->live = peel->spare;
    peel->spare = swap;
    return true;
}

/*
 * The live edges are dropped through a queue of leaves. A vertex has one word, the sum of (edge
 * << 8 | 1) over its edges: the low byte is its degree, and at degree 1 the rest is the edge. No
 * degree passes 255, as SumDegrees saw. First the words of their vertices are cleared, then summed
 * up,
 */
CHM_INLINE bool WIDTH(SumLive)(Peel *peel, Work *work, bool clears)
{
    WIDTH(Packed) *const restrict sums = peel->sums;
    const WIDTH(Packed) *const restrict edges = peel->edges;
    const uint32_t *const restrict live = peel->live;
    const size_t stop = WorkUntil(work, peel->place.at, peel->left);
    for (size_t i = peel->place.at; i < stop; i++) {
        const WIDTH(Packed) packed = edges[live[i]], term = (WIDTH(Packed))live[i] << 8 | 1;
        const uint32_t a = WIDTH(First)(packed), b = WIDTH(Second)(packed);
        sums[a] = clears ? 0 : sums[a] + term;
        sums[b] = clears ? 0 : sums[b] + term;
    }
    return WorkPassed(&peel->place, stop, peel->left);
}

/* ... the leaves are found, */
static bool WIDTH(FindLeaves)(Peel *peel, Work *work)
{
    const WIDTH(Packed) *const restrict sums = peel->sums;
    const WIDTH(Packed) *const restrict edges = peel->edges;
    const uint32_t *const restrict live = peel->live;
    uint32_t *const restrict queue = peel->queue;
    const size_t stop = WorkUntil(work, peel->place.at, peel->left);
    uint32_t tail = peel->tail;
    for (size_t i = peel->place.at; i < stop; i++) {
        const WIDTH(Packed) packed = edges[live[i]];
        queue[tail] = WIDTH(First)(packed);
        tail += (uint8_t)sums[WIDTH(First)(packed)] == 1;
        queue[tail] = WIDTH(Second)(packed);
        tail += (uint8_t)sums[WIDTH(Second)(packed)] == 1;
    }
    peel->tail = tail;
    return WorkPassed(&peel->place, stop, peel->left);
}

/* ... and the leaves in the queue from one position to another drop their edges. */
CHM_INLINE void WIDTH(DropLeaves)(Peel *peel, size_t begin, size_t end)
{
    WIDTH(Packed) *const restrict sums = peel->sums;
    const WIDTH(Packed) *const restrict edges = peel->edges;
    uint32_t *const restrict queue = peel->queue;
    uint32_t *const restrict log = peel->log + peel->logCount;
    uint32_t tail = peel->tail, dropped = 0;
    for (size_t head = begin; head < end; head++) {
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
    peel->tail = tail;
    peel->logCount += dropped;
    peel->dropped += dropped;
}

static bool WIDTH(DropLive)(Peel *peel, Work *work)
{
    size_t head = peel->place.at, stop;
    while ((stop = WorkUntil(work, head, peel->tail)) != head) {
        WIDTH(DropLeaves)(peel, head, stop);
        head = stop;
    }
    return WorkPassed(&peel->place, head, peel->tail);
}

enum { WIDTH(LoopSecondPass) = 5, WIDTH(LoopDrop) = 9 };

/* The loops in their order. False: the work is used up, or the graph is given up. */
static bool WIDTH(PeelLoop)(Peel *peel, Work *work)
{
    switch (peel->place.loop) {
    case 0: return WorkClear(work, &peel->place, peel->degrees, peel->vertexCount);
    case 1: return WIDTH(CountDegrees)(peel, work);
    case 2: return WIDTH(SumDegrees)(peel, work);
    case 3: return WIDTH(FilterAll)(peel, work);
    case 4: return WIDTH(FilterLive)(peel, work);
    case WIDTH(LoopSecondPass): /* not worth it for few */
        return peel->left > peel->edgeCount / 32 ? WIDTH(FilterLive)(peel, work) : WorkPassed(&peel->place, 0, 0);
    case 6: return WIDTH(SumLive)(peel, work, true);
    case 7: return WIDTH(SumLive)(peel, work, false);
    case 8: return WIDTH(FindLeaves)(peel, work);
    default: return WIDTH(DropLive)(peel, work);
    }
}

/* Yes when the graph has no cycle; then the log holds every edge. */
static WorkAnswer WIDTH(PeelEdges)(Peel *peel, Work *work)
{
    while (peel->place.loop <= WIDTH(LoopDrop)) {
        if (!WIDTH(PeelLoop)(peel, work))
            return WorkMore;
        if (peel->place.loop == 3 && peel->edgeCount >= 256 && peel->degreeSum != 2 * (uint64_t)peel->edgeCount)
            return WorkNo; /* a degree passed 255: its count would lie */
    }
    return peel->dropped == peel->left ? WorkYes : WorkNo;
}
