/* The lookups of a Table, of one key and of many: see table_object.h. */
#include <windows.h>
#include <oleauto.h>

#include "PerfectHashErrors.h"
#include "chm01/ranges/ranges.h"
#include "com/object/arrays.h"
#include "com/object/errors.h"
#include "com/object/variant_keys.h"
#include "com/object/variant_wide.h"
#include "jobs/table/table_ranges.h"
#include "table_object.h"
#include "table_texts.h"

/* Fails, as an error of the table, unless the table is so. */
static HRESULT TableMustBe(const Table *table, BOOL isSo, HRESULT code)
{
    Failure failure;
    if (isSo)
        return S_OK;
    FailureSet(&failure, code, table->result->name, NULL, 0, 0, 0);
    return ErrorRaise(&table->object, &failure);
}

HRESULT TableNeedKeys(const Table *table)
{
    return TableMustBe(table, TableResultIsText(table->result) || table->result->view.keys != NULL,
                       PERFECTHASH_E_TABLE_WITHOUT_KEYS);
}

HRESULT TableNeedPositions(const Table *table)
{
    return TableMustBe(table, table->result->view.valueBits == 0, PERFECTHASH_E_TABLE_OF_VALUES);
}

/* Fails where the table can't tell other keys from its own. */
static HRESULT NeedTelling(const Table *table)
{
    return TableMustBe(table, TableResultIsText(table->result) || TableCanTell(&table->result->view),
                       PERFECTHASH_E_TABLE_WITHOUT_KEYS);
}

static HRESULT NeedFinding(const Table *table)
{
    const HRESULT hr = NeedTelling(table);
    return SUCCEEDED(hr) ? TableNeedPositions(table) : hr;
}

static HRESULT LookupTakeKey(const TableView *view, const VARIANT *value, SoughtKey *key, Failure *failure)
{
    ULONGLONG halves[2];
    if (!TableIsWide(view))
        return VariantKey(value, view->keySizeInBytes, &key->bits, failure);
    const HRESULT hr = VariantWideKey(value, L"key", KEY_ALONE, halves, failure);
    if (FAILED(hr))
        return hr;
    key->wide.low = halves[0];
    key->wide.high = halves[1];
    key->bits = TableReduced(view, key->wide);
    return S_OK;
}

BOOL TableTells(const TableView *view, const SoughtKey *key, uint32_t *answer)
{
    if (view->keys == NULL)
        return TableFind(view, key->bits, answer);
    return TableIsWide(view) ? TableContainsWide(view, key->wide, answer) : TableContains(view, key->bits, answer);
}

HRESULT TableNeedValues(const Table *table)
{
    return TableMustBe(table, TableValueBits(&table->result->view) != 0, PERFECTHASH_E_TABLE_OF_POSITIONS);
}

/* A position for Index, or -1 for Find where the key is not in the set. */
static HRESULT LookupSingle(const Table *table, const VARIANT *key, BOOL find, LONG *position)
{
    const TableView *view = &table->result->view;
    SoughtKey sought;
    uint32_t at;
    Failure failure;
    if (position == NULL)
        return ErrorRaisePointer(&table->object, L"position");
    *position = find ? -1 : 0;
    HRESULT hr = find ? NeedFinding(table) : TableNeedPositions(table);
    if (FAILED(hr))
        return hr;
    if (TableResultIsText(table->result))
        return SUCCEEDED(TextLookup(table->result, key, find, position, &failure))
                   ? S_OK
                   : ErrorRaise(&table->object, &failure);
    hr = LookupTakeKey(view, key, &sought, &failure);
    if (find && hr == PERFECTHASH_E_KEY_RANGE)
        return S_OK; /* a key too large for the set isn't in it */
    if (FAILED(hr))
        return ErrorRaise(&table->object, &failure);
    if (!find)
        *position = (LONG)TableIndex(view, sought.bits);
    else if (TableTells(view, &sought, &at))
        *position = (LONG)at;
    return S_OK;
}

HRESULT STDMETHODCALLTYPE TableLookupIndex(IPerfectHashTable *self, VARIANT key, LONG *position)
{
    return LookupSingle(TableOf(self), &key, FALSE, position);
}

HRESULT STDMETHODCALLTYPE TableLookupFind(IPerfectHashTable *self, VARIANT key, LONG *position)
{
    return LookupSingle(TableOf(self), &key, TRUE, position);
}

