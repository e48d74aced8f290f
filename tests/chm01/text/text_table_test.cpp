/*
 * A table of text keys answers each key's position, and that a foreign string is none. These tests
 * prove it for sets that are hostile to hash functions, of every number of keys up to some hundred,
 * with strings that differ from a key as little as they can, one by one and many at a time, and at
 * the ends of pages. A table's bytes are the same each time, equal keys are named, and too little
 * memory is refused.
 */
#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <unordered_map>

#include "chm01/base/rng.h"
#include "chm01/text/text_fold.h"
#include "support/chm01/built_text_table.h"
#include "support/chm01/guarded_page.h"

namespace {

std::string Folded(std::string string, bool ignoreCase)
{
    for (char &c : string)
        c = ignoreCase ? static_cast<char>(TextFold(static_cast<uint8_t>(c))) : c;
    return string;
}

// The table beside a map of the same keys.
class Checked {
public:
    Checked(const std::vector<std::string> &strings, bool ignoreCase_)
        : ignoreCase(ignoreCase_), built(strings, ignoreCase_)
    {
        REQUIRE(built.status == ChmOk);
        for (size_t i = 0; i < strings.size(); i++)
            positions.insert({Folded(strings[i], ignoreCase), static_cast<uint32_t>(i)});
    }
    void Check(const std::string &string)
    {
        const auto found = positions.find(Folded(string, ignoreCase));
        const uint32_t expected = found == positions.end() ? TEXT_NOT_FOUND : found->second;
        wrong += built.Find(string) != expected;
        if (asked.size() < 1000) {
            asked.push_back(string);
            answers.push_back(expected);
        }
        wrong += expected != TEXT_NOT_FOUND && built.Index(string) != expected;
        wrong += built.Index(string) >= built.table.keyCount;
    }
    // The string, and others that hardly differ from it.
    void CheckAround(const std::string &string, uint64_t draw)
    {
        Check(string);
        Check(string + '\0');
        Check(string + "a");
        if (string.empty())
            return;
        Check(string.substr(0, string.size() - 1));
        Check(string.substr(1));
        for (size_t i = 0; i < 4; i++) {
            std::string other = string;
            const size_t at = i == 0 ? other.size() - 1 : RngDraw(draw, 1, i) % other.size();
            other[at] ^= static_cast<char>(i == 3 ? 0x20 : 1u << RngDraw(draw, 2, i) % 8);
            Check(other);
        }
    }
    // All that was asked, many texts at a time.
    void CheckMany()
    {
        std::vector<TextString> texts;
        std::vector<std::unique_ptr<char[]>> ends; // each ends where its memory does
        for (const std::string &string : asked) {
            ends.push_back(std::make_unique<char[]>(string.size()));
            std::copy(string.begin(), string.end(), ends.back().get());
            texts.push_back({reinterpret_cast<const uint8_t *>(ends.back().get()), string.size()});
        }
        std::vector<uint32_t> found(asked.size() + 1, 77);
        for (const size_t count : {size_t{0}, size_t{1}, size_t{33}, asked.size()}) {
            TextTableFindMany(&built.table, texts.data(), std::min(count, asked.size()), found.data());
            wrong += !std::equal(found.begin(), found.begin() + long(std::min(count, asked.size())), answers.begin());
        }
        wrong += found.back() != 77;
    }

    // The table gives its keys back.
    void CheckEntries(const std::vector<std::string> &strings)
    {
        std::string key(built.table.longest, '?');
        size_t found = built.table.emptyPosition != TEXT_NOT_FOUND;
        for (size_t entry = 0; entry < built.table.entryCount; entry++) {
            const uint32_t position = TextTableEntryPosition(&built.table, entry);
            if (position == TEXT_NOT_FOUND)
                continue;
            const size_t length = TextTableEntryKey(&built.table, entry, reinterpret_cast<uint8_t *>(&key[0]));
            wrong += Folded(strings[position], ignoreCase) != key.substr(0, length);
            found++;
        }
        wrong += found != strings.size();
        wrong += !TextTableVerify(&built.table, reinterpret_cast<uint8_t *>(&key[0]));
        const uint32_t last = static_cast<uint32_t>(strings.size() - 1);
        const size_t entry = TextTableEntryOf(&built.table, last);
        wrong += last != built.table.emptyPosition && TextTableEntryPosition(&built.table, entry) != last;
    }

