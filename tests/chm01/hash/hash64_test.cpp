#include <doctest/doctest.h>

#include <cstring>
#include <string>
#include <vector>

#include "chm01/base/bit_extract.h"
#include "chm01/hash/hash64.h"

TEST_CASE("the hash is XXH64")
{
    // the values that xxHash's own tools print
    const struct {
        const char *text;
        uint64_t hash;
    } published[] = {
        {"", 0xEF46DB3751D8E999u},
        {"a", 0xD24EC4F1A98C6E5Bu},
        {"abc", 0x44BC2CF5AD770999u},
        {"Nobody inspects the spammish repetition", 0xFBCEA83C8A378BF1u},
    };
    for (const auto &known : published)
        CHECK(Hash64(known.text, std::strlen(known.text), 0) == known.hash);
    CHECK(Hash64("abc", 3, 1) != Hash64("abc", 3, 0));
}

TEST_CASE("every single bit of every length counts")
{
    std::vector<uint8_t> bytes(100, 0x5A);
    for (size_t length = 1; length <= bytes.size(); length++) {
        const uint64_t hash = Hash64(bytes.data(), length, 0);
        for (size_t bit = 0; bit < 8 * length; bit++) {
            bytes[bit / 8] ^= uint8_t(1 << bit % 8);
            REQUIRE(Hash64(bytes.data(), length, 0) != hash);
            bytes[bit / 8] ^= uint8_t(1 << bit % 8);
        }
    }
}

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
