// Sets of text keys that own their bytes, and sets that are hostile to whoever reads them or
// hashes them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "chm01/text/text_keys.h"
#include "support/chm01/table_maker.h"

// The bytes end where they end: a sanitizer sees a byte too far.
class TextSet {
public:
    explicit TextSet(std::vector<std::string> strings);
    TextKeys keys() const { return {pool.data(), starts.data(), lengths.data(), strings.size()}; }
    const std::vector<std::string> &values() const { return strings; }

private:
    std::vector<std::string> strings;
    AlignedBytes pool;
    std::vector<uint32_t> starts;
    std::vector<uint16_t> lengths;
};

struct NamedStrings {
    std::string name;
    std::vector<std::string> strings;
};

// One letter apart, long common prefixes and suffixes, lengths from 0 to 65,535, anagrams, strings
// whose lengths and bytes cancel, zeros, all strings of two bytes, and more.
std::vector<NamedStrings> HostileStrings();

// Different pseudo-random strings of letters.
std::vector<std::string> RandomStrings(size_t count, size_t shortest, size_t longest, uint64_t seed = 1);
