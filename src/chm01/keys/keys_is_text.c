/*
 * Tells text from packed keys by the bytes alone. Packed keys are text by chance only where each of
 * their bytes is: character codes such as 'RIFF' are, so a text without a line's end counts only
 * when it is a number.
 */
#include "keys_formats.h"

/* Takes a letter of ASCII, or of another script in a comment. False: no text has it. */
static bool TakeLetter(KeysFormatLook *look, uint32_t letter)
{
    const bool end = letter == '\n' || letter == '\r';
    look->hasLines = look->hasLines || end;
    look->isComment = !end && (look->isComment || letter == '#');
    if (letter >= 0x80)
        return look->isComment;
    return end || letter == '\t' || letter == '\f' || (letter >= ' ' && letter != 0x7F);
}

/* The bytes of the UTF-8 letter at [at, end), which is not ASCII; 0: there is none. */
static size_t Utf8LetterBytes(const uint8_t *at, const uint8_t *end)
{
    const size_t bytes = *at >= 0xC2 && *at <= 0xDF   ? 2
                         : *at >= 0xE0 && *at <= 0xEF ? 3
                         : *at >= 0xF0 && *at <= 0xF4 ? 4
                                                      : 0;
    if (bytes > (size_t)(end - at))
        return 0;
    for (size_t i = 1; i < bytes; i++) {
        if ((at[i] & 0xC0) != 0x80)
            return 0;
    }
    return bytes;
}

/* Takes a letter of UTF-16 at look->at, and moves behind it. False: no text has it. */
static bool TakeUtf16(KeysFormatLook *look)
{
    const uint8_t *const bytes = look->bytes, *const at = bytes + look->at;
    const bool marked = bytes[0] >= 0xFE && bytes[1] >= 0xFE, big = marked ? bytes[0] == 0xFE : bytes[0] == 0;
    const bool isMark = marked && look->at == 0, isHalf = look->at + 1 == look->size;
    const uint32_t unit = isHalf ? ' ' : big ? (uint32_t)at[0] << 8 | at[1] : (uint32_t)at[1] << 8 | at[0];
    look->isText = marked;
    look->at += isHalf ? 1 : 2;
    return isMark || isHalf || TakeLetter(look, unit);
}

/* Looks at a text of UTF-8 likewise. */
static bool TakeUtf8(KeysFormatLook *look)
{
    const uint8_t *const at = look->bytes + look->at, *const end = look->bytes + look->size;
    const size_t more = *at >= 0x80 && !look->isComment ? Utf8LetterBytes(at, end) : 1;
    look->at += more;
    return more != 0 && (*at >= 0x80 || TakeLetter(look, *at) || (*at == 0x1A && at + 1 == end));
}

WorkAnswer KeysIsTextOn(KeysFormatLook *look, Work *work)
{
    enum { BytesAStep = 16 };
    const bool isUtf16 = KeysTextIsUtf16(look->bytes, look->size);
    while (look->at != look->size) {
        if (work->left == 0)
            return WorkMore;
        const size_t left = look->size - look->at, stop = look->at + (left < BytesAStep ? left : BytesAStep);
        work->left--;
        while (look->at < stop)
            if (!(isUtf16 ? TakeUtf16(look) : TakeUtf8(look)))
                return WorkNo;
    }
    const uint8_t *const bytes = look->bytes;
    const bool marked = look->size >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF;
    look->isText = look->isText || look->hasLines || (marked && !isUtf16);
    return look->size != 0 && (look->isText || !isUtf16) ? WorkYes : WorkNo;
}
