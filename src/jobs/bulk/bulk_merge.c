/* See bulk_merge.h: which shards there are, and the steps. */
#include "bulk_merge.h"

#include <stdio.h>
#include <stdlib.h>

#include "PerfectHashErrors.h"
#include "bulk_options.h"
#include "bulk_result.h"
#include "bulk_text.h"
#include "jobs/text/text.h"
#include "runtime/base/win32_calls.h"

wchar_t *BulkMergePath(const BulkJob *job, const MergeShard *shard, MergePart part)
{
    const DWORD index = (DWORD)(shard - job->merge->shards) + 1;
    if (part > MergeJson)
        return TextCopy(shard->packPath);
    return BulkSummaryPath(job->result->outputDirectory, index, job->merge->shardCount,
                           part == MergeCsv ? L".csv" : L".json");
}

static HRESULT BulkMergeBlame(BulkJob *job, HRESULT code, const MergeShard *shard, MergePart part, ULONGLONG at,
                              const wchar_t *reason)
{
    wchar_t *path = BulkMergePath(job, shard, part);
    FailureSet(&job->core.failure, code, path != NULL ? path : job->keysDirectory, reason, at, 0, 0);
    TextFree(path);
    return code;
}

HRESULT BulkMergeUnsound(BulkJob *job, const MergeShard *shard, MergePart part, const char *at, const wchar_t *reason)
{
    return BulkMergeBlame(job, PERFECTHASH_E_RESULTS, shard, part,
                          at != NULL ? (ULONGLONG)(at - shard->parts[part].bytes) : 0, reason);
}

HRESULT BulkMergeOther(BulkJob *job, const MergeShard *shard, MergePart part, const wchar_t *reason)
{
    return BulkMergeBlame(job, PERFECTHASH_E_SHARD_OTHER, shard, part, 0, reason);
}

/* ---- select: which shards there are ---- */

/* A number without leading zeros at *at; moves *at behind it. */
static BOOL BulkMergeTakeNumber(const wchar_t **at, DWORD *number)
{
    *number = 0;
    if (**at < L'1' || **at > L'9')
        return FALSE;
    for (; **at >= L'0' && **at <= L'9'; ++*at) {
        *number = 10 * *number + (DWORD)(**at - L'0');
        if (*number > BULK_MAX_SHARDS)
            return FALSE;
    }
    return TRUE;
}

/* The file is PerfectHashBulkCreate.<index>-of-<count> and one of the two extensions. */
static BOOL IsResult(const wchar_t *name, DWORD *index, DWORD *count, MergePart *part)
{
    const wchar_t *at = wcschr(name, L'.') + 1, *const between = L"-of-";
    if (!BulkMergeTakeNumber(&at, index) || wcsncmp(at, between, wcslen(between)) != 0)
        return FALSE;
    at += wcslen(between);
    if (!BulkMergeTakeNumber(&at, count) || *index > *count)
        return FALSE;
    *part = TextSame(at, L".csv") ? MergeCsv : MergeJson;
    return *part == MergeCsv || TextSame(at, L".json");
}

enum { NamesAtOnce = 4096, FlagsAtOnce = 1 << 17, RowsAtOnce = 512 }; /* some tenths of a millisecond each */

/* Where a loop of the phase that stands at merge->at stops for now. */
static size_t BulkMergeStop(const BulkMerge *merge, size_t end, size_t atOnce)
{
    return merge->at + min(end - merge->at, atOnce);
}

static HRESULT BulkMergeCount(BulkJob *job)
{
    const BulkWalk *walk = &job->walk;
    BulkMerge *merge = job->merge;
    DWORD index, count;
    MergePart part;
    for (const size_t stop = BulkMergeStop(merge, walk->fileCount, NamesAtOnce); merge->at != stop; merge->at++) {
        const wchar_t *name = walk->files[merge->at].path;
        if (!IsResult(name, &index, &count, &part))
            continue;
        if (merge->firstName == NULL) {
            merge->firstName = name;
            merge->shardCount = count;
        } else if (count != merge->shardCount) {
            wchar_t reason[120];
            swprintf(reason, ARRAYSIZE(reason), L"%.50ls is there, and so is %.50ls", merge->firstName, name);
            return FailureSet(&job->core.failure, PERFECTHASH_E_SHARD_OTHER, job->keysDirectory, reason, 0, 0, 0);
        }
    }
    if (merge->at != walk->fileCount)
        return S_FALSE;
    return merge->firstName != NULL ? S_OK
                                    : FailureSet(&job->core.failure, PERFECTHASH_E_SHARD_MISSING, job->keysDirectory,
                                                 L"there is no PerfectHashBulkCreate.i-of-n.json", 0, 0, 0);
}

