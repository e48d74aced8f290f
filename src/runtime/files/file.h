/*
 * Whole files by overlapped I/O. A read goes into a pooled buffer. A write goes to a temporary name
 * beside the target, in bounded chunks; then the file is renamed over the target, so that a reader
 * never sees half a file. On any failure the temporary is deleted and an existing target is as it
 * was. A start opens the file, on the caller's thread, and begins to move its bytes: what fails so
 * far fails the start, which then calls nothing. Otherwise `done` runs on a worker of the node,
 * exactly once, perhaps before the start returns. The operation's memory is the caller's and must
 * live until `done`, the path only until the start returns. Paths: any length (made \\?\ inside),
 * Unicode.
 */
#ifndef RUNTIME_FILE_H
#define RUNTIME_FILE_H

#include "annotations.h"
#include "file_check.h"
#include "runtime/engine/admission.h"
#include "runtime/engine/buffer.h"
#include "runtime/engine/file_operation.h"

#ifndef ERROR_DIRECTORY_NOT_SUPPORTED /* missing in mingw-w64 */
#define ERROR_DIRECTORY_NOT_SUPPORTED 336L
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef struct FileRead FileRead;
typedef void (*FileReadDone)(_Inout_ FileRead *read, _Inout_ Worker *worker, DWORD error);

/*
 * Makes room for what is read, of the owner's own memory instead of a buffer: sets read->memory,
 * which stays the owner's. Asked once, after the check has seen enough. ERROR_IO_PENDING:
 * FileReadRoomMade follows, once, by a worker of the node.
 */
typedef DWORD (*FileReadRoom)(_Inout_ FileRead *read, size_t bytes);

/* The range that is read: a whole file of at most maxBytes, or a part of one. */
typedef struct FileReadRange {
    BOOL part;     /* from the offset on, maxBytes long */
    BOOL admitted; /* never parked */
    ULONGLONG offset;
    size_t maxBytes;
    const volatile LONG *cancelled; /* not 0: the read ends, at once after FileCancelOwned; NULL: nobody's */
    FileReadRoom room;              /* NULL: a buffer */
    BOOL guest;                     /* for whom: see BufferRequestStartAs */
} FileReadRange;

struct FileRead {
    FileOperation operation;
    BufferRequest request;
    Buffer *buffer; /* after success: the content, BufferLength bytes; the caller releases it. NULL after a failure */
    void *memory;   /* in its place, `size` bytes, where the range has room; also after a failure */
    FileReadRange range;
    FileCheck check;          /* of the bytes, before they are read whole; as long as it wants to see more */
    ULONGLONG fileSize, size; /* of the file, and of what is read of it */
    ULONGLONG length;         /* so far */
    FileReadDone done;
};

/*
 * ERROR_FILE_TOO_LARGE when the file holds more than maxBytes, ERROR_DIRECTORY_NOT_SUPPORTED for a
 * directory, ERROR_NOT_SUPPORTED for a device, ERROR_FILE_INVALID when the file changed its size
 * meanwhile, ERROR_SHUTDOWN_IN_PROGRESS or ERROR_OPERATION_ABORTED when the runtime stops, else
 * what Win32 says. The read waits, parked, while the node's buffers are at their budget.
 */
DWORD FileReadStart(_Inout_ FileRead *read, _Inout_ Node *node, _In_z_ const wchar_t *path, size_t maxBytes,
                    FileReadDone done);

/* The read goes on in read->memory, or ends with the error. It may be gone afterwards. */
void FileReadRoomMade(_Inout_ FileRead *read, _Inout_ Worker *worker, DWORD error);

/*
 * As FileReadStart, for work that holds a buffer already and so must not be parked for another: its
 * buffer may pass the budget, as BufferAcquire's.
 */
DWORD FileReadAdmitted(_Inout_ FileRead *read, _Inout_ Node *node, _In_z_ const wchar_t *path, size_t maxBytes,
                       FileReadDone done);

/*
 * As FileReadStart, `bytes` bytes from the offset on; ERROR_HANDLE_EOF when the file ends before.
 * read->fileSize tells how long it is.
 */
DWORD FileReadPartStart(_Inout_ FileRead *read, _Inout_ Node *node, _In_z_ const wchar_t *path, ULONGLONG offset,
                        size_t bytes, FileReadDone done);

/*
 * As any of them, as `range` says, but the check looks at the bytes first; NULL: none. It runs on
 * the node's workers. ERROR_INVALID_DATA: the check refuses the file.
 */
