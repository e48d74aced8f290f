#include "support/chm01/text_set.h"

#include <algorithm>
#include <numeric>
#include <unordered_set>

#include "chm01/base/rng.h"

static size_t TotalBytes(const std::vector<std::string> &strings)
{
    return std::accumulate(strings.begin(), strings.end(), size_t{0},
                           [](size_t sum, const std::string &string) { return sum + string.size(); });
}

TextSet::TextSet(std::vector<std::string> strings_) : strings(std::move(strings_)), pool(TotalBytes(strings))
{
    size_t at = 0;
    for (const std::string &string : strings) {
        starts.push_back(static_cast<uint32_t>(at));
        lengths.push_back(static_cast<uint16_t>(string.size()));
        std::copy(string.begin(), string.end(), pool.data() + at);
        at += string.size();
    }
}

std::vector<std::string> RandomStrings(size_t count, size_t shortest, size_t longest, uint64_t seed)
{
    std::vector<std::string> strings;
    std::unordered_set<std::string> seen;
    for (uint64_t draw = 0; strings.size() < count; draw++) {
        std::string string(shortest + RngDraw(seed, 0, draw) % (longest - shortest + 1), ' ');
        for (size_t i = 0; i < string.size(); i++)
            string[i] = static_cast<char>('a' + RngDraw(seed, draw + 1, i) % 26);
        if (seen.insert(string).second)
            strings.push_back(string);
    }
    return strings;
}

namespace {

// A long string with another letter at each of some places.
std::vector<std::string> OneLetterApart(size_t length)
{
    std::vector<std::string> strings = {std::string(length, 'm')};
    for (size_t i = 0; i < length; i++)
        for (const char letter : {'l', 'n'}) {
            strings.push_back(strings[0]);
            strings.back()[i] = letter;
        }
    return strings;
}

std::vector<std::string> Anagrams(std::string letters, size_t most)
{
    std::vector<std::string> strings;
    std::sort(letters.begin(), letters.end());
    do
        strings.push_back(letters);
    while (strings.size() < most && std::next_permutation(letters.begin(), letters.end()));
    return strings;
}

std::vector<std::string> TwoBytes()
{
    std::vector<std::string> strings;
    for (int i = 0; i < 65536; i++)
        strings.push_back({static_cast<char>(i), static_cast<char>(i >> 8)});
    return strings;
}

// Of one byte that grows by as much as the length falls, so that their sums are equal.
std::vector<std::string> Balanced()
{
    std::vector<std::string> strings;
    for (size_t length = 1; length <= 60; length++) {
        strings.push_back(std::string(length, '\0'));
        strings.back()[0] = static_cast<char>(200 - length);
        strings.push_back(std::string(length, '\0'));
        strings.back()[0] = static_cast<char>(55 ^ length);
    }
    return strings;
}

std::vector<std::string> AllLengths(size_t most, size_t step)
{
    std::vector<std::string> strings;
    for (size_t length = 0; length < most; length += step)
        strings.push_back(std::string(length, '\0'));
    strings.push_back(std::string(most, '\0'));
    return strings;
}

// Between a common prefix and a common suffix.
std::vector<std::string> Between(const std::vector<std::string> &middles, size_t before, size_t behind)
{
    std::vector<std::string> strings;
    for (const std::string &middle : middles)
        strings.push_back(std::string(before, 'p') + middle + std::string(behind, 's'));
    return strings;
}

// With the highest bits of up to 9 bytes, `step` apart, flipped or not: differences that a multiply
// by an odd number keeps at the top of a word.
std::vector<std::string> HighBits(size_t length, size_t step)
{
    const size_t places = std::min<size_t>((length + step - 1) / step, 9);
    std::vector<std::string> strings;
    for (size_t flips = 0; flips < size_t{1} << places; flips++) {
        strings.push_back(std::string(length, 'x'));
        for (size_t i = 0; i < places; i++)
            if ((flips >> i & 1) != 0)
                strings.back()[length - 1 - i * step] ^= static_cast<char>(0x80);
    }
    return strings;
}

}

std::vector<NamedStrings> HostileStrings()
{
    const std::vector<std::string> words = RandomStrings(700, 1, 9);
    return {{"nothing alone", {""}},
            {"one", {"a"}},
            {"nothing and one", {"", "a"}},
            {"lengths and bytes that cancel", {"ac", "acb", "ab", "abc", "a", std::string("a\0", 2), "b"}},
            {"balanced", Balanced()},
            {"zeros of each length", AllLengths(300, 1)},
            {"zeros up to the longest", AllLengths(65535, 1021)},
            {"one letter apart in 8", OneLetterApart(8)},
            {"one letter apart in 16", OneLetterApart(16)},
            {"one letter apart in 47", OneLetterApart(47)},
            {"one letter apart in 1,000", OneLetterApart(1000)},
            {"anagrams of 5", Anagrams("aabcd", 1000)},
            {"anagrams of 8", Anagrams("abcdefgh", 5000)},
            {"anagrams of 26", Anagrams("abcdefghijklmnopqrstuvwxyz", 3000)},
            {"behind a prefix of 6", Between(RandomStrings(500, 2, 2, 5), 6, 0)},
            {"behind a prefix of 4 KiB", Between(words, 4096, 0)},
            {"before a suffix of 4 KiB", Between(words, 0, 4096)},
            {"between the two", Between(words, 4096, 4096)},
            {"high bits in 8", HighBits(8, 1)},
            {"high bits in 80", HighBits(80, 8)},
            {"all of two bytes", TwoBytes()}};
}
