/*
 * A log in files of a bounded size. The lines go to one file; when it is full it becomes FILE.1,
 * what was FILE.1 becomes FILE.2, and so on up to a number of files, beyond which the oldest is
 * lost. A line that can't be written (a full disk, a file that somebody holds) is counted, and the
 * log says how many are left out once it can be written again. Short, synchronous calls, for one
 * thread at a time; never on a worker.
 */
#ifndef JOBS_SERVER_LOG_FILE_H
#define JOBS_SERVER_LOG_FILE_H

#include <windows.h>

#include "annotations.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct LogFile LogFile;

enum {
    LogFileDefaultBytes = 10 * 1024 * 1024, /* of each file */
    LogFileLeastBytes = 64 * 1024,          /* any line fits */
    LogFileDefaultFiles = 5,                /* FILE and FILE.1 to FILE.4 */
    LogFileMostFiles = 100
};

/*
 * Opens the file, or makes it, and goes on at its end. Nobody else may write it meanwhile; all may
 * read it. Returns a Win32 code.
 */
_Success_(return == ERROR_SUCCESS) DWORD
    LogFileOpen(_In_z_ const wchar_t *path, ULONGLONG mostBytes, DWORD files, _Outptr_ LogFile **out);
/* Writes a line, which has no end of a line in it. */
void LogFilePut(_Inout_ LogFile *log, _In_z_ const wchar_t *line);
void LogFileClose(_Inout_opt_ LogFile *log); /* NULL is allowed */

#ifdef __cplusplus
}
#endif
#endif
