#include "path.h"

#include <stdint.h>
#include <wchar.h>

#include "win32_calls.h"

const wchar_t PathTemporaryPattern[] = L"~*.phtmp";

static BOOL PathIsSeparator(wchar_t c)
{
    return c == L'\\' || c == L'/';
}

static BOOL IsExtended(const wchar_t *path)
{
    return path[0] == L'\\' && path[1] == L'\\' && (path[2] == L'?' || path[2] == L'.') && path[3] == L'\\';
}

static DWORD PathCopy(const wchar_t *prefix, const wchar_t *path, wchar_t **out)
{
    const size_t prefixChars = wcslen(prefix), chars = wcslen(path);
    wchar_t *copy = Win32Allocate((prefixChars + chars + 1) * sizeof *copy);
    if (copy == NULL)
        return ERROR_NOT_ENOUGH_MEMORY;
    wmemcpy(copy, prefix, prefixChars);
    wmemcpy(copy + prefixChars, path, chars + 1);
    *out = copy;
    return ERROR_SUCCESS;
}

void PathFree(wchar_t *path)
{
    Win32Free(path);
}

/* The whole path, as GetFullPathName has it. */
static DWORD PathComplete(const wchar_t *path, wchar_t **out)
{
    DWORD chars;
    *out = NULL;
    SetLastError(ERROR_INVALID_NAME);
    DWORD length = Win32FullPath(path, 0, NULL);
    /* Again when another thread has made the current directory longer meanwhile. */
    do {
        chars = length;
        if (!chars)
            return GetLastError();
        wchar_t *full = Win32Allocate(chars * sizeof *full);
        if (full == NULL)
            return ERROR_NOT_ENOUGH_MEMORY;
        SetLastError(ERROR_INVALID_NAME);
        length = Win32FullPath(path, chars, full);
        if (length && length < chars)
            *out = full;
        else
            Win32Free(full);
    } while (!*out);
    return ERROR_SUCCESS;
}

DWORD PathExtend(const wchar_t *path, wchar_t **out)
{
    wchar_t *full;
    *out = NULL;
    if (IsExtended(path))
        return PathCopy(L"", path, out);
    DWORD error = PathComplete(path, &full);
    if (error != ERROR_SUCCESS)
        return error;
    if (IsExtended(full))
        error = PathCopy(L"", full, out); /* a device: NUL is \\.\NUL */
    else if (PathIsSeparator(full[0]) && PathIsSeparator(full[1]))
        error = PathCopy(L"\\\\?\\UNC\\", full + 2, out);
    else
        error = PathCopy(L"\\\\?\\", full, out);
    Win32Free(full);
    return error;
}

const wchar_t *PathName(const wchar_t *path)
{
    const wchar_t *name = path;
    for (; *path; path++) {
        if (PathIsSeparator(*path))
            name = path + 1;
    }
    return name;
}

DWORD PathTemporary(const wchar_t *target, DWORD attempt, wchar_t **out)
{
    enum { NameChars = 40 };
    const wchar_t *name = PathName(target), *at;
    const size_t folderChars = (size_t)(name - target);
    uint64_t hash = 0xcbf29ce484222325; /* FNV-1a: a name of full length has no room for a suffix */
    wchar_t *temporary = Win32Allocate((folderChars + NameChars) * sizeof *temporary);
    *out = temporary;
    if (temporary == NULL)
        return ERROR_NOT_ENOUGH_MEMORY;
    for (at = name; *at; at++)
        hash = (hash ^ (uint64_t)*at) * 0x100000001b3;
    wmemcpy(temporary, target, folderChars);
    swprintf(temporary + folderChars, NameChars, L"~%08lx%08lx.%lu.phtmp", (unsigned long)(hash >> 32),
             (unsigned long)(hash & 0xffffffff), (unsigned long)attempt);
    return ERROR_SUCCESS;
}
