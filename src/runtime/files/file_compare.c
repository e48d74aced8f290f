/* See file_compare.h. */
#include "file_compare.h"

#include <string.h>

#include "blocking_file.h"
#include "runtime/base/win32_calls.h"
#include "runtime/engine/identity.h"

enum { PieceBytes = 64 * 1024 };

/* NULL: the file has another size, or can't be opened. */
static HANDLE FileCompareOpen(const wchar_t *path, ULONGLONG size)
{
    const DWORD share = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
    ULONGLONG has = 0;
    HANDLE file;
    if (BlockingOpen(path, share, &file, &has) != ERROR_SUCCESS)
        return NULL;
    if (has == size)
        return file;
    CloseHandle(file);
    return NULL;
}

/* The comparison is over. */
static void FileCompareEnd(FileCompare *compare, FileCompareAnswer answer)
{
    compare->answer = answer;
    Win32Free(compare->buffers);
    if (compare->other != NULL)
        CloseHandle(compare->other);
    if (compare->target != NULL)
        CloseHandle(compare->target);
    compare->buffers = NULL;
    compare->target = compare->other = NULL;
}

static void FileCompareStart(FileCompare *compare, const wchar_t *target, const wchar_t *temporary, const void *bytes,
                             ULONGLONG size)
{
    memset(compare, 0, sizeof *compare);
    compare->bytes = bytes;
    compare->size = size;
    compare->answer = FileCompareMore;
    compare->target = FileCompareOpen(target, size);
    if (compare->target != NULL && temporary != NULL)
        compare->other = FileCompareOpen(temporary, size);
    if (compare->target != NULL && (temporary == NULL || compare->other != NULL))
        compare->buffers = Win32Allocate(2 * (size_t)PieceBytes);
    if (compare->buffers == NULL)
        FileCompareEnd(compare, FileCompareOther);
}

/* The next piece of both. FALSE: they differ, or can't be read. */
static BOOL FileComparePiece(const FileCompare *compare, size_t count)
{
    BYTE *read = compare->buffers + PieceBytes;
    const BYTE *wanted = compare->other != NULL ? read : compare->bytes + compare->at;
    return BlockingRead(compare->target, compare->at, compare->buffers, count) == ERROR_SUCCESS &&
           (compare->other == NULL || BlockingRead(compare->other, compare->at, read, count) == ERROR_SUCCESS) &&
           memcmp(compare->buffers, wanted, count) == 0;
}

static void FileCompareChunk(FileCompare *compare)
{
    const ULONGLONG end = compare->at + min(compare->size - compare->at, (ULONGLONG)FileChunkBytes);
    while (compare->at < end) {
        const size_t count = (size_t)min(end - compare->at, (ULONGLONG)PieceBytes);
        if (!FileComparePiece(compare, count)) {
            FileCompareEnd(compare, FileCompareOther);
            return;
        }
        compare->at += count;
    }
    if (compare->at == compare->size)
        FileCompareEnd(compare, FileCompareSame);
}

/* FALSE: the answer is there. */
static BOOL FileCompareSubmit(FileCompare *compare)
{
    if (compare->answer != FileCompareMore)
        return FALSE;
    if (AdmissionSubmit(&compare->blocking, &compare->item) == ERROR_SUCCESS)
        return TRUE; /* the answer is FileCompareAdmitted's from now on */
    FileCompareEnd(compare, FileCompareOther);
    return FALSE;
}

static void FileCompareAdmitted(WorkItem *item, Worker *worker, DWORD error, DWORD bytes)
{
    FileCompare *compare = CONTAINING_RECORD(item, FileCompare, item);
    (void)worker;
    (void)bytes;
    if (error == ERROR_SUCCESS) {
        FileCompareChunk(compare);
        AdmissionDone(&compare->blocking);
    } else {
        FileCompareEnd(compare, FileCompareStopped);
    }
    if (!FileCompareSubmit(compare))
        RundownRelease(compare->rundown);
}

void FileCompareBegin(FileCompare *compare, Node *node, FileWriter writer, const wchar_t *target,
                      const wchar_t *temporary, const void *bytes, ULONGLONG size)
{
    FileCompareStart(compare, target, temporary, bytes, size);
    AdmissionInitBlocking(&compare->blocking, node, writer.kind, 1);
    compare->blocking.guest = writer.guest;
    compare->blocking.cancelled = writer.cancelled;
    WorkItemInit(&compare->item, FileCompareAdmitted);
    IdentityCarry(&compare->item);
}

BOOL FileCompareGoesOn(FileCompare *compare, Rundown *rundown)
{
    if (compare->answer == FileCompareMore)
        FileCompareChunk(compare);
    if (compare->answer != FileCompareMore)
        return FALSE;
    compare->rundown = rundown;
    RundownHold(rundown);
    if (FileCompareSubmit(compare))
        return TRUE;
    RundownRelease(rundown);
    return FALSE;
}

void FileCompareClose(FileCompare *compare)
{
    if (compare->answer == FileCompareNone)
        return;
    WorkItemPoison(&compare->item);
    FileCompareEnd(compare, FileCompareNone);
}

BOOL FileIsSame(const wchar_t *target, const wchar_t *temporary, const void *bytes, ULONGLONG size)
{
    FileCompare compare;
    FileCompareStart(&compare, target, temporary, bytes, size);
    while (compare.answer == FileCompareMore)
        FileCompareChunk(&compare);
    return compare.answer == FileCompareSame;
}
