/*
 * TextKeysRead finds the keys of a text, a key a line. These tests prove that the bytes of a line
 * are the key as they are, that empty lines and marks are no keys, and that UTF-16 becomes UTF-8.
 * What is malformed is refused with its line, in slices as at once, and no text leads the reader
 * outside its memory.
 */
#include <doctest/doctest.h>

#include <algorithm>

#include "chm01/base/line_count.h"
#include "chm01/text/text_utf16.h"
#include "support/chm01/text_set.h"

namespace {

struct Read {
    ChmStatus status;
    ChmError error{};
    std::vector<std::string> keys;
    std::vector<uint64_t> lines;
};

// The bytes of UTF-16 as UTF-8, a step of work a slice.
std::string DecodeInSlices(const std::string &text, ChmError *error)
{
    std::string utf8(TextUtf16Bound(text.size()) + 1, '?');
    TextUtf16 decoding = {};
    decoding.text = reinterpret_cast<const uint8_t *>(text.data());
    decoding.size = text.size();
    decoding.out = reinterpret_cast<uint8_t *>(&utf8[0]);
    Work work = {1};
    while (TextUtf16DecodeOn(&decoding, &work, error) == ChmContinue)
        work.left = 1;
    return utf8.substr(0, decoding.length);
}

// The keys of a text that is no UTF-16, a step of work a slice; none where it is refused.
std::vector<std::string> ReadInSlices(const std::string &text)
{
    const AlignedBytes memory(TextKeysBound(text.data(), text.size()));
    TextReading reading;
    TextKeys keys;
    ChmError error{};
    std::vector<std::string> read;
    ChmStatus status = TextKeysReadBegin(text.data(), text.size(), LineEndsOf(text.data(), text.size()), memory.data(),
                                         memory.size(), &reading, &error);
    if (status != ChmOk)
        return read;
    do {
        Work work = {1};
        status = TextKeysReadOn(&reading, &work, &keys, &error);
    } while (status == ChmContinue);
    for (size_t i = 0; status == ChmOk && i < keys.count; i++)
        read.emplace_back(reinterpret_cast<const char *>(TextKeysAt(&keys, i)), keys.lengths[i]);
    return read;
}

bool IsUtf16(const std::string &text)
{
    return TextIsUtf16(reinterpret_cast<const uint8_t *>(text.data()), text.size());
}

Read ReadKeys(const std::string &text)
{
    const AlignedBytes exact(text.size());
    std::copy(text.begin(), text.end(), exact.data());
    const size_t bound = TextKeysBound(exact.data(), exact.size());
    const AlignedBytes memory(bound);
    TextKeys keys;
    Read read;
    read.status = TextKeysRead(exact.data(), exact.size(), memory.data(), bound, &keys, &read.error);
    for (size_t i = 0; i < keys.count; i++) {
        read.keys.emplace_back(reinterpret_cast<const char *>(TextKeysAt(&keys, i)), keys.lengths[i]);
        read.lines.push_back(TextKeysLine(&keys, i));
    }
    ChmError sliced{};
    const std::string utf8 = IsUtf16(text) ? DecodeInSlices(text, &sliced) : text;
    if (sliced.status == ChmOk)
        CHECK(ReadInSlices(utf8) == read.keys);
    else
        CHECK((sliced.status == read.error.status && sliced.numbers[0] == read.error.numbers[0]));
    return read;
}

// UTF-16 with a mark, in either order of bytes.
std::string Wide(const std::u16string &text, bool big)
{
    std::string bytes;
    for (const char16_t unit : u'\uFEFF' + text) {
        const char high = static_cast<char>(unit >> 8), low = static_cast<char>(unit);
        bytes += big ? high : low;
        bytes += big ? low : high;
    }
    return bytes;
}

void CheckRefused(const std::string &text, const std::string &reason, uint64_t line)
{
    CAPTURE(reason);
    const Read read = ReadKeys(text);
    REQUIRE(read.status == ChmTextMalformed);
    CHECK(read.error.reason == reason);
    CHECK(read.error.numbers[0] == line);
    CHECK(read.keys.empty());
}

using Strings = std::vector<std::string>;

}

TEST_CASE("a line's bytes are the key as they are")
{
    CHECK(ReadKeys("GET\nPOST\n").keys == Strings{"GET", "POST"});
    CHECK(ReadKeys("GET\nPOST").keys == Strings{"GET", "POST"});
    CHECK(ReadKeys("GET\r\nPOST\r\n").keys == Strings{"GET", "POST"});
    CHECK(ReadKeys(" a \n#b\n\tc\n").keys == Strings{" a ", "#b", "\tc"});
    CHECK(ReadKeys("a\rb\r\r\nc\r").keys == Strings{"a\rb\r", "c\r"});
    CHECK(ReadKeys(std::string("\0\n\xFF\xC0\n", 5)).keys == Strings{std::string("\0", 1), "\xFF\xC0"});
    CHECK(ReadKeys("x").keys == Strings{"x"});
}

