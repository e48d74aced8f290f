/* Each change notes first what it is going to change, so that no undo needs memory. */
#include "hive.h"

#include <stdio.h>
#include <string.h>
#include <wchar.h>

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
    BYTE data[1]; /* `bytes` of them */
};

static size_t HiveTextBytes(const wchar_t *text)
{
    return text != NULL ? (wcslen(text) + 1) * sizeof(wchar_t) : 0;
}

/* NULL: out of memory. */
static HiveChange *HiveNote(const Hive *hive, const wchar_t *path, size_t pathChars, const wchar_t *name, DWORD bytes)
{
    const size_t data = ((size_t)bytes + sizeof(wchar_t)) & ~(sizeof(wchar_t) - 1);
    const size_t pathBytes = (pathChars + 1) * sizeof(wchar_t);
    HiveChange *change =
        HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof *change + data + pathBytes + HiveTextBytes(name));
    if (change == NULL)
        return NULL;
    change->view = hive->view;
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

static LSTATUS HiveMakeKey(Hive *hive, const wchar_t *path, size_t pathChars)
{
    HKEY key;
    DWORD disposition;
    HiveChange *change = HiveNote(hive, path, pathChars, NULL, 0);
    if (change == NULL)
        return ERROR_NOT_ENOUGH_MEMORY;
    const LSTATUS error =
        RegCreateKeyExW(hive->root, change->path, 0, NULL, 0, KEY_READ | hive->view, NULL, &key, &disposition);
    if (error == ERROR_SUCCESS)
        RegCloseKey(key);
    if (error != ERROR_SUCCESS || disposition == REG_CREATED_NEW_KEY)
        return HivePush(hive, change, HiveKeyMade, error);
    HeapFree(GetProcessHeap(), 0, change);
    return ERROR_SUCCESS;
}

/* One after another, as only the last of a path tells whether it is new. */
static LSTATUS HiveMakeKeys(Hive *hive, const wchar_t *path)
{
    LSTATUS error = ERROR_SUCCESS;
    for (size_t chars = wcscspn(path, L"\\"); error == ERROR_SUCCESS;) {
        error = HiveMakeKey(hive, path, chars);
        if (path[chars] == 0)
            break;
        chars += 1 + wcscspn(path + chars + 1, L"\\");
    }
    return error;
}

/* Notes what the value is now. */
static LSTATUS HiveNoteValue(Hive *hive, HKEY key, const wchar_t *path, const wchar_t *name)
{
    DWORD bytes = 0;
    LSTATUS error = RegQueryValueExW(key, name, NULL, NULL, NULL, &bytes);
    const BOOL had = error == ERROR_SUCCESS;
    if (!had && error != ERROR_FILE_NOT_FOUND)
        return error;
    HiveChange *change = HiveNote(hive, path, wcslen(path), name, bytes);
    if (change == NULL)
        return ERROR_NOT_ENOUGH_MEMORY;
    error = had ? RegQueryValueExW(key, name, NULL, &change->type, change->data, &change->bytes) : ERROR_SUCCESS;
    return HivePush(hive, change, had ? HiveValueWas : HiveValueMade, error);
}

static LSTATUS HiveChangeValue(Hive *hive, const wchar_t *path, const wchar_t *name, const wchar_t *text)
{
    HKEY key;
    LSTATUS error = RegOpenKeyExW(hive->root, path, 0, KEY_READ | KEY_SET_VALUE | hive->view, &key);
    if (error != ERROR_SUCCESS)
        return error;
    error = HiveNoteValue(hive, key, path, name);
    if (error == ERROR_SUCCESS && text != NULL)
        error = RegSetValueExW(key, name, 0, REG_SZ, (const BYTE *)text, (DWORD)HiveTextBytes(text));
    else if (error == ERROR_SUCCESS && hive->changes->kind == HiveValueWas)
        error = RegDeleteValueW(key, name);
    RegCloseKey(key);
    return error;
}

/* Most keys are there already, from the value before. */
void HivePut(Hive *hive, const wchar_t *path, const wchar_t *name, const wchar_t *text)
{
    if (hive->error != ERROR_SUCCESS)
        return;
    hive->error = text != NULL ? HiveChangeValue(hive, path, name, text) : ERROR_FILE_NOT_FOUND;
    if (hive->error != ERROR_FILE_NOT_FOUND)
        return;
    hive->error = HiveMakeKeys(hive, path);
    if (hive->error == ERROR_SUCCESS && text != NULL)
        hive->error = HiveChangeValue(hive, path, name, text);
}

