/* Whole paths of any length, as Win32 knows them. Any thread. */
#ifndef JOBS_PATHS_H
#define JOBS_PATHS_H

#include <windows.h>

#include "annotations.h"

#ifdef __cplusplus
extern "C" {
#endif

/* For TextFree; NULL: out of memory, or a path that Windows can't complete. */
/* absolute, as a user reads it */
_Must_inspect_result_ _Ret_maybenull_z_ wchar_t *PathFull(_In_z_ const wchar_t *path);
/* absolute with \\?\, as Win32 takes it at any length */
_Must_inspect_result_ _Ret_maybenull_z_ wchar_t *PathExtended(_In_z_ const wchar_t *path);
_Must_inspect_result_ _Ret_maybenull_z_ wchar_t *PathJoin(_In_z_ const wchar_t *folder, _In_z_ const wchar_t *name);
/*
 * A new name for a file beside that path, of the form that DirectorySweep deletes when it is left
 * behind.
 */
_Must_inspect_result_ _Ret_maybenull_z_ wchar_t *PathTemporaryBeside(_In_z_ const wchar_t *path);
/*
 * Links: symbolic ones, and folders that are reparse points of any kind. PathHasLink looks at the
 * parts of a whole path beyond its first `from` characters; a part that isn't there is none, one
 * that can't be looked at is taken for one.
 */
BOOL PathEntryIsLink(_In_ const WIN32_FIND_DATAW *entry);
BOOL PathHasLink(_In_z_ const wchar_t *path, size_t from);

#ifdef __cplusplus
}
#endif
#endif
