/*
 * Changes of the registry that can be undone. Each path is relative to a root, in the view of
 * 64-bit or of 32-bit programs; where both views are one key, so are the paths. After a failure
 * nothing more is changed, so that only the end need look at it. One thread.
 */
#ifndef RUNTIME_HIVE_H
#define RUNTIME_HIVE_H

#include <windows.h>

#include "annotations.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { HivePathChars = 200 }; /* longer than any path of ours, with the terminator */

typedef struct HiveChange HiveChange;

typedef struct Hive {
    HKEY root;           /* a predefined one: the views are of paths below these */
    REGSAM view;         /* of the calls to come: KEY_WOW64_64KEY or KEY_WOW64_32KEY */
    LSTATUS error;       /* the first failure: a Win32 code */
    HiveChange *changes; /* the last first; NULL before the first */
} Hive;

/* Makes the key and its parents, and sets a value (name NULL: the default one; text NULL: none). */
void HivePut(_Inout_ Hive *hive, _In_z_ const wchar_t *path, _In_opt_z_ const wchar_t *name,
             _In_opt_z_ const wchar_t *text);
/* Removes a value, if it is there. */
void HiveRemoveValue(_Inout_ Hive *hive, _In_z_ const wchar_t *path, _In_opt_z_ const wchar_t *name);
/* Removes a key with all below it, if it is there. */
void HiveRemoveTree(_Inout_ Hive *hive, _In_z_ const wchar_t *path);
/* Removes a key that has no keys below it; one that has some stays. */
void HiveRemoveEmpty(_Inout_ Hive *hive, _In_z_ const wchar_t *path);

/* Ends the changes: undoes them as far as the registry lets it, or lets them stay. */
void HiveEnd(_Inout_ Hive *hive, BOOL undo);

/* Reads a text, or gets the index-th name of a key below the path. FALSE: there is none. */
_Success_(return ) BOOL HiveText(_Inout_ Hive *hive, _In_z_ const wchar_t *path, _In_opt_z_ const wchar_t *name,
                                 _Out_writes_z_(chars) wchar_t *out, DWORD chars);
_Success_(return ) BOOL HiveChild(_Inout_ Hive *hive, _In_z_ const wchar_t *path, DWORD index,
                                  _Out_writes_z_(HivePathChars) wchar_t name[HivePathChars]);

#ifdef __cplusplus
}
#endif

#endif
