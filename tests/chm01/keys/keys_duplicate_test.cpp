/*
 * KeysFindDuplicate finds equal keys in 4-byte and 8-byte sets. These tests prove that it finds
 * none among different keys, even when these share their low or high halves. When there are several
 * duplicates it names the one that is complete first, with both its positions.
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
    return KeysFindDuplicate(&set, scratch.data(), error);
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