    const bool ignoreCase;
    BuiltTextTable built;
    std::unordered_map<std::string, uint32_t> positions;
    std::vector<std::string> asked;
    std::vector<uint32_t> answers;
    size_t wrong = 0;
};

void CheckSet(const std::vector<std::string> &strings, bool ignoreCase)
{
    Checked checked(strings, ignoreCase);
    size_t bytes = 0;
    for (const std::string &string : strings)
        bytes += string.size();
    const size_t step = 1 + strings.size() / 3000 + bytes / (size_t{1} << 17);
    for (size_t i = 0; i < strings.size(); i++)
        if (i % step == 0)
            checked.CheckAround(strings[i], i);
        else
            checked.Check(strings[i]);
    checked.CheckEntries(strings);
    checked.Check("");
    checked.Check(strings[0] + std::string(65536, '\0'));
    checked.CheckMany();
    CHECK(checked.wrong == 0);
}

}

TEST_CASE("hostile sets have tables that know their keys and no others")
{
    for (const NamedStrings &hostile : HostileStrings())
        for (const bool ignoreCase : {false, true}) {
            CAPTURE(hostile.name);
            CAPTURE(ignoreCase);
            std::vector<std::string> strings;
            std::unordered_map<std::string, int> seen;
            for (const std::string &string : hostile.strings)
                if (seen[Folded(string, ignoreCase)]++ == 0)
                    strings.push_back(string);
            CheckSet(strings, ignoreCase);
        }
}

TEST_CASE("sets of any number of keys and lengths have tables")
{
    for (size_t count = 1; count <= 600; count += count < 40 || (count > 250 && count < 262) ? 1 : 37)
        for (const size_t longest : {7u, 8u, 15u, 16u, 17u, 31u, 33u, 90u}) {
            CAPTURE(count);
            CAPTURE(longest);
            CheckSet(RandomStrings(count, 2, longest, count), false);
        }
    for (const size_t count : {4096, 65536, 65537, 100000})
        CheckSet(RandomStrings(count, 4, 24), count == 4096);
}

TEST_CASE("keys whose numbers agree in the bytes that are looked at first have tables")
{
    // text_distinct.c multiplies numbers, and looks at the three highest bytes of the products.
    constexpr uint64_t unmix = 0xF1DE83E19937733D;
    std::vector<std::string> strings;
    for (uint64_t i = 1; i <= 3000; i++) {
        std::string string(8, ' ');
        const uint64_t number = i * unmix;
        std::memcpy(&string[0], &number, sizeof number);
        strings.push_back(string);
    }
    CheckSet(strings, false);
    strings.push_back(strings[1234]);
    const BuiltTextTable twice(strings);
    CHECK(twice.status == ChmDuplicateKey);
    CHECK(twice.error.numbers[1] == 1234);
}

TEST_CASE("case is ignored of ASCII letters alone")
{
    CheckSet({"Accept", "ACCEPT-Charset", "[", "{", "@", "`", "\xC4", "\xE4", "TE"}, true);
    const BuiltTextTable built({"Accept", "TE", "a very LONG key that no window holds"}, true);
    CHECK(built.Find("aCCEPT") == 0);
    CHECK(built.Find("te") == 1);
    CHECK(built.Find("A VERY long key that no window holds") == 2);
    CHECK(built.Find("A VERY long key that no wind0w holds") == TEXT_NOT_FOUND);
}

TEST_CASE("a lookup reads no byte behind the page of a key")
{
    GuardedPage page;
    for (const size_t longest : {7u, 15u, 40u}) {
        const std::vector<std::string> strings = RandomStrings(9000, 1, longest);
        const BuiltTextTable built(strings);
        size_t wrong = 0;
        for (uint32_t i = 0; i < strings.size(); i++) {
            const std::string &string = strings[i];
            for (size_t before = 0; before < 20; before++)
                wrong += TextTableFind(&built.table, page.End(string, before), string.size()) != i;
            wrong += TextTableFind(&built.table, page.Begin(string), string.size()) != i;
            uint32_t position = 0;
            const TextString text = {reinterpret_cast<const uint8_t *>(page.End(string, i % 20)), string.size()};
            TextTableFindMany(&built.table, &text, 1, &position);
            wrong += position != i;
        }
        CHECK(wrong == 0);
    }
}

