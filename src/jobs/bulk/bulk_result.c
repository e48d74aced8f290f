#include "bulk_result.h"

#include "PerfectHashErrors.h"
#include "jobs/table/pack_file.h"
#include "jobs/text/text.h"
#include "jobs/text/utf8_text.h"
#include "runtime/base/path.h"
#include "runtime/base/win32_calls.h"
#include "runtime/pure/atomic.h"

BulkResult *BulkResultCreate(const wchar_t *keysDirectory, const wchar_t *outputDirectory)
{
    BulkResult *result = Win32Allocate(sizeof *result);
    if (result == NULL)
        return NULL;
    RefCountInit(&result->references);
    result->keysDirectory = TextCopy(keysDirectory);
    result->outputDirectory = TextCopy(outputDirectory);
    if (result->keysDirectory == NULL || result->outputDirectory == NULL) {
        BulkResultRelease(result);
        return NULL;
    }
    return result;
}

BOOL BulkResultReserve(BulkResult *result, size_t rowCount)
{
    result->rows = Win32Allocate(max(rowCount, 1u) * sizeof *result->rows);
    return result->rows != NULL;
}

BOOL BulkResultMeasure(BulkResult *result, size_t rowCount)
{
    result->coverages = Win32Allocate(max(rowCount, 1u) * sizeof *result->coverages);
    return result->coverages != NULL;
}

const TableCoverage *BulkRowCoverage(const BulkResult *result, const BulkRow *row)
{
    return result->coverages != NULL ? &result->coverages[row - result->rows] : NULL;
}

wchar_t *BulkResultKeep(BulkResult *result, wchar_t *text)
{
    wchar_t *kept = StoreText(&result->texts, text);
    TextFree(text);
    return kept;
}

void BulkRowSetTable(BulkResult *result, BulkRow *row, wchar_t *path)
{
    row->tablePath = StoreText(&result->texts, path);
    if (row->tablePath != NULL || path == NULL) {
        TextFree(path);
        return;
    }
    row->tablePath = path;
    row->ownsPath = TRUE;
    AtomicExchange(&result->hasOwnTexts, TRUE);
}

void BulkRowFail(BulkResult *result, BulkRow *row, const Failure *failure)
{
    row->failure = FailureStore(&result->failures, failure);
}

BOOL BulkRowHasFailed(const BulkRow *row)
{
    return row->failure != NULL && row->failure->code != PERFECTHASH_E_KEYS_PE_NO_FUNCTIONS;
}

const char *BulkRowStatus(const BulkRow *row)
{
    if (row->failure != NULL)
        return BulkRowHasFailed(row) ? "Failed" : BULK_WITHOUT_FUNCTIONS;
    return row->skipped ? "Skipped" : "Created";
}

static void BulkSumsAdd(BulkSums *sums, const BulkRow *row)
{
    sums->keys += row->keyCount;
    sums->attempts += row->attempts;
    sums->tableBytes += row->tableBytes;
    sums->solveMicroseconds += row->solveMicroseconds;
}

BOOL BulkResultCountOn(BulkResult *result, size_t *row)
{
    enum { RowsAtOnce = 1 << 14 }; /* some tenths of a millisecond */
    const size_t stop = *row + min(result->rowCount - *row, (size_t)RowsAtOnce);
    if (*row == 0) {
        result->sums = (BulkSums){0};
        result->succeeded = result->failed = result->skipped = result->withoutFunctions = 0;
    }
    for (; *row != stop; ++*row) {
        const BulkRow *at = &result->rows[*row];
        BulkSumsAdd(&result->sums, at);
        if (BulkRowHasFailed(at))
            result->failed++;
        else if (at->failure != NULL)
            result->withoutFunctions++;
        else if (at->skipped)
            result->skipped++;
        else
            result->succeeded++;
    }
    return stop == result->rowCount;
}

void BulkResultCount(BulkResult *result)
{
    size_t row = 0;
    while (!BulkResultCountOn(result, &row)) {
    }
}

void BulkResultHold(BulkResult *result)
{
    RefCountHold(&result->references);
}

/* Returns the run's pack, or NULL before it is open. */
static PackFile *BulkResultPack(const BulkResult *result)
{
    return AtomicReadPointer((void *const volatile *)&result->pack);
}

void BulkResultRelease(BulkResult *result)
{
    if (result == NULL || RefCountRelease(&result->references) != 0)
        return;
    for (size_t i = 0; AtomicRead(&result->hasOwnTexts) && i < result->rowCount; i++)
        if (result->rows[i].ownsPath)
            TextFree(result->rows[i].tablePath);
    StoreFree(&result->failures);
    StoreFree(&result->texts);
    Win32Free(result->rows);
    Win32Free(result->coverages);
    PackFileRelease(BulkResultPack(result));
    TextFree(result->packPath);
    TextFree(result->csvPath);
    TextFree(result->jsonPath);
    TextFree(result->keysDirectory);
    TextFree(result->outputDirectory);
    Win32Free(result);
}

