/*
 * BitExtractBits gathers the bits of a key that a mask selects. The test compares it with a plain
 * loop over the mask. It tries each single bit, the empty mask, the full mask and about two
 * thousand random masks.
 */
#include <doctest/doctest.h>

#include "chm01/base/bit_extract.h"

TEST_CASE("bits are extracted as the definition says")
{
    uint64_t state = 1;
    for (int round = 0; round < 2000; round++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        const uint64_t mask = round < 64    ? uint64_t(1) << round
                              : round == 64 ? 0
                              : round == 65 ? ~uint64_t(0)
                                            : state & (state >> (round % 9));
        const uint64_t key = (state ^ state >> 29) * 0xBF58476D1CE4E5B9u;
        uint64_t expected = 0;
        for (uint32_t bit = 0, to = 0; bit < 64; bit++)
            if (mask >> bit & 1)
                expected |= (key >> bit & 1) << to++;
        const BitExtract extract = BitExtractOf(mask);
        REQUIRE(BitExtractBits(&extract, key) == expected);
    }
}
