/* Numbers and text into memory, by hand. */
#include "source_text.h"

#include <string.h>

enum { MaxDigits = 20 };

static void PutBytes(SourceText *text, const char *bytes, size_t count)
{
    if (text->out != NULL)
        memcpy(text->out + text->length, bytes, count);
    text->length += count;
}

void TextPut(SourceText *text, const char *literal)
{
    PutBytes(text, literal, strlen(literal));
}

void TextTemplate(SourceText *text, const char *pattern, const SourceWords *words)
{
    const char *mark;
    while ((mark = strchr(pattern, '$')) != NULL) {
        PutBytes(text, pattern, (size_t)(mark - pattern));
        TextPut(text, words->words[mark[1] - 'A']);
        pattern = mark + 2;
    }
    TextPut(text, pattern);
}

/* Writes value at `at` and returns the place behind it. Two digits a division: half the multiplies. */
static char *WriteDecimal(char *at, uint64_t value)
{
    static const char pairs[] = "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849"
                                "5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";
    char digits[MaxDigits];
    char *first = digits + MaxDigits;
    while (value >= 100) {
        const uint64_t rest = value / 100;
        first -= 2;
        memcpy(first, pairs + 2 * (value - 100 * rest), 2);
        value = rest;
    }
    if (value >= 10) {
        first -= 2;
        memcpy(first, pairs + 2 * value, 2);
    } else
        *--first = (char)('0' + value);
    const size_t length = (size_t)(digits + MaxDigits - first);
    memcpy(at, first, length);
    return at + length;
}

/* Without a branch on the number of digits. Touches 8 bytes; what is too much gets overwritten by what comes next. */
static char *WriteDecimal16(char *at, uint32_t value)
{
    const uint32_t length = 1u + (value >= 10) + (value >= 100) + (value >= 1000) + (value >= 10000);
    uint64_t digits = 0;    /* the first digit in the lowest byte */
    for (int i = 0; i < 5; i++) {
        const uint32_t rest = value * 52429u >> 19;     /* value / 10 below 81,920 */
        digits = digits << 8 | ('0' + value - 10 * rest);
        value = rest;
    }
    digits >>= 8 * (5 - length);
    memcpy(at, &digits, sizeof digits);
    return at + length;
}

void TextDecimal(SourceText *text, uint64_t value)
{
    char digits[MaxDigits];
    const char *const end = WriteDecimal(digits, value);
    PutBytes(text, digits, (size_t)(end - digits));
}

static const char hexDigits[] = "0123456789ABCDEF";

void TextHex(SourceText *text, uint64_t value)
{
    char digits[18];
    size_t at = sizeof digits;
    do {
        digits[--at] = hexDigits[value & 15];
        value >>= 4;
    } while (value != 0);
    digits[--at] = 'x';
    digits[--at] = '0';
    PutBytes(text, digits + at, sizeof digits - at);
}

/* The code point at *utf8, which moves behind it; a byte that begins none counts as itself. */
static uint32_t NextCodePoint(const char **utf8)
{
    const uint8_t *const bytes = (const uint8_t *)*utf8;
    const uint32_t more = bytes[0] >= 0xF0 ? 3 : bytes[0] >= 0xE0 ? 2 : bytes[0] >= 0xC0 ? 1 : 0;
    uint32_t codePoint = more == 0 ? bytes[0] : bytes[0] & (0x3Fu >> more);
    for (uint32_t i = 1; i <= more; i++) {
        if ((bytes[i] & 0xC0) != 0x80) {
            *utf8 += 1;
            return bytes[0];
        }
        codePoint = codePoint << 6 | (bytes[i] & 0x3Fu);
    }
    *utf8 += more + 1;
    return codePoint;
}

void TextEscaped(SourceText *text, const char *utf8)
{
    while (*utf8 != 0) {
        const uint32_t codePoint = NextCodePoint(&utf8);
        if (codePoint >= ' ' && codePoint <= '~' && codePoint != '*') {
            const char ascii = (char)codePoint;
            PutBytes(text, &ascii, 1);
            continue;
        }
        const uint32_t digitCount = codePoint > 0xFFFF ? 8 : 4;
        TextPut(text, digitCount == 8 ? "\\U" : "\\u");
        for (uint32_t i = digitCount; i-- != 0;)
            PutBytes(text, hexDigits + (codePoint >> (4 * i) & 15), 1);
    }
}

static char *WriteNumbers16(char *at, const uint16_t *numbers, uint64_t from, uint64_t to, uint32_t mask)
{
    for (; from < to; from++) {
        at = WriteDecimal16(at, numbers[from] & mask);
        *at++ = ',';
    }
    return at;
}

static char *WriteNumbers(char *at, const void *numbers, uint64_t from, uint64_t to, uint32_t elementBytes, uint64_t mask)
{
    for (; from < to; from++) {
        const uint64_t number = (elementBytes == 4 ? ((const uint32_t *)numbers)[from] : ((const uint64_t *)numbers)[from]) & mask;
        at = WriteDecimal(at, number);
        if (number > INT64_MAX) {       /* a decimal literal without a suffix is a signed one */
            memcpy(at, "ull", 3);
            at += 3;
        }
        *at++ = ',';
    }
    return at;
}

void TextNumbers(SourceText *text, const void *numbers, uint64_t count, uint32_t elementBytes, uint64_t mask)
{
    const uint32_t digits = elementBytes == 2 ? 5 : elementBytes == 4 ? 10 : 20;
    const uint64_t perLine = elementBytes == 2 ? 20 : elementBytes == 4 ? 12 : 6;
    const uint64_t lines = count / perLine + 1;
    if (text->out == NULL) {
        text->length += (size_t)(count * (digits + (elementBytes == 8 ? 4 : 1)) + lines * 5 + sizeof(uint64_t));
        return;
    }
    char *at = text->out + text->length;
    for (uint64_t from = 0; from < count; from += perLine) {
        const uint64_t to = from + perLine < count ? from + perLine : count;
        memcpy(at, "    ", 4);
        at = elementBytes == 2 ? WriteNumbers16(at + 4, numbers, from, to, (uint32_t)mask & UINT16_MAX)
                               : WriteNumbers(at + 4, numbers, from, to, elementBytes, mask);
        if (to == count)
            at--;                       /* no comma behind the last */
        *at++ = '\n';
    }
    text->length = (size_t)(at - text->out);
}
