// Texts that a test is given and has to free.
#pragma once
#include "jobs/text.h"
#include "support/wide_text.h"

// The text, which there must be; it is freed.
inline WideText Take(wchar_t *text)
{
    REQUIRE(text != nullptr);
    const WideText copy = text;
    TextFree(text);
    return copy;
}
