#include "bulk_text.h"
#include "jobs/text/path_name.h"
#include "jobs/text/text.h"

static const char header[] =
    "KeysPath,Name,Status,KeyCount,KeySizeInBytes,Algorithm,HashFunction,MaskFunction,Layout,Attempts,TableResizes,"
    "TableBytes,EmptyCacheLines,EmptyPages,EmptyLargePages,MaxAssignedPerCacheLine,TablePath,ErrorCode,Error,"
    "SolveMicroseconds,AttemptsMade,Setups,RejectedAttempts,SetupMicroseconds,AttemptMicroseconds,AssignMicroseconds,"
    "VerifyMicroseconds,ScatterMicroseconds\r\n";

const wchar_t *BulkRelativePath(const BulkResult *result, const wchar_t *path)
{
    const size_t length = wcslen(result->outputDirectory);
    if (length == 0 || wcsncmp(path, result->outputDirectory, length) != 0)
        return path;
    const BOOL ends = result->outputDirectory[length - 1] == L'\\';
    return ends ? path + length : path[length] == L'\\' ? path + length + 1 : path;
}

static void PutField(Utf8Text *out, const wchar_t *text)
{
    Utf8PutCsv(out, text);
    Utf8Put(out, ",");
}

static void PutNumber(Utf8Text *out, ULONGLONG number)
{
    Utf8PutNumber(out, number);
    Utf8Put(out, ",");
}

/* Empty fields when it was not measured. */
static void PutCoverage(const TableCoverage *coverage, Utf8Text *out)
{
    if (coverage->cacheLines == 0) {
        Utf8Put(out, ",,,,");
        return;
    }
    PutNumber(out, coverage->cacheLines - coverage->usedCacheLines);
    PutNumber(out, coverage->pages - coverage->usedPages);
    PutNumber(out, coverage->largePages - coverage->usedLargePages);
    PutNumber(out, coverage->mostValuesInCacheLine);
}

/* The last columns. */
static void PutCost(const SolveCost *cost, Utf8Text *out)
{
    PutNumber(out, cost->attempts);
    PutNumber(out, cost->setups);
    PutNumber(out, cost->rejected);
    PutNumber(out, cost->setupMicroseconds);
    PutNumber(out, cost->attemptMicroseconds);
    PutNumber(out, cost->assignMicroseconds);
    PutNumber(out, cost->verifyMicroseconds);
    Utf8PutNumber(out, cost->scatterMicroseconds);
}

static void PutRow(const BulkResult *result, const BulkRow *row, Utf8Text *out)
{
    wchar_t *name = PathBaseName(row->keysPath);
    if (name == NULL)
        out->failed = TRUE;
    PutField(out, row->keysPath);
    PutField(out, name != NULL ? name : L"");
    TextFree(name);
    if (row->failure != NULL) {
        wchar_t text[FAILURE_TEXT_CHARS];
        FailureText(row->failure, text, ARRAYSIZE(text));
        Utf8Put(out, "Failed,,,,,,,,,,,,,,,");
        Utf8PutCode(out, (uint32_t)row->failure->code);
        Utf8Put(out, ",");
        PutField(out, text);
        Utf8Put(out, ",,,,,,,,\r\n");
        return;
    }
    Utf8Put(out, row->skipped ? "Skipped," : "Created,");
    PutNumber(out, row->keyCount);
    PutNumber(out, row->keySizeInBytes);
    Utf8Put(out, "Chm01,");
    PutField(out, HashFunctionName(row->hashFunction));
    Utf8Put(out, row->layout == LayoutPartitioned ? "And,Partitioned," : "And,Flat,");
    PutNumber(out, row->attempts);
    PutNumber(out, row->resizes);
    PutNumber(out, row->tableBytes);
    PutCoverage(&row->coverage, out);
    PutField(out, row->tablePath != NULL ? BulkRelativePath(result, row->tablePath) : L"");
    Utf8Put(out, ",,");
    PutNumber(out, row->solveMicroseconds);
    PutCost(&row->cost, out);
    Utf8Put(out, "\r\n");
}

void BulkCsvWrite(const BulkResult *result, Utf8Text *out)
{
    Utf8Put(out, header);
    for (size_t i = 0; i < result->rowCount; i++)
        PutRow(result, &result->rows[i], out);
}
