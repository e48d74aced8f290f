/*
 * These tests prove that a rule of a makefile has its parts, with paths quoted as gcc quotes them.
 * The expected texts are what gcc 12.2 -MD writes of such names.
 */
#include "jobs/text/dep_text.h"
#include "support/out_of_memory.h"
#include "support/text_check.h"

namespace {

std::string Dep(const WideText &path)
{
    Utf8Text text = {};
    DepPutPath(&text, path.c_str());
    const std::string put(text.bytes, text.length);
    Utf8Free(&text);
    return put;
}

} // namespace

TEST_CASE("blanks, dollars and number signs of a path are quoted as gcc does")
{
    CHECK(Dep(L"out/plain-1.h") == "out/plain-1.h");
    CHECK(Dep(L"a b#c$d.h") == "a\\ b\\#c$$d.h");
    CHECK(Dep(L"e\\ f.h") == "e\\\\\\ f.h");
    CHECK(Dep(L"e\\\\\tf.h") == "e\\\\\\\\\\\tf.h");
    CHECK(Dep(L"g\\#h.h") == "g\\\\#h.h");
    CHECK(Dep(L"i\\$j.h") == "i\\$$j.h");
    CHECK(Dep(L"C:\\new\\x.h") == "C:\\new\\x.h");
    CHECK(Dep(L" ") == "\\ ");
    CHECK(Dep(L"\u00E4 \u20AC") == "\xC3\xA4\\ \xE2\x82\xAC");
}

TEST_CASE("a rule has its targets before the colon and what they are made of behind it")
{
    const auto rule = [](const wchar_t *keys, const wchar_t *values) {
        Utf8Text text = {};
        DepPutTarget(&text, WideText(L"a b.h").c_str());
        DepPutTarget(&text, WideText(L"c.pht").c_str());
        DepPutSources(&text, keys, values);
        const std::string put(text.bytes, text.length);
        Utf8Free(&text);
        return put;
    };
    const WideText keys(L"keys #1"), values(L"v"), input(L"-");
    CHECK(rule(keys.c_str(), nullptr) == "a\\ b.h c.pht: keys\\ \\#1\n");
    CHECK(rule(keys.c_str(), values.c_str()) == "a\\ b.h c.pht: keys\\ \\#1 v\n");
    CHECK(rule(input.c_str(), nullptr) == "a\\ b.h c.pht:\n"); // standard input has no name
}

#ifndef NDEBUG
TEST_CASE("a path for which there is no memory is told")
{
    Utf8Text text = {};
    {
        const OutOfMemory none(1);
        DepPutPath(&text, L"a b");
    }
    CHECK(text.failed);
    Utf8Free(&text);
}
#endif
