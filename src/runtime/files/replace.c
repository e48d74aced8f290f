/* See replace.h. */
#include "replace.h"

#include <stdio.h>
#include <wchar.h>

#include "runtime/base/runtime_events.h"
#include "runtime/base/win32_calls.h"
#include "runtime/engine/identity.h"

enum {
    ShareAll = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
    KeptNames = 9,
    KeptChars = 8 /* ".new9", and room */
};

/* ---- before and in place ---- */

DWORD ReplaceLook(const wchar_t *target)
{
    const DWORD attributes = GetFileAttributesW(target);
    if (attributes == INVALID_FILE_ATTRIBUTES) {
        const DWORD error = GetLastError();
        return error == ERROR_FILE_NOT_FOUND || error == ERROR_PATH_NOT_FOUND ? ERROR_SUCCESS : error;
    }
    if ((attributes & (FILE_ATTRIBUTE_READONLY | FILE_ATTRIBUTE_DIRECTORY)) != 0)
        return ERROR_ACCESS_DENIED;
    const HANDLE file = CreateFileW(target, DELETE, ShareAll, NULL, OPEN_EXISTING, Win32UserPath, NULL);
    if (file != INVALID_HANDLE_VALUE) {
        CloseHandle(file);
        return ERROR_SUCCESS;
    }
    const DWORD error = GetLastError();
    return error == ERROR_FILE_NOT_FOUND ? ERROR_SUCCESS : error;
}

static DWORD ReplaceRename(HANDLE file, const wchar_t *to, BOOL replaces)
{
    const size_t chars = wcslen(to);
    const DWORD bytes = (DWORD)(sizeof(FILE_RENAME_INFO) + (chars + 1) * sizeof(wchar_t));
    FILE_RENAME_INFO *rename = Win32Allocate(bytes);
    if (rename == NULL)
        return ERROR_NOT_ENOUGH_MEMORY;
    rename->FileNameLength = (DWORD)(chars * sizeof(wchar_t));
    wmemcpy(rename->FileName, to, chars + 1);
    const DWORD error = Win32Rename(file, rename, bytes, replaces) ? ERROR_SUCCESS : GetLastError();
    Win32Free(rename);
    return error;
}

static DWORD ReplacePutQuietly(HANDLE file, const wchar_t *target)
{
    const DWORD error = ReplaceRename(file, target, TRUE);
    if (error != ERROR_ACCESS_DENIED && error != ERROR_ALREADY_EXISTS)
        return error;
    /*
     * Windows says so too when somebody has the target open, without POSIX semantics even when that
     * one shares its deletion: tell the true reason.
     */
    return ReplaceLook(target) == ERROR_ACCESS_DENIED ? error : ERROR_SHARING_VIOLATION;
}

DWORD ReplacePut(HANDLE file, const wchar_t *target)
{
    const DWORD error = ReplacePutQuietly(file, target);
    EventsFileReplaced(target, error);
    return error;
}

/* ---- what can't be put in place ---- */

DWORD ReplaceKeep(HANDLE file, const wchar_t *target, wchar_t **kept)
{
    const size_t chars = wcslen(target);
    wchar_t *name = Win32Allocate((chars + KeptChars) * sizeof *name);
    DWORD error = ERROR_ALREADY_EXISTS;
    *kept = NULL;
    if (name == NULL)
        return ERROR_NOT_ENOUGH_MEMORY;
    for (int n = 1; n <= KeptNames && error == ERROR_ALREADY_EXISTS; n++) {
        if (n == 1)
            swprintf(name, chars + KeptChars, L"%ls.new", target);
        else
            swprintf(name, chars + KeptChars, L"%ls.new%d", target, n);
        error = GetFileAttributesW(name) == INVALID_FILE_ATTRIBUTES ? ReplaceRename(file, name, FALSE)
                                                                    : ERROR_ALREADY_EXISTS;
    }
    if (error == ERROR_SUCCESS)
        *kept = name;
    else
        Win32Free(name);
    return error;
}

/* ---- on the disk ---- */

DWORD ReplaceFlush(HANDLE file)
{
    return Win32Flush(file) ? ERROR_SUCCESS : GetLastError();
}

DWORD ReplaceFlushPath(const wchar_t *path)
{
    const HANDLE file = Win32OpenFile(path, FILE_WRITE_DATA, ShareAll, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL);
    if (file == INVALID_HANDLE_VALUE)
        return GetLastError();
    const DWORD error = ReplaceFlush(file);
    CloseHandle(file);
    return error;
}

