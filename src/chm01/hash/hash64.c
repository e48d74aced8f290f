/* XXH64 as its specification writes it; little-endian hosts, no alignment asked for. */
#include "hash64.h"

#include <string.h>

#define PRIME_1 0x9E3779B185EBCA87u
#define PRIME_2 0xC2B2AE3D27D4EB4Fu
#define PRIME_3 0x165667B19E3779F9u
#define PRIME_4 0x85EBCA77C2B2AE63u
#define PRIME_5 0x27D4EB2F165667C5u

static uint64_t Hash64Load64(const uint8_t *bytes)
{
    uint64_t value;
    memcpy(&value, bytes, sizeof value);
    return value;
}

static uint32_t Hash64Load32(const uint8_t *bytes)
{
    uint32_t value;
    memcpy(&value, bytes, sizeof value);
    return value;
}

static uint64_t RotateLeft(uint64_t value, unsigned bits)
{
    return value << bits | value >> (64 - bits);
}

static uint64_t Hash64Round(uint64_t lane, uint64_t word)
{
    return RotateLeft(lane + word * PRIME_2, 31) * PRIME_1;
}

static uint64_t MergeLane(uint64_t hash, uint64_t lane)
{
    return (hash ^ Hash64Round(0, lane)) * PRIME_1 + PRIME_4;
}

static uint64_t Hash64Stripes(const uint8_t *bytes, size_t stripeCount, uint64_t seed)
{
    uint64_t a = seed + PRIME_1 + PRIME_2, b = seed + PRIME_2, c = seed, d = seed - PRIME_1;
    for (size_t i = 0; i < stripeCount; i++) {
        a = Hash64Round(a, Hash64Load64(bytes + 32 * i));
        b = Hash64Round(b, Hash64Load64(bytes + 32 * i + 8));
        c = Hash64Round(c, Hash64Load64(bytes + 32 * i + 16));
        d = Hash64Round(d, Hash64Load64(bytes + 32 * i + 24));
    }
    uint64_t hash = RotateLeft(a, 1) + RotateLeft(b, 7) + RotateLeft(c, 12) + RotateLeft(d, 18);
    hash = MergeLane(hash, a);
    hash = MergeLane(hash, b);
    hash = MergeLane(hash, c);
    return MergeLane(hash, d);
}

uint64_t Hash64(const void *bytes, size_t size, uint64_t seed)
{
    const uint8_t *at = bytes;
    const size_t stripeCount = size / 32;
    uint64_t hash = (stripeCount != 0 ? Hash64Stripes(at, stripeCount, seed) : seed + PRIME_5) + size;
    at += 32 * stripeCount;
    size_t left = size % 32;
    for (; left >= 8; at += 8, left -= 8)
        hash = RotateLeft(hash ^ Hash64Round(0, Hash64Load64(at)), 27) * PRIME_1 + PRIME_4;
    for (; left >= 4; at += 4, left -= 4)
        hash = RotateLeft(hash ^ Hash64Load32(at) * PRIME_1, 23) * PRIME_2 + PRIME_3;
    for (; left != 0; at++, left--)
        hash = RotateLeft(hash ^ *at * PRIME_5, 11) * PRIME_1;
    hash = (hash ^ hash >> 33) * PRIME_2;
    hash = (hash ^ hash >> 29) * PRIME_3;
    return hash ^ hash >> 32;
}
