#include <wchar.h>

#include "file.h"
#include "replace.h"
#include "runtime/base/path.h"
#include "runtime/base/win32_calls.h"

static BOOL IsDirectory(const wchar_t *path)
{
    const DWORD attributes = GetFileAttributesW(path);
    return attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY);
}

/* Cuts the last component off; the end of what is left, NULL when nothing was there to be cut. */
static wchar_t *CutLast(wchar_t *path)
{
    wchar_t *separator = wcsrchr(path, L'\\');
    if (separator != NULL)
        *separator = L'\0';
    return separator;
}

static DWORD CreateOne(const wchar_t *path, DWORD *made)
{
    if (Win32CreateDirectory(path)) {
        *made += 1;
        return ERROR_SUCCESS;
    }
    const DWORD error = GetLastError();
    /* The roots of drives and shares deny what is there already. */
    return error != ERROR_SUCCESS && error != ERROR_PATH_NOT_FOUND && IsDirectory(path) ? ERROR_SUCCESS : error;
}

DWORD DirectoryEnsure(const wchar_t *path, DWORD *made)
{
    wchar_t *extended, *end;
    size_t left;
    DWORD unasked;
    if (path == NULL)
        return ERROR_INVALID_PARAMETER;
    if (made == NULL)
        made = &unasked;
    *made = 0;
    DWORD error = PathExtend(path, &extended);
    if (error != ERROR_SUCCESS)
        return error;
    size_t chars = wcslen(extended);
    while (chars && extended[chars - 1] == L'\\')
        extended[--chars] = L'\0';

    /*
     * Up to the first parent that is there or can be made, then down again, putting the separators
     * back.
     */
    error = CreateOne(extended, made);
    while (error == ERROR_PATH_NOT_FOUND) {
        end = CutLast(extended);
        if (end == NULL || end - extended < 6) /* nothing but \\?\C: is left */
            break;
        error = CreateOne(extended, made);
    }
    while (error == ERROR_SUCCESS && (left = wcslen(extended)) < chars) {
        extended[left] = L'\\';
        error = CreateOne(extended, made);
    }
    Win32Free(extended);
    return error;
}

DWORD DirectoryFlushParents(const wchar_t *path, DWORD levels)
{
    wchar_t *folder;
    DWORD error = PathExtend(path, &folder);
    for (; error == ERROR_SUCCESS && levels != 0; levels--) {
        const wchar_t *end = CutLast(folder);
        if (end == NULL || end - folder < 6) /* nothing but \\?\C: is left */
            break;
        error = ReplaceFlushFolder(folder);
    }
    Win32Free(folder);
    return error;
}

DWORD DirectorySweep(const wchar_t *path)
{
    WIN32_FIND_DATAW found;
    HANDLE search;
    wchar_t *folder;
    DWORD swept = 0;
    if (path == NULL || PathExtend(path, &folder) != ERROR_SUCCESS)
        return 0;
    size_t chars = wcslen(folder);
    if (chars && folder[chars - 1] == L'\\')
        chars--;
    wchar_t *name = Win32Allocate((chars + 1 + ARRAYSIZE(found.cFileName)) * sizeof *name);
    if (name != NULL) {
        wmemcpy(name, folder, chars);
        name[chars] = L'\\';
        wcscpy(name + chars + 1, PathTemporaryPattern);
        search = FindFirstFileW(name, &found);
        if (search != INVALID_HANDLE_VALUE) {
            do {
                if (found.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY)
                    continue;
                wcscpy(name + chars + 1, found.cFileName);
                swept += DeleteFileW(name) ? 1 : 0; /* those in use refuse */
            } while (FindNextFileW(search, &found));
            FindClose(search);
        }
        Win32Free(name);
    }
    Win32Free(folder);
    return swept;
}
