#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "chm01/keys/keys.h"
#include "support/chm01/table_maker.h"

namespace {

KeysFormat FormatOf(const std::string &name, uint32_t keySizeInBytes = 0)
{
    const std::vector<uint16_t> wide(name.begin(), name.end());
    return KeysFormatOfName(wide.data(), wide.size(), keySizeInBytes);
}

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

TEST_CASE("a name tells the format, and the caller may override the key size")
{
    CHECK(FormatOf("a.keys") == KeysPacked32);
    CHECK(FormatOf("a") == KeysPacked32);
    CHECK(FormatOf("") == KeysPacked32);
    CHECK(FormatOf("a64.keys") == KeysPacked64);
    CHECK(FormatOf("A64.KEYS") == KeysPacked64);
    CHECK(FormatOf("64.keys") == KeysPacked64);
    CHECK(FormatOf("a-64.keys") == KeysPacked64);
    CHECK(FormatOf("mfc42-6164.keys") == KeysPacked32);
    CHECK(FormatOf("a064.keys") == KeysPacked32);
    CHECK(FormatOf("a964.keys") == KeysPacked32);
    CHECK(FormatOf("a964.keys", 8) == KeysPacked64);
    CHECK(FormatOf("a64.keys", 4) == KeysPacked32);
    CHECK(FormatOf("a.bin", 8) == KeysPacked64);
    CHECK(FormatOf("a.txt") == KeysText);
    CHECK(FormatOf("C:\\keys\\A.TXT", 8) == KeysText);
    CHECK(FormatOf("txt") == KeysPacked32);
    for (const char *name : {"ntdll.dll", "a.EXE", "b.sys", "c.Ocx", "d.drv", "e.cpl"})
        CHECK(FormatOf(name) == KeysPe);
    CHECK(FormatOf("a.dll.keys") == KeysPacked32);
}

TEST_CASE("packed keys are used where they are")
{
    const AlignedBytes bytes(24);
    KeySet set;
    ChmError error;
    CHECK(KeysDecodedBound(KeysPacked32, bytes.data(), 24) == 0);
    REQUIRE(KeysDecode(KeysPacked32, bytes.data(), 24, 0, nullptr, 0, &set, &error) == ChmOk);
    CHECK(set.keys == bytes.data());
    CHECK(set.count == 6);
    CHECK(set.keySizeInBytes == 4);
    REQUIRE(KeysDecode(KeysPacked64, bytes.data(), 24, 0, nullptr, 0, &set, &error) == ChmOk);
    CHECK(set.count == 3);
    CHECK(set.keySizeInBytes == 8);
    REQUIRE(KeysDecode(KeysPacked32, bytes.data(), 24, 8, nullptr, 0, &set, &error) == ChmOk);
    CHECK(set.keySizeInBytes == 8);
}

TEST_CASE("packed keys of a wrong size are refused")
{
    const AlignedBytes bytes(24);
    KeySet set;
    ChmError error;
    for (size_t size : {1, 2, 3, 5, 23}) {
        CHECK(KeysDecode(KeysPacked32, bytes.data(), size, 0, nullptr, 0, &set, &error) == ChmKeysSizeOdd);
        CHECK(error.numbers[0] == size);
        CHECK(error.numbers[1] == 4);
    }
    CHECK(KeysDecode(KeysPacked64, bytes.data(), 12, 0, nullptr, 0, &set, &error) == ChmKeysSizeOdd);
    CHECK(error.numbers[1] == 8);
    CHECK(KeysDecode(KeysPacked32, bytes.data(), 0, 0, nullptr, 0, &set, &error) == ChmNoKeys);
    CHECK(KeysDecode(KeysPacked32, bytes.data(), 8, 3, nullptr, 0, &set, &error) == ChmInvalidOption);
    CHECK(KeysDecode(KeysFormat(17), bytes.data(), 8, 4, nullptr, 0, &set, &error) == ChmInvalidOption);
    CHECK(KeysDecode(KeysPacked32, bytes.data(), (size_t(CHM_MAX_KEYS) + 1) * 4, 0, nullptr, 0, &set, &error) ==
          ChmTooManyKeys);
    CHECK(error.numbers[0] == CHM_MAX_KEYS + 1);
    CHECK(error.numbers[1] == CHM_MAX_KEYS);
    CHECK(KeysDecode(KeysPacked32, bytes.data(), size_t(CHM_MAX_KEYS) * 4, 0, nullptr, 0, &set, &error) == ChmOk);
    CHECK(KeysDecode(KeysPacked32, bytes.data(), 3, 0, nullptr, 0, &set, nullptr) == ChmKeysSizeOdd);
}

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
