/* See text_utf16.h. */
#include "text_utf16.h"

bool TextIsUtf16(const uint8_t *text, size_t size)
{
    return size >= 2 && ((text[0] == 0xFF && text[1] == 0xFE) || (text[0] == 0xFE && text[1] == 0xFF));
}

static uint32_t TextUtf16Unit(const uint8_t *at, bool big)
{
    return big ? (uint32_t)at[0] << 8 | at[1] : (uint32_t)at[1] << 8 | at[0];
}

/* Is it the first half of a pair (0xD800) or the second (0xDC00)? */
static bool TextIsHalf(uint32_t unit, uint32_t half)
{
    return (unit & 0xFC00) == half;
}

/* Returns the code point at `at`, and its bytes in *bytes; UINT32_MAX: half a pair alone. */
static uint32_t TextUtf16CodePoint(const uint8_t *at, const uint8_t *end, bool big, size_t *bytes)
{
    const uint32_t unit = TextUtf16Unit(at, big);
    *bytes = 2;
    if (!TextIsHalf(unit, 0xD800) && !TextIsHalf(unit, 0xDC00))
        return unit;
    const uint32_t second = end - at >= 4 ? TextUtf16Unit(at + 2, big) : 0;
    if (TextIsHalf(unit, 0xDC00) || !TextIsHalf(second, 0xDC00))
        return UINT32_MAX;
    *bytes = 4;
    return 0x10000 + ((unit & 0x3FF) << 10 | (second & 0x3FF));
}

/* Writes one code point and returns the place behind it. */
static uint8_t *TextPutUtf8(uint8_t *out, uint32_t codePoint)
{
    const uint32_t more = codePoint < 0x80 ? 0 : codePoint < 0x800 ? 1 : codePoint < 0x10000 ? 2 : 3;
    static const uint8_t leads[] = {0, 0xC0, 0xE0, 0xF0};
    *out++ = (uint8_t)(leads[more] | codePoint >> (6 * more));
    for (uint32_t i = more; i-- != 0;)
        *out++ = (uint8_t)(0x80 | (codePoint >> (6 * i) & 0x3F));
    return out;
}

ChmStatus TextUtf16Decode(const uint8_t *text, size_t size, uint8_t *out, size_t *length, ChmError *error)
{
    const bool big = text[0] == 0xFE;
    const uint8_t *const end = text + size / 2 * 2;
    uint8_t *to = out;
    uint64_t line = 1;
    size_t bytes;
    for (const uint8_t *at = text + 2; at != end; at += bytes) {
        const uint32_t codePoint = TextUtf16CodePoint(at, end, big, &bytes);
        if (codePoint == UINT32_MAX)
            return ChmFail(error, ChmTextMalformed, "half of a surrogate pair stands alone", line, 0, 0);
        line += codePoint == '\n';
        to = TextPutUtf8(to, codePoint);
    }
    if (size % 2 != 0)
        return ChmFail(error, ChmTextMalformed, "the UTF-16 ends amid a character", line, 0, 0);
    *length = (size_t)(to - out);
    return ChmOk;
}