const BulkRow *BulkResultFirstFailed(const BulkResult *result)
{
    for (size_t i = 0; i < result->rowCount; i++)
        if (BulkRowHasFailed(&result->rows[i]))
            return &result->rows[i];
    return NULL;
}

static wchar_t *BulkRowText(const BulkRow *row)
{
    wchar_t text[FAILURE_TEXT_CHARS];
    if (row->failure == NULL)
        return TextCopy(row->keysPath);
    StoredFailureText(row->failure, text, ARRAYSIZE(text));
    return TextCopy(text);
}

wchar_t **BulkResultTexts(const BulkResult *result, BOOL failed, size_t *count)
{
    const size_t most = failed ? result->failed : result->succeeded + result->skipped;
    wchar_t **texts = Win32Allocate((most + 1) * sizeof *texts);
    *count = 0;
    for (size_t i = 0; texts != NULL && i < result->rowCount && *count < most; i++) {
        const BulkRow *row = &result->rows[i];
        if (failed ? !BulkRowHasFailed(row) : row->failure != NULL)
            continue;
        texts[*count] = BulkRowText(row);
        if (texts[*count] == NULL) {
            BulkResultTextsFree(texts, *count);
            *count = 0;
            return NULL;
        }
        ++*count;
    }
    return texts;
}

void BulkResultTextsFree(wchar_t **texts, size_t count)
{
    while (count > 0)
        TextFree(texts[--count]);
    Win32Free(texts);
}

/* Opens the run's pack for the first caller. */
static HRESULT OpenPack(BulkResult *result, Failure *failure)
{
    PackFile *pack;
    if (BulkResultPack(result) != NULL)
        return S_OK;
    const HRESULT code = PackFileOpen(result->packPath, &pack, failure);
    if (SUCCEEDED(code) && AtomicCompareExchangePointer((void *volatile *)&result->pack, pack, NULL) != NULL)
        PackFileRelease(pack); /* another was first */
    return code;
}

static HRESULT BulkResultLoad(BulkResult *result, size_t row, TableResult **out, Failure *failure)
{
    const BulkRow *at = &result->rows[row];
    if (at->tablePath != NULL)
        return TableResultLoad(at->tablePath, out, failure);
    if (result->packPath == NULL)
        return FailureSet(failure, PERFECTHASH_E_TABLE_NOT_KEPT, at->keysPath, NULL, 0, 0, 0);
    const HRESULT code = OpenPack(result, failure);
    if (FAILED(code))
        return code;
    Utf8Text name = {0};
    Utf8PutWide(&name, at->keysPath);
    PackFile *pack = BulkResultPack(result);
    const PackView *view = &pack->view;
    const PackEntry *entry = name.failed ? NULL : PackFind(view, name.bytes, name.length, row);
    Utf8Free(&name);
    if (entry == NULL)
        return FailureSet(failure, PERFECTHASH_E_TABLE_NOT_KEPT, at->keysPath, NULL, 0, 0, 0);
    return PackFileTable(pack, (uint64_t)(entry - view->entries), out, failure);
}

HRESULT BulkResultTable(BulkResult *result, size_t row, TableResult **out, Failure *failure)
{
    const HRESULT code = BulkResultLoad(result, row, out, failure);
    if (SUCCEEDED(code))
        (*out)->durable = result->durable;
    return code;
}

static HRESULT TakeEntries(BulkResult *result, const PackFile *pack, Failure *failure)
{
    const PackView *view = &pack->view;
    if (!BulkResultReserve(result, (size_t)view->entryCount))
        return FailureMemory(failure, pack->path, view->entryCount * sizeof(BulkRow));
    for (uint64_t i = 0; i < view->entryCount; i++) {
        bool sound;
        result->rows[i].keysPath = BulkResultKeep(result, PackEntryName(view, i, &sound));
        if (!sound)
            return FailureSet(failure, PERFECTHASH_E_PACK, pack->path, L"a name in its index is no text",
                              view->entries[i].offset, 0, 0);
        if (result->rows[i].keysPath == NULL)
            return FailureMemory(failure, pack->path, view->entries[i].nameBytes);
        result->rowCount++;
    }
    return S_OK;
}

HRESULT BulkResultOfPack(const wchar_t *path, BulkResult **out, Failure *failure)
{
    PackFile *pack;
    HRESULT code = PackFileOpen(path, &pack, failure);
    if (FAILED(code))
        return code;
    BulkResult *result = BulkResultCreate(NULL, NULL);
    if (result == NULL) {
        PackFileRelease(pack);
        return FailureMemory(failure, path, sizeof *result);
    }
    result->pack = pack;
    result->packPath = PathFull(path);
    if (result->packPath == NULL)
        code = FailureMemory(failure, path, MAX_PATH);
    if (SUCCEEDED(code))
        code = TakeEntries(result, pack, failure);
    BulkResultCount(result);
    if (SUCCEEDED(code))
        *out = result;
    else
        BulkResultRelease(result);
    return code;
}
