#include "json_scan.h"

#include <string.h>

enum Expects {
    JsonValue,
    JsonFirstElement, /* or the array's end */
    JsonFirstName,    /* or the object's end */
    JsonName,
    JsonColon,
    JsonTextRest, /* of a string */
    JsonNameRest,
    JsonNext /* a comma or an end */
};

static bool JsonScanSkip(JsonScan *scan, char c)
{
    if (scan->at == scan->end || *scan->at != c)
        return false;
    scan->at++;
    return true;
}

static void JsonScanBlanks(JsonScan *scan, const char *stop)
{
    while (scan->at < stop && (*scan->at == ' ' || *scan->at == '\t' || *scan->at == '\r' || *scan->at == '\n'))
        scan->at++;
}

static bool JsonIsHex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* Scans what follows a backslash. */
static bool JsonScanEscape(JsonScan *scan)
{
    if (scan->at == scan->end)
        return false;
    const char escaped = *scan->at++;
    if (escaped != 'u')
        return escaped != 0 && strchr("\"\\/bfnrt", escaped) != NULL;
    for (int i = 0; i < 4; i++)
        if (scan->at == scan->end || !JsonIsHex(*scan->at++))
            return false;
    return true;
}

/* Goes on in a string, at most to `stop` or so. */
static bool JsonScanText(JsonScan *scan, const char *stop)
{
    while (scan->at < stop) {
        const char c = *scan->at++;
        if (c == '"') {
            scan->expects = scan->expects == JsonNameRest ? JsonColon : JsonNext;
            return true;
        }
        if ((unsigned char)c < ' ' || (c == '\\' && !JsonScanEscape(scan)))
            return false;
    }
    return scan->at < scan->end;
}

static bool JsonSkipDigits(const char **at, const char *end)
{
    const char *const first = *at;
    while (*at < end && **at >= '0' && **at <= '9')
        ++*at;
    return *at != first;
}

static bool JsonSkipOne(const char **at, const char *end, const char *of)
{
    if (*at == end || **at == 0 || strchr(of, **at) == NULL)
        return false;
    ++*at;
    return true;
}

static bool JsonScanNumber(JsonScan *scan)
{
    const bool isLong = scan->end - scan->at > JsonMostNumberBytes;
    const char *const end = isLong ? scan->at + JsonMostNumberBytes : scan->end, **at = &scan->at;
    (void)JsonSkipOne(at, end, "-");
    if (!JsonSkipOne(at, end, "0") && !JsonSkipDigits(at, end))
        return false;
    if (JsonSkipOne(at, end, ".") && !JsonSkipDigits(at, end))
        return false;
    if (JsonSkipOne(at, end, "eE")) {
        (void)JsonSkipOne(at, end, "+-");
        return JsonSkipDigits(at, end);
    }
    return true;
}

static bool JsonScanWord(JsonScan *scan, const char *word)
{
    const size_t length = strlen(word);
    if ((size_t)(scan->end - scan->at) < length || memcmp(scan->at, word, length) != 0)
        return false;
    scan->at += length;
    return true;
}

static bool JsonScanOpen(JsonScan *scan, char close, enum Expects expects)
{
    scan->at++;
    scan->closes[scan->depth++] = close;
    scan->expects = (int)expects;
    return true;
}

static bool JsonScanValue(JsonScan *scan)
{
    if (scan->at == scan->end || scan->depth == JsonMostDepth)
        return false;
    if (scan->depth == 0)
        scan->value.bytes = scan->at;
    else if (scan->depth == 1)
        scan->member.value.bytes = scan->at;
    scan->expects = JsonNext;
    switch (*scan->at) {
    case '{': return JsonScanOpen(scan, '}', JsonFirstName);
    case '[': return JsonScanOpen(scan, ']', JsonFirstElement);
    case '"':
        scan->at++;
        scan->expects = JsonTextRest;
        return true;
    case 't': return JsonScanWord(scan, "true");
    case 'f': return JsonScanWord(scan, "false");
    case 'n': return JsonScanWord(scan, "null");
    default: return JsonScanNumber(scan);
    }
}

static bool JsonScanName(JsonScan *scan)
{
    if (scan->depth == 1)
        scan->member.name.bytes = scan->at;
    scan->expects = JsonNameRest;
    return JsonScanSkip(scan, '"');
}

static bool JsonScanClose(JsonScan *scan)
{
    scan->depth--;
    scan->expects = JsonNext;
    return true;
}

/* Takes what comes next, or some of it. FALSE: it may not come there. */
static bool JsonScanStep(JsonScan *scan, const char *stop)
{
    const char close = scan->depth != 0 ? scan->closes[scan->depth - 1] : 0;
    switch (scan->expects) {
    case JsonFirstElement: return JsonScanSkip(scan, close) ? JsonScanClose(scan) : JsonScanValue(scan);
    case JsonFirstName: return JsonScanSkip(scan, close) ? JsonScanClose(scan) : JsonScanName(scan);
    case JsonName: return JsonScanName(scan);
    case JsonColon: scan->expects = JsonValue; return JsonScanSkip(scan, ':');
    case JsonTextRest:
    case JsonNameRest: return JsonScanText(scan, stop);
    case JsonNext:
        if (JsonScanSkip(scan, close))
            return JsonScanClose(scan);
        scan->expects = close == '}' ? JsonName : JsonValue;
        return JsonScanSkip(scan, ',');
    default: return JsonScanValue(scan);
    }
}

/* Keeps what has ended: the value, a member of it, or that one's name. */
static void JsonScanNote(JsonScan *scan)
{
    JsonMember *member = &scan->member;
    if (scan->depth == 0 && scan->expects == JsonNext)
        scan->value.length = (size_t)(scan->at - scan->value.bytes);
    if (scan->depth != 1 || scan->closes[0] != '}')
        return;
    if (scan->expects == JsonColon && member->name.length == 0)
        member->name.length = (size_t)(scan->at - member->name.bytes);
    if (scan->expects != JsonNext || member->value.bytes == NULL)
        return;
    member->value.length = (size_t)(scan->at - member->value.bytes);
    if (scan->memberCount < scan->room)
        scan->members[scan->memberCount] = *member;
    scan->memberCount++;
    memset(member, 0, sizeof *member);
}

void JsonScanBegin(JsonScan *scan, const char *bytes, size_t length, bool whole, JsonMember *members, size_t room)
{
    memset(scan, 0, sizeof *scan);
    scan->at = bytes;
    scan->end = bytes + length;
    scan->whole = whole;
    scan->expects = JsonValue;
    scan->members = members;
    scan->room = room;
}

JsonScanAnswer JsonScanOn(JsonScan *scan, size_t bytes)
{
    const bool isLast = bytes >= (size_t)(scan->end - scan->at);
    const char *const stop = isLast ? scan->end : scan->at + bytes;
    for (;;) {
        const bool isOver = scan->depth == 0 && scan->expects == JsonNext;
        if (isOver && !scan->whole)
            return JsonScanSound;
        if (scan->expects != JsonTextRest && scan->expects != JsonNameRest)
            JsonScanBlanks(scan, stop);
        if (isOver && scan->at == scan->end)
            return JsonScanSound;
        if (scan->at >= stop && scan->at != scan->end)
            return JsonScanMore;
        if (isOver || !JsonScanStep(scan, stop))
            return JsonScanUnsound;
        JsonScanNote(scan);
    }
}
