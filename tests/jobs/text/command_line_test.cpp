// Command lines: the words of one by the rules of the C runtime, and one of the words, which is
// split into them again.
#include <vector>

#include "jobs/text/command_line.h"
#include "support/out_of_memory.h"
#include "support/text_check.h"

using Words = std::vector<WideText>;

namespace {

Words Split(const wchar_t *line)
{
    int count;
    wchar_t **split = CommandLineSplit(line, &count);
    REQUIRE(split != nullptr);
    const Words words(split, split + count);
    CHECK(split[count] == nullptr);
    CommandLineFree(split);
    return words;
}

WideText Join(const Words &words)
{
    std::vector<const wchar_t *> pointers;
    for (const WideText &word : words)
        pointers.push_back(word.c_str());
    return Take(CommandLineJoin(int(words.size()), pointers.data()));
}

} // namespace

TEST_CASE("words survive being joined and split again")
{
    for (const Words &words : std::vector<Words>{{},
                                                 {L""},
                                                 {L"a"},
                                                 {L"a b", L"c"},
                                                 {L"\\"},
                                                 {L"a\\"},
                                                 {L"a b\\"},
                                                 {L"\""},
                                                 {L"\\\""},
                                                 {L"a\\\\\"b", L"\t", L"C:\\dir\\"},
                                                 {L"--x=\"y\"", L"", L"z"}}) {
        CAPTURE(Join(words));
        CHECK(Split(Join(words).c_str()) == words);
    }
}

TEST_CASE("splitting follows the rules of the C runtime")
{
    const struct {
        const wchar_t *line;
        Words words;
    } cases[] = {
        {L"\"a b c\" d e", {L"a b c", L"d", L"e"}},
        {L"\"ab\\\"c\" \"\\\\\" d", {L"ab\"c", L"\\", L"d"}},
        {L"a\\\\\\b d\"e f\"g h", {L"a\\\\\\b", L"de fg", L"h"}},
        {L"a\\\\\\\"b c d", {L"a\\\"b", L"c", L"d"}},
        {L"a\\\\\\\\\"b c\" d e", {L"a\\\\b c", L"d", L"e"}},
        {L"a\"b\"\" c d", {L"ab\" c d"}},
        {L"\"never closed", {L"never closed"}},
        {L" \t\r\n ", {}},
        {L"a\rb\nc\td", {L"a", L"b", L"c", L"d"}},
        {L"", {}},
        {nullptr, {}},
    };
    for (const auto &each : cases)
        CHECK(Split(each.line) == each.words);
    CommandLineFree(nullptr);
}

#ifndef NDEBUG
TEST_CASE("without memory there are no words and no line")
{
    int count = 7;
    const wchar_t *const words[] = {L"a"};
    OutOfMemory none(1);
    CHECK(CommandLineSplit(L"a b", &count) == nullptr);
    CHECK(count == 0);
    none.FailAt(1);
    CHECK(CommandLineJoin(1, words) == nullptr);
}
#endif
