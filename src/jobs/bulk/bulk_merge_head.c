/*
 * Reads what the shards' JSON says beside the tables: which shard it is, of how many files, and
 * what is the same in all shards or added up over them.
 */
#include <string.h>

#include "bulk_merge.h"
#include "runtime/base/win32_calls.h"

/* Returns which member of the head has that name; count: none. */
static size_t HeadFind(const MergeHead *head, const JsonSlice *name, size_t guess)
{
    size_t i = guess;
    if (guess < head->count && JsonSame(&head->members[guess].name, name))
        return guess;
    for (i = 0; i < head->count && !JsonSame(&head->members[i].name, name);)
        i++;
    return i;
}

const JsonSlice *BulkMergeHeadValue(const MergeHead *head, const char *name)
{
    for (size_t i = 0; i < head->count; i++)
        if (JsonNameIs(&head->members[i].name, name))
            return &head->members[i].value;
    return NULL;
}

/* The whole run tells these otherwise, or not at all. */
static BOOL BulkMergeIsOwn(const BulkMerge *merge, size_t member)
{
    static const char *const own[] = {"shard", "outputDirectory", "pack"};
    for (size_t i = 0; i < ARRAYSIZE(own); i++)
        if (JsonNameIs(&merge->first.members[member].name, own[i]))
            return TRUE;
    return member == merge->first.tables;
}

/* Takes the first shard's head. */
static void BulkMergeTakeFirst(BulkMerge *merge)
{
    merge->first = merge->head;
    for (size_t i = 0; i < merge->first.count; i++)
        merge->counted[i] = !BulkMergeIsOwn(merge, i) && JsonNumber(&merge->first.members[i].value, &merge->totals[i]);
}

static HRESULT BulkMergeOtherMember(BulkJob *job, const MergeShard *shard, const JsonSlice *name)
{
    wchar_t reason[80] = L"its ";
    for (size_t c = 0; c < name->length && c < 40; c++)
        reason[4 + c] = (wchar_t)(unsigned char)name->bytes[c];
    return BulkMergeOther(job, shard, MergeJson, wcscat(reason, L" is another"));
}

/*
 * Adds another shard's head to the first one's. A number is the sum of the shards', the time that
 * passed the longest of theirs; all else is the same in all of them.
 */
static HRESULT BulkMergeAddHead(BulkJob *job, const MergeShard *shard)
{
    BulkMerge *merge = job->merge;
    for (size_t i = 0; i < merge->first.count; i++) {
        const JsonMember *member = &merge->first.members[i];
        ULONGLONG number = 0, *total = &merge->totals[i];
        if (BulkMergeIsOwn(merge, i))
            continue;
        const size_t other = HeadFind(&merge->head, &member->name, i);
        const JsonSlice *value = other != merge->head.count ? &merge->head.members[other].value : NULL;
        const BOOL fits =
            value != NULL && (merge->counted[i] ? JsonNumber(value, &number) : JsonSame(value, &member->value));
        if (!fits)
            return BulkMergeOtherMember(job, shard, &member->name);
        *total = JsonNameIs(&member->name, "elapsedMilliseconds") ? max(*total, number) : *total + number;
    }
    return S_OK;
}

/* Each shard says which one it is, and how many files all of them have. */
static BOOL TellsShard(const BulkMerge *merge, ULONGLONG *files)
{
    const JsonSlice *told = BulkMergeHeadValue(&merge->head, "shard");
    JsonSlice value;
    ULONGLONG index = 0, count = 0;
    return told != NULL && JsonFind(told, "files", &value) && JsonNumber(&value, files) &&
           JsonFind(told, "index", &value) && JsonNumber(&value, &index) && index == merge->at + 1 &&
           JsonFind(told, "count", &value) && JsonNumber(&value, &count) && count == merge->shardCount;
}

