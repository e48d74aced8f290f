#include "json.h"

#include <string.h>

#include "json_scan.h"
#include "runtime/pure/memory.h"
#include "utf8_text.h"

static void JsonSkipBlanks(const char **at, const char *end)
{
    while (*at < end && (**at == ' ' || **at == '\t' || **at == '\r' || **at == '\n'))
        ++*at;
}

static bool JsonSkip(const char **at, const char *end, char c)
{
    if (*at == end || **at != c)
        return false;
    ++*at;
    return true;
}

static bool JsonIsDigit(char c)
{
    return c >= '0' && c <= '9';
}

static int HexDigit(char c)
{
    return JsonIsDigit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Moves *at behind the value that stands there. */
static bool SkipValue(const char **at, const char *end)
{
    JsonScan scan;
    JsonScanBegin(&scan, *at, (size_t)(end - *at), false, NULL, 0);
    const bool sound = JsonScanOn(&scan, SIZE_MAX) == JsonScanSound;
    *at = scan.at;
    return sound;
}

bool JsonWhole(const char *bytes, size_t length, JsonSlice *value)
{
    JsonScan scan;
    JsonScanBegin(&scan, bytes, length, true, NULL, 0);
    const bool sound = JsonScanOn(&scan, SIZE_MAX) == JsonScanSound;
    *value = scan.value;
    return sound;
}

/* ---- what is known to be sound ---- */

JsonMembers JsonMembersOf(const JsonSlice *value)
{
    const bool holds = value->length >= 2 && (*value->bytes == '{' || *value->bytes == '[');
    const JsonMembers members = {value->bytes + (holds ? 1 : 0), value->bytes + (holds ? value->length - 1 : 0)};
    return members;
}

bool JsonNextElement(JsonMembers *members, JsonSlice *value)
{
    JsonSkipBlanks(&members->at, members->end);
    (void)JsonSkip(&members->at, members->end, ',');
    JsonSkipBlanks(&members->at, members->end);
    value->bytes = members->at;
    if (!SkipValue(&members->at, members->end))
        return false;
    value->length = (size_t)(members->at - value->bytes);
    return true;
}

bool JsonNextMember(JsonMembers *members, JsonSlice *name, JsonSlice *value)
{
    if (!JsonNextElement(members, name))
        return false;
    JsonSkipBlanks(&members->at, members->end);
    return JsonSkip(&members->at, members->end, ':') && JsonNextElement(members, value);
}

bool JsonFind(const JsonSlice *object, const char *name, JsonSlice *value)
{
    JsonMembers members = JsonMembersOf(object);
    JsonSlice at;
    if (object->length == 0 || *object->bytes != '{')
        return false;
    while (JsonNextMember(&members, &at, value)) {
        if (JsonNameIs(&at, name))
            return true;
    }
    return false;
}

bool JsonSame(const JsonSlice *a, const JsonSlice *b)
{
    return a->length == b->length && memcmp(a->bytes, b->bytes, a->length) == 0;
}

bool JsonNameIs(const JsonSlice *name, const char *text)
{
    const size_t length = strlen(text);
    return name->length == length + 2 && memcmp(name->bytes + 1, text, length) == 0;
}

bool JsonNumber(const JsonSlice *value, uint64_t *number)
{
    *number = 0;
    for (size_t i = 0; i < value->length; i++) {
        const char c = value->bytes[i];
        if (!JsonIsDigit(c) || *number > (UINT64_MAX - (uint64_t)(c - '0')) / 10)
            return false;
        *number = *number * 10 + (uint64_t)(c - '0');
    }
    return value->length != 0;
}

static wchar_t JsonUnescape(const char **at)
{
    static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
    const char c = *(*at)++;
    if (c == 'u') {
        unsigned unit = 0;
        for (int i = 0; i < 4; i++)
            unit = unit << 4 | (unsigned)HexDigit(*(*at)++);
        return (wchar_t)unit;
    }
    const char *found = strchr(from, c);
    return (wchar_t)(unsigned char)(found != NULL ? to[found - from] : c);
}

wchar_t *JsonText(const JsonSlice *value, bool *sound)
{
    *sound = value->length >= 2 && *value->bytes == '"';
    wchar_t *text = *sound ? Utf8ToWide(value->bytes + 1, value->length - 2, sound) : NULL;
    if (text == NULL)
        return NULL;
    /* Escapes are ASCII, so that they stand in the wide text as they stood in the bytes. */
    const char *at = value->bytes + 1;
    const wchar_t *from = text;
    wchar_t *to = text;
    while (*from != 0) {
        if (*from != L'\\') {
            *to++ = *from++;
            continue;
        }
        at = strchr(at, '\\') + 1;
        const char *escape = at;
        const wchar_t unit = JsonUnescape(&at);
        from += 1 + (at - escape);
        *sound = *sound && unit != 0;
        *to++ = unit;
    }
    *to = 0;
    if (*sound)
        return text;
    MemoryFree(text);
    return NULL;
}
