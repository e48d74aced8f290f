/*
 * These tests copy, measure, compare and join UTF-16 texts. A line that exceeds its memory is cut
 * and terminated, and UTF-8 is cut between characters. Without memory there is no text.
 */
#include <cstdint>

#include "jobs/text/text.h"
#include "support/out_of_memory.h"
#include "support/text_check.h"

TEST_CASE("a copy is the same text, and nothing is copied as an empty one")
{
    CHECK(Take(TextCopy(L"K\u00e4se")) == L"K\u00e4se");
    CHECK(Take(TextCopy(L"")) == L"");
    CHECK(Take(TextCopy(nullptr)) == L"");
    TextFree(nullptr);
}

TEST_CASE("lengths, up to a character or to the end")
{
    CHECK(TextLength(L"") == 0);
    CHECK(TextLength(L"abc") == 3);
    CHECK(TextUntil(L"a;b;c", L';') == 1);
    CHECK(TextUntil(L";", L';') == 0);
    CHECK(TextUntil(L"abc", L';') == 3);
}

TEST_CASE("case counts in one equality, and of A to Z not in the other")
{
    CHECK(TextEqual(L"ab", L"ab"));
    CHECK(TextEqual(L"", L""));
    CHECK_FALSE(TextEqual(L"ab", L"aB"));
    CHECK_FALSE(TextEqual(L"ab", L"abc"));
    CHECK_FALSE(TextEqual(L"abc", L"ab"));
    CHECK(TextSame(L"RngSeed", L"rNGsEED"));
    CHECK(TextSame(L"", L""));
    CHECK_FALSE(TextSame(L"ab", L"abc"));
    CHECK_FALSE(TextSame(L"abc", L"ab"));
    CHECK_FALSE(TextSame(L"\u00c4", L"\u00e4"));
    CHECK_FALSE(TextSame(L"[", L"{")); // 32 apart, as A and a are
    CHECK_FALSE(TextSame(L"@", L"`"));
}

TEST_CASE("a line is cut off where its memory ends, and terminated at any time")
{
    wchar_t memory[8];
    TextLine line = TextLineIn(memory, 8);
    CHECK(memory == WideText());
    TextAdd(&line, L"ab");
    CHECK(memory == WideText(L"ab"));
    TextAddMost(&line, L"cdef", 2);
    CHECK(memory == WideText(L"abcd"));
    TextAddNumber(&line, 123456);
    CHECK(memory == WideText(L"abcd123"));
    TextAdd(&line, L"more");
    CHECK(memory == WideText(L"abcd123"));
    TextLine none = TextLineIn(memory, 1);
    TextAdd(&none, L"x");
    CHECK(memory == WideText());
}

TEST_CASE("numbers of all lengths")
{
    for (const auto &each :
         {std::make_pair(uint64_t(0), L"0"), {9, L"9"}, {10, L"10"}, {UINT64_MAX, L"18446744073709551615"}}) {
        wchar_t memory[32];
        TextLine line = TextLineIn(memory, 32);
        TextAddNumber(&line, each.first);
        CHECK(memory == WideText(each.second));
    }
}

TEST_CASE("UTF-8 in memory of any size ends with a whole character")
{
    const wchar_t *text = L"a\u00e4\u20ac\U0001f600";
    const char *wholes[] = {"", "a", "a\u00e4", "a\u00e4\u20ac", "a\u00e4\u20ac\U0001f600"};
    for (size_t bytes = 1; bytes < 16; bytes++) {
        std::string out(bytes, '?');
        TextToUtf8(text, out.data(), bytes);
        const size_t whole = bytes > 10 ? 4 : bytes > 6 ? 3 : bytes > 3 ? 2 : bytes > 1 ? 1 : 0;
        CHECK(out.c_str() == std::string(wholes[whole]));
    }
    char out[16];
    const wchar_t alone[] = {0xd83d, L'x', 0};
    TextToUtf8(alone, out, sizeof out);
    CHECK(out == std::string("\ufffdx"));
}

TEST_CASE("UTF-8 becomes a text, whatever it is")
{
    CHECK(Take(TextFromUtf8("")) == L"");
    CHECK(Take(TextFromUtf8("a\u20ac\U0001f600")) == L"a\u20ac\U0001f600");
    CHECK(Take(TextFromUtf8("\xffx")) == L"\ufffdx");
}

TEST_CASE("a text of one line has nothing that ends a line or steers a terminal")
{
    wchar_t text[] = L"a\r\n12:00 job 1\x1B[2J\t\x7F\x85\u2028\u202E\u2066.";
    TextOneLine(text);
    CHECK(WideText(text) == L"a??12:00 job 1?[2J??????.");
    wchar_t plain[] = L"C:\\K\u00e4fig \u20ac\U0001f600~.keys";
    const WideText before = plain;
    TextOneLine(plain);
    CHECK(plain == before);
}

#ifndef NDEBUG
TEST_CASE("without memory there is no text")
{
    OutOfMemory none(1);
    CHECK(TextCopy(L"a") == nullptr);
    none.FailAt(1);
    CHECK(TextFromUtf8("a") == nullptr);
}
#endif
