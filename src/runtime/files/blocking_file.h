/*
 * Files read and written on a caller's own thread, which has no completion port to wait at. Win32
 * codes. Never on a worker.
 */
#ifndef RUNTIME_BLOCKING_FILE_H
#define RUNTIME_BLOCKING_FILE_H

#include "annotations.h"
#include "file_check.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Opens a file for reading, which others may do what `share` says with; ERROR_NOT_SUPPORTED for a
 * directory and for what is no file.
 */
_Success_(return == ERROR_SUCCESS) DWORD
    BlockingOpen(_In_z_ const wchar_t *extended, DWORD share, _Out_ HANDLE *file, _Out_ ULONGLONG *size);

/*
 * All of it from the offset on; ERROR_HANDLE_EOF when the file ends before. Several threads may
 * read from one handle.
 */
_Success_(return == ERROR_SUCCESS) DWORD
    BlockingRead(HANDLE file, ULONGLONG offset, _Out_writes_bytes_(size) void *bytes, size_t size);

/*
 * Passes what lies there by the check before it is read; ERROR_INVALID_DATA: the check refuses it.
 */
DWORD BlockingCheck(HANDLE file, ULONGLONG offset, ULONGLONG size, _In_ const FileCheck *check);

ULONGLONG BlockingBytesRead(void); /* by this process in this way */

DWORD BlockingWrite(HANDLE file, _In_reads_bytes_(size) const void *bytes, size_t size);

#ifdef __cplusplus
}
#endif
#endif
