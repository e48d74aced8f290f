/*
 * A look at a file before it is read whole. The file passes once through a small buffer, piece by
 * piece. After each piece the owner of the check says whether the file may be what it should be. So
 * a file whose size lies takes no memory and little reading. A file of at most FileCheckBytes is
 * read at once, as its size can't harm.
 */
#ifndef RUNTIME_FILE_CHECK_H
#define RUNTIME_FILE_CHECK_H

#include <windows.h>

#include "annotations.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { FileCheckBytes = 256 * 1024 };

typedef enum FileCheckAnswer {
    FileCheckMore,   /* the next piece, or after the last one the whole */
    FileCheckEnough, /* the whole at once */
    FileCheckRefused /* nothing: the read fails with ERROR_INVALID_DATA */
} FileCheckAnswer;

/* Looks at the next piece of what is `size` bytes long. A piece is not empty, and may be short. */
typedef FileCheckAnswer (*FileCheckPiece)(_Inout_opt_ void *context, _In_reads_bytes_(count) const void *bytes,
                                          size_t count, ULONGLONG size);

typedef struct FileCheck { /* all zero: none */
    FileCheckPiece piece;
    void *context; /* lives as long as the read */
} FileCheck;

#ifdef __cplusplus
}
#endif
#endif
