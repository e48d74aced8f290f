/* See path_name.h. */
#include "path_name.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "runtime/pure/path_text.h"
#include "text.h"

#define HASH_CHARS 9u /* a tilde and eight digits */

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
    bool changed = nameLength == 0 || nameLength > most || PathIsDeviceName(name);
    if (PathIsDeviceName(name))
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
