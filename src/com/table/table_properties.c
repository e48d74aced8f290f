/* What a Table tells of itself: see table_object.h. */
#include <windows.h>
#include <oleauto.h>
#include <wchar.h>

#include "com/object/arrays.h"
#include "com/object/errors.h"
#include "com/object/properties.h"
#include "jobs/table/table_options.h"
#include "table_object.h"

/* ---- what a table tells ---- */

HRESULT STDMETHODCALLTYPE TableGetName(IPerfectHashTable *self, BSTR *value)
{
    return PropertyGiveText(ObjectOf(self), TableOf(self)->result->name, value);
}

HRESULT STDMETHODCALLTYPE TableGetKeyCount(IPerfectHashTable *self, LONG *value)
{
    return PropertyGiveLong(ObjectOf(self), TableOf(self)->result->view.keyCount, value);
}

HRESULT STDMETHODCALLTYPE TableGetKeySizeInBytes(IPerfectHashTable *self, LONG *value)
{
    return PropertyGiveLong(ObjectOf(self), TableOf(self)->result->view.keySizeInBytes, value);
}

HRESULT STDMETHODCALLTYPE TableGetAlgorithm(IPerfectHashTable *self, BSTR *value)
{
    return PropertyGiveText(ObjectOf(self), L"Chm01", value);
}

HRESULT STDMETHODCALLTYPE TableGetHashFunction(IPerfectHashTable *self, BSTR *value)
{
    return PropertyGiveText(ObjectOf(self), HashFunctionName(TableOf(self)->result->view.hashFunction), value);
}

HRESULT STDMETHODCALLTYPE TableGetMaskFunction(IPerfectHashTable *self, BSTR *value)
{
    return PropertyGiveText(ObjectOf(self), L"And", value);
}

HRESULT STDMETHODCALLTYPE TableGetLayout(IPerfectHashTable *self, BSTR *value)
{
    return PropertyGiveText(ObjectOf(self),
                            TableOf(self)->result->view.layout == LayoutPartitioned ? L"Partitioned" : L"Flat", value);
}

HRESULT STDMETHODCALLTYPE TableGetRngSeed(IPerfectHashTable *self, double *value)
{
    return PropertyGiveDouble(ObjectOf(self), (double)TableOf(self)->result->view.rngSeed, value);
}

HRESULT STDMETHODCALLTYPE TableGetSeeds(IPerfectHashTable *self, VARIANT *value)
{
    const Table *table = TableOf(self);
    const TableView *view = &table->result->view;
    wchar_t texts[TABLE_MAX_SEEDS][24];
    const wchar_t *pointers[TABLE_MAX_SEEDS];
    if (value == NULL)
        return ErrorRaisePointer(&table->object, L"value");
    for (size_t i = 0; i < view->seedCount; i++) {
        swprintf(texts[i], ARRAYSIZE(texts[i]), view->seeds[i] > UINT32_MAX ? L"0x%016llX" : L"0x%08llX",
                 (unsigned long long)view->seeds[i]);
        pointers[i] = texts[i];
    }
    return SUCCEEDED(BstrArrayOut(pointers, view->seedCount, value)) ? S_OK : ErrorRaiseMemory(&table->object);
}

HRESULT STDMETHODCALLTYPE TableGetAttempts(IPerfectHashTable *self, double *value)
{
    return PropertyGiveDouble(ObjectOf(self), (double)TableOf(self)->result->view.attempts, value);
}

HRESULT STDMETHODCALLTYPE TableGetTableResizes(IPerfectHashTable *self, LONG *value)
{
    return PropertyGiveLong(ObjectOf(self), TableOf(self)->result->view.resizes, value);
}

HRESULT STDMETHODCALLTYPE TableGetSolveMicroseconds(IPerfectHashTable *self, double *value)
{
    return PropertyGiveDouble(ObjectOf(self), (double)TableOf(self)->result->solveMicroseconds, value);
}

HRESULT STDMETHODCALLTYPE TableGetTableBytes(IPerfectHashTable *self, double *value)
{
    return PropertyGiveDouble(ObjectOf(self), (double)TableResultDataBytes(TableOf(self)->result), value);
}

HRESULT STDMETHODCALLTYPE TableGetOutputDirectory(IPerfectHashTable *self, BSTR *value)
{
    return PropertyGiveText(ObjectOf(self), TableOf(self)->result->outputDirectory, value);
}

HRESULT STDMETHODCALLTYPE TableGetFiles(IPerfectHashTable *self, VARIANT *value)
{
    const Table *table = TableOf(self);
    if (value == NULL)
        return ErrorRaisePointer(&table->object, L"value");
    const wchar_t *const *files = (const wchar_t *const *)table->result->files;
    return SUCCEEDED(BstrArrayOut(files, table->result->fileCount, value)) ? S_OK : ErrorRaiseMemory(&table->object);
}

