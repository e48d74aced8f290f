/* The shards' packs: where they are, and their tables into one, each checked on its way. */
#include <string.h>

#include "PerfectHashErrors.h"
#include "bulk_merge.h"
#include "chm01/text/image_check.h"
#include "jobs/base/block.h"
#include "jobs/table/pack_file.h"
#include "jobs/table/read_check.h"
#include "jobs/table/table_result.h"
#include "jobs/text/text.h"
#include "runtime/base/path.h"
#include "runtime/base/win32_calls.h"
#include "runtime/engine/identity.h"
#include "runtime/pure/atomic.h"

/*
 * Fails unless the pack that the shards name is in their directory: the words of shards may be
 * anybody's.
 */
static HRESULT KeepInside(BulkJob *job)
{
    BulkMerge *merge = job->merge;
    wchar_t *inside = PathJoin(job->result->outputDirectory, PathNameOf(merge->pack));
    if (inside == NULL)
        return FailureMemory(&job->core.failure, job->keysDirectory, MAX_PATH);
    const BOOL same = CompareStringOrdinal(inside, -1, merge->pack, -1, TRUE) == CSTR_EQUAL;
    const HRESULT code =
        same ? S_OK
             : FailureSet(&job->core.failure, PERFECTHASH_E_NOT_ALLOWED, merge->pack,
                          L"the pack of the shards is not in the merged directory; --Pack has to name it", 0, 0, 0);
    TextFree(merge->pack);
    merge->pack = inside;
    return code;
}

HRESULT BulkMergeFindPack(BulkJob *job, MergeShard *shard)
{
    BulkMerge *merge = job->merge;
    const DWORD index = (DWORD)merge->at + 1;
    const JsonSlice *value = BulkMergeHeadValue(&merge->head, "pack");
    bool sound = true;
    wchar_t *told = value != NULL ? JsonText(value, &sound) : NULL;
    wchar_t *whole = told != NULL ? BulkPackPathOfRun(told, index, merge->shardCount) : NULL;
    TextFree(told);
    if (value != NULL && told == NULL && !sound)
        return BulkMergeUnsound(job, shard, MergeJson, value->bytes, L"\"pack\" is no path");
    if (value != NULL && whole == NULL)
        return FailureMemory(&job->core.failure, job->keysDirectory, MAX_PATH);
    if (index == 1) {
        merge->pack = whole;
        return S_OK;
    }
    const BOOL same = whole != NULL ? merge->pack != NULL && wcscmp(whole, merge->pack) == 0 : merge->pack == NULL;
    TextFree(whole);
    return same ? S_OK : BulkMergeOther(job, shard, MergeJson, L"its \"pack\" is another");
}

HRESULT BulkMergeChoosePack(BulkJob *job)
{
    BulkMerge *merge = job->merge;
    if (job->options.pack == NULL)
        return merge->pack != NULL && job->packInside ? KeepInside(job) : S_OK;
    if (merge->pack == NULL)
        return FailureSet(&job->core.failure, PERFECTHASH_E_OPTION_VALUE, L"--Pack", L"these shards wrote no packs", 0,
                          0, 0);
    TextFree(merge->pack);
    merge->pack = PathFull(job->options.pack);
    return merge->pack != NULL ? S_OK : FailureMemory(&job->core.failure, job->keysDirectory, MAX_PATH);
}

HRESULT BulkMergeOpenPacks(BulkJob *job)
{
    if (job->merge->pack == NULL)
        return S_OK;
    const HRESULT code = BulkJobOpenPack(job, job->merge->pack);
    return FAILED(code) ? code : BulkMergeRead(job, MergePackHeader, MergePackIndex);
}

/* That many steps, or rows, take some tenths of a millisecond. */
enum { CheckSteps = 1 << 13, FindRows = 512 };

HRESULT BulkMergeCheckIndexes(BulkJob *job)
{
    BulkMerge *merge = job->merge;
    Work work = {CheckSteps};
    for (; merge->pack != NULL && merge->at != merge->shardCount; merge->at++) {
        enum { ShardSteps = 16 };
        MergeShard *shard = &merge->shards[merge->at];
        ChmError error = {ChmOk, NULL, {0}};
        PackHeader header;
        if (work.left == 0)
            return S_FALSE;
        memcpy(&header, shard->parts[MergePackHeader].bytes, sizeof header);
        if (!merge->shardBegun)
            PackCheckBegin(shard->parts[MergePackIndex].bytes, &header, &shard->packEnds, &merge->check);
        const ChmStatus status = PackCheckOn(&merge->check, &work, &error);
        merge->shardBegun = status == ChmContinue;
        if (status == ChmContinue)
            return S_FALSE;
        if (status != ChmOk)
            return PackFailure(&job->core.failure, shard->packPath, &error);
        shard->pack = merge->check.view;
        work.left -= min(work.left, (uint64_t)ShardSteps);
    }
    return S_OK;
}

