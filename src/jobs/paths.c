/* See paths.h. The names that a device or a parser takes for its own: "Naming Files, Paths, and Namespaces" of the Win32 documentation. */
#include "paths.h"

#include <stdint.h>
#include <stdio.h>

#include "runtime/win32_calls.h"
#include "text.h"

#define HASH_CHARS 9u           /* a tilde and eight digits */

static const wchar_t extended[] = L"\\\\?\\";
static const wchar_t extendedUnc[] = L"\\\\?\\UNC\\";

static wchar_t *Concatenate(const wchar_t *a, const wchar_t *b, const wchar_t *c)
{
    const size_t lengths[] = {wcslen(a), wcslen(b), wcslen(c) + 1};
    wchar_t *text = Win32Allocate((lengths[0] + lengths[1] + lengths[2]) * sizeof(wchar_t));
    if (text == NULL)
        return NULL;
    memcpy(text, a, lengths[0] * sizeof(wchar_t));
    memcpy(text + lengths[0], b, lengths[1] * sizeof(wchar_t));
    memcpy(text + lengths[0] + lengths[1], c, lengths[2] * sizeof(wchar_t));
    return text;
}

static BOOL BeginsWith(const wchar_t *text, const wchar_t *prefix)
{
    return wcsncmp(text, prefix, wcslen(prefix)) == 0;
}

wchar_t *PathFull(const wchar_t *path)
{
    const DWORD chars = GetFullPathNameW(path, 0, NULL, NULL);
    wchar_t *full = chars != 0 ? Win32Allocate(chars * sizeof(wchar_t)) : NULL;
    if (full == NULL)
        return NULL;
    const DWORD length = GetFullPathNameW(path, chars, full, NULL);
    if (length == 0 || length >= chars) {   /* another thread changed the current directory meanwhile */
        TextFree(full);
        return NULL;
    }
    return full;
}

wchar_t *PathExtended(const wchar_t *path)
{
    wchar_t *full = PathFull(path);
    if (full == NULL || BeginsWith(full, extended) || BeginsWith(full, L"\\\\.\\"))
        return full;
    wchar_t *result = BeginsWith(full, L"\\\\") ? Concatenate(extendedUnc, full + 2, L"") : Concatenate(extended, full, L"");
    TextFree(full);
    return result;
}

wchar_t *PathJoin(const wchar_t *folder, const wchar_t *name)
{
    const size_t length = wcslen(folder);
    const BOOL ends = length != 0 && (folder[length - 1] == L'\\' || folder[length - 1] == L'/');
    return Concatenate(folder, length == 0 || ends ? L"" : L"\\", name);
}

const wchar_t *PathNameOf(const wchar_t *path)
{
    const wchar_t *name = path;
    for (const wchar_t *c = path; *c != 0; ++c) {
        if (*c == L'\\' || *c == L'/' || *c == L':')
            name = c + 1;
    }
    return name;
}