HRESULT STDMETHODCALLTYPE TableGetHasKeys(IPerfectHashTable *self, VARIANT_BOOL *value)
{
    return PropertyGiveFlag(ObjectOf(self), TableOf(self)->result->view.keys != NULL, value);
}

/* ---- coverage ---- */

/* figure: of the table's coverage, which is all zero when it was not measured. */
static HRESULT GetCoverage(IPerfectHashTable *self, ULONGLONG figure, double *value)
{
    const HRESULT hr = PropertyGiveDouble(ObjectOf(self), (double)figure, value);
    if (SUCCEEDED(hr) && TableOf(self)->result->statistics.coverage.cacheLines == 0)
        *value = -1;
    return hr;
}

HRESULT STDMETHODCALLTYPE TableGetEmptyCacheLines(IPerfectHashTable *self, double *value)
{
    const TableCoverage *coverage = &TableOf(self)->result->statistics.coverage;
    return GetCoverage(self, coverage->cacheLines - coverage->usedCacheLines, value);
}

HRESULT STDMETHODCALLTYPE TableGetUsedCacheLines(IPerfectHashTable *self, double *value)
{
    return GetCoverage(self, TableOf(self)->result->statistics.coverage.usedCacheLines, value);
}

HRESULT STDMETHODCALLTYPE TableGetEmptyPages(IPerfectHashTable *self, double *value)
{
    const TableCoverage *coverage = &TableOf(self)->result->statistics.coverage;
    return GetCoverage(self, coverage->pages - coverage->usedPages, value);
}

HRESULT STDMETHODCALLTYPE TableGetUsedPages(IPerfectHashTable *self, double *value)
{
    return GetCoverage(self, TableOf(self)->result->statistics.coverage.usedPages, value);
}

HRESULT STDMETHODCALLTYPE TableGetEmptyLargePages(IPerfectHashTable *self, double *value)
{
    const TableCoverage *coverage = &TableOf(self)->result->statistics.coverage;
    return GetCoverage(self, coverage->largePages - coverage->usedLargePages, value);
}

HRESULT STDMETHODCALLTYPE TableGetUsedLargePages(IPerfectHashTable *self, double *value)
{
    return GetCoverage(self, TableOf(self)->result->statistics.coverage.usedLargePages, value);
}

HRESULT STDMETHODCALLTYPE TableGetMaxAssignedPerCacheLine(IPerfectHashTable *self, double *value)
{
    return GetCoverage(self, TableOf(self)->result->statistics.coverage.mostValuesInCacheLine, value);
}

/* ---- what it took ---- */

HRESULT STDMETHODCALLTYPE TableGetAttemptsMade(IPerfectHashTable *self, double *value)
{
    return PropertyGiveDouble(ObjectOf(self), (double)TableResultCost(TableOf(self)->result).attempts, value);
}

HRESULT STDMETHODCALLTYPE TableGetSetups(IPerfectHashTable *self, double *value)
{
    return PropertyGiveDouble(ObjectOf(self), (double)TableResultCost(TableOf(self)->result).setups, value);
}

HRESULT STDMETHODCALLTYPE TableGetRejectedAttempts(IPerfectHashTable *self, double *value)
{
    return PropertyGiveDouble(ObjectOf(self), (double)TableResultCost(TableOf(self)->result).rejected, value);
}

HRESULT STDMETHODCALLTYPE TableGetSetupMicroseconds(IPerfectHashTable *self, double *value)
{
    return PropertyGiveDouble(ObjectOf(self), (double)TableResultCost(TableOf(self)->result).setupMicroseconds, value);
}

HRESULT STDMETHODCALLTYPE TableGetAttemptMicroseconds(IPerfectHashTable *self, double *value)
{
    return PropertyGiveDouble(ObjectOf(self), (double)TableResultCost(TableOf(self)->result).attemptMicroseconds,
                              value);
}

HRESULT STDMETHODCALLTYPE TableGetAssignMicroseconds(IPerfectHashTable *self, double *value)
{
    return PropertyGiveDouble(ObjectOf(self), (double)TableResultCost(TableOf(self)->result).assignMicroseconds, value);
}

HRESULT STDMETHODCALLTYPE TableGetVerifyMicroseconds(IPerfectHashTable *self, double *value)
{
    return PropertyGiveDouble(ObjectOf(self), (double)TableResultCost(TableOf(self)->result).verifyMicroseconds, value);
}

HRESULT STDMETHODCALLTYPE TableGetScatterMicroseconds(IPerfectHashTable *self, double *value)
{
    return PropertyGiveDouble(ObjectOf(self), (double)TableResultCost(TableOf(self)->result).scatterMicroseconds,
                              value);
}