HRESULT STDMETHODCALLTYPE TableLookupFloor(IPerfectHashTable *self, VARIANT key, LONG *position)
{
    const Table *table = TableOf(self);
    SoughtKey sought;
    Failure failure;
    if (position == NULL)
        return ErrorRaisePointer(&table->object, L"position");
    *position = -1;
    const HRESULT hr = TableNeedRanges(table);
    if (FAILED(hr))
        return hr;
    if (FAILED(LookupTakeKey(&table->result->view, &key, &sought, &failure)))
        return ErrorRaise(&table->object, &failure);
    *position = (LONG)RangesFind(TableResultRangesMade(table->result), sought.bits);
    return S_OK;
}

HRESULT STDMETHODCALLTYPE TableLookupValue(IPerfectHashTable *self, VARIANT key, double *number)
{
    const Table *table = TableOf(self);
    const TableView *view = &table->result->view;
    SoughtKey sought;
    Failure failure;
    if (number == NULL)
        return ErrorRaisePointer(&table->object, L"number");
    *number = 0;
    const HRESULT hr = TableNeedValues(table);
    if (FAILED(hr))
        return hr;
    if (FAILED(LookupTakeKey(view, &key, &sought, &failure)))
        return ErrorRaise(&table->object, &failure);
    if (view->payload != NULL)
        *number = PayloadValue(view, &sought);
    else
        *number = view->fingerprintBits != 0 && !TableFind(view, sought.bits, NULL)
                      ? -1
                      : (double)TableValue(view, sought.bits);
    return S_OK;
}

/* Tells whether a VARIANT is a key that the table knows; one too large for the set is none. */
static HRESULT LookupKnows(const Table *table, const VARIANT *key, BOOL *known)
{
    const TableView *view = &table->result->view;
    SoughtKey sought = {0, {0, 0}};
    LONG position = -1;
    Failure failure;
    if (TableResultIsText(table->result)) {
        const HRESULT hr = TextLookup(table->result, key, TRUE, &position, &failure);
        *known = position >= 0;
        return SUCCEEDED(hr) ? S_OK : ErrorRaise(&table->object, &failure);
    }
    const HRESULT hr = LookupTakeKey(view, key, &sought, &failure);
    *known = SUCCEEDED(hr) && TableTells(view, &sought, NULL);
    return SUCCEEDED(hr) || hr == PERFECTHASH_E_KEY_RANGE ? S_OK : ErrorRaise(&table->object, &failure);
}

HRESULT STDMETHODCALLTYPE TableLookupContains(IPerfectHashTable *self, VARIANT key, VARIANT_BOOL *found)
{
    const Table *table = TableOf(self);
    BOOL known = FALSE;
    if (found == NULL)
        return ErrorRaisePointer(&table->object, L"found");
    HRESULT hr = NeedTelling(table);
    if (SUCCEEDED(hr))
        hr = LookupKnows(table, &key, &known);
    *found = known ? VARIANT_TRUE : VARIANT_FALSE;
    return hr;
}

/* ---- many keys ---- */

typedef enum LookupKind { LookupIndex, LookupFind, LookupValue, LookupFloor } LookupKind;

/* Memory for the keys that are converted before they are looked up, `most` at a time. */
typedef struct Converted {
    ULONGLONG *keys;
    BYTE *fits; /* as KeyArrayRead takes it; NULL: all keys must */
    size_t most;
    BOOL tells;           /* by fingerprints */
    const Ranges *ranges; /* of floors; otherwise NULL */
} Converted;

/* Gives what the fingerprints let through; the others, and what is no key, become -1. */
static void FindByFingerprints(const TableView *view, const void *keys, const BYTE *fits, size_t count, LONG *answers)
{
    for (size_t first = 0; first < count; first += LookupBlockKeys) {
        BYTE found[LookupBlockKeys];
        const size_t some = min((size_t)LookupBlockKeys, count - first);
        TableFindBatch(view, (const BYTE *)keys + first * view->keySizeInBytes, some, (uint32_t *)answers + first,
                       found);
        for (size_t i = 0; i < some; i++)
            if (!found[i] || (fits != NULL && !fits[first + i]))
                answers[first + i] = -1;
    }
}

BOOL TableSameKey(const KeySet *a, size_t i, const KeySet *b, size_t j)
{
    return KeySetIsWide(a) ? WideKeysEqual(KeySetWideAt(a, i), KeySetWideAt(b, j)) : KeySetAt(a, i) == KeySetAt(b, j);
}

