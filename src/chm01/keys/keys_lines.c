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

/* A key takes a line, and two bytes except the last. */
size_t KeysLinesMost(size_t size, size_t lineEnds)
{
    const size_t lines = size == 0 ? 0 : lineEnds + 1, most = size / 2 + 1;
    return lines < most ? lines : most;
}

KeysLines KeysLinesOf(const uint8_t *bytes, size_t size)
{
    const KeysLines lines = {bytes + BomBytes(bytes, size), bytes + size, 1, false};
    return lines;
}

/* Cuts a line's end, its comment and the blanks. True: there is a comment. */
static bool LineTrim(KeysLine *line)
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
    return comment != NULL;
}

bool KeysLinesStep(KeysLines *lines, KeysLine *out)
{
    const size_t left = (size_t)(lines->end - lines->at);
    const uint8_t *const limit = left > KEYS_MAX_LINE_BYTES ? lines->at + KEYS_MAX_LINE_BYTES + 1 : lines->end;
    const uint8_t *const end = LineEnd(lines->at, limit);
    const bool isCut = end == limit && left > KEYS_MAX_LINE_BYTES, isRest = lines->isRest;
    if (left == 0)
        return false;
    *out = (KeysLine){lines->at, isRest ? lines->at : end, lines->line, false};
    const bool hasComment = LineTrim(out);
    out->isLong = isCut && !isRest && !hasComment;
    lines->at = end != limit ? end + 1 : end;
    lines->line += !isCut;
    lines->isRest = isCut;
    return true;
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
        if (out->from != out->to || out->isLong)
            return WorkYes;
    }
    return WorkMore;
}

/* Takes the key of a line that holds something. */
static ChmStatus LineTake(KeysDecoding *decoding, const KeysLine *line, KeysLineTake take, ChmError *error)
{
    if (line->isLong)
        return KeysLineFail(decoding->bytes, line, line->from, "the line has more than 65,535 bytes", error);
    if (decoding->count == CHM_MAX_KEYS)
        return ChmFail(error, ChmTooManyKeys, NULL, decoding->count + 1, CHM_MAX_KEYS, 0);
    if (decoding->count == decoding->most)
        return ChmFail(error, ChmOutOfMemory, NULL, decoding->count + 1, 0, 0);
    const ChmStatus status = take(decoding, line, error);
    decoding->count++;
    return status;
}

ChmStatus KeysLinesDecodeOn(KeysDecoding *decoding, Work *work, KeysLineTake take, ChmError *error)
{
    KeysLine line;
    ChmStatus status = ChmOk;
    while (status == ChmOk) {
        const WorkAnswer answer = KeysLinesSeek(&decoding->lines, work, &line);
        if (answer == WorkMore)
            return ChmContinue;
        if (answer == WorkNo)
            return decoding->count != 0 ? ChmOk : ChmFail(error, ChmNoKeys, NULL, 0, 0, 0);
        status = LineTake(decoding, &line, take, error);
    }
    return status;
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
