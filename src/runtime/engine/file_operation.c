#include "file_operation.h"

#include "identity.h"
#include "runtime/base/win32_calls.h"
#include "runtime/pure/atomic.h"
#include "runtime_state.h"

/*
 * A transfer or a request for a buffer that is being started, on its starter's stack: the operation
 * may be gone before the start returns.
 */
typedef struct FileStart {
    ListLink link;
    const FileOperation *operation; /* NULL: it was closed meanwhile */
} FileStart;

void FileOperationsInit(FileOperations *files)
{
    InitializeSRWLock(&files->lock);
}

/* The next start of the operation behind this link, under the lock; NULL: there is none. */
static FileStart *NextStart(ListLink *link, const FileOperation *operation)
{
    while (link != NULL && CONTAINING_RECORD(link, FileStart, link)->operation != operation)
        link = link->next;
    return link != NULL ? CONTAINING_RECORD(link, FileStart, link) : NULL;
}

/*
 * Under the lock: ends what is under way of an open operation that is cancelled. What is being
 * started is its starter's to end.
 */
static void FileOperationEnd(const FileOperations *files, const FileOperation *operation)
{
    CancelIoEx(operation->file, NULL);
    if (operation->wanted != NULL && NextStart(files->starting.first, operation) == NULL)
        BufferRequestWithdraw(operation->wanted);
}

void FileOperationsCancel(FileOperations *files)
{
    AcquireSRWLockExclusive(&files->lock);
    for (const ListLink *link = files->open.first; link != NULL; link = link->next)
        CancelIoEx(CONTAINING_RECORD(link, FileOperation, link)->file, NULL);
    ReleaseSRWLockExclusive(&files->lock);
}

void FileCancel(FileOperation *operation)
{
    FileOperations *files = &operation->node->files;
    AtomicExchange(&operation->cancelled, 1);
    AcquireSRWLockExclusive(&files->lock);
    if (operation->file != NULL)
        FileOperationEnd(files, operation);
    ReleaseSRWLockExclusive(&files->lock);
}

static BOOL OwnerCancelled(const FileOperation *operation)
{
    return operation->ownerCancelled != NULL && AtomicRead(operation->ownerCancelled);
}

void FileCancelOwned(Node *node)
{
    FileOperations *files = &node->files;
    AcquireSRWLockExclusive(&files->lock);
    for (const ListLink *link = files->open.first; link != NULL; link = link->next) {
        const FileOperation *operation = CONTAINING_RECORD(link, FileOperation, link);
        if (OwnerCancelled(operation))
            FileOperationEnd(files, operation);
    }
    ReleaseSRWLockExclusive(&files->lock);
}

DWORD FileOperationState(const FileOperation *operation)
{
    const BOOL ends =
        AtomicRead(&operation->cancelled) || OwnerCancelled(operation) || RuntimeStopping(operation->node->runtime);
    return ends ? ERROR_OPERATION_ABORTED : ERROR_SUCCESS;
}

DWORD FileOperationBegin(FileOperation *operation, Node *node, WorkCallback step)
{
    WorkItemInit(&operation->item, step);
    IdentityCarry(&operation->item);
    operation->node = node;
    operation->file = NULL;
    AtomicWrite(&operation->cancelled, 0);
    operation->ownerCancelled = NULL;
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
    const HANDLE file = operation->file;
    if (file == NULL)
        return;
    AcquireSRWLockExclusive(&files->lock);
    for (FileStart *start = NextStart(files->starting.first, operation); start != NULL;
         start = NextStart(start->link.next, operation))
        start->operation = NULL;
    ListRemove(&files->open, &operation->link);
    operation->file = NULL;
    ReleaseSRWLockExclusive(&files->lock);
    CloseHandle(file);
}

/*
 * Looks at the state and begins a start, in one step for those that cancel: a cancel either comes
 * first, or finds the start.
 */
static DWORD FileStartEnter(FileStart *start, const FileOperation *operation)
{
    FileOperations *files = &operation->node->files;
    start->operation = operation;
    AcquireSRWLockExclusive(&files->lock);
    const DWORD error = FileOperationState(operation);
    if (error == ERROR_SUCCESS)
        ListAdd(&files->starting, &start->link);
    ReleaseSRWLockExclusive(&files->lock);
    return error;
}

/*
 * Ends a start. What was started is withdrawn if the operation was cancelled meanwhile, unless it
 * is over. The operation may be gone.
 */
static void FileStartLeave(FileStart *start, FileOperations *files)
{
    AcquireSRWLockExclusive(&files->lock);
    ListRemove(&files->starting, &start->link);
    if (start->operation != NULL && FileOperationState(start->operation) != ERROR_SUCCESS)
        FileOperationEnd(files, start->operation);
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

/* After a success the operation may be gone. */
static DWORD StartTransfer(FileOperation *operation, Transfer transfer, void *bytes, size_t count)
{
    FileOperations *files = &operation->node->files;
    FileStart start;
    DWORD error = FileStartEnter(&start, operation);
    if (error != ERROR_SUCCESS)
        return error;
    if (!transfer(operation, bytes, count, &operation->item.overlapped))
        error = GetLastError();
    FileStartLeave(&start, files);
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
    FileStart start;
    DWORD error = FileStartEnter(&start, operation);
    if (error != ERROR_SUCCESS)
        return error;
    error = BufferRequestStartAs(operation->wanted, operation->node, bytes, operation->guest, ready);
    FileStartLeave(&start, files);
    return error;
}
