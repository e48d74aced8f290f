#include "fuse.h"

#include <string.h>

#include "chm01/base/carve.h"
#include "chm01/base/portable.h"

/*
 * A graph of up to so many vertices is one block: its sums fit a second-level cache. Larger ones
 * have blocks of 2^13 vertices, and no more than FuseSortBlocks.
 */
enum { FuseOneBlockVertices = 1 << 16, LeastBlockBits = 13, FuseSortBlocks = 2048 };

enum { EdgeShift = 32 };

static size_t FuseLayout(Fuse *fuse, size_t keyCount, FuseShape shape, void *memory)
{
    fuse->shape = shape;
    fuse->blockBits = shape.vertices <= FuseOneBlockVertices ? 31 : LeastBlockBits;
    while (shape.vertices >> fuse->blockBits >= FuseSortBlocks)
        fuse->blockBits++;
    fuse->blocks = (shape.vertices >> fuse->blockBits) + 1;
    const size_t sorted = fuse->blocks > 1 ? keyCount : 0;
    Carve carve = CarveBegin(memory);
    fuse->starts = CarveTake(&carve, (fuse->blocks + (size_t)1) * sizeof *fuse->starts);
    fuse->hashes = CarveTake(&carve, keyCount * sizeof *fuse->hashes);
    fuse->positions = CarveTake(&carve, sorted * sizeof *fuse->positions);
    fuse->sums = CarveTake(&carve, shape.vertices * sizeof *fuse->sums);
    fuse->queue = CarveTake(&carve, (shape.vertices + (size_t)4) * sizeof *fuse->queue);
    fuse->logEdge = CarveTake(&carve, keyCount * sizeof *fuse->logEdge);
    fuse->logVertex = CarveTake(&carve, keyCount * sizeof *fuse->logVertex);
    return carve.used;
}

size_t FuseBytes(uint32_t keyCount, FuseShape shape)
{
    Fuse unused;
    return FuseLayout(&unused, keyCount, shape, NULL);
}

void FuseBegin(Fuse *fuse, uint32_t keyCount, FuseShape shape, void *memory)
{
    memset(fuse, 0, sizeof *fuse);
    (void)FuseLayout(fuse, keyCount, shape, memory);
    fuse->keyCount = keyCount;
}

CHM_INLINE uint64_t KeyAt(const Fuse *fuse, size_t i)
{
    return fuse->keySize == 8 ? ((const uint64_t *)fuse->keys)[i] : ((const uint32_t *)fuse->keys)[i];
}

/* The hashes in the order of the keys: all there is to do for one block. */
static bool FuseHashAll(Fuse *fuse, Work *work)
{
    const uint64_t s1 = fuse->s1, s2 = fuse->s2;
    const size_t stop = WorkUntil(work, fuse->place.at, fuse->keyCount);
    if (fuse->keySize == 8)
        for (size_t i = fuse->place.at; i < stop; i++)
            fuse->hashes[i] = FuseHash(((const uint64_t *)fuse->keys)[i], s1, s2);
    else
        for (size_t i = fuse->place.at; i < stop; i++)
            fuse->hashes[i] = FuseHash(((const uint32_t *)fuse->keys)[i], s1, s2);
    return WorkPassed(&fuse->place, stop, fuse->keyCount);
}

CHM_INLINE uint32_t BlockOf(const Fuse *fuse, uint64_t hash)
{
    return FuseVerticesOf(hash, fuse->shape).first >> fuse->blockBits;
}

static bool FuseCount(Fuse *fuse, Work *work)
{
    const size_t stop = WorkUntil(work, fuse->place.at, fuse->keyCount);
    uint32_t *const counts = fuse->starts + 1;
    for (size_t i = fuse->place.at; i < stop; i++)
        counts[BlockOf(fuse, FuseHash(KeyAt(fuse, i), fuse->s1, fuse->s2))]++;
    return WorkPassed(&fuse->place, stop, fuse->keyCount);
}

/* From here on starts[b] is where the next edge of block b - 1 goes. */
static bool FuseSumCounts(Fuse *fuse)
{
    uint32_t sum = 0;
    for (uint32_t block = 0; block < fuse->blocks; block++) {
        const uint32_t count = fuse->starts[block + 1];
        fuse->starts[block + 1] = sum;
        sum += count;
    }
    return WorkPassed(&fuse->place, 0, 0);
}

static bool FuseScatter(Fuse *fuse, Work *work)
{
    const size_t stop = WorkUntil(work, fuse->place.at, fuse->keyCount);
    uint32_t *const next = fuse->starts + 1;
    for (size_t i = fuse->place.at; i < stop; i++) {
        const uint64_t hash = FuseHash(KeyAt(fuse, i), fuse->s1, fuse->s2);
        const uint32_t edge = next[BlockOf(fuse, hash)]++;
        fuse->hashes[edge] = hash;
        fuse->positions[edge] = (uint32_t)i;
    }
    return WorkPassed(&fuse->place, stop, fuse->keyCount);
}

