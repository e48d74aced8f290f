// Keys as function addresses are: ascending, multiples of 16 with gaps, the same each time. Where
// the hash is linear in the key, collisions come in cycles.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

inline std::vector<uint32_t> AddressLikeKeys(size_t count)
{
    std::vector<uint32_t> keys(count);
    uint32_t random = 7, key = 4096;
    for (uint32_t &each : keys) {
        each = key;
        random = random * 1664525u + 1013904223u;
        key += 16 * (1 + (random >> 8) % 24);
    }
    return keys;
}
