#include "tables.h"

#include <wchar.h>

#include <windows.h>
#include <oleauto.h>

#include "PerfectHashErrors.h"
#include "com/object/arrays.h"
#include "com/object/errors.h"
#include "com/object/object.h"
#include "com/object/properties.h"
#include "jobs/text/path_name.h"
#include "jobs/text/text.h"
#include "table.h"

typedef struct Tables {
    Object object;
    Interface tables;
    BulkResult *result;
} Tables;

static Tables *ComTablesOf(IPerfectHashTables *self)
{
    return ObjectOf(self);
}

HRESULT TablesLoadRow(BulkResult *result, size_t row, IPerfectHashTable **table, Failure *failure)
{
    TableResult *loaded;
    HRESULT hr = BulkResultTable(result, row, &loaded, failure);
    if (FAILED(hr))
        return hr;
    hr = TableCreate(loaded, table);
    TableResultRelease(loaded);
    return SUCCEEDED(hr) ? S_OK : FailureSet(failure, E_OUTOFMEMORY, result->rows[row].keysPath, NULL, 0, 0, 0);
}

/* The number-th table that was made, from 0; S_FALSE: no such number. */
static HRESULT LoadNumber(BulkResult *result, size_t number, IPerfectHashTable **table, Failure *failure)
{
    for (size_t row = 0; row < result->rowCount; row++)
        if (result->rows[row].failure == NULL && number-- == 0)
            return TablesLoadRow(result, row, table, failure);
    return S_FALSE;
}

static size_t TableCount(const BulkResult *result)
{
    return result->rowCount - result->failed;
}

static HRESULT STDMETHODCALLTYPE TablesGetCount(IPerfectHashTables *self, LONG *value)
{
    return PropertyGiveLong(ObjectOf(self), TableCount(ComTablesOf(self)->result), value);
}

/* The row of the keys file with this name: its relative path, or its base name. */
static BOOL FindRow(const BulkResult *result, const wchar_t *name, size_t *row)
{
    for (*row = 0; *row < result->rowCount; (*row)++) {
        const BulkRow *at = &result->rows[*row];
        if (at->failure != NULL)
            continue;
        wchar_t *base = PathBaseName(at->keysPath);
        const BOOL same = TextSame(at->keysPath, name) || (base != NULL && TextSame(base, name));
        TextFree(base);
        if (same)
            return TRUE;
    }
    return FALSE;
}

static BOOL IsLong(double number)
{
    return number >= LONG_MIN && number <= LONG_MAX && number == (LONG)number;
}

static HRESULT STDMETHODCALLTYPE TablesGetItem(IPerfectHashTables *self, VARIANT which, IPerfectHashTable **table)
{
    const Tables *tables = ComTablesOf(self);
    VARIANT number;
    Failure failure;
    HRESULT hr = S_FALSE;
    size_t row;
    const VARIANT *at = &which;
    if (table == NULL)
        return ErrorRaisePointer(&tables->object, L"table");
    *table = NULL;
    while (V_VT(at) == (VT_VARIANT | VT_BYREF) && V_VARIANTREF(at))
        at = V_VARIANTREF(at);
    const BSTR name = V_VT(at) == VT_BSTR                                 ? V_BSTR(at)
                      : V_VT(at) == (VT_BSTR | VT_BYREF) && V_BSTRREF(at) ? *V_BSTRREF(at)
                                                                          : NULL;
    VariantInit(&number);
    if (name != NULL) {
        const HRESULT checked = ErrorCheckText(&tables->object, L"which", name, NULL);
        if (FAILED(checked))
            return checked;
        if (FindRow(tables->result, name, &row))
            hr = TablesLoadRow(tables->result, row, table, &failure);
    } else if (FAILED(VariantChangeType(&number, (VARIANT *)(uintptr_t)at, 0, VT_R8)) || !IsLong(V_R8(&number))) {
        return ErrorRaiseArgument(&tables->object, L"which",
                                  L"a whole number from 0, or the name of a keys file is wanted");
    } else if (V_R8(&number) >= 0) {
        hr = LoadNumber(tables->result, (size_t)V_R8(&number), table, &failure);
    }
    if (hr == S_FALSE) {
        wchar_t text[16];
        swprintf(text, ARRAYSIZE(text), L"%.0f", name ? 0.0 : V_R8(&number));
        hr = FailureSet(&failure, PERFECTHASH_E_NO_SUCH_TABLE, name ? name : text, NULL, TableCount(tables->result), 0,
                        0);
    }
    return SUCCEEDED(hr) ? S_OK : ErrorRaise(&tables->object, &failure);
}