static bool FuseSort(Fuse *fuse, Work *work)
{
    switch (fuse->place.loop) {
    case 0: return WorkClear(work, &fuse->place, fuse->starts, (fuse->blocks + (size_t)1) * sizeof *fuse->starts);
    case 1: return FuseCount(fuse, work);
    case 2: return FuseSumCounts(fuse);
    default: return FuseScatter(fuse, work);
    }
}

bool FuseHashKeys(Fuse *fuse, uint64_t s1, uint64_t s2, Work *work)
{
    enum { LastLoop = 3 };
    fuse->s1 = s1;
    fuse->s2 = s2;
    if (fuse->blocks == 1) {
        if (!FuseHashAll(fuse, work))
            return false;
    } else {
        while (fuse->place.loop <= LastLoop)
            if (!FuseSort(fuse, work))
                return false;
    }
    FuseReset(fuse);
    return true;
}

static bool FuseSumEdges(Fuse *fuse, Work *work)
{
    uint64_t *const restrict sums = fuse->sums;
    const uint64_t *const restrict hashes = fuse->hashes;
    const FuseShape shape = fuse->shape;
    const size_t stop = WorkUntil(work, fuse->place.at, fuse->keyCount);
    for (size_t i = fuse->place.at; i < stop; i++) {
        const FuseVertices at = FuseVerticesOf(hashes[i], shape);
        const uint64_t term = (uint64_t)i << EdgeShift | 1;
        sums[at.first] += term;
        sums[at.second] += term;
        sums[at.third] += term;
    }
    return WorkPassed(&fuse->place, stop, fuse->keyCount);
}

/* The leaves of a block; the queue is empty before. */
static void FuseFindLeaves(Fuse *fuse, uint32_t begin, uint32_t end)
{
    const uint64_t *const restrict sums = fuse->sums;
    uint32_t *const restrict queue = fuse->queue;
    uint32_t tail = 0;
    for (uint32_t vertex = begin; vertex < end; vertex++) {
        queue[tail] = vertex;
        tail += (uint32_t)sums[vertex] == 1;
    }
    fuse->head = 0;
    fuse->tail = tail;
}

/*
 * Leaves of the queue drop their edges, up to `stop`; what becomes a leaf before `end` follows in
 * the queue, and what lies behind is found with its block. A vertex becomes a leaf once, so the
 * queue has room for all.
 */
static void FuseDrop(Fuse *fuse, uint32_t stop, uint32_t end)
{
    uint64_t *const restrict sums = fuse->sums;
    const uint64_t *const restrict hashes = fuse->hashes;
    uint32_t *const restrict queue = fuse->queue, *const restrict logEdge = fuse->logEdge;
    uint32_t *const restrict logVertex = fuse->logVertex;
    const FuseShape shape = fuse->shape;
    uint32_t tail = fuse->tail, logged = fuse->logCount;
    for (uint32_t head = fuse->head; head < stop; head++) {
        const uint32_t leaf = queue[head];
        const uint64_t sum = sums[leaf];
        if ((uint32_t)sum != 1)
            continue; /* its edge was dropped from another end */
        const uint32_t edge = (uint32_t)(sum >> EdgeShift);
        const FuseVertices at = FuseVerticesOf(hashes[edge], shape);
        logEdge[logged] = edge;
        logVertex[logged++] = leaf;
        sums[at.first] -= sum;
        sums[at.second] -= sum;
        sums[at.third] -= sum;
        queue[tail] = at.first;
        tail += ((uint32_t)sums[at.first] == 1) & (at.first < end);
        queue[tail] = at.second;
        tail += ((uint32_t)sums[at.second] == 1) & (at.second < end);
        queue[tail] = at.third;
        tail += ((uint32_t)sums[at.third] == 1) & (at.third < end);
    }
    fuse->head = stop;
    fuse->tail = tail;
    fuse->logCount = logged;
}

/* Goes through the vertices block by block, up to the last. */
static bool FusePeelBlocks(Fuse *fuse, Work *work)
{
    while (work->left != 0) {
        const size_t block = fuse->place.at, size = (size_t)1 << fuse->blockBits;
        const uint32_t begin = (uint32_t)(block * size), vertices = fuse->shape.vertices;
        const uint32_t end = vertices - begin < size ? vertices : (uint32_t)(begin + size);
        if (fuse->tail == 0) {
            (void)WorkUntil(work, begin, end); /* few enough to be looked at whatever is left */
            FuseFindLeaves(fuse, begin, end);
        }
        while (fuse->head < fuse->tail && work->left != 0)
            FuseDrop(fuse, (uint32_t)WorkUntil(work, fuse->head, fuse->tail), end);
        if (fuse->head < fuse->tail)
            return false;
        fuse->tail = 0;
        if (WorkPassed(&fuse->place, block + 1, end == vertices ? block + 1 : SIZE_MAX))
            return true;
    }
    return false;
}

