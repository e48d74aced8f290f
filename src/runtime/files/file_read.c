#include "file.h"
#include "file_mapped.h"
#include "runtime/base/path.h"
#include "runtime/base/runtime_events.h"
#include "runtime/base/win32_calls.h"
#include "runtime/engine/runtime_state.h"
#include "runtime/engine/worker.h" /* IWYU pragma: keep */

static FileRead *ReadOf(WorkItem *item)
{
    return CONTAINING_RECORD(CONTAINING_RECORD(item, FileOperation, item), FileRead, operation);
}

static void FileReadClose(FileRead *read, DWORD error)
{
    FileOperationClose(&read->operation);
    if (error != ERROR_SUCCESS) {
        BufferRelease(read->buffer);
        read->buffer = NULL;
    }
    WorkItemPoison(&read->operation.item);
}

/* The one end of a read that was started. */
static void FileReadFinish(FileRead *read, Worker *worker, DWORD error)
{
    if (error == ERROR_SUCCESS) {
        if (read->buffer != NULL)
            BufferSetLength(read->buffer, (size_t)read->length);
        AtomicCount(&worker->filesRead, 1);
    }
    FileReadClose(read, error);
    read->done(read, worker, error);
}

/* Has the file kept its size? */
static DWORD LookAgain(const FileRead *read)
{
    ULONGLONG size = 0;
    DWORD error = FileOperationState(&read->operation);
    if (error == ERROR_SUCCESS && !Win32FileSize(read->operation.file, &size))
        error = GetLastError();
    return error == ERROR_SUCCESS && size != read->fileSize ? ERROR_FILE_INVALID : error;
}

/* Where the next bytes go. */
static BYTE *FileReadPlace(const FileRead *read)
{
    return (BYTE *)(read->buffer != NULL ? BufferData(read->buffer) : read->memory) + read->length;
}

/*
 * Starts the next chunk, of an empty file too: then an item that has read nothing comes back. After
 * a success the read may be gone.
 */
static DWORD FileReadStartChunk(FileRead *read)
{
    FileOperation *operation = &read->operation;
    const BOOL checks = read->check.piece != NULL;
    const ULONGLONG left = read->size - read->length;
    const size_t most = checks ? FileCheckBytes : FileChunkBytes, chunk = left < most ? (size_t)left : most;
    BYTE *to = checks ? BufferData(read->buffer) : FileReadPlace(read);
    DWORD error;
    EventsFileTransferStarted(operation, FALSE, read->range.offset + read->length, chunk);
    if (!left)
        error = NodePost(operation->node, &operation->item);
    else if (operation->node->runtime->ioMode == IoMapped)
        error = FileMappedRead(operation, to, chunk, read->range.offset + read->length);
    else
        error = FileOperationRead(operation, to, chunk, read->range.offset + read->length);
    if (error != ERROR_SUCCESS)
        EventsFileTransferEnded(operation, error, 0);
    return error == ERROR_HANDLE_EOF ? ERROR_FILE_INVALID : error;
}

static DWORD FileReadTakeMemory(FileRead *read, size_t bytes);

/*
 * The check has seen enough: from now on the bytes are read whole. ERROR_IO_PENDING: the read is
 * parked.
 */
static DWORD FileReadBelieve(FileRead *read)
{
    read->check.piece = NULL;
    read->length = 0;
    BufferRelease(read->buffer); /* nobody holds a buffer while it is parked for another */
    read->buffer = NULL;
    return FileReadTakeMemory(read, (size_t)read->size);
}

/* A piece has come for the check. ERROR_IO_PENDING as above. */
static DWORD FileReadShow(FileRead *read, size_t bytes)
{
    const FileCheckAnswer answer = read->check.piece(read->check.context, BufferData(read->buffer), bytes, read->size);
    if (answer == FileCheckRefused)
        return ERROR_INVALID_DATA;
    return answer == FileCheckEnough || read->length == read->size ? FileReadBelieve(read) : ERROR_SUCCESS;
}

/* `bytes` more are there; may be fewer than were asked for: some file systems do that. */
static void FileReadContinue(FileRead *read, Worker *worker, DWORD bytes)
{
    DWORD error = ERROR_SUCCESS;
    AtomicCount(&worker->bytesRead, bytes);
    read->length += bytes;
    if (read->check.piece != NULL)
        error = FileReadShow(read, bytes);
    if (error == ERROR_IO_PENDING)
        return;
    if (error == ERROR_SUCCESS && read->length < read->size) {
        error = FileReadStartChunk(read);
        if (error == ERROR_SUCCESS)
            return;
    } else if (error == ERROR_SUCCESS) {
        error = LookAgain(read);
    }
    FileReadFinish(read, worker, error);
}

static void ChunkRead(WorkItem *item, Worker *worker, DWORD error, DWORD bytes)
{
    FileRead *read = ReadOf(item);
    error = Win32Completion(Win32CallReadCompletion, error);
    EventsFileTransferEnded(&read->operation, error, bytes);
    if (error == ERROR_HANDLE_EOF || (error == ERROR_SUCCESS && !bytes && read->size))
        error = ERROR_FILE_INVALID; /* it was longer a moment ago */
    if (error == ERROR_SUCCESS)
        FileReadContinue(read, worker, bytes);
    else
        FileReadFinish(read, worker, error);
}

