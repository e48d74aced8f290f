#include "given.h"

#include <string.h>

#include "chm01/hash/hash_quadx.h"

enum { GivenBlock = 256 };

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

static void GivenNumbers(const Given *given, size_t from, size_t count, uint32_t *restrict numbers)
{
    for (size_t i = 0; i < count; i++)
        numbers[i] = given->positions != NULL ? given->positions[from + i] : (uint32_t)(from + i);
    if (given->values != NULL)
        GivenReplace(given->values, given->valueBytes, count, numbers);
    if (given->fingerprintBits == 0)
        return;
    const uint32_t shift = 8 * given->slotBytes - given->fingerprintBits;
    uint32_t fingerprints[GivenBlock];
    GivenFingerprints(given, from, count, fingerprints);
    for (size_t i = 0; i < count; i++)
        numbers[i] |= fingerprints[i] << shift;
}

void GivenReplace(const void *values, uint32_t valueBytes, size_t count, uint32_t *restrict positions)
{
    const uint8_t *const bytes = values;
    const uint16_t *const words = values;
    const uint32_t *const wide = values;
    switch (valueBytes) {
    case 1:
        for (size_t i = 0; i < count; i++)
            positions[i] = bytes[positions[i]];
        break;
    case 2:
        for (size_t i = 0; i < count; i++)
            positions[i] = words[positions[i]];
        break;
    default:
        for (size_t i = 0; i < count; i++)
            positions[i] = wide[positions[i]];
    }
}

static void GivenWrite(const uint32_t *restrict numbers, uint32_t slotBytes, size_t from, size_t count, void *out)
{
    uint8_t *const restrict bytes = (uint8_t *)out + from;
    uint16_t *const restrict words = (uint16_t *)out + from;
    switch (slotBytes) {
    case 1:
        for (size_t i = 0; i < count; i++)
            bytes[i] = (uint8_t)numbers[i];
        break;
    case 2:
        for (size_t i = 0; i < count; i++)
            words[i] = (uint16_t)numbers[i];
        break;
    default: memcpy((uint32_t *)out + from, numbers, count * sizeof *numbers);
    }
}

void GivenFill(const Given *given, size_t from, size_t to, void *out)
{
    uint32_t numbers[GivenBlock];
    for (; from < to; from += GivenBlock) {
        const size_t count = to - from < GivenBlock ? to - from : GivenBlock;
        GivenNumbers(given, from, count, numbers);
        GivenWrite(numbers, given->slotBytes, from, count, out);
    }
}