WorkAnswer FusePeel(Fuse *fuse, Work *work)
{
    WorkPlace *const place = &fuse->place;
    if (place->loop == 0 && !WorkClear(work, place, fuse->sums, fuse->shape.vertices * sizeof *fuse->sums))
        return WorkMore;
    if (place->loop == 1 && !FuseSumEdges(fuse, work))
        return WorkMore;
    if (!FusePeelBlocks(fuse, work))
        return WorkMore;
    const uint32_t logged = fuse->logCount;
    FuseReset(fuse);
    fuse->logCount = logged;
    return logged == fuse->keyCount ? WorkYes : WorkNo;
}

CHM_INLINE uint32_t FuseNumber(const Fuse *fuse, size_t edge)
{
    const uint32_t position = fuse->blocks > 1 ? fuse->positions[edge] : (uint32_t)edge;
    const uint32_t index = fuse->indices != NULL ? fuse->indices[position] : position;
    if (fuse->given == NULL)
        return index;
    if (fuse->numberSize == 1)
        return ((const uint8_t *)fuse->given)[index];
    return fuse->numberSize == 2 ? ((const uint16_t *)fuse->given)[index] : ((const uint32_t *)fuse->given)[index];
}

/* The log backwards, for values of each width, and the comparison of every key. */
#define FUSE_VALUES(bits)                                                                                         \
    static bool FuseAssign##bits(Fuse *fuse, uint##bits##_t *restrict values, Work *work)                         \
    {                                                                                                             \
        const uint32_t count = fuse->keyCount, begin = (uint32_t)fuse->place.at;                                  \
        const uint32_t stop = (uint32_t)WorkUntil(work, begin, count);                                            \
        for (uint32_t i = count - begin; i-- > count - stop;) {                                                   \
            const uint32_t edge = fuse->logEdge[i];                                                               \
            const FuseVertices at = FuseVerticesOf(fuse->hashes[edge], fuse->shape);                              \
            const uint32_t sum = (uint32_t)values[at.first] + values[at.second] + values[at.third];               \
            values[fuse->logVertex[i]] = (uint##bits##_t)(FuseNumber(fuse, edge) - sum); /* it was 0 until now */ \
        }                                                                                                         \
        return WorkPassed(&fuse->place, stop, count);                                                             \
    }                                                                                                             \
                                                                                                                  \
    static uint32_t FuseCompare##bits(const Fuse *fuse, const uint##bits##_t *values, size_t begin, size_t end)   \
    {                                                                                                             \
        uint32_t wrong = 0;                                                                                       \
        for (size_t i = begin; i < end; i++) {                                                                    \
            const uint64_t key = KeyAt(fuse, fuse->blocks > 1 ? fuse->positions[i] : i);                          \
            const FuseVertices at = FuseVerticesOf(FuseHash(key, fuse->s1, fuse->s2), fuse->shape);               \
            const uint32_t sum = (uint32_t)values[at.first] + values[at.second] + values[at.third];               \
            wrong |= (uint##bits##_t)(sum - FuseNumber(fuse, i));                                                 \
        }                                                                                                         \
        return wrong;                                                                                             \
    }

FUSE_VALUES(8)
FUSE_VALUES(16)
FUSE_VALUES(32)

bool FuseAssign(Fuse *fuse, void *values, Work *work)
{
    const uint32_t size = fuse->numberSize;
    if (fuse->place.loop == 0 && !WorkClear(work, &fuse->place, values, (size_t)fuse->shape.vertices * size))
        return false;
    const bool over = size == 1   ? FuseAssign8(fuse, values, work)
                      : size == 2 ? FuseAssign16(fuse, values, work)
                                  : FuseAssign32(fuse, values, work);
    if (over)
        FuseReset(fuse);
    return over;
}

WorkAnswer FuseVerify(Fuse *fuse, const void *values, Work *work)
{
    const size_t begin = fuse->place.at, stop = WorkUntil(work, begin, fuse->keyCount);
    fuse->wrong |= fuse->numberSize == 1   ? FuseCompare8(fuse, values, begin, stop)
                   : fuse->numberSize == 2 ? FuseCompare16(fuse, values, begin, stop)
                                           : FuseCompare32(fuse, values, begin, stop);
    if (!WorkPassed(&fuse->place, stop, fuse->keyCount))
        return WorkMore;
    const WorkAnswer answer = fuse->wrong == 0 ? WorkYes : WorkNo;
    FuseReset(fuse);
    return answer;
}

void FuseMark(const Fuse *fuse, uint8_t *marks)
{
    for (size_t i = 0; i < fuse->keyCount; i++) {
        const FuseVertices at = FuseVerticesOf(fuse->hashes[i], fuse->shape);
        marks[at.first] = marks[at.second] = marks[at.third] = 1;
    }
}
