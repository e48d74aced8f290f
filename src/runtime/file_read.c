#include "check.h"
#include "file_operation.h"
#include "path.h"
#include "runtime_state.h"
#include "win32_calls.h"
#include "worker.h"

static FileRead *ReadOf(WorkItem *item)
{
    return CONTAINING_RECORD(CONTAINING_RECORD(item, FileOperation, item), FileRead, operation);
}

/* The one end. */
static void Finish(FileRead *read, Worker *worker, DWORD error)
{
    FileOperationClose(&read->operation);
    Win32Free(read->path);
    read->path = NULL;
    if (error == ERROR_SUCCESS) {
        BufferSetLength(read->buffer, read->length);
        worker->filesRead++;
        worker->bytesRead += read->length;
    } else {
        BufferRelease(read->buffer);
        read->buffer = NULL;
    }
    WorkItemPoison(&read->operation.item);
    read->done(read, worker, error);
}

/* Starts the next chunk, or ends. */
static void Advance(FileRead *read, Worker *worker)
{
    FileOperation *operation = &read->operation;
    const ULONGLONG left = read->size - read->length;
    const size_t chunk = left < FileChunkBytes ? (size_t)left : FileChunkBytes;
    BYTE *to = (BYTE *)BufferData(read->buffer) + read->length;
    DWORD error = FileOperationState(operation);
    if (error == ERROR_SUCCESS && !left) {
        ULONGLONG size;
        if (!Win32FileSize(operation->file, &size))
            error = GetLastError();
        else if (size != read->fileSize)
            error = ERROR_FILE_INVALID;
        Finish(read, worker, error);
        return;
    }
    if (error == ERROR_SUCCESS)
        error = operation->node->runtime->ioMode == IoMapped ? FileMappedRead(operation, to, chunk, read->offset + read->length)
                                                             : FileOperationRead(operation, to, chunk, read->offset + read->length);
    if (error != ERROR_SUCCESS)
        Finish(read, worker, error == ERROR_HANDLE_EOF ? ERROR_FILE_INVALID : error);
}

static void ChunkRead(WorkItem *item, Worker *worker, DWORD error, DWORD bytes)
{
    FileRead *read = ReadOf(item);
    error = Win32Completion(Win32CallReadCompletion, error);
    if (error == ERROR_HANDLE_EOF || (error == ERROR_SUCCESS && !bytes))
        error = ERROR_FILE_INVALID;         /* it was longer a moment ago */
    if (error != ERROR_SUCCESS) {
        Finish(read, worker, error);
        return;
    }
    read->length += bytes;                  /* may be less than asked for: some file systems do that */
    Advance(read, worker);
}

static void BufferIsReady(BufferRequest *request, Worker *worker, DWORD error)
{
    FileRead *read = CONTAINING_RECORD(request, FileRead, request);
    read->buffer = request->buffer;
    if (error == ERROR_SUCCESS)
        Advance(read, worker);
    else
        Finish(read, worker, error);
}

static DWORD Open(FileRead *read)
{
    DWORD error;
    HANDLE file = Win32OpenFile(read->path, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_DELETE, OPEN_EXISTING,
                                FILE_FLAG_OVERLAPPED | FILE_FLAG_SEQUENTIAL_SCAN);
    if (file == INVALID_HANDLE_VALUE) {
        const DWORD openError = GetLastError();
        const DWORD attributes = openError == ERROR_ACCESS_DENIED ? GetFileAttributesW(read->path) : INVALID_FILE_ATTRIBUTES;
        const BOOL directory = attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY);
        return directory ? ERROR_DIRECTORY_NOT_SUPPORTED : openError;
    }
    if (GetFileType(file) != FILE_TYPE_DISK) {
        CloseHandle(file);
        return ERROR_NOT_SUPPORTED;
    }
    error = FileOperationOpened(&read->operation, file);
    if (error == ERROR_SUCCESS && !Win32FileSize(file, &read->fileSize))
        error = GetLastError();
    if (error != ERROR_SUCCESS)
        return error;
    if (read->part)
        return read->offset > read->fileSize || read->size > read->fileSize - read->offset ? ERROR_HANDLE_EOF : ERROR_SUCCESS;
    read->size = read->fileSize;
    return read->size > read->maxBytes ? ERROR_FILE_TOO_LARGE : ERROR_SUCCESS;
}

static void OpenStep(WorkItem *item, Worker *worker, DWORD error, DWORD bytes)
{
    FileRead *read = ReadOf(item);
    (void)bytes;
    if (error == ERROR_SUCCESS)
        error = FileOperationState(&read->operation);
    if (error == ERROR_SUCCESS)
        error = Open(read);
    item->callback = ChunkRead;
    if (error == ERROR_SUCCESS) {
        error = BufferRequestStart(&read->request, read->operation.node, (size_t)read->size, BufferIsReady);
        if (error == ERROR_IO_PENDING)
            return;
        if (error == ERROR_SHUTDOWN_IN_PROGRESS)
            error = ERROR_OPERATION_ABORTED;    /* the stop came after our start */
        read->buffer = read->request.buffer;
    }
    if (error == ERROR_SUCCESS)
        Advance(read, worker);
    else
        Finish(read, worker, error);
}

/* The fields that say which part are set. */
static DWORD Start(FileRead *read, Node *node, const wchar_t *path, FileReadDone done)
{
    DWORD error;
    read->buffer = NULL;
    read->fileSize = 0;
    read->length = 0;
    read->done = done;
    error = PathExtend(path, &read->path);
    if (error != ERROR_SUCCESS)
        return error;
    error = FileOperationStart(&read->operation, node, OpenStep);
    if (error != ERROR_SUCCESS) {
        Win32Free(read->path);
        read->path = NULL;
    }
    return error;
}

DWORD FileReadStart(FileRead *read, Node *node, const wchar_t *path, size_t maxBytes, FileReadDone done)
{
    if (!read || !node || !path || !done)
        return ERROR_INVALID_PARAMETER;
    read->part = FALSE;
    read->offset = 0;
    read->size = 0;
    read->maxBytes = maxBytes;
    return Start(read, node, path, done);
}

DWORD FileReadPartStart(FileRead *read, Node *node, const wchar_t *path, ULONGLONG offset, size_t bytes, FileReadDone done)
{
    if (!read || !node || !path || !done)
        return ERROR_INVALID_PARAMETER;
    read->part = TRUE;
    read->offset = offset;
    read->size = bytes;
    read->maxBytes = bytes;
    return Start(read, node, path, done);
}
