// What KeysDecode makes of a file's bytes.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "chm01/keys/keys.h"
#include "support/chm01/table_maker.h"

struct Decoded {
    ChmStatus status;
    ChmError error{};
    uint32_t keySizeInBytes = 0;
    std::vector<uint64_t> keys; // or, of keys of 128 bits:
    std::vector<WideKey> wide;
};

// The bytes end where they end, and so does the memory for the keys: a sanitizer sees a byte too
// far.
template <class Bytes> Decoded DecodeKeys(KeysFormat format, const Bytes &bytes, uint32_t keySizeInBytes)
{
    const AlignedBytes exact(bytes.size());
    std::copy(bytes.begin(), bytes.end(), exact.data());
    const size_t bound = KeysDecodedBound(format, exact.data(), exact.size());
    const AlignedBytes memory(bound);
    KeySet set;
    Decoded decoded;
    decoded.status =
        KeysDecode(format, exact.data(), exact.size(), keySizeInBytes, memory.data(), bound, &set, &decoded.error);
    decoded.keySizeInBytes = set.keySizeInBytes;
    for (size_t i = 0; decoded.status == ChmOk && i < set.count; i++) {
        if (KeySetIsWide(&set))
            decoded.wide.push_back(KeySetWideAt(&set, i));
        else
            decoded.keys.push_back(KeySetAt(&set, i));
    }
    return decoded;
}
