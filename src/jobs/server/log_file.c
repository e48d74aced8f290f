#include "log_file.h"

#include <stdio.h>
#include <wchar.h>

#include "jobs/text/utf8_text.h"
#include "runtime/base/path.h"
#include "runtime/base/win32_calls.h"

enum { NumberChars = 16 }; /* ".100" */

struct LogFile {
    wchar_t *path; /* canonical */
    wchar_t *older[2];
    size_t olderChars;
    ULONGLONG mostBytes, bytes; /* bytes: of the open file */
    DWORD files;
    HANDLE file;             /* INVALID_HANDLE_VALUE: it could not be opened again */
    BOOL torn;               /* the file ends amidst a line */
    unsigned long long lost; /* lines that could not be written */
};

/* ---- the open file ---- */

/* Does the file end amidst a line, as one does whose writer was ended? */
static BOOL LogFileEndsTorn(HANDLE file, ULONGLONG bytes)
{
    char last = '\n';
    OVERLAPPED at = {0};
    if (bytes == 0)
        return FALSE;
    at.Offset = (DWORD)(bytes - 1);
    at.OffsetHigh = (DWORD)((bytes - 1) >> 32);
    return Win32Read(file, &last, 1, &at) && last != '\n';
}

/* Opens the file at its end; `anew`: empty. Returns a Win32 code. */
static DWORD LogFileBegin(LogFile *log, BOOL anew)
{
    log->file = Win32OpenFile(log->path, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_DELETE,
                              anew ? CREATE_ALWAYS : OPEN_ALWAYS, FILE_ATTRIBUTE_NORMAL);
    if (log->file == INVALID_HANDLE_VALUE)
        return GetLastError();
    if (!Win32FileSize(log->file, &log->bytes)) {
        const DWORD error = GetLastError();
        CloseHandle(log->file);
        log->file = INVALID_HANDLE_VALUE;
        return error;
    }
    log->torn = LogFileEndsTorn(log->file, log->bytes);
    return ERROR_SUCCESS;
}

static void LogFileEnd(LogFile *log)
{
    if (log->file != INVALID_HANDLE_VALUE)
        CloseHandle(log->file);
    log->file = INVALID_HANDLE_VALUE;
}

/* FALSE: not all of it was written. What was is in `bytes`, and the file is torn. */
static BOOL LogFileWrite(LogFile *log, const char *from, size_t count)
{
    while (count != 0) {
        OVERLAPPED at = {0};
        at.Offset = (DWORD)log->bytes;
        at.OffsetHigh = (DWORD)(log->bytes >> 32);
        if (!Win32Write(log->file, from, count, &at) || at.InternalHigh == 0)
            return FALSE;
        log->bytes += at.InternalHigh;
        from += at.InternalHigh;
        count -= at.InternalHigh;
        log->torn = count != 0;
    }
    return TRUE;
}

/* ---- rotation ---- */

/* The name of the n-th older file, in the one or the other text; 0: the file itself. */
static const wchar_t *LogFileName(LogFile *log, DWORD n)
{
    if (n == 0)
        return log->path;
    wchar_t *name = log->older[n % 2];
    swprintf(name, log->olderChars, L"%ls.%lu", log->path, (unsigned long)n);
    return name;
}

static BOOL LogFileIsFree(LogFile *log, DWORD n)
{
    return GetFileAttributesW(LogFileName(log, n)) == INVALID_FILE_ATTRIBUTES && GetLastError() == ERROR_FILE_NOT_FOUND;
}

/*
 * Gives each file the next older name, up to the first name that is free. A rotation that fails
 * half-way leaves a free name behind and costs nothing except the file that was beyond the bound.
 */
static void LogFileAge(LogFile *log)
{
    DWORD n = 1;
    while (n < log->files - 1 && !LogFileIsFree(log, n))
        n++;
    for (; n > 0; n--) {
        if (Win32Fails(Win32CallRename) ||
            !MoveFileExW(LogFileName(log, n - 1), LogFileName(log, n), MOVEFILE_REPLACE_EXISTING))
            return;
    }
}

/* Begins a new file, unless the full one can't be moved out of its way. */
static void LogFileRotate(LogFile *log)
{
    LogFileEnd(log);
    if (log->files > 1)
        LogFileAge(log);
    LogFileBegin(log, log->files == 1);
}

/* ---- lines ---- */

/* Makes the text for a line, with what the log says of lost ones. */
static void LogFileText(const LogFile *log, const wchar_t *line, Utf8Text *out)
{
    if (log->lost != 0) {
        Utf8Put(out, "(");
        Utf8PutNumber(out, log->lost);
        Utf8Put(out, log->lost == 1 ? " line is left out)\n" : " lines are left out)\n");
    }
    Utf8PutWide(out, line);
    Utf8Put(out, "\n");
}

static BOOL LogFileFits(const LogFile *log, size_t bytes)
{
    return log->file != INVALID_HANDLE_VALUE && log->bytes + (log->torn ? 1u : 0u) + bytes <= log->mostBytes;
}

static BOOL LogFilePutText(LogFile *log, const Utf8Text *text)
{
    if (text->failed)
        return FALSE;
    if (LogFileIsFree(log, 0))
        LogFileEnd(log); /* somebody has moved the file, or deleted it */
    if (log->file == INVALID_HANDLE_VALUE)
        LogFileBegin(log, FALSE);
    if (log->file != INVALID_HANDLE_VALUE && !LogFileFits(log, text->length))
        LogFileRotate(log);
    return LogFileFits(log, text->length) && (!log->torn || LogFileWrite(log, "\n", 1)) &&
           LogFileWrite(log, text->bytes, text->length);
}

void LogFilePut(LogFile *log, const wchar_t *line)
{
    Utf8Text text = {0};
    LogFileText(log, line, &text);
    log->lost = LogFilePutText(log, &text) ? 0 : log->lost + 1;
    Utf8Free(&text);
}

/* ---- life ---- */

DWORD LogFileOpen(const wchar_t *path, ULONGLONG mostBytes, DWORD files, LogFile **out)
{
    LogFile *log = Win32Allocate(sizeof *log);
    *out = NULL;
    if (log == NULL)
        return ERROR_NOT_ENOUGH_MEMORY;
    log->file = INVALID_HANDLE_VALUE;
    log->mostBytes = mostBytes;
    log->files = files;
    DWORD error = PathExtend(path, &log->path);
    if (error == ERROR_SUCCESS) {
        log->olderChars = wcslen(log->path) + NumberChars;
        log->older[0] = Win32Allocate(log->olderChars * sizeof(wchar_t));
        log->older[1] = Win32Allocate(log->olderChars * sizeof(wchar_t));
        error = log->older[0] != NULL && log->older[1] != NULL ? LogFileBegin(log, FALSE) : ERROR_NOT_ENOUGH_MEMORY;
    }
    if (error != ERROR_SUCCESS) {
        LogFileClose(log);
        return error;
    }
    *out = log;
    return ERROR_SUCCESS;
}

void LogFileClose(LogFile *log)
{
    if (log == NULL)
        return;
    LogFileEnd(log);
    Win32Free(log->older[0]);
    Win32Free(log->older[1]);
    Win32Free(log->path);
    Win32Free(log);
}
