#include <string.h>
#include <wchar.h>

#include "file.h"
#include "file_compare.h"
#include "file_mapped.h"
#include "file_temporary.h"
#include "replace.h"
#include "runtime/base/path.h"
#include "runtime/base/runtime_events.h"
#include "runtime/base/win32_calls.h"
#include "runtime/engine/runtime_state.h"
#include "runtime/engine/worker.h" /* IWYU pragma: keep */
#include "runtime/pure/atomic.h"

static FileWrite *WriteOf(WorkItem *item)
{
    return CONTAINING_RECORD(CONTAINING_RECORD(item, FileOperation, item), FileWrite, operation);
}

static void FreeNames(FileWrite *write)
{
    Win32Free(write->temporary);
    Win32Free(write->target);
    write->temporary = NULL;
    write->target = NULL;
}

/* Closes the file; one that is not in place goes. */
static void FileWriteClose(FileWrite *write, BOOL keep)
{
    FileOperation *operation = &write->operation;
    if (operation->file != NULL) {
        const BOOL deleteByName = !keep && !Win32DeleteOnClose(operation->file);
        FileOperationClose(operation);
        if (deleteByName)
            DeleteFileW(write->temporary);
    }
    FreeNames(write);
    WorkItemPoison(&operation->item);
}

static void LeaveChunk(FileWrite *write)
{
    if (write->admitted)
        AdmissionDone(&write->blocking);
    write->admitted = FALSE;
}

/* The one end of a write that was started. A prepared file stays open under its temporary name. */
static void FileWriteFinish(FileWrite *write, Worker *worker, DWORD error)
{
    LeaveChunk(write);
    if (error == ERROR_SUCCESS) {
        AtomicCount(&worker->filesWritten, 1);
        AtomicCount(&worker->bytesWritten, (LONG64)write->size);
    }
    if (error != ERROR_SUCCESS || !write->prepares)
        FileWriteClose(write, error == ERROR_SUCCESS);
    write->done(write, worker, error);
}

/*
 * Starts the next chunk, of an empty file too: then an item that has written nothing comes back.
 * After a success the write may be gone.
 */
static DWORD FileWriteStartChunk(FileWrite *write)
{
    FileOperation *operation = &write->operation;
    const ULONGLONG left = write->size - write->written;
    const size_t chunk = left < FileChunkBytes ? (size_t)left : FileChunkBytes;
    const BYTE *from = (const BYTE *)write->bytes + (write->written - write->bytesAt);
    DWORD error;
    EventsFileTransferStarted(operation, TRUE, write->written, chunk);
    if (!left)
        error = NodePost(operation->node, &operation->item);
    else if (operation->node->runtime->ioMode == IoMapped)
        error = FileMappedWrite(operation, from, chunk, write->written);
    else
        error = FileOperationWrite(operation, from, chunk, write->written);
    if (error != ERROR_SUCCESS)
        EventsFileTransferEnded(operation, error, 0);
    return error;
}

/* Where all that was given is written: asks the source, if there is one, for more. */
static DWORD FileWriteAsk(FileWrite *write)
{
    size_t bytes = 0;
    if (write->source.next == NULL || write->written < write->size)
        return ERROR_SUCCESS;
    const DWORD error = write->source.next(write->source.context, &write->bytes, &bytes);
    write->bytesAt = write->size;
    write->size += error == ERROR_SUCCESS ? bytes : 0;
    return error;
}

static void ChunkWritten(WorkItem *item, Worker *worker, DWORD error, DWORD bytes);

static void ChunkAdmitted(WorkItem *item, Worker *worker, DWORD error, DWORD bytes)
{
    FileWrite *write = WriteOf(item);
    (void)bytes;
    write->admitted = error == ERROR_SUCCESS;
    item->callback = ChunkWritten;
    if (error == ERROR_SUCCESS)
        error = FileWriteStartChunk(write);
    if (error != ERROR_SUCCESS)
        FileWriteFinish(write, worker, error);
}

/*
 * The chunk comes when it is admitted, which it is until it is written. What starts it is the
 * caller, or an item.
 */
static DWORD FileWriteNextChunk(FileWrite *write)
{
    WorkItem *item = &write->operation.item;
    if (write->blocking.cancelled != NULL && AtomicRead(write->blocking.cancelled) != 0)
        return ERROR_OPERATION_ABORTED;
    write->admitted = AdmissionEnter(&write->blocking);
    if (write->admitted)
        return FileWriteStartChunk(write);
    item->callback = ChunkAdmitted;
    return AdmissionSubmit(&write->blocking, item);
}

