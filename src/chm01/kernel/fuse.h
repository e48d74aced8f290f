/*
 * The kernel of compact tables: each key is an edge between three vertices of hash_fuse.h, and the
 * sum of their three slots is the key's number. Edges are sorted by their first vertex into blocks,
 * so that peeling, block by block, and assigning, backwards, stay in the cache however large the
 * graph is. A graph of one block is not sorted.
 *
 *   `hash`      sorts the edges under s1 and s2.
 *   `peel`      peels them; yes when all go.
 *   `assign`    after that: writes the slots; a vertex that no edge fixes has 0, or noise. Packed
 *               slots are assigned in the place of the sums, and then packed.
 *   `verify`    computes every key's number from the slots and compares.
 *
 * All take work and can stop amid it: WorkMore, or false where there is no answer, says that the
 * same call with more work goes on. FuseReset comes before the first call for an attempt. A Fuse is
 * one thread's scratch over memory of the caller's.
 */
#ifndef CHM01_FUSE_H
#define CHM01_FUSE_H

#include <stdbool.h>
#include <stddef.h>

#include "chm01/base/cpu.h"
#include "chm01/base/work.h"
#include "chm01/hash/hash_fuse.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * How edges and the vertices' sums are stored. Peeling takes them in the same order, so the form
 * changes no table.
 */
typedef enum FuseForm {
    FuseNarrow, /* at most 2^21 vertices and 2^24 edges: three packed vertices, and sums of 32 bits */
    FuseWide,   /* more of either: the hash, and sums of 64 bits */
    FuseForms
} FuseForm;

typedef struct Fuse {
    const void *keys;        /* keyCount uint32_t or uint64_t; the caller sets what stands up to `numberSize` */
    const uint32_t *indices; /* of each key its index; NULL: its position */
    const void *given;       /* at a key's index its value, of givenSize bytes; NULL: the index itself */
    uint32_t keyCount, keySize, givenSize;
    uint32_t fingerprintBits; /* 8 or 16: of a key's hash, in the high bits of its number; 0: none */
    bool isExtracted;         /* the keys are 32 bits of others, which all have the same `rest` (QuadxRest) */
    uint32_t rest;
    uint64_t noise;      /* with fingerprints: what decides about the slots that no key touches (noise.h); else 0 */
    uint32_t numberSize; /* bytes of a slot: 1, 2 or 4 */
    uint32_t packedBits; /* the bits of a slot that is packed (packed.h); 0: slots are not packed */
    FuseShape shape;
    FuseForm form;
    uint32_t blockBits, blocks; /* vertices that begin the edges of a block */
    uint64_t s1, s2;
    uint32_t *starts;    /* of each block, its first edge */
    uint64_t *edges;     /* of each edge its vertices, in the order of the blocks */
    uint32_t *positions; /* of each edge its key's; unused when there is one block */
    void *sums;          /* of each vertex: its edges' numbers and its degree in one word, summed over its edges */
    uint32_t *queue;     /* leaves */
    uint64_t *log;       /* edge << 32 | the vertex that was a leaf, in the order in which the edges went */
    WorkPlace place;
    uint32_t head, tail, logCount;
    uint32_t degrees; /* their total, each modulo what its part of the word holds */
    uint32_t wrong;
} Fuse;

/* Returns the bits of a slot, and of a sum of three: a fingerprint, and the answer below it. */
static inline uint32_t FuseNumberBits(const Fuse *fuse)
{
    return fuse->packedBits != 0 ? fuse->packedBits : 8 * fuse->numberSize;
}

/* The loops, from one position to another: of keys, edges, vertices, the queue or the log. */
typedef struct FuseOps {
    void (*hash)(Fuse *fuse, size_t from, size_t to);
    void (*count)(Fuse *fuse, size_t from, size_t to);
    void (*scatter)(Fuse *fuse, size_t from, size_t to);
    void (*sum)(Fuse *fuse, size_t from, size_t to);
    void (*addDegrees)(Fuse *fuse, size_t from, size_t to);
    void (*findLeaves)(Fuse *fuse, uint32_t from, uint32_t to);
    void (*drop)(Fuse *fuse, uint32_t to, uint32_t endOfBlock);
    /* [0]: numbers of 8 bits, [1] of 16, [2] of 32 */
    void (*assign[3])(Fuse *fuse, void *slots, size_t from, size_t to);
    void (*compare[3])(Fuse *fuse, const void *slots, size_t from, size_t to);
    void (*mark)(const Fuse *fuse, uint8_t *marks);
} FuseOps;

/* The same loops compiled for each CpuLevel. */
extern const FuseOps fuseBaseline[FuseForms];
extern const FuseOps fuseAvx2[FuseForms];
extern const FuseOps fuseAvx512[FuseForms];

/* The form of such a graph; FuseWide is right for any. */
FuseForm FuseFormFor(uint32_t keyCount, FuseShape shape);

/* Bytes for up to keyCount keys, and the layout over that memory (64-byte aligned). */
size_t FuseBytes(FuseForm form, uint32_t keyCount, FuseShape shape);
void FuseBegin(Fuse *fuse, FuseForm form, uint32_t keyCount, FuseShape shape, void *memory);

/* Forgets what was under way. */
static inline void FuseReset(Fuse *fuse)
{
    const WorkPlace begin = {0, 0};
    fuse->place = begin;
    fuse->head = fuse->tail = fuse->logCount = fuse->degrees = fuse->wrong = 0;
}

bool FuseHashKeys(Fuse *fuse, uint64_t s1, uint64_t s2, Work *work);
WorkAnswer FusePeel(Fuse *fuse, Work *work);
bool FuseAssign(Fuse *fuse, void *slots, Work *work);
WorkAnswer FuseVerify(Fuse *fuse, const void *slots, Work *work);

/* After FuseHashKeys: sets the byte of each vertex that a key has. */
void FuseMark(const Fuse *fuse, uint8_t *marks);

#ifdef __cplusplus
}
#endif
#endif
