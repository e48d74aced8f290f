/*
 * Names of files: without their extension, and names that are safe as one component of a path.
 * Pure; any thread.
 */
#ifndef JOBS_PATH_NAME_H
#define JOBS_PATH_NAME_H

#include <stddef.h>

#include "annotations.h"

#ifdef __cplusplus
extern "C" {
#endif

#define PATH_NAME_CHARS 128 /* of a safe name, with its terminator */

size_t PathBaseChars(_In_z_ const wchar_t *name); /* how many characters stand before its extension */
/*
 * Returns the name of a file, by its whole path or one below a folder, without its extension;
 * "table" where nothing is left. TextFree; NULL: out of memory.
 */
_Must_inspect_result_ _Ret_maybenull_z_ wchar_t *PathBaseName(_In_z_ const wchar_t *path);

/*
 * Makes the name a file name that is allowed on Windows, stays in its folder, and is the same each
 * time. What is forbidden becomes _, a device's name gets a _ before it, and a long name is cut. A
 * name that changes in this way gets a hash of the whole, so that no two become one.
 */
void PathSafeName(_In_z_ const wchar_t *name, _Out_writes_z_(PATH_NAME_CHARS) wchar_t out[PATH_NAME_CHARS]);

#ifdef __cplusplus
}
#endif
#endif
