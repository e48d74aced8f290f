/*
 * The text of paths, by this product's own rules: a name is what is written. Win32 reads `a.` as
 * `a` and `nul.txt` as a device, so what a folder lists and what is opened can differ; here they
 * can't. Pure; any thread.
 */
#ifndef RUNTIME_PATH_TEXT_H
#define RUNTIME_PATH_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "annotations.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum PathForm {
    PathFormEmpty,
    PathFormRelative,      /* a\b */
    PathFormDriveRelative, /* C:a\b, below the current directory of a drive */
    PathFormRooted,        /* \a\b, on the current drive */
    PathFormDrive,         /* C:\a\b */
    PathFormShare,         /* \\server\share\a\b */
    PathFormExtended,      /* \\?\ before anything */
    PathFormDevice         /* \\.\ before anything, and \??\ */
} PathForm;

bool PathIsSeparator(wchar_t c);
PathForm PathFormOf(_In_z_ const wchar_t *path);
_Ret_z_ const wchar_t *PathNameOf(_In_z_ const wchar_t *path); /* what stands behind its last separator */

/* How much of a drive's or a share's path can't be cut off: C:\ and \\server\share\. */
size_t PathRootChars(_In_z_ const wchar_t *path);
/*
 * Writes a drive's or a share's path in the one way that names it: with \ alone, without empty
 * parts, without . and without .. (which stops at the root). A \ at the end stays.
 */
void PathNormalise(_Inout_z_ wchar_t *path);

/* CON, NUL.txt, "LPT1 .x": Win32 takes such a name for a device's, whatever its folder. */
bool PathIsDeviceName(_In_z_ const wchar_t *name);
/* The same, without an extension: nobody means a file by it. */
bool PathIsBareDevice(_In_z_ const wchar_t *name);
/*
 * Would Win32 read this path of a drive or a share otherwise than it is written, so that it must be
 * written with \\?\?
 */
bool PathNeedsPrefix(_In_z_ const wchar_t *path);
/*
 * Has a path behind \\?\ no / and no parts that are empty, . or .. ? Win32 would take them for
 * names.
 */
bool PathIsLiteral(_In_z_ const wchar_t *path);

#ifdef __cplusplus
}
#endif
#endif
