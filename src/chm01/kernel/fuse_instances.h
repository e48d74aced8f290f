/*
 * The kernel of compact tables for both forms. Included once by each fuse_<level>.c, which defines
 * FUSE_TABLE.
 */
#include "fuse.h"

#include <assert.h>
#if defined(__AVX512BW__)
#include <immintrin.h>
#endif
#include <string.h>

#include "chm01/base/portable.h"
#include "chm01/hash/hash_quadx.h"
#include "given.h"

/* Loops over keys go by batches, whose hashes a vector loop makes. */
enum { FuseBatch = 128 };

static inline size_t FuseBatchFrom(size_t from, size_t to)
{
    return to - from < FuseBatch ? to - from : FuseBatch;
}

/* Hashes the keys that follow each other from one position on. */
static void FuseHashBatch(const Fuse *fuse, size_t from, size_t count, uint64_t *restrict hashes)
{
    const uint64_t s1 = fuse->s1, s2 = fuse->s2;
    if (fuse->keySize == 8) {
        const uint64_t *const restrict keys = (const uint64_t *)fuse->keys + from;
        for (size_t i = 0; i < count; i++)
            hashes[i] = FuseHash(keys[i], s1, s2);
    } else {
        const uint32_t *const restrict keys = (const uint32_t *)fuse->keys + from;
        for (size_t i = 0; i < count; i++)
            hashes[i] = FuseHash(keys[i], s1, s2);
    }
}

/* Hashes the keys at these positions. */
static void FuseHashAt(const Fuse *fuse, const uint32_t *restrict positions, size_t count, uint64_t *restrict hashes)
{
    const uint64_t s1 = fuse->s1, s2 = fuse->s2;
    if (fuse->keySize == 8)
        for (size_t i = 0; i < count; i++)
            hashes[i] = ((const uint64_t *)fuse->keys)[positions[i]];
    else
        for (size_t i = 0; i < count; i++)
            hashes[i] = ((const uint32_t *)fuse->keys)[positions[i]];
    for (size_t i = 0; i < count; i++)
        hashes[i] = FuseHash(hashes[i], s1, s2);
}

/* Hashes the keys of edges that follow each other. */
static void FuseHashEdges(const Fuse *fuse, size_t from, size_t count, uint64_t *restrict hashes)
{
    if (fuse->blocks == 1)
        FuseHashBatch(fuse, from, count, hashes);
    else
        FuseHashAt(fuse, fuse->positions + from, count, hashes);
}

typedef struct FuseBatchVertices {
    uint32_t firsts[FuseBatch], seconds[FuseBatch], thirds[FuseBatch];
} FuseBatchVertices;

/* Computes the ends of edges that follow each other from their keys. */
static void FuseVerticesBatch(const Fuse *fuse, size_t from, size_t count, FuseBatchVertices *restrict vertices)
{
    const FuseShape shape = fuse->shape;
    uint64_t hashes[FuseBatch];
    FuseHashEdges(fuse, from, count, hashes);
    for (size_t i = 0; i < count; i++) {
        const FuseVertices ends = FuseVerticesOf(hashes[i], shape);
        vertices->firsts[i] = ends.first;
        vertices->seconds[i] = ends.second;
        vertices->thirds[i] = ends.third;
    }
}

/*
 * Computes the fingerprints of hashed keys, as table_vertices.h has them, in their place of a
 * number.
 */
static void FuseFingerprints(const Fuse *fuse, const uint64_t *restrict hashes, size_t count,
                             uint32_t *restrict fingerprints)
{
    const uint32_t bits = fuse->fingerprintBits, shift = FuseNumberBits(fuse) - bits, rest = fuse->rest;
    if (fuse->isExtracted)
        for (size_t i = 0; i < count; i++)
            fingerprints[i] = QuadxFingerprintExtracted((uint32_t)hashes[i], rest, bits) << shift;
    else
        for (size_t i = 0; i < count; i++)
            fingerprints[i] = QuadxFingerprint64(hashes[i], bits) << shift;
}

/* Replaces positions of keys by what these give: indices, or values. */
static void FusePayload(const Fuse *fuse, size_t count, uint32_t *restrict numbers)
{
    if (fuse->indices != NULL)
        for (size_t i = 0; i < count; i++)
            numbers[i] = fuse->indices[numbers[i]];
    if (fuse->given != NULL)
        GivenReplace(fuse->given, fuse->givenSize, count, numbers);
}

/* Replaces the numbers of edges, at most FuseBatch, by the numbers that their keys are to have. */
static void FuseNumbers(const Fuse *fuse, size_t count, uint32_t *restrict numbers)
{
    if (fuse->blocks > 1)
        for (size_t i = 0; i < count; i++)
            numbers[i] = fuse->positions[numbers[i]];
    if (fuse->fingerprintBits == 0) {
        FusePayload(fuse, count, numbers);
        return;
    }
    uint64_t hashes[FuseBatch];
    uint32_t fingerprints[FuseBatch];
    FuseHashAt(fuse, numbers, count, hashes);
    FuseFingerprints(fuse, hashes, count, fingerprints);
    FusePayload(fuse, count, numbers);
    for (size_t i = 0; i < count; i++)
        numbers[i] |= fingerprints[i];
}

typedef void FuseBatchLoop(Fuse *fuse, size_t at, size_t count, const uint64_t *restrict hashes);

/* Hashes the keys between two positions, and has each batch of them worked on. */
CHM_INLINE void FuseByBatches(Fuse *fuse, size_t from, size_t to, FuseBatchLoop *loop)
{
    uint64_t hashes[FuseBatch];
    for (size_t at = from; at < to; at += FuseBatch) {
        const size_t count = FuseBatchFrom(at, to);
        FuseHashBatch(fuse, at, count, hashes);
        loop(fuse, at, count, hashes);
    }
}

static void FuseCountBatch(Fuse *fuse, size_t at, size_t count, const uint64_t *restrict hashes)
{
    const FuseShape shape = fuse->shape;
    uint32_t *const counts = fuse->starts + 1;
    (void)at;
    for (size_t i = 0; i < count; i++)
        counts[FuseVerticesOf(hashes[i], shape).first >> fuse->blockBits]++;
}

static void FuseCount(Fuse *fuse, size_t from, size_t to)
{
    FuseByBatches(fuse, from, to, FuseCountBatch);
}

#define SLOTS(name) name##8
#define SLOT uint8_t
#include "fuse_compare.h"
#define SLOTS(name) name##16
#define SLOT uint16_t
#include "fuse_compare.h"
#define SLOTS(name) name##32
#define SLOT uint32_t
#include "fuse_compare.h"

#define WIDE 0
#define WIDTH(name) name##Narrow
#include "fuse_body.h"
#define WIDE 1
#define WIDTH(name) name##Wide
#include "fuse_body.h"

/* clang-format off */
#define FUSE_OPS(width)                                                                             \
    {FuseHashAll##width,                                                                            \
     FuseCount,                                                                                     \
     FuseScatter##width,                                                                            \
     FuseSumEdges##width,                                                                           \
     FuseAddDegrees##width,                                                                         \
     FuseFindLeaves##width,                                                                         \
     FuseDrop##width,                                                                               \
     {FuseAssign8##width, FuseAssign16##width, FuseAssign32##width},                                \
     {FuseCompare8, FuseCompare16, FuseCompare32},                                                  \
     FuseMarkEdges##width}

const FuseOps FUSE_TABLE[FuseForms] = {FUSE_OPS(Narrow), FUSE_OPS(Wide)};
/* clang-format on */
