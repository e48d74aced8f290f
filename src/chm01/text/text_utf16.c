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

/* Fails about what would have been written there. */
static ChmStatus TextUtf16Fail(TextUtf16 *decoding, const uint8_t *to, const char *reason, ChmError *error)
{
    decoding->length = (size_t)(to - decoding->out);
    return ChmFail(error, ChmTextMalformed, reason, decoding->line + 1, decoding->length, 0);
}

ChmStatus TextUtf16DecodeOn(TextUtf16 *decoding, Work *work, ChmError *error)
{
    enum { BytesAStep = 16 };
    const bool big = decoding->text[0] == 0xFE;
    const size_t whole = decoding->size / 2 * 2, begin = decoding->at != 0 ? decoding->at : 2;
    const size_t most = BytesAStep * WorkUntil(work, 0, (whole - begin) / BytesAStep + 1);
    const uint8_t *const end = decoding->text + whole, *at = decoding->text + begin;
    const uint8_t *const stop = most < whole - begin ? at + most : end;
    uint8_t *to = decoding->out + decoding->length;
    size_t bytes;
    for (; at < stop; at += bytes) {
        const uint32_t codePoint = TextUtf16CodePoint(at, end, big, &bytes);
        if (codePoint == UINT32_MAX)
            return TextUtf16Fail(decoding, to, "half of a surrogate pair stands alone", error);
        decoding->line += codePoint == '\n';
        to = TextPutUtf8(to, codePoint);
    }
    decoding->at = (size_t)(at - decoding->text);
    decoding->length = (size_t)(to - decoding->out);
    if (at != end)
        return ChmContinue;
    if (decoding->size % 2 != 0)
        return TextUtf16Fail(decoding, to, "the UTF-16 ends amid a character", error);
    return ChmOk;
}

ChmStatus TextUtf16Decode(const uint8_t *text, size_t size, uint8_t *out, size_t *length, ChmError *error)
{
    TextUtf16 decoding = {.text = text, .size = size, .out = out};
    Work work = WorkAll();
    const ChmStatus status = TextUtf16DecodeOn(&decoding, &work, error);
    *length = decoding.length;
    return status;
}
