/*
 * Whole paths of any length: the one door by which a path of a user comes in. Any thread.
 *
 * A path is made canonical here and nowhere else, and all that opens, makes, renames or deletes a
 * file takes the canonical one: absolute, with \\?\, every name as it is written. So what a folder
 * lists is what is opened, also a name that Win32 changes (a dot or a blank at its end) or takes
 * for a device (nul.keys). To make a canonical path canonical changes nothing.
 */
#ifndef RUNTIME_PATH_H
#define RUNTIME_PATH_H

#include <windows.h>

#include "annotations.h"
#include "runtime/pure/path_text.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * *out (Win32Free or TextFree) is the canonical path. A relative one is completed; a device's own
 * name (NUL) becomes \\.\NUL, which no open of this product takes. ERROR_INVALID_NAME: it is empty,
 * or . or .. or / stand behind \\?\.
 */
_Success_(return == ERROR_SUCCESS) DWORD PathExtend(_In_z_ const wchar_t *path, _Outptr_result_z_ wchar_t **out);

/* These give NULL out of memory and for a path that PathExtend refuses. TextFree. */
_Must_inspect_result_ _Ret_maybenull_z_ wchar_t *PathExtended(_In_z_ const wchar_t *path); /* as PathExtend */
/*
 * As users read it: without \\?\, unless Win32 would read the path otherwise then. Its canonical
 * path is that of `path`.
 */
_Must_inspect_result_ _Ret_maybenull_z_ wchar_t *PathFull(_In_z_ const wchar_t *path);
/* Without \\?\ where that stands before a drive or a share, whatever its names. */
_Must_inspect_result_ _Ret_maybenull_z_ wchar_t *PathPlain(_In_z_ const wchar_t *path);
_Must_inspect_result_ _Ret_maybenull_z_ wchar_t *PathJoin(_In_z_ const wchar_t *folder, _In_z_ const wchar_t *name);
/* Have the two one canonical path, in any case of letters? FALSE where one is NULL or has none. */
BOOL PathIsSame(_In_opt_z_ const wchar_t *path, _In_opt_z_ const wchar_t *other);

/*
 * A name for a temporary file beside the target: short, the same for the same target and attempt.
 */
_Success_(return == ERROR_SUCCESS) DWORD
    PathTemporary(_In_z_ const wchar_t *target, DWORD attempt, _Outptr_result_maybenull_z_ wchar_t **out);
/* A new name for a file beside that path, which DirectorySweep deletes when it is left behind. */
_Must_inspect_result_ _Ret_maybenull_z_ wchar_t *PathTemporaryBeside(_In_z_ const wchar_t *path);
extern const wchar_t PathTemporaryPattern[]; /* matches those names */

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
