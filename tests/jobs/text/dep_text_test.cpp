/*
 * These tests prove that paths in a rule of a makefile are quoted as gcc quotes them. The expected
 * texts are what gcc 12.2 -MD writes of such names.
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
