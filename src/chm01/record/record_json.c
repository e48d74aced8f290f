/*
 * A member of an object of JSON Lines. A value is a string, a number, true or false; a string is
 * unescaped where it lies. See record_read.h.
 */
#include <string.h>

#include "chm01/base/guid.h"
#include "record_read.h"

enum { BlankBytes = 1 << 16 };

static ChmStatus JsonFail(const RecordReading *reading, const char *reason, size_t from, RecordError *error)
{
    enum { QuotedBytes = 40 };
    const size_t left = reading->size - from;
    const uint8_t *const text = reading->text + from;
    size_t length = 0;
    while (length < left && length < QuotedBytes && text[length] != '\n' && text[length] != '\r')
        length++;
    (void)RecordFail(error, reason, reading, RecordNoColumn, text, length);
    error->column = from - reading->lineAt + 1;
    return error->status;
}

/* Returns the character behind blanks, 0: the line or the text ends. */
static uint8_t PassBlanks(RecordReading *reading)
{
    const uint8_t *const text = reading->text;
    const size_t end = reading->size - reading->at < BlankBytes ? reading->size : reading->at + BlankBytes;
    while (reading->at < end && (text[reading->at] == ' ' || text[reading->at] == '\t' || text[reading->at] == '\r'))
        reading->at++;
    return reading->at < end && text[reading->at] != '\n' ? text[reading->at] : 0;
}

static bool ReadHex(const uint8_t *at, const uint8_t *end, uint32_t *value)
{
    *value = 0;
    for (int i = 0; i < 4; i++) {
        const uint32_t digit = at + i < end ? GuidDigit(at[i]) : (uint32_t)GuidNoDigit;
        if (digit == GuidNoDigit)
            return false;
        *value = *value << 4 | digit;
    }
    return true;
}

static size_t PutUtf8(uint8_t *out, uint32_t point)
{
    const size_t more = point < 0x80 ? 0 : point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    static const uint8_t leads[] = {0, 0xC0, 0xE0, 0xF0};
    for (size_t i = more; i != 0; i--, point >>= 6)
        out[i] = (uint8_t)(0x80 | (point & 0x3F));
    out[0] = (uint8_t)(leads[more] | point);
    return more + 1;
}

/* Reads the digits of \u, and of a second half. Returns the place behind, NULL: they are wrong. */
static const uint8_t *ReadPoint(const uint8_t *at, const uint8_t *end, uint32_t *point)
{
    enum { HighFirst = 0xD800, LowFirst = 0xDC00, HalfMask = 0xFC00, Beyond = 0x10000 };
    uint32_t low;
    if (!ReadHex(at, end, point) || *point == 0 || (*point & HalfMask) == LowFirst)
        return NULL;
    if ((*point & HalfMask) != HighFirst)
        return at + 4;
    if (end - at < 6 || at[4] != '\\' || at[5] != 'u' || !ReadHex(at + 6, end, &low) || (low & HalfMask) != LowFirst)
        return NULL;
    *point = Beyond + ((*point & 0x3FF) << 10 | (low & 0x3FF));
    return at + 10;
}

