/*
 * Keys of 128 bits come packed, 16 bytes each, or as text of GUIDs and numbers. A text's first key
 * or the caller says that all of its keys have 128 bits. Other formats and sizes are refused, and
 * so is each malformed line, by its number.
 */
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "chm01/keys/keys.h"
#include "support/chm01/decoded_keys.h"

namespace {

Decoded Decode(KeysFormat format, const std::string &bytes, uint32_t keySizeInBytes = 0)
{
    return DecodeKeys(format, bytes, keySizeInBytes);
}

KeysFormat FormatOf(const std::string &name, uint32_t keySizeInBytes, const std::string &bytes)
{
    const std::vector<uint16_t> wide(name.begin(), name.end());
    return KeysFormatOfBytes(KeysFormatOfName(wide.data(), wide.size(), keySizeInBytes), bytes.data(), bytes.size());
}

void CheckMalformed(const std::string &text, uint64_t line, const std::string &reason)
{
    CAPTURE(text);
    const Decoded decoded = Decode(KeysTextWide, text);
    CHECK(decoded.status == ChmTextMalformed);
    CHECK(decoded.error.numbers[0] == line);
    CHECK(std::string(decoded.error.reason).find(reason) != std::string::npos);
}

const std::string guid = "00000001-0002-0003-0405-060708090a0b";

} // namespace

TEST_CASE("packed keys of 16 bytes are used where they are")
{
    std::string bytes;
    for (char c = 0; c < 32; c++)
        bytes += c;
    const Decoded decoded = Decode(KeysPacked128, bytes, 16);
    REQUIRE(decoded.wide.size() == 2);
    CHECK(decoded.keySizeInBytes == 16);
    CHECK(decoded.wide[0].low == 0x0706050403020100);
    CHECK(decoded.wide[1].high == 0x1f1e1d1c1b1a1918);
    CHECK(Decode(KeysPacked128, bytes).status == ChmOk);
    CHECK(KeysDecodedBound(KeysPacked128, bytes.data(), bytes.size()) == 0);
    const Decoded odd = Decode(KeysPacked128, bytes + "x", 16);
    CHECK(odd.status == ChmKeysSizeOdd);
    CHECK(odd.error.numbers[1] == 16);
    CHECK(Decode(KeysPacked128, "").status == ChmNoKeys);
}

TEST_CASE("text holds GUIDs and numbers, with comments and blanks")
{
    const Decoded decoded = Decode(KeysTextWide, "# ids\r\n{" + guid + "}\r\n\n  " + guid.substr(0, 35) +
                                                     "c # one\n0x10000000000000002\n7\n");
    REQUIRE(decoded.status == ChmOk);
    REQUIRE(decoded.wide.size() == 4);
    CHECK(decoded.wide[0].low == 0x0003000200000001);
    CHECK(decoded.wide[0].high == 0x0b0a090807060504);
    CHECK(decoded.wide[1].high == 0x0c0a090807060504);
    CHECK(decoded.wide[2].low == 2);
    CHECK(decoded.wide[2].high == 1);
    CHECK(decoded.wide[3].low == 7);
    CHECK(decoded.wide[3].high == 0);
    CHECK(Decode(KeysTextWide, "# nothing\n").status == ChmNoKeys);
    CHECK(Decode(KeysTextWide, "").status == ChmNoKeys);
}

TEST_CASE("every prefix of a text is decoded or refused without a byte read or written past the ends")
{
    const std::string text = "\xEF\xBB\xBF{" + guid + "}\n\n1\n0x" + std::string(40, '0') + "\n2\n3";
    for (size_t size = 0; size <= text.size(); size++)
        (void)Decode(KeysTextWide, text.substr(0, size));
}

TEST_CASE("a malformed line is named")
{
    CheckMalformed("1\n" + guid + "0\n", 2, "it holds no GUID and no decimal or 0x number");
    CheckMalformed("1\n\n-2", 3, "a number has no sign");
    CheckMalformed("0x1" + std::string(32, '0'), 1, "more than 128 bits");
    CheckMalformed("18446744073709551616", 1, "more than 64 in decimal");
    CheckMalformed("0x" + std::string(100, '0') + "1", 1, "more than 128 bits"); // not cut to a 0
    CheckMalformed("1 2", 1, "it holds no GUID");
    CheckMalformed(std::string("\xFF\xFE{\0", 4), 1, "UTF-16");
}

TEST_CASE("the first key of a text, or the caller, says that keys have 128 bits")
{
    for (const char *name : {"a.txt", "a.keys", "a64.keys", "a"}) {
        CHECK(FormatOf(name, 0, guid + "\n") == KeysTextWide);
        CHECK(FormatOf(name, 0, "# a\n{" + guid + "}\n") == KeysTextWide);
        CHECK(FormatOf(name, 0, "0x10000000000000000\n") == KeysTextWide);
        CHECK(FormatOf(name, 0, "0x1000000000000000\n") == KeysText);
        CHECK(FormatOf(name, 16, "1\n") == KeysTextWide);
    }
    CHECK(FormatOf("a.keys", 16, std::string(32, '\0')) == KeysPacked128);
    CHECK(FormatOf("a.dll", 16, "MZ") == KeysPe);
}

TEST_CASE("a size that does not go with the format is refused")
{
    for (const uint32_t size : {4u, 8u}) {
        CHECK(Decode(KeysTextWide, guid, size).status == ChmInvalidOption);
        CHECK(Decode(KeysPacked128, std::string(16, 'x'), size).status == ChmInvalidOption);
    }
    for (const KeysFormat format : {KeysPacked32, KeysPacked64, KeysText, KeysPe, KeysPacked8, KeysPacked16})
        CHECK(Decode(format, std::string(16, '1'), 16).status == ChmInvalidOption);
}
