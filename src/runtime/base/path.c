#include "path.h"

#include <stdint.h>
#include <stdio.h>
#include <wchar.h>

#include "runtime/pure/atomic.h"
#include "win32_calls.h"

const wchar_t PathTemporaryPattern[] = L"~*.phtmp";

static const wchar_t extended[] = L"\\\\?\\";
static const wchar_t extendedUnc[] = L"\\\\?\\UNC\\";

/* All three, one behind the other; NULL: out of memory. */
static wchar_t *PathConcatenate(const wchar_t *a, const wchar_t *b, const wchar_t *c)
{
    const size_t lengths[] = {wcslen(a), wcslen(b), wcslen(c) + 1};
    wchar_t *text = Win32Allocate((lengths[0] + lengths[1] + lengths[2]) * sizeof *text);
    if (text == NULL)
        return NULL;
    wmemcpy(text, a, lengths[0]);
    wmemcpy(text + lengths[0], b, lengths[1]);
    wmemcpy(text + lengths[0] + lengths[1], c, lengths[2]);
    return text;
}

/*
 * Gives what GetFullPathName makes of a path; the path has no names in it that the call could
 * change.
 */
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

/* The path behind the current directory, or that of its drive, or behind the current drive. */
static DWORD PathBehindCurrent(const wchar_t *path, PathForm form, wchar_t **out)
{
    const wchar_t drive[] = {path[0], L':', 0};
    const wchar_t *start = form == PathFormDriveRelative ? drive : form == PathFormRooted ? L"\\" : L".";
    wchar_t *current;
    const DWORD error = PathComplete(start, &current);
    if (error != ERROR_SUCCESS)
        return error;
    *out = PathConcatenate(current, L"\\", path + (form == PathFormDriveRelative ? 2 : 0));
    Win32Free(current);
    return *out != NULL ? ERROR_SUCCESS : ERROR_NOT_ENOUGH_MEMORY;
}

/* Makes the canonical path of a path of a drive or a share; may write on that path. */
static DWORD PathCanonical(wchar_t *whole, wchar_t **out)
{
    PathNormalise(whole);
    const BOOL share = PathFormOf(whole) == PathFormShare;
    const wchar_t *name = PathNameOf(whole);
    if (PathIsBareDevice(name))
        *out = PathConcatenate(L"\\\\.\\", name, L"");
    else
        *out = share ? PathConcatenate(extendedUnc, whole + 2, L"") : PathConcatenate(extended, whole, L"");
    return *out != NULL ? ERROR_SUCCESS : ERROR_NOT_ENOUGH_MEMORY;
}

DWORD PathExtend(const wchar_t *path, wchar_t **out)
{
    const PathForm form = PathFormOf(path);
    wchar_t *whole = NULL;
    DWORD error = ERROR_SUCCESS;
    *out = NULL;
    if (form == PathFormEmpty || (form == PathFormExtended && !PathIsLiteral(path + wcslen(extended))))
        return ERROR_INVALID_NAME;
    if (form == PathFormRelative || form == PathFormDriveRelative || form == PathFormRooted)
        error = PathBehindCurrent(path, form, &whole);
    else if ((whole = PathConcatenate(path, L"", L"")) == NULL)
        error = ERROR_NOT_ENOUGH_MEMORY;
    if (error != ERROR_SUCCESS)
        return error;
    const PathForm wholeForm = PathFormOf(whole);
    if (wholeForm != PathFormDrive && wholeForm != PathFormShare) {
        *out = whole;
        return ERROR_SUCCESS;
    }
    error = PathCanonical(whole, out);
    Win32Free(whole);
    return error;
}

wchar_t *PathExtended(const wchar_t *path)
{
    wchar_t *whole;
    return PathExtend(path, &whole) == ERROR_SUCCESS ? whole : NULL;
}

wchar_t *PathPlain(const wchar_t *path)
{
    if (PathFormOf(path) != PathFormExtended)
        return PathConcatenate(path, L"", L"");
    const wchar_t *rest = path + wcslen(extended);
    if (_wcsnicmp(rest, L"UNC\\", 4) == 0)
        return PathConcatenate(L"\\\\", rest + 4, L"");
    return PathConcatenate(PathFormOf(rest) == PathFormDrive ? rest : path, L"", L"");
}

wchar_t *PathFull(const wchar_t *path)
{
    wchar_t *whole = PathExtended(path);
    wchar_t *plain = whole != NULL ? PathPlain(whole) : NULL;
    if (plain == NULL || !PathNeedsPrefix(plain)) {
        Win32Free(whole);
        return plain;
    }
    Win32Free(plain);
    return whole;
}

wchar_t *PathJoin(const wchar_t *folder, const wchar_t *name)
{
    const size_t length = wcslen(folder);
    const BOOL ends = length != 0 && PathIsSeparator(folder[length - 1]);
    return PathConcatenate(folder, length == 0 || ends ? L"" : L"\\", name);
}

BOOL PathIsSame(const wchar_t *path, const wchar_t *other)
{
    wchar_t *const one = path != NULL ? PathExtended(path) : NULL;
    wchar_t *const two = other != NULL ? PathExtended(other) : NULL;
    const BOOL same = one != NULL && two != NULL && CompareStringOrdinal(one, -1, two, -1, TRUE) == CSTR_EQUAL;
    Win32Free(one);
    Win32Free(two);
    return same;
}

/* ---- temporary names ---- */

DWORD PathTemporary(const wchar_t *target, DWORD attempt, wchar_t **out)
{
    enum { NameChars = 40 };
    const wchar_t *name = PathNameOf(target), *at;
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

wchar_t *PathTemporaryBeside(const wchar_t *path)
{
    static volatile LONG serial;
    const size_t folderChars = (size_t)(PathNameOf(path) - path), nameChars = 32;
    wchar_t *beside = Win32Allocate((folderChars + nameChars) * sizeof *beside);
    if (beside == NULL)
        return NULL;
    wmemcpy(beside, path, folderChars);
    swprintf(beside + folderChars, nameChars, L"~%08lx-%08lx.phtmp", GetCurrentProcessId(),
             (unsigned long)AtomicIncrement(&serial));
    return beside;
}

/* ---- links ---- */

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
    const wchar_t *first = whole + wcslen(whole) - (wcslen(path) - min(from, wcslen(path))); /* the two end alike */
    wchar_t *end = whole + wcslen(whole);
    BOOL link = FALSE;
    while (end > first && !link) {
        *end = 0;
        link = IsLink(whole);
        while (end > first && *--end != L'\\')
            ;
    }
    Win32Free(whole);
    return link;
}
