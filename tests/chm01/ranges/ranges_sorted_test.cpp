/*
 * Sorted starts answer what std::upper_bound answers, through their buckets: each bucket's window
 * lies among the starts and has the floor of every address in the bucket. These tests search as a
 * header does, at and around each start and at the ends of all numbers, for keys in any order, of
 * 32 and of 64 bits, evenly spread and in clusters, sorted in slices of any size.
 */
#include <doctest/doctest.h>

#include <algorithm>

#include "chm01/ranges/ranges_sorted.h"
#include "support/chm01/floors.h"
#include "support/chm01/table_maker.h"

namespace {

class Sorted {
public:
    Sorted(const std::vector<uint64_t> &keys_, uint32_t keySize, uint64_t steps = UINT64_MAX)
        : keys(keys_), bytes(keySize), source(keys.size() * keySize), memory(Bytes()), floors(keys_, keySize)
    {
        const std::vector<uint8_t> packed = PackKeys(keys, bytes);
        std::copy(packed.begin(), packed.end(), source.data());
        const KeySet set = Set();
        Work work = {steps};
        RangesSortBegin(&sort, &set, memory.data());
        for (slices = 1; !RangesSortOn(&sort, &work); slices++) {
            REQUIRE(work.left == 0);
            work.left = steps;
        }
    }
    uint64_t Start(size_t at) const
    {
        const KeySet starts = {sort.made.starts, keys.size(), bytes};
        return KeySetAt(&starts, at);
    }
    // As <Name>FindFloor has it.
    uint32_t Find(uint64_t key) const
    {
        const RangesSorted &made = sort.made;
        uint32_t first = 0, count = made.window;
        if (key < Start(0))
            return UINT32_MAX;
        if (made.bucketCount != 0)
            first = made.buckets[std::min<uint64_t>((key - Start(0)) >> made.shift, made.bucketCount - 1)];
        REQUIRE(first + count <= keys.size());
        for (; count > 1; count -= count / 2)
            first += Start(first + count / 2) <= key ? count / 2 : 0;
        return made.positions != nullptr ? made.positions[first] : first;
    }
    size_t Wrong() const
    {
        const std::vector<uint64_t> asked = floors.Everywhere();
        return size_t(
            std::count_if(asked.begin(), asked.end(), [&](uint64_t key) { return Find(key) != floors.Of(key); }));
    }

    RangesSort sort;
    size_t slices;

private:
    KeySet Set() const { return {source.data(), keys.size(), bytes}; }
    size_t Bytes() const
    {
        const KeySet set = Set();
        return RangesSortedBytes(&set);
    }
    const std::vector<uint64_t> keys;
    const uint32_t bytes;
    AlignedBytes source, memory;
    const Floors floors;
};

std::vector<uint64_t> Ascending(std::vector<uint64_t> keys)
{
    std::sort(keys.begin(), keys.end());
    return keys;
}

} // namespace

TEST_CASE("sorted starts of every number are searched as std::upper_bound searches them")
{
    size_t wrong = 0;
    for (size_t count = 1; count <= 100; count++)
        for (const uint32_t bytes : {4u, 8u}) {
            const std::vector<uint64_t> keys = RandomKeys(count, count % 3 ? bytes * 8 : 9, count);
            wrong += Sorted(keys, bytes).Wrong();
            wrong += Sorted(Ascending(keys), bytes).Wrong();
        }
    CHECK(wrong == 0);
}

TEST_CASE("keys that ascend are searched where they lie, and buckets leave few starts to compare")
{
    const std::vector<uint64_t> keys = Ascending(RandomKeys(20000, 32));
    const Sorted sorted(keys, 4);
    CHECK(sorted.sort.made.positions == nullptr);
    CHECK(sorted.sort.made.starts == sorted.sort.keys.keys);
    CHECK(sorted.sort.made.bucketCount <= 10000);
    CHECK(sorted.sort.made.bucketCount >= 5000);
    CHECK(sorted.sort.made.window < 32);
    CHECK(sorted.Wrong() == 0);
}

TEST_CASE("starts in clusters and at the ends of all numbers are found")
{
    for (const uint32_t bytes : {4u, 8u}) {
        const uint64_t last = bytes == 8 ? UINT64_MAX : UINT32_MAX;
        std::vector<uint64_t> keys = {last, 0, last - 1, last / 2};
        CHECK(Sorted(keys, bytes).Wrong() == 0);
        for (uint64_t i = 0; i < 500; i++)
            keys.push_back(1000 + i);
        const Sorted clustered(keys, bytes);
        CHECK(clustered.sort.made.bucketCount == 0); // they would all be in one
        CHECK(clustered.sort.made.window == keys.size());
        CHECK(clustered.Wrong() == 0);
        for (uint64_t i = 0; i < 500; i++)
            keys.push_back(last / 512 * (i + 1) + 3);
        CHECK(Sorted(keys, bytes).Wrong() == 0);
        CHECK(Sorted({last}, bytes).Wrong() == 0);
    }
}

TEST_CASE("slices of any size make the same starts")
{
    for (const bool ascend : {false, true}) {
        const std::vector<uint64_t> keys = ascend ? Ascending(RandomKeys(3000, 32)) : RandomKeys(3000, 32);
        const Sorted whole(keys, 4);
        CHECK(whole.slices == 1);
        for (const uint64_t steps : {1, 7, 1000}) {
            const Sorted sliced(keys, 4, steps);
            CHECK(sliced.slices > 3000 / steps);
            CHECK(sliced.Wrong() == 0);
            CHECK(sliced.sort.made.bucketCount == whole.sort.made.bucketCount);
            CHECK(sliced.sort.made.window == whole.sort.made.window);
        }
    }
}
