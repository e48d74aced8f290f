#include "file_operation.h"

#include "node.h"
#include "runtime_state.h"
#include "win32_calls.h"

void FileOperationsInit(FileOperations *files)
{
    InitializeSRWLock(&files->lock);
}

void FileOperationsCancel(FileOperations *files)
{
    FileOperation *operation;
    AcquireSRWLockShared(&files->lock);
    for (operation = files->first; operation; operation = operation->next)
        CancelIoEx(operation->file, NULL);
    ReleaseSRWLockShared(&files->lock);
}

void FileCancel(FileOperation *operation)
{
    FileOperations *files = &operation->node->files;
    InterlockedExchange(&operation->cancelled, 1);
    AcquireSRWLockShared(&files->lock);
    if (operation->file)
        CancelIoEx(operation->file, NULL);
    ReleaseSRWLockShared(&files->lock);
}

DWORD FileOperationState(const FileOperation *operation)
{
    return operation->cancelled || RuntimeStopping(operation->node->runtime) ? ERROR_OPERATION_ABORTED : ERROR_SUCCESS;
}

DWORD FileOperationStart(FileOperation *operation, Node *node, WorkCallback step)
{
    WorkItemInit(&operation->item, step);
    operation->node = node;
    operation->file = NULL;
    operation->cancelled = 0;
    if (RuntimeStopping(node->runtime))
        return ERROR_SHUTDOWN_IN_PROGRESS;
    return NodePost(node, &operation->item);
}

DWORD FileOperationOpened(FileOperation *operation, HANDLE file)
{
    FileOperations *files = &operation->node->files;
    /* A transfer that is over at once posts nothing then; see Transferred. */
    if (!Win32NotificationModes(file, FILE_SKIP_COMPLETION_PORT_ON_SUCCESS | FILE_SKIP_SET_EVENT_ON_HANDLE) ||
        !Win32Associate(file, operation->node->port)) {
        const DWORD error = GetLastError();
        CloseHandle(file);
        return error;
    }
    AcquireSRWLockExclusive(&files->lock);
    operation->file = file;
    operation->previous = NULL;
    operation->next = files->first;
    if (files->first)
        files->first->previous = operation;
    files->first = operation;
    ReleaseSRWLockExclusive(&files->lock);
    return ERROR_SUCCESS;
}

void FileOperationClose(FileOperation *operation)
{
    FileOperations *files = &operation->node->files;
    if (!operation->file)
        return;
    AcquireSRWLockExclusive(&files->lock);
    if (operation->previous)
        operation->previous->next = operation->next;
    else
        files->first = operation->next;
    if (operation->next)
        operation->next->previous = operation->previous;
    CloseHandle(operation->file);
    operation->file = NULL;
    ReleaseSRWLockExclusive(&files->lock);
}

static DWORD Submit(FileOperation *operation, ULONGLONG offset)
{
    const DWORD error = WorkItemSubmit(&operation->item, operation->node);
    if (error == ERROR_SUCCESS) {
        operation->item.overlapped.Offset = (DWORD)offset;
        operation->item.overlapped.OffsetHigh = (DWORD)(offset >> 32);
    }
    return error;
}

/* What became of a transfer that was just started. */
static DWORD Transferred(FileOperation *operation, BOOL over)
{
    DWORD error;
    if (over) {
        WorkItemComplete(&operation->item, operation->node, (DWORD)operation->item.overlapped.InternalHigh);
        return ERROR_SUCCESS;
    }
    error = GetLastError();
    if (error == ERROR_IO_PENDING)
        return ERROR_SUCCESS;
    WorkItemWithdraw(&operation->item, operation->node);
    return error;
}

DWORD FileOperationRead(FileOperation *operation, void *to, size_t bytes, ULONGLONG offset)
{
    const DWORD error = Submit(operation, offset);
    if (error != ERROR_SUCCESS)
        return error;
    return Transferred(operation, Win32Read(operation->file, to, bytes, &operation->item.overlapped));
}

DWORD FileOperationWrite(FileOperation *operation, const void *from, size_t bytes, ULONGLONG offset)
{
    const DWORD error = Submit(operation, offset);
    if (error != ERROR_SUCCESS)
        return error;
    return Transferred(operation, Win32Write(operation->file, from, bytes, &operation->item.overlapped));
}
