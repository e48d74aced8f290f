#include "bulk_result.h"

#include "PerfectHashErrors.h"
#include "runtime/win32_calls.h"
#include "text.h"

/* Stands for the failure of a row when there is no memory for its own. */
static Failure failureWithoutMemory = {.code = PERFECTHASH_E_OUT_OF_MEMORY, .subject = L"the failure of this table"};

BulkResult *BulkResultCreate(const wchar_t *keysDirectory, const wchar_t *outputDirectory)
{
    BulkResult *result = Win32Allocate(sizeof(*result));
    if (result == NULL)
        return NULL;
    result->references = 1;
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
    result->rows = Win32Allocate(max(rowCount, 1u) * sizeof(*result->rows));
    return result->rows != NULL;
}

void BulkRowFail(BulkRow *row, const Failure *failure)
{
    Failure *copy = Win32Allocate(sizeof(*copy));
    if (copy != NULL)
        *copy = *failure;
    row->failure = copy != NULL ? copy : &failureWithoutMemory;
}

void BulkResultCount(BulkResult *result)
{
    result->succeeded = result->failed = result->skipped = 0;
    for (size_t i = 0; i < result->rowCount; ++i) {
        const BulkRow *row = &result->rows[i];
        if (row->failure != NULL)
            ++result->failed;
        else if (row->skipped)
            ++result->skipped;
        else
            ++result->succeeded;
    }
}

void BulkResultHold(BulkResult *result)
{
    InterlockedIncrement(&result->references);
}

void BulkResultRelease(BulkResult *result)
{
    if (result == NULL || InterlockedDecrement(&result->references) != 0)
        return;
    for (size_t i = 0; i < result->rowCount; ++i) {
        BulkRow *row = &result->rows[i];
        TextFree(row->keysPath);
        TextFree(row->tablePath);
        if (row->failure != &failureWithoutMemory)
            Win32Free(row->failure);
    }
    Win32Free(result->rows);
    TextFree(result->csvPath);
    TextFree(result->jsonPath);
    TextFree(result->keysDirectory);
    TextFree(result->outputDirectory);
    Win32Free(result);
}

HRESULT BulkResultTable(const BulkResult *result, size_t row, TableResult **out, Failure *failure)
{
    const BulkRow *at = &result->rows[row];
    if (at->tablePath == NULL)
        return FailureSet(failure, PERFECTHASH_E_TABLE_NOT_KEPT, at->keysPath, NULL, 0, 0, 0);
    return TableResultLoad(at->tablePath, out, failure);
}
