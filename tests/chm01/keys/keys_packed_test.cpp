/*
 * A file's name decides the format of its keys, and the caller may override the key size. Packed
 * keys are used in place, without a copy. A packed file whose size is no multiple of the key size
 * is refused with both sizes. Empty files and files of too many keys are refused too.
 */
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

TEST_CASE("keys of 8 and 16 bits become keys of 32 bits, in their order")
{
    const uint8_t bytes[] = {7, 0, 255, 1, 'a', '\n'};
    uint32_t memory[6];
    KeySet set;
    ChmError error;
    CHECK(FormatOf("a64.keys", 1) == KeysPacked8);
    CHECK(FormatOf("a.keys", 2) == KeysPacked16);
    CHECK(FormatOf("a.txt", 1) == KeysText);
    CHECK(KeysFormatOfBytes(KeysPacked8, "12\n34\n", 6) == KeysPacked8);
    REQUIRE(KeysDecodedBound(KeysPacked8, bytes, 6) == sizeof memory);
    REQUIRE(KeysDecode(KeysPacked8, bytes, 6, 1, memory, sizeof memory, &set, &error) == ChmOk);
    CHECK(set.count == 6);
    CHECK(set.keySizeInBytes == 4);
    for (size_t i = 0; i < 6; i++)
        CHECK(KeySetAt(&set, i) == bytes[i]);
    REQUIRE(KeysDecodedBound(KeysPacked16, bytes, 6) == sizeof memory / 2);
    REQUIRE(KeysDecode(KeysPacked16, bytes, 6, 2, memory, sizeof memory / 2, &set, &error) == ChmOk);
    CHECK(set.count == 3);
    CHECK(KeySetAt(&set, 1) == 0x1FF);
    CHECK(KeySetAt(&set, 2) == 'a' + '\n' * 256);
}

TEST_CASE("narrow keys that can't all differ, are cut off or too wide are refused")
{
    const std::vector<uint8_t> bytes(2 * 65536 + 2);
    std::vector<uint32_t> memory(65536);
    KeySet set;
    ChmError error;
    const auto decode = [&](KeysFormat format, size_t size, uint32_t keySize) {
        return KeysDecode(format, bytes.data(), size, keySize, memory.data(), memory.size() * 4, &set, &error);
    };
    CHECK(decode(KeysPacked8, 256, 1) == ChmOk);
    CHECK(decode(KeysPacked8, 257, 1) == ChmTooManyKeys);
    CHECK(error.numbers[1] == 256);
    CHECK(decode(KeysPacked16, 131072, 2) == ChmOk);
    CHECK(decode(KeysPacked16, 131074, 2) == ChmTooManyKeys);
    CHECK(decode(KeysPacked16, 3, 2) == ChmKeysSizeOdd);
    CHECK(decode(KeysPacked8, 0, 1) == ChmNoKeys);
    CHECK(decode(KeysPe, 512, 2) == ChmInvalidOption);
    CHECK(decode(KeysPacked32, 8, 1) == ChmInvalidOption);
    CHECK(decode(KeysPacked64, 8, 2) == ChmInvalidOption);
    CHECK(KeysDecode(KeysPacked8, bytes.data(), 9, 1, memory.data(), 35, &set, &error) == ChmOutOfMemory);
    const auto text = [&](const std::string &lines, uint32_t keySize) {
        std::vector<uint64_t> room(lines.size() + 8);
        return KeysDecode(KeysText, lines.data(), lines.size(), keySize, room.data(), room.size() * 8, &set, &error);
    };
    CHECK(text("255\n", 1) == ChmOk);
    CHECK(set.keySizeInBytes == 4);
    CHECK(text("1\n256\n", 1) == ChmTextMalformed);
    CHECK(error.numbers[0] == 2);
    CHECK(text("65535\n", 2) == ChmOk);
    CHECK(text("65536\n", 2) == ChmTextMalformed);
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

namespace {

KeysFormat OfBytes(const std::string &bytes, KeysFormat named = KeysPacked32)
{
    const std::vector<char> exact(bytes.begin(), bytes.end());
    return KeysFormatOfBytes(named, exact.data(), exact.size());
}

} // namespace

TEST_CASE("text is told from packed keys by the bytes, whatever the name")
{
    for (const char *text :
         {"100\n200\n", "4011\r\n4012\r\n", "1001", "0x1F", " 7 ", "7 # seven", "code,name\n1,a\n", "name;id\r1;2\r",
          "# Gr\xC3\xB6\xC3\x9F"
          "e\n1\n",
          "# Gr\xF6\xDF"
          "e\n1\n",
          "Gr\xC3\xB6\xC3\x9F"
          "e\n",
          "\xEF\xBB\xBF"
          "abc",
          "1\n2\n\x1A", "\n"}) {
        CAPTURE(text);
        CHECK(OfBytes(text) == KeysText);
        CHECK(OfBytes(text, KeysPacked64) == KeysText);
        CHECK(OfBytes(text, KeysPe) == KeysPe);
    }
    CHECK(OfBytes(std::string("\xFF\xFE"
                              "1\0",
                              4)) == KeysText);
    CHECK(OfBytes(std::string("\xFE\xFF\0"
                              "1",
                              4)) == KeysText);
    CHECK(OfBytes(std::string("1\0\n\0", 4)) == KeysText);
    CHECK(OfBytes(std::string("\0"
                              "1\0\n",
                              4)) == KeysText);
}

TEST_CASE("packed keys are not taken for text, with letters or line ends in them")
{
    for (const std::string &packed : {std::string(), std::string("RIFFWAVE"), std::string("\n\0\0\0", 4),
                                      std::string("1\0\0\0"
                                                  "2\0\0\0",
                                                  8),
                                      std::string("1\0"
                                                  "2\0",
                                                  4),
                                      std::string("abc\xE4\n\n\n\n"), std::string("a\n\x01\n"),
                                      std::string("\xC3\n\n\n"), std::string("\xFF\xFE\x01\0", 4),
                                      std::string("1\n2\n\x1A"
                                                  "4\n\n"),
                                      std::string("\x7F\n\n\n")}) {
        CAPTURE(packed);
        CHECK(OfBytes(packed) == KeysPacked32);
        CHECK(OfBytes(packed, KeysPacked64) == KeysPacked64);
    }
    for (uint32_t first = 1; first < 3000; first++) { // three keys in a row, as small sets have them
        const uint32_t keys[] = {first, first + 1, first + 2};
        CHECK(OfBytes(std::string(reinterpret_cast<const char *>(keys), sizeof keys)) == KeysPacked32);
    }
}
