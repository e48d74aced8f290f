/*
 * Every Unicode character goes to UTF-8 and comes back. Each ill-formed part of UTF-8, and each
 * lone surrogate of UTF-16, becomes one U+FFFD as the Unicode standard recommends.
 */
#include <cstdint>

#include "jobs/text/utf8.h"
#include "support/text_check.h"

namespace {

struct Decoded {
    WideText text;
    bool sound;
};

Decoded Decode(const std::string &utf8)
{
    WideText text(utf8.size() + 1, L'?');
    const bool sound = Utf8Decode(utf8.data(), utf8.size(), text.data());
    const size_t length = text.find(wchar_t(0));
    REQUIRE(length != WideText::npos);
    return {text.substr(0, length), sound};
}

} // namespace

TEST_CASE("every character goes to UTF-8 and comes back")
{
    for (uint32_t c = 1; c < 0x110000; c++) {
        if (c >= 0xd800 && c <= 0xdfff)
            continue;
        WideText text;
        if (c >= 0x10000)
            text = {wchar_t(0xd800 + ((c - 0x10000) >> 10)), wchar_t(0xdc00 + (c & 0x3ff))};
        else
            text = {wchar_t(c)};
        const std::string utf8 = ToUtf8(text);
        const Decoded back = Decode(utf8);
        if (utf8.size() != (c < 0x80      ? 1u
                            : c < 0x800   ? 2u
                            : c < 0x10000 ? 3u
                                          : 4u) ||
            !back.sound || back.text != text || Utf8Encode(text.data(), text.size(), nullptr) != utf8.size())
            FAIL("character ", c);
    }
    CHECK(ToUtf8(L"\u00e4\u20ac\U0001f600") == "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80");
}

TEST_CASE("a surrogate without its other half becomes U+FFFD")
{
    CHECK(ToUtf8({wchar_t(0xd83d)}) == "\ufffd");
    CHECK(ToUtf8({wchar_t(0xde00)}) == "\ufffd");
    CHECK(ToUtf8({wchar_t(0xd83d), L'a'}) == "\ufffda");
    CHECK(ToUtf8({wchar_t(0xde00), wchar_t(0xd83d)}) == "\ufffd\ufffd");
    CHECK(ToUtf8({wchar_t(0xd83d), wchar_t(0xd83d), wchar_t(0xde00)}) == "\ufffd\U0001f600");
}

TEST_CASE("what is ill-formed is told, and each part of it becomes one U+FFFD")
{
    const struct {
        const char *utf8;
        const wchar_t *text;
    } cases[] = {
        {"\x80", L"\ufffd"}, // no character begins so
        {"\xbf\x80", L"\ufffd\ufffd"},
        {"\xc0\xaf", L"\ufffd\ufffd"}, // overlong
        {"\xc1\xbf", L"\ufffd\ufffd"},
        {"\xe0\x9f\xbf", L"\ufffd\ufffd\ufffd"},
        {"\xf0\x8f\xbf\xbf", L"\ufffd\ufffd\ufffd\ufffd"},
        {"\xed\xa0\x80", L"\ufffd\ufffd\ufffd"},           // a surrogate
        {"\xf4\x90\x80\x80", L"\ufffd\ufffd\ufffd\ufffd"}, // above U+10FFFF
        {"\xf5\x80", L"\ufffd\ufffd"},
        {"\xff", L"\ufffd"},
        {"\xc3", L"\ufffd"}, // cut
        {"\xe2\x82", L"\ufffd"},
        {"\xf0\x9f\x98", L"\ufffd"},
        {"a\xe2\x82z", L"a\ufffdz"},
        {"\xf0\x9f\x98\xc3\xa4", L"\ufffd\u00e4"},
        {"\xe1\x80\xe2\xf0\x91\x92\xf1\xbf\x41", L"\ufffd\ufffd\ufffd\ufffdA"}, // of the standard itself
    };
    for (const auto &each : cases) {
        CAPTURE(WideText(each.text));
        const Decoded decoded = Decode(each.utf8);
        CHECK(decoded.text == each.text);
        CHECK_FALSE(decoded.sound);
    }
    CHECK(Decode("\ufffd").sound); // one that was there
    CHECK(Decode("").sound);
    CHECK(Decode("\xed\x9f\xbf\xee\x80\x80\xf4\x8f\xbf\xbf").sound);
}