/* Keeps the positions of the keys that are in the set; the others become -1. */
static void KeepFound(const TableView *view, const void *keys, const BYTE *fits, size_t count, LONG *positions)
{
    const KeySet all = {view->keys, (size_t)view->keyCount, view->keySizeInBytes};
    const KeySet sought = {keys, count, view->keySizeInBytes};
    for (size_t i = 0; i < count; i++) {
        const ULONG at = (ULONG)positions[i];
        if (!fits[i] || at >= view->keyCount || !TableSameKey(&all, at, &sought, i))
            positions[i] = -1;
    }
}

static HRESULT LookupConverted(const TableView *view, const KeyArray *keys, const Converted *converted, LONG *positions,
                               Failure *failure)
{
    for (size_t first = 0; first < keys->count; first += converted->most) {
        const size_t count = min(converted->most, keys->count - first);
        const void *packed =
            KeyArrayRead(keys, first, count, view->keySizeInBytes, converted->keys, converted->fits, failure);
        if (packed == NULL)
            return failure->code;
        if (converted->ranges != NULL) {
            RangesFindBatch(converted->ranges, packed, count, (uint32_t *)positions + first);
            continue;
        }
        if (count > LookupBlockKeys)
            TableWarm(view, count); /* which the arrays drove out of the cache */
        if (converted->tells) {
            FindByFingerprints(view, packed, converted->fits, count, positions + first);
            continue;
        }
        TableIndexBatch(view, packed, count, (uint32_t *)positions + first);
        if (converted->fits != NULL)
            KeepFound(view, packed, converted->fits, count, positions + first);
    }
    return S_OK;
}

static BOOL LookupByFingerprints(const TableView *view, LookupKind kind)
{
    return view->fingerprintBits != 0 && (kind == LookupFind || kind == LookupValue);
}

/* Returns the index that floors are found by, which TableNeedRanges has made. */
static const Ranges *LookupRanges(const TableResult *result, LookupKind kind)
{
    return kind == LookupFloor ? TableResultRangesMade(result) : NULL;
}

/* Looks up the keys of an array of integers. */
static HRESULT LookupTyped(const TableResult *result, const KeyArray *keys, LookupKind kind, LONG *positions,
                           Failure *failure)
{
    const TableView *view = &result->view;
    ULONGLONG block[2 * LookupBlockKeys]; /* of the largest keys */
    BYTE fits[LookupBlockKeys];
    const Converted converted = {block, kind == LookupFind ? fits : NULL, LookupBlockKeys,
                                 LookupByFingerprints(view, kind), LookupRanges(result, kind)};
    if (kind == LookupFind || converted.tells || converted.ranges != NULL ||
        !KeyArrayIsPacked(keys, view->keySizeInBytes))
        return LookupConverted(view, keys, &converted, positions, failure);
    TableIndexBatch(view, keys->data, keys->count, (uint32_t *)positions);
    return S_OK;
}

/*
 * Looks up the keys of an array of VARIANT. All keys are converted first, so that the table stays
 * in the cache while they are looked up. The array of the answers has room for the positions, what
 * fits, and the keys of up to 16 bytes, one after another. In the end the positions become
 * VARIANTs, the last one first.
 */
static HRESULT LookupVariants(const TableResult *result, const KeyArray *keys, LookupKind kind, VARIANT *out,
                              Failure *failure)
{
    const TableView *view = &result->view;
    const size_t count = keys->count;
    LONG *positions = (LONG *)(void *)out;
    const Converted converted = {(ULONGLONG *)(void *)out + count,
                                 kind == LookupFind ? (BYTE *)(positions + count) : NULL, count,
                                 LookupByFingerprints(view, kind), LookupRanges(result, kind)};
    const HRESULT hr = LookupConverted(view, keys, &converted, positions, failure);
    if (FAILED(hr))
        ZeroMemory(out, count * sizeof *out); /* as what destroys the array must find it */
    for (size_t i = count; SUCCEEDED(hr) && i-- > 0;) {
        LONG position;
        CopyMemory(&position, (const BYTE *)out + i * sizeof position, sizeof position);
        ZeroMemory(&out[i], sizeof out[i]);
        if (kind == LookupValue && !LookupByFingerprints(view, kind)) {
            (void)KeyOut((ULONG)position, &out[i]); /* a number, which takes no memory */
        } else {
            V_VT(&out[i]) = VT_I4;
            V_I4(&out[i]) = position;
        }
    }
    return hr;
}

