/* See keys_kinds.h. */
#include "keys_kinds.h"

#include "chm01/base/guid.h"
#include "keys_formats.h"

enum { NumberChars = 80 }; /* of a longer line, what follows them must be digits */

/* Has the line, which is not empty, the form of a number, with a sign or without, or of a GUID? */
static bool LineIsNumber(const KeysLine *line)
{
    uint16_t text[NumberChars];
    uint64_t halves[2];
    size_t length = 0;
    const uint8_t *at = line->from + (*line->from == '-' || *line->from == '+');
    while (at != line->to && length < NumberChars)
        text[length++] = *at++;
    if (GuidRead(text, length, halves) == GuidNotRead)
        return false;
    while (at != line->to && GuidDigit(*at) != GuidNoDigit)
        at++;
    return at == line->to;
}

KeysKinds KeysKindsOf(const uint8_t *bytes, size_t size)
{
    KeysKinds kinds = {KeysLinesOf(bytes, size), 0, 0, 0, bytes};
    if (KeysTextIsUtf16(bytes, size))
        kinds.lines.at = kinds.lines.end;
    return kinds;
}

bool KeysKindsOn(KeysKinds *kinds, Work *work)
{
    KeysLine line;
    while (kinds->numberLine == 0 || kinds->otherLine == 0) {
        const WorkAnswer answer = KeysLinesSeek(&kinds->lines, work, &line);
        if (answer != WorkYes)
            return answer == WorkNo;
        const bool isNumber = !line.isLong && LineIsNumber(&line);
        uint64_t *const first = isNumber ? &kinds->numberLine : &kinds->otherLine;
        if (isNumber && *first == 0)
            kinds->numberOffset = (size_t)(line.from - kinds->text);
        *first = *first != 0 ? *first : line.line;
    }
    return true;
}
