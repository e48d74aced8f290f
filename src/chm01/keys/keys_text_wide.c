/*
 * Text of 128-bit keys: a line holds a GUID, with or without braces, or a number as other texts
 * have it, in hexadecimal of up to 128 bits. Lines are those of keys_text.c.
 */
#include <string.h>

#include "chm01/base/guid.h"
#include "keys_formats.h"
#include "keys_lines.h"

enum { LineChars = 80 }; /* longer ones are read as far, and then are too large */

/* Copies a line's characters for guid.h, which reads UTF-16; returns how many. */
static size_t WideLineTake(const KeysLine *line, uint16_t *out)
{
    const size_t length = (size_t)(line->to - line->from);
    const size_t count = length < LineChars ? length : LineChars;
    for (size_t i = 0; i < count; i++)
        out[i] = line->from[i];
    return count;
}

/* Leading zeros of a long line, so that what is cut off counts. */
static ChmStatus WideLineRead(const uint8_t *bytes, const KeysLine *line, WideKey *key, ChmError *error)
{
    uint16_t text[LineChars];
    uint64_t halves[2];
    const GuidStatus status = GuidRead(text, WideLineTake(line, text), halves);
    const bool cut = (size_t)(line->to - line->from) > LineChars;
    if (status == GuidNotRead)
        return KeysLineFail(bytes, line, line->from, KeysLineReason(line, KEYS_NO_GUID), error);
    if (status == GuidTooLarge || cut)
        return KeysLineFail(bytes, line, line->from, "the number needs more than 128 bits, or more than 64 in decimal",
                            error);
    key->low = halves[0];
    key->high = halves[1];
    return ChmOk;
}

bool KeysLineIsWide(const KeysLine *line)
{
    uint16_t text[LineChars];
    uint64_t halves[2];
    const size_t length = WideLineTake(line, text);
    return GuidIsText(text, length) || (GuidRead(text, length, halves) == GuidOk && halves[1] != 0);
}

static ChmStatus WideLineKey(KeysDecoding *decoding, const KeysLine *line, ChmError *error)
{
    return WideLineRead(decoding->bytes, line, (WideKey *)decoding->memory + decoding->count, error);
}

ChmStatus KeysTextWideDecodeOn(KeysDecoding *decoding, Work *work, KeySet *out, ChmError *error)
{
    if (KeysTextIsUtf16(decoding->bytes, decoding->size))
        return ChmFail(error, ChmTextMalformed, "the text is UTF-16; expected UTF-8", 1, 0, 0);
    const ChmStatus status = KeysLinesDecodeOn(decoding, work, WideLineKey, error);
    if (status != ChmOk)
        return status;
    out->keys = decoding->memory;
    out->count = decoding->count;
    out->keySizeInBytes = sizeof(WideKey);
    return ChmOk;
}
