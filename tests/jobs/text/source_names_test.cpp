/*
 * A licence becomes a comment of source code, a namespace and a prefix become identifiers. These
 * tests prove that a licence that is taken is an expression of SPDX, and nothing that ends the
 * comment or its line, and that no identifier is one that a language keeps for itself.
 */
#include "jobs/pure/source_names.h"

#include <algorithm>
#include <utility>

#include "support/text_check.h"

namespace {

bool Sound(const WideText &text)
{
    return LicenseIsSound(text.c_str());
}

// How many of the words, which have blanks between, are sound; and how many there are.
std::pair<size_t, size_t> Count(bool (*isSound)(const wchar_t *), const WideText &words)
{
    std::pair<size_t, size_t> counted;
    for (size_t at = 0, end = 0; at < words.size(); at = end + 1) {
        end = std::min(words.find(L' ', at), words.size());
        counted.first += isSound(words.substr(at, end - at).c_str());
        counted.second++;
    }
    return counted;
}

bool All(bool (*isSound)(const wchar_t *), const WideText &words)
{
    const auto counted = Count(isSound, words);
    return counted.first == counted.second;
}

bool None(bool (*isSound)(const wchar_t *), const WideText &words)
{
    return Count(isSound, words).first == 0;
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

TEST_CASE("identifiers with dots or colons between are a namespace")
{
    CHECK(All(NamespaceIsSound, L"A A::B com.example.app_2 a1::b.c"));
    CHECK(NamespaceIsSound(WideText(SourceNameBytes - 1, L'x').c_str()));
    CHECK(None(NamespaceIsSound, L". :: A. .A A..B A:B A:::B A:: _A A__B A_ A_::B A::_B 1A A::2 A-B \u00c4 A/* A;B"));
    for (const WideText &text : {WideText(), WideText(L"A B"), WideText(SourceNameBytes, L'x')})
        CHECK_FALSE(NamespaceIsSound(text.c_str()));
}

TEST_CASE("a prefix is the begin of an identifier")
{
    CHECK(All(PrefixIsSound, L"p My my_ a_b1"));
    CHECK(PrefixIsSound(WideText(SourcePrefixBytes - 1, L'x').c_str()));
    CHECK(None(PrefixIsSound, L"_ _p 9 a__ a__b a. a::b \u00e4"));
    for (const WideText &text : {WideText(), WideText(L"a b"), WideText(SourcePrefixBytes, L'x')})
        CHECK_FALSE(PrefixIsSound(text.c_str()));
}

TEST_CASE("sound texts are taken as they are, and colons become a dot")
{
    const SourceNames names = SourceNamesRead(L"Apache-2.0 OR MIT", L"A::B.C::D", L"my_", SourceCamel);
    CHECK(std::string(names.license) == "Apache-2.0 OR MIT");
    CHECK(std::string(names.namespaceOf) == "A.B.C.D");
    CHECK(std::string(names.prefix) == "my_");
    CHECK(names.style == SourceCamel);
    const WideText longest(SourceNameBytes - 1, L'x'), prefix(SourcePrefixBytes - 1, L'p');
    const SourceNames full = SourceNamesRead(longest.c_str(), longest.c_str(), prefix.c_str(), SourceAsIs);
    CHECK(std::string(full.license) == std::string(SourceNameBytes - 1, 'x'));
    CHECK(std::string(full.namespaceOf) == std::string(SourceNameBytes - 1, 'x'));
    CHECK(std::string(full.prefix) == std::string(SourcePrefixBytes - 1, 'p'));
    const SourceNames none = SourceNamesRead(nullptr, nullptr, nullptr, SourceAsIs);
    CHECK(none.license[0] + none.namespaceOf[0] + none.prefix[0] == 0);
}