DWORD ReplaceFlushFolder(const wchar_t *folder)
{
    /* The right to add a file, or a folder, is enough. */
    HANDLE file = Win32OpenFile(folder, FILE_WRITE_DATA, ShareAll, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS);
    if (file == INVALID_HANDLE_VALUE && GetLastError() == ERROR_ACCESS_DENIED)
        file = Win32OpenFile(folder, FILE_APPEND_DATA, ShareAll, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS);
    if (file == INVALID_HANDLE_VALUE)
        return GetLastError();
    const DWORD error = ReplaceFlush(file);
    CloseHandle(file);
    return Win32IsUnknown(error) ? ERROR_SUCCESS : error; /* the file system does so on its own, or never */
}

DWORD ReplaceFlushName(const wchar_t *path)
{
    const size_t chars = wcslen(path) + 1;
    wchar_t *folder = Win32Allocate(chars * sizeof *folder);
    if (folder == NULL)
        return ERROR_NOT_ENOUGH_MEMORY;
    wmemcpy(folder, path, chars);
    wchar_t *end = wcsrchr(folder, L'\\');
    end[end != folder && end[-1] == L':'] = 0; /* the root of a drive keeps its backslash */
    const DWORD error = ReplaceFlushFolder(folder);
    Win32Free(folder);
    return error;
}

/* ---- again ---- */

DWORD ReplaceDelayMs(DWORD error, DWORD tries)
{
    const BOOL passes =
        error == ERROR_SHARING_VIOLATION || error == ERROR_LOCK_VIOLATION || error == ERROR_USER_MAPPED_FILE;
    return passes && tries < ReplaceTries ? (DWORD)ReplaceFirstDelayMs << tries : 0;
}

DWORD ReplaceBlocking(HANDLE file, const wchar_t *target)
{
    DWORD error, delayMs, tries = 0;
    do {
        error = file != NULL ? ReplacePut(file, target) : ReplaceLook(target);
        delayMs = ReplaceDelayMs(error, tries++);
        if (delayMs != 0)
            Sleep(delayMs);
    } while (delayMs != 0);
    return error;
}

DWORD ReplaceWritten(const wchar_t *target, const wchar_t *temporary, ReplaceWriter write, const void *context,
                     wchar_t **kept)
{
    const HANDLE file =
        Win32OpenFile(temporary, GENERIC_WRITE | DELETE, FILE_SHARE_READ, CREATE_NEW, FILE_ATTRIBUTE_NORMAL);
    if (file == INVALID_HANDLE_VALUE)
        return GetLastError();
    DWORD error = write(file, context);
    const BOOL whole = error == ERROR_SUCCESS;
    if (whole)
        error = ReplaceBlocking(file, target);
    const BOOL keeps = error != ERROR_SUCCESS && whole && ReplaceKeep(file, target, kept) == ERROR_SUCCESS;
    CloseHandle(file);
    if (error != ERROR_SUCCESS && !keeps)
        DeleteFileW(temporary);
    return error;
}

static void ReplaceDue(WorkItem *item, Worker *worker, DWORD error, DWORD bytes)
{
    ReplaceWait *wait = CONTAINING_RECORD(CONTAINING_RECORD(item, Timer, item), ReplaceWait, timer);
    (void)worker;
    (void)bytes;
    wait->stopped = error != ERROR_SUCCESS;
    RundownRelease(wait->rundown);
}

/* TRUE: the rundown has a hold until the timer is due. */
static BOOL ReplaceStartTimer(ReplaceWait *wait, Node *node, Rundown *rundown, DWORD delayMs)
{
    if (wait->tries++ == 0) {
        TimerInit(&wait->timer, node, ReplaceDue);
        IdentityCarry(&wait->timer.item);
    }
    wait->rundown = rundown;
    RundownHold(rundown);
    const DWORD error = TimerStart(&wait->timer, delayMs);
    if (error == ERROR_SUCCESS)
        return TRUE;
    wait->stopped = error == ERROR_SHUTDOWN_IN_PROGRESS;
    RundownRelease(rundown);
    return FALSE;
}

BOOL ReplaceWaits(ReplaceWait *wait, Node *node, Rundown *rundown, DWORD *error)
{
    const DWORD delayMs = ReplaceDelayMs(*error, wait->tries);
    if (delayMs == 0)
        return FALSE;
    if (!wait->stopped && ReplaceStartTimer(wait, node, rundown, delayMs))
        return TRUE;
    if (wait->stopped)
        *error = ERROR_SHUTDOWN_IN_PROGRESS;
    return FALSE;
}
