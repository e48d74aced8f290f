#include "table.h"

#include <windows.h>
#include <oleauto.h>

#include "com/object/errors.h"
#include "jobs/table/table_drawing.h"
#include "table_object.h"

/* ---- source and file ---- */

/* Gives UTF-8 as a text. */
static HRESULT TableGiveUtf8(const Table *table, const char *utf8, size_t bytes, BSTR *text)
{
    const int length = bytes <= INT_MAX ? MultiByteToWideChar(CP_UTF8, 0, utf8, (int)bytes, NULL, 0) : 0;
    if (length)
        *text = SysAllocStringLen(NULL, (UINT)length);
    if (*text)
        MultiByteToWideChar(CP_UTF8, 0, utf8, (int)bytes, *text, length);
    return *text ? S_OK : ErrorRaiseMemory(&table->object);
}

HRESULT STDMETHODCALLTYPE TableSource(IPerfectHashTable *self, BSTR language, BSTR *text)
{
    const Table *table = TableOf(self);
    char *utf8;
    size_t bytes;
    Failure failure;
    if (text == NULL)
        return ErrorRaisePointer(&table->object, L"text");
    *text = NULL;
    HRESULT hr = ErrorCheckText(&table->object, L"language", language, NULL);
    if (FAILED(hr))
        return hr;
    if (FAILED(TableResultSource(table->result, language ? language : L"", FALSE, &utf8, &bytes, &failure)))
        return ErrorRaise(&table->object, &failure);
    hr = TableGiveUtf8(table, utf8, bytes, text);
    HeapFree(GetProcessHeap(), 0, utf8);
    return hr;
}

HRESULT STDMETHODCALLTYPE TableReportData(IPerfectHashTable *self, BSTR *json)
{
    const Table *table = TableOf(self);
    Utf8Text text = {0};
    Failure failure;
    if (json == NULL)
        return ErrorRaisePointer(&table->object, L"json");
    *json = NULL;
    HRESULT hr = TableResultDraw(table->result, &text, &failure);
    hr = SUCCEEDED(hr) ? TableGiveUtf8(table, text.bytes, text.length, json) : ErrorRaise(&table->object, &failure);
    Utf8Free(&text);
    return hr;
}

HRESULT STDMETHODCALLTYPE TableSave(IPerfectHashTable *self, BSTR path)
{
    const Table *table = TableOf(self);
    Failure failure;
    const HRESULT hr = ErrorCheckText(&table->object, L"path", path, L"expected the path of a table file");
    if (FAILED(hr))
        return hr;
    return SUCCEEDED(TableResultSave(table->result, path, &failure)) ? S_OK : ErrorRaise(&table->object, &failure);
}

HRESULT STDMETHODCALLTYPE TableVerifyKeys(IPerfectHashTable *self, double *keys)
{
    const Table *table = TableOf(self);
    ULONGLONG count;
    Failure failure;
    if (keys == NULL)
        return ErrorRaisePointer(&table->object, L"keys");
    const HRESULT hr = TableResultVerify(table->result, &count, &failure);
    *keys = (double)count;
    return SUCCEEDED(hr) ? S_OK : ErrorRaise(&table->object, &failure);
}

/* ---- class ---- */

static void ComTableDestroy(Object *object)
{
    TableResultRelease(((Table *)object)->result);
}

static const ObjectClass tableClass = {
    L"PerfectHash.Table",
    sizeof(Table),
    ComTableDestroy,
    TRUE,
    .entries = {{&IID_IPerfectHashTable, &tableVtable, offsetof(Table, table)},
                {&IID_IPerfectHashTableNative, &tableNativeVtable, offsetof(Table, native)},
                {&IID_IPerfectHashTableNativeValues, &tableNativeVtable, offsetof(Table, native)},
                {&IID_IPerfectHashTableNativeGuids, &tableNativeVtable, offsetof(Table, native)},
                {&IID_IPerfectHashTableNativeRanges, &tableNativeRangesVtable, offsetof(Table, floors)}},
};

/* A table of text keys: the native lookups are of texts. */
static const ObjectClass textTableClass = {
    .source = L"PerfectHash.Table",
    .size = sizeof(Table),
    .destroy = ComTableDestroy,
    .dispatch = TRUE,
    .entries = {{&IID_IPerfectHashTable, &tableVtable, offsetof(Table, table)},
                {&IID_IPerfectHashTableNativeText, &tableNativeTextVtable, offsetof(Table, native)}},
};

HRESULT TableCreate(TableResult *result, IPerfectHashTable **out)
{
    Table *table = ObjectCreate(TableResultIsText(result) ? &textTableClass : &tableClass, (void **)out);
    if (table == NULL)
        return E_OUTOFMEMORY;
    TableResultHold(result);
    table->result = result;
    table->native.view = &result->view;
    if (!TableResultIsText(result) && TableIsWide(&result->view))
        table->native.base.vtable = &tableNativeWideVtable;
    return S_OK;
}

HRESULT TableGive(const Object *owner, TableResult *result, IPerfectHashTable **out)
{
    const HRESULT hr = TableCreate(result, out);
    TableResultRelease(result);
    return SUCCEEDED(hr) ? S_OK : ErrorRaiseMemory(owner);
}
