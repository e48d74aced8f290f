/* Numbers and text into memory, by hand. */
#include "source_text.h"

#include <string.h>

#include "source_dialect.h"

enum { MaxDigits = 20 };

static void TextCompare(SourceText *text, const char *bytes, size_t count)
{
    text->differs = text->differs || count > text->comparedBytes - text->length ||
                    memcmp(text->compared + text->length, bytes, count) != 0;
}

void TextBytes(SourceText *text, const char *bytes, size_t count)
{
    if (text->silent)
        return;
    if (text->out != NULL)
        memcpy(text->out + text->length, bytes, count);
    else if (text->compared != NULL)
        TextCompare(text, bytes, count);
    text->length += count;
}

void TextPut(SourceText *text, const char *literal)
{
    TextBytes(text, literal, strlen(literal));
}

void TextMember(SourceText *text, const char *bytes, size_t count)
{
    for (; text->isMember && count != 0; bytes++, count--) {
        const bool isCapital = *bytes >= 'A' && *bytes <= 'Z';
        text->isMember = isCapital || (*bytes >= 'a' && *bytes <= 'z');
        if (!text->isMember)
            break;
        const char put[2] = {'_', (char)(isCapital ? *bytes - 'A' + 'a' : *bytes)};
        TextBytes(text, isCapital ? put : put + 1, isCapital ? 2 : 1);
    }
    TextBytes(text, bytes, count);
}

void TextTemplate(SourceText *text, const char *pattern, const SourceWords *words)
{
    const char *mark;
    while ((mark = strchr(pattern, '$')) != NULL) {
        const char *const word = words->words[mark[1] - 'A'];
        TextMember(text, pattern, (size_t)(mark - pattern));
        TextMember(text, word, strlen(word));
        text->isMember = text->isMember || (mark[1] == 'N' && words->style == SourceSnake);
        pattern = mark + 2;
    }
    TextMember(text, pattern, strlen(pattern));
}

void TextDecimal(SourceText *text, uint64_t value)
{
    char digits[MaxDigits];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value != 0);
    TextBytes(text, digits + at, sizeof digits - at);
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
    TextBytes(text, digits + at, sizeof digits - at);
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
            TextBytes(text, &ascii, 1);
            continue;
        }
        const uint32_t digitCount = codePoint > 0xFFFF ? 8 : 4;
        TextPut(text, digitCount == 8 ? "\\U" : "\\u");
        for (uint32_t i = digitCount; i-- != 0;)
            TextBytes(text, hexDigits + (codePoint >> (4 * i) & 15), 1);
    }
}

/* ---- slices ---- */

void TextSliceBegin(SourceText *text, Work *work)
{
    text->array = 0;
    text->silent = text->firstArray != 0;
    text->stopped = false;
    text->isMember = false;
    text->stepsLeft = work->left;
}

bool TextSliceEnd(SourceText *text, Work *work)
{
    work->left = text->stepsLeft;
    return !text->stopped;
}

uint64_t TextArrayBegin(SourceText *text, uint64_t lines)
{
    text->array++;
    if (text->array != text->firstArray || text->stopped)
        return text->silent ? lines : 0;
    text->silent = false;
    return text->firstLine;
}

static bool TextArrayStop(SourceText *text, uint64_t at)
{
    text->silent = text->stopped = true;
    text->firstArray = text->array;
    text->firstLine = at;
    return false;
}

/* Stops where the text is found to be another one: it is not compared to its end. */
bool TextArrayLine(SourceText *text, uint64_t at, uint64_t lines, uint64_t steps)
{
    if (at >= lines || text->differs)
        return false;
    if (text->stepsLeft == 0)
        return TextArrayStop(text, at);
    text->stepsLeft -= steps < text->stepsLeft ? steps : text->stepsLeft;
    return true;
}

/* ---- arrays ---- */

/* Numbers are most of a header, so digits are made several at a time, as bytes of one word. */

/* Five decimal digits of a value below 100,000, the first one in the lowest byte, as numbers. */
static uint64_t FiveDigits(uint32_t value)
{
    const uint32_t first = (uint32_t)((uint64_t)value * 109951163 >> 40); /* value / 10,000 */
    const uint32_t rest = value - 10000 * first;
    const uint32_t hundreds = rest * 5243 >> 19; /* rest / 100 */
    const uint32_t pairs = hundreds | (rest - 100 * hundreds) << 16;
    const uint32_t tens = pairs * 103 >> 10 & 0x000F000F; /* of both pairs at once */
    const uint32_t digits = tens | (pairs - 10 * tens) << 8;
    return first | (uint64_t)digits << 8;
}

