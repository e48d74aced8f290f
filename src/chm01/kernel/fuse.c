/* The memory of the kernel of compact tables, the choice among its compilations, and its steps. */
#include "fuse.h"

#include <string.h>

#include "chm01/base/carve.h"
#include "chm01/base/packed.h"
#include "noise.h"

/*
 * A graph of up to FuseOneBlockVertices vertices is one block: its edges and sums take 6 MB, and
 * reading leaves' edges ahead hides that they come from a third-level cache. Larger graphs have
 * blocks of 2^13 vertices, and no more than FuseSortBlocks.
 */
enum { FuseOneBlockVertices = 1 << 19, LeastBlockBits = 13, FuseSortBlocks = 2048 };

/* Vector stores may write that many vertices behind the last leaf. */
enum { QueuePadding = 32 };

static const FuseOps *FuseOpsOf(const Fuse *fuse)
{
    static const FuseOps *const byLevel[CpuLevels] = CPU_LEVELS(fuseBaseline, fuseAvx2, fuseAvx512);
    return &byLevel[CpuLevelInUse()][fuse->form];
}

FuseForm FuseFormFor(uint32_t keyCount, FuseShape shape)
{
    enum { NarrowVertices = 1 << 21, NarrowEdges = 1 << 24 };
    return shape.vertices <= NarrowVertices && keyCount <= NarrowEdges ? FuseNarrow : FuseWide;
}

static uint64_t SumsBytes(const Fuse *fuse)
{
    return (uint64_t)fuse->shape.vertices * (fuse->form == FuseNarrow ? sizeof(uint32_t) : sizeof(uint64_t));
}

static size_t FuseLayout(Fuse *fuse, FuseForm form, size_t keyCount, FuseShape shape, void *memory)
{
    fuse->shape = shape;
    fuse->form = form;
    fuse->blockBits = shape.vertices <= FuseOneBlockVertices ? 31 : LeastBlockBits;
    while (shape.vertices >> fuse->blockBits >= FuseSortBlocks)
        fuse->blockBits++;
    fuse->blocks = (shape.vertices >> fuse->blockBits) + 1;
    const size_t sorted = fuse->blocks > 1 ? keyCount : 0;
    Carve carve = CarveBegin(memory);
    fuse->starts = CarveTake(&carve, (fuse->blocks + (size_t)1) * sizeof *fuse->starts);
    fuse->edges = CarveTake(&carve, keyCount * sizeof *fuse->edges);
    fuse->positions = CarveTake(&carve, sorted * sizeof *fuse->positions);
    fuse->sums = CarveTake(&carve, SumsBytes(fuse));
    fuse->queue = CarveTake(&carve, (shape.vertices + (size_t)QueuePadding) * sizeof *fuse->queue);
    fuse->log = CarveTake(&carve, (keyCount + 1) * sizeof *fuse->log);
    return carve.used;
}

size_t FuseBytes(FuseForm form, uint32_t keyCount, FuseShape shape)
{
    Fuse unused;
    return FuseLayout(&unused, form, keyCount, shape, NULL);
}

void FuseBegin(Fuse *fuse, FuseForm form, uint32_t keyCount, FuseShape shape, void *memory)
{
    memset(fuse, 0, sizeof *fuse);
    (void)FuseLayout(fuse, form, keyCount, shape, memory);
    fuse->keyCount = keyCount;
}

