/*
 * A text file of keys has one decimal or hexadecimal number per line. These tests prove which
 * blanks, comments and line ends are skipped and when the keys become 64-bit ones. A malformed line
 * is refused with its number and a reason. Every prefix of a text is decoded or refused without a
 * read past its end.
 */
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "support/chm01/decoded_keys.h"

namespace {

Decoded Decode(const std::string &text, uint32_t keySizeInBytes = 0)
{
    return DecodeKeys(KeysText, text, keySizeInBytes);
}

void CheckMalformed(const std::string &text, uint64_t line, const std::string &reason, uint32_t keySizeInBytes = 0)
{
    CAPTURE(text);
    const Decoded decoded = Decode(text, keySizeInBytes);
    CHECK(decoded.status == ChmTextMalformed);
    CHECK(decoded.error.status == ChmTextMalformed);
    CHECK(decoded.error.numbers[0] == line);
    CHECK(std::string(decoded.error.reason) == reason);
    CHECK(decoded.keys.empty());
}

using Keys = std::vector<uint64_t>;

} // namespace

TEST_CASE("text keys are decimal or hexadecimal, one a line, in their order")
{
    CHECK(Decode("3\n0x10\n0XfF\n0\n").keys == Keys{3, 16, 255, 0});
    CHECK(Decode("7").keys == Keys{7});
    CHECK(Decode("0009\n").keys == Keys{9});
    CHECK(Decode("0x0000000000000000000000AB").keys == Keys{0xAB});
}

TEST_CASE("comments, blanks, empty lines, CRLF and a byte order mark are passed over")
{
    CHECK(Decode("\xEF\xBB\xBF# keys of a test\r\n\r\n  1  \r\n\t2 # two\n#3\n\n4#four\r\n   \n").keys ==
          Keys{1, 2, 4});
    CHECK(Decode("1\r\n2\r").keys == Keys{1, 2});
}

TEST_CASE("keys have 32 bits, or 64 where one needs it or the caller wants it")
{
    CHECK(Decode("1\n4294967295\n").keySizeInBytes == 4);
    CHECK(Decode("1\n4294967296\n").keySizeInBytes == 8);
    CHECK(Decode("1\n4294967296\n").keys == Keys{1, 4294967296});
    CHECK(Decode("1\n2\n", 8).keySizeInBytes == 8);
    CHECK(Decode("1\n2\n", 8).keys == Keys{1, 2});
    CHECK(Decode("18446744073709551615\n0xFFFFFFFFFFFFFFFE").keys == Keys{~uint64_t(0), ~uint64_t(0) - 1});
}

TEST_CASE("a malformed line is named with what is wrong in it")
{
    CheckMalformed("1\n\n# two\nabc\n", 4, "it holds no decimal or 0x number");
    CheckMalformed("-1", 1, "a number has no sign; -1 of 32 bits is 0xFFFFFFFF");
    CheckMalformed("+1", 1, "a number has no sign; -1 of 32 bits is 0xFFFFFFFF");
    CheckMalformed("1\r\n2\r\n0x\r\n", 3, "there are no digits behind 0x");
    CheckMalformed("1 2", 1, "something stands behind the number");
    CheckMalformed("1,2", 1, "something stands behind the number");
    CheckMalformed("12ab", 1, "something stands behind the number");
    CheckMalformed("0x12g", 1, "something stands behind the number");
    CheckMalformed("1\r2\r", 1, "something stands behind the number");
    CheckMalformed(std::string("1\n\0\n", 4), 2, "it holds no decimal or 0x number");
    CheckMalformed("1\n18446744073709551616\n", 2, "the number needs more than 64 bits");
    CheckMalformed("99999999999999999999999", 1, "the number needs more than 64 bits");
    CheckMalformed("0x10000000000000000", 1, "the number needs more than 64 bits");
    CheckMalformed("1\n2\n4294967296\n3\n", 3, "the number needs more than 32 bits", 4);
    CheckMalformed(std::string("\xFF\xFE"
                               "1\0\n\0",
                               6),
                   1, "the text is UTF-16; expected UTF-8");
    CheckMalformed(std::string("\xFE\xFF\0"
                               "1",
                               4),
                   1, "the text is UTF-16; expected UTF-8");
}

TEST_CASE("text without a key has no keys")
{
    for (const char *text : {"", "\n", "\r\n", "# nothing\n\n", "\xEF\xBB\xBF", "  \t "})
        CHECK(Decode(text).status == ChmNoKeys);
}

TEST_CASE("every prefix of a text is decoded or refused, and never read past")
{
    const std::string text = "\xEF\xBB\xBF# c\r\n12\r\n0xAbC # d\r\n\r\n 18446744073709551615 \n0x";
    for (size_t length = 0; length <= text.size(); length++) {
        const Decoded decoded = Decode(text.substr(0, length));
        CHECK((decoded.status == ChmOk) == !decoded.keys.empty());
    }
}

TEST_CASE("memory that is too small is refused before anything is written")
{
    uint64_t memory[1] = {5};
    KeySet set;
    ChmError error;
    CHECK(KeysDecode(KeysText, "1\n2\n", 4, 0, memory, 8, &set, &error) == ChmOutOfMemory);
    CHECK(error.numbers[0] == KeysDecodedBound(KeysText, "1\n2\n", 4));
    CHECK(memory[0] == 5);
}

TEST_CASE("a text is decoded in slices as it is at once, and a slice does no more than its steps")
{
    std::string comments = "1\n", numbers, wide;
    for (int i = 0; i < 3000; i++) {
        comments += "# a comment that holds no key\n";
        numbers += std::to_string(i * 77) + "\n";
        wide += "0x" + std::to_string(i + 1) + "0000000000000000\n";
    }
    const struct {
        KeysFormat format;
        std::string text;
    } cases[] = {{KeysText, "1\n2\n3"},       {KeysText, comments}, {KeysText, numbers},
                 {KeysText, numbers + "x\n"}, {KeysText, ""},       {KeysText, "# none\n"},
                 {KeysTextWide, wide},        {KeysTextWide, ""},   {KeysText, numbers + "4294967296\n"}};
    for (const auto &c : cases) {
        CAPTURE(&c - cases);
        const Decoded whole = DecodeKeys(c.format, c.text, 0);
        for (const uint64_t steps : {1, 7, 1000}) {
            const size_t bound = KeysDecodedBound(c.format, c.text.data(), c.text.size());
            const AlignedBytes memory(bound);
            KeysDecoding decoding;
            KeySet set;
            ChmError error = {};
            REQUIRE(KeysDecodeBegin(c.format, c.text.data(), c.text.size(), 0, memory.data(), bound, &decoding,
                                    &error) == ChmOk);
            ChmStatus status = ChmContinue;
            const uint8_t *at = decoding.bytes;
            while (status == ChmContinue) {
                Work work = {steps};
                status = KeysDecodeOn(&decoding, &work, &set, &error);
                CHECK(uint64_t(decoding.lines.at - at) < 16 * steps + 64); // and the rest of the last line
                at = decoding.lines.at;
            }
            CHECK(status == whole.status);
            CHECK(error.numbers[0] == whole.error.numbers[0]);
            REQUIRE((status != ChmOk || set.count == whole.keys.size() + whole.wide.size()));
            CHECK((status != ChmOk || set.keySizeInBytes == whole.keySizeInBytes));
            for (size_t i = 0; status == ChmOk && i < set.count; i++)
                CHECK((KeySetIsWide(&set) ? WideKeysEqual(KeySetWideAt(&set, i), whole.wide[i])
                                          : KeySetAt(&set, i) == whole.keys[i]));
        }
    }
}
