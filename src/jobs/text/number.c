#include "number.h"

#include <math.h>

static NumberStatus NumberFrom(bool negative, uint64_t magnitude, Number *out)
{
    if (negative && magnitude > (uint64_t)INT64_MAX + 1)
        return NumberOutOfRange;
    out->bits = negative ? 0 - magnitude : magnitude;
    out->negative = negative && magnitude != 0;
    return NumberOk;
}

NumberStatus NumberFromUnsigned(uint64_t value, Number *out)
{
    out->bits = value;
    out->negative = false;
    return NumberOk;
}

NumberStatus NumberFromSigned(int64_t value, Number *out)
{
    out->bits = (uint64_t)value;
    out->negative = value < 0;
    return NumberOk;
}

NumberStatus NumberFromDouble(double value, Number *out)
{
    const double magnitude = fabs(value);
    if (magnitude >= 18446744073709551616.0)
        return NumberOutOfRange;
    if (value != floor(value)) /* which what is no number isn't either */
        return NumberNotWhole;
    return NumberFrom(value < 0, (uint64_t)magnitude, out);
}

NumberStatus NumberFromCurrency(int64_t tenThousandths, Number *out)
{
    return tenThousandths % 10000 == 0 ? NumberFromSigned(tenThousandths / 10000, out) : NumberNotWhole;
}

/* Divides the 96 bits by 10 as often as the scale says. */
NumberStatus NumberFromDecimal(uint32_t high, uint64_t low, uint8_t scale, bool negative, Number *out)
{
    uint32_t words[3] = {high, (uint32_t)(low >> 32), (uint32_t)low};
    for (; scale > 0; scale--) {
        uint64_t rest = 0;
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
            rest = rest << 32 | words[i];
            words[i] = (uint32_t)(rest / 10);
            rest %= 10;
        }
        if (rest != 0)
            return NumberNotWhole;
    }
    if (words[0] != 0)
        return NumberOutOfRange;
    return NumberFrom(negative, (uint64_t)words[1] << 32 | words[2], out);
}

static const wchar_t *NumberSkipBlanks(const wchar_t *text)
{
    while (*text == L' ' || *text == L'\t')
        text++;
    return text;
}

/* The value of a digit, or 16. */
static unsigned NumberDigit(wchar_t c)
{
    if (c >= L'0' && c <= L'9')
        return (unsigned)(c - L'0');
    return (c | 32) >= L'a' && (c | 32) <= L'f' ? (unsigned)((c | 32) - L'a' + 10) : 16;
}

NumberStatus NumberFromText(const wchar_t *whole, size_t length, Number *out)
{
    const wchar_t *text = NumberSkipBlanks(whole);
    const bool negative = *text == L'-';
    if (negative)
        text++;
    const unsigned base = text[0] == L'0' && (text[1] | 32) == L'x' ? 16 : 10;
    if (base == 16)
        text += 2;
    const wchar_t *const digits = text;
    bool tooLarge = false;
    uint64_t value = 0;
    for (unsigned digit; (digit = NumberDigit(*text)) < base; text++) {
        tooLarge = tooLarge || value > (UINT64_MAX - digit) / base;
        value = value * base + digit;
    }
    /* A NUL is no end. */
    if (text == digits || NumberSkipBlanks(text) != whole + length)
        return NumberNotRead;
    return tooLarge ? NumberOutOfRange : NumberFrom(negative, value, out);
}
