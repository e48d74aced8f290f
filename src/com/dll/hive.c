/* See hive.h. Each change notes first what it is going to change, so that no undo needs memory. */
#include "hive.h"

#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include "jobs/text/text.h"

typedef enum HiveKind {
    HiveKeyMade,    /* it goes */
    HiveKeyRemoved, /* it comes back, empty */
    HiveValueMade,  /* it goes */
    HiveValueWas    /* it is what it was */
} HiveKind;

struct HiveChange {
    HiveChange *next;
    HiveKind kind;
    REGSAM view;
    wchar_t *path; /* behind the data */
    wchar_t *name; /* NULL: the default value */
    DWORD type, bytes;
    BYTE data[1]; /* so many bytes */
};

static size_t HiveTextBytes(const wchar_t *text)
{
    return text != NULL ? (wcslen(text) + 1) * sizeof(wchar_t) : 0;
}

/* NULL: out of memory. */
static HiveChange *HiveNote(REGSAM view, const wchar_t *path, size_t pathChars, const wchar_t *name, DWORD bytes)
{
    const size_t data = ((size_t)bytes + sizeof(wchar_t)) & ~(sizeof(wchar_t) - 1);
    const size_t pathBytes = (pathChars + 1) * sizeof(wchar_t);
    HiveChange *change =
        HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof *change + data + pathBytes + HiveTextBytes(name));
    if (change == NULL)
        return NULL;
    change->view = view;
    change->bytes = bytes;
    change->path = (wchar_t *)(void *)(change->data + data);
    memcpy(change->path, path, pathChars * sizeof(wchar_t));
    if (name != NULL)
        change->name = memcpy((BYTE *)change->path + pathBytes, name, HiveTextBytes(name));
    return change;
}

/* Takes the note where the change came to be. */
static LSTATUS HivePush(Hive *hive, HiveChange *change, HiveKind kind, LSTATUS error)
{
    change->kind = kind;
    if (error != ERROR_SUCCESS) {
        HeapFree(GetProcessHeap(), 0, change);
        return error;
    }
    change->next = hive->changes;
    hive->changes = change;
    return error;
}

static LSTATUS HiveMakeKey(Hive *hive, REGSAM view, const wchar_t *path, size_t pathChars)
{
    HKEY key;
    DWORD disposition;
    HiveChange *change = HiveNote(view, path, pathChars, NULL, 0);
    if (change == NULL)
        return ERROR_NOT_ENOUGH_MEMORY;
    const LSTATUS error =
        RegCreateKeyExW(hive->root, change->path, 0, NULL, 0, KEY_READ | view, NULL, &key, &disposition);
    if (error == ERROR_SUCCESS)
        RegCloseKey(key);
    if (error != ERROR_SUCCESS || disposition == REG_CREATED_NEW_KEY)
        return HivePush(hive, change, HiveKeyMade, error);
    HeapFree(GetProcessHeap(), 0, change);
    return ERROR_SUCCESS;
}

/* One after another, as only the last of a path tells whether it is new. */
static LSTATUS HiveMakeKeys(Hive *hive, REGSAM view, const wchar_t *path)
{
    LSTATUS error = ERROR_SUCCESS;
    for (size_t chars = TextUntil(path, L'\\'); error == ERROR_SUCCESS;) {
        error = HiveMakeKey(hive, view, path, chars);
        if (path[chars] == 0)
            break;
        chars += 1 + TextUntil(path + chars + 1, L'\\');
    }
    return error;
}

/* Notes what the value is now. */
static LSTATUS HiveNoteValue(Hive *hive, HKEY key, REGSAM view, const wchar_t *path, const wchar_t *name)
{
    DWORD bytes = 0;
    LSTATUS error = RegQueryValueExW(key, name, NULL, NULL, NULL, &bytes);
    const BOOL had = error == ERROR_SUCCESS;
    if (!had && error != ERROR_FILE_NOT_FOUND)
        return error;
    HiveChange *change = HiveNote(view, path, wcslen(path), name, bytes);
    if (change == NULL)
        return ERROR_NOT_ENOUGH_MEMORY;
    error = had ? RegQueryValueExW(key, name, NULL, &change->type, change->data, &change->bytes) : ERROR_SUCCESS;
    return HivePush(hive, change, had ? HiveValueWas : HiveValueMade, error);
}

static LSTATUS HiveChangeValue(Hive *hive, REGSAM view, const wchar_t *path, const wchar_t *name, const wchar_t *text)
{
    HKEY key;
    LSTATUS error = RegOpenKeyExW(hive->root, path, 0, KEY_READ | KEY_SET_VALUE | view, &key);
    if (error != ERROR_SUCCESS)
        return error;
    error = HiveNoteValue(hive, key, view, path, name);
    if (error == ERROR_SUCCESS && text != NULL)
        error = RegSetValueExW(key, name, 0, REG_SZ, (const BYTE *)text, (DWORD)HiveTextBytes(text));
    else if (error == ERROR_SUCCESS && hive->changes->kind == HiveValueWas)
        error = RegDeleteValueW(key, name);
    RegCloseKey(key);
    return error;
}

/* Most keys are there already, from the value before. */
LSTATUS HivePut(Hive *hive, REGSAM view, const wchar_t *path, const wchar_t *name, const wchar_t *text)
{
    LSTATUS error = text != NULL ? HiveChangeValue(hive, view, path, name, text) : ERROR_FILE_NOT_FOUND;
    if (error != ERROR_FILE_NOT_FOUND)
        return error;
    error = HiveMakeKeys(hive, view, path);
    return error == ERROR_SUCCESS && text != NULL ? HiveChangeValue(hive, view, path, name, text) : error;
}

