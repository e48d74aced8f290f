/* The transfers of a file operation by a mapped view. The caller's thread. */
#ifndef RUNTIME_FILE_MAPPED_H
#define RUNTIME_FILE_MAPPED_H

#include "runtime/engine/file_operation.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * As FileOperationRead and FileOperationWrite. The transfer is over when the call returns, but the
 * item comes back through the door all the same.
 */
DWORD FileMappedRead(FileOperation *operation, void *to, size_t bytes, ULONGLONG offset);
DWORD FileMappedWrite(FileOperation *operation, const void *from, size_t bytes, ULONGLONG offset);

#ifdef __cplusplus
}
#endif
#endif
