/*
 * The hash functions of quadx, the default family: bipartite (the first vertex is in the lower half
 * of the table, the second in the upper), two multiplies, quadratic in the key. Solver and lookup
 * share these lines. Pure values: any thread.
 *
 *   p  = key * s1                             s1 is odd
 *   v1 = scale(p)
 *   v2 = scale(fold(p) * (key ^ s2)), counted from the upper half's start
 *
 * scale(h) is h * E / 2^width, rounded down: where E is a power of two, a shift.
 *
 * The fold brings p's high bits down. Without it, keys that share their low t bits keep only a term
 * in 2^2t of the quadratic part, and random multiples of 2^13 never become acyclic.
 */
#ifndef CHM01_HASH_QUADX_H
#define CHM01_HASH_QUADX_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define QUADX_SEEDS 2u

static inline uint32_t QuadxFold32(uint32_t p)
{
    return p ^ p >> 16;
}

static inline uint64_t QuadxFold64(uint64_t p)
{
    return p ^ p >> 32;
}

/*
 * The high 32 bits of a hash, scaled to a number below `count` (at most 2^32 - 1): of 2^bits, the
 * hash's first bits.
 */
static inline uint32_t QuadxScale32(uint32_t hash, uint32_t count)
{
    return (uint32_t)((uint64_t)hash * count >> 32);
}

static inline uint32_t QuadxScale64(uint64_t hash, uint32_t count)
{
    return (uint32_t)((hash >> 32) * count >> 32);
}

/* Returns the hash whose high bits are the second vertex. */
static inline uint32_t QuadxHash32(uint32_t key, uint32_t s1, uint32_t s2)
{
    return QuadxFold32(key * s1) * (key ^ s2);
}

static inline uint64_t QuadxHash64(uint64_t key, uint64_t s1, uint64_t s2)
{
    return QuadxFold64(key * s1) * (key ^ s2);
}

/* Vertices below 2^edgeBits; edgeBits 1..31 (1..32 for 64-bit keys). */
static inline uint32_t QuadxFirst32(uint32_t key, uint32_t s1, uint32_t edgeBits)
{
    return key * s1 >> (32 - edgeBits);
}

static inline uint32_t QuadxSecond32(uint32_t key, uint32_t s1, uint32_t s2, uint32_t edgeBits)
{
    return QuadxHash32(key, s1, s2) >> (32 - edgeBits);
}

static inline uint32_t QuadxFirst64(uint64_t key, uint64_t s1, uint32_t edgeBits)
{
    return (uint32_t)(key * s1 >> (64 - edgeBits));
}

static inline uint32_t QuadxSecond64(uint64_t key, uint64_t s1, uint64_t s2, uint32_t edgeBits)
{
    return (uint32_t)(QuadxHash64(key, s1, s2) >> (64 - edgeBits));
}

/*
 * The bucket of a key in a partitioned table: the high bits of key * s0, scaled to any number of
 * buckets (below 2^32).
 */
static inline uint32_t QuadxBucket32(uint32_t key, uint32_t s0, uint32_t bucketCount)
{
    return QuadxScale32(key * s0, bucketCount);
}

static inline uint32_t QuadxBucket64(uint64_t key, uint64_t s0, uint32_t bucketCount)
{
    return QuadxScale64(key * s0, bucketCount);
}

/*
 * A fingerprint of `bits` bits (8 or 16): those from bit 8, or 24, of the second vertex's hash q,
 * below the bits that the vertex has. A graph with more vertices than that shares some with them,
 * which costs nothing: two keys of the same vertices are rare there.
 */
static inline uint32_t QuadxFingerprint32(uint32_t q, uint32_t bits)
{
    return q >> 8 & (((uint32_t)1 << bits) - 1);
}

static inline uint32_t QuadxFingerprint64(uint64_t q, uint32_t bits)
{
    return (uint32_t)(q >> 24) & (((uint32_t)1 << bits) - 1);
}

/*
 * The same where 32 bits of a key are hashed. Keys that differ in the others alone have the same q,
 * so it takes a product with `rest`, a number of these.
 */
static inline uint32_t QuadxFingerprintExtracted(uint32_t q, uint32_t rest, uint32_t bits)
{
    return (q ^ rest) * 0x9E3779B1u >> (32 - bits);
}

/* Returns a key's bits outside of the mask, as a number for QuadxFingerprintExtracted. */
static inline uint32_t QuadxRest(uint64_t key, uint64_t mask)
{
    return (uint32_t)(QuadxFold64(key & ~mask) * 0x9E3779B97F4A7C15u >> 32);
}

#ifdef __cplusplus
}
#endif
#endif
