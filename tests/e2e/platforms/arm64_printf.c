/*
 * What printf and its like come down to, for checks in a Wine for ARM64 whose own functions take
 * arguments as Linux passes them. It knows what the product asks for, and no more.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Out {
    void *text;
    size_t room, length; /* length: of all, also of what has no room */
    int unit;            /* bytes of a character */
} Out;

static void Put(Out *out, unsigned character)
{
    if (out->length < out->room && out->unit == 1)
        ((char *)out->text)[out->length] = (char)character;
    if (out->length < out->room && out->unit == 2)
        ((wchar_t *)out->text)[out->length] = (wchar_t)character;
    out->length++;
}

typedef struct Field {
    int left, zeros, wide, narrow, bits, precision;
    size_t width;
} Field;

static void Pad(Out *out, size_t from, size_t width, char with)
{
    for (; from < width; from++)
        Put(out, (unsigned char)with);
}

static unsigned At(const void *text, int unit, size_t i)
{
    return unit == 1 ? ((const unsigned char *)text)[i] : ((const wchar_t *)text)[i];
}

static int Is(unsigned character, const char *these)
{
    for (; *these != 0; these++)
        if (character == (unsigned char)*these)
            return 1;
    return 0;
}

static void PutText(Out *out, const Field *field, const void *text, int unit)
{
    size_t length = 0;
    while ((field->precision < 0 || length < (size_t)field->precision) && At(text, unit, length) != 0)
        length++;
    if (!field->left)
        Pad(out, length, field->width, ' ');
    for (size_t i = 0; i < length; i++)
        Put(out, At(text, unit, i));
    if (field->left)
        Pad(out, length, field->width, ' ');
}

static void PutNumber(Out *out, const Field *field, uint64_t value, unsigned base, const char *digits, int negative)
{
    char text[72];
    size_t at = sizeof text, least = field->precision > 0 ? (size_t)field->precision : 1;
    for (; value != 0 || sizeof text - at < least; value /= base)
        text[--at] = digits[value % base];
    if (field->zeros && field->precision < 0)
        while (sizeof text - at + (size_t)negative < field->width && at > 1)
            text[--at] = '0';
    if (negative)
        text[--at] = '-';
    if (!field->left)
        Pad(out, sizeof text - at, field->width, ' ');
    for (size_t i = at; i < sizeof text; i++)
        Put(out, (unsigned char)text[i]);
    if (field->left)
        Pad(out, sizeof text - at, field->width, ' ');
}

/* As %f, whatever the letter. */
static void PutReal(Out *out, const Field *field, double value)
{
    const int digits = field->precision < 0 ? 6 : field->precision;
    uint64_t scale = 1;
    for (int i = 0; i < digits; i++)
        scale *= 10;
    const int negative = value < 0;
    const uint64_t scaled = (uint64_t)((negative ? -value : value) * (double)scale + 0.5);
    const Field whole = {.precision = -1,
                         .width = field->width > (size_t)digits + 1 ? field->width - (size_t)digits - 1 : 0};
    const Field part = {.precision = digits};
    PutNumber(out, &whole, scaled / scale, 10, "0123456789", negative);
    if (digits != 0) {
        Put(out, '.');
        PutNumber(out, &part, scaled % scale, 10, "0123456789", 0);
    }
}

static int Format(Out *out, const void *format, va_list arguments)
{
    for (size_t at = 0;; at++) {
        unsigned c = At(format, out->unit, at);
        if (c == 0)
            break;
        if (c != '%') {
            Put(out, c);
            continue;
        }
        Field field = {.precision = -1, .bits = 32};
        for (c = At(format, out->unit, at += 1); Is(c, "-0+ #"); c = At(format, out->unit, at += 1)) {
            field.left |= c == '-';
            field.zeros |= c == '0';
        }
        for (int dot = 0; Is(c, "*.0123456789"); c = At(format, out->unit, at += 1)) {
            if (c == '.') {
                dot = 1;
                field.precision = 0;
            } else if (dot) {
                field.precision = c == '*' ? va_arg(arguments, int) : field.precision * 10 + (int)(c - '0');
            } else {
                field.width = c == '*' ? (size_t)va_arg(arguments, int) : field.width * 10 + (c - '0');
            }
        }
        for (; Is(c, "lhzjtwI"); c = At(format, out->unit, at += 1)) {
            field.wide |= c == 'l' || c == 'w';
            field.narrow |= c == 'h';
            if (c == 'z' || c == 'j' || c == 't' || c == 'I' || (c == 'l' && At(format, out->unit, at + 1) == 'l'))
                field.bits = 64;
            if (c == 'I')
                at += 2; /* 64 */
        }
        const char *const small = "0123456789abcdef", *const capital = "0123456789ABCDEF";
        const int text = field.wide ? 2 : field.narrow ? 1 : c == 'S' || c == 'C' ? 3 - out->unit : out->unit;
        wchar_t character[2] = {0, 0};
        int64_t number;
        switch (c) {
        case 'd':
        case 'i':
            number = field.bits == 64 ? va_arg(arguments, int64_t) : va_arg(arguments, int);
            PutNumber(out, &field, number < 0 ? 0 - (uint64_t)number : (uint64_t)number, 10, small, number < 0);
            break;
        case 'u':
        case 'x':
        case 'X':
            number = field.bits == 64 ? va_arg(arguments, int64_t) : (int64_t)va_arg(arguments, unsigned);
            PutNumber(out, &field, (uint64_t)number, c == 'u' ? 10 : 16, c == 'X' ? capital : small, 0);
            break;
        case 'p':
            field.precision = 16;
            PutNumber(out, &field, (uint64_t)va_arg(arguments, void *), 16, capital, 0);
            break;
        case 'c':
        case 'C':
            character[0] = (wchar_t)va_arg(arguments, int);
            PutText(out, &field, character, 2);
            break;
        case 's':
        case 'S': PutText(out, &field, va_arg(arguments, void *), text); break;
        case 'e':
        case 'f':
        case 'g': PutReal(out, &field, va_arg(arguments, double)); break;
        default: Put(out, c); break;
        }
    }
    const size_t length = out->length;
    if (out->room != 0) {
        out->length = length < out->room ? length : out->room - 1;
        Put(out, 0);
    }
    return (int)length;
}

enum { LegacyVsnprintf = 1, StandardSnprintf = 2 };

/* One without room for all answers -1, unless the standard's answer is asked for. */
static int Answer(uint64_t options, size_t room, int length)
{
    return (options & StandardSnprintf) != 0 || room == 0 || (size_t)length < room ? length : -1;
}

int __stdio_common_vsprintf(uint64_t options, char *text, size_t room, const char *format, void *locale,
                            va_list arguments)
{
    Out out = {text, room, 0, 1};
    (void)locale;
    return Answer(options, room, Format(&out, format, arguments));
}

int __stdio_common_vswprintf(uint64_t options, wchar_t *text, size_t room, const wchar_t *format, void *locale,
                             va_list arguments)
{
    Out out = {text, room, 0, 2};
    (void)locale;
    return Answer(options, room, Format(&out, format, arguments));
}
