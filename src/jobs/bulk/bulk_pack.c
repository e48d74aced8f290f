#include "bulk_pack.h"

#include <stdio.h>
#include <string.h>

#include "chm01/table/pack.h"
#include "jobs/text/text.h"
#include "runtime/base/path.h"
#include "runtime/base/win32_calls.h"
#include "runtime/engine/identity.h"

/* ".2-of-8", and where in the path it stands or would stand. */
static size_t ShardPart(const wchar_t *path, DWORD index, DWORD count, wchar_t part[32])
{
    const wchar_t *dot = wcsrchr(PathNameOf(path), L'.');
    swprintf(part, 32, L".%lu-of-%lu", (unsigned long)index, (unsigned long)count);
    return dot != NULL ? (size_t)(dot - path) : wcslen(path);
}

wchar_t *BulkPackPathOfShard(const wchar_t *path, DWORD index, DWORD count)
{
    wchar_t part[32];
    const size_t stem = ShardPart(path, index, count, part), chars = wcslen(path) + ARRAYSIZE(part);
    if (count == 0)
        return TextCopy(path);
    wchar_t *named = Win32Allocate(chars * sizeof(wchar_t));
    if (named != NULL)
        swprintf(named, chars, L"%.*ls%ls%ls", (int)stem, path, part, path + stem);
    return named;
}

wchar_t *BulkPackPathOfRun(const wchar_t *path, DWORD index, DWORD count)
{
    wchar_t part[32];
    const size_t stem = ShardPart(path, index, count, part), chars = wcslen(part);
    wchar_t *named = TextCopy(path);
    if (named == NULL)
        return NULL;
    const wchar_t *name = PathNameOf(path);
    const size_t before = (size_t)(name - path);
    if (wcslen(name) >= chars && wcscmp(name + wcslen(name) - chars, part) == 0)
        named[before + wcslen(name) - chars] = 0; /* all.2-of-8: there was no extension */
    else if (stem - before >= chars && wcsncmp(path + stem - chars, part, chars) == 0)
        wcscpy(named + stem - chars, path + stem);
    return named;
}

/* A row that has ended and is not written. */
typedef struct BulkPackRow {
    TableResult *result; /* NULL: there is no table */
    BOOL ended;
} BulkPackRow;

static BulkPackRow *RowAt(const BulkPack *pack, size_t row)
{
    return &pack->window[row % BulkPackWindow];
}

static void BulkPackAdmitted(WorkItem *item, Worker *worker, DWORD error, DWORD bytes);
static void BulkPackWritten(WorkItem *item, Worker *worker, DWORD error, DWORD bytes);

static void BulkPackLeaveChunk(BulkPack *pack)
{
    if (pack->admitted)
        AdmissionDone(&pack->blocking);
    pack->admitted = FALSE;
}

/* After a success the chunk may have ended. */
static DWORD BulkPackStartChunk(BulkPack *pack)
{
    const size_t chunk = min(pack->left, (size_t)FileChunkBytes);
    pack->operation.item.callback = BulkPackWritten;
    const DWORD error = FileOperationWrite(&pack->operation, pack->from, chunk, pack->offset);
    if (error != ERROR_SUCCESS)
        BulkPackLeaveChunk(pack);
    return error;
}

/* Starts the next chunk of what is being written. FALSE: all of it is written, or it has failed. */
static BOOL WriteMore(BulkPack *pack)
{
    DWORD error;
    if (pack->error == ERROR_SUCCESS)
        pack->error = FileOperationState(&pack->operation);
    if (pack->left == 0 || pack->error != ERROR_SUCCESS)
        return FALSE;
    RundownHold(pack->rundown);
    pack->admitted = AdmissionEnter(&pack->blocking);
    if (pack->admitted) {
        error = BulkPackStartChunk(pack);
    } else {
        pack->operation.item.callback = BulkPackAdmitted;
        error = AdmissionSubmit(&pack->blocking, &pack->operation.item);
    }
    if (error == ERROR_SUCCESS)
        return TRUE; /* it may have ended by now: the error is BulkPackWritten's */
    pack->error = error;
    RundownRelease(pack->rundown);
    return FALSE;
}

/* The row whose turn it was is over. Under the lock, as is the next one. */
static void EndRow(BulkPack *pack)
{
    BulkPackRow *row = RowAt(pack, pack->next);
    if (row->result != NULL)
        AtomicCount(&pack->waiting, -(LONG64)row->result->view.imageBytes);
    TableResultRelease(row->result);
    *row = (BulkPackRow){NULL, FALSE};
    pack->next++;
}

