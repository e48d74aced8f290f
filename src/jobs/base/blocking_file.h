/*
 * Files read and written on a caller's own thread, which has no completion port to wait at. Win32
 * codes. Never on a worker.
 */
#ifndef JOBS_BLOCKING_FILE_H
#define JOBS_BLOCKING_FILE_H

#include <windows.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Opens a file for reading, which others may do what `share` says with; ERROR_NOT_SUPPORTED for a
 * directory and for what is no file.
 */
DWORD BlockingOpen(const wchar_t *extended, DWORD share, HANDLE *file, ULONGLONG *size);

/*
 * All of it from the offset on; ERROR_HANDLE_EOF when the file ends before. Several threads may
 * read from one handle.
 */
DWORD BlockingRead(HANDLE file, ULONGLONG offset, void *bytes, size_t size);
DWORD BlockingWrite(HANDLE file, const void *bytes, size_t size);

#ifdef __cplusplus
}
#endif
#endif
