/*
 * The hash of compact tables: a key has three vertices, in three segments of one array that follow
 * each other. A segment has 2^segmentBits vertices, and the first vertex lies anywhere before the
 * last two segments. Solver and lookup share these lines. Pure values: any thread.
 *
 *   p  = key * s1                                          in 64 bits, whatever a key has
 *   h  = (p ^ p >> 32) * (key ^ s2)
 *   v1 = (h >> 32) * starts >> 32                          starts = V - 2 segments
 *   v2 = v1 + segment, its low bits changed by those of h from bit 18 on
 *   v3 = v1 + 2 segments, its low bits changed by those of h from bit 2 on
 *
 * Graf and Lemire, Binary Fuse Filters (2022); the coupling is Walzer's.
 */
#ifndef CHM01_HASH_FUSE_H
#define CHM01_HASH_FUSE_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The graph's shape: V is a multiple of the segment, and at least three of them. */
typedef struct FuseShape {
    uint32_t vertices, segmentBits;
} FuseShape;

typedef struct FuseVertices {
    uint32_t first, second, third;
} FuseVertices;

static inline uint64_t FuseHash(uint64_t key, uint64_t s1, uint64_t s2)
{
    const uint64_t p = key * s1;
    return (p ^ p >> 32) * (key ^ s2);
}

/* Each is below shape.vertices, whatever the hash is. */
static inline FuseVertices FuseVerticesOf(uint64_t hash, FuseShape shape)
{
    const uint32_t segment = (uint32_t)1 << shape.segmentBits, mask = segment - 1;
    const uint32_t first = (uint32_t)((hash >> 32) * (shape.vertices - 2 * segment) >> 32);
    const FuseVertices vertices = {first, (first + segment) ^ ((uint32_t)(hash >> 18) & mask),
                                   (first + 2 * segment) ^ ((uint32_t)(hash >> 2) & mask)};
    return vertices;
}

#ifdef __cplusplus
}
#endif
#endif
