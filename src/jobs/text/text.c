/* See text.h. Case is folded for ASCII alone: option names must not depend on the user's locale. */
#include "text.h"

#include <string.h>

#include "runtime/pure/memory.h"
#include "utf8.h"

_Static_assert(sizeof(wchar_t) == 2, "wchar_t is a UTF-16 unit: -fshort-wchar");

wchar_t *TextCopy(const wchar_t *text)
{
    const wchar_t *from = text != NULL ? text : L"";
    const size_t bytes = (TextLength(from) + 1) * sizeof(wchar_t);
    wchar_t *copy = MemoryAllocate(bytes);
    if (copy != NULL)
        memcpy(copy, from, bytes);
    return copy;
}

wchar_t *TextFromUtf8(const char *utf8)
{
    const size_t bytes = strlen(utf8);
    wchar_t *text = MemoryAllocate((bytes + 1) * sizeof(wchar_t));
    if (text != NULL)
        (void)Utf8Decode(utf8, bytes, text);
    return text;
}

char *TextCopyUtf8(const wchar_t *text)
{
    enum { BytesAUnit = 3 };
    const size_t bytes = BytesAUnit * TextLength(text) + 1;
    char *copy = MemoryAllocate(bytes);
    if (copy != NULL)
        TextToUtf8(text, copy, bytes);
    return copy;
}

void TextFree(void *text)
{
    MemoryFree(text);
}

void TextToUtf8(const wchar_t *text, char *out, size_t bytes)
{
    size_t used = 0;
    for (size_t i = 0, units; text[i] != 0; i += units) {
        char one[UTF8_CHAR_BYTES];
        units = TextIsHighSurrogate(text[i]) && TextIsLowSurrogate(text[i + 1]) ? 2 : 1;
        const size_t length = Utf8Encode(text + i, units, one);
        if (used + length >= bytes)
            break;
        memcpy(out + used, one, length);
        used += length;
    }
    out[used] = 0;
}

size_t TextLength(const wchar_t *text)
{
    return TextUntil(text, 0);
}

size_t TextUntil(const wchar_t *text, wchar_t c)
{
    size_t length = 0;
    while (text[length] != 0 && text[length] != c)
        length++;
    return length;
}

bool TextEqual(const wchar_t *a, const wchar_t *b)
{
    while (*a != 0 && *a == *b) {
        a++;
        b++;
    }
    return *a == *b;
}

wchar_t TextLower(wchar_t c)
{
    return c >= L'A' && c <= L'Z' ? (wchar_t)(c + (L'a' - L'A')) : c;
}

static bool TextIsSteering(wchar_t c)
{
    return c < L' ' || (c >= 0x7F && c <= 0x9F) || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

void TextOneLine(wchar_t *text)
{
    for (; *text != 0; text++) {
        if (TextIsSteering(*text))
            *text = L'?';
    }
}

bool TextSame(const wchar_t *a, const wchar_t *b)
{
    while (*a != 0 && TextLower(*a) == TextLower(*b)) {
        a++;
        b++;
    }
    return TextLower(*a) == TextLower(*b);
}

bool TextEndsWith(const wchar_t *text, const wchar_t *ending)
{
    const size_t length = TextLength(text), count = TextLength(ending);
    return length > count && TextSame(text + length - count, ending);
}

TextLine TextLineIn(wchar_t *out, size_t chars)
{
    const TextLine line = {out, chars - 1};
    *out = 0;
    return line;
}

void TextAddMost(TextLine *line, const wchar_t *text, size_t most)
{
    for (; most != 0 && line->room != 0 && *text != 0; most--, line->room--)
        *line->at++ = *text++;
    *line->at = 0;
}

void TextAdd(TextLine *line, const wchar_t *text)
{
    TextAddMost(line, text, SIZE_MAX);
}

void TextAddAscii(TextLine *line, const char *text)
{
    for (; line->room != 0 && *text != 0; text++, line->room--)
        *line->at++ = (wchar_t)(unsigned char)*text;
    *line->at = 0;
}

void TextAddNumber(TextLine *line, uint64_t number)
{
    wchar_t digits[21];
    wchar_t *at = digits + 20;
    *at = 0;
    do {
        *--at = (wchar_t)(L'0' + number % 10);
        number /= 10;
    } while (number != 0);
    TextAdd(line, at);
}
