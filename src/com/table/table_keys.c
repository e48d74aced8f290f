/* The keys of a Table, and their hash: see table_object.h. */
#include <wchar.h>

#include <windows.h>
#include <oleauto.h>

#include "com/object/arrays.h"
#include "com/object/errors.h"
#include "com/object/properties.h"
#include "com/object/variant_wide.h"
#include "table_object.h"
#include "table_texts.h"

static HRESULT TableKeyOut(const Table *table, size_t position, VARIANT *out)
{
    const TableView *view = &table->result->view;
    const KeySet keys = {view->keys, (size_t)view->keyCount, view->keySizeInBytes};
    if (!TableIsWide(view))
        return KeyOut(KeySetAt(&keys, position), out);
    const WideKey key = KeySetWideAt(&keys, position);
    const ULONGLONG halves[2] = {key.low, key.high};
    return WideKeyOut(halves, out);
}

HRESULT STDMETHODCALLTYPE TableGetKeysHash(IPerfectHashTable *self, BSTR *value)
{
    wchar_t text[24];
    swprintf(text, ARRAYSIZE(text), L"0x%016llX", (unsigned long long)TableOf(self)->result->view.keysHash);
    return PropertyGiveText(ObjectOf(self), text, value);
}

HRESULT STDMETHODCALLTYPE TableKeys(IPerfectHashTable *self, VARIANT *allKeys)
{
    const Table *table = TableOf(self);
    const size_t count = (size_t)table->result->view.keyCount;
    SAFEARRAY *array;
    VARIANT *items;
    if (allKeys == NULL)
        return ErrorRaisePointer(&table->object, L"allKeys");
    VariantInit(allKeys);
    HRESULT hr = TableNeedKeys(table);
    if (FAILED(hr))
        return hr;
    hr = AnswerArrayCreate(NULL, count, VT_VARIANT, &array);
    if (SUCCEEDED(hr))
        hr = SafeArrayAccessData(array, (void **)&items);
    if (FAILED(hr))
        return ErrorRaiseMemory(&table->object);
    if (TableResultIsText(table->result))
        hr = TextKeysOut(table->result, items);
    else
        for (size_t i = 0; SUCCEEDED(hr) && i < count; i++)
            hr = TableKeyOut(table, i, &items[i]);
    SafeArrayUnaccessData(array);
    return SUCCEEDED(VariantsOut(hr, array, allKeys)) ? S_OK : ErrorRaiseMemory(&table->object);
}

HRESULT TableCheckPosition(const Table *table, const wchar_t *name, LONG position)
{
    const ULONGLONG count = table->result->view.keyCount;
    wchar_t reason[80];
    if (position >= 0 && (ULONGLONG)position < count)
        return S_OK;
    swprintf(reason, ARRAYSIZE(reason), L"%ld is no position; expected an integer from 0 to %llu", position,
             (unsigned long long)count - 1);
    return ErrorRaiseArgument(&table->object, name, reason);
}

HRESULT STDMETHODCALLTYPE TableKeyAt(IPerfectHashTable *self, LONG number, VARIANT *keyValue)
{
    const Table *table = TableOf(self);
    if (keyValue == NULL)
        return ErrorRaisePointer(&table->object, L"keyValue");
    VariantInit(keyValue);
    HRESULT hr = TableNeedKeys(table);
    if (SUCCEEDED(hr))
        hr = TableCheckPosition(table, L"number", number);
    if (FAILED(hr))
        return hr;
    if (TableResultIsText(table->result))
        hr = TextKeyOut(table->result, (uint32_t)number, keyValue);
    else
        hr = TableKeyOut(table, (size_t)number, keyValue);
    return SUCCEEDED(hr) ? S_OK : ErrorRaiseMemory(&table->object);
}