/*
 * Makes a flag for each text that there must be. The first one that is missing is found among as
 * many as there are files, whatever count a name pretends.
 */
static HRESULT BulkMergeMakeFlags(BulkJob *job)
{
    BulkMerge *merge = job->merge;
    merge->thereCount = 2 * min((size_t)merge->shardCount, job->walk.fileCount + 1);
    merge->there = Win32Allocate(merge->thereCount);
    return merge->there != NULL ? S_OK : FailureMemory(&job->core.failure, job->keysDirectory, merge->thereCount);
}

/* Goes on behind the files, which set the flags, with the flags. */
static HRESULT BulkMergeSeek(BulkJob *job)
{
    const BulkWalk *walk = &job->walk;
    BulkMerge *merge = job->merge;
    DWORD index, count;
    MergePart part;
    if (merge->there == NULL && FAILED(BulkMergeMakeFlags(job)))
        return job->core.failure.code;
    for (size_t left = NamesAtOnce; merge->at < walk->fileCount; merge->at++, left--) {
        if (left == 0)
            return S_FALSE;
        if (IsResult(walk->files[merge->at].path, &index, &count, &part) && index <= merge->thereCount / 2)
            merge->there[2 * (index - 1) + part] = TRUE;
    }
    const size_t end = walk->fileCount + merge->thereCount, stop = BulkMergeStop(merge, end, FlagsAtOnce);
    for (; merge->at != stop; merge->at++) {
        const size_t flag = merge->at - walk->fileCount;
        wchar_t reason[120];
        if (merge->there[flag])
            continue;
        swprintf(reason, ARRAYSIZE(reason), L"PerfectHashBulkCreate.%lu-of-%lu%ls is missing",
                 (unsigned long)(flag / 2 + 1), (unsigned long)merge->shardCount,
                 flag % 2 == MergeCsv ? L".csv" : L".json");
        return FailureSet(&job->core.failure, PERFECTHASH_E_SHARD_MISSING, job->keysDirectory, reason, 0, 0, 0);
    }
    return stop == end ? S_OK : S_FALSE;
}

static HRESULT BulkMergeReadTexts(BulkJob *job)
{
    BulkMerge *merge = job->merge;
    BulkWalkClose(&job->walk);
    merge->shards = Win32Allocate(merge->shardCount * sizeof *merge->shards);
    if (merge->shards == NULL)
        return FailureMemory(&job->core.failure, job->keysDirectory, merge->shardCount * sizeof *merge->shards);
    return BulkMergeRead(job, MergeCsv, MergeJson);
}

/* ---- open: rows ---- */

static HRESULT RowFailure(BulkJob *job, const MergeRow *row, BulkRow *out)
{
    bool sound;
    Failure failure;
    wchar_t *text = CsvFieldText(&row->error, &sound);
    char digits[16] = "";
    memcpy(digits, row->errorCode.bytes, min(row->errorCode.length, sizeof digits - 1));
    const HRESULT code = (HRESULT)strtoul(digits, NULL, 0);
    if (text == NULL || FAILED(code) == FALSE) {
        TextFree(text);
        return BulkMergeUnsound(job, row->shard, MergeCsv, row->errorCode.bytes, L"no error is told there");
    }
    FailureTold(&failure, code, text);
    TextFree(text);
    BulkRowFail(job->result, out, &failure);
    return S_OK;
}

static HRESULT BulkMergeFillRow(BulkJob *job, const MergeRow *row, BulkRow *out)
{
    bool sound = true;
    out->keysPath = row->keysPath;
    out->skipped = CsvFieldIs(&row->status, "Skipped");
    if (CsvFieldIs(&row->status, "Failed") || CsvFieldIs(&row->status, BULK_WITHOUT_FUNCTIONS))
        return RowFailure(job, row, out);
    if (!out->skipped && !CsvFieldIs(&row->status, "Created"))
        return BulkMergeUnsound(job, row->shard, MergeCsv, row->status.bytes, L"this is no status");
    wchar_t *path = row->tablePath.length != 0 ? CsvFieldText(&row->tablePath, &sound) : NULL;
    if (!sound)
        return BulkMergeUnsound(job, row->shard, MergeCsv, row->tablePath.bytes, L"this is no path");
    if (path == NULL)
        return row->tablePath.length == 0
                   ? S_OK
                   : FailureMemory(&job->core.failure, job->keysDirectory, row->tablePath.length);
    BulkRowSetTable(job->result, out, BulkTablePath(job->result, path));
    TextFree(path);
    return out->tablePath != NULL ? S_OK : FailureMemory(&job->core.failure, job->keysDirectory, row->tablePath.length);
}

