/* The values that a Table gives beside positions: see table_object.h. */
#include <windows.h>
#include <oleauto.h>

#include "com/object/arrays.h"
#include "com/object/errors.h"
#include "table_object.h"

/* Returns what holds each value, and -1 where that can be. */
VARTYPE PayloadType(const TableView *view)
{
    if (!TableCanTell(view))
        return VT_UI4;
    return view->payloadBits == 32 ? VT_R8 : VT_I4;
}

double PayloadValue(const TableView *view, const SoughtKey *key)
{
    uint32_t position = 0;
    if (!TableCanTell(view))
        return TableValue(view, key->bits);
    return TableTells(view, key, &position) ? (double)TableValueAt(view, position) : -1;
}

/* Finds a block of keys; known: 1 or 0 of each, 1 where the table can't tell. */
static void PayloadFind(const TableView *view, const void *keys, size_t count, uint32_t *positions, BYTE *known)
{
    const KeySet all = {view->keys, (size_t)view->keyCount, view->keySizeInBytes};
    const KeySet sought = {keys, count, view->keySizeInBytes};
    if (view->fingerprintBits != 0) {
        (void)TableFindBatch(view, keys, count, positions, known);
        return;
    }
    TableIndexBatch(view, keys, count, positions);
    for (size_t i = 0; i < count; i++)
        known[i] =
            view->keys == NULL || (positions[i] < view->keyCount && TableSameKey(&all, positions[i], &sought, i));
}

/* Puts a value, or -1 for a key that isn't known, into an array of that type. */
static void PayloadPut(VARTYPE type, void *out, size_t i, ULONG value, BOOL known)
{
    const double number = known ? (double)value : -1;
    VARIANT *const variant = (VARIANT *)out + i;
    switch (type) {
    case VT_UI4: ((ULONG *)out)[i] = value; break;
    case VT_I4: ((LONG *)out)[i] = (LONG)number; break;
    case VT_R8: ((double *)out)[i] = number; break;
    default:
        if (known) {
            (void)KeyOut(value, variant); /* a number, which takes no memory */
        } else {
            V_VT(variant) = VT_I4;
            V_I4(variant) = -1;
        }
    }
}

/* Writes the values of all keys of an array. */
HRESULT PayloadValues(const TableView *view, const KeyArray *keys, VARTYPE type, void *out, Failure *failure)
{
    ULONGLONG block[2 * LookupBlockKeys]; /* of the largest keys */
    uint32_t positions[LookupBlockKeys];
    BYTE known[LookupBlockKeys];
    for (size_t first = 0; first < keys->count; first += LookupBlockKeys) {
        const size_t count = min((size_t)LookupBlockKeys, keys->count - first);
        const void *packed = KeyArrayRead(keys, first, count, view->keySizeInBytes, block, NULL, failure);
        if (packed == NULL)
            return failure->code;
        PayloadFind(view, packed, count, positions, known);
        for (size_t i = 0; i < count; i++)
            PayloadPut(type, out, first + i, TableValueAt(view, positions[i]), known[i]);
    }
    return S_OK;
}

HRESULT STDMETHODCALLTYPE TableValueOfPosition(IPerfectHashTable *self, LONG position, double *number)
{
    const Table *table = TableOf(self);
    if (number == NULL)
        return ErrorRaisePointer(&table->object, L"number");
    *number = 0;
    HRESULT hr = TableNeedValues(table);
    if (SUCCEEDED(hr))
        hr = TableNeedPositions(table);
    if (SUCCEEDED(hr))
        hr = TableCheckPosition(table, L"position", position);
    if (SUCCEEDED(hr))
        *number = TableValueAt(&table->result->view, (uint64_t)position);
    return hr;
}
