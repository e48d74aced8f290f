/* See keys_lines.h. */
#include "keys_lines.h"

#include <string.h>

#include "chm01/base/guid.h"

static size_t BomBytes(const uint8_t *bytes, size_t size)
{
    return size >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF ? 3 : 0;
}

static const uint8_t *LineEnd(const uint8_t *at, const uint8_t *end)
{
    const uint8_t *newline = memchr(at, '\n', (size_t)(end - at));
    return newline != NULL ? newline : end;
}

static bool LineIsBlank(uint8_t c)
{
    return c == ' ' || c == '\t';
}

/* A key takes a line, and two bytes but for the last. */
size_t KeysLinesMost(const uint8_t *bytes, size_t size)
{
    if (size == 0)
        return 0;
    size_t lines = 1;
    const uint8_t *const end = bytes + size;
    for (const uint8_t *at = bytes; (at = LineEnd(at, end)) != end; at++)
        lines++;
    const size_t most = size / 2 + 1;
    return lines < most ? lines : most;
}

KeysLines KeysLinesOf(const uint8_t *bytes, size_t size)
{
    const KeysLines lines = {bytes + BomBytes(bytes, size), bytes + size, 1};
    return lines;
}

/* Cuts a line's end, its comment and the blanks. */
static void LineTrim(KeysLine *line)
{
    if (line->to != line->from && line->to[-1] == '\r')
        line->to--;
    const uint8_t *const comment =
        line->from != line->to ? memchr(line->from, '#', (size_t)(line->to - line->from)) : NULL;
    if (comment != NULL)
        line->to = comment;
    while (line->from != line->to && LineIsBlank(*line->from))
        line->from++;
    while (line->from != line->to && LineIsBlank(line->to[-1]))
        line->to--;
}

bool KeysLinesStep(KeysLines *lines, KeysLine *out)
{
    if (lines->at == lines->end)
        return false;
    const uint8_t *const end = LineEnd(lines->at, lines->end);
    const KeysLine line = {lines->at, end, lines->line};
    *out = line;
    lines->at = end != lines->end ? end + 1 : end;
    lines->line++;
    LineTrim(out);
    return true;
}

bool KeysLinesNext(KeysLines *lines, KeysLine *out)
{
    while (KeysLinesStep(lines, out)) {
        if (out->from != out->to)
            return true;
    }
    return false;
}

void KeysLinesPay(Work *work, size_t bytes)
{
    enum { BytesAStep = 16 };
    const uint64_t steps = bytes / BytesAStep + 1;
    work->left -= steps < work->left ? steps : work->left;
}

WorkAnswer KeysLinesSeek(KeysLines *lines, Work *work, KeysLine *out)
{
    while (work->left != 0) {
        const uint8_t *const before = lines->at;
        if (!KeysLinesStep(lines, out))
            return WorkNo;
        KeysLinesPay(work, (size_t)(lines->at - before));
        if (out->from != out->to)
            return WorkYes;
    }
    return WorkMore;
}

ChmStatus KeysLinesDecodeOn(KeysDecoding *decoding, Work *work, KeysLineTake take, ChmError *error)
{
    KeysLines lines = KeysLinesOf(decoding->bytes, decoding->size);
    if (decoding->at != NULL) {
        lines.at = decoding->at;
        lines.line = decoding->line;
    }
    ChmStatus status = ChmOk;
    KeysLine line;
    while (status == ChmOk && work->left != 0) {
        const uint8_t *const before = lines.at;
        if (!KeysLinesStep(&lines, &line))
            return decoding->count != 0 ? ChmOk : ChmFail(error, ChmNoKeys, NULL, 0, 0, 0);
        KeysLinesPay(work, (size_t)(lines.at - before));
        if (line.from == line.to)
            continue;
        if (decoding->count == CHM_MAX_KEYS)
            return ChmFail(error, ChmTooManyKeys, NULL, decoding->count + 1, CHM_MAX_KEYS, 0);
        status = take(decoding, &line, error);
        decoding->count++;
    }
    decoding->at = lines.at;
    decoding->line = lines.line;
    return status == ChmOk ? ChmContinue : status;
}

ChmStatus KeysLineFail(const uint8_t *text, const KeysLine *line, const uint8_t *at, const char *reason,
                       ChmError *error)
{
    return ChmFail(error, ChmTextMalformed, reason, line->line, (uint64_t)(at - text), 0);
}

/* Is it a GUID, or meant as one? */
static bool LineLikeGuid(const KeysLine *line, bool whole)
{
    uint16_t text[GUID_CHARS + 2];
    const size_t length = (size_t)(line->to - line->from);
    if (!whole)
        return *line->from == '{' || (length >= GUID_CHARS && line->from[8] == '-');
    for (size_t i = 0; i < length && i < GUID_CHARS + 2; i++)
        text[i] = line->from[i];
    return length <= GUID_CHARS + 2 && GuidIsText(text, length);
}

const char *KeysLineReason(const KeysLine *line, const char *otherwise)
{
    const bool sign = *line->from == '-' || *line->from == '+';
    if (sign && line->to - line->from > 1 && GuidDigit(line->from[1]) < 10)
        return "a number has no sign; -1 of 32 bits is 0xFFFFFFFF";
    if (LineLikeGuid(line, true))
        return "this is a GUID, and the first key is a number; --KeySizeInBytes=16 takes both";
    return LineLikeGuid(line, false) ? KEYS_NO_GUID : otherwise;
}