/* The next row, which is in order. */
static HRESULT BulkMergeNextRow(BulkJob *job)
{
    MergeRow *row = &job->merge->rows[job->result->rowCount];
    BulkRow *out = &job->result->rows[job->result->rowCount];
    if (job->result->rowCount != 0 && wcscmp(out[-1].keysPath, row->keysPath) == 0)
        return BulkMergeOther(job, row->shard, MergeCsv, L"a keys file is in two shards");
    job->result->rowCount++;
    return BulkMergeFillRow(job, row, out);
}

static HRESULT BulkMergeFillRows(BulkJob *job)
{
    BulkMerge *merge = job->merge;
    HRESULT code = S_OK;
    if (job->result->rows == NULL && !BulkResultReserve(job->result, merge->rowCount))
        return FailureMemory(&job->core.failure, job->keysDirectory, merge->rowCount * sizeof(BulkRow));
    for (int left = RowsAtOnce; code == S_OK && job->result->rowCount != merge->rowCount; left--)
        code = left != 0 ? BulkMergeNextRow(job) : S_FALSE;
    job->total = job->result->rowCount;
    return code;
}

/* ---- the phases ---- */

static HRESULT BulkMergeLooked(BulkJob *job)
{
    (void)job; /* BulkJobOpen has looked */
    return S_OK;
}

static HRESULT (*const phases[])(BulkJob *job) = {BulkMergeCount,        BulkMergeSeek,      BulkMergeReadTexts,
                                                  BulkMergeScan,         BulkMergeLooked,    BulkMergeTakeRows,
                                                  BulkMergeSortRows,     BulkMergeFillRows,  BulkMergeOpenPacks,
                                                  BulkMergeCheckIndexes, BulkMergeFindTables};
C_ASSERT(ARRAYSIZE(phases) == MergePhases);

BOOL BulkMergeTakesSlices(const BulkMerge *merge)
{
    switch (merge->phase) {
    case MergeReads:
    case MergeLooks:
    case MergeOpens:
    case MergePhases: return FALSE;
    default: return TRUE;
    }
}

/* Does some of the present phase. S_OK: it was the last one of the step. */
static HRESULT BulkMergeAdvance(BulkJob *job, MergePhase last)
{
    BulkMerge *merge = job->merge;
    const MergePhase phase = merge->phase;
    const HRESULT code = phases[phase](job);
    if (FAILED(code))
        return code;
    if (code == S_OK) {
        merge->phase++;
        merge->at = 0;
        merge->shardBegun = FALSE;
    }
    if (code == S_OK && phase == last)
        return S_OK;
    /* the packs are read under holds of the rundown */
    return phase == MergeOpens ? S_FALSE : SliceStepAgain(&job->slice);
}

HRESULT BulkMergeSelect(BulkJob *job)
{
    if (job->walk.error != ERROR_SUCCESS)
        return FailureSystem(&job->core.failure, PERFECTHASH_E_RESULTS_UNREADABLE, job->keysDirectory, job->walk.error);
    return BulkMergeAdvance(job, MergeReads);
}

HRESULT BulkMergeOpen(BulkJob *job)
{
    return BulkMergeAdvance(job, MergeFinds);
}

void BulkMergeFree(BulkMerge *merge)
{
    if (merge == NULL)
        return;
    if (merge->sort.spare != NULL)
        merge->rows = TextSortEnd(&merge->sort);
    for (DWORD i = 0; merge->shards != NULL && i < merge->shardCount; i++) {
        for (int part = 0; part < MergePartCount; part++)
            Win32Free(merge->shards[i].parts[part].bytes);
        TextFree(merge->shards[i].packPath);
    }
    Win32Free(merge->shards);
    Win32Free(merge->readers);
    Win32Free(merge->there);
    Win32Free(merge->rows);
    TextFree(merge->pack);
    Win32Free(merge);
}
