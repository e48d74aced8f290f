/*
 * See utf8.h. What is well-formed: table 3-7 of the Unicode standard; how much becomes one U+FFFD:
 * its "substitution of maximal subparts".
 */
#include "utf8.h"

#include <stdint.h>

#include "text.h"

enum { Replacement = 0xFFFD, FirstPair = 0x10000 };

static size_t PutCharacter(uint32_t c, char *out)
{
    const unsigned tails = c < 0x80 ? 0 : c < 0x800 ? 1 : c < FirstPair ? 2 : 3;
    static const uint8_t heads[] = {0x00, 0xC0, 0xE0, 0xF0};
    if (out == NULL)
        return tails + 1;
    out[0] = (char)(heads[tails] | c >> 6 * tails);
    for (unsigned i = 1; i <= tails; i++)
        out[i] = (char)(0x80 | (c >> 6 * (tails - i) & 0x3F));
    return tails + 1;
}

size_t Utf8Encode(const wchar_t *text, size_t units, char *out)
{
    size_t written = 0;
    for (size_t i = 0; i < units; i++) {
        uint32_t c = text[i];
        if (TextIsHighSurrogate(text[i]) && i + 1 < units && TextIsLowSurrogate(text[i + 1]))
            c = FirstPair + ((c & 0x3FF) << 10) + (text[++i] & 0x3FFu);
        else if (TextIsHighSurrogate(text[i]) || TextIsLowSurrogate(text[i]))
            c = Replacement;
        written += PutCharacter(c, out != NULL ? out + written : NULL);
    }
    return written;
}

/*
 * Takes a character off *at, or what could begin one and is then U+FFFD; returns whether it was
 * well-formed.
 */
static bool TakeCharacter(const uint8_t **at, const uint8_t *end, uint32_t *out)
{
    const uint8_t head = *(*at)++;
    const unsigned tails = head < 0xC2 || head > 0xF4 ? 0 : head < 0xE0 ? 1 : head < 0xF0 ? 2 : 3;
    /* The second byte alone keeps overlong forms, surrogates and what lies above U+10FFFF out. */
    uint8_t least = head == 0xE0   ? 0xA0
                    : head == 0xF0 ? 0x90
                                   : 0x80,
            most = head == 0xED   ? 0x9F
                   : head == 0xF4 ? 0x8F
                                  : 0xBF;
    *out = tails == 0 ? head : head & (0x3Fu >> tails);
    bool sound = head < 0x80 || tails != 0;
    for (unsigned i = 0; i < tails && sound; i++, least = 0x80, most = 0xBF) {
        sound = *at != end && **at >= least && **at <= most;
        if (sound)
            *out = *out << 6 | (*(*at)++ & 0x3Fu);
    }
    if (!sound)
        *out = Replacement;
    return sound;
}

bool Utf8Decode(const char *utf8, size_t bytes, wchar_t *out)
{
    size_t units;
    return Utf8DecodeUnits(utf8, bytes, out, &units);
}

bool Utf8DecodeUnits(const char *utf8, size_t bytes, wchar_t *out, size_t *units)
{
    bool sound = true;
    const wchar_t *const begin = out;
    const uint8_t *at = (const uint8_t *)utf8, *const end = at + bytes;
    while (at != end) {
        uint32_t c;
        sound = TakeCharacter(&at, end, &c) && sound;
        if (c >= FirstPair) {
            *out++ = (wchar_t)(0xD800 + ((c - FirstPair) >> 10));
            c = 0xDC00 + (c & 0x3FF);
        }
        *out++ = (wchar_t)c;
    }
    *out = 0;
    *units = (size_t)(out - begin);
    return sound;
}
