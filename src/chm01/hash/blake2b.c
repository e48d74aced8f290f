/* BLAKE2b as RFC 7693 writes it, for digests and keys of 8 bytes; little-endian hosts. */
#include "blake2b.h"

#include <stdbool.h>
#include <string.h>

enum { BlockBytes = Blake2bBlockBytes, BlockWords = 16, Rounds = 12, DigestBytes = 8, KeyBytes = 8 };

static const uint64_t initial[8] = {
    0x6A09E667F3BCC908u, 0xBB67AE8584CAA73Bu, 0x3C6EF372FE94F82Bu, 0xA54FF53A5F1D36F1u,
    0x510E527FADE682D1u, 0x9B05688C2B3E6C1Fu, 0x1F83D9ABFB41BD6Bu, 0x5BE0CD19137E2179u,
};

static const uint8_t order[10][BlockWords] = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
    {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4}, {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
    {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13}, {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
    {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11}, {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
    {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5}, {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0},
};

static uint64_t RotateRight(uint64_t value, unsigned bits)
{
    return value >> bits | value << (64 - bits);
}

static void Blake2bMix(uint64_t *v, unsigned a, unsigned b, unsigned c, unsigned d, uint64_t x, uint64_t y)
{
    v[a] += v[b] + x;
    v[d] = RotateRight(v[d] ^ v[a], 32);
    v[c] += v[d];
    v[b] = RotateRight(v[b] ^ v[c], 24);
    v[a] += v[b] + y;
    v[d] = RotateRight(v[d] ^ v[a], 16);
    v[c] += v[d];
    v[b] = RotateRight(v[b] ^ v[c], 63);
}

static void Blake2bRound(uint64_t *v, const uint64_t *words, const uint8_t *s)
{
    for (unsigned i = 0; i < 4; i++)
        Blake2bMix(v, i, 4 + i, 8 + i, 12 + i, words[s[2 * i]], words[s[2 * i + 1]]);
    for (unsigned i = 0; i < 4; i++)
        Blake2bMix(v, i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4, words[s[8 + 2 * i]], words[s[9 + 2 * i]]);
}

/* `counted`: the bytes up to and with this block. */
static void Blake2bBlock(uint64_t *state, const uint8_t *block, uint64_t counted, bool isLast)
{
    uint64_t words[BlockWords], v[16];
    memcpy(words, block, sizeof words);
    memcpy(v, state, sizeof initial);
    memcpy(v + 8, initial, sizeof initial);
    v[12] ^= counted;
    v[14] ^= isLast ? UINT64_MAX : 0;
    for (unsigned i = 0; i < Rounds; i++)
        Blake2bRound(v, words, order[i % 10]);
    for (unsigned i = 0; i < 8; i++)
        state[i] ^= v[i] ^ v[8 + i];
}

void Blake2bBegin(Blake2bStream *stream, size_t size, uint64_t key)
{
    uint8_t block[BlockBytes] = {0};
    memcpy(stream->state, initial, sizeof stream->state);
    stream->state[0] ^= 0x01010000u | KeyBytes << 8 | DigestBytes;
    stream->counted = BlockBytes;
    memcpy(block, &key, sizeof key);
    Blake2bBlock(stream->state, block, stream->counted, size == 0);
}

void Blake2bAdd(Blake2bStream *stream, const void *bytes, size_t blockCount)
{
    const uint8_t *at = bytes;
    for (size_t i = 0; i < blockCount; i++)
        Blake2bBlock(stream->state, at + i * BlockBytes, stream->counted += BlockBytes, false);
}

uint64_t Blake2bEnd(Blake2bStream *stream, const void *bytes, size_t size)
{
    uint8_t block[BlockBytes] = {0};
    if (size != 0) {
        memcpy(block, bytes, size);
        Blake2bBlock(stream->state, block, stream->counted + size, true);
    }
    return stream->state[0];
}

uint64_t Blake2b(const void *bytes, size_t size, uint64_t key)
{
    Blake2bStream stream;
    const size_t blockCount = Blake2bBlocks(size), before = blockCount * BlockBytes;
    Blake2bBegin(&stream, size, key);
    Blake2bAdd(&stream, bytes, blockCount);
    return Blake2bEnd(&stream, size != 0 ? (const uint8_t *)bytes + before : NULL, size - before);
}
