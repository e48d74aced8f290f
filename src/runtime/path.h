/* Paths of any length. Pure string work and GetFullPathName; any thread. */
#ifndef RUNTIME_PATH_H
#define RUNTIME_PATH_H

#include <windows.h>

/* The whole path in its \\?\ form, to be freed with Win32Free. Paths that have a \\?\ or \\.\ form already stay as they are. */
DWORD PathExtend(const wchar_t *path, wchar_t **out);

const wchar_t *PathName(const wchar_t *path);       /* behind the last separator */

/* A name for a temporary file beside the target: short, the same for the same target and attempt. To be freed with Win32Free. */
DWORD PathTemporary(const wchar_t *target, DWORD attempt, wchar_t **out);
extern const wchar_t PathTemporaryPattern[];        /* matches those names */

#endif