/*
 * While nothing is written: goes on with the rows that have ended, up to one whose write is under
 * way then.
 */
static void BulkPackServe(BulkPack *pack)
{
    while (pack->next < pack->rowCount && RowAt(pack, pack->next)->ended) {
        const TableResult *result = RowAt(pack, pack->next)->result;
        if (result != NULL && pack->error == ERROR_SUCCESS) {
            pack->part = PackTable;
            pack->from = result->view.image;
            pack->left = result->view.imageBytes;
            if (WriteMore(pack))
                return;
            pack->part = PackNothing;
        }
        EndRow(pack);
    }
}

/* A chunk is over: goes on, with it or with the rows behind it. */
static void BulkPackMoveOn(BulkPack *pack, DWORD error, DWORD bytes)
{
    if (error == ERROR_SUCCESS) {
        pack->from += bytes;
        pack->left -= bytes;
        pack->offset += bytes;
    } else {
        pack->error = error;
    }
    if (!WriteMore(pack) && pack->part == PackTable) {
        AcquireSRWLockExclusive(&pack->lock);
        pack->part = PackNothing;
        EndRow(pack);
        BulkPackServe(pack);
        error = pack->error;
        ReleaseSRWLockExclusive(&pack->lock);
        pack->moved(pack, error);
    }
    RundownRelease(pack->rundown);
}

static BulkPack *BulkPackOf(WorkItem *item)
{
    return CONTAINING_RECORD(CONTAINING_RECORD(item, FileOperation, item), BulkPack, operation);
}

static void BulkPackWritten(WorkItem *item, Worker *worker, DWORD error, DWORD bytes)
{
    BulkPack *pack = BulkPackOf(item);
    (void)worker;
    error = Win32Completion(Win32CallWriteCompletion, error);
    if (error == ERROR_SUCCESS && bytes == 0)
        error = ERROR_WRITE_FAULT;
    BulkPackLeaveChunk(pack);
    BulkPackMoveOn(pack, error, bytes);
}

static void BulkPackAdmitted(WorkItem *item, Worker *worker, DWORD error, DWORD bytes)
{
    BulkPack *pack = BulkPackOf(item);
    (void)worker;
    (void)bytes;
    pack->admitted = error == ERROR_SUCCESS;
    if (error == ERROR_SUCCESS)
        error = BulkPackStartChunk(pack);
    if (error != ERROR_SUCCESS)
        BulkPackMoveOn(pack, error, 0);
}

/* Under the lock. A row beyond the window is one of a run that was cancelled: it has no turn. */
static void KeepRow(BulkPack *pack, size_t row, TableResult *result)
{
    if (row >= pack->next + BulkPackWindow)
        return;
    *RowAt(pack, row) = (BulkPackRow){result, TRUE};
    if (result != NULL) {
        TableResultHold(result);
        AtomicCount(&pack->waiting, (LONG64)result->view.imageBytes);
    }
}

void BulkPackAdd(BulkPack *pack, size_t row, TableResult *result)
{
    AcquireSRWLockExclusive(&pack->lock);
    const size_t before = pack->next;
    KeepRow(pack, row, result);
    if (pack->part == PackNothing)
        BulkPackServe(pack);
    const BOOL moved = pack->next != before;
    /* a write's is told by its end */
    const DWORD error = moved && pack->part == PackNothing ? pack->error : ERROR_SUCCESS;
    ReleaseSRWLockExclusive(&pack->lock);
    if (moved)
        pack->moved(pack, error);
}

BOOL BulkPackInWindow(const BulkPack *pack, size_t row)
{
    const size_t next = pack->next;
    return row <= next || (row < next + BulkPackWindow && AtomicRead64(&pack->waiting) < BulkPackWindowBytes);
}

/* ---- begin and end ---- */

static DWORD OpenTemporary(BulkPack *pack, const wchar_t *extended)
{
    PackHeader header;
    const DWORD error = FileTemporaryOpen(&pack->operation, extended, &pack->temporary);
    if (error != ERROR_SUCCESS)
        return error;
    /* The header comes first of all in the tail's place, so that one kind of write serves all. */
    PackHeaderInit(&header);
    pack->tail = Win32Allocate(sizeof header);
    if (pack->tail == NULL)
        return ERROR_NOT_ENOUGH_MEMORY;
    memcpy(pack->tail, &header, sizeof header);
    pack->part = PackTheTail;
    pack->from = pack->tail;
    pack->left = sizeof header;
    return WriteMore(pack) ? ERROR_SUCCESS : pack->error;
}

