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

void Hash64Begin(Hash64Stream *stream, uint64_t seed)
{
    const Hash64Stream begun = {{seed + PRIME_1 + PRIME_2, seed + PRIME_2, seed, seed - PRIME_1}, seed, 0, {0}, 0};
    *stream = begun;
}

static void Hash64Stripes(uint64_t lanes[4], const uint8_t *bytes, size_t stripeCount)
{
    uint64_t a = lanes[0], b = lanes[1], c = lanes[2], d = lanes[3];
    for (size_t i = 0; i < stripeCount; i++) {
        a = Hash64Round(a, Hash64Load64(bytes + 32 * i));
        b = Hash64Round(b, Hash64Load64(bytes + 32 * i + 8));
        c = Hash64Round(c, Hash64Load64(bytes + 32 * i + 16));
        d = Hash64Round(d, Hash64Load64(bytes + 32 * i + 24));
    }
    lanes[0] = a, lanes[1] = b, lanes[2] = c, lanes[3] = d;
}

/* Fills the stripe that the last piece left open; returns how many bytes that took. */
static size_t Hash64FillRest(Hash64Stream *stream, const uint8_t *bytes, size_t size)
{
    const size_t missing = sizeof stream->rest - stream->restBytes;
    const size_t taken = size < missing ? size : missing;
    memcpy(stream->rest + stream->restBytes, bytes, taken);
    stream->restBytes += taken;
    if (stream->restBytes == sizeof stream->rest) {
        Hash64Stripes(stream->lanes, stream->rest, 1);
        stream->restBytes = 0;
    }
    return taken;
}

void Hash64Add(Hash64Stream *stream, const void *bytes, size_t size)
{
    const uint8_t *at = bytes;
    stream->size += size;
    if (stream->restBytes != 0) {
        const size_t taken = Hash64FillRest(stream, at, size);
        at += taken;
        size -= taken;
    }
    Hash64Stripes(stream->lanes, at, size / 32);
    if (size % 32 != 0)
        Hash64FillRest(stream, at + size / 32 * 32, size % 32);
}

static uint64_t Hash64Join(const uint64_t lanes[4])
{
    uint64_t hash =
        RotateLeft(lanes[0], 1) + RotateLeft(lanes[1], 7) + RotateLeft(lanes[2], 12) + RotateLeft(lanes[3], 18);
    for (size_t i = 0; i < 4; i++)
        hash = MergeLane(hash, lanes[i]);
    return hash;
}

uint64_t Hash64End(const Hash64Stream *stream)
{
    const uint8_t *at = stream->rest;
    size_t left = stream->restBytes;
    uint64_t hash = (stream->size >= 32 ? Hash64Join(stream->lanes) : stream->seed + PRIME_5) + stream->size;
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

uint64_t Hash64(const void *bytes, size_t size, uint64_t seed)
{
    Hash64Stream stream;
    Hash64Begin(&stream, seed);
    if (size != 0)
        Hash64Add(&stream, bytes, size);
    return Hash64End(&stream);
}
