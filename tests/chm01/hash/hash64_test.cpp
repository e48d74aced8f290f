/*
 * Hash64 is XXH64. The first test proves it with values that xxHash's own tools print. The second
 * test flips each bit of inputs of 1 to 100 bytes and expects another hash each time. The third
 * test hashes bytes in pieces.
 */
#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

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

TEST_CASE("in pieces of any sizes the bytes have the same hash")
{
    std::vector<uint8_t> bytes(200);
    for (size_t i = 0; i < bytes.size(); i++)
        bytes[i] = uint8_t(i * 37 + 11);
    for (size_t length = 0; length <= bytes.size(); length++) {
        for (size_t piece = 1; piece <= 70; piece++) {
            Hash64Stream stream;
            Hash64Begin(&stream, 7);
            for (size_t at = 0; at < length; at += piece)
                Hash64Add(&stream, bytes.data() + at, std::min(piece, length - at));
            REQUIRE(Hash64End(&stream) == Hash64(bytes.data(), length, 7));
        }
    }
}
