// Patterns of file names: what each kind of them matches, that many stars cost no time, and which
// are too many or too long.
#include "jobs/text/glob.h"
#include "support/text_check.h"

TEST_CASE("a pattern matches names, and paths where it has a separator")
{
    CHECK(GlobMatch(L"*.keys", L"a.keys"));
    CHECK(GlobMatch(L"*.keys", L"deep\\er\\a.keys"));
    CHECK(GlobMatch(L"*.KEYS", L"a.keys"));
    CHECK(GlobMatch(L"a?c", L"abc"));
    CHECK(GlobMatch(L"*", L"x"));
    CHECK(GlobMatch(L"a**", L"a"));
    CHECK(GlobMatch(L"*ab", L"aab"));
    CHECK(GlobMatch(L"*a*b*", L"xxaxxbxx"));
    CHECK(GlobMatch(L"x;*.txt", L"a.txt"));
    CHECK(GlobMatch(L"x;;*.txt", L"a.txt"));
    CHECK(GlobMatch(L"deep\\*.keys", L"deep\\a.keys"));
    CHECK(GlobMatch(L"deep/*", L"deep\\a.keys"));
    CHECK(GlobMatch(L"deep\\*", L"deep/a.keys"));
    CHECK_FALSE(GlobMatch(L"*.keys", L"a.keys2"));
    CHECK_FALSE(GlobMatch(L"*.keys", L"akeys"));
    CHECK_FALSE(GlobMatch(L"a?c", L"ac"));
    CHECK_FALSE(GlobMatch(L"", L"a"));
    CHECK_FALSE(GlobMatch(L";", L"a"));
    CHECK_FALSE(GlobMatch(L"deep\\*.keys", L"a.keys"));
    CHECK_FALSE(GlobMatch(L"*ab", L"aba"));
    CHECK_FALSE(GlobMatch(L"deep\\a", L"deepxa"));
}

TEST_CASE("a pattern of many stars takes no time")
{
    const WideText text(20000, L'a');
    WideText pattern;
    for (int i = 0; i < 200; i++)
        pattern += L"*a";
    CHECK_FALSE(GlobMatch((pattern + L"b").c_str(), text.c_str()));
    CHECK(GlobMatch((pattern + L"*").c_str(), text.c_str()));
}

TEST_CASE("patterns are few and short")
{
    WideText most = L"*";
    for (int i = 1; i < GlobMostPatterns; i++)
        most += L";x";
    const WideText longest(GlobMostChars, L'?');
    CHECK(GlobIsModest(most.c_str()));
    CHECK_FALSE(GlobIsModest((most + L";").c_str()));
    CHECK(GlobIsModest((longest + L";" + longest).c_str()));
    CHECK_FALSE(GlobIsModest((L"a;" + longest + L"?").c_str()));
}