TEST_CASE("empty lines and a mark hold no key, and lines are counted from 1")
{
    const Read read = ReadKeys("\xEF\xBB\xBF\n\r\na\n\nb\r\n\n\nc");
    CHECK(read.keys == Strings{"a", "b", "c"});
    CHECK(read.lines == std::vector<uint64_t>{3, 5, 8});
    CHECK(ReadKeys("a\n\xEF\xBB\xBF\n").keys == Strings{"a", "\xEF\xBB\xBF"});
    for (const char *nothing : {"", "\n", "\r\n\n", "\xEF\xBB\xBF", "\xEF\xBB\xBF\n", "\xFF\xFE", "\xFE\xFF"})
        CHECK(ReadKeys(nothing).status == ChmNoKeys);
    CHECK(ReadKeys("\r").keys == Strings{"\r"});
}

TEST_CASE("UTF-16 with a mark becomes UTF-8")
{
    for (const bool big : {false, true}) {
        const Read read = ReadKeys(Wide(u"a\r\n\u010A\u0A0A\n\n\u00E4\u20AC\U0001F600\uFEFF\u07FF\u0800\uFFFF\n", big));
        CHECK(read.status == ChmOk);
        CHECK(read.keys == Strings{"a", "\xC4\x8A\xE0\xA8\x8A",
                                   "\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80\xEF\xBB\xBF\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBF"});
        CHECK(read.lines == std::vector<uint64_t>{1, 2, 4});
    }
    CHECK(ReadKeys(std::string("a\0\n\0", 4)).keys == Strings{std::string("a\0", 2), std::string("\0", 1)});
}

TEST_CASE("half a surrogate pair or half a character is refused with its line")
{
    for (const bool big : {false, true}) {
        for (const std::u16string &half :
             {std::u16string(1, 0xD800), std::u16string(1, 0xDC00), std::u16string{0xDC00, 0xD800},
              std::u16string{0xDC00, 0xDC00}, std::u16string{0xD800, 0xD800}, std::u16string{0xDBFF, 0xE000},
              std::u16string{0xD83D, 0xDE00, 0xDE00}})
            for (const char16_t *end : {u"", u"\n", u"b"})
                CheckRefused(Wide(u"a\nb\n\n" + half + end, big), "half of a surrogate pair stands alone", 4);
        CheckRefused(Wide(u"a\nb", big) + "c", "the UTF-16 ends amid a character", 2);
    }
}

TEST_CASE("a key has at most 65,535 bytes")
{
    const std::string longest(65535, 'k');
    CHECK(ReadKeys(longest).keys == Strings{longest});
    CHECK(ReadKeys("a\n" + longest + "\r\nb").keys == Strings{"a", longest, "b"});
    for (const char *end : {"", "\n", "\r\n"})
        CheckRefused("a\n\n" + longest + "k" + end, "the key has more than 65,535 bytes", 3);
    CheckRefused(Wide(std::u16string(21846, u'\u20AC'), false), "the key has more than 65,535 bytes", 1);
}

TEST_CASE("too large a text, too many keys and too little memory are refused")
{
    const char text[] = "a\nb";
    const AlignedBytes memory(TextKeysBound(text, 3));
    TextKeys keys;
    ChmError error;
    CHECK(TextKeysRead(text, 3, memory.data(), memory.size() - 1, &keys, &error) == ChmOutOfMemory);
    CHECK(error.numbers[0] == memory.size());
    CHECK(TextKeysRead(text, size_t{1} << 32, nullptr, 0, &keys, &error) == ChmTextMalformed);
    CHECK(std::string(error.reason) == "the text may have more than 4,294,967,295 bytes as UTF-8");
    CHECK(TextKeysRead("\xFF\xFE", 0xAAAAAAAC, nullptr, 0, &keys, nullptr) == ChmTextMalformed);

    std::string lines;
    for (uint64_t i = 0; i < TEXT_MAX_KEYS; i++)
        lines += "a\n";
    AlignedBytes many(TextKeysBound(lines.data(), lines.size() + 1));
    CHECK(TextKeysRead(lines.data(), lines.size(), many.data(), many.size(), &keys, &error) == ChmOk);
    CHECK(keys.count == TEXT_MAX_KEYS);
    lines += "a";
    CHECK(TextKeysRead(lines.data(), lines.size(), many.data(), many.size(), &keys, &error) == ChmTooManyKeys);
    CHECK(error.numbers[0] == TEXT_MAX_KEYS + 1);
    CHECK(error.numbers[1] == TEXT_MAX_KEYS);
}