TEST_CASE("a table has the same bytes each time, and others with another seed")
{
    for (const size_t count : {50, 1000}) {
        const std::vector<std::string> strings = RandomStrings(count, 1, 30);
        const BuiltTextTable one(strings), two(strings), other(strings, false, 7);
        CHECK(one.Bytes() == two.Bytes());
        CHECK(one.table.multiplier != other.table.multiplier);
    }
}

TEST_CASE("a table that is made in slices has the bytes of one that is made at once")
{
    for (const size_t count : {1, 50, 256, 257, 3000, 20000})
        for (const bool ignoreCase : {false, true}) {
            const std::vector<std::string> strings = RandomStrings(count, 1 + count / 500, 60);
            const BuiltTextTable whole(strings, ignoreCase);
            for (const size_t steps : {1 + count / 1000, size_t{1000}}) {
                CAPTURE(count);
                const BuiltTextTable sliced(strings, ignoreCase, 0, steps);
                REQUIRE(sliced.status == whole.status);
                CHECK((whole.status != ChmOk || sliced.Bytes() == whole.Bytes()));
                CHECK(sliced.slices >= count / steps);
            }
        }
    for (const NamedStrings &hostile : HostileStrings()) {
        CAPTURE(hostile.name);
        const BuiltTextTable sliced(hostile.strings, false, 0, 777), whole(hostile.strings);
        REQUIRE(sliced.status == whole.status);
        CHECK((whole.status != ChmOk || sliced.Bytes() == whole.Bytes()));
    }
}

TEST_CASE("sets whose keys differ in digits alone have tables after few steps")
{
    constexpr size_t count = 62000, steps = 1 << 14;
    for (const std::string prefix : {"user", "https://example.com/item/"}) {
        CAPTURE(prefix);
        std::vector<std::string> strings;
        for (size_t i = 0; i < count; i++)
            strings.push_back(prefix + std::to_string(i * 7919));
        const BuiltTextTable built(strings, false, 0, steps);
        REQUIRE(built.status == ChmOk);
        CHECK(built.slices * steps / count < 200);
        for (size_t i = 0; i < count; i += 1000)
            CHECK(built.Find(strings[i]) == i);
    }
}

TEST_CASE("equal keys are named, in slices as at once")
{
    for (const size_t count : {20, 3000, 20000}) {
        std::vector<std::string> strings = RandomStrings(count, 6, 50);
        strings.push_back(strings[count - 7]);
        strings.push_back(strings[2]);
        const BuiltTextTable built(strings);
        CHECK(built.status == ChmDuplicateKey);
        CHECK(built.error.numbers[1] == count - 7);
        CHECK(built.error.numbers[2] == count);
        const BuiltTextTable sliced(strings, false, 0, 10);
        CHECK(sliced.status == ChmDuplicateKey);
        CHECK(sliced.error.numbers[1] == count - 7);
        CHECK(sliced.error.numbers[2] == count);
    }
    CHECK(BuiltTextTable({"", "a", ""}).status == ChmDuplicateKey);
    CHECK(BuiltTextTable({"get", "GET"}, true).status == ChmDuplicateKey);
    CHECK(BuiltTextTable({"get", "GET"}, false).status == ChmOk);
}

TEST_CASE("no keys, too many and too little memory are refused")
{
    CHECK(BuiltTextTable({}).status == ChmNoKeys);
    const TextTableOptions options = {false, 0};
    const TextKeys many = {nullptr, nullptr, nullptr, TEXT_MAX_KEYS + 1};
    TextTable table;
    ChmError error;
    CHECK(TextTableBuild(&many, &options, nullptr, 0, &table, &error) == ChmTooManyKeys);
    const TextSet set(RandomStrings(300, 1, 40));
    const TextKeys keys = set.keys();
    const AlignedBytes memory(TextTableBound(&keys, false) - 1);
    CHECK(TextTableBuild(&keys, &options, memory.data(), memory.size(), &table, &error) == ChmOutOfMemory);
    CHECK(error.numbers[0] == memory.size() + 1);
}
