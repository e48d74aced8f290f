/*
 * Packed keys of 8 and 16 bits. Tables have keys of 32 bits at least, as the hash functions take
 * nothing shorter and a lookup would not be faster: the keys are widened.
 */
#include "keys_formats.h"

size_t KeysNarrowBound(size_t size, uint32_t keySizeInBytes)
{
    return size <= KEYS_NARROW_MOST(keySizeInBytes) * keySizeInBytes ? size / keySizeInBytes * sizeof(uint32_t) : 0;
}

ChmStatus KeysNarrowDecode(const uint8_t *bytes, size_t size, uint32_t keySizeInBytes, void *memory, KeySet *out,
                           ChmError *error)
{
    const size_t count = size / keySizeInBytes;
    uint32_t *const keys = memory;
    if (size % keySizeInBytes != 0)
        return ChmFail(error, ChmKeysSizeOdd, NULL, size, keySizeInBytes, 0);
    if (count == 0)
        return ChmFail(error, ChmNoKeys, NULL, 0, 0, 0);
    if (count > KEYS_NARROW_MOST(keySizeInBytes))
        return ChmFail(error, ChmTooManyKeys, NULL, count, KEYS_NARROW_MOST(keySizeInBytes), 0);
    for (size_t i = 0; i < count; i++)
        keys[i] = keySizeInBytes == 1 ? bytes[i] : (uint32_t)bytes[2 * i] | (uint32_t)bytes[2 * i + 1] << 8;
    out->keys = keys;
    out->count = count;
    out->keySizeInBytes = sizeof *keys;
    return ChmOk;
}
