#include <doctest/doctest.h>

#include "runtime/pure/numa_expression.h"

namespace {

struct Parsed {
    NumaExpressionStatus status;
    uint64_t selected;
    size_t errorAt;
};

Parsed Parse(const wchar_t *text, uint64_t exists = 0xf)
{
    Parsed parsed = {NumaExpressionOk, 0, 999};
    parsed.status = NumaExpressionParse(text, exists, &parsed.selected, &parsed.errorAt);
    return parsed;
}

} // namespace

TEST_CASE("node selections that mean something")
{
    struct {
        const wchar_t *text;
        uint64_t selected;
    } const cases[] = {
        {nullptr, 0xf}, {L"", 0xf},  {L"  ", 0xf},    {L"all", 0xf},         {L"All", 0xf}, {L" ALL ", 0xf},
        {L"0", 1},      {L"3", 8},   {L"0,2-3", 0xd}, {L" 0 , 2 - 3 ", 0xd}, {L"1,1,1", 2}, {L"2-2", 4},
        {L"0-3", 0xf},  {L"3,0", 9}, {L"0002", 4},    {L"0-1,1-2", 7},
    };
    for (const auto &test : cases) {
        const Parsed parsed = Parse(test.text);
        CHECK(parsed.status == NumaExpressionOk);
        CHECK(parsed.selected == test.selected);
    }
    CHECK(Parse(L"63", ~0ull).selected == 1ull << 63);
    CHECK(Parse(L"0-63", ~0ull).selected == ~0ull);
}

TEST_CASE("node selections that mean nothing say where")
{
    struct {
        const wchar_t *text;
        NumaExpressionStatus status;
        size_t errorAt;
    } const cases[] = {
        {L"4", NumaExpressionNoSuchNode, 0},
        {L"0,4", NumaExpressionNoSuchNode, 2},
        {L"64", NumaExpressionNoSuchNode, 0},
        {L"99999999999999999999999999", NumaExpressionNoSuchNode, 0},
        {L"4294967296", NumaExpressionNoSuchNode, 0},
        {L",", NumaExpressionSyntax, 0},
        {L"0,", NumaExpressionSyntax, 2},
        {L"0,,1", NumaExpressionSyntax, 2},
        {L"-1", NumaExpressionSyntax, 0},
        {L"0-", NumaExpressionSyntax, 2},
        {L"0 1", NumaExpressionSyntax, 2},
        {L"0-1-2", NumaExpressionSyntax, 3},
        {L"allx", NumaExpressionSyntax, 0},
        {L"al", NumaExpressionSyntax, 0},
        {L"all,0", NumaExpressionSyntax, 0},
        {L"x", NumaExpressionSyntax, 0},
        {L"+1", NumaExpressionSyntax, 0},
        {L"3-2", NumaExpressionBackwardRange, 0},
        {L"0, 3-1", NumaExpressionBackwardRange, 2},
    };
    for (const auto &test : cases) {
        CAPTURE(test.errorAt);
        const Parsed parsed = Parse(test.text);
        CHECK(parsed.status == test.status);
        CHECK(parsed.errorAt == test.errorAt);
        CHECK(parsed.selected == 0);
    }
    CHECK(Parse(L"0-3", 0xb).status == NumaExpressionNoSuchNode);
    CHECK(NumaExpressionParse(L"x", 1, nullptr, nullptr) == NumaExpressionSyntax);
}