/*
 * Writes a decimal number and returns the place behind it. At most 13 bytes are touched: what is
 * too much gets overwritten.
 */
static char *WriteDecimal(char *at, uint32_t value)
{
    const uint64_t zeros = 0x3030303030;
    if (value >= 100000) {
        const uint32_t high = value / 100000;
        const uint64_t low = FiveDigits(value - 100000 * high) | zeros;
        at = WriteDecimal(at, high);
        memcpy(at, &low, sizeof low);
        return at + 5;
    }
    const uint32_t leading = 0u + (value < 10000) + (value < 1000) + (value < 100) + (value < 10);
    const uint64_t digits = (FiveDigits(value) | zeros) >> (8 * leading);
    memcpy(at, &digits, sizeof digits);
    return at + 5 - leading;
}

/* The eight hexadecimal digits of a number. */
static char *WriteHex(char *at, uint32_t number)
{
    uint64_t nibbles = number; /* from the lowest byte: least significant first */
    nibbles = (nibbles | nibbles << 16) & 0x0000FFFF0000FFFF;
    nibbles = (nibbles | nibbles << 8) & 0x00FF00FF00FF00FF;
    nibbles = (nibbles | nibbles << 4) & 0x0F0F0F0F0F0F0F0F;
    nibbles = nibbles << 32 | nibbles >> 32; /* now most significant first */
    nibbles = (nibbles & 0x0000FFFF0000FFFF) << 16 | (nibbles >> 16 & 0x0000FFFF0000FFFF);
    nibbles = (nibbles & 0x00FF00FF00FF00FF) << 8 | (nibbles >> 8 & 0x00FF00FF00FF00FF);
    const uint64_t letters = (nibbles + 0x0606060606060606) >> 4 & 0x0101010101010101;
    const uint64_t digits = nibbles + 0x3030303030303030 + letters * ('A' - '0' - 10);
    memcpy(at, &digits, sizeof digits);
    return at + sizeof digits;
}

enum {
    Indent = 4,
    Overwritten = 16, /* bytes behind the text that may be touched */
    LineBytes = 512   /* more than any line of numbers */
};

/*
 * Counts lines of numbers of at most charactersEach characters, with the comma. True: that was all.
 */
static int CountOnly(SourceText *text, uint64_t count, uint64_t charactersEach, uint64_t perLine)
{
    if (text->out != NULL || text->compared != NULL)
        return 0;
    if (text->silent)
        return 1;
    text->length += (size_t)(count * charactersEach + (count / perLine + 1) * (Indent + 1) + Overwritten);
    return 1;
}

/*
 * Writes the numbers from `from` to before `to`, each with a comma. Returns the place behind them.
 */
typedef char *WriteNumbers(char *at, const void *numbers, uint32_t elementBytes, uint64_t from, uint64_t to,
                           uint32_t mask);

static uint32_t ElementAt(const void *numbers, uint32_t elementBytes, uint64_t i)
{
    if (elementBytes == 1)
        return ((const uint8_t *)numbers)[i];
    return elementBytes == 2 ? ((const uint16_t *)numbers)[i] : ((const uint32_t *)numbers)[i];
}

static char *WriteDecimals(char *at, const void *numbers, uint32_t elementBytes, uint64_t from, uint64_t to,
                           uint32_t mask)
{
    for (uint64_t i = from; i < to; i++) {
        at = WriteDecimal(at, ElementAt(numbers, elementBytes, i) & mask);
        *at++ = ',';
    }
    return at;
}

static char *WriteHexes(char *at, const void *numbers, uint32_t elementBytes, uint64_t from, uint64_t to, uint32_t mask)
{
    (void)mask;
    for (uint64_t i = from; i < to; i++) {
        const uint64_t number = elementBytes == 4 ? ((const uint32_t *)numbers)[i] : ((const uint64_t *)numbers)[i];
        *at++ = '0';
        *at++ = 'x';
        if (elementBytes == 8)
            at = WriteHex(at, (uint32_t)(number >> 32));
        at = WriteHex(at, (uint32_t)number);
        *at++ = ',';
    }
    return at;
}

