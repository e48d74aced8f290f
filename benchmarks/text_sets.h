// Sets of text keys for benchmarks, and what is asked of them in random order: keys, keys with
// another letter, and other strings.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

struct TextSetOf {
    std::string name;
    std::vector<std::string> keys, others; // others: strings that are no keys
    bool ignoreCase = false;
};

// The sets of the word lists in a folder (benchmarks/words).
std::vector<TextSetOf> WordSets(const std::string &folder);

// The words of a file, a word a line.
TextSetOf Dictionary(const std::string &path);

// So many strings, always the same ones: words of 3 to 14 letters, or paths of 20 to 90 bytes.
TextSetOf RandomWords(size_t count);
TextSetOf RandomPaths(size_t count);

// Strings in one pool, and for each the answer that is right.
struct TextQueries {
    std::string pool;
    std::vector<uint32_t> starts, lengths;
    std::vector<int32_t> answers; // -1: none of the set

    size_t size() const { return starts.size(); }
    std::string_view at(size_t i) const { return std::string_view(pool).substr(starts[i], lengths[i]); }
};

enum class TextAsked { Members, Changed, Others, Mixed }; // of the last, each is a member or a changed one at random
TextQueries QueriesOf(const TextSetOf &set, TextAsked asked, size_t count);

// A letter is its capital, where a set ignores case.
std::string FoldedFor(const TextSetOf &set, std::string text);