/* Reads what follows a backslash. Returns the place behind it, NULL: it is no escape. */
static const uint8_t *ReadEscape(const uint8_t *at, const uint8_t *end, uint32_t *point)
{
    static const char letters[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    if (at == end)
        return NULL;
    if (*at == 'u')
        return ReadPoint(at + 1, end, point);
    const char *const letter = *at != 0 ? strchr(letters, *at) : NULL;
    *point = letter != NULL ? (uint8_t)meant[letter - letters] : 0;
    return letter != NULL ? at + 1 : NULL;
}

/* Reads a string at its first quote. */
static ChmStatus ReadString(RecordReading *reading, RecordCell *cell, RecordError *error)
{
    uint8_t *const text = reading->text;
    const uint8_t *const end = text + reading->size, *at = text + reading->at + 1;
    uint8_t *const from = text + reading->at + 1, *out = from;
    size_t tails = 0;
    while (at != end && *at != '"') {
        uint32_t point;
        const uint8_t *const escape = at;
        if (*at < ' ' || out - from > RecordMaxCell)
            return JsonFail(reading,
                            *at < ' ' ? "a string holds a control character, or has no end"
                                      : "a string has more than 65,535 bytes",
                            reading->at, error);
        if (*at != '\\') {
            tails += RecordIsTail(*at);
            *out++ = *at++;
            continue;
        }
        at = ReadEscape(at + 1, end, &point);
        if (at == NULL) {
            reading->lineAt += tails;
            return JsonFail(reading, "this is no escape of a string", (size_t)(escape - text), error);
        }
        out += PutUtf8(out, point);
    }
    if (at == end || out - from > RecordMaxCell)
        return JsonFail(reading, at == end ? "a string has no end" : "a string has more than 65,535 bytes", reading->at,
                        error);
    *cell = (RecordCell){(uint32_t)(from - text), (uint32_t)(out - from)};
    reading->at = (size_t)(at + 1 - text);
    reading->lineAt += tails;
    return ChmOk;
}

static bool IsOfWord(uint8_t c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '+' ||
           c == '.';
}

/* Is it a number as JSON has them, true or false? */
static bool IsWord(const uint8_t *text, size_t length)
{
    if (length == 4 || length == 5)
        if (memcmp(text, length == 4 ? "true" : "false", length) == 0)
            return true;
    const RecordNumber number = RecordNumberOf(text, length);
    const bool isHex = length > 1 && (text[1] | 0x20) == 'x';
    const bool isLed = length > number.signBytes && text[number.signBytes] != '.';
    return number.isNumber && isLed && !number.isPadded && !isHex;
}

static ChmStatus ReadWord(RecordReading *reading, RecordCell *cell, RecordError *error)
{
    enum { WordBytes = 400 };
    const size_t from = reading->at;
    size_t at = from;
    while (at < reading->size && at - from < WordBytes && IsOfWord(reading->text[at]))
        at++;
    if (!IsWord(reading->text + from, at - from))
        return JsonFail(reading, "a value is a string, a number, true or false", from, error);
    *cell = (RecordCell){(uint32_t)from, (uint32_t)(at - from)};
    reading->at = at;
    return ChmOk;
}

static bool IsColumnNamed(const RecordReading *reading, uint32_t column, RecordCell name)
{
    return reading->names[column].length == name.length &&
           memcmp(reading->text + reading->names[column].start, reading->text + name.start, name.length) == 0;
}

/* Returns the column of a name, RecordNoColumn: there is none. Members mostly come in one order. */
static uint32_t FindName(const RecordReading *reading, RecordCell name)
{
    if (reading->rowCount < reading->nameCount && IsColumnNamed(reading, reading->rowCount, name))
        return reading->rowCount;
    for (uint32_t i = 0; i < reading->nameCount; i++)
        if (IsColumnNamed(reading, i, name))
            return i;
    return RecordNoColumn;
}

/* Finds where the value of a member belongs. */
static ChmStatus TakeName(RecordReading *reading, RecordCell name, uint32_t *column, RecordError *error)
{
    *column = FindName(reading, name);
    const char *reason = *column != RecordNoColumn && reading->isGiven[*column] ? "the object has two members of a name"
                         : *column == RecordNoColumn && reading->hasNames
                             ? "the object has a member that the first one lacks"
                             : NULL;
    if (reason != NULL)
        return RecordFail(error, reason, reading, RecordNoColumn, reading->text + name.start, name.length);
    if (*column == RecordNoColumn) {
        *column = reading->nameCount++;
        reading->names[*column] = name;
    }
    reading->isGiven[*column] = true;
    return ChmOk;
}

static ChmStatus ReadMember(RecordReading *reading, RecordError *error)
{
    RecordCell name;
    uint32_t column = 0;
    if (PassBlanks(reading) != '"')
        return JsonFail(reading, "the name of a member is expected", reading->at, error);
    const size_t place = reading->at - reading->lineAt + 1;
    ChmStatus status = ReadString(reading, &name, error);
    if (status != ChmOk)
        return status;
    status = TakeName(reading, name, &column, error);
    if (status != ChmOk) {
        error->column = place;
        return status;
    }
    if (PassBlanks(reading) != ':')
        return JsonFail(reading, "a colon is expected", reading->at, error);
    reading->at++;
    const bool isString = PassBlanks(reading) == '"';
    RecordNotePlace(reading, column);
    reading->isString[column] = isString;
    reading->rowCount++;
    return isString ? ReadString(reading, &reading->row[column], error)
                    : ReadWord(reading, &reading->row[column], error);
}

/* Moves past the object's end, and that of its line. */
static ChmStatus EndObject(RecordReading *reading, RecordError *error)
{
    RecordNotePlace(reading, RecordMaxColumns);
    reading->at++;
    reading->inRow = false;
    return PassBlanks(reading) == 0 ? ChmOk
                                    : JsonFail(reading, "something stands behind the object", reading->at, error);
}

ChmStatus RecordJsonMember(RecordReading *reading, RecordError *error)
{
    if (reading->rowCount == 0) {
        if (PassBlanks(reading) != '{')
            return JsonFail(reading, "an object is expected", reading->at, error);
        reading->at++;
    }
    const ChmStatus status = ReadMember(reading, error);
    if (status != ChmOk)
        return status;
    const uint8_t next = PassBlanks(reading);
    if (next == '}')
        return EndObject(reading, error);
    if (next != ',')
        return JsonFail(reading, "a comma or the object's end is expected", reading->at, error);
    reading->at++;
    return ChmOk;
}