static HRESULT STDMETHODCALLTYPE TablesGetNewEnum(IPerfectHashTables *self, IUnknown **enumerator)
{
    const Tables *tables = ComTablesOf(self);
    if (enumerator == NULL)
        return ErrorRaisePointer(&tables->object, L"enumerator");
    return SUCCEEDED(TablesEnumeratorCreate(tables->result, enumerator)) ? S_OK : ErrorRaiseMemory(&tables->object);
}

static HRESULT STDMETHODCALLTYPE TablesGetFailures(IPerfectHashTables *self, VARIANT *value)
{
    const Tables *tables = ComTablesOf(self);
    const BulkResult *result = tables->result;
    if (value == NULL)
        return ErrorRaisePointer(&tables->object, L"value");
    VariantInit(value);
    const wchar_t **texts = HeapAlloc(GetProcessHeap(), 0, (result->failed + 1) * sizeof *texts);
    HRESULT hr = texts != NULL ? S_OK : E_OUTOFMEMORY;
    size_t count = 0;
    for (size_t row = 0; SUCCEEDED(hr) && row < result->rowCount && count < result->failed; row++) {
        wchar_t text[FAILURE_TEXT_CHARS];
        if (result->rows[row].failure == NULL)
            continue;
        FailureText(result->rows[row].failure, text, ARRAYSIZE(text));
        texts[count] = TextCopy(text);
        if (texts[count] != NULL)
            count++;
        else
            hr = E_OUTOFMEMORY;
    }
    if (SUCCEEDED(hr))
        hr = BstrArrayOut(texts, count, value);
    while (count)
        TextFree((void *)(uintptr_t)texts[--count]);
    if (texts != NULL)
        HeapFree(GetProcessHeap(), 0, (void *)texts);
    return SUCCEEDED(hr) ? S_OK : ErrorRaiseMemory(&tables->object);
}

static HRESULT STDMETHODCALLTYPE TablesGetSkippedCount(IPerfectHashTables *self, LONG *value)
{
    return PropertyGiveLong(ObjectOf(self), ComTablesOf(self)->result->skipped, value);
}

static HRESULT STDMETHODCALLTYPE TablesGetOutputDirectory(IPerfectHashTables *self, BSTR *value)
{
    return PropertyGiveText(ObjectOf(self), ComTablesOf(self)->result->outputDirectory, value);
}

static HRESULT STDMETHODCALLTYPE TablesGetCsvPath(IPerfectHashTables *self, BSTR *value)
{
    return PropertyGiveText(ObjectOf(self), ComTablesOf(self)->result->csvPath, value);
}

static HRESULT STDMETHODCALLTYPE TablesGetJsonPath(IPerfectHashTables *self, BSTR *value)
{
    return PropertyGiveText(ObjectOf(self), ComTablesOf(self)->result->jsonPath, value);
}

static HRESULT STDMETHODCALLTYPE TablesGetPackPath(IPerfectHashTables *self, BSTR *value)
{
    return PropertyGiveText(ObjectOf(self), ComTablesOf(self)->result->packPath, value);
}

static void ComTablesDestroy(Object *object)
{
    BulkResultRelease(((Tables *)object)->result);
}

static const IPerfectHashTablesVtbl vtable = {
    OBJECT_DISPATCH(IPerfectHashTables),
    TablesGetCount,
    TablesGetItem,
    TablesGetNewEnum,
    TablesGetFailures,
    TablesGetSkippedCount,
    TablesGetOutputDirectory,
    TablesGetCsvPath,
    TablesGetJsonPath,
    TablesGetPackPath,
};

static const ObjectClass tablesClass = {
    L"PerfectHash.Tables",
    sizeof(Tables),
    ComTablesDestroy,
    TRUE,
    {{&IID_IPerfectHashTables, &vtable, offsetof(Tables, tables)}},
};

HRESULT TablesCreate(BulkResult *result, IPerfectHashTables **out)
{
    Tables *tables = ObjectCreate(&tablesClass, (void **)out);
    if (tables == NULL)
        return E_OUTOFMEMORY;
    BulkResultHold(result);
    tables->result = result;
    return S_OK;
}

HRESULT TablesGive(const Object *owner, BulkResult *result, IPerfectHashTables **out)
{
    const HRESULT hr = TablesCreate(result, out);
    BulkResultRelease(result);
    return SUCCEEDED(hr) ? S_OK : ErrorRaiseMemory(owner);
}
