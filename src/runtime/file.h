/*
 * Whole files by overlapped I/O. Read: into a pooled buffer. Write: to a temporary name beside the target, in bounded chunks,
 * flushed by policy, then renamed over the target, so that a reader never sees half a file; on any failure the temporary is deleted and an
 * existing target is as it was. `done` runs on a worker of the node, exactly once for each start that returned ERROR_SUCCESS; a start that
 * fails calls nothing. The operation's memory is the caller's and must live until `done`.
 * Paths: any length (made \\?\ inside), Unicode.
 */
#ifndef RUNTIME_FILE_H
#define RUNTIME_FILE_H

#include "buffer.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct FileRead FileRead;
typedef void (*FileReadDone)(FileRead *read, Worker *worker, DWORD error);

struct FileRead {
    WorkItem item;
    Node *node;
    HANDLE file;
    Buffer *buffer;             /* after success: the content, BufferLength bytes; the caller releases it. NULL after a failure */
    ULONGLONG size;
    size_t maxBytes;
    FileReadDone done;
};

/*
 * ERROR_FILE_TOO_LARGE when the file holds more than maxBytes, ERROR_DIRECTORY_NOT_SUPPORTED for a directory, else what Win32 says. All
 * failures after the argument checks come by `done`, opening included.
 */
DWORD FileReadStart(FileRead *read, Node *node, const wchar_t *path, size_t maxBytes, FileReadDone done);

typedef struct FileWrite FileWrite;
typedef void (*FileWriteDone)(FileWrite *write, Worker *worker, DWORD error);

struct FileWrite {
    WorkItem item;
    Node *node;
    HANDLE file;
    const void *bytes;
    ULONGLONG size, written;
    wchar_t *temporary, *target;    /* owned by the operation */
    FileWriteDone done;
};

/* bytes stay the caller's until `done`. The directory of the path must exist. */
DWORD FileWriteStart(FileWrite *write, Node *node, const wchar_t *path, const void *bytes, ULONGLONG size, FileWriteDone done);

/*
 * As FileWriteStart, but it ends before the rename, so that several files can appear together: after a success exactly one of
 * FileWriteCommit (puts the file in place; on a failure the temporary is deleted) and FileWriteDiscard (deletes it) follows, after a failure
 * none. Both are short and synchronous.
 */
DWORD FileWritePrepare(FileWrite *write, Node *node, const wchar_t *path, const void *bytes, ULONGLONG size, FileWriteDone done);
DWORD FileWriteCommit(FileWrite *write);
void FileWriteDiscard(FileWrite *write);

/* Creates a directory and its missing parents; ERROR_SUCCESS when it is there already. Short and synchronous. */
DWORD DirectoryEnsure(const wchar_t *path);

#ifdef __cplusplus
}
#endif
#endif
