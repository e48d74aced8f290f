#include "table.h"

#include <windows.h>
#include <oleauto.h>

#include "PerfectHashErrors.h"
#include "com/object/arrays.h"
#include "com/object/errors.h"
#include "com/object/variant_keys.h"
#include "table_object.h"

/* ---- lookups ---- */

static HRESULT NeedKeys(const Table *table)
{
    Failure failure;
    if (table->result->view.keys != NULL)
        return S_OK;
    FailureSet(&failure, PERFECTHASH_E_TABLE_WITHOUT_KEYS, table->result->name, NULL, 0, 0, 0);
    return ErrorRaise(&table->object, &failure);
}

static HRESULT STDMETHODCALLTYPE ComTableIndex(IPerfectHashTable *self, VARIANT key, LONG *position)
{
    const Table *table = TableOf(self);
    const TableView *view = &table->result->view;
    ULONGLONG bits;
    Failure failure;
    if (position == NULL)
        return ErrorRaisePointer(&table->object, L"position");
    *position = 0;
    if (FAILED(VariantKey(&key, view->keySizeInBytes, &bits, &failure)))
        return ErrorRaise(&table->object, &failure);
    *position = (LONG)TableIndex(view, bits);
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE ComTableFind(IPerfectHashTable *self, VARIANT key, LONG *position)
{
    const Table *table = TableOf(self);
    const TableView *view = &table->result->view;
    ULONGLONG bits;
    Failure failure;
    if (position == NULL)
        return ErrorRaisePointer(&table->object, L"position");
    *position = -1;
    HRESULT hr = NeedKeys(table);
    if (FAILED(hr))
        return hr;
    hr = VariantKey(&key, view->keySizeInBytes, &bits, &failure);
    if (hr == PERFECTHASH_E_KEY_RANGE)
        return S_OK; /* a key too large for the set isn't in it */
    if (FAILED(hr))
        return ErrorRaise(&table->object, &failure);
    uint32_t at;
    if (TableContains(view, bits, &at))
        *position = (LONG)at;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE ComTableContains(IPerfectHashTable *self, VARIANT key, VARIANT_BOOL *found)
{
    LONG position;
    if (found == NULL)
        return ErrorRaisePointer(&TableOf(self)->object, L"found");
    *found = VARIANT_FALSE;
    const HRESULT hr = ComTableFind(self, key, &position);
    if (SUCCEEDED(hr) && position >= 0)
        *found = VARIANT_TRUE;
    return hr;
}

static void FindBatch(const TableView *view, const KeyArray *keys, LONG *positions)
{
    for (size_t i = 0; i < keys->count; i++) {
        const ULONGLONG key =
            keys->keySizeInBytes == 8 ? ((const ULONGLONG *)keys->keys)[i] : ((const ULONG *)keys->keys)[i];
        uint32_t at;
        const BOOL possible = view->keySizeInBytes == 8 || key <= UINT32_MAX;
        positions[i] = possible && TableContains(view, key, &at) ? (LONG)at : -1;
    }
}

static HRESULT LookupMany(const Table *table, const VARIANT *keys, BOOL find, VARIANT *positions)
{
    const TableView *view = &table->result->view;
    KeyArray array;
    SAFEARRAY *out;
    LONG *values;
    Failure failure;
    if (positions == NULL)
        return ErrorRaisePointer(&table->object, L"positions");
    VariantInit(positions);
    HRESULT hr = find ? NeedKeys(table) : S_OK;
    if (FAILED(hr))
        return hr;
    /* A search may be given keys wider than the set's; they aren't in it. */
    const DWORD size = find && view->keySizeInBytes == 4 ? KEYS_TO_FIND_32 : view->keySizeInBytes;
    if (FAILED(KeyArrayTake(keys, size, L"keys", &array, &failure)))
        return ErrorRaise(&table->object, &failure);
    hr = LongArrayBegin(array.count, &out, &values);
    if (SUCCEEDED(hr)) {
        if (find)
            FindBatch(view, &array, values);
        else
            TableIndexBatch(view, array.keys, array.count, (uint32_t *)values);
        hr = LongArrayOut(out, array.variants, positions);
    }
    KeyArrayFree(&array);
    return SUCCEEDED(hr) ? S_OK : ErrorRaiseMemory(&table->object);
}

static HRESULT STDMETHODCALLTYPE IndexMany(IPerfectHashTable *self, VARIANT keys, VARIANT *positions)
{
    return LookupMany(TableOf(self), &keys, FALSE, positions);
}

static HRESULT STDMETHODCALLTYPE FindMany(IPerfectHashTable *self, VARIANT keys, VARIANT *positions)
{
    return LookupMany(TableOf(self), &keys, TRUE, positions);
}

/* ---- source and file ---- */

static HRESULT STDMETHODCALLTYPE ComTableSource(IPerfectHashTable *self, BSTR language, BSTR *text)
{
    const Table *table = TableOf(self);
    char *utf8;
    size_t bytes;
    Failure failure;
    if (text == NULL)
        return ErrorRaisePointer(&table->object, L"text");
    *text = NULL;
    const HRESULT hr = ErrorCheckText(&table->object, L"language", language, NULL);
    if (FAILED(hr))
        return hr;
    if (FAILED(TableResultSource(table->result, language ? language : L"", FALSE, &utf8, &bytes, &failure)))
        return ErrorRaise(&table->object, &failure);
    const int length = bytes <= INT_MAX ? MultiByteToWideChar(CP_UTF8, 0, utf8, (int)bytes, NULL, 0) : 0;
    if (length)
        *text = SysAllocStringLen(NULL, (UINT)length);
    if (*text)
        MultiByteToWideChar(CP_UTF8, 0, utf8, (int)bytes, *text, length);
    HeapFree(GetProcessHeap(), 0, utf8);
    return *text ? S_OK : ErrorRaiseMemory(&table->object);
}

static HRESULT STDMETHODCALLTYPE ComTableSave(IPerfectHashTable *self, BSTR path)
{
    const Table *table = TableOf(self);
    Failure failure;
    const HRESULT hr = ErrorCheckText(&table->object, L"path", path, L"the path of a table file is wanted");
    if (FAILED(hr))
        return hr;
    return SUCCEEDED(TableResultSave(table->result, path, &failure)) ? S_OK : ErrorRaise(&table->object, &failure);
}

/* ---- IPerfectHashTableNative ---- */

static const TableView *NativeView(IPerfectHashTableNative *self)
{
    const Table *table = ObjectOf(self);
    return &table->result->view;
}

static ULONG STDMETHODCALLTYPE NativeIndex(IPerfectHashTableNative *self, ULONGLONG key)
{
    return TableIndex(NativeView(self), key);
}

static BOOL STDMETHODCALLTYPE NativeContains(IPerfectHashTableNative *self, ULONGLONG key, ULONG *position)
{
    const TableView *view = NativeView(self);
    uint32_t at = 0;
    const BOOL possible = view->keys != NULL && (view->keySizeInBytes == 8 || key <= UINT32_MAX);
    const BOOL found = possible && TableContains(view, key, &at);
    if (position != NULL)
        *position = at;
    return found;
}

static void STDMETHODCALLTYPE NativeIndexBatch(IPerfectHashTableNative *self, const void *keys, SIZE_T keyCount,
                                               ULONG *positions)
{
    TableIndexBatch(NativeView(self), keys, keyCount, (uint32_t *)positions);
}

static void STDMETHODCALLTYPE NativeGetConstants(IPerfectHashTableNative *self, PerfectHashTableConstants *constants)
{
    const TableView *view = NativeView(self);
    ZeroMemory(constants, sizeof *constants);
    constants->KeyCount = view->keyCount;
    constants->KeySizeInBytes = view->keySizeInBytes;
    constants->EdgeBits = view->edgeBits;
    constants->ValueSizeInBytes = view->valueSizeInBytes;
    constants->SeedCount = view->seedCount;
    for (size_t i = 0; i < view->seedCount; i++)
        constants->Seeds[i] = view->seeds[i];
    constants->ExtractMask = view->extractMask;
    constants->BucketCount = view->bucketCount;
    constants->ValueCount = view->valueCount;
    constants->Values = view->values;
    constants->Directory = view->layout == LayoutPartitioned ? view->directory : NULL;
    constants->Keys = view->keys;
    constants->Image = view->image;
    constants->ImageBytes = view->imageBytes;
}

/* ---- class ---- */

static void ComTableDestroy(Object *object)
{
    TableResultRelease(((Table *)object)->result);
}

static const IPerfectHashTableVtbl tableVtable = {
    OBJECT_DISPATCH(IPerfectHashTable),
    TableGetName,
    TableGetKeyCount,
    TableGetKeySizeInBytes,
    TableGetAlgorithm,
    TableGetHashFunction,
    TableGetMaskFunction,
    TableGetLayout,
    TableGetRngSeed,
    TableGetSeeds,
    TableGetAttempts,
    TableGetTableResizes,
    TableGetSolveMicroseconds,
    TableGetTableBytes,
    TableGetOutputDirectory,
    TableGetFiles,
    TableGetHasKeys,
    ComTableIndex,
    ComTableContains,
    ComTableFind,
    IndexMany,
    FindMany,
    ComTableSource,
    ComTableSave,
    TableGetEmptyCacheLines,
    TableGetUsedCacheLines,
    TableGetEmptyPages,
    TableGetUsedPages,
    TableGetEmptyLargePages,
    TableGetUsedLargePages,
    TableGetMaxAssignedPerCacheLine,
    TableGetAttemptsMade,
    TableGetSetups,
    TableGetRejectedAttempts,
    TableGetSetupMicroseconds,
    TableGetAttemptMicroseconds,
    TableGetAssignMicroseconds,
    TableGetVerifyMicroseconds,
    TableGetScatterMicroseconds,
};

static const IPerfectHashTableNativeVtbl nativeVtable = {
    OBJECT_UNKNOWN(IPerfectHashTableNative), NativeIndex, NativeContains, NativeIndexBatch, NativeGetConstants,
};

static const ObjectClass tableClass = {
    L"PerfectHash.Table",
    sizeof(Table),
    ComTableDestroy,
    TRUE,
    {{&IID_IPerfectHashTable, &tableVtable, offsetof(Table, table)},
     {&IID_IPerfectHashTableNative, &nativeVtable, offsetof(Table, native)}},
};

HRESULT TableCreate(TableResult *result, IPerfectHashTable **out)
{
    Table *table = ObjectCreate(&tableClass, (void **)out);
    if (table == NULL)
        return E_OUTOFMEMORY;
    TableResultHold(result);
    table->result = result;
    return S_OK;
}

HRESULT TableGive(const Object *owner, TableResult *result, IPerfectHashTable **out)
{
    const HRESULT hr = TableCreate(result, out);
    TableResultRelease(result);
    return SUCCEEDED(hr) ? S_OK : ErrorRaiseMemory(owner);
}
