/* See keys_place.h. */
#include "keys_place.h"

#include <string.h>

static bool PlaceIsBlank(uint8_t c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static const uint8_t *PlaceLineBegin(const uint8_t *text, const uint8_t *at)
{
    while (at != text && at[-1] != '\n')
        at--;
    return at;
}

static uint64_t PlaceCharacters(const uint8_t *from, const uint8_t *to)
{
    uint64_t characters = 0;
    for (; from != to; from++)
        characters += (*from & 0xC0) != 0x80;
    return characters;
}

KeysPlace KeysPlaceOf(const uint8_t *text, size_t size, uint64_t offset)
{
    enum { QuotedBytes = 1 << 16 }; /* of a line's rest, more than is quoted of it */
    const uint8_t *const at = text + (offset < size ? (size_t)offset : size);
    const size_t left = size - (size_t)(at - text);
    const uint8_t *const end = at + (left < QuotedBytes ? left : QuotedBytes), *begin = PlaceLineBegin(text, at);
    const uint8_t *newline = at != end ? memchr(at, '\n', (size_t)(end - at)) : NULL;
    const uint8_t *to = newline != NULL ? newline : end;
    if (begin == text && size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 && offset >= 3)
        begin += 3;
    KeysPlace place = {PlaceCharacters(begin, at) + 1, begin, 0};
    while (place.from != to && PlaceIsBlank(*place.from))
        place.from++;
    while (place.from != to && PlaceIsBlank(to[-1]))
        to--;
    place.length = (size_t)(to - place.from);
    return place;
}

KeysSeek KeysSeekOf(const uint8_t *text, size_t size, uint64_t first, uint64_t second)
{
    const KeysSeek seek = {.lines = KeysLinesOf(text, size), .positions = {first, second}};
    return seek;
}

bool KeysSeekOn(KeysSeek *seek, Work *work)
{
    KeysLine line;
    while (seek->found[1].line == 0) {
        const WorkAnswer answer = KeysLinesSeek(&seek->lines, work, &line);
        if (answer != WorkYes)
            return answer == WorkNo;
        for (size_t i = 0; i < 2; i++)
            if (seek->position == seek->positions[i])
                seek->found[i] = line;
        seek->position++;
    }
    return true;
}
