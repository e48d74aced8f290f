/*
 * An index of ranges answers what std::upper_bound answers: the position of the greatest start that
 * is not above an address, and none below the first. These tests compare the two for every number
 * of starts up to some hundred and for large ones, of 32 and of 64 bits, in any order of the keys,
 * at and around each start and at the ends of all numbers, one by one and in batches of any length.
 */
#include <doctest/doctest.h>

#include <algorithm>

#include "chm01/base/rng.h"
#include "chm01/ranges/ranges.h"
#include "support/chm01/floors.h"
#include "support/chm01/table_maker.h"

namespace {

// The index beside a sorted list of the same starts. All memory ends where it ends.
class Checked {
public:
    Checked(const std::vector<uint64_t> &keys_, uint32_t keySize)
        : keySizeInBytes(keySize), keys(keys_), packed(PackKeys(keys_, keySize)), source(packed.size()),
          memory(RangesBytes(Set())), floors(keys_, keySize)
    {
        std::copy(packed.begin(), packed.end(), source.data());
        const KeySet set = {source.data(), keys.size(), keySizeInBytes};
        RangesBuild(&set, memory.data(), &ranges);
    }
    // How many of the addresses are answered wrong, alone or in a batch.
    size_t Wrong(const std::vector<uint64_t> &addresses) const
    {
        const std::vector<uint8_t> bytes = PackKeys(addresses, keySizeInBytes);
        AlignedBytes asked(bytes.size());
        std::copy(bytes.begin(), bytes.end(), asked.data());
        std::vector<uint32_t> positions(addresses.size());
        RangesFindBatch(&ranges, asked.data(), addresses.size(), positions.data());
        size_t wrong = 0;
        for (size_t i = 0; i < addresses.size(); i++) {
            const uint32_t expected = floors.Of(addresses[i]);
            wrong += RangesFind(&ranges, addresses[i]) != expected;
            wrong += positions[i] != expected;
        }
        return wrong;
    }
    // At each start and around it, at the ends, and at random.
    size_t WrongEverywhere() const
    {
        std::vector<uint64_t> addresses = floors.Everywhere();
        for (uint64_t i = 0; i < 50; i++)
            addresses.push_back(RngMix(i) & floors.last);
        return Wrong(addresses);
    }

    const uint32_t keySizeInBytes;
    const std::vector<uint64_t> keys;
    Ranges ranges;

private:
    const KeySet *Set()
    {
        of = {packed.data(), keys.size(), keySizeInBytes};
        return &of;
    }
    KeySet of;
    std::vector<uint8_t> packed;
    AlignedBytes source, memory;
    const Floors floors;
};

std::vector<uint64_t> Steps(size_t count, uint64_t first, uint64_t step)
{
    std::vector<uint64_t> keys;
    for (size_t i = 0; i < count; i++)
        keys.push_back(first + i * step);
    return keys;
}

} // namespace

TEST_CASE("every number of starts is answered as std::upper_bound answers it")
{
    size_t wrong = 0;
    for (size_t count = 1; count <= 140; count++)
        for (uint32_t bytes : {4u, 8u}) {
            wrong += Checked(Steps(count, 0, 1), bytes).WrongEverywhere();
            wrong += Checked(Steps(count, 16, 16), bytes).WrongEverywhere();
            wrong += Checked(RandomKeys(count, bytes * 8, count), bytes).WrongEverywhere();
        }
    CHECK(wrong == 0);
}

TEST_CASE("the ends of all numbers can be starts")
{
    CHECK(Checked({UINT32_MAX, 0, 7}, 4).WrongEverywhere() == 0);
    CHECK(Checked({UINT64_MAX, 0, 7, UINT64_MAX - 1}, 8).WrongEverywhere() == 0);
    CHECK(Checked({UINT64_MAX}, 8).WrongEverywhere() == 0);
}

TEST_CASE("large sets are answered, sorted and in any order")
{
    for (size_t count : {1023, 1024, 1025, 20000})
        for (uint32_t bytes : {4u, 8u}) {
            CHECK(Checked(RandomKeys(count, bytes * 8, 3), bytes).WrongEverywhere() == 0);
            std::vector<uint64_t> sorted = RandomKeys(count, 26, 4);
            std::sort(sorted.begin(), sorted.end());
            CHECK(Checked(sorted, bytes).WrongEverywhere() == 0);
        }
}

TEST_CASE("an address of more bits than the starts have is behind all of them")
{
    const Checked checked({10, 30, 20}, 4);
    CHECK(RangesFind(&checked.ranges, (uint64_t)1 << 40) == 1);
    CHECK(RangesFind(&checked.ranges, 9) == RANGES_NONE);
}

TEST_CASE("a batch of any length is that of its addresses")
{
    const Checked checked(RandomKeys(1000, 32), 4);
    for (size_t length : {0, 1, 15, 16, 17, 31, 32, 100})
        CHECK(checked.Wrong(RandomKeys(length, 32, 8)) == 0);
}
