/*
 * Callers' texts of 128-bit keys have blanks around them, and a NUL is no end of one. What is read
 * comes back as a GUID's text.
 */
#include "jobs/text/guid_text.h"
#include "support/text_check.h"

namespace {

bool Read(const wchar_t *text, uint64_t *halves)
{
    return GuidTextRead(text, TextLength(text), halves);
}

} // namespace

TEST_CASE("texts of GUIDs and numbers are read, with blanks around them")
{
    uint64_t halves[2];
    wchar_t text[GUID_TEXT_CHARS];
    REQUIRE(Read(L" \t{01234567-89AB-cdef-0123-456789abcdef} ", halves));
    CHECK(halves[0] == 0xcdef89ab01234567);
    CHECK(halves[1] == 0xefcdab8967452301);
    GuidTextWrite(halves, text);
    CHECK(WideText(text) == L"01234567-89ab-cdef-0123-456789abcdef");
    CHECK((Read(L"0x10000000000000002", halves) && halves[0] == 2 && halves[1] == 1));
    CHECK((Read(L"42", halves) && halves[0] == 42 && halves[1] == 0));
    for (const wchar_t *bad : {L"", L" ", L"-1", L"x", L"0x", L"1 2", L"{}", L"0x100000000000000000000000000000000"})
        CHECK(!Read(bad, halves));
    CHECK(!GuidTextRead(L"12\0", 3, halves));
}
