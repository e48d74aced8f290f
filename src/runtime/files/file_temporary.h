/* The temporary name under which a file is written. The caller's thread. */
#ifndef RUNTIME_FILE_TEMPORARY_H
#define RUNTIME_FILE_TEMPORARY_H

#include "runtime/engine/file_operation.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Creates a file beside the target (in its \\?\ form) and opens it as FileOperationOpened does. The
 * file is always a new one: docs/RUNTIME.md says why. The caller frees *temporary, its name, also
 * after a failure.
 */
DWORD FileTemporaryOpen(FileOperation *operation, const wchar_t *target, wchar_t **temporary);

#ifdef __cplusplus
}
#endif
#endif