void FileReadRoomMade(FileRead *read, Worker *worker, DWORD error)
{
    if (error == ERROR_SUCCESS)
        error = FileReadStartChunk(read);
    if (error != ERROR_SUCCESS)
        FileReadFinish(read, worker, error);
}

static void BufferIsReady(BufferRequest *request, Worker *worker, DWORD error)
{
    FileRead *read = CONTAINING_RECORD(request, FileRead, request);
    read->buffer = request->buffer;
    FileReadRoomMade(read, worker, error);
}

/* ERROR_IO_PENDING: the read is parked, and FileReadRoomMade goes on with it. */
static DWORD FileReadTakeMemory(FileRead *read, size_t bytes)
{
    if (read->range.room != NULL && read->check.piece == NULL)
        return read->range.room(read, bytes);
    if (read->range.admitted) {
        read->buffer = BufferAcquire(read->operation.node, bytes);
        return read->buffer != NULL ? ERROR_SUCCESS : ERROR_NOT_ENOUGH_MEMORY;
    }
    const DWORD error = FileOperationWant(&read->operation, bytes, BufferIsReady);
    if (error == ERROR_SUCCESS)
        read->buffer = read->request.buffer;
    return error;
}

static DWORD FileReadOpen(FileRead *read, const wchar_t *path)
{
    if (PathFormOf(path) == PathFormDevice)
        return ERROR_NOT_SUPPORTED; /* to open one may already do something */
    HANDLE file = Win32OpenFile(path, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_DELETE, OPEN_EXISTING,
                                FILE_FLAG_OVERLAPPED | FILE_FLAG_SEQUENTIAL_SCAN);
    if (file == INVALID_HANDLE_VALUE) {
        const DWORD openError = GetLastError();
        const DWORD attributes = openError == ERROR_ACCESS_DENIED ? GetFileAttributesW(path) : INVALID_FILE_ATTRIBUTES;
        const BOOL directory = attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY);
        return directory ? ERROR_DIRECTORY_NOT_SUPPORTED : openError;
    }
    if (GetFileType(file) != FILE_TYPE_DISK) {
        CloseHandle(file);
        return ERROR_NOT_SUPPORTED;
    }
    DWORD error = FileOperationOpened(&read->operation, file);
    if (error == ERROR_SUCCESS && !Win32FileSize(file, &read->fileSize))
        error = GetLastError();
    if (error != ERROR_SUCCESS)
        return error;
    read->size = read->range.part ? read->range.maxBytes : read->fileSize;
    if (read->range.part)
        return read->range.offset > read->fileSize || read->size > read->fileSize - read->range.offset
                   ? ERROR_HANDLE_EOF
                   : ERROR_SUCCESS;
    return read->size > read->range.maxBytes ? ERROR_FILE_TOO_LARGE : ERROR_SUCCESS;
}

static DWORD OpenPath(FileRead *read, const wchar_t *path)
{
    wchar_t *extended;
    DWORD error = PathExtend(path, &extended);
    if (error != ERROR_SUCCESS)
        return error;
    error = FileReadOpen(read, extended);
    Win32Free(extended);
    return error;
}

DWORD FileReadCheckedStart(FileRead *read, Node *node, const wchar_t *path, const FileReadRange *range,
                           const FileCheck *check, FileReadDone done)
{
    if (read == NULL || node == NULL || path == NULL || done == NULL)
        return ERROR_INVALID_PARAMETER;
    read->range = *range;
    read->buffer = NULL;
    read->memory = NULL;
    read->check = (FileCheck){0};
    read->fileSize = read->size = read->length = 0;
    read->done = done;
    DWORD error = FileOperationBegin(&read->operation, node, ChunkRead);
    read->operation.ownerCancelled = range->cancelled;
    read->operation.guest = range->guest;
    read->request.line = NULL; /* somebody may withdraw it before it is made */
    if (!range->admitted)
        read->operation.wanted = &read->request;
    if (error == ERROR_SUCCESS)
        error = OpenPath(read, path);
    if (error == ERROR_SUCCESS) {
        if (check != NULL && read->size > FileCheckBytes)
            read->check = *check;
        error = FileReadTakeMemory(read, read->check.piece != NULL ? FileCheckBytes : (size_t)read->size);
        if (error == ERROR_IO_PENDING)
            return ERROR_SUCCESS;
    }
    if (error == ERROR_SUCCESS)
        error = FileReadStartChunk(read);
    if (error != ERROR_SUCCESS)
        FileReadClose(read, error);
    return error;
}

DWORD FileReadStart(FileRead *read, Node *node, const wchar_t *path, size_t maxBytes, FileReadDone done)
{
    const FileReadRange whole = {.maxBytes = maxBytes};
    return FileReadCheckedStart(read, node, path, &whole, NULL, done);
}

DWORD FileReadAdmitted(FileRead *read, Node *node, const wchar_t *path, size_t maxBytes, FileReadDone done)
{
    const FileReadRange whole = {.admitted = TRUE, .maxBytes = maxBytes};
    return FileReadCheckedStart(read, node, path, &whole, NULL, done);
}

DWORD FileReadPartStart(FileRead *read, Node *node, const wchar_t *path, ULONGLONG offset, size_t bytes,
                        FileReadDone done)
{
    const FileReadRange part = {.part = TRUE, .offset = offset, .maxBytes = bytes};
    return FileReadCheckedStart(read, node, path, &part, NULL, done);
}