/*
 * The entry of a row whose table is in its shard's pack: they stand there in the order of the
 * shard's rows.
 */
static HRESULT BulkMergeFindTable(BulkJob *job, size_t row)
{
    MergeRow *at = &job->merge->rows[row];
    MergeShard *shard = at->shard;
    Utf8Text name = {0};
    if (job->result->rows[row].failure != NULL)
        return S_OK;
    Utf8PutWide(&name, job->result->rows[row].keysPath);
    const BOOL isThere = !name.failed && PackIsNamed(&shard->pack, shard->packNext, name.bytes, name.length);
    Utf8Free(&name);
    if (!isThere)
        return FailureSet(&job->core.failure, PERFECTHASH_E_PACK, shard->packPath,
                          L"a table that its shard made is not in its place in it", 0, 0, 0);
    at->entry = &shard->pack.entries[shard->packNext++];
    return S_OK;
}

HRESULT BulkMergeFindTables(BulkJob *job)
{
    BulkMerge *merge = job->merge;
    HRESULT code = S_OK;
    for (int left = FindRows; SUCCEEDED(code) && merge->at != merge->rowCount; merge->at++, left--) {
        if (left == 0)
            return S_FALSE;
        if (merge->pack != NULL)
            code = BulkMergeFindTable(job, merge->at);
        else
            BulkJobRowEnded(job, &job->result->rows[merge->at]);
    }
    return code;
}

typedef struct MergeImage MergeImage;
struct MergeImage { /* a slot's, for one row after the other */
    FileRead read;
    ReadCheck check;
    BulkSlot *slot;
    Admission slices; /* admits the slices in which it is copied and checked */
    WorkItem item;
    void *block; /* what becomes the table */
    size_t bytes, copied;
    ImageCheck look;
    ChmStatus status;
    ChmError error;
};

/* The row is over, with the table or with why there is none. */
static void MergeImageEnds(MergeImage *image, TableResult *result, const Failure *failure)
{
    BulkSlot *slot = image->slot;
    if (result == NULL)
        BulkJobEndRun(slot->job, failure);
    WorkItemPoison(&image->item);
    BulkSlotEnded(slot, result);
    TableResultRelease(result);
}

static const wchar_t *MergeImagePath(const MergeImage *image)
{
    return image->slot->job->merge->rows[image->slot->row].shard->packPath;
}

/* Copies the image, and then checks it. TRUE: there is more to do. */
static BOOL MergeImageSlice(MergeImage *image)
{
    enum { CopiedBytes = 1 << 20 }; /* some tenths of a millisecond */
    Buffer *buffer = image->read.buffer;
    Work work = {CheckSteps};
    if (buffer == NULL) {
        image->status = ImageCheckOn(&image->look, &work, &image->error);
        return image->status == ChmContinue;
    }
    const size_t piece = min(image->bytes - image->copied, (size_t)CopiedBytes);
    memcpy((BYTE *)image->block + image->copied, (const BYTE *)BufferData(buffer) + image->copied, piece);
    image->copied += piece;
    if (image->copied == image->bytes) {
        BufferRelease(buffer);
        image->read.buffer = NULL;
        ImageCheckBegin(image->block, image->bytes, &image->look);
    }
    return TRUE;
}

/* The last slice is over, or the run is. error: why no slice comes. */
static void MergeImageOver(MergeImage *image, DWORD error)
{
    TableResult *result = NULL;
    Failure failure;
    if (error == ERROR_SUCCESS && AtomicRead(&image->slot->job->cancelled))
        error = ERROR_OPERATION_ABORTED;
    BufferRelease(image->read.buffer);
    if (error == ERROR_SUCCESS && image->status == ChmOk) {
        (void)TableResultOfSealed(image->block, image->bytes, NULL, MergeImagePath(image), &result, &failure);
    } else {
        BlockFree(image->block);
        if (error != ERROR_SUCCESS)
            FailureSystem(&failure, PERFECTHASH_E_RUNTIME, MergeImagePath(image), error);
        else
            FailureChm(&failure, MergeImagePath(image), &image->error);
    }
    MergeImageEnds(image, result, &failure);
}

