/*
 * Keys as text: UTF-8 or ASCII, one number a line, decimal or 0x hexadecimal, up to 64 bits. Spaces
 * and tabs around it, empty lines, a byte order mark, LF or CRLF ends and # comments (to the end of
 * the line) are fine; anything else is an error that tells the line.
 */
#include <string.h>

#include "chm01/base/guid.h"
#include "keys_formats.h"
#include "keys_lines.h"

/*
 * Reads the digits at [at, end) in a base of 10 or 16; *past is behind the last. False when the
 * number needs more than 64 bits.
 */
static bool ReadDigits(const uint8_t *at, const uint8_t *end, uint32_t base, uint64_t *value, const uint8_t **past)
{
    const uint64_t most = UINT64_MAX / base;
    bool fits = true;
    *value = 0;
    for (; at != end; at++) {
        const uint32_t digit = GuidDigit(*at);
        if (digit >= base)
            break;
        fits = fits && *value <= most && *value * base <= UINT64_MAX - digit;
        *value = *value * base + digit;
    }
    *past = at;
    return fits;
}

static ChmStatus KeysTextReadNumber(const uint8_t *text, const KeysLine *line, uint64_t *value, ChmError *error)
{
    const uint8_t *at = line->from, *past;
    uint32_t base = 10;
    if (line->to - at >= 2 && at[0] == '0' && (at[1] | 0x20) == 'x') {
        base = 16;
        at += 2;
    }
    const bool fits = ReadDigits(at, line->to, base, value, &past);
    if (past == at && base == 10)
        return KeysLineFail(text, line, at, KeysLineReason(line, "it holds no decimal or 0x number"), error);
    if (past == at)
        return KeysLineFail(text, line, at, "there are no digits behind 0x", error);
    if (past != line->to)
        return KeysLineFail(text, line, past, KeysLineReason(line, "something stands behind the number"), error);
    return fits ? ChmOk : KeysLineFail(text, line, line->from, "the number needs more than 64 bits", error);
}

/* Makes the 64-bit keys 32-bit ones, in place. */
static bool KeysTextNarrow(KeysDecoding *decoding, Work *work)
{
    uint8_t *const memory = decoding->memory;
    const size_t stop = WorkUntil(work, decoding->place.at, decoding->count);
    for (size_t i = decoding->place.at; i < stop; i++) {
        uint64_t wide;
        memcpy(&wide, memory + 8 * i, sizeof wide);
        const uint32_t narrow = (uint32_t)wide;
        memcpy(memory + 4 * i, &narrow, sizeof narrow);
    }
    return WorkPassed(&decoding->place, stop, decoding->count);
}

bool KeysLineIsNumber(const KeysLine *line)
{
    uint64_t key;
    return KeysTextReadNumber(line->from, line, &key, NULL) == ChmOk;
}

bool KeysTextIsUtf16(const uint8_t *bytes, size_t size)
{
    if (size < 2)
        return false;
    const bool marked = (bytes[0] == 0xFF && bytes[1] == 0xFE) || (bytes[0] == 0xFE && bytes[1] == 0xFF);
    return marked || (bytes[0] == 0) != (bytes[1] == 0);
}

static bool KeysTextFits(uint64_t key, uint32_t keySizeInBytes)
{
    return keySizeInBytes == 0 || keySizeInBytes == 8 || key >> 8 * keySizeInBytes == 0;
}

static const char *KeysTextTooWide(uint32_t keySizeInBytes)
{
    return keySizeInBytes == 1   ? "the number needs more than 8 bits"
           : keySizeInBytes == 2 ? "the number needs more than 16 bits"
                                 : "the number needs more than 32 bits";
}

static ChmStatus KeysTextTake(KeysDecoding *decoding, const KeysLine *line, ChmError *error)
{
    uint64_t key;
    const ChmStatus status = KeysTextReadNumber(decoding->bytes, line, &key, error);
    if (status != ChmOk)
        return status;
    if (!KeysTextFits(key, decoding->keySizeInBytes))
        return KeysLineFail(decoding->bytes, line, line->from, KeysTextTooWide(decoding->keySizeInBytes), error);
    decoding->all |= key;
    memcpy((uint8_t *)decoding->memory + 8 * decoding->count, &key, sizeof key);
    return ChmOk;
}

ChmStatus KeysTextDecodeOn(KeysDecoding *decoding, Work *work, KeySet *out, ChmError *error)
{
    if (KeysTextIsUtf16(decoding->bytes, decoding->size))
        return ChmFail(error, ChmTextMalformed, "the text is UTF-16; expected UTF-8", 1, 0, 0);
    if (decoding->place.loop == 0) {
        const ChmStatus status = KeysLinesDecodeOn(decoding, work, KeysTextTake, error);
        if (status != ChmOk)
            return status;
        decoding->place.loop = 1;
    }
    out->keySizeInBytes = decoding->keySizeInBytes == 8 || decoding->all > UINT32_MAX ? 8 : 4;
    if (out->keySizeInBytes == 4 && !KeysTextNarrow(decoding, work))
        return ChmContinue;
    out->keys = decoding->memory;
    out->count = decoding->count;
    return ChmOk;
}
