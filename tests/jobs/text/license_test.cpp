/*
 * A licence becomes a comment of source code. These tests prove that what is taken is an expression
 * of SPDX, and nothing that ends the comment or its line.
 */
#include "jobs/pure/license.h"
#include "support/text_check.h"

namespace {

bool Sound(const WideText &text)
{
    return LicenseIsSound(text.c_str());
}

} // namespace

TEST_CASE("identifiers and expressions of licences are sound")
{
    for (const WideText &text :
         {WideText(L"MIT"), WideText(L"0BSD"), WideText(L"GPL-2.0+"), WideText(L"LicenseRef-Our-Own"),
          WideText(L"Apache-2.0 OR MIT"), WideText(L"GPL-2.0-or-later WITH GCC-exception-3.1 AND MIT"),
          WideText(SourceNameBytes - 1, L'x')})
        CHECK(Sound(text));
}

TEST_CASE("what is no expression of licences is refused")
{
    for (const WideText &text :
         {WideText(), WideText(L" "), WideText(L"MIT "), WideText(L" MIT"), WideText(L"MIT*/"), WideText(L"MIT\nx"),
          WideText(L"MIT  OR X"), WideText(L"MIT X"), WideText(L"MIT OR"), WideText(L"OR"), WideText(L"OR MIT"),
          WideText(L"MIT or X"), WideText(L"MIT OR AND"), WideText(L"-MIT"), WideText(L"+"), WideText(L"M\u0399T"),
          WideText(L"MIT,X"), WideText(SourceNameBytes, L'x')})
        CHECK(!Sound(text));
}

TEST_CASE("a sound licence is taken as it is")
{
    CHECK(std::string(LicenseNames(L"Apache-2.0 OR MIT").license) == "Apache-2.0 OR MIT");
    CHECK(std::string(LicenseNames(WideText(SourceNameBytes - 1, L'x').c_str()).license) ==
          std::string(SourceNameBytes - 1, 'x'));
    CHECK(std::string(LicenseNames(nullptr).license).empty());
}
