// Texts in tests: doctest prints them, and those that a test is given are freed.
#pragma once
#include <doctest/doctest.h>

#include "jobs/text/text.h"
#include "support/wide_text.h"

namespace doctest {
template <> struct StringMaker<WideText> {
    static String convert(const WideText &text) { return ToUtf8(text).c_str(); }
};
} // namespace doctest

// The text, which there must be; it is freed.
inline WideText Take(wchar_t *text)
{
    REQUIRE(text != nullptr);
    const WideText copy = text;
    TextFree(text);
    return copy;
}
