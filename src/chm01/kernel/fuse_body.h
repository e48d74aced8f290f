/*
 * The loops of fuse.h for one form. A template: the including file defines WIDE (1: FuseWide) and
 * WIDTH(name), which are undefined at the end.
 */
#if WIDE
typedef uint64_t WIDTH(FuseSum);
#define EDGE_SHIFT 32
#define DEGREE(sum) ((uint32_t)(sum))
#else
typedef uint32_t WIDTH(FuseSum);
#define EDGE_SHIFT 8
#define DEGREE(sum) ((uint8_t)(sum))
#endif

/* An edge as it is stored, by its key's hash, */
CHM_INLINE uint64_t WIDTH(FuseEdge)(uint64_t hash, FuseShape shape)
{
#if WIDE
    (void)shape;
    return hash;
#else
    const FuseVertices ends = FuseVerticesOf(hash, shape);
    return ends.first | (uint64_t)ends.second << 21 | (uint64_t)ends.third << 42;
#endif
}

/* ... and its ends again. */
CHM_INLINE FuseVertices WIDTH(FuseEnds)(uint64_t edge, FuseShape shape)
{
#if WIDE
    return FuseVerticesOf(edge, shape);
#else
    const uint32_t mask = (1u << 21) - 1;
    const FuseVertices ends = {(uint32_t)edge & mask, (uint32_t)(edge >> 21) & mask, (uint32_t)(edge >> 42)};
    (void)shape;
    return ends;
#endif
}

/* The edges in the order of the keys: all there is to do for one block. */
static void WIDTH(FuseHashesBatch)(Fuse *fuse, size_t at, size_t count, const uint64_t *restrict hashes)
{
    const FuseShape shape = fuse->shape;
    uint64_t *const restrict edges = fuse->edges + at;
    for (size_t i = 0; i < count; i++)
        edges[i] = WIDTH(FuseEdge)(hashes[i], shape);
}

static void WIDTH(FuseHashAll)(Fuse *fuse, size_t from, size_t to)
{
    FuseByBatches(fuse, from, to, WIDTH(FuseHashesBatch));
}

static void WIDTH(FuseScatterBatch)(Fuse *fuse, size_t at, size_t count, const uint64_t *restrict hashes)
{
    const FuseShape shape = fuse->shape;
    uint32_t *const next = fuse->starts + 1;
    for (size_t i = 0; i < count; i++) {
        const uint32_t place = next[FuseVerticesOf(hashes[i], shape).first >> fuse->blockBits]++;
        fuse->edges[place] = WIDTH(FuseEdge)(hashes[i], shape);
        fuse->positions[place] = (uint32_t)(at + i);
    }
}

static void WIDTH(FuseScatter)(Fuse *fuse, size_t from, size_t to)
{
    FuseByBatches(fuse, from, to, WIDTH(FuseScatterBatch));
}

static void WIDTH(FuseSumEdges)(Fuse *fuse, size_t from, size_t to)
{
    WIDTH(FuseSum) *const restrict sums = fuse->sums;
    const uint64_t *const restrict edges = fuse->edges;
    const FuseShape shape = fuse->shape;
    for (size_t i = from; i < to; i++) {
        const FuseVertices ends = WIDTH(FuseEnds)(edges[i], shape);
        const WIDTH(FuseSum) term = (WIDTH(FuseSum))i << EDGE_SHIFT | 1;
        sums[ends.first] += term;
        sums[ends.second] += term;
        sums[ends.third] += term;
    }
}

static void WIDTH(FuseAddDegrees)(Fuse *fuse, size_t from, size_t to)
{
    const WIDTH(FuseSum) *const restrict sums = fuse->sums;
    uint32_t degrees = 0;
    for (size_t i = from; i < to; i++)
        degrees += DEGREE(sums[i]);
    fuse->degrees += degrees;
}