static void PutLines(SourceText *text, WriteNumbers *write, const void *numbers, uint64_t count, uint32_t elementBytes,
                     uint64_t perLine, uint32_t mask)
{
    char line[LineBytes];
    const uint64_t lines = (count + perLine - 1) / perLine;
    for (uint64_t i = TextArrayBegin(text, lines); TextArrayLine(text, i, lines, perLine); i++) {
        char *start = text->out != NULL ? text->out + text->length : line;
        const uint64_t from = i * perLine, to = from + perLine < count ? from + perLine : count;
        memset(start, ' ', Indent);
        char *end = write(start + Indent, numbers, elementBytes, from, to, mask);
        *end++ = '\n';
        if (text->out == NULL)
            TextCompare(text, line, (size_t)(end - line));
        text->length += (size_t)(end - start);
    }
}

static void PutDecimals(SourceText *text, const void *values, uint64_t count, uint32_t elementBytes, uint32_t typeBytes,
                        uint32_t mask)
{
    const uint64_t perLine = typeBytes <= 2 ? 20 : 12;
    if (!CountOnly(text, count, typeBytes <= 2 ? 6 : 11, perLine))
        PutLines(text, WriteDecimals, values, count, elementBytes, perLine, mask);
}

void TextDecimals(SourceText *text, const void *values, uint64_t count, uint32_t elementBytes, uint32_t mask)
{
    PutDecimals(text, values, count, elementBytes, elementBytes, mask);
}

void TextDecimalsOf(SourceText *text, const void *values, uint64_t count, uint32_t elementBytes, uint32_t typeBytes)
{
    PutDecimals(text, values, count, elementBytes, typeBytes, UINT32_MAX);
}

enum { WordsPerLine = 6 };

void TextHexes(SourceText *text, const void *numbers, uint64_t count, uint32_t elementBytes)
{
    const uint64_t perLine = elementBytes == 4 ? 12 : WordsPerLine;
    if (!CountOnly(text, count, 3 + 2 * elementBytes, perLine))
        PutLines(text, WriteHexes, numbers, count, elementBytes, perLine, 0);
}

/* The function that makes the numbers of lines, and its context. */
typedef struct Made {
    TextMake *make;
    const void *context;
} Made;

static char *WriteMade(char *at, const void *numbers, uint32_t elementBytes, uint64_t from, uint64_t to, uint32_t mask)
{
    const Made *const made = numbers;
    uint64_t line[WordsPerLine];
    made->make(made->context, from, to, line);
    return WriteHexes(at, line, elementBytes, 0, to - from, mask);
}

void TextHexesMade(SourceText *text, TextMake *make, const void *context, uint64_t count)
{
    const Made made = {make, context};
    if (!CountOnly(text, count, 3 + 2 * sizeof(uint64_t), WordsPerLine))
        PutLines(text, WriteMade, &made, count, sizeof(uint64_t), WordsPerLine, 0);
}

#define ROW "PERFECTHASH_ROW "

/* A number as \x and its digits: what follows is no digit, but the next number or the quote. */
static char *WriteEscape(char *at, uint32_t number)
{
    char digits[8];
    size_t leading = 0;
    (void)WriteHex(digits, number);
    while (leading < 7 && digits[leading] == '0')
        leading++;
    *at++ = '\\';
    *at++ = 'x';
    memcpy(at, digits + leading, 8 - leading);
    return at + 8 - leading;
}

static char *WriteLiteral(char *at, const void *numbers, uint32_t elementBytes, uint64_t from, uint64_t to,
                          uint32_t mask)
{
    if (from != 0 && from % SourceRowNumbers == 0) {
        memcpy(at, ROW, sizeof ROW - 1);
        at += sizeof ROW - 1;
    }
    if (elementBytes != 1)
        *at++ = elementBytes == 2 ? 'u' : 'U';
    *at++ = '"';
    for (uint64_t i = from; i < to; i++)
        at = WriteEscape(at, ElementAt(numbers, elementBytes, i) & mask);
    *at++ = '"';
    return at;
}

/* Lines divide rows, so that a row begins a line. */
void TextStrings(SourceText *text, const void *numbers, uint64_t count, uint32_t elementBytes, uint32_t mask)
{
    const uint64_t perLine = elementBytes <= 2 ? 16 : 8, lineBytes = 3 + sizeof ROW; /* beside the numbers */
    if (text->out != NULL || text->compared != NULL) {
        PutLines(text, WriteLiteral, numbers, count, elementBytes, perLine, mask);
        return;
    }
    if (!text->silent)
        text->length += (size_t)((count / perLine + 1) * lineBytes);
    (void)CountOnly(text, count, 2 + 2 * elementBytes, perLine);
}
