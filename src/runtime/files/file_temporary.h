/* The temporary name under which a file is written. The caller's thread. */
#ifndef RUNTIME_FILE_TEMPORARY_H
#define RUNTIME_FILE_TEMPORARY_H

#include "annotations.h"
#include "runtime/engine/file_operation.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Creates a file beside the target (in its \\?\ form) and opens it as FileOperationOpened does. The
 * file is always a new one: docs/explanation/runtime.md says why. The caller frees *temporary, its
 * name, also after a failure.
 */
_Success_(return == ERROR_SUCCESS) DWORD
    FileTemporaryOpen(_Inout_ FileOperation *operation, _In_z_ const wchar_t *target,
                      _Outptr_result_z_ wchar_t **temporary);

#ifdef __cplusplus
}
#endif
#endif