/* The leaves of a block; the queue is empty before. */
#if !WIDE && defined(__AVX512BW__)
static void WIDTH(FuseFindLeaves)(Fuse *fuse, uint32_t from, uint32_t to)
{
    enum { Lanes = 16 }; /* vertices are a multiple of that, and so are blocks */
    const uint32_t *const restrict sums = fuse->sums;
    uint32_t *const restrict queue = fuse->queue;
    const __m512i byte = _mm512_set1_epi32(0xFF), one = _mm512_set1_epi32(1), step = _mm512_set1_epi32(Lanes);
    __m512i vertices = _mm512_add_epi32(_mm512_set1_epi32((int)from),
                                        _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
    uint32_t tail = 0;
    for (uint32_t vertex = from; vertex < to; vertex += Lanes) {
        const __m512i degrees = _mm512_and_si512(_mm512_loadu_si512(sums + vertex), byte);
        const __mmask16 leaves = _mm512_cmpeq_epi32_mask(degrees, one);
        _mm512_storeu_si512(queue + tail, _mm512_maskz_compress_epi32(leaves, vertices));
        tail += (uint32_t)_mm_popcnt_u32(leaves);
        vertices = _mm512_add_epi32(vertices, step);
    }
    fuse->head = 0;
    fuse->tail = tail;
}
#else
static void WIDTH(FuseFindLeaves)(Fuse *fuse, uint32_t from, uint32_t to)
{
    const WIDTH(FuseSum) *const restrict sums = fuse->sums;
    uint32_t *const restrict queue = fuse->queue;
    uint32_t tail = 0;
    for (uint32_t vertex = from; vertex < to; vertex++) {
        queue[tail] = vertex;
        tail += DEGREE(sums[vertex]) == 1;
    }
    fuse->head = 0;
    fuse->tail = tail;
}
#endif

/*
 * Reads the edges of leaves of the queue; one that is gone is any edge. That comes before any of
 * them is dropped: stores of sums whose places are known only after these loads would hold up the
 * loads of the next leaf.
 */
CHM_INLINE void WIDTH(FuseLookUp)(const Fuse *fuse, const uint32_t *leaves, uint32_t count, uint64_t *found)
{
    const WIDTH(FuseSum) *const sums = fuse->sums;
    const uint64_t *const edges = fuse->edges;
    for (uint32_t i = 0; i < count; i++) {
        CHM_SCALAR(); /* gathers are slower */
        found[i] = edges[sums[leaves[i]] >> EDGE_SHIFT];
    }
}

/*
 * Leaves of the queue, whose edges were looked up, drop them. What becomes a leaf before `end`
 * follows in the queue; bounded: what lies behind is found with its block.
 */
CHM_INLINE void WIDTH(FuseDropFound)(Fuse *fuse, uint32_t count, const uint64_t *found, bool bounded, uint32_t end)
{
    WIDTH(FuseSum) *const restrict sums = fuse->sums;
    const uint32_t *const leaves = fuse->queue + fuse->head;
    uint32_t *next = fuse->queue + fuse->tail;
    uint64_t *log = fuse->log + fuse->logCount;
    const FuseShape shape = fuse->shape;
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t leaf = leaves[i];
        const WIDTH(FuseSum) sum = sums[leaf];
        const uint32_t drops = DEGREE(sum); /* 0, and so is the sum, when the edge went from another end */
        const FuseVertices ends = WIDTH(FuseEnds)(found[i], shape);
        const uint32_t isFirst = 0 - (uint32_t)(ends.first == leaf); /* all ones; a branch would be mispredicted */
        const uint32_t one = ends.first ^ ((ends.first ^ ends.second) & isFirst);
        const uint32_t third = ends.first ^ ends.second ^ ends.third ^ leaf ^ one;
        const uint32_t other = third & (0 - drops); /* without a drop the leaf is no end, and this a vertex too */
        assert(one < shape.vertices && other < shape.vertices);
        const WIDTH(FuseSum) ofOne = sums[one] - sum, ofOther = sums[other] - sum;
        *log = (uint64_t)(sum >> EDGE_SHIFT) << 32 | leaf;
        log += drops;
        sums[leaf] = 0;
        sums[one] = ofOne;
        sums[other] = ofOther;
        *next = one;
        next += (DEGREE(ofOne) == 1) & drops & (!bounded | (one < end));
        *next = other;
        next += (DEGREE(ofOther) == 1) & drops & (!bounded | (other < end));
    }
    fuse->head += count;
    fuse->tail = (uint32_t)(next - fuse->queue);
    fuse->logCount = (uint32_t)(log - fuse->log);
}

/*
 * Leaves drop their edges, up to position `to` of the queue. A vertex becomes a leaf once, so the
 * queue has room for all.
 */
static void WIDTH(FuseDrop)(Fuse *fuse, uint32_t to, uint32_t endOfBlock)
{
    enum { Ahead = 16 };
    uint64_t found[Ahead];
    const bool bounded = endOfBlock != fuse->shape.vertices;
    while (fuse->head < to) {
        const uint32_t count = to - fuse->head < Ahead ? to - fuse->head : Ahead;
        WIDTH(FuseLookUp)(fuse, fuse->queue + fuse->head, count, found);
        if (bounded)
            WIDTH(FuseDropFound)(fuse, count, found, true, endOfBlock);
        else
            WIDTH(FuseDropFound)(fuse, count, found, false, endOfBlock);
    }
}

static void WIDTH(FuseMarkEdges)(const Fuse *fuse, uint8_t *marks)
{
    for (size_t i = 0; i < fuse->keyCount; i++) {
        const FuseVertices ends = WIDTH(FuseEnds)(fuse->edges[i], fuse->shape);
        marks[ends.first] = marks[ends.second] = marks[ends.third] = 1;
    }
}

#define SLOTS(name) WIDTH(name##8)
#define SLOT uint8_t
#include "fuse_assign.h"
#define SLOTS(name) WIDTH(name##16)
#define SLOT uint16_t
#include "fuse_assign.h"
#define SLOTS(name) WIDTH(name##32)
#define SLOT uint32_t
#include "fuse_assign.h"

#undef DEGREE
#undef EDGE_SHIFT
#undef WIDTH
#undef WIDE
