/*
 * The kernel of compact tables: each key is an edge between three vertices of hash_fuse.h, and the
 * sum of their three values is the key's number. Edges are sorted by their first vertex into
 * blocks, so that peeling, block by block, and assigning, backwards, stay in the cache however
 * large the graph is. A graph of one block is not sorted.
 *
 *   hash      sorts the edges under s1 and s2
 *   peel      peels them; yes when all go
 *   assign    after that: writes the values; a vertex that no edge fixes has 0
 *   verify    computes every key's number from the values and compares
 *
 * All take work and can stop amid it: WorkMore, or false where there is no answer, says that the
 * same call with more work goes on. FuseReset comes before the first call for an attempt. A Fuse is
 * one thread's scratch over memory of the caller's.
 */
#ifndef CHM01_FUSE_H
#define CHM01_FUSE_H

#include <stdbool.h>
#include <stddef.h>

#include "chm01/base/work.h"
#include "chm01/hash/hash_fuse.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct Fuse {
    const void *keys;        /* keyCount uint32_t or uint64_t; the caller sets what stands up to `numberSize` */
    const uint32_t *indices; /* of each key its index; NULL: its position */
    const void *given;       /* at a key's index its number, of numberSize bytes; NULL: the index itself */
    uint32_t keyCount, keySize;
    uint32_t numberSize; /* bytes of a value: 1, 2 or 4 */
    FuseShape shape;
    uint32_t blockBits, blocks; /* vertices that begin the edges of a block */
    uint64_t s1, s2;
    uint32_t *starts;              /* of each block, its first edge */
    uint64_t *hashes;              /* of each edge, in the order of the blocks */
    uint32_t *positions;           /* of each edge its key's; unused when there is one block */
    uint64_t *sums;                /* of each vertex: edges << 32 | degree, summed over its edges */
    uint32_t *queue;               /* leaves */
    uint32_t *logEdge, *logVertex; /* edges in the order in which they went, and the vertex that was a leaf */
    WorkPlace place;
    uint32_t head, tail, logCount;
    uint32_t wrong;
} Fuse;

/* Bytes for up to keyCount keys, and the layout over that memory (64-byte aligned). */
size_t FuseBytes(uint32_t keyCount, FuseShape shape);
void FuseBegin(Fuse *fuse, uint32_t keyCount, FuseShape shape, void *memory);

/* Forgets what was under way. */
static inline void FuseReset(Fuse *fuse)
{
    const WorkPlace begin = {0, 0};
    fuse->place = begin;
    fuse->head = fuse->tail = fuse->logCount = fuse->wrong = 0;
}

bool FuseHashKeys(Fuse *fuse, uint64_t s1, uint64_t s2, Work *work);
WorkAnswer FusePeel(Fuse *fuse, Work *work);
bool FuseAssign(Fuse *fuse, void *values, Work *work);
WorkAnswer FuseVerify(Fuse *fuse, const void *values, Work *work);

/* After FuseHashKeys: sets the byte of each vertex that a key has. */
void FuseMark(const Fuse *fuse, uint8_t *marks);

#ifdef __cplusplus
}
#endif
#endif