static void ChunkWritten(WorkItem *item, Worker *worker, DWORD error, DWORD bytes)
{
    FileWrite *write = WriteOf(item);
    error = Win32Completion(Win32CallWriteCompletion, error);
    EventsFileTransferEnded(&write->operation, error, bytes);
    if (error == ERROR_SUCCESS && !bytes && write->size)
        error = ERROR_WRITE_FAULT;
    LeaveChunk(write);
    if (error == ERROR_SUCCESS) {
        write->written += bytes;
        error = FileWriteAsk(write);
    }
    if (error == ERROR_SUCCESS && write->written < write->size) {
        error = FileWriteNextChunk(write);
        if (error == ERROR_SUCCESS)
            return;
    }
    if (error == ERROR_SUCCESS)
        error = FileOperationState(&write->operation);
    if (error == ERROR_SUCCESS && !write->prepares)
        error = ReplacePut(write->operation.file, write->target);
    FileWriteFinish(write, worker, error);
}

static DWORD FileWriteOpen(FileWrite *write)
{
    const DWORD error = FileTemporaryOpen(&write->operation, write->target, &write->temporary);
    const BOOL mapped = write->operation.node->runtime->ioMode == IoMapped;
    return error == ERROR_SUCCESS && write->size && mapped && !Win32SetSize(write->operation.file, write->size)
               ? GetLastError()
               : error;
}

static DWORD MakeNames(FileWrite *write, const wchar_t *path)
{
    const DWORD error = PathExtend(path, &write->target);
    return error == ERROR_SUCCESS && !*PathNameOf(write->target) ? ERROR_INVALID_NAME : error;
}

/* source: given, or the bytes are all. */
static DWORD FileWriteBegin(FileWrite *write, Node *node, const wchar_t *path, FileWriter writer, BOOL prepares,
                            const FileWriteSource *source, FileWriteDone done)
{
    static const FileWriteSource none = {NULL, NULL};
    write->source = source != NULL ? *source : none;
    write->bytesAt = write->written = 0;
    write->temporary = NULL;
    write->target = NULL;
    write->prepares = prepares;
    AdmissionInitBlocking(&write->blocking, node, writer.kind, 1);
    write->blocking.guest = writer.guest;
    write->blocking.cancelled = writer.cancelled;
    write->admitted = FALSE;
    write->done = done;
    DWORD error = FileOperationBegin(&write->operation, node, ChunkWritten);
    if (error == ERROR_SUCCESS)
        error = MakeNames(write, path);
    if (error == ERROR_SUCCESS)
        error = FileWriteOpen(write);
    if (error == ERROR_SUCCESS)
        error = FileWriteAsk(write);
    if (error == ERROR_SUCCESS)
        error = FileWriteStartChunk(write);
    if (error != ERROR_SUCCESS)
        FileWriteClose(write, FALSE);
    return error;
}

static DWORD FileWriteStartBytes(FileWrite *write, Node *node, const wchar_t *path, const void *bytes, ULONGLONG size,
                                 FileWriter writer, BOOL prepares, FileWriteDone done)
{
    if (write == NULL || node == NULL || path == NULL || (bytes == NULL && size) || done == NULL)
        return ERROR_INVALID_PARAMETER;
    write->bytes = bytes;
    write->size = size;
    return FileWriteBegin(write, node, path, writer, prepares, NULL, done);
}

DWORD FileWriteStart(FileWrite *write, Node *node, const wchar_t *path, const void *bytes, ULONGLONG size,
                     FileWriteDone done)
{
    static const FileWriter own = {ReadyInteractive, FALSE, NULL};
    return FileWriteStartBytes(write, node, path, bytes, size, own, FALSE, done);
}

DWORD FileWritePrepare(FileWrite *write, Node *node, FileWriter writer, const wchar_t *path, const void *bytes,
                       ULONGLONG size, FileWriteDone done)
{
    return FileWriteStartBytes(write, node, path, bytes, size, writer, TRUE, done);
}

DWORD FileWritePrepareFrom(FileWrite *write, Node *node, FileWriter writer, const wchar_t *path,
                           const FileWriteSource *source, FileWriteDone done)
{
    if (write == NULL || node == NULL || path == NULL || source == NULL || source->next == NULL || done == NULL)
        return ERROR_INVALID_PARAMETER;
    write->bytes = NULL;
    write->size = 0;
    return FileWriteBegin(write, node, path, writer, TRUE, source, done);
}

void FileWriteCompare(const FileWrite *write, FileCompare *compare)
{
    const Admission *blocking = &write->blocking;
    const FileWriter writer = {blocking->entry.kind, blocking->guest, blocking->cancelled};
    const BOOL pieces = write->source.next != NULL; /* which are in the file alone */
    FileCompareBegin(compare, blocking->node, writer, write->target, pieces ? write->temporary : NULL,
                     pieces ? NULL : write->bytes, write->size);
}

DWORD FileWriteCommit(FileWrite *write)
{
    const DWORD error = ReplacePut(write->operation.file, write->target);
    if (error == ERROR_SUCCESS)
        FileWriteClose(write, TRUE);
    return error;
}

DWORD FileWriteKeep(FileWrite *write, wchar_t **kept)
{
    const DWORD error = ReplaceKeep(write->operation.file, write->target, kept);
    FileWriteClose(write, error == ERROR_SUCCESS);
    return error;
}

void FileWriteDiscard(FileWrite *write)
{
    FileWriteClose(write, FALSE);
}
