/*
 * The lines of a text are counted in slices. These tests prove that any slices give the same count,
 * and that none looks at more of the text than its steps say.
 */
#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "chm01/base/line_count.h"

TEST_CASE("slices of any size count the line ends there are, and none does more than its steps")
{
    std::string numbers;
    for (int i = 0; i < 5000; i++)
        numbers += std::to_string(i) + "\n";
    for (const std::string &text :
         {std::string(), std::string("\n"), std::string("a"), std::string("a\n\nb\n"), std::string(16, '\n'),
          std::string("\n\x0B\x8A\t\n\0\xFF\n\n\x0B\x8A\t\n\0\xFF", 15), std::string(100000, 'x'), numbers,
          numbers + "0"}) {
        const size_t ends = size_t(std::count(text.begin(), text.end(), '\n'));
        CHECK(LineEndsOf(text.data(), text.size()) == ends);
        for (const uint64_t steps : {1, 7, 1000}) {
            LineCount count = LineCountOf(text.data(), text.size());
            for (bool over = false; !over;) {
                Work work = {steps};
                const uint8_t *const at = count.at;
                over = LineCountOn(&count, &work);
                CHECK(uint64_t(count.at - at) <= 16 * steps + 15);
            }
            CHECK(count.ends == ends);
        }
    }
}
