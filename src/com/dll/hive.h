/*
 * Changes of the registry that can be undone. Each path is relative to a root, in the view of
 * 64-bit or of 32-bit programs; where both views are one key, so are the paths. Win32 codes; one
 * thread.
 */
#ifndef COM_HIVE_H
#define COM_HIVE_H

#include <windows.h>

enum { HivePathChars = 200 }; /* longer than any path of ours, with the terminator */

typedef struct HiveChange HiveChange;

typedef struct Hive {
    HKEY root;           /* a predefined one: the views are of paths below these */
    HiveChange *changes; /* the last first; NULL before the first */
} Hive;

/* Makes the key and its parents, and sets a value (name NULL: the default one; text NULL: none). */
LSTATUS HivePut(Hive *hive, REGSAM view, const wchar_t *path, const wchar_t *name, const wchar_t *text);
/* Removes a value, if it is there. */
LSTATUS HiveRemoveValue(Hive *hive, REGSAM view, const wchar_t *path, const wchar_t *name);
/* Removes a key with all below it, if it is there. */
LSTATUS HiveRemoveTree(Hive *hive, REGSAM view, const wchar_t *path);
/* Removes a key that has no keys below it; one that has some stays. */
LSTATUS HiveRemoveEmpty(Hive *hive, REGSAM view, const wchar_t *path);

/* Ends the changes so far: undoes them as far as the registry lets it, or lets them stay. */
void HiveEnd(Hive *hive, BOOL undo);

/* Reads a text. ERROR_FILE_NOT_FOUND: there is none. */
LSTATUS HiveText(const Hive *hive, REGSAM view, const wchar_t *path, const wchar_t *name, wchar_t *out, DWORD chars);
/* Gets the index-th name of a key below the path. ERROR_NO_MORE_ITEMS: there are no more. */
LSTATUS HiveChild(const Hive *hive, REGSAM view, const wchar_t *path, DWORD index, wchar_t name[HivePathChars]);

#endif