/*
 * Returns the type of the answers: VARIANT for keys that were VARIANTs, otherwise integers, which
 * for values have no sign.
 */
static VARTYPE LookupType(const TableView *view, const KeyArray *keys, LookupKind kind)
{
    if (keys->variants)
        return VT_VARIANT;
    if (kind == LookupValue && view->payload != NULL)
        return PayloadType(view);
    return kind == LookupValue && !LookupByFingerprints(view, kind) ? VT_UI4 : VT_I4;
}

static HRESULT LookupNeeds(const Table *table, LookupKind kind)
{
    if (kind == LookupValue)
        return TableNeedValues(table);
    if (kind == LookupFloor)
        return TableNeedRanges(table);
    return kind == LookupFind ? NeedFinding(table) : TableNeedPositions(table);
}

/*
 * Gives the positions in an array, of VARIANT to whoever sent one. Fails with failure->code S_OK
 * when memory is missing.
 */
static HRESULT LookupToArray(const TableResult *result, const KeyArray *keys, LookupKind kind, SAFEARRAY **out,
                             Failure *failure)
{
    const TableView *view = &result->view;
    void *answers;
    HRESULT hr = AnswerArrayCreate(keys->array, keys->count, LookupType(view, keys, kind), out);
    if (SUCCEEDED(hr))
        hr = SafeArrayAccessData(*out, &answers);
    if (FAILED(hr))
        return hr;
    if (TableResultIsText(result))
        hr = TextLookupMany(result, keys, kind == LookupFind, answers, failure);
    else if (kind == LookupValue && view->payload != NULL)
        hr = PayloadValues(view, keys, LookupType(view, keys, kind), answers, failure);
    else
        hr = keys->variants ? LookupVariants(result, keys, kind, answers, failure)
                            : LookupTyped(result, keys, kind, answers, failure);
    SafeArrayUnaccessData(*out);
    return hr;
}

static HRESULT LookupMany(const Table *table, const VARIANT *keys, LookupKind kind, VARIANT *positions)
{
    const TableView *view = &table->result->view;
    KeyArray array;
    SAFEARRAY *out = NULL;
    Failure failure = {.code = S_OK};
    if (positions == NULL)
        return ErrorRaisePointer(&table->object, kind == LookupValue ? L"numbers" : L"positions");
    VariantInit(positions);
    HRESULT hr = LookupNeeds(table, kind);
    if (FAILED(hr))
        return hr;
    const ByteArrays bytes = TableResultIsText(table->result) ? BytesAreKeys : BytesArePacked;
    if (FAILED(KeyArrayOpen(keys, view->keySizeInBytes, bytes, L"keys", &array, &failure)))
        return ErrorRaise(&table->object, &failure);
    const VARTYPE type = LookupType(view, &array, kind);
    hr = LookupToArray(table->result, &array, kind, &out, &failure);
    KeyArrayClose(&array);
    if (SUCCEEDED(hr)) {
        V_VT(positions) = (VARTYPE)(VT_ARRAY | type);
        V_ARRAY(positions) = out;
        return S_OK;
    }
    if (out != NULL)
        SafeArrayDestroy(out);
    return FAILED(failure.code) ? ErrorRaise(&table->object, &failure) : ErrorRaiseMemory(&table->object);
}

HRESULT STDMETHODCALLTYPE TableLookupIndexMany(IPerfectHashTable *self, VARIANT keys, VARIANT *positions)
{
    return LookupMany(TableOf(self), &keys, LookupIndex, positions);
}

HRESULT STDMETHODCALLTYPE TableLookupFindMany(IPerfectHashTable *self, VARIANT keys, VARIANT *positions)
{
    return LookupMany(TableOf(self), &keys, LookupFind, positions);
}

HRESULT STDMETHODCALLTYPE TableLookupValues(IPerfectHashTable *self, VARIANT keys, VARIANT *numbers)
{
    return LookupMany(TableOf(self), &keys, LookupValue, numbers);
}

HRESULT STDMETHODCALLTYPE TableLookupFloorMany(IPerfectHashTable *self, VARIANT keys, VARIANT *positions)
{
    return LookupMany(TableOf(self), &keys, LookupFloor, positions);
}
