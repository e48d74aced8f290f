/*
 * Blake2b is BLAKE2b with a digest and a key of 8 bytes. The test proves it with values that
 * Python's hashlib prints, for sizes around the block's.
 */
#include <doctest/doctest.h>

#include <numeric>
#include <vector>

#include "chm01/hash/blake2b.h"

TEST_CASE("the hash of a set is BLAKE2b")
{
    // int.from_bytes(hashlib.blake2b(bytes(range(size)), digest_size=8,
    //     key=(7).to_bytes(8, "little")).digest(), "little")
    const struct {
        size_t size;
        uint64_t hash;
    } published[] = {
        {0, 0x65266E2B9C746AB8u},   {1, 0xAE47145BB766824Du},   {3, 0xFC695CF00ED89AC1u},   {127, 0xF80C0AA13833FF1Fu},
        {128, 0x5811ED49E7B84C53u}, {129, 0x365B7EADA71BC5E2u}, {255, 0x73AC12FE810B35D5u},
    };
    std::vector<uint8_t> bytes(255);
    std::iota(bytes.begin(), bytes.end(), uint8_t{0});
    for (const auto &known : published) {
        CAPTURE(known.size);
        CHECK(Blake2b(bytes.data(), known.size, 7) == known.hash);
    }
    CHECK(Blake2b(bytes.data(), 3, 8) != Blake2b(bytes.data(), 3, 7));
}
