/*
 * A counter-based random generator: the draw is a function of (seed, stream, counter) alone, so
 * that attempt i has the same seeds whoever makes it. SplitMix64's finaliser (Steele, Lea, Flood:
 * Fast Splittable Pseudorandom Number Generators, 2014), applied twice. Any thread.
 */
#ifndef CHM01_RNG_H
#define CHM01_RNG_H

#include <stdint.h>

static inline uint64_t RngMix(uint64_t x)
{
    x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9u;
    x = (x ^ x >> 27) * 0x94D049BB133111EBu;
    return x ^ x >> 31;
}

static inline uint64_t RngDraw(uint64_t seed, uint64_t stream, uint64_t counter)
{
    return RngMix(RngMix(seed + 0x9E3779B97F4A7C15u * (stream + 1)) + 0x9E3779B97F4A7C15u * (counter + 1));
}

#endif
