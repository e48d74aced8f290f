/* The temporary name under which a file is written. The caller's thread. */
#ifndef RUNTIME_FILE_TEMPORARY_H
#define RUNTIME_FILE_TEMPORARY_H

#include "runtime/engine/file_operation.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The same with a file made beside the target (in its \\?\ form) under a temporary name, which is
 * the caller's to free, whatever comes of it. It is always a new one: see docs/RUNTIME.md.
 */
DWORD FileTemporaryOpen(FileOperation *operation, const wchar_t *target, wchar_t **temporary);

#ifdef __cplusplus
}
#endif
#endif
