/*
 * A GUID's text gives the numbers that its 16 bytes are in memory, as guiddef.h lays them out, and
 * comes back as it was. Hexadecimal numbers have up to 128 bits and decimal ones up to 64. All
 * other texts are told apart from both.
 */
#include <doctest/doctest.h>

#include <cstring>
#include <string>
#include <vector>

#include "chm01/base/guid.h"

namespace {

struct Read {
    GuidStatus status;
    uint64_t low = 0, high = 0;
};

std::vector<uint16_t> Units(const std::string &text)
{
    return std::vector<uint16_t>(text.begin(), text.end());
}

Read ReadOf(const std::string &text)
{
    const std::vector<uint16_t> units = Units(text);
    uint64_t halves[2] = {};
    Read read = {GuidRead(units.data(), units.size(), halves)};
    read.low = halves[0];
    read.high = halves[1];
    return read;
}

// As the Windows SDK declares it.
struct Guid {
    uint32_t data1;
    uint16_t data2, data3;
    uint8_t data4[8];
};

const char unknown[] = "01234567-89ab-cDeF-0011-22334455aAfF";

} // namespace

TEST_CASE("a GUID is what its structure has in memory, with braces or without")
{
    const Guid guid = {0x01234567, 0x89ab, 0xcdef, {0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0xaa, 0xff}};
    uint64_t halves[2];
    static_assert(sizeof guid == sizeof halves, "16 bytes");
    std::memcpy(halves, &guid, sizeof guid);
    for (const std::string &text : {std::string(unknown), "{" + std::string(unknown) + "}"}) {
        const Read read = ReadOf(text);
        CHECK(read.status == GuidOk);
        CHECK(read.low == halves[0]);
        CHECK(read.high == halves[1]);
    }
    uint16_t text[GUID_CHARS];
    GuidWrite(halves, text);
    CHECK(std::string(text, text + GUID_CHARS) == "01234567-89ab-cdef-0011-22334455aaff");
}

TEST_CASE("numbers have up to 128 bits in hexadecimal and 64 in decimal")
{
    CHECK(ReadOf("0x0123456789abcdefFEDCBA9876543210").high == 0x0123456789abcdef);
    CHECK(ReadOf("0x0123456789abcdefFEDCBA9876543210").low == 0xFEDCBA9876543210);
    CHECK(ReadOf("0X00000000000000000000000000000000000000ff").low == 255);
    CHECK(ReadOf("18446744073709551615").low == UINT64_MAX);
    CHECK(ReadOf("18446744073709551615").high == 0);
    for (const char *text : {"0x100000000000000000000000000000000", "18446744073709551616", "99999999999999999999999"})
        CHECK(ReadOf(text).status == GuidTooLarge);
}

TEST_CASE("what is neither a GUID nor a number is not read")
{
    const std::string guid = unknown;
    for (const std::string &text :
         {std::string(), std::string("0x"), std::string("12a"), std::string("-1"), std::string("0xg"), guid + "0",
          guid.substr(1), "{" + guid, guid + "}", "(" + guid + ")", "{" + guid + ")", " " + guid})
        CHECK(ReadOf(text).status == GuidNotRead);
    for (size_t i = 0; i < guid.size(); i++) {
        std::string other = guid;
        other[i] = other[i] == '-' ? '0' : '-';
        CHECK(ReadOf(other).status == GuidNotRead);
        const std::vector<uint16_t> units = Units(other);
        CHECK(!GuidIsText(units.data(), units.size()));
    }
}
