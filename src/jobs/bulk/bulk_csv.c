#include "bulk_text.h"
#include "jobs/text/path_name.h"
#include "jobs/text/text.h"
#include "runtime/base/path.h"

static const char header[] =
    "KeysPath,Name,Status,KeyCount,KeySizeInBytes,Algorithm,HashFunction,MaskFunction,Layout,Attempts,TableResizes,"
    "TableBytes,EmptyCacheLines,EmptyPages,EmptyLargePages,MaxAssignedPerCacheLine,TablePath,ErrorCode,Error,"
    "KeyType,SolveMicroseconds,AttemptsMade,Setups,RejectedAttempts,SetupMicroseconds,AttemptMicroseconds,"
    "AssignMicroseconds,VerifyMicroseconds,ScatterMicroseconds,EndedMilliseconds,Node\r\n";

/* Returns what follows the beginning of a path, which may be with a prefix or without. */
static const wchar_t *BulkBehindPrefix(const wchar_t *path)
{
    static const wchar_t *const prefixes[] = {L"\\\\?\\UNC\\", L"\\\\?\\", L"\\\\"};
    for (size_t i = 0; i < ARRAYSIZE(prefixes); i++) {
        const size_t length = wcslen(prefixes[i]);
        if (wcsncmp(path, prefixes[i], length) == 0)
            return path + length;
    }
    return path;
}

const wchar_t *BulkRelativePath(const BulkResult *result, const wchar_t *path)
{
    const wchar_t *directory = BulkBehindPrefix(result->outputDirectory), *below = BulkBehindPrefix(path);
    const size_t length = wcslen(directory);
    if (length == 0 || wcsncmp(below, directory, length) != 0)
        return path;
    const BOOL ends = directory[length - 1] == L'\\';
    return ends ? below + length : below[length] == L'\\' ? below + length + 1 : path;
}

wchar_t *BulkTablePath(const BulkResult *result, const wchar_t *relative)
{
    wchar_t *path = PathJoin(result->outputDirectory, relative);
    wchar_t *full = path != NULL ? PathFull(path) : NULL;
    TextFree(path);
    return full;
}

static void BulkCsvPutField(Utf8Text *out, const wchar_t *text)
{
    Utf8PutCsv(out, text);
    Utf8Put(out, ",");
}

static void BulkCsvPutNumber(Utf8Text *out, ULONGLONG number)
{
    Utf8PutNumber(out, number);
    Utf8Put(out, ",");
}

/* Empty fields when it was not measured. */
static void PutCoverage(const TableCoverage *coverage, Utf8Text *out)
{
    if (coverage == NULL || coverage->cacheLines == 0) {
        Utf8Put(out, ",,,,");
        return;
    }
    BulkCsvPutNumber(out, coverage->cacheLines - coverage->usedCacheLines);
    BulkCsvPutNumber(out, coverage->pages - coverage->usedPages);
    BulkCsvPutNumber(out, coverage->largePages - coverage->usedLargePages);
    BulkCsvPutNumber(out, coverage->mostSlotsInCacheLine);
}

static void BulkCsvPutCost(const SolveCost *cost, Utf8Text *out)
{
    BulkCsvPutNumber(out, cost->attempts);
    BulkCsvPutNumber(out, cost->setups);
    BulkCsvPutNumber(out, cost->rejected);
    BulkCsvPutNumber(out, cost->setupMicroseconds);
    BulkCsvPutNumber(out, cost->attemptMicroseconds);
    BulkCsvPutNumber(out, cost->assignMicroseconds);
    BulkCsvPutNumber(out, cost->verifyMicroseconds);
    BulkCsvPutNumber(out, cost->scatterMicroseconds);
}

/* The last columns, which a row without a table has, too. */
static void BulkCsvPutEnd(const BulkRow *row, Utf8Text *out)
{
    BulkCsvPutNumber(out, row->endedMs);
    Utf8PutNumber(out, row->node);
    Utf8Put(out, "\r\n");
}

static void PutRow(const BulkResult *result, const BulkRow *row, Utf8Text *out)
{
    wchar_t *name = PathBaseName(row->keysPath);
    if (name == NULL)
        out->failed = TRUE;
    BulkCsvPutField(out, row->keysPath);
    BulkCsvPutField(out, name != NULL ? name : L"");
    TextFree(name);
    if (row->failure != NULL) {
        wchar_t text[FAILURE_TEXT_CHARS];
        StoredFailureText(row->failure, text, ARRAYSIZE(text));
        Utf8Put(out, BulkRowStatus(row));
        Utf8Put(out, ",,,,,,,,,,,,,,,");
        Utf8PutCode(out, (uint32_t)row->failure->code);
        Utf8Put(out, ",");
        BulkCsvPutField(out, text);
        Utf8Put(out, ",,,,,,,,,,");
        BulkCsvPutEnd(row, out);
        return;
    }
    Utf8Put(out, BulkRowStatus(row));
    Utf8Put(out, ",");
    BulkCsvPutNumber(out, row->keyCount);
    BulkCsvPutNumber(out, row->keySizeInBytes);
    Utf8Put(out, "Chm01,");
    BulkCsvPutField(out, row->hashFunction != 0 ? HashFunctionName(row->hashFunction) : L"");
    Utf8Put(out, "And,");
    Utf8Put(out, TableLayoutName(row->layout));
    Utf8Put(out, ",");
    BulkCsvPutNumber(out, row->attempts);
    BulkCsvPutNumber(out, row->resizes);
    BulkCsvPutNumber(out, row->tableBytes);
    PutCoverage(BulkRowCoverage(result, row), out);
    BulkCsvPutField(out, row->tablePath != NULL ? BulkRelativePath(result, row->tablePath) : L"");
    Utf8Put(out, row->layout == LayoutText ? ",,Text," : ",,Number,");
    BulkCsvPutNumber(out, row->solveMicroseconds);
    BulkCsvPutCost(&row->cost, out);
    BulkCsvPutEnd(row, out);
}

void BulkCsvPut(const BulkResult *result, size_t row, Utf8Text *out)
{
    if (row == 0)
        Utf8Put(out, header);
    if (row < result->rowCount)
        PutRow(result, &result->rows[row], out);
}
