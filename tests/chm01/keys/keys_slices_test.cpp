/*
 * What is found out of a large text, or of many keys, is found out in slices. These tests prove
 * that slices of any size tell what is told at once, and that no slice does more than its steps,
 * whatever the lines are like.
 */
#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

#include "chm01/keys/keys_subset.h"
#include "support/chm01/decoded_keys.h"

namespace {

// The format by a look in slices of so many steps, of which each takes so many bytes at most.
KeysFormat LookAt(const std::string &text, KeysFormat named, uint64_t steps, size_t mostBytes)
{
    KeysFormatLook look;
    KeysFormat format = named;
    KeysFormatLookBegin(&look, named, text.data(), text.size());
    for (bool over = false; !over;) {
        Work work = {steps};
        const size_t at = look.at;
        const uint8_t *const line = look.lines.at;
        over = KeysFormatLookOn(&look, &work, &format);
        CHECK(look.at - at + size_t(look.lines.at - line) <= mostBytes);
    }
    return format;
}

const std::string longComment = "# " + std::string(300000, 'c');

} // namespace

TEST_CASE("the bytes tell the format in slices as they do at once")
{
    std::string comments;
    for (int i = 0; i < 3000; i++)
        comments += "# a comment that holds no key\n";
    const std::string guid = "{01234567-89ab-cdef-0123-456789abcdef}\n";
    const std::string utf16("\xFF\xFE"
                            "1\0\n\0",
                            6);
    for (const std::string &text : {std::string(), std::string("1\n2\n"), std::string("12345678"), comments + "7\n",
                                    comments + guid, comments, longComment, longComment + "\n" + guid, utf16,
                                    std::string("RIFF"), std::string("\0\0\0\1", 4), comments + '\0'})
        for (const KeysFormat named : {KeysPacked32, KeysPacked64, KeysPacked128, KeysText, KeysTextWide, KeysPacked8})
            for (const uint64_t steps : {1, 7, 1000}) {
                const size_t line = 65536; // more than one is never looked at behind the last step
                CHECK(LookAt(text, named, steps, 16 * steps + line) ==
                      KeysFormatOfBytes(named, text.data(), text.size()));
            }
    CHECK(KeysFormatOfBytes(KeysPacked32, (longComment + "\n" + guid).data(), longComment.size() + guid.size() + 1) ==
          KeysTextWide);
}

TEST_CASE("a comment may be of any length, and is read in pieces")
{
    const std::string text = longComment + "\n5 " + longComment + "\n" + longComment + "\r\n6\n" + longComment;
    const Decoded whole = DecodeKeys(KeysText, text, 0);
    REQUIRE(whole.status == ChmOk);
    CHECK(whole.keys == std::vector<uint64_t>{5, 6});
    KeysDecoding decoding;
    KeySet set;
    std::vector<uint64_t> memory(KeysDecodedBound(KeysText, text.data(), text.size()) / 8);
    REQUIRE(KeysDecodeBegin(KeysText, text.data(), text.size(), 0, memory.data(), 8 * memory.size(), &decoding,
                            nullptr) == ChmOk);
    ChmStatus status = ChmContinue;
    size_t slices = 0;
    for (; status == ChmContinue; slices++) {
        Work work = {1};
        const uint8_t *const at = decoding.lines.at;
        status = KeysDecodeOn(&decoding, &work, &set, nullptr);
        CHECK(decoding.lines.at - at <= 65536);
    }
    CHECK(status == ChmOk);
    CHECK(set.count == 2);
    CHECK(slices > text.size() / 65536);
}

TEST_CASE("a line that is too long is told with its number, and the same line behind a comment's sign is none")
{
    const std::string digits(65536, '0');
    for (const KeysFormat format : {KeysText, KeysTextWide})
        for (const std::string &end :
             {std::string(), std::string("\n"), std::string("\n7\n"), digits, " # c" + digits}) {
            const Decoded decoded = DecodeKeys(format, "1\n# c\n" + digits + end, 0);
            CHECK(decoded.status == ChmTextMalformed);
            CHECK(std::string(decoded.error.reason) == "the line has more than 65,535 bytes");
            CHECK(decoded.error.numbers[0] == 3);
            CHECK(decoded.error.numbers[1] == 6);
        }
    CHECK(DecodeKeys(KeysText, "1\n" + digits.substr(1), 0).keys == std::vector<uint64_t>{1, 0});
    CHECK(DecodeKeys(KeysText, "1\n" + digits.substr(1) + "\n2", 0).keys == std::vector<uint64_t>{1, 0, 2});
    CHECK(DecodeKeys(KeysText, "1\n #" + digits + digits + "\n2", 0).keys == std::vector<uint64_t>{1, 2});
}

TEST_CASE("memory that is too small for a text's keys is never passed")
{
    uint64_t memory[2] = {5, 5};
    KeysDecoding decoding;
    KeySet set;
    ChmError error;
    Work work = WorkAll();
    REQUIRE(KeysDecodeBegin(KeysText, "1\n2\n", 4, 0, memory, 8, &decoding, &error) == ChmOk);
    CHECK(KeysDecodeOn(&decoding, &work, &set, &error) == ChmOutOfMemory);
    CHECK((memory[0] == 1 && memory[1] == 5));
}

TEST_CASE("wanted keys are found in slices, each where it comes first, and a slice does no more than its steps")
{
    std::mt19937_64 random(7);
    std::vector<uint64_t> keys(5000);
    for (uint64_t &key : keys)
        key = random() >> 16;
    keys[4000] = keys[70];
    const std::vector<uint64_t> wanted = {keys[4999], 1, keys[0], keys[4000], keys[2500], keys[0]};
    const std::vector<uint32_t> expected = {4999, UINT32_MAX, 0, 70, 2500, 0};
    std::vector<uint32_t> narrow(keys.begin(), keys.end());
    std::vector<WideKey> wide;
    for (const uint64_t key : keys)
        wide.push_back({key, 0});
    wide[0].high = 1;
    for (const uint64_t steps : {uint64_t(1), uint64_t(100), UINT64_MAX})
        for (const uint32_t bytes : {8u, 16u}) {
            const KeySet set = {bytes == 8 ? static_cast<const void *>(keys.data()) : wide.data(), keys.size(), bytes};
            std::vector<uint32_t> positions(wanted.size());
            KeysSubset subset;
            KeysSubsetBegin(&subset, &set, wanted.data(), uint32_t(wanted.size()), positions.data());
            for (bool over = false; !over;) {
                Work work = {steps};
                const size_t at = subset.at;
                over = KeysSubsetOn(&subset, &work);
                CHECK((subset.at - at + 3) / 4 <= steps);
            }
            std::vector<uint32_t> there = expected;
            if (bytes == 16) // its key has a high half
                there[2] = there[5] = UINT32_MAX;
            CHECK(positions == there);
        }
}
