// Asks tables as C++ headers for every key and for strangers.
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>

namespace {

unsigned long long questions, failures;

template <class Number> Number number(std::string_view key, size_t at = 0)
{
    Number bits;
    std::memcpy(&bits, key.data() + at, sizeof bits);
    return bits;
}

// find: an optional answer, agree: whether a key's other lookups say what it says.
template <class Index, class Find, class Beside>
void ask(const char *file, int prints, Index index, Find find, Beside beside)
{
    std::ifstream stream(std::string(file) + ".ask", std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    std::string_view all = bytes;
    unsigned long long mistakes = 0, strangers = 0, taken = 0;
    for (; !all.empty(); questions++) {
        const size_t length = number<std::uint32_t>(all);
        const std::string_view key = all.substr(4, length);
        const auto answer = number<std::int64_t>(all, 4 + length), value = number<std::int64_t>(all, 12 + length);
        all.remove_prefix(20 + length);
        mistakes += answer >= 0 && (index(key, answer) != answer || beside(key, value) != value);
        if (prints == 0)
            continue;
        const std::int64_t found = find(key);
        const bool isTaken = prints != 32 && answer < 0 && found >= 0;
        strangers += answer < 0;
        taken += isTaken;
        mistakes += found != answer && !isTaken;
    }
    mistakes += prints != 32 && prints != 0 && taken > 20 + 2 * (strangers >> prints);
    if (mistakes != 0)
        std::printf("%s: %llu mistakes\n", file, mistakes);
    failures += mistakes;
}

// All ways to ask must agree; otherwise the answer is none that a table gives.
template <class Found> std::int64_t answer_of(const Found &found, bool contains, bool same)
{
    return contains != found.has_value() || !same ? INT64_MAX : found ? std::int64_t{*found} : -1;
}

} // namespace
