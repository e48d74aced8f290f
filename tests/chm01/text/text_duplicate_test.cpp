/*
 * TextKeysFindDuplicate finds equal text keys. These tests prove that it finds none among different
 * keys, however alike these are. When there are several duplicates it names the one that ends
 * first, with both its positions, from which the lines of a text follow.
 */
#include <doctest/doctest.h>

#include <map>

#include "chm01/base/rng.h"
#include "support/chm01/text_set.h"

namespace {

using Positions = std::pair<uint64_t, uint64_t>;
const Positions none = {0, 0};

Positions DuplicateOf(const TextKeys &keys, bool ignoreCase)
{
    const AlignedBytes scratch(TextKeysDuplicateScratch(&keys));
    ChmError error = {};
    const ChmStatus status = TextKeysFindDuplicate(&keys, ignoreCase, scratch.data(), &error);
    CHECK(status == (error.numbers[2] != 0 ? ChmDuplicateKey : ChmOk));
    CHECK(error.numbers[0] == 0);
    return {error.numbers[1], error.numbers[2]};
}

Positions DuplicateOf(const std::vector<std::string> &strings, bool ignoreCase = false)
{
    return DuplicateOf(TextSet(strings).keys(), ignoreCase);
}

}

TEST_CASE("different keys have no duplicate, however alike they are")
{
    CHECK(DuplicateOf({}) == none);
    for (const NamedStrings &hostile : HostileStrings()) {
        CAPTURE(hostile.name);
        CHECK(DuplicateOf(hostile.strings) == none);
    }
    CHECK(DuplicateOf({"a", "A", "[", "{", "@", "`", "Z"}) == none);
}

TEST_CASE("the duplicate that ends first is named with both its positions")
{
    CHECK(DuplicateOf({"", ""}) == Positions{0, 1});
    CHECK(DuplicateOf({"a", "b", "c", "b", "a"}) == Positions{1, 3});
    CHECK(DuplicateOf({"x", "y", "x", "y", "x"}) == Positions{0, 2});
    CHECK(DuplicateOf({"e", "e", "e", "e"}) == Positions{0, 1});
    for (const NamedStrings &hostile : HostileStrings()) {
        CAPTURE(hostile.name);
        std::vector<std::string> strings = hostile.strings;
        strings.push_back(strings[strings.size() / 2]);
        strings.push_back(strings[0]);
        CHECK(DuplicateOf(strings) == Positions{hostile.strings.size() / 2, hostile.strings.size()});
    }
}

TEST_CASE("a capital is equal to its letter where case is ignored, and nothing else is")
{
    CHECK(DuplicateOf({"get", "post", "GET"}, true) == Positions{0, 2});
    CHECK(DuplicateOf({"aZ", "Az"}, true) == Positions{0, 1});
    CHECK(DuplicateOf({"[", "{", "@", "`", "\xC4", "\xE4", "Z", "y"}, true) == none);
}

TEST_CASE("random sets of few letters give what a map gives")
{
    for (uint64_t round = 0; round < 300; round++) {
        std::vector<std::string> strings;
        std::map<std::string, size_t> seen;
        Positions expected = none;
        for (uint64_t i = 0; i < 1 + RngDraw(round, 0, 0) % 60; i++) {
            strings.emplace_back();
            for (uint64_t length = RngDraw(round, 1, i) % 5; length != 0; length--)
                strings.back() += "abA"[RngDraw(round, 2 + i, length) % 3];
            const auto [at, isNew] = seen.insert({strings.back(), strings.size() - 1});
            if (!isNew && expected == none)
                expected = {at->second, strings.size() - 1};
        }
        CHECK(DuplicateOf(strings) == expected);
    }
}

TEST_CASE("the duplicate of a text is named by its lines")
{
    const std::string text = "GET\n\nPOST\nget\nHEAD\nPOST\n";
    AlignedBytes memory(TextKeysBound(text.data(), text.size()));
    TextKeys keys;
    ChmError error;
    REQUIRE(TextKeysRead(text.data(), text.size(), memory.data(), memory.size(), &keys, &error) == ChmOk);
    const Positions exact = DuplicateOf(keys, false), folded = DuplicateOf(keys, true);
    CHECK(TextKeysLine(&keys, exact.first) == 3);
    CHECK(TextKeysLine(&keys, exact.second) == 6);
    CHECK(TextKeysLine(&keys, folded.first) == 1);
    CHECK(TextKeysLine(&keys, folded.second) == 4);
}

TEST_CASE("too many keys are refused")
{
    const TextKeys keys = {nullptr, nullptr, nullptr, TEXT_MAX_KEYS + 1};
    ChmError error;
    CHECK(TextKeysFindDuplicate(&keys, false, nullptr, &error) == ChmTooManyKeys);
}
