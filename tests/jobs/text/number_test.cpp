/*
 * These tests read numbers in all the forms in which callers send keys. Bounds, fractions, blanks,
 * signs and a NUL inside a text are told apart, and a failing one says which rule it breaks.
 */
#include <cmath>
#include <cstdint>

#include "jobs/text/number.h"
#include "jobs/text/text.h"
#include "support/text_check.h"

namespace {
NumberStatus Read(const wchar_t *text, Number *out)
{
    return NumberFromText(text, TextLength(text), out);
}

uint64_t Bits(const wchar_t *text)
{
    Number number = {};
    CHECK(Read(text, &number) == NumberOk);
    return number.bits;
}
}

TEST_CASE("texts are decimal, or hexadecimal after 0x, with blanks around them")
{
    Number number = {};
    CHECK(Bits(L"0") == 0);
    CHECK(Bits(L" \t42 ") == 42);
    CHECK(Bits(L"0xfF") == 255);
    CHECK(Bits(L"18446744073709551615") == UINT64_MAX);
    CHECK(Bits(L"-9223372036854775808") == (uint64_t)1 << 63);
    CHECK(Bits(L"-0x1") == UINT64_MAX);
    for (const wchar_t *text : {L"", L" ", L"-", L"0x", L"1 2", L"1.0", L"1e3", L"+1", L"- 1", L"g"})
        CHECK(Read(text, &number) == NumberNotRead);
    CHECK(NumberFromText(L"12\0", 3, &number) == NumberNotRead);
    CHECK(NumberFromText(L"12\0003", 4, &number) == NumberNotRead);
    for (const wchar_t *text : {L"18446744073709551616", L"0x10000000000000000", L"-9223372036854775809"})
        CHECK(Read(text, &number) == NumberOutOfRange);
}

TEST_CASE("doubles, money and decimals are keys where they are whole")
{
    Number number = {};
    CHECK((NumberFromDouble(-3, &number) == NumberOk && number.bits == UINT64_MAX - 2 && number.negative));
    CHECK((NumberFromDouble(-0.0, &number) == NumberOk && number.bits == 0 && !number.negative));
    CHECK(NumberFromDouble(1.5, &number) == NumberNotWhole);
    CHECK(NumberFromDouble(std::nan(""), &number) == NumberNotWhole);
    CHECK(NumberFromDouble(18446744073709551616.0, &number) == NumberOutOfRange);
    CHECK((NumberFromCurrency(-70000, &number) == NumberOk && number.bits == UINT64_MAX - 6));
    CHECK(NumberFromCurrency(70001, &number) == NumberNotWhole);
    CHECK((NumberFromDecimal(0, 500, 2, true, &number) == NumberOk && number.bits == UINT64_MAX - 4));
    CHECK(NumberFromDecimal(10, 0, 1, false, &number) == NumberOutOfRange);
    CHECK(NumberFromDecimal(0, 501, 2, false, &number) == NumberNotWhole);
    CHECK(NumberFromDecimal(1, 0, 0, false, &number) == NumberOutOfRange);
}

TEST_CASE("a key of 32 bits stands for -2^31 to 2^32-1")
{
    Number number = {};
    for (int64_t fits : {(int64_t)INT32_MIN, (int64_t)-1, (int64_t)0, (int64_t)UINT32_MAX})
        CHECK((NumberFromSigned(fits, &number) == NumberOk && NumberFits32(&number)));
    for (int64_t wide : {(int64_t)INT32_MIN - 1, (int64_t)UINT32_MAX + 1})
        CHECK((NumberFromSigned(wide, &number) == NumberOk && !NumberFits32(&number)));
}
