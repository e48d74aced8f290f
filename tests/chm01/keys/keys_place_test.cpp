/*
 * Errors of a text of keys name the line and the column, and quote what stands there. These tests
 * prove that columns are counted in characters from 1, that the mark of a text is no character, and
 * that what stands in the place of a number is told for what it is.
 */
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "chm01/keys/keys.h"
#include "chm01/keys/keys_place.h"

namespace {

struct Told {
    std::string reason, quoted;
    uint64_t line, column;
};

Told Tell(const std::string &text, KeysFormat format = KeysText, uint32_t keySizeInBytes = 0)
{
    const auto *const bytes = reinterpret_cast<const uint8_t *>(text.data());
    std::vector<uint64_t> memory(KeysDecodedBound(format, bytes, text.size()) / 8 + 1);
    KeySet set;
    ChmError error = {};
    REQUIRE(KeysDecode(format, bytes, text.size(), keySizeInBytes, memory.data(), memory.size() * 8, &set, &error) ==
            ChmTextMalformed);
    const KeysPlace place = KeysPlaceOf(bytes, text.size(), error.numbers[1]);
    return {error.reason, std::string(reinterpret_cast<const char *>(place.from), place.length), error.numbers[0],
            place.column};
}

void CheckPlace(const std::string &text, uint64_t offset, uint64_t column, const std::string &quoted)
{
    CAPTURE(text);
    const KeysPlace place = KeysPlaceOf(reinterpret_cast<const uint8_t *>(text.data()), text.size(), offset);
    CHECK(place.column == column);
    CHECK(std::string(reinterpret_cast<const char *>(place.from), place.length) == quoted);
}

}

TEST_CASE("a column counts characters, not bytes, and not the mark of a text")
{
    CheckPlace("\xC3\xA4\xE2\x82\xAC=7", 5, 3, "\xC3\xA4\xE2\x82\xAC=7");
    CheckPlace("\xEF\xBB\xBFx", 3, 1, "x");
    CheckPlace("a\r\n \tb c \r\nd", 6, 4, "b c");
    CheckPlace("a\n", 2, 1, "");
    CheckPlace("a\nbc", 99, 3, "bc");
    CheckPlace("", 0, 1, "");
}

TEST_CASE("what is no number is told with its place and its text")
{
    const Told behind = Tell("7\n  12 x # twelve\n");
    CHECK(behind.line == 2);
    CHECK(behind.column == 5);
    CHECK(behind.quoted == "12 x # twelve");
    CHECK(behind.reason == "something stands behind the number");
    CHECK(Tell("7\n\t0xg").column == 4);
    CHECK(Tell("7\nGET").reason == "it holds no decimal or 0x number");
    CHECK(Tell("7\n 99999999999999999999").column == 2);
    CHECK(Tell("7\n\n256", KeysText, 1).line == 3);
}

TEST_CASE("a sign, a GUID among numbers and a GUID with a wrong digit are told as such")
{
    const std::string guid = "{00112233-4455-6677-8899-aabbccddeeff}";
    for (const char *text : {"-3", "7\n+3", "7\n-3x"})
        CHECK(Tell(text).reason == "a number has no sign; -1 of 32 bits is 0xFFFFFFFF");
    CHECK(Tell(guid + "\n-3", KeysTextWide).reason == "a number has no sign; -1 of 32 bits is 0xFFFFFFFF");
    CHECK(Tell("7\n" + guid).reason == "this is a GUID, and the first key is a number; --KeySizeInBytes=16 takes both");
    CHECK(Tell("7\n" + guid.substr(1, 36)).reason.find("this is a GUID") == 0);
    for (const std::string &wrong : {"{g0112233" + guid.substr(9), "g0112233" + guid.substr(9, 28), std::string("{7}")})
        CHECK(Tell(wrong).reason == "it holds no GUID and no decimal or 0x number");
    CHECK(Tell(guid + "\nx", KeysTextWide).reason == "it holds no GUID and no decimal or 0x number");
}

TEST_CASE("two keys are found by their positions, in slices of any size")
{
    const std::string text = "\xEF\xBB\xBF# keys\n5\n\n 0x6 # six\n7\n6";
    for (const uint64_t steps : {uint64_t(1), uint64_t(2), UINT64_MAX}) {
        KeysSeek seek = KeysSeekOf(reinterpret_cast<const uint8_t *>(text.data()), text.size(), 1, 3);
        for (bool over = false; !over;) {
            Work work = {steps};
            over = KeysSeekOn(&seek, &work);
        }
        CHECK(seek.found[0].line == 4);
        CHECK(std::string(seek.found[0].from, seek.found[0].to) == "0x6");
        CHECK(seek.found[1].line == 6);
        CHECK(std::string(seek.found[1].from, seek.found[1].to) == "6");
    }
    KeysSeek beyond = KeysSeekOf(reinterpret_cast<const uint8_t *>(text.data()), text.size(), 1, 4);
    Work all = WorkAll();
    CHECK(KeysSeekOn(&beyond, &all));
    CHECK(beyond.found[0].line == 4);
    CHECK(beyond.found[1].line == 0);
}
