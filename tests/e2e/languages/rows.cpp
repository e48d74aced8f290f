// Asks tables with records as C++ headers for every row and column, and for strangers.
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

namespace {

using Strings = std::vector<std::string>;
unsigned long long questions, failures;

// Reads the number there, the lowest byte first.
template <class Number> Number number(std::string_view bytes, size_t from = 0)
{
    Number read = 0;
    for (size_t i = sizeof read; i-- != 0;)
        read = static_cast<Number>(std::uint64_t{read} << 8 | static_cast<unsigned char>(bytes[from + i]));
    return read;
}

// Returns the pieces of a file: each is bytes behind their length.
Strings pieces_of(const std::string &file)
{
    std::ifstream stream(file, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    Strings pieces;
    for (std::string_view all = bytes; !all.empty(); all.remove_prefix(4 + pieces.back().size()))
        pieces.emplace_back(all.substr(4, number<std::uint32_t>(all)));
    return pieces;
}

std::string told(std::string_view text)
{
    return std::string(text);
}
std::string told(bool is)
{
    return is ? "true" : "false";
}
std::string told(double real)
{
    char digits[17];
    std::uint64_t bits;
    std::memcpy(&bits, &real, sizeof bits);
    std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(bits));
    return digits;
}
std::string told(const std::uint64_t (&halves)[2])
{
    char digits[33];
    std::snprintf(digits, sizeof digits, "%llx%016llx", static_cast<unsigned long long>(halves[1]),
                  static_cast<unsigned long long>(halves[0]));
    return digits;
}
template <class Number> std::string told(Number whole)
{
    if constexpr (std::is_enum_v<Number>)
        return std::to_string(static_cast<unsigned>(whole));
    else
        return std::to_string(whole);
}

// find: the cells of a key, and whether other lookups agree.
template <class Find> void rows(const char *file, size_t columns, size_t count, Find find)
{
    const Strings pieces = pieces_of(std::string(file) + ".rows");
    unsigned long long mistakes = pieces.size() != count * (columns + 1);
    for (size_t at = 0; at + columns < pieces.size(); at += columns + 1) {
        const std::optional<Strings> cells = find(pieces[at], at / (columns + 1));
        mistakes += !cells || *cells != Strings(pieces.data() + at + 1, pieces.data() + at + 1 + columns);
        questions += columns;
    }
    for (const std::string &key : pieces_of(std::string(file) + ".strangers")) {
        mistakes += find(key, count).has_value();
        questions++;
    }
    if (mistakes != 0)
        std::printf("%s: %llu mistakes\n", file, mistakes);
    failures += mistakes;
}

} // namespace