DWORD FileReadCheckedStart(_Inout_ FileRead *read, _Inout_ Node *node, _In_z_ const wchar_t *path,
                           _In_ const FileReadRange *range, _In_opt_ const FileCheck *check, FileReadDone done);

typedef struct FileWrite FileWrite;
typedef void (*FileWriteDone)(_Inout_ FileWrite *write, _Inout_ Worker *worker, DWORD error);

/*
 * Gives the next piece of a file that is never whole in memory. The piece stays as it is until the
 * next one is asked for, or `done`. *bytes 0: there is none. Runs on the thread that starts the
 * write, and then on the node's workers. A Win32 code, which ends the write.
 */
typedef DWORD (*FileWritePiece)(_Inout_opt_ void *context, _Outptr_result_bytebuffer_(*bytes) const void **piece,
                                _Out_ size_t *bytes);

typedef struct FileWriteSource { /* all zero: none */
    FileWritePiece next;
    void *context; /* lives as long as the write */
} FileWriteSource;

/* For whom a file is written: see admission.h. */
typedef struct FileWriter {
    ReadyKind kind;
    BOOL guest;
    const volatile LONG *cancelled; /* not 0: no further chunk is written, or waited for; NULL: nobody's */
} FileWriter;

struct FileWrite {
    FileOperation operation;
    FileWriteSource source;
    const void *bytes;           /* all, or the present piece of the source */
    ULONGLONG bytesAt;           /* where in the file they begin */
    ULONGLONG size, written;     /* size: with a source, as far as it has given pieces */
    wchar_t *target, *temporary; /* \\?\ */
    BOOL prepares;               /* ends before the rename */
    Admission blocking;          /* admits the chunks behind the first, which a slow disk can hold */
    BOOL admitted;               /* ... the present one */
    FileWriteDone done;
};

/* bytes stay the caller's until `done`. The directory of the path must exist. */
DWORD FileWriteStart(_Inout_ FileWrite *write, _Inout_ Node *node, _In_z_ const wchar_t *path,
                     _In_reads_bytes_(size) const void *bytes, ULONGLONG size, FileWriteDone done);

/*
 * Writes as FileWriteStart does, but ends before the rename, so that several files can appear
 * together. After a failure no other call follows. After a success exactly one follows of
 * FileWriteCommit (puts the file in place), FileWriteKeep (keeps it under another name, see
 * ReplaceKeep) and FileWriteDiscard (deletes it). A commit that fails has changed nothing, and one
 * of the three follows again; FileWriteKeep is over also when it fails. All are synchronous.
 */
DWORD FileWritePrepare(_Inout_ FileWrite *write, _Inout_ Node *node, FileWriter writer, _In_z_ const wchar_t *path,
                       _In_reads_bytes_(size) const void *bytes, ULONGLONG size, FileWriteDone done);
/* The same of what a source gives, piece after piece. An empty file is not written so. */
DWORD FileWritePrepareFrom(_Inout_ FileWrite *write, _Inout_ Node *node, FileWriter writer, _In_z_ const wchar_t *path,
                           _In_ const FileWriteSource *source, FileWriteDone done);
DWORD FileWriteCommit(_Inout_ FileWrite *write);
_Success_(return == ERROR_SUCCESS) DWORD FileWriteKeep(_Inout_ FileWrite *write, _Outptr_ wchar_t **kept);
void FileWriteDiscard(_Inout_ FileWrite *write);

/*
 * Creates a directory and its missing parents; ERROR_SUCCESS when it is there already. *made (may
 * be NULL): how many were not. Short and synchronous.
 */
_Success_(return == ERROR_SUCCESS) DWORD DirectoryEnsure(_In_z_ const wchar_t *path, _Out_opt_ DWORD *made);

/*
 * Flushes the names in that many directories above this one to the disk. For a directory that
 * DirectoryEnsure made with its parents, `levels` is the number that were made.
 */
DWORD DirectoryFlushParents(_In_z_ const wchar_t *path, DWORD levels);

/*
 * Deletes the temporary files that a crashed process left in a directory; those in use by anybody
 * stay. Returns how many went. One page of a directory, synchronous. A temporary of a target that
 * is written again needs no sweep: the write deletes it.
 */
DWORD DirectorySweep(_In_z_ const wchar_t *path);

#ifdef __cplusplus
}
#endif
#endif
