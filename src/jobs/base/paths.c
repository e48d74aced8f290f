#include "paths.h"

#include <stdio.h>

#include "jobs/text/path_name.h"
#include "jobs/text/text.h"
#include "runtime/base/win32_calls.h"
#include "runtime/pure/atomic.h"

static const wchar_t extended[] = L"\\\\?\\";
static const wchar_t extendedUnc[] = L"\\\\?\\UNC\\";

static wchar_t *PathsConcatenate(const wchar_t *a, const wchar_t *b, const wchar_t *c)
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
    if (length == 0 || length >= chars) { /* another thread changed the current directory meanwhile */
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
    wchar_t *result = BeginsWith(full, L"\\\\") ? PathsConcatenate(extendedUnc, full + 2, L"")
                                                : PathsConcatenate(extended, full, L"");
    TextFree(full);
    return result;
}

wchar_t *PathJoin(const wchar_t *folder, const wchar_t *name)
{
    const size_t length = wcslen(folder);
    const BOOL ends = length != 0 && (folder[length - 1] == L'\\' || folder[length - 1] == L'/');
    return PathsConcatenate(folder, length == 0 || ends ? L"" : L"\\", name);
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
    const wchar_t *first = whole + wcslen(whole) - (wcslen(path) - min(from, wcslen(path))); /* the two end alike */
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
    swprintf(beside + folderChars, nameChars, L"~%08lx-%08lx.phtmp", GetCurrentProcessId(),
             (unsigned long)AtomicIncrement(&serial));
    return beside;
}
