/*
 * See path_name.h. The names that a device or a parser takes for its own: "Naming Files, Paths, and
 * Namespaces" of the Win32 documentation.
 */
#include "path_name.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "text.h"

#define HASH_CHARS 9u /* a tilde and eight digits */

const wchar_t *PathNameOf(const wchar_t *path)
{
    const wchar_t *name = path;
    for (const wchar_t *c = path; *c != 0; c++) {
        if (*c == L'\\' || *c == L'/' || *c == L':')
            name = c + 1;
    }
    return name;
}

size_t PathBaseChars(const wchar_t *name)
{
    const size_t length = TextLength(name);
    for (size_t dot = length; dot-- > 1;)
        if (name[dot] == L'.')
            return dot;
    return length;
}

wchar_t *PathBaseName(const wchar_t *path)
{
    const wchar_t *name = PathNameOf(path);
    const size_t length = PathBaseChars(name);
    wchar_t *copy = TextCopy(length != 0 ? name : L"table");
    if (copy != NULL && length != 0)
        copy[length] = 0;
    return copy;
}

/*
 * CON, NUL.txt, "LPT1 .x": what stands before the first dot, without its trailing blanks, counts.
 */
static bool IsDeviceName(const wchar_t *name)
{
    static const wchar_t *const devices[] = {L"con", L"prn", L"aux", L"nul", L"conin$", L"conout$"};
    size_t length = TextUntil(name, L'.');
    while (length != 0 && name[length - 1] == L' ')
        length--;
    wchar_t stem[8];
    if (length >= sizeof stem / sizeof stem[0])
        return false;
    memcpy(stem, name, length * sizeof(wchar_t));
    stem[length] = 0;
    for (size_t i = 0; i < sizeof devices / sizeof devices[0]; i++) {
        if (TextSame(stem, devices[i]))
            return true;
    }
    const wchar_t last = length == 4 ? stem[3] : 0;
    const bool numbered = (last >= L'0' && last <= L'9') || last == 0xB9 || last == 0xB2 || last == 0xB3;
    if (length == 4)
        stem[3] = 0;
    return numbered && (TextSame(stem, L"com") || TextSame(stem, L"lpt"));
}

/* Writes ~ and the hash of the name, and a terminator. */
static void PathNamePutHash(const wchar_t *name, wchar_t out[HASH_CHARS + 1])
{
    uint32_t hash = 2166136261u; /* FNV-1a */
    for (; *name != 0; name++)
        hash = (hash ^ *name) * 16777619u;
    *out = L'~';
    for (size_t i = HASH_CHARS - 1; i != 0; i--, hash >>= 4)
        out[i] = L"0123456789abcdef"[hash & 15];
    out[HASH_CHARS] = 0;
}

static bool IsAllowed(const wchar_t *text, size_t i)
{
    const wchar_t c = text[i];
    if (TextIsHighSurrogate(c))
        return TextIsLowSurrogate(text[i + 1]);
    if (TextIsLowSurrogate(c))
        return i != 0 && TextIsHighSurrogate(text[i - 1]);
    static const wchar_t forbidden[] = L"<>:\"/\\|?*";
    return c >= L' ' && c != 0x7F && forbidden[TextUntil(forbidden, c)] == 0;
}

void PathSafeName(const wchar_t *name, wchar_t out[PATH_NAME_CHARS])
{
    const size_t most = PATH_NAME_CHARS - HASH_CHARS - 2; /* room for the hash, a _ and the terminator */
    const size_t nameLength = TextLength(name);
    size_t length = 0;
    bool changed = nameLength == 0 || nameLength > most || IsDeviceName(name);
    if (IsDeviceName(name))
        out[length++] = L'_';
    for (size_t i = 0; i < nameLength && i < most; i++) {
        const bool allowed = IsAllowed(name, i) && !(TextIsHighSurrogate(name[i]) && i + 1 == most);
        out[length++] = allowed ? name[i] : L'_';
        changed = changed || !allowed;
    }
    for (size_t end = length; end != 0 && (out[end - 1] == L'.' || out[end - 1] == L' '); end--) {
        out[end - 1] = L'_';
        changed = true;
    }
    out[length] = 0;
    if (changed)
        PathNamePutHash(name, out + length);
}
