#include "table.h"

#include <windows.h>
#include <oleauto.h>

#include "com/object/errors.h"
#include "table_object.h"

/* ---- source and file ---- */

HRESULT STDMETHODCALLTYPE TableSource(IPerfectHashTable *self, BSTR language, BSTR *text)
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

HRESULT STDMETHODCALLTYPE TableSave(IPerfectHashTable *self, BSTR path)
{
    const Table *table = TableOf(self);
    Failure failure;
    const HRESULT hr = ErrorCheckText(&table->object, L"path", path, L"the path of a table file is wanted");
    if (FAILED(hr))
        return hr;
    return SUCCEEDED(TableResultSave(table->result, path, &failure)) ? S_OK : ErrorRaise(&table->object, &failure);
}

/* ---- IPerfectHashTableNative and NativeValues ---- */

static const TableView *NativeView(IPerfectHashTableNative *self)
{
    return ((const struct NativeTable *)(const void *)self)->view;
}

static ULONG STDMETHODCALLTYPE NativeIndex(IPerfectHashTableNative *self, ULONGLONG key)
{
    return TableIndex(NativeView(self), key);
}

static BOOL STDMETHODCALLTYPE NativeContains(IPerfectHashTableNative *self, ULONGLONG key, ULONG *position)
{
    const TableView *view = NativeView(self);
    uint32_t at = 0;
    const BOOL possible = view->keySizeInBytes == 8 || (view->keySizeInBytes == 4 && key <= UINT32_MAX);
    const BOOL found = possible && TableCanTell(view) &&
                       (view->keys != NULL ? TableContains(view, key, &at) : TableFind(view, key, &at));
    if (position != NULL)
        *position = at;
    return found;
}

static void STDMETHODCALLTYPE NativeIndexBatch(IPerfectHashTableNative *self, const void *keys, ULONGLONG keyCount,
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
    constants->SlotSizeInBytes = view->packedBits != 0 ? 0 : view->slotSizeInBytes;
    constants->SeedCount = view->seedCount;
    for (size_t i = 0; i < view->seedCount; i++)
        constants->Seeds[i] = view->seeds[i];
    constants->ExtractMask = view->extractMask;
    constants->BucketCount = view->bucketCount;
    constants->SlotCount = view->slotCount;
    constants->Slots = view->slots;
    constants->Directory = LayoutHasBuckets(view->layout) ? view->directory : NULL;
    constants->Keys = view->keys;
    constants->Image = view->image;
    constants->ImageBytes = view->imageBytes;
}

static ULONG STDMETHODCALLTYPE NativeGetValueBits(IPerfectHashTableNativeValues *self)
{
    const Table *table = ObjectOf(self);
    return TableValueBits(&table->result->view);
}

static ULONG STDMETHODCALLTYPE NativeGetValue(IPerfectHashTableNativeValues *self, ULONGLONG key)
{
    const Table *table = ObjectOf(self);
    return TableValue(&table->result->view, key);
}

static void STDMETHODCALLTYPE NativeGetValueBatch(IPerfectHashTableNativeValues *self, const void *keys,
                                                  ULONGLONG keyCount, ULONG *numbers)
{
    const Table *table = ObjectOf(self);
    TableValueBatch(&table->result->view, keys, keyCount, (uint32_t *)numbers);
}

/* ---- IPerfectHashTableNativeText ---- */

static const TextTable *NativeTexts(IPerfectHashTableNativeText *self)
{
    const Table *table = ObjectOf(self);
    return &table->result->text.table;
}

static ULONG STDMETHODCALLTYPE NativeFindText(IPerfectHashTableNativeText *self, const void *text, ULONGLONG length)
{
    return TextTableFind(NativeTexts(self), text, (size_t)length);
}

static ULONG STDMETHODCALLTYPE NativeIndexText(IPerfectHashTableNativeText *self, const void *text, ULONGLONG length)
{
    return TextTableIndex(NativeTexts(self), text, (size_t)length);
}

static void STDMETHODCALLTYPE NativeFindTextBatch(IPerfectHashTableNativeText *self, const PerfectHashText *texts,
                                                  ULONGLONG textCount, ULONG *positions)
{
    const TextTable *table = NativeTexts(self);
    for (ULONGLONG i = 0; i < textCount; i++)
        positions[i] = TextTableFind(table, texts[i].Bytes, (size_t)texts[i].ByteCount);
}

/* ---- class ---- */

static void ComTableDestroy(Object *object)
{
    TableResultRelease(((Table *)object)->result);
}

/* The functions of the base interface take the pointer of the derived one, as C++ has it. */
typedef ULONG(STDMETHODCALLTYPE *DerivedIndex)(IPerfectHashTableNativeValues *, ULONGLONG);
typedef BOOL(STDMETHODCALLTYPE *DerivedContains)(IPerfectHashTableNativeValues *, ULONGLONG, ULONG *);
typedef void(STDMETHODCALLTYPE *DerivedBatch)(IPerfectHashTableNativeValues *, const void *, ULONGLONG, ULONG *);
typedef void(STDMETHODCALLTYPE *DerivedConstants)(IPerfectHashTableNativeValues *, PerfectHashTableConstants *);

static const IPerfectHashTableNativeValuesVtbl nativeVtable = {
    OBJECT_UNKNOWN(IPerfectHashTableNativeValues),
    (DerivedIndex)NativeIndex,
    (DerivedContains)NativeContains,
    (DerivedBatch)NativeIndexBatch,
    (DerivedConstants)NativeGetConstants,
    NativeGetValueBits,
    NativeGetValue,
    NativeGetValueBatch,
};

static const ObjectClass tableClass = {
    L"PerfectHash.Table",
    sizeof(Table),
    ComTableDestroy,
    TRUE,
    .entries = {{&IID_IPerfectHashTable, &tableVtable, offsetof(Table, table)},
                {&IID_IPerfectHashTableNative, &nativeVtable, offsetof(Table, native)},
                {&IID_IPerfectHashTableNativeValues, &nativeVtable, offsetof(Table, native)}},
};

static const IPerfectHashTableNativeTextVtbl nativeTextVtable = {
    OBJECT_UNKNOWN(IPerfectHashTableNativeText),
    NativeFindText,
    NativeIndexText,
    NativeFindTextBatch,
};

/* A table of text keys: the native lookups are of texts. */
static const ObjectClass textTableClass = {
    .source = L"PerfectHash.Table",
    .size = sizeof(Table),
    .destroy = ComTableDestroy,
    .dispatch = TRUE,
    .entries = {{&IID_IPerfectHashTable, &tableVtable, offsetof(Table, table)},
                {&IID_IPerfectHashTableNativeText, &nativeTextVtable, offsetof(Table, native)}},
};

HRESULT TableCreate(TableResult *result, IPerfectHashTable **out)
{
    Table *table = ObjectCreate(TableResultIsText(result) ? &textTableClass : &tableClass, (void **)out);
    if (table == NULL)
        return E_OUTOFMEMORY;
    TableResultHold(result);
    table->result = result;
    table->native.view = &result->view;
    return S_OK;
}

HRESULT TableGive(const Object *owner, TableResult *result, IPerfectHashTable **out)
{
    const HRESULT hr = TableCreate(result, out);
    TableResultRelease(result);
    return SUCCEEDED(hr) ? S_OK : ErrorRaiseMemory(owner);
}
