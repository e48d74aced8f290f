/* Paths and file names: whole paths of any length, and names that are safe as one component of a path. Any thread. */
#ifndef JOBS_PATHS_H
#define JOBS_PATHS_H

#include <windows.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PATH_NAME_CHARS 128     /* of a safe name, with its terminator */

/* Strings from the process heap (TextFree); NULL: out of memory, or a path that Windows can't complete. */
wchar_t *PathFull(const wchar_t *path);                         /* absolute, as a user reads it */
wchar_t *PathExtended(const wchar_t *path);                     /* absolute with \\?\, as Win32 takes it at any length */
wchar_t *PathJoin(const wchar_t *folder, const wchar_t *name);
/* A new name for a file beside that path, of the form that DirectorySweep deletes when it is left behind. */
wchar_t *PathTemporaryBeside(const wchar_t *path);
/*
 * Links: symbolic ones, and folders that are reparse points of any kind. PathHasLink looks at the parts of a whole path beyond its first `from`
 * characters; a part that isn't there is none, one that can't be looked at is taken for one.
 */
BOOL PathEntryIsLink(const WIN32_FIND_DATAW *entry);
BOOL PathHasLink(const wchar_t *path, size_t from);
const wchar_t *PathNameOf(const wchar_t *path);                 /* what stands behind its last separator */
wchar_t *PathBaseName(const wchar_t *path);                     /* of a file, without its extension; "table" where nothing is left */

/*
 * The name as a file name that is allowed on Windows, stays in its folder, and is the same each time: what is forbidden becomes _, a device's
 * name gets a _ before it, a long name is cut; a name that changes so gets a hash of the whole, so that no two become one.
 */
void PathSafeName(const wchar_t *name, wchar_t out[PATH_NAME_CHARS]);

#ifdef __cplusplus
}
#endif
#endif