/* Keeps a failure; what is not there is none. Returns whether there was neither. */
static BOOL HiveKeep(Hive *hive, LSTATUS error)
{
    if (hive->error == ERROR_SUCCESS && error != ERROR_FILE_NOT_FOUND && error != ERROR_NO_MORE_ITEMS)
        hive->error = error;
    return error == ERROR_SUCCESS;
}

void HiveRemoveValue(Hive *hive, const wchar_t *path, const wchar_t *name)
{
    if (hive->error == ERROR_SUCCESS)
        HiveKeep(hive, HiveChangeValue(hive, path, name, NULL));
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

/* A read of a key: it gives the index-th name of its keys or of its values. */
typedef LSTATUS (*HiveRead)(HKEY key, DWORD index, wchar_t name[HivePathChars]);

static LSTATUS HiveKeyName(HKEY key, DWORD index, wchar_t name[HivePathChars])
{
    DWORD chars = HivePathChars;
    return RegEnumKeyExW(key, index, name, &chars, NULL, NULL, NULL, NULL);
}

static LSTATUS HiveValueName(HKEY key, DWORD index, wchar_t name[HivePathChars])
{
    DWORD chars = HivePathChars;
    return RegEnumValueW(key, index, name, &chars, NULL, NULL, NULL, NULL);
}

/*
 * Reads a name; *exists: whether there is such a key. FALSE: there is no such name, or it failed.
 */
static BOOL HiveReadName(Hive *hive, const wchar_t *path, HiveRead read, DWORD index, wchar_t name[HivePathChars],
                         BOOL *exists)
{
    HKEY key;
    *exists =
        hive->error == ERROR_SUCCESS && HiveKeep(hive, RegOpenKeyExW(hive->root, path, 0, KEY_READ | hive->view, &key));
    if (!*exists)
        return FALSE;
    const BOOL found = HiveKeep(hive, read(key, index, name));
    RegCloseKey(key);
    return found;
}

BOOL HiveChild(Hive *hive, const wchar_t *path, DWORD index, wchar_t name[HivePathChars])
{
    BOOL exists;
    return HiveReadName(hive, path, HiveKeyName, index, name, &exists);
}

void HiveRemoveTree(Hive *hive, const wchar_t *path)
{
    wchar_t name[HivePathChars], child[HivePathChars];
    BOOL exists;
    while (HiveReadName(hive, path, HiveKeyName, 0, name, &exists)) {
        if (wcslen(path) + 1 + wcslen(name) >= HivePathChars) {
            hive->error = ERROR_FILENAME_EXCED_RANGE;
            return;
        }
        swprintf(child, HivePathChars, L"%ls\\%ls", path, name);
        HiveRemoveTree(hive, child);
    }
    while (HiveReadName(hive, path, HiveValueName, 0, name, &exists))
        HiveRemoveValue(hive, path, name);
    if (!exists || hive->error != ERROR_SUCCESS)
        return;
    HiveChange *change = HiveNote(hive, path, wcslen(path), NULL, 0);
    hive->error = change != NULL
                      ? HivePush(hive, change, HiveKeyRemoved, RegDeleteKeyExW(hive->root, path, hive->view, 0))
                      : ERROR_NOT_ENOUGH_MEMORY;
}

void HiveRemoveEmpty(Hive *hive, const wchar_t *path)
{
    wchar_t name[HivePathChars];
    if (!HiveChild(hive, path, 0, name))
        HiveRemoveTree(hive, path);
}

BOOL HiveText(Hive *hive, const wchar_t *path, const wchar_t *name, wchar_t *out, DWORD chars)
{
    HKEY key;
    DWORD bytes = chars * (DWORD)sizeof(wchar_t);
    if (!HiveKeep(hive, RegOpenKeyExW(hive->root, path, 0, KEY_READ | hive->view, &key)))
        return FALSE;
    const BOOL found = HiveKeep(hive, RegGetValueW(key, NULL, name, RRF_RT_REG_SZ, NULL, out, &bytes));
    RegCloseKey(key);
    return found;
}