static void MergeImageGoOn(MergeImage *image)
{
    const DWORD error = AdmissionSubmit(&image->slices, &image->item);
    if (error != ERROR_SUCCESS)
        MergeImageOver(image, error);
}

static void MergeImageAdmitted(WorkItem *item, Worker *worker, DWORD error, DWORD bytes)
{
    MergeImage *image = CONTAINING_RECORD(item, MergeImage, item);
    (void)worker;
    (void)bytes;
    const BOOL more = error == ERROR_SUCCESS && MergeImageSlice(image) && !AtomicRead(&image->slot->job->cancelled);
    if (error == ERROR_SUCCESS)
        AdmissionDone(&image->slices);
    if (more)
        MergeImageGoOn(image);
    else
        MergeImageOver(image, error);
}

/* Takes memory for the image, and begins with it: a small one is made here. */
static HRESULT MergeImageBegin(MergeImage *image, Failure *failure)
{
    enum { SlicesHere = 2 };
    BOOL more = TRUE;
    image->bytes = BufferLength(image->read.buffer);
    image->block = BlockAllocate(image->bytes);
    if (image->block == NULL)
        return FailureMemory(failure, MergeImagePath(image), image->bytes);
    for (int left = SlicesHere; more && left != 0; left--)
        more = MergeImageSlice(image);
    if (more)
        MergeImageGoOn(image);
    else
        MergeImageOver(image, ERROR_SUCCESS);
    return S_OK;
}

static void MergeImageRead(FileRead *read, Worker *worker, DWORD error)
{
    MergeImage *image = CONTAINING_RECORD(read, MergeImage, read);
    Failure failure;
    (void)worker;
    if (error == ERROR_SUCCESS && SUCCEEDED(MergeImageBegin(image, &failure)))
        return;
    if (error == ERROR_SUCCESS)
        BufferRelease(read->buffer);
    else if (image->check.error.status != ChmOk)
        FailureChm(&failure, MergeImagePath(image), &image->check.error);
    else
        FailureSystem(&failure, PERFECTHASH_E_RESULTS_UNREADABLE, MergeImagePath(image), error);
    MergeImageEnds(image, NULL, &failure);
}

static DWORD BulkMergeReadImage(MergeImage *image, Node *node, const MergeRow *row)
{
    const FileReadRange range = {.part = TRUE,
                                 .cancelled = &image->slot->job->cancelled,
                                 .offset = row->entry->offset,
                                 .maxBytes = (size_t)row->entry->bytes};
    ReadCheckTable(&image->check);
    return range.maxBytes == 0 || row->entry->bytes > TABLE_IMAGE_BYTES_HERE
               ? ERROR_INVALID_DATA
               : FileReadCheckedStart(&image->read, node, row->shard->packPath, &range, &image->check.check,
                                      MergeImageRead);
}

/* A read that waits for a buffer does so without the slot's place, which others may have. */
static void LeaveIfParked(BulkSlot *slot)
{
    if (!slot->image->read.request.isParked)
        return;
    AdmissionDone(slot->admission);
    slot->admitted = FALSE;
}

BOOL BulkMergeStartTable(BulkSlot *slot)
{
    BulkJob *job = slot->job;
    const MergeRow *row = &job->merge->rows[slot->row];
    Failure failure;
    DWORD error = ERROR_NOT_ENOUGH_MEMORY;
    if (slot->image == NULL)
        slot->image = Win32Allocate(sizeof *slot->image);
    if (slot->image != NULL) {
        memset(slot->image, 0, sizeof *slot->image);
        slot->image->slot = slot;
        AdmissionInitSlices(&slot->image->slices, slot->admission->node, ReadyBulk, 1);
        slot->image->slices.guest = job->guest;
        slot->image->slices.cancelled = &job->cancelled;
        WorkItemInit(&slot->image->item, MergeImageAdmitted);
        IdentityCarry(&slot->image->item);
        slot->ends = 2;
        error = BulkMergeReadImage(slot->image, slot->admission->node, row);
    }
    if (error == ERROR_SUCCESS) {
        LeaveIfParked(slot);
        return AtomicDecrement(&slot->ends) == 0;
    }
    if (slot->image != NULL)
        WorkItemPoison(&slot->image->item);
    FailureSystem(&failure, PERFECTHASH_E_RESULTS_UNREADABLE, row->shard->packPath, error);
    BulkJobEndRun(job, &failure);
    return TRUE;
}