BOOL PathEntryIsLink(const WIN32_FIND_DATAW *entry)
{
    return (entry->dwFileAttributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0 &&
           ((entry->dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0 || entry->dwReserved0 == IO_REPARSE_TAG_SYMLINK);
}

static BOOL IsLink(const wchar_t *whole)
{
    WIN32_FIND_DATAW entry;
    const DWORD attributes = GetFileAttributesW(whole), error = GetLastError();
    if (attributes == INVALID_FILE_ATTRIBUTES)
        return error != ERROR_FILE_NOT_FOUND && error != ERROR_PATH_NOT_FOUND;
    if ((attributes & FILE_ATTRIBUTE_REPARSE_POINT) == 0)
        return FALSE;
    const HANDLE search = FindFirstFileW(whole, &entry);
    if (search == INVALID_HANDLE_VALUE)
        return TRUE;
    FindClose(search);
    return PathEntryIsLink(&entry);
}

BOOL PathHasLink(const wchar_t *path, size_t from)
{
    wchar_t *whole = PathExtended(path);
    if (whole == NULL)
        return TRUE;
    const wchar_t *first = whole + wcslen(whole) - (wcslen(path) - min(from, wcslen(path)));     /* the two end alike */
    wchar_t *end = whole + wcslen(whole);
    BOOL link = FALSE;
    while (end > first && !link) {
        *end = 0;
        link = IsLink(whole);
        while (end > first && *--end != L'\\')
            ;
    }
    TextFree(whole);
    return link;
}

wchar_t *PathTemporaryBeside(const wchar_t *path)
{
    static volatile LONG serial;
    const size_t folderChars = (size_t)(PathNameOf(path) - path), nameChars = 32;
    wchar_t *beside = Win32Allocate((folderChars + nameChars) * sizeof(wchar_t));
    if (beside == NULL)
        return NULL;
    memcpy(beside, path, folderChars * sizeof(wchar_t));
    swprintf(beside + folderChars, nameChars, L"~%08lx-%08lx.phtmp", GetCurrentProcessId(), (unsigned long)InterlockedIncrement(&serial));
    return beside;
}

wchar_t *PathBaseName(const wchar_t *path)
{
    const wchar_t *name = PathNameOf(path);
    const wchar_t *dot = wcsrchr(name, L'.');
    const size_t length = dot != NULL && dot != name ? (size_t)(dot - name) : wcslen(name);
    wchar_t *copy = TextCopy(length != 0 ? name : L"table");
    if (copy != NULL && length != 0)
        copy[length] = 0;
    return copy;
}

/* CON, NUL.txt, "LPT1 .x": what stands before the first dot, without its trailing blanks, counts. */
static BOOL IsDeviceName(const wchar_t *name)
{
    static const wchar_t *const devices[] = {L"con", L"prn", L"aux", L"nul", L"conin$", L"conout$"};
    size_t length = wcscspn(name, L".");
    while (length != 0 && name[length - 1] == L' ')
        --length;
    wchar_t stem[8];
    if (length >= ARRAYSIZE(stem))
        return FALSE;
    memcpy(stem, name, length * sizeof(wchar_t));
    stem[length] = 0;
    for (size_t i = 0; i < ARRAYSIZE(devices); ++i) {
        if (TextSame(stem, devices[i]))
            return TRUE;
    }
    const wchar_t last = length == 4 ? stem[3] : 0;
    const BOOL numbered = (last >= L'0' && last <= L'9') || last == 0xB9 || last == 0xB2 || last == 0xB3;
    if (length == 4)
        stem[3] = 0;
    return numbered && (TextSame(stem, L"com") || TextSame(stem, L"lpt"));
}

static uint32_t NameHash(const wchar_t *name)
{
    uint32_t hash = 2166136261u;                /* FNV-1a */
    for (; *name != 0; ++name)
        hash = (hash ^ *name) * 16777619u;
    return hash;
}

static BOOL IsAllowed(const wchar_t *text, size_t i)
{
    const wchar_t c = text[i];
    if (IS_HIGH_SURROGATE(c))
        return IS_LOW_SURROGATE(text[i + 1]);
    if (IS_LOW_SURROGATE(c))
        return i != 0 && IS_HIGH_SURROGATE(text[i - 1]);
    return c >= L' ' && c != 0x7F && wcschr(L"<>:\"/\\|?*", c) == NULL;
}

void PathSafeName(const wchar_t *name, wchar_t out[PATH_NAME_CHARS])
{
    const size_t most = PATH_NAME_CHARS - HASH_CHARS - 2;       /* room for the hash, a _ and the terminator */
    const size_t nameLength = wcslen(name);
    size_t length = 0;
    BOOL changed = nameLength == 0 || nameLength > most || IsDeviceName(name);
    if (IsDeviceName(name))
        out[length++] = L'_';
    for (size_t i = 0; i < nameLength && i < most; ++i) {
        const BOOL allowed = IsAllowed(name, i) && !(IS_HIGH_SURROGATE(name[i]) && i + 1 == most);
        out[length++] = allowed ? name[i] : L'_';
        changed = changed || !allowed;
    }
    for (size_t end = length; end != 0 && (out[end - 1] == L'.' || out[end - 1] == L' '); --end) {
        out[end - 1] = L'_';
        changed = TRUE;
    }
    out[length] = 0;
    if (changed)
        swprintf(out + length, PATH_NAME_CHARS - length, L"~%08lx", (unsigned long)NameHash(name));
}
