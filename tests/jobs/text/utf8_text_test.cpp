/*
 * A Utf8Text grows while numbers, texts, CSV fields and JSON strings are put into it. These tests
 * prove what each function writes. A text that ran out of memory remembers it, so that its writer
 * checks once.
 */
#include <cstdint>

#include "jobs/text/utf8_text.h"
#include "support/out_of_memory.h"
#include "support/text_check.h"

namespace {

struct Growing {
    Utf8Text text = {};
    Growing() = default;
    Growing(const Growing &) = delete;
    Growing &operator=(const Growing &) = delete;
    ~Growing() { Utf8Free(&text); }
    std::string all() const { return std::string(text.length ? text.bytes : "", text.length); }
};

} // namespace

TEST_CASE("each kind of thing is put as it is written in files")
{
    Growing out;
    Utf8Put(&out.text, "a");
    Utf8PutBytes(&out.text, "bcd", 2);
    Utf8PutWide(&out.text, L"\u20ac");
    Utf8PutWide(&out.text, L"");
    Utf8PutNumber(&out.text, 0);
    Utf8PutNumber(&out.text, UINT64_MAX);
    Utf8PutCode(&out.text, 0x8004100c);
    Utf8PutCode(&out.text, 0);
    Utf8PutJson(&out.text, L"\"\\\n\x1f\x7f\u20ac\U0001f600");
    Utf8PutCsv(&out.text, L"x");
    Utf8PutCsv(&out.text, L"x,\"y\"");
    const std::string expected = "abc\u20ac0184467440737095516150x8004100C0x00000000"
                                 "\"\\\"\\\\\\u000a\\u001f\\u007f\\u20ac\\ud83d\\ude00\""
                                 "x\"x,\"\"y\"\"\"";
    CHECK(out.all() == expected);
    CHECK_FALSE(out.text.failed);
}

TEST_CASE("a text grows")
{
    Growing out;
    std::string whole;
    for (int i = 0; i < 20000; i++) {
        Utf8PutNumber(&out.text, uint64_t(i));
        whole += std::to_string(i);
    }
    CHECK(out.all() == whole);
}

TEST_CASE("bytes become a text when they are one")
{
    bool sound = false;
    CHECK(Take(Utf8ToWide("a\u20acbc", 5, &sound)) == L"a\u20acb");
    CHECK(sound);
    CHECK(Take(Utf8ToWide("", 0, &sound)) == L"");
    CHECK(Utf8ToWide("a\0b", 3, &sound) == nullptr);
    CHECK_FALSE(sound);
    sound = true;
    CHECK(Utf8ToWide("\xe2\x82", 2, &sound) == nullptr);
    CHECK_FALSE(sound);
}

#ifndef NDEBUG
TEST_CASE("memory that ran out is remembered")
{
    OutOfMemory none(2);
    {
        Growing out;
        Utf8Put(&out.text, "here");
        Utf8PutWide(&out.text, WideText(5000, L'x').c_str());
        CHECK(none.Reached());
        CHECK(out.text.failed);
        Utf8Put(&out.text, "more");
        Utf8PutWide(&out.text, L"more");
        CHECK(out.all() == "here");
    }
    bool sound = false;
    none.FailAt(1);
    CHECK(Utf8ToWide("a", 1, &sound) == nullptr);
    CHECK(sound);
}
#endif
