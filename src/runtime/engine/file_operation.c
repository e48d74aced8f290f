#include "file_operation.h"

#include "identity.h"
#include "runtime/base/win32_calls.h"
#include "runtime/pure/atomic.h"
#include "runtime_state.h"

void FileOperationsInit(FileOperations *files)
{
    InitializeSRWLock(&files->lock);
    InitializeSRWLock(&files->starting);
}

/*
 * After the caller has set what FileOperationState looks at: each transfer has been started by now,
 * and can be cancelled, or will not be.
 */
static void StopStarts(FileOperations *files)
{
    AcquireSRWLockExclusive(&files->starting);
    ReleaseSRWLockExclusive(&files->starting);
}

void FileOperationsCancel(FileOperations *files)
{
    StopStarts(files);
    AcquireSRWLockShared(&files->lock);
    for (const ListLink *link = files->open.first; link != NULL; link = link->next)
        CancelIoEx(CONTAINING_RECORD(link, FileOperation, link)->file, NULL);
    ReleaseSRWLockShared(&files->lock);
}

void FileCancel(FileOperation *operation)
{
    FileOperations *files = &operation->node->files;
    AtomicExchange(&operation->cancelled, 1);
    StopStarts(files);
    AcquireSRWLockShared(&files->lock);
    if (operation->file != NULL)
        CancelIoEx(operation->file, NULL);
    ReleaseSRWLockShared(&files->lock);
    if (operation->wanted != NULL)
        BufferRequestWithdraw(operation->wanted);
}

DWORD FileOperationState(const FileOperation *operation)
{
    return operation->cancelled || RuntimeStopping(operation->node->runtime) ? ERROR_OPERATION_ABORTED : ERROR_SUCCESS;
}

DWORD FileOperationBegin(FileOperation *operation, Node *node, WorkCallback step)
{
    WorkItemInit(&operation->item, step);
    IdentityCarry(&operation->item);
    operation->node = node;
    operation->file = NULL;
    operation->cancelled = 0;
    operation->wanted = NULL;
    return RuntimeStopping(node->runtime) ? ERROR_SHUTDOWN_IN_PROGRESS : ERROR_SUCCESS;
}

DWORD FileOperationOpened(FileOperation *operation, HANDLE file)
{
    FileOperations *files = &operation->node->files;
    if (!Win32Associate(file, operation->node->port)) {
        const DWORD error = GetLastError();
        CloseHandle(file);
        return error;
    }
    AcquireSRWLockExclusive(&files->lock);
    operation->file = file;
    ListAdd(&files->open, &operation->link);
    ReleaseSRWLockExclusive(&files->lock);
    return ERROR_SUCCESS;
}

void FileOperationClose(FileOperation *operation)
{
    FileOperations *files = &operation->node->files;
    if (operation->file == NULL)
        return;
    AcquireSRWLockExclusive(&files->lock);
    ListRemove(&files->open, &operation->link);
    CloseHandle(operation->file);
    operation->file = NULL;
    ReleaseSRWLockExclusive(&files->lock);
}

typedef BOOL (*Transfer)(const FileOperation *operation, void *bytes, size_t count, OVERLAPPED *overlapped);

static BOOL FileOperationRunRead(const FileOperation *operation, void *to, size_t bytes, OVERLAPPED *overlapped)
{
    return Win32FileRead(operation->file, to, bytes, overlapped);
}

static BOOL FileOperationRunWrite(const FileOperation *operation, void *from, size_t bytes, OVERLAPPED *overlapped)
{
    return Win32FileWrite(operation->file, from, bytes, overlapped);
}

/*
 * Looks at the state and starts, in one step for those that cancel. After a success the operation
 * may be gone.
 */
static DWORD StartTransfer(FileOperation *operation, Transfer transfer, void *bytes, size_t count)
{
    FileOperations *files = &operation->node->files;
    AcquireSRWLockShared(&files->starting);
    DWORD error = FileOperationState(operation);
    if (error == ERROR_SUCCESS && !transfer(operation, bytes, count, &operation->item.overlapped))
        error = GetLastError();
    ReleaseSRWLockShared(&files->starting);
    return error;
}

static DWORD FileOperationMove(FileOperation *operation, Transfer transfer, void *bytes, size_t count, ULONGLONG offset)
{
    DWORD error = WorkItemSubmit(&operation->item, operation->node);
    if (error != ERROR_SUCCESS)
        return error;
    operation->item.overlapped.Offset = (DWORD)offset;
    operation->item.overlapped.OffsetHigh = (DWORD)(offset >> 32);
    error = StartTransfer(operation, transfer, bytes, count);
    if (error != ERROR_SUCCESS) /* what was over at once comes by the port, too */
        WorkItemWithdraw(&operation->item, operation->node);
    return error;
}

DWORD FileOperationRead(FileOperation *operation, void *to, size_t bytes, ULONGLONG offset)
{
    return FileOperationMove(operation, FileOperationRunRead, to, bytes, offset);
}

DWORD FileOperationWrite(FileOperation *operation, const void *from, size_t bytes, ULONGLONG offset)
{
    /* Write only reads it. */
    return FileOperationMove(operation, FileOperationRunWrite, (void *)(ULONG_PTR)from, bytes, offset);
}

DWORD FileOperationWant(FileOperation *operation, size_t bytes, BufferReady ready)
{
    FileOperations *files = &operation->node->files;
    AcquireSRWLockShared(&files->starting);
    DWORD error = FileOperationState(operation);
    if (error == ERROR_SUCCESS)
        error = BufferRequestStart(operation->wanted, operation->node, bytes, ready);
    ReleaseSRWLockShared(&files->starting);
    return error;
}