/* The shard's JSON is sound: is it a summary? */
static HRESULT BulkMergeTakeHead(BulkJob *job, MergeShard *shard)
{
    enum { MostBytesBeside = 1 << 21 };
    BulkMerge *merge = job->merge;
    MergeHead *head = &merge->head;
    const JsonSlice tables = {"\"tables\"", 8};
    if (merge->scan.memberCount > MergeMostMembers)
        return BulkMergeUnsound(job, shard, MergeJson, NULL, L"it has more than 64 members");
    head->count = *merge->scan.value.bytes == '{' ? merge->scan.memberCount : 0;
    head->tables = HeadFind(head, &tables, head->count);
    if (head->tables == head->count || *head->members[head->tables].value.bytes != '[')
        return BulkMergeUnsound(job, shard, MergeJson, NULL, L"it is no whole JSON summary");
    shard->tables = head->members[head->tables].value;
    if (merge->scan.value.length - shard->tables.length > MostBytesBeside)
        return BulkMergeUnsound(job, shard, MergeJson, NULL, L"it has more than 2 MiB beside its tables");
    return S_OK;
}

HRESULT BulkMergeOtherCount(BulkJob *job)
{
    return BulkMergeOther(job, &job->merge->shards[0], MergeJson,
                          L"all shards have not as many files as this one found");
}

static HRESULT BulkMergeScanned(BulkJob *job)
{
    BulkMerge *merge = job->merge;
    MergeShard *shard = &merge->shards[merge->at];
    ULONGLONG files = 0;
    HRESULT code = BulkMergeTakeHead(job, shard);
    if (FAILED(code))
        return code;
    if (!TellsShard(merge, &files))
        return BulkMergeUnsound(job, shard, MergeJson, NULL, L"it belongs to another shard than its name says");
    code = BulkMergeFindPack(job, shard);
    if (merge->at == 0) {
        merge->filesFound = files;
        BulkMergeTakeFirst(merge);
    } else if (SUCCEEDED(code)) {
        code = BulkMergeAddHead(job, shard);
    }
    merge->csvBytes += shard->parts[MergeCsv].length;
    if (FAILED(code) || files == merge->filesFound)
        return code;
    return BulkMergeOther(job, shard, MergeJson, L"it found another number of files than the first one");
}

/* All heads are there: makes room for the rows. */
static HRESULT BulkMergeScansEnd(BulkJob *job)
{
    enum { FewestLineBytes = ColumnCount };
    BulkMerge *merge = job->merge;
    const HRESULT code = BulkMergeChoosePack(job);
    if (FAILED(code))
        return code;
    if (merge->filesFound > merge->csvBytes / FewestLineBytes)
        return BulkMergeOtherCount(job);
    const size_t bytes = max((size_t)merge->filesFound, 1) * sizeof *merge->rows;
    merge->rows = Win32Allocate(bytes);
    return merge->rows != NULL ? S_OK : FailureMemory(&job->core.failure, job->keysDirectory, bytes);
}

HRESULT BulkMergeScan(BulkJob *job)
{
    enum { BytesAtOnce = 1 << 17, ShardBytes = 1 << 12 }; /* some tenths of a millisecond */
    BulkMerge *merge = job->merge;
    for (size_t left = BytesAtOnce; merge->at != merge->shardCount;) {
        MergeShard *shard = &merge->shards[merge->at];
        const MergeBytes *json = &shard->parts[MergeJson];
        if (left == 0)
            return S_FALSE;
        if (!merge->shardBegun)
            JsonScanBegin(&merge->scan, json->bytes, json->length, true, merge->head.members, MergeMostMembers);
        merge->shardBegun = TRUE;
        const char *before = merge->scan.at;
        const JsonScanAnswer answer = JsonScanOn(&merge->scan, left);
        if (answer == JsonScanMore)
            return S_FALSE;
        const HRESULT code = answer == JsonScanSound
                                 ? BulkMergeScanned(job)
                                 : BulkMergeUnsound(job, shard, MergeJson, NULL, L"it is no whole JSON summary");
        if (FAILED(code))
            return code;
        left -= min(left, (size_t)(merge->scan.at - before) + ShardBytes);
        merge->shardBegun = FALSE;
        merge->at++;
    }
    return BulkMergeScansEnd(job);
}
