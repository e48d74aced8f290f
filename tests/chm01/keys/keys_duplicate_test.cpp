/*
 * KeysFindDuplicate finds equal keys in 4-byte and 8-byte sets. These tests prove that it finds
 * none among different keys, even when these share their low or high halves. When there are several
 * duplicates it names the one that is complete first, with both its positions. A look in slices of
 * any length finds the same.
 */
#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "chm01/keys/keys.h"
#include "support/chm01/table_maker.h"

namespace {

ChmStatus FindDuplicate(const std::vector<uint64_t> &keys, uint32_t keySizeInBytes, ChmError *error)
{
    const std::vector<uint8_t> packed = PackKeys(keys, keySizeInBytes);
    AlignedBytes memory(packed.size());
    std::copy(packed.begin(), packed.end(), memory.data());
    const KeySet set = {memory.data(), keys.size(), keySizeInBytes};
    AlignedBytes scratch(KeysDuplicateScratch(&set));
    ChmError told = {};
    const ChmStatus whole = KeysFindDuplicate(&set, scratch.data(), &told);
    for (const uint64_t steps : {1, 7, 1000}) { // in slices it is the same
        CAPTURE(steps);
        KeysLook look;
        ChmError sliced = {};
        KeysLookBegin(&look, &set, scratch.data());
        for (Work work = {steps}; !KeysLookOn(&look, &work); work.left = steps)
            CHECK(work.left == 0);
        CHECK(KeysLookAnswer(&look, &sliced) == whole);
        CHECK(std::equal(std::begin(sliced.numbers), std::end(sliced.numbers), std::begin(told.numbers)));
    }
    if (error != nullptr)
        *error = told;
    return whole;
}

void CheckDuplicate(const std::vector<uint64_t> &keys, uint32_t keySizeInBytes, uint64_t key, uint64_t first,
                    uint64_t second)
{
    ChmError error;
    REQUIRE(FindDuplicate(keys, keySizeInBytes, &error) == ChmDuplicateKey);
    CHECK(error.numbers[0] == key);
    CHECK(error.numbers[1] == first);
    CHECK(error.numbers[2] == second);
}

} // namespace

TEST_CASE("different keys have no duplicate")
{
    CHECK(FindDuplicate({}, 4, nullptr) == ChmOk);
    CHECK(FindDuplicate({7}, 4, nullptr) == ChmOk);
    CHECK(FindDuplicate({0, 1, 256, 65536, 16777216, 0xFFFFFFFF}, 4, nullptr) == ChmOk);
    CHECK(FindDuplicate({1, 0x100000001, 0x100000000, 0x8000000000000001}, 8, nullptr) == ChmOk);
    CHECK(FindDuplicate(RandomKeys(20000, 32), 4, nullptr) == ChmOk);
    CHECK(FindDuplicate(RandomKeys(20000, 64), 8, nullptr) == ChmOk);
}

TEST_CASE("the duplicate that ends first is named with both its positions")
{
    CheckDuplicate({5, 5}, 4, 5, 0, 1);
    CheckDuplicate({0, 1, 2, 1, 0}, 4, 1, 1, 3);
    CheckDuplicate({9, 3, 9, 3, 9}, 8, 9, 0, 2);
    CheckDuplicate({4, 4, 4, 4}, 4, 4, 0, 1);
    CheckDuplicate({8, 0x100000008, 8}, 8, 8, 0, 2);
    for (uint32_t keySizeInBytes : {4u, 8u}) {
        std::vector<uint64_t> keys = RandomKeys(5000, 32);
        keys.push_back(keys[77]);
        keys.push_back(keys[3]);
        CheckDuplicate(keys, keySizeInBytes, keys[77], 77, 5000);
    }
}
