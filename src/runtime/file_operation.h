/*
 * The transfers of file operations: each starts one that comes back through the item. A node knows its open files, so that a stop can cancel what
 * is in the kernel's hands.
 */
#ifndef RUNTIME_FILE_OPERATION_H
#define RUNTIME_FILE_OPERATION_H

#include "file.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct FileOperations {
    SRWLOCK lock;               /* guards the list, and a handle from being closed while it is cancelled */
    FileOperation *first;
    SRWLOCK starting;           /* shared: looks at the state and starts a transfer; who cancels passes through it, see StopStarts */
} FileOperations;

enum { FileChunkBytes = 4 * 1024 * 1024 };

void FileOperationsInit(FileOperations *files);
void FileOperationsCancel(FileOperations *files);       /* all of them; those that start later see that the runtime stops */

/* Before anything else; step: what the item calls. ERROR_SHUTDOWN_IN_PROGRESS: the runtime stops. */
DWORD FileOperationBegin(FileOperation *operation, Node *node, WorkCallback step);
/* The file is open now: it goes to the node's port and list. Closes the handle on a failure. */
DWORD FileOperationOpened(FileOperation *operation, HANDLE file);
/*
 * The same with a file made beside the target (in its \\?\ form) under a temporary name, which is the caller's to free, whatever comes of it. It is
 * always a new one: see docs/RUNTIME.md.
 */
DWORD FileTemporaryOpen(FileOperation *operation, const wchar_t *target, wchar_t **temporary);
void FileOperationClose(FileOperation *operation);      /* if it is open */
/* ERROR_OPERATION_ABORTED when it was cancelled or the runtime stops. */
DWORD FileOperationState(const FileOperation *operation);

/* At most FileChunkBytes. The item's callback gets error and bytes. Fails with what FileOperationState says. */
DWORD FileOperationRead(FileOperation *operation, void *to, size_t bytes, ULONGLONG offset);
DWORD FileOperationWrite(FileOperation *operation, const void *from, size_t bytes, ULONGLONG offset);

/* The same by a mapped view: over when it returns, but the item comes back through the door all the same. */
DWORD FileMappedRead(FileOperation *operation, void *to, size_t bytes, ULONGLONG offset);
DWORD FileMappedWrite(FileOperation *operation, const void *from, size_t bytes, ULONGLONG offset);

#ifdef __cplusplus
}
#endif
#endif
