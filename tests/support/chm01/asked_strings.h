// Strings to ask a table of text keys for, with their answers: all keys, and strings that hardly
// differ from them.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "chm01/base/rng.h"
#include "chm01/text/text_fold.h"
#include "chm01/text/text_table.h"
#include "support/chm01/text_set.h"

class AskedStrings {
public:
    AskedStrings(const std::vector<std::string> &strings_, bool ignoreCase_)
        : strings(strings_), ignoreCase(ignoreCase_)
    {
        for (uint32_t i = 0; i < strings.size(); i++)
            positions[Folded(strings[i])] = i;
    }
    // TEXT_NOT_FOUND: it is none.
    uint32_t PositionOf(const std::string &string) const
    {
        const auto found = positions.find(Folded(string));
        return found == positions.end() ? TEXT_NOT_FOUND : found->second;
    }
    template <class Ask> void ForEach(Ask ask) const
    {
        ask("");
        ask(std::string(66000, 'a'));
        for (uint64_t i = 0; i < strings.size(); i++) {
            const std::string &string = strings[i];
            ask(string);
            ask(string + "e");
            ask(string + '\0');
            ask(string.substr(0, 9));
            ask(string + '\x80'); // as a header marks the end of a key
            ask(string + '\x80' + std::string(20, '\0'));
            if (string.empty())
                continue;
            ask(string.substr(0, string.size() - 1));
            std::string other = string;
            other[RngDraw(1, 2, i) % other.size()] ^= static_cast<char>(1u << RngDraw(1, 3, i) % 8);
            ask(other);
            other = string;
            other[RngDraw(1, 4, i) % other.size()] ^= 0x20;
            ask(other);
        }
    }

private:
    std::string Folded(std::string string) const
    {
        for (char &c : string)
            c = ignoreCase ? static_cast<char>(TextFold(static_cast<uint8_t>(c))) : c;
        return string;
    }

    const std::vector<std::string> &strings;
    bool ignoreCase;
    std::map<std::string, uint32_t> positions;
};

// The middle of 20 and 20 letters decides: no window sees it.
inline std::vector<std::string> RandomMiddles(size_t count)
{
    std::vector<std::string> strings;
    for (const std::string &middle : RandomStrings(count, 3, 12))
        strings.push_back("abcdefghijklmnopqrst" + middle + "ABCDEFGHIJKLMNOPQRST");
    return strings;
}
