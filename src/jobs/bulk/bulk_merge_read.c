/*
 * Reads the shards' files: a few at a time, each shard's parts one after the other, into memory of
 * the merge's own, so that no buffer of the pool is kept.
 */
#include <string.h>

#include "PerfectHashErrors.h"
#include "bulk_merge.h"
#include "jobs/table/pack_file.h"
#include "jobs/table/read_check.h"
#include "jobs/text/text.h"
#include "runtime/base/path.h"
#include "runtime/base/win32_calls.h"
#include "runtime/pure/atomic.h"

enum { MostReaders = 16, MostTextBytes = 0x40000000 };

/* A chain of reads under one hold of the job's rundown. */
struct MergeReader {
    FileRead read;
    ReadCheck check; /* of a text or an index */
    BulkJob *job;
    MergeShard *shard;
    MergePart part, first, last;
};

static void PartRead(FileRead *read, Worker *worker, DWORD error);

/*
 * Returns the range of the part's file that is read, and begins the check of what that must show
 * first.
 */
static FileReadRange BulkMergePartRange(MergeReader *reader)
{
    const MergeShard *shard = reader->shard;
    const ULONGLONG footer = shard->packBytes - sizeof(PackFooter), index = shard->packEnds.entriesOffset;
    ReadCheckText(&reader->check);
    if (reader->part == MergePackHeader)
        return (FileReadRange){.part = TRUE, .offset = 0, .maxBytes = sizeof(PackHeader)};
    if (reader->part == MergePackFooter)
        return (FileReadRange){.part = TRUE, .offset = footer, .maxBytes = sizeof(PackFooter)};
    if (reader->part != MergePackIndex)
        return (FileReadRange){.maxBytes = MostTextBytes};
    ReadCheckIndex(&reader->check, shard->packEnds.indexHash);
    return (FileReadRange){.part = TRUE, .offset = index, .maxBytes = (size_t)(footer - index)};
}

static DWORD BulkMergePartRoom(FileRead *read, size_t bytes)
{
    MergeReader *reader = CONTAINING_RECORD(read, MergeReader, read);
    MergeBytes *part = &reader->shard->parts[reader->part];
    part->bytes = read->memory = Win32Allocate(bytes + 1);
    part->length = bytes;
    return part->bytes != NULL ? ERROR_SUCCESS : ERROR_NOT_ENOUGH_MEMORY;
}

static DWORD StartPart(MergeReader *reader)
{
    const BulkJob *job = reader->job;
    Node *node = RuntimeNode(job->core.runtime, TRUE);
    if (reader->part == MergePackHeader)
        reader->shard->packPath = BulkPackPathOfShard(job->merge->pack, (DWORD)(reader->shard - job->merge->shards) + 1,
                                                      job->merge->shardCount);
    wchar_t *path = BulkMergePath(job, reader->shard, reader->part);
    DWORD error = ERROR_NOT_ENOUGH_MEMORY;
    if (path != NULL && job->noLinks && PathHasLink(path, wcslen(path) - 1)) {
        error = ERROR_STOPPED_ON_SYMLINK;
    } else if (path != NULL) {
        FileReadRange range = BulkMergePartRange(reader);
        range.cancelled = &job->cancelled;
        range.room = BulkMergePartRoom;
        error = FileReadCheckedStart(&reader->read, node, path, &range, &reader->check.check, PartRead);
    }
    TextFree(path);
    return error;
}

/* Sets the failure to what the check of the part has refused. */
static void BulkMergeFailCheck(const MergeReader *reader, const wchar_t *path, Failure *failure)
{
    const ChmError *error = &reader->check.error;
    if (reader->part == MergePackIndex)
        PackFailure(failure, path, error);
    else
        FailureSet(failure, PERFECTHASH_E_RESULTS, path, L"a zero byte stands there", error->numbers[0], 0, 0);
}

static void FailRead(MergeReader *reader, DWORD error)
{
    Failure failure;
    wchar_t *path = BulkMergePath(reader->job, reader->shard, reader->part);
    const wchar_t *subject = path != NULL ? path : reader->job->keysDirectory;
    if (error == ERROR_STOPPED_ON_SYMLINK)
        FailureLink(&failure, subject);
    else if (error == ERROR_INVALID_DATA && reader->check.error.status != ChmOk)
        BulkMergeFailCheck(reader, subject, &failure);
    else
        FailureSystem(&failure, PERFECTHASH_E_RESULTS_UNREADABLE, subject, error);
    TextFree(path);
    BulkJobEndRun(reader->job, &failure);
}

/*
 * Goes on with the reader's part, and those after it of this shard and the shards to come, until
 * one is being read.
 */
static void BulkMergeReadContinue(MergeReader *reader)
{
    BulkMerge *merge = reader->job->merge;
    while (!AtomicRead(&reader->job->cancelled)) {
        if (reader->part > reader->last) {
            const LONG64 next = AtomicIncrement64(&merge->nextShard) - 1;
            if (next >= (LONG64)merge->shardCount)
                break;
            reader->shard = &merge->shards[next];
            reader->part = reader->first;
        }
        const DWORD error = StartPart(reader);
        if (error == ERROR_SUCCESS)
            return;
        FailRead(reader, error);
    }
    RundownRelease(&reader->job->core.rundown);
}

/* Checks what the parts of a pack say, as they come. */
static BOOL CheckPart(MergeReader *reader)
{
    MergeShard *shard = reader->shard;
    PackHeader header;
    ChmError error = {ChmOk, NULL, {0}};
    ChmStatus status = ChmOk;
    if (reader->part == MergePackHeader) {
        shard->packBytes = reader->read.fileSize;
        if (shard->packBytes < sizeof(PackHeader) + sizeof(PackFooter))
            status = ChmFail(&error, ChmTableMalformed, "it is too short", shard->packBytes, 0, 0);
    } else if (reader->part == MergePackFooter) {
        memcpy(&header, shard->parts[MergePackHeader].bytes, sizeof header);
        memcpy(&shard->packEnds, shard->parts[MergePackFooter].bytes, sizeof shard->packEnds);
        status = PackCheckEnds(&header, &shard->packEnds, shard->packBytes, &error);
    }
    if (status == ChmOk)
        return TRUE;
    Failure failure;
    PackFailure(&failure, shard->packPath, &error);
    BulkJobEndRun(reader->job, &failure);
    return FALSE;
}

static void PartRead(FileRead *read, Worker *worker, DWORD error)
{
    MergeReader *reader = CONTAINING_RECORD(read, MergeReader, read);
    (void)worker;
    if (error != ERROR_SUCCESS)
        FailRead(reader, error);
    else if (CheckPart(reader))
        reader->part++;
    BulkMergeReadContinue(reader);
}

HRESULT BulkMergeRead(BulkJob *job, MergePart first, MergePart last)
{
    BulkMerge *merge = job->merge;
    const size_t count = min((size_t)merge->shardCount, (size_t)MostReaders);
    merge->nextShard = 0;
    if (merge->readers == NULL)
        merge->readers = Win32Allocate(count * sizeof *merge->readers);
    if (merge->readers == NULL)
        return FailureMemory(&job->core.failure, job->keysDirectory, count * sizeof *merge->readers);
    for (size_t i = 0; i < count; i++) {
        MergeReader *reader = &merge->readers[i];
        reader->job = job;
        reader->first = first;
        reader->last = last;
        reader->part = (MergePart)(last + 1);
        RundownHold(&job->core.rundown);
        BulkMergeReadContinue(reader);
    }
    return S_OK;
}