DWORD BulkPackOpen(BulkPack *pack, Node *node, Rundown *rundown, const wchar_t *path, size_t rowCount,
                   BulkPackMoved moved)
{
    InitializeSRWLock(&pack->lock);
    WorkItemInit(&pack->operation.item, BulkPackWritten);
    IdentityCarry(&pack->operation.item);
    pack->operation.node = node;
    AdmissionInitBlocking(&pack->blocking, node, ReadyBulk, 1);
    pack->blocking.guest = pack->guest;
    pack->rundown = rundown;
    pack->moved = moved;
    pack->rowCount = rowCount;
    pack->path = PathFull(path);
    pack->extended = PathExtended(path);
    pack->window = Win32Allocate(BulkPackWindow * sizeof *pack->window);
    if (pack->path == NULL || pack->extended == NULL || pack->window == NULL)
        return ERROR_NOT_ENOUGH_MEMORY;
    return OpenTemporary(pack, pack->extended);
}

DWORD BulkPackBegin(BulkPack *pack)
{
    Win32Free(pack->tail);
    pack->tail = NULL;
    pack->part = PackNothing;
    return pack->error;
}

DWORD BulkPackFinish(BulkPack *pack, const BulkResult *result)
{
    if (pack->error != ERROR_SUCCESS)
        return pack->error;
    const DWORD error = BulkPackIndexOn(pack, result);
    if (error != ERROR_SUCCESS)
        return error;
    pack->left = pack->index.bytes;
    pack->part = PackTheTail;
    pack->from = pack->tail;
    return WriteMore(pack) ? ERROR_SUCCESS : pack->error;
}

/* ERROR_IO_PENDING as BulkPackCommit says. */
static DWORD BulkPackCompare(BulkPack *pack, BOOL *same)
{
    const FileWriter writer = {ReadyBulk, pack->guest, pack->blocking.cancelled};
    if (pack->compare.answer == FileCompareNone)
        FileCompareBegin(&pack->compare, pack->operation.node, writer, pack->extended, pack->temporary, NULL,
                         pack->offset);
    if (FileCompareGoesOn(&pack->compare, pack->rundown))
        return ERROR_IO_PENDING;
    const FileCompareAnswer answer = pack->compare.answer;
    FileCompareClose(&pack->compare); /* the next try finds what is there then */
    *same = answer == FileCompareSame && (!pack->durable || ReplaceFlushPath(pack->extended) == ERROR_SUCCESS);
    return answer == FileCompareStopped ? ERROR_OPERATION_ABORTED : ERROR_SUCCESS;
}

DWORD BulkPackCommit(BulkPack *pack)
{
    BOOL same = FALSE;
    DWORD error = pack->error;
    if (error == ERROR_SUCCESS)
        error = BulkPackCompare(pack, &same);
    if (error != ERROR_SUCCESS || same)
        return error; /* the file that is there stays, and this one goes */
    error = pack->durable ? ReplaceFlush(pack->operation.file) : ERROR_SUCCESS;
    if (error == ERROR_SUCCESS)
        error = ReplacePut(pack->operation.file, pack->extended);
    pack->committed = error == ERROR_SUCCESS;
    return pack->committed && pack->durable ? ReplaceFlushName(pack->extended) : error;
}

wchar_t *BulkPackKeep(BulkPack *pack)
{
    wchar_t *kept = NULL;
    if (pack->committed || pack->error != ERROR_SUCCESS ||
        ReplaceKeep(pack->operation.file, pack->extended, &kept) != ERROR_SUCCESS)
        return NULL;
    pack->committed = TRUE;
    return kept;
}

void BulkPackClose(BulkPack *pack)
{
    if (pack->rundown == NULL)
        return;
    FileCompareClose(&pack->compare);
    if (pack->operation.file != NULL) {
        const BOOL deleteByName = !pack->committed && !Win32DeleteOnClose(pack->operation.file);
        FileOperationClose(&pack->operation);
        if (deleteByName)
            DeleteFileW(pack->temporary);
    }
    for (size_t i = 0; pack->window != NULL && i < BulkPackWindow; i++)
        TableResultRelease(pack->window[i].result);
    WorkItemPoison(&pack->operation.item);
    Win32Free(pack->window);
    Win32Free(pack->tail);
    Win32Free(pack->temporary);
    TextFree(pack->path);
    TextFree(pack->extended);
    memset(pack, 0, sizeof *pack);
}
