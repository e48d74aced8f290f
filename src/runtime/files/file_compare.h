/*
 * Compares a file that is in place with the bytes that would take its place, a chunk of 4 MiB at a
 * time: one that is unchanged is not rewritten. A step of a job compares the first chunk, in its
 * place for blocking work; each further chunk is admitted on its own, as those of a write are. One
 * thread at a time.
 */
#ifndef RUNTIME_FILE_COMPARE_H
#define RUNTIME_FILE_COMPARE_H

#include "annotations.h"
#include "file.h"
#include "runtime/pure/rundown.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum FileCompareAnswer {
    FileCompareNone, /* nothing was compared yet */
    FileCompareMore,
    FileCompareSame,
    FileCompareOther,  /* also where it can't be told */
    FileCompareStopped /* *cancelled was not 0 while the next chunk waited */
} FileCompareAnswer;

typedef struct FileCompare { /* all zero: FileCompareNone */
    FileCompareAnswer answer;
    HANDLE target, other; /* NULL: not open */
    const BYTE *bytes;
    ULONGLONG size, at;
    BYTE *buffers;
    Rundown *rundown;
    Admission blocking;
    WorkItem item;
} FileCompare;

/*
 * Opens the target, whose path is canonical. `temporary` names a file that has the bytes to compare
 * with, or is NULL: then `bytes` are they, and live until the comparison is over. A target that is
 * not there or has another size is another file at once. node: where further chunks run, for the
 * writer of the file.
 */
void FileCompareBegin(_Out_ FileCompare *compare, _Inout_ Node *node, FileWriter writer, _In_z_ const wchar_t *target,
                      _In_opt_z_ const wchar_t *temporary, _In_reads_bytes_opt_(size) const void *bytes,
                      ULONGLONG size);

/* Begins to compare the target of a prepared file with it. */
void FileWriteCompare(_In_ const FileWrite *write, _Out_ FileCompare *compare);

/*
 * Once it has begun: compares a chunk. TRUE: there are more, which the rundown's hold stands for
 * until the answer is there.
 */
BOOL FileCompareGoesOn(_Inout_ FileCompare *compare, _Inout_ Rundown *rundown);

/* Forgets the answer, once there is one; an all-zero comparison is allowed. */
void FileCompareClose(_Inout_ FileCompare *compare);

/* Compares at once, on the caller's thread, for as long as the disk takes. */
BOOL FileIsSame(_In_z_ const wchar_t *target, _In_opt_z_ const wchar_t *temporary,
                _In_reads_bytes_opt_(size) const void *bytes, ULONGLONG size);

#ifdef __cplusplus
}
#endif
#endif