LSTATUS HiveRemoveValue(Hive *hive, REGSAM view, const wchar_t *path, const wchar_t *name)
{
    const LSTATUS error = HiveChangeValue(hive, view, path, name, NULL);
    return error == ERROR_FILE_NOT_FOUND ? ERROR_SUCCESS : error;
}

static void HiveRestore(const Hive *hive, const HiveChange *change)
{
    HKEY key;
    if (change->kind == HiveKeyMade) {
        RegDeleteKeyExW(hive->root, change->path, change->view, 0);
        return;
    }
    if (RegCreateKeyExW(hive->root, change->path, 0, NULL, 0, KEY_SET_VALUE | change->view, NULL, &key, NULL) !=
        ERROR_SUCCESS)
        return;
    if (change->kind == HiveValueWas)
        RegSetValueExW(key, change->name, 0, change->type, change->data, change->bytes);
    else if (change->kind == HiveValueMade)
        RegDeleteValueW(key, change->name);
    RegCloseKey(key);
}

void HiveEnd(Hive *hive, BOOL undo)
{
    for (HiveChange *change = hive->changes, *next; change != NULL; change = next) {
        next = change->next;
        if (undo)
            HiveRestore(hive, change);
        HeapFree(GetProcessHeap(), 0, change);
    }
    hive->changes = NULL;
}

/* The first name of a key's values. ERROR_NO_MORE_ITEMS: it has none. */
static LSTATUS HiveFirstValue(const Hive *hive, REGSAM view, const wchar_t *path, wchar_t name[HivePathChars])
{
    HKEY key;
    DWORD chars = HivePathChars;
    LSTATUS error = RegOpenKeyExW(hive->root, path, 0, KEY_READ | view, &key);
    if (error != ERROR_SUCCESS)
        return error;
    error = RegEnumValueW(key, 0, name, &chars, NULL, NULL, NULL, NULL);
    RegCloseKey(key);
    return error;
}

static LSTATUS HiveRemoveChildren(Hive *hive, REGSAM view, const wchar_t *path)
{
    wchar_t name[HivePathChars], child[HivePathChars];
    LSTATUS error;
    while ((error = HiveChild(hive, view, path, 0, name)) == ERROR_SUCCESS) {
        if (wcslen(path) + 1 + wcslen(name) >= HivePathChars)
            return ERROR_FILENAME_EXCED_RANGE;
        swprintf(child, HivePathChars, L"%ls\\%ls", path, name);
        error = HiveRemoveTree(hive, view, child);
        if (error != ERROR_SUCCESS)
            return error;
    }
    return error;
}

LSTATUS HiveRemoveTree(Hive *hive, REGSAM view, const wchar_t *path)
{
    wchar_t name[HivePathChars];
    LSTATUS error = HiveRemoveChildren(hive, view, path);
    while (error == ERROR_NO_MORE_ITEMS) {
        error = HiveFirstValue(hive, view, path, name);
        if (error == ERROR_NO_MORE_ITEMS)
            break;
        if (error == ERROR_SUCCESS)
            error = HiveRemoveValue(hive, view, path, name);
        if (error == ERROR_SUCCESS)
            error = ERROR_NO_MORE_ITEMS;
    }
    if (error != ERROR_NO_MORE_ITEMS)
        return error == ERROR_FILE_NOT_FOUND ? ERROR_SUCCESS : error;
    HiveChange *change = HiveNote(view, path, wcslen(path), NULL, 0);
    if (change == NULL)
        return ERROR_NOT_ENOUGH_MEMORY;
    return HivePush(hive, change, HiveKeyRemoved, RegDeleteKeyExW(hive->root, path, view, 0));
}

LSTATUS HiveRemoveEmpty(Hive *hive, REGSAM view, const wchar_t *path)
{
    wchar_t name[HivePathChars];
    const LSTATUS error = HiveChild(hive, view, path, 0, name);
    if (error == ERROR_NO_MORE_ITEMS)
        return HiveRemoveTree(hive, view, path);
    return error == ERROR_FILE_NOT_FOUND ? ERROR_SUCCESS : error;
}

LSTATUS HiveChild(const Hive *hive, REGSAM view, const wchar_t *path, DWORD index, wchar_t name[HivePathChars])
{
    HKEY key;
    DWORD chars = HivePathChars;
    LSTATUS error = RegOpenKeyExW(hive->root, path, 0, KEY_READ | view, &key);
    if (error != ERROR_SUCCESS)
        return error;
    error = RegEnumKeyExW(key, index, name, &chars, NULL, NULL, NULL, NULL);
    RegCloseKey(key);
    return error;
}

LSTATUS HiveText(const Hive *hive, REGSAM view, const wchar_t *path, const wchar_t *name, wchar_t *out, DWORD chars)
{
    HKEY key;
    DWORD bytes = chars * (DWORD)sizeof(wchar_t);
    LSTATUS error = RegOpenKeyExW(hive->root, path, 0, KEY_READ | view, &key);
    if (error != ERROR_SUCCESS)
        return error;
    error = RegGetValueW(key, NULL, name, RRF_RT_REG_SZ, NULL, out, &bytes);
    RegCloseKey(key);
    return error;
}
