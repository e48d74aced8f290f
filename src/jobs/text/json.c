#include "json.h"

#include <string.h>

#include "runtime/pure/memory.h"
#include "utf8_text.h"

enum { MostDepth = 16 };

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

static bool SkipString(const char **at, const char *end)
{
    if (!JsonSkip(at, end, '"'))
        return false;
    while (*at < end) {
        const char c = *(*at)++;
        if (c == '"')
            return true;
        if ((unsigned char)c < ' ' || (c == '\\' && *at == end))
            return false;
        if (c != '\\')
            continue;
        const char escaped = *(*at)++;
        if (escaped != 'u') {
            if (escaped == 0 || strchr("\"\\/bfnrt", escaped) == NULL)
                return false;
            continue;
        }
        for (int i = 0; i < 4; i++) {
            if (*at == end || HexDigit(*(*at)++) < 0)
                return false;
        }
    }
    return false;
}

static bool SkipDigits(const char **at, const char *end)
{
    const char *first = *at;
    while (*at < end && JsonIsDigit(**at))
        ++*at;
    return *at != first;
}

static bool SkipNumber(const char **at, const char *end)
{
    (void)JsonSkip(at, end, '-');
    if (!JsonSkip(at, end, '0') && !SkipDigits(at, end))
        return false;
    if (JsonSkip(at, end, '.') && !SkipDigits(at, end))
        return false;
    if (JsonSkip(at, end, 'e') || JsonSkip(at, end, 'E')) {
        if (!JsonSkip(at, end, '-'))
            (void)JsonSkip(at, end, '+');
        return SkipDigits(at, end);
    }
    return true;
}

static bool SkipWord(const char **at, const char *end, const char *word)
{
    const size_t length = strlen(word);
    if ((size_t)(end - *at) < length || memcmp(*at, word, length) != 0)
        return false;
    *at += length;
    return true;
}

static bool SkipValue(const char **at, const char *end, unsigned depth);

static bool SkipMembers(const char **at, const char *end, char close, unsigned depth)
{
    ++*at;
    JsonSkipBlanks(at, end);
    if (JsonSkip(at, end, close))
        return true;
    for (;;) {
        JsonSkipBlanks(at, end);
        if (close == '}') {
            if (!SkipString(at, end))
                return false;
            JsonSkipBlanks(at, end);
            if (!JsonSkip(at, end, ':'))
                return false;
            JsonSkipBlanks(at, end);
        }
        if (!SkipValue(at, end, depth + 1))
            return false;
        JsonSkipBlanks(at, end);
        if (JsonSkip(at, end, close))
            return true;
        if (!JsonSkip(at, end, ','))
            return false;
    }
}

static bool SkipValue(const char **at, const char *end, unsigned depth)
{
    if (*at == end || depth == MostDepth)
        return false;
    switch (**at) {
    case '{': return SkipMembers(at, end, '}', depth);
    case '[': return SkipMembers(at, end, ']', depth);
    case '"': return SkipString(at, end);
    case 't': return SkipWord(at, end, "true");
    case 'f': return SkipWord(at, end, "false");
    case 'n': return SkipWord(at, end, "null");
    default: return SkipNumber(at, end);
    }
}

bool JsonWhole(const char *bytes, size_t length, JsonSlice *value)
{
    const char *at = bytes, *const end = bytes + length;
    JsonSkipBlanks(&at, end);
    value->bytes = at;
    if (!SkipValue(&at, end, 0))
        return false;
    value->length = (size_t)(at - value->bytes);
    JsonSkipBlanks(&at, end);
    return at == end;
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
    if (!SkipValue(&members->at, members->end, 0))
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
