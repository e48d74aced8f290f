/*
 * Numbers of each width from 1 to 32 bits are packed and read again, one by one and in their order,
 * whatever size they come in. A write touches no words but those of its own groups.
 */
#include <doctest/doctest.h>

#include <cstring>
#include <vector>

#include "chm01/base/packed.h"
#include "chm01/base/rng.h"

namespace {

const size_t count = 4 * PackedGroup;

// Numbers of `size` bytes, of which the low bits count.
std::vector<uint8_t> RandomNumbers(uint32_t size)
{
    std::vector<uint8_t> numbers(count * size);
    for (size_t i = 0; i < numbers.size(); i++)
        numbers[i] = static_cast<uint8_t>(RngMix(i) >> 56);
    return numbers;
}

uint32_t NumberAt(const std::vector<uint8_t> &numbers, uint32_t size, size_t i, uint32_t bits)
{
    uint32_t number = 0;
    std::memcpy(&number, numbers.data() + i * size, size);
    return number & UINT32_MAX >> (32 - bits);
}

} // namespace

TEST_CASE("numbers of any width are packed one behind the other, and read again")
{
    for (const uint32_t size : {1u, 2u, 4u})
        for (uint32_t bits = 1; bits <= 8 * size; bits++) {
            CAPTURE(size);
            CAPTURE(bits);
            const std::vector<uint8_t> numbers = RandomNumbers(size);
            std::vector<uint32_t> words(count / 32 * bits + 1);
            std::vector<uint8_t> again(numbers.size());
            PackedWrite(words.data(), bits, numbers.data(), size, PackedGroup, count);
            for (uint32_t i = 0; i < bits; i++)
                CHECK(words[i] == 0);
            PackedWrite(words.data(), bits, numbers.data(), size, 0, PackedGroup);
            PackedRead(words.data(), bits, again.data(), size, 0, 2 * PackedGroup);
            PackedRead(words.data(), bits, again.data(), size, 2 * PackedGroup, count);
            for (size_t i = 0; i < count; i++) {
                const uint32_t expected = NumberAt(numbers, size, i, bits);
                CHECK(NumberAt(again, size, i, 8 * size) == expected);
                CHECK((PackedAt(words.data(), i * bits) & UINT32_MAX >> (32 - bits)) == expected);
            }
            CHECK(words.back() == 0);
        }
}

TEST_CASE("a number of up to 0 needs 1 bit, and of up to a power of two one bit more than before it")
{
    CHECK(PackedBitsFor(0) == 1);
    for (uint32_t bits = 1; bits < 32; bits++) {
        CHECK(PackedBitsFor((uint64_t{1} << bits) - 1) == bits);
        CHECK(PackedBitsFor(uint64_t{1} << bits) == bits + 1);
    }
}
