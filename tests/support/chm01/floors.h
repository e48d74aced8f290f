// The floors of numbers among keys as std::upper_bound has them, and numbers to ask for.
#pragma once

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <vector>

class Floors {
public:
    Floors(const std::vector<uint64_t> &keys_, uint32_t keySizeInBytes)
        : keys(keys_), last(keySizeInBytes == 8 ? UINT64_MAX : UINT32_MAX), sorted(keys_.size())
    {
        std::iota(sorted.begin(), sorted.end(), 0u);
        std::sort(sorted.begin(), sorted.end(), [&](uint32_t a, uint32_t b) { return keys[a] < keys[b]; });
    }
    // The position of the greatest key that is not above a number; UINT32_MAX: none.
    uint32_t Of(uint64_t number) const
    {
        const auto above = std::upper_bound(sorted.begin(), sorted.end(), number,
                                            [&](uint64_t value, uint32_t at) { return value < keys[at]; });
        return above == sorted.begin() ? UINT32_MAX : above[-1];
    }
    // At some hundred keys and around them, and at the ends of all numbers.
    std::vector<uint64_t> Everywhere() const
    {
        std::vector<uint64_t> numbers = {0, 1, last, last - 1, last / 2};
        for (size_t i = 0; i < keys.size(); i += 1 + keys.size() / 500)
            for (const uint64_t number : {keys[i] - 1, keys[i], keys[i] + 1})
                numbers.push_back(number & last);
        return numbers;
    }

    const std::vector<uint64_t> keys;
    const uint64_t last; // of all numbers of the keys' size

private:
    std::vector<uint32_t> sorted;
};
