#include "given.h"

#include <string.h>

#include "chm01/hash/hash_quadx.h"

enum { GivenBlock = 256 };

static uint32_t GivenPayload(const Given *given, size_t i)
{
    const size_t position = given->positions != NULL ? given->positions[i] : i;
    uint32_t value = 0;
    if (given->values == NULL)
        return (uint32_t)position;
    memcpy(&value, (const uint8_t *)given->values + position * given->valueBytes, given->valueBytes);
    return value;
}

/* The fingerprints of a block of keys, as table_vertices.h has them. */
static void GivenFingerprints(const Given *given, size_t from, size_t count, uint32_t *restrict out)
{
    const uint32_t bits = given->fingerprintBits, s1 = (uint32_t)given->s1, s2 = (uint32_t)given->s2;
    if (given->hashedKeySize == 8) {
        const uint64_t *const keys = (const uint64_t *)given->keys + from;
        for (size_t i = 0; i < count; i++)
            out[i] = QuadxFingerprint64(QuadxHash64(keys[i], given->s1, given->s2), bits);
        return;
    }
    const uint32_t *const keys = (const uint32_t *)given->keys + from;
    if (given->isExtracted)
        for (size_t i = 0; i < count; i++)
            out[i] = QuadxFingerprintExtracted(QuadxHash32(keys[i], s1, s2), given->rest, bits);
    else
        for (size_t i = 0; i < count; i++)
            out[i] = QuadxFingerprint32(QuadxHash32(keys[i], s1, s2), bits);
}

static void GivenFillBlock(const Given *given, size_t from, size_t count, void *out)
{
    uint32_t fingerprints[GivenBlock] = {0};
    const uint32_t shift = 8 * given->slotBytes - given->fingerprintBits;
    if (given->fingerprintBits != 0)
        GivenFingerprints(given, from, count, fingerprints);
    for (size_t i = 0; i < count; i++) {
        const uint32_t sum = given->fingerprintBits != 0 ? GivenPayload(given, from + i) | fingerprints[i] << shift
                                                         : GivenPayload(given, from + i);
        memcpy((uint8_t *)out + (from + i) * given->slotBytes, &sum, given->slotBytes);
    }
}

void GivenFill(const Given *given, size_t from, size_t to, void *out)
{
    for (; from < to; from += GivenBlock)
        GivenFillBlock(given, from, to - from < GivenBlock ? to - from : GivenBlock, out);
}
