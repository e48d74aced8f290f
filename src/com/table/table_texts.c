#include "table_texts.h"

#include <oleauto.h>

#include "PerfectHashErrors.h"
#include "com/object/default_value.h"
#include "com/object/variant_text.h"
#include "jobs/text/utf8.h"

static LONG PositionOf(const TableResult *result, const TextKey *key, BOOL find)
{
    const TextTable *table = &result->text.table;
    const uint32_t position =
        find ? TextTableFind(table, key->bytes, key->length) : TextTableIndex(table, key->bytes, key->length);
    return position == TEXT_NOT_FOUND ? -1 : (LONG)position;
}

HRESULT TextLookup(const TableResult *result, const VARIANT *key, BOOL find, LONG *position, Failure *failure)
{
    TextKey text;
    const HRESULT hr = TextKeyTake(key, L"key", KEY_ALONE, &text, failure);
    if (FAILED(hr))
        return hr;
    *position = PositionOf(result, &text, find);
    TextKeyClear(&text);
    return S_OK;
}

/* Gives an element's position. One that is no text is no key; one that is an array fails. */
static HRESULT LookupElement(const TableResult *result, const KeyArray *keys, size_t at, BOOL find, LONG *position,
                             Failure *failure)
{
    const VARIANT value = KeyArrayBorrow(keys, at);
    TextKey text;
    *position = -1;
    const HRESULT hr = TextKeyTake(&value, keys->name, keys->array != NULL ? at : KEY_ALONE, &text, failure);
    if (find && hr == PERFECTHASH_E_KEY_TYPE && (V_VT(VariantBehind(&value)) & VT_ARRAY) == 0)
        return S_OK;
    if (FAILED(hr))
        return hr;
    *position = PositionOf(result, &text, find);
    TextKeyClear(&text);
    return S_OK;
}

HRESULT TextLookupMany(const TableResult *result, const KeyArray *keys, BOOL find, void *out, Failure *failure)
{
    for (size_t i = 0; i < keys->count; i++) {
        LONG position;
        const HRESULT hr = LookupElement(result, keys, i, find, &position, failure);
        if (FAILED(hr))
            return hr;
        if (keys->variants) {
            V_VT((VARIANT *)out + i) = VT_I4;
            V_I4((VARIANT *)out + i) = position;
        } else {
            ((LONG *)out)[i] = position;
        }
    }
    return S_OK;
}

/* ---- keys ---- */

HRESULT TextKeyBytesOut(const uint8_t *utf8, size_t bytes, VARIANT *out)
{
    size_t units;
    wchar_t *text = HeapAlloc(GetProcessHeap(), 0, (bytes + 1) * sizeof *text);
    if (text == NULL)
        return E_OUTOFMEMORY;
    (void)Utf8DecodeUnits((const char *)utf8, bytes, text, &units);
    V_BSTR(out) = SysAllocStringLen(text, (UINT)units);
    HeapFree(GetProcessHeap(), 0, text);
    if (V_BSTR(out) == NULL)
        return E_OUTOFMEMORY;
    V_VT(out) = VT_BSTR;
    return S_OK;
}

/* Gives the key of an entry, by way of `key`, which has room for the longest. */
static HRESULT EntryOut(const TextTable *table, size_t entry, uint8_t *key, VARIANT *out)
{
    const size_t length = entry != table->entryCount ? TextTableEntryKey(table, entry, key) : 0;
    return TextKeyBytesOut(key, length, out);
}

HRESULT TextKeyOut(const TableResult *result, uint32_t position, VARIANT *out)
{
    const TextTable *table = &result->text.table;
    uint8_t *key = HeapAlloc(GetProcessHeap(), 0, table->longest + 1);
    if (key == NULL)
        return E_OUTOFMEMORY;
    const size_t entry = position != table->emptyPosition ? TextTableEntryOf(table, position) : table->entryCount;
    const HRESULT hr = EntryOut(table, entry, key, out);
    HeapFree(GetProcessHeap(), 0, key);
    return hr;
}

HRESULT TextKeysOut(const TableResult *result, VARIANT *items)
{
    const TextTable *table = &result->text.table;
    uint8_t *key = HeapAlloc(GetProcessHeap(), 0, table->longest + 1);
    HRESULT hr = key != NULL ? S_OK : E_OUTOFMEMORY;
    if (SUCCEEDED(hr) && table->emptyPosition != TEXT_NOT_FOUND)
        hr = EntryOut(table, table->entryCount, key, &items[table->emptyPosition]);
    for (size_t entry = 0; SUCCEEDED(hr) && entry < table->entryCount; entry++) {
        const uint32_t position = TextTableEntryPosition(table, entry);
        if (position != TEXT_NOT_FOUND && V_VT(&items[position]) == VT_EMPTY)
            hr = EntryOut(table, entry, key, &items[position]);
    }
    if (key != NULL)
        HeapFree(GetProcessHeap(), 0, key);
    return hr;
}