/* A loop over keys or edges; true at its end. */
static bool FuseOverKeys(Fuse *fuse, Work *work, void (*loop)(Fuse *fuse, size_t from, size_t to))
{
    const size_t from = fuse->place.at, to = WorkUntil(work, from, fuse->keyCount);
    loop(fuse, from, to);
    return WorkPassed(&fuse->place, to, fuse->keyCount);
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

static bool FuseSort(Fuse *fuse, Work *work)
{
    switch (fuse->place.loop) {
    case 0: return WorkClear(work, &fuse->place, fuse->starts, (fuse->blocks + (size_t)1) * sizeof *fuse->starts);
    case 1: return FuseOverKeys(fuse, work, FuseOpsOf(fuse)->count);
    case 2: return FuseSumCounts(fuse);
    default: return FuseOverKeys(fuse, work, FuseOpsOf(fuse)->scatter);
    }
}

bool FuseHashKeys(Fuse *fuse, uint64_t s1, uint64_t s2, Work *work)
{
    enum { LastLoop = 3 };
    fuse->s1 = s1;
    fuse->s2 = s2;
    if (fuse->blocks == 1) {
        if (!FuseOverKeys(fuse, work, FuseOpsOf(fuse)->hash))
            return false;
    } else {
        while (fuse->place.loop <= LastLoop)
            if (!FuseSort(fuse, work))
                return false;
    }
    FuseReset(fuse);
    return true;
}

static bool FuseAddDegrees(Fuse *fuse, Work *work)
{
    const size_t from = fuse->place.at, to = WorkUntil(work, from, fuse->shape.vertices);
    FuseOpsOf(fuse)->addDegrees(fuse, from, to);
    return WorkPassed(&fuse->place, to, fuse->shape.vertices);
}

/* Goes through the vertices block by block, up to the last. */
static bool FusePeelBlocks(Fuse *fuse, Work *work)
{
    const FuseOps *const ops = FuseOpsOf(fuse);
    while (work->left != 0) {
        const size_t block = fuse->place.at, size = (size_t)1 << fuse->blockBits;
        const uint32_t begin = (uint32_t)(block * size), vertices = fuse->shape.vertices;
        const uint32_t end = vertices - begin < size ? vertices : (uint32_t)(begin + size);
        if (fuse->tail == 0) {
            (void)WorkUntil(work, begin, end); /* few enough to be looked at whatever is left */
            ops->findLeaves(fuse, begin, end);
        }
        while (fuse->head < fuse->tail && work->left != 0)
            ops->drop(fuse, (uint32_t)WorkUntil(work, fuse->head, fuse->tail), end);
        if (fuse->head < fuse->tail)
            return false;
        fuse->tail = 0;
        if (WorkPassed(&fuse->place, block + 1, end == vertices ? block + 1 : SIZE_MAX))
            return true;
    }
    return false;
}

static WorkAnswer FusePeelEnds(Fuse *fuse, uint32_t logged)
{
    FuseReset(fuse);
    fuse->logCount = logged;
    return logged == fuse->keyCount ? WorkYes : WorkNo;
}

WorkAnswer FusePeel(Fuse *fuse, Work *work)
{
    WorkPlace *const place = &fuse->place;
    if (place->loop == 0 && !WorkClear(work, place, fuse->sums, (size_t)SumsBytes(fuse)))
        return WorkMore;
    if (place->loop == 1 && !FuseOverKeys(fuse, work, FuseOpsOf(fuse)->sum))
        return WorkMore;
    if (place->loop == 2 && !FuseAddDegrees(fuse, work))
        return WorkMore;
    if (fuse->degrees != 3 * fuse->keyCount)
        return FusePeelEnds(fuse, 0); /* a degree passed what its part of the word holds */
    if (!FusePeelBlocks(fuse, work))
        return WorkMore;
    return FusePeelEnds(fuse, fuse->logCount);
}

/* A loop over the vertices, by whole groups; true at its end. */
static bool FuseOverGroups(Fuse *fuse, Work *work, size_t *from, size_t *to)
{
    const size_t until = WorkUntil(work, fuse->place.at, fuse->shape.vertices);
    *from = fuse->place.at;
    *to = (until + PackedGroup - 1) / PackedGroup * PackedGroup;
    return WorkPassed(&fuse->place, *to, fuse->shape.vertices);
}

static bool FusePack(Fuse *fuse, void *slots, Work *work)
{
    size_t from, to;
    const bool over = FuseOverGroups(fuse, work, &from, &to);
    PackedWrite(slots, fuse->packedBits, fuse->sums, fuse->numberSize, from, to);
    return over;
}

static bool FuseUnpack(Fuse *fuse, const void *slots, Work *work)
{
    size_t from, to;
    const bool over = FuseOverGroups(fuse, work, &from, &to);
    PackedRead(slots, fuse->packedBits, fuse->sums, fuse->numberSize, from, to);
    return over;
}

static bool FuseAssignNumbers(Fuse *fuse, void *numbers, Work *work)
{
    const uint32_t size = fuse->numberSize;
    if (fuse->place.loop == 0 &&
        !NoiseFill(work, &fuse->place, numbers, (size_t)fuse->shape.vertices * size, fuse->noise))
        return false;
    if (fuse->place.loop != 1)
        return true;
    const size_t from = fuse->place.at, to = WorkUntil(work, from, fuse->keyCount);
    FuseOpsOf(fuse)->assign[size / 2](fuse, numbers, from, to);
    return WorkPassed(&fuse->place, to, fuse->keyCount);
}

/* Packed slots are assigned where the sums stood, which are of no use after peeling. */
bool FuseAssign(Fuse *fuse, void *slots, Work *work)
{
    if (!FuseAssignNumbers(fuse, fuse->packedBits != 0 ? fuse->sums : slots, work))
        return false;
    if (fuse->packedBits != 0 && !FusePack(fuse, slots, work))
        return false;
    FuseReset(fuse);
    return true;
}

/* Returns whether the bits that a number has differ. */
static bool FuseIsWrong(const Fuse *fuse)
{
    return (fuse->wrong & UINT32_MAX >> (32 - FuseNumberBits(fuse))) != 0;
}

WorkAnswer FuseVerify(Fuse *fuse, const void *slots, Work *work)
{
    if (fuse->packedBits != 0 && fuse->place.loop == 0 && !FuseUnpack(fuse, slots, work))
        return WorkMore;
    const size_t from = fuse->place.at, to = WorkUntil(work, from, fuse->keyCount);
    FuseOpsOf(fuse)->compare[fuse->numberSize / 2](fuse, fuse->packedBits != 0 ? fuse->sums : slots, from, to);
    if (!WorkPassed(&fuse->place, to, fuse->keyCount))
        return WorkMore;
    const WorkAnswer answer = FuseIsWrong(fuse) ? WorkNo : WorkYes;
    FuseReset(fuse);
    return answer;
}

void FuseMark(const Fuse *fuse, uint8_t *marks)
{
    FuseOpsOf(fuse)->mark(fuse, marks);
}
