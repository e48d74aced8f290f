/* Reads the text of a cell: a number, true or false, a key. See record.h. */
#include <string.h>

#include "chm01/base/guid.h"
#include "record.h"

const char *const recordTypeNames[RecordTypes] = {"",    "text", "bool", "f64", "enum", "u8", "u16",
                                                  "u32", "u64",  "i8",   "i16", "i32",  "i64"};

static bool IsDigit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

static const uint8_t *DigitsEnd(const uint8_t *at, const uint8_t *end)
{
    while (at != end && IsDigit(*at))
        at++;
    return at;
}

/* Returns the digits as a number, base 10 or 16; false in *fits: more than 64 bits. */
static uint64_t WholeNumber(const uint8_t *at, const uint8_t *end, uint32_t base, bool *fits)
{
    uint64_t value = 0;
    *fits = at != end;
    for (; at != end; at++) {
        const uint32_t digit = GuidDigit(*at);
        *fits = *fits && digit < base && value <= (UINT64_MAX - digit) / base;
        value = value * base + digit;
    }
    return value;
}

/* Reads an exponent at its letter; returns its end, NULL: it is none. */
static const uint8_t *ReadExponent(const uint8_t *at, const uint8_t *end, int *value)
{
    enum { Enough = 100000 };
    at++;
    const bool isNegative = at != end && *at == '-';
    if (at != end && (*at == '-' || *at == '+'))
        at++;
    const uint8_t *const past = DigitsEnd(at, end);
    for (const uint8_t *digit = at; digit != past && *value < Enough; digit++)
        *value = 10 * *value + (*digit - '0');
    *value = isNegative ? -*value : *value;
    return past != at ? past : NULL;
}

/* Is a number with these digits a finite double, and not 0 unless they are? */
static bool InRange(const uint8_t *from, const uint8_t *to, int exponent)
{
    enum { Highest = 307, Lowest = -323 };
    const uint8_t *const point = DigitsEnd(from, to);
    const uint8_t *first = from;
    while (first != to && (*first == '0' || *first == '.'))
        first++;
    if (first == to)
        return true;
    const ptrdiff_t scale = point - first - (first < point);
    return scale + exponent <= Highest && scale + exponent >= Lowest;
}

/* Reads what follows the sign of a number that is not whole. */
static bool ReadFraction(const uint8_t *at, const uint8_t *end)
{
    int exponent = 0;
    const uint8_t *past = DigitsEnd(at, end);
    size_t digitCount = (size_t)(past - at);
    if (past != end && *past == '.') {
        const uint8_t *const fraction = past + 1;
        past = DigitsEnd(fraction, end);
        digitCount += (size_t)(past - fraction);
    }
    if (digitCount == 0)
        return false;
    const uint8_t *const digits = past;
    if (past != end && (*past | 0x20) == 'e')
        past = ReadExponent(past, end, &exponent);
    return past == end && InRange(at, digits, exponent);
}

/* Is there a point without a digit behind it? */
static bool HasBarePoint(const uint8_t *at, const uint8_t *end)
{
    while (at != end && *at != '.')
        at++;
    return at != end && (at + 1 == end || !IsDigit(at[1]));
}

RecordNumber RecordNumberOf(const uint8_t *text, size_t length)
{
    RecordNumber number = {.isNegative = length != 0 && text[0] == '-'};
    number.signBytes = number.isNegative || (length != 0 && text[0] == '+');
    const uint8_t *const end = text + length, *const at = text + number.signBytes;
    const bool isHex = length > 2 && text[0] == '0' && (text[1] | 0x20) == 'x';
    number.magnitude = WholeNumber(isHex ? at + 2 : at, end, isHex ? 16 : 10, &number.isWhole);
    number.isNumber = number.isWhole || (!isHex && ReadFraction(at, end));
    const bool isLed = !isHex && end - at > 1 && at[0] == '0' && IsDigit(at[1]);
    number.isPadded = isLed || at != text + number.isNegative || HasBarePoint(at, end);
    return number;
}

bool RecordNumberFits(const RecordNumber *number, RecordType type)
{
    const bool isSigned = type >= RecordI8;
    const uint32_t bits = 8u << (type - (isSigned ? RecordI8 : RecordU8));
    const uint64_t most = UINT64_MAX >> (64 - bits) >> isSigned;
    if (!number->isWhole)
        return false;
    if (!number->isNegative)
        return number->magnitude <= most;
    return number->magnitude <= (isSigned ? most + 1 : 0);
}

int RecordBoolOf(const uint8_t *text, size_t length)
{
    const char *const word = length == 4 ? "true" : "false";
    if (length != strlen(word))
        return -1;
    for (size_t i = 0; i < length; i++) {
        if ((text[i] | 0x20) != word[i])
            return -1;
    }
    return length == 4;
}

/* Returns the length of the character there, 0: it is none. */
static size_t CharacterBytes(const uint8_t *at, size_t left)
{
    const uint8_t first = at[0];
    const size_t bytes = first < 0x80   ? 1
                         : first < 0xC2 ? 0
                         : first < 0xE0 ? 2
                         : first < 0xF0 ? 3
                         : first < 0xF5 ? 4
                                        : 0;
    if (bytes > left)
        return 0;
    for (size_t i = 1; i < bytes; i++)
        if ((at[i] & 0xC0) != 0x80)
            return 0;
    const bool isLong = (first == 0xE0 && at[1] < 0xA0) || (first == 0xF0 && at[1] < 0x90);
    const bool isNone = (first == 0xED && at[1] >= 0xA0) || (first == 0xF4 && at[1] >= 0x90);
    return isLong || isNone ? 0 : bytes;
}

bool RecordIsUtf8(const uint8_t *text, size_t length)
{
    for (size_t at = 0; at < length;) {
        const size_t bytes = CharacterBytes(text + at, length - at);
        if (bytes == 0)
            return false;
        at += bytes;
    }
    return true;
}

static bool IsBlankByte(uint8_t c)
{
    return c == ' ' || c == '\t';
}

RecordCell RecordTrim(const uint8_t *pool, RecordCell cell)
{
    while (cell.length != 0 && IsBlankByte(pool[cell.start])) {
        cell.start++;
        cell.length--;
    }
    while (cell.length != 0 && IsBlankByte(pool[cell.start + cell.length - 1]))
        cell.length--;
    return cell;
}

bool RecordKeyOf(const uint8_t *pool, RecordCell cell, uint64_t *halves, bool *isGuid)
{
    enum { KeyChars = 80 };
    uint16_t text[KeyChars];
    const RecordCell trimmed = RecordTrim(pool, cell);
    if (trimmed.length > KeyChars)
        return false;
    for (size_t i = 0; i < trimmed.length; i++)
        text[i] = pool[trimmed.start + i];
    if (isGuid != NULL)
        *isGuid = GuidIsText(text, trimmed.length);
    return GuidRead(text, trimmed.length, halves) == GuidOk;
}
