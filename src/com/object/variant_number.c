#include "variant_number.h"

#include <math.h>

#include <oleauto.h>

static NumberStatus NumberFrom(BOOL negative, ULONGLONG magnitude, Number *out)
{
    if (negative && magnitude > (ULONGLONG)INT64_MAX + 1)
        return NumberOutOfRange;
    out->bits = negative ? 0 - magnitude : magnitude;
    out->negative = negative && magnitude != 0;
    return NumberOk;
}

static NumberStatus NumberFromUnsigned(ULONGLONG value, Number *out)
{
    out->bits = value;
    out->negative = FALSE;
    return NumberOk;
}

static NumberStatus NumberFromSigned(LONGLONG value, Number *out)
{
    out->bits = (ULONGLONG)value;
    out->negative = value < 0;
    return NumberOk;
}

static NumberStatus NumberFromDouble(double value, Number *out)
{
    const double magnitude = fabs(value);
    if (magnitude >= 18446744073709551616.0)
        return NumberOutOfRange;
    if (value != floor(value)) /* which what is no number isn't either */
        return NumberNotWhole;
    return NumberFrom(value < 0, (ULONGLONG)magnitude, out);
}

static NumberStatus NumberFromCurrency(LONGLONG tenThousandths, Number *out)
{
    return tenThousandths % 10000 == 0 ? NumberFromSigned(tenThousandths / 10000, out) : NumberNotWhole;
}

/* Divides the 96 bits by 10 as often as the scale says. */
static NumberStatus NumberFromDecimal(const DECIMAL *decimal, Number *out)
{
    ULONG words[3] = {decimal->Hi32, (ULONG)(decimal->Lo64 >> 32), (ULONG)decimal->Lo64};
    for (BYTE scale = decimal->scale; scale > 0; scale--) {
        ULONGLONG rest = 0;
        for (size_t i = 0; i < ARRAYSIZE(words); i++) {
            rest = rest << 32 | words[i];
            words[i] = (ULONG)(rest / 10);
            rest %= 10;
        }
        if (rest != 0)
            return NumberNotWhole;
    }
    if (words[0] != 0)
        return NumberOutOfRange;
    return NumberFrom((decimal->sign & DECIMAL_NEG) != 0, (ULONGLONG)words[1] << 32 | words[2], out);
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

/* Decimal, or hexadecimal after 0x; a minus sign before it, blanks around it; nothing else. */
static NumberStatus NumberFromText(BSTR whole, Number *out)
{
    if (whole == NULL)
        return NumberNotRead;
    const wchar_t *text = NumberSkipBlanks(whole);
    const BOOL negative = *text == L'-';
    if (negative)
        text++;
    const unsigned base = text[0] == L'0' && (text[1] | 32) == L'x' ? 16 : 10;
    if (base == 16)
        text += 2;
    const wchar_t *const digits = text;
    BOOL tooLarge = FALSE;
    ULONGLONG value = 0;
    for (unsigned digit; (digit = NumberDigit(*text)) < base; text++) {
        tooLarge = tooLarge || value > (UINT64_MAX - digit) / base;
        value = value * base + digit;
    }
    /* A NUL is no end. */
    if (text == digits || NumberSkipBlanks(text) != whole + SysStringLen(whole))
        return NumberNotRead;
    return tooLarge ? NumberOutOfRange : NumberFrom(negative, value, out);
}

NumberStatus NumberOfElement(VARTYPE type, const void *data, Number *out)
{
    switch (type) {
    case VT_I1: return NumberFromSigned(*(const signed char *)data, out);
    case VT_UI1: return NumberFromUnsigned(*(const BYTE *)data, out);
    case VT_I2: return NumberFromSigned(*(const SHORT *)data, out);
    case VT_UI2: return NumberFromUnsigned(*(const USHORT *)data, out);
    case VT_I4:
    case VT_INT: return NumberFromSigned(*(const LONG *)data, out);
    case VT_UI4:
    case VT_UINT: return NumberFromUnsigned(*(const ULONG *)data, out);
    case VT_I8: return NumberFromSigned(*(const LONGLONG *)data, out);
    case VT_UI8: return NumberFromUnsigned(*(const ULONGLONG *)data, out);
    case VT_R4: return NumberFromDouble(*(const float *)data, out);
    case VT_R8: return NumberFromDouble(*(const double *)data, out);
    case VT_CY: return NumberFromCurrency(((const CY *)data)->int64, out);
    case VT_DECIMAL: return NumberFromDecimal(data, out);
    case VT_BSTR: return NumberFromText(*(const BSTR *)data, out);
    default: return NumberOfNoType;
    }
}

NumberStatus NumberOfVariant(const VARIANT *value, Number *out)
{
    const VARTYPE type = V_VT(value);
    if (type == VT_DECIMAL)
        return NumberOfElement(type, &V_DECIMAL(value), out);
    if (!(type & VT_BYREF))
        return NumberOfElement(type, &V_I8(value), out);
    return V_BYREF(value) != NULL ? NumberOfElement((VARTYPE)(type & ~VT_BYREF), V_BYREF(value), out) : NumberOfNoType;
}
