/*
 * All that the generator asks of the operating system, which is POSIX: files, folders, a clock and
 * the standard streams. Paths are its own, of bytes. What fails returns errno, never 0. One thread.
 */
#ifndef NATIVE_SYSTEM_H
#define NATIVE_SYSTEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "annotations.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * A whole file in a block; `path` NULL: standard input. EFBIG: it has more than `most` bytes, and
 * *size tells how many.
 */
int SystemRead(_In_opt_z_ const char *path, uint64_t most, _Outptr_ void **block, _Out_ uint64_t *size);

/* Makes a folder, and those above it that are missing. durable: their names are on the disk. */
int SystemMakeFolders(_Inout_z_ char *path, bool durable);

/* Looks at the names in a path: ENAMETOOLONG where one has more bytes than Linux takes. */
int SystemLookNames(_In_z_ const char *path);

/* May a file be written there, as far as can be seen? Its folder may come later. */
int SystemReplaceLook(_In_z_ const char *path);

/* Do both paths lead to one file, or to one name in a folder that is there? */
bool SystemIsSameFile(_In_z_ const char *a, _In_z_ const char *b);

/* The whole of a path that is relative, in memory of MemoryAllocate; NULL: it can't be told. */
_Must_inspect_result_ _Ret_maybenull_z_ char *SystemFullPath(_In_z_ const char *path);

/* A file that is to be replaced. */
typedef struct SystemFile {
    char *path;      /* not owned */
    char *temporary; /* beside it, with the new bytes; NULL: the old ones are the same */
} SystemFile;

/*
 * Writes a temporary file beside the path; of bytes that are there already nothing is written, and
 * the file keeps its time. A device, a pipe and what a link leads to get the bytes at once.
 * durable: the bytes are on the disk.
 */
int SystemReplaceBegin(_Inout_ SystemFile *file, _In_reads_bytes_(size) const void *bytes, size_t size, bool durable);
int SystemReplaceEnd(_Inout_ SystemFile *file, bool durable); /* puts the new file where the old one was */
void SystemReplaceDrop(_Inout_ SystemFile *file);             /* of what has not been put in place */

/*
 * From now on SIGINT, SIGTERM and SIGHUP, unless they are ignored, remove temporary files before
 * they end the program, and a limit of the size of files is an error of writing.
 */
void SystemCatchSignals(void);

uint64_t SystemNanoseconds(void); /* monotonic */

enum { SystemOutput = 1, SystemErrors = 2 };
int SystemPrint(int stream, _In_reads_(size) const char *bytes, size_t size);

/* The system's words for an error. */
_Ret_z_ const char *SystemErrorText(int error);

#ifdef __cplusplus
}
#endif
#endif
