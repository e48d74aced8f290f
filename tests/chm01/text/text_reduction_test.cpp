/*
 * A reduction makes 64 bits of a text key by the cheapest look at it that keeps all keys of a set
 * apart. These tests prove which sets get which: the first bytes where they suffice, more where
 * they do not, and all of them where windows never would. Neither lengths and bytes that cancel nor
 * high bits stop the search. The product that mixes is the one that every processor computes. What
 * is counted of a set is the same in slices.
 */
#include <doctest/doctest.h>

#include <algorithm>

#include "chm01/base/rng.h"
#include "chm01/text/text_reduction.h"
#include "support/chm01/built_text_table.h"

namespace {

TextReduction ReductionOf(const std::vector<std::string> &strings)
{
    const BuiltTextTable built(strings);
    REQUIRE(built.status == ChmOk);
    return built.table.reduction;
}

// Strings of so many bytes, each with a number in the middle.
std::vector<std::string> Numbered(size_t count, size_t before, size_t behind)
{
    std::vector<std::string> strings;
    for (size_t i = 0; i < count; i++)
        strings.push_back(std::string(before, 'a') + std::to_string(1000 + i) + std::string(behind, 'z'));
    return strings;
}

}

TEST_CASE("a lookup loads as few words as a set needs")
{
    CHECK(ReductionOf(Numbered(30, 0, 4)).words == 1);
    CHECK(ReductionOf(Numbered(30, 0, 5)).words == 2);
    CHECK(ReductionOf(Numbered(30, 0, 12)).words == 2);
    CHECK(ReductionOf(Numbered(30, 0, 13)).words == 4);
    std::vector<std::string> oneLonger = Numbered(60, 0, 5);
    oneLonger.push_back(std::string(40, 'q'));
    CHECK(ReductionOf(oneLonger).words == 2);
}

TEST_CASE("the length stands in the words where all keys leave it room")
{
    for (const size_t longest : {7, 15}) {
        CHECK(ReductionOf(Numbered(30, 0, longest - 4)).lengthInWords);
        CHECK(!ReductionOf(Numbered(30, 0, longest - 3)).lengthInWords);
    }
}

TEST_CASE("bytes are looked at where they are needed")
{
    CHECK(ReductionOf(Numbered(30, 4, 8)).sources == 0);
    CHECK(ReductionOf({"12345678abcd", "12345678abcde12345", "x"}).sources == TextFromLength);
    CHECK(ReductionOf(Numbered(30, 8, 4)).sources == TextFromSecond);
    CHECK(ReductionOf(Numbered(30, 20, 0)).sources == TextFromLast);
    CHECK(ReductionOf(Numbered(30, 20, 20)).sources == TextFromAll);
}

TEST_CASE("a set that differs only at the top of a word is hashed whole above 256 keys")
{
    std::vector<std::string> strings;
    for (const std::string &end : RandomStrings(600, 2, 2))
        strings.push_back("sixsix" + end);
    CHECK(ReductionOf(strings).sources == TextFromAll);
    strings.resize(200);
    CHECK(ReductionOf(strings).sources == 0);
}

TEST_CASE("the traits of a set are its lengths', in slices as at once")
{
    std::vector<std::string> strings = RandomStrings(500, 0, 60);
    strings.push_back("");
    const TextSet set(strings);
    const TextKeys keys = set.keys();
    TextTraits whole = TextTraitsOf(&keys), sliced{};
    WorkPlace place{};
    size_t slices = 1;
    for (Work work = {3}; !TextTraitsOn(&keys, &sliced, &place, &work); work.left = 3)
        slices++;
    CHECK(slices == 6); // 16 lines of 32 lengths
    size_t members = 0, longest = 0, above16 = 0, longBytes[3] = {};
    for (const std::string &string : strings) {
        members += !string.empty();
        longest = std::max(longest, string.size());
        above16 += string.size() > 16;
        for (size_t i = 0; i < 3; i++)
            longBytes[i] += string.size() > size_t{8} << i ? string.size() : 0;
    }
    for (const TextTraits &traits : {whole, sliced}) {
        CHECK(traits.keyCount == strings.size());
        CHECK(traits.memberCount == members);
        CHECK(traits.longest == longest);
        CHECK(traits.above16 == above16);
        for (size_t i = 0; i < 3; i++)
            CHECK(traits.longBytes[i] == longBytes[i]);
    }
    CHECK(TextTableBound(&keys, false) == TextTableBoundOf(&sliced, false));
}

TEST_CASE("there are reductions beyond the ordinary ones, and an end of them")
{
    for (const size_t longest : {5, 8, 12, 16, 40})
        for (const size_t longer : {0, 1, 100}) {
            TextTraits traits{};
            traits.keyCount = traits.memberCount = 100;
            traits.longest = longest;
            traits.above16 = longest > 16 ? longer : 0;
            const uint32_t ordinary = TextReductionOrdinary(&traits);
            TextReduction one, other;
            uint32_t count = 0;
            for (; TextReductionOf(&traits, false, 1, 2, count, &one); count++) {
                REQUIRE(TextReductionOf(&traits, false, 1, 3, count, &other));
                CHECK((one.seed != other.seed) == (count >= ordinary));
                CHECK(one.lengthFactor % 2 == 1);
                CHECK((one.rotateSecond >= 1 && one.rotateSecond <= 63 && one.rotateLast >= 1 && one.rotateLast <= 63));
                CHECK((one.sources == TextFromAll || count < ordinary));
            }
            CHECK(count == ordinary + 8);
        }
}
