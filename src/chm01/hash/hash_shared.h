/*
 * The hash functions of the shared-table families, as users of other perfect hash generators know
 * them: both vertices are among all 2^vertexBits = 2E entries of one table. Linear in the key, so
 * structured keys need many attempts; quadx is the default for that reason. Solver and lookup share
 * these lines. Pure values: any thread.
 *
 * Seeds, as stored in a table: [0] S1, [1] S2, [2] the shift counts a byte each (bits 0-7 B1, 8-15
 * B2, 16-23 B3), [3] S4, [4] S5.
 *
 *                    first vertex                  second vertex            with
 *   MultiplyShiftR   (k * S1 >> B1) & mask         (k * S2 >> B2) & mask    0 <= B1, B2 <= V
 *   MultiplyShiftRX   k * S1 >> B1                  k * S2 >> B1            B1 = V here and below
 *   Mulshrolate1RX    ror(k * S1, B2) >> B1         k * S2 >> B1            1 <= B2, B3 <= 31
 *   Mulshrolate2RX    ror(k * S1, B2) >> B1         ror(k * S2, B3) >> B1
 *   Mulshrolate3RX    ror(k * S1, B2) * S4 >> B1    ror(k * S2, B3) >> B1
 *   Mulshrolate4RX    ror(k * S1, B2) * S4 >> B1    ror(k * S2, B3) * S5 >> B1
 *
 * V is 32 - vertexBits.
 */
#ifndef CHM01_HASH_SHARED_H
#define CHM01_HASH_SHARED_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct SharedVertices {
    uint32_t first, second;
} SharedVertices;

static inline uint32_t SharedRotateRight(uint32_t x, uint32_t count)
{
    return x >> (count & 31) | x << ((32 - count) & 31);
}

static inline uint32_t SharedShift(const uint64_t *seeds, uint32_t byte)
{
    return (uint32_t)(seeds[2] >> (8 * byte - 8)) & 31;
}

static inline SharedVertices MultiplyShiftR(uint32_t key, const uint64_t *seeds, uint32_t vertexBits)
{
    const uint32_t mask = (uint32_t)(((uint64_t)1 << vertexBits) - 1);
    const SharedVertices v = {key * (uint32_t)seeds[0] >> SharedShift(seeds, 1) & mask,
                              key * (uint32_t)seeds[1] >> SharedShift(seeds, 2) & mask};
    return v;
}

static inline SharedVertices MultiplyShiftRX(uint32_t key, const uint64_t *seeds, uint32_t vertexBits)
{
    const uint32_t shift = 32 - vertexBits;
    const SharedVertices v = {key * (uint32_t)seeds[0] >> shift, key * (uint32_t)seeds[1] >> shift};
    return v;
}

/* A side's product, rotated by the shift of that side. side: 0 or 1. */
static inline uint32_t SharedMulshrolate(uint32_t key, const uint64_t *seeds, uint32_t side)
{
    return SharedRotateRight(key * (uint32_t)seeds[side], SharedShift(seeds, side + 2));
}

static inline SharedVertices Mulshrolate1RX(uint32_t key, const uint64_t *seeds, uint32_t vertexBits)
{
    const uint32_t shift = 32 - vertexBits;
    const SharedVertices v = {SharedMulshrolate(key, seeds, 0) >> shift, key * (uint32_t)seeds[1] >> shift};
    return v;
}

static inline SharedVertices Mulshrolate2RX(uint32_t key, const uint64_t *seeds, uint32_t vertexBits)
{
    const uint32_t shift = 32 - vertexBits;
    const SharedVertices v = {SharedMulshrolate(key, seeds, 0) >> shift, SharedMulshrolate(key, seeds, 1) >> shift};
    return v;
}

static inline SharedVertices Mulshrolate3RX(uint32_t key, const uint64_t *seeds, uint32_t vertexBits)
{
    const uint32_t shift = 32 - vertexBits;
    const SharedVertices v = {SharedMulshrolate(key, seeds, 0) * (uint32_t)seeds[3] >> shift,
                              SharedMulshrolate(key, seeds, 1) >> shift};
    return v;
}

static inline SharedVertices Mulshrolate4RX(uint32_t key, const uint64_t *seeds, uint32_t vertexBits)
{
    const uint32_t shift = 32 - vertexBits;
    const SharedVertices v = {SharedMulshrolate(key, seeds, 0) * (uint32_t)seeds[3] >> shift,
                              SharedMulshrolate(key, seeds, 1) * (uint32_t)seeds[4] >> shift};
    return v;
}

#ifdef __cplusplus
}
#endif
#endif
