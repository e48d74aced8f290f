#include "given.h"

#include <string.h>

#include "chm01/hash/hash_quadx.h"

static uint32_t GivenPayload(const Given *given, size_t i)
{
    const size_t position = given->positions != NULL ? given->positions[i] : i;
    uint32_t value = 0;
    if (given->values == NULL)
        return (uint32_t)position;
    memcpy(&value, (const uint8_t *)given->values + position * given->valueBytes, given->valueBytes);
    return value;
}

static uint32_t GivenFingerprint(const Given *given, size_t i)
{
    if (given->hashedKeySize == 8)
        return QuadxFingerprint64(((const uint64_t *)given->keys)[i], given->s1, given->s2, given->fingerprintBits);
    return QuadxFingerprint32(((const uint32_t *)given->keys)[i], (uint32_t)given->s1, (uint32_t)given->s2, given->rest,
                              given->fingerprintBits);
}

void GivenFill(const Given *given, size_t from, size_t to, void *out)
{
    const uint32_t shift = 8 * given->slotBytes - given->fingerprintBits;
    for (size_t i = from; i < to; i++) {
        uint32_t sum = GivenPayload(given, i);
        if (given->fingerprintBits != 0)
            sum |= GivenFingerprint(given, i) << shift;
        memcpy((uint8_t *)out + i * given->slotBytes, &sum, given->slotBytes);
    }
}
