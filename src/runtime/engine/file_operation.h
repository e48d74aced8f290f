/*
 * The transfers of file operations: each starts one that comes back through the item. A node knows
 * its open files, so that a stop can cancel what is in the kernel's hands.
 */
#ifndef RUNTIME_FILE_OPERATION_H
#define RUNTIME_FILE_OPERATION_H

#include "annotations.h"
#include "buffer.h"
#include "runtime/pure/list.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The common part of reads and writes; the runtime's own. */
typedef struct FileOperation {
    WorkItem item;
    Node *node;
    HANDLE file; /* NULL: not open */
    volatile LONG cancelled;
    const volatile LONG *ownerCancelled; /* not 0: as if it were cancelled itself, see FileCancelOwned; NULL: none */
    BufferRequest *wanted;               /* a read's, which may be parked; else NULL */
    BOOL guest;                          /* with `wanted`: for whom it is parked, see BufferRequestStartAs */
    ListLink link;                       /* of the node's open files */
} FileOperation;

/* Never held while the system works for a file, except for CancelIoEx. */
typedef struct FileOperations {
    SRWLOCK lock;  /* guards both lists, and a handle from being closed while it is cancelled */
    List open;     /* FileOperation */
    List starting; /* FileStart: the system has them in hand, for as long as a slow disk likes */
} FileOperations;

/*
 * Any time between the start's return and `done`: the operation ends soon, with
 * ERROR_OPERATION_ABORTED unless it was over already. Waits for no transfer, however slow its disk
 * is. Any thread.
 */
void FileCancel(_Inout_ FileOperation *operation);
/*
 * The owner of some of the node's operations is cancelled: they end as by FileCancel, those too
 * that begin from now on. Any thread.
 */
void FileCancelOwned(_Inout_ Node *node);

enum { FileChunkBytes = 4 * 1024 * 1024 };

void FileOperationsInit(_Out_ FileOperations *files);
/* all of them; those that start later see that the runtime stops */
void FileOperationsCancel(_Inout_ FileOperations *files);

/*
 * Begins the operation, before all other calls; step: what the item calls.
 * ERROR_SHUTDOWN_IN_PROGRESS: the runtime stops.
 */
DWORD FileOperationBegin(_Inout_ FileOperation *operation, _Inout_ Node *node, WorkCallback step);
/* The file is open now: it goes to the node's port and list. Closes the handle on a failure. */
DWORD FileOperationOpened(_Inout_ FileOperation *operation, HANDLE file);
void FileOperationClose(_Inout_ FileOperation *operation); /* if it is open */
/* ERROR_OPERATION_ABORTED when it was cancelled or the runtime stops. */
DWORD FileOperationState(_In_ const FileOperation *operation);

/*
 * At most FileChunkBytes. The item's callback gets error and bytes. Fails with what
 * FileOperationState says.
 */
_Success_(return == ERROR_SUCCESS) DWORD
    FileOperationRead(_Inout_ FileOperation *operation, _Out_writes_bytes_(bytes) void *to, size_t bytes,
                      ULONGLONG offset);
DWORD FileOperationWrite(_Inout_ FileOperation *operation, _In_reads_bytes_(bytes) const void *from, size_t bytes,
                         ULONGLONG offset);

/*
 * As BufferRequestStartAs of operation->wanted, for an operation that has begun and may be
 * cancelled at any moment: a cancel either finds the request parked or keeps it from being so.
 * After ERROR_IO_PENDING the operation may be gone.
 */
DWORD FileOperationWant(_Inout_ FileOperation *operation, size_t bytes, BufferReady ready);

#ifdef __cplusplus
}
#endif
#endif
