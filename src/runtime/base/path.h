/* Paths of any length. Pure string work and GetFullPathName; any thread. */
#ifndef RUNTIME_PATH_H
#define RUNTIME_PATH_H

#include <windows.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Paths that these give out are freed with PathFree (or, within the runtime, Win32Free). */
void PathFree(wchar_t *path); /* NULL is allowed */
/* The whole path in its \\?\ form. Paths that have a \\?\ or \\.\ form already stay as they are. */
DWORD PathExtend(const wchar_t *path, wchar_t **out);

const wchar_t *PathName(const wchar_t *path); /* behind the last separator */

/*
 * A name for a temporary file beside the target: short, the same for the same target and attempt.
 */
DWORD PathTemporary(const wchar_t *target, DWORD attempt, wchar_t **out);
extern const wchar_t PathTemporaryPattern[]; /* matches those names */

#ifdef __cplusplus
}
#endif

#endif
