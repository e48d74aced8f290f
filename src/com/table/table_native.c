/*
 * The native interfaces of a Table, without VARIANTs: see table_object.h. They check nothing, so
 * that a lookup is a call and what it loads.
 */
#include <windows.h>
#include <oleauto.h>

#include <string.h>

#include "table_object.h"

static const TableView *NativeView(const void *self)
{
    return ((const struct NativeTable *)self)->view;
}

/* Returns a key of the table of these bits; a table of shorter keys has the lowest of them. */
static SoughtKey NativeKey(const TableView *view, WideKey key)
{
    const SoughtKey sought = {TableIsWide(view) ? TableReduced(view, key) : key.low, key};
    return sought;
}

static WideKey NativeWide(const void *guid)
{
    WideKey key;
    memcpy(&key, guid, sizeof key);
    return key;
}

/* Returns whether the table can have a key of that many bits. */
static BOOL NativeFits(const TableView *view, WideKey key)
{
    return TableIsWide(view) || (key.high == 0 && (view->keySizeInBytes == 8 || key.low <= UINT32_MAX));
}

static BOOL NativeTells(const TableView *view, WideKey key, ULONG *position)
{
    const SoughtKey sought = NativeKey(view, key);
    uint32_t at = 0;
    const BOOL found = NativeFits(view, key) && TableCanTell(view) && TableTells(view, &sought, &at);
    if (position != NULL)
        *position = at;
    return found;
}

static ULONG STDMETHODCALLTYPE NativeIndex(IPerfectHashTableNative *self, ULONGLONG key)
{
    return TableIndex(NativeView(self), key);
}

/* Index of a table of 128-bit keys: of the key whose other bits are 0. */
static ULONG STDMETHODCALLTYPE NativeIndexReduced(IPerfectHashTableNative *self, ULONGLONG key)
{
    const WideKey wide = {key, 0};
    return TableIndex(NativeView(self), TableReduced(NativeView(self), wide));
}

static BOOL STDMETHODCALLTYPE NativeContains(IPerfectHashTableNative *self, ULONGLONG key, ULONG *position)
{
    const WideKey wide = {key, 0};
    return NativeTells(NativeView(self), wide, position);
}

static void STDMETHODCALLTYPE NativeIndexBatch(IPerfectHashTableNative *self, const void *keys, ULONGLONG keyCount,
                                               ULONG *positions)
{
    TableIndexBatch(NativeView(self), keys, (size_t)keyCount, (uint32_t *)positions);
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
    CopyMemory(constants->Seeds, view->seeds, sizeof constants->Seeds);
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
    return TableValueBits(NativeView(self));
}

static ULONG STDMETHODCALLTYPE NativeGetValue(IPerfectHashTableNativeValues *self, ULONGLONG key)
{
    return TableValue(NativeView(self), key);
}

static ULONG STDMETHODCALLTYPE NativeGetValueReduced(IPerfectHashTableNativeValues *self, ULONGLONG key)
{
    const WideKey wide = {key, 0};
    return TableValue(NativeView(self), TableReduced(NativeView(self), wide));
}

static void STDMETHODCALLTYPE NativeGetValueBatch(IPerfectHashTableNativeValues *self, const void *keys,
                                                  ULONGLONG keyCount, ULONG *numbers)
{
    TableValueBatch(NativeView(self), keys, (size_t)keyCount, (uint32_t *)numbers);
}

/* Sets for each key whether it is that of its position. Returns how many are. */
static ULONGLONG NativeCompareBatch(const TableView *view, const void *keys, ULONGLONG keyCount, const ULONG *positions,
                                    BYTE *found)
{
    const KeySet all = {view->keys, (size_t)view->keyCount, view->keySizeInBytes};
    const KeySet sought = {keys, (size_t)keyCount, view->keySizeInBytes};
    ULONGLONG hits = 0;
    for (size_t i = 0; i < keyCount; i++) {
        found[i] = positions[i] < view->keyCount && TableSameKey(&all, positions[i], &sought, i);
        hits += found[i];
    }
    return hits;
}

static ULONGLONG STDMETHODCALLTYPE NativeFindBatch(IPerfectHashTableNativeValues *self, const void *keys,
                                                   ULONGLONG keyCount, ULONG *answers, BYTE *found)
{
    const TableView *view = NativeView(self);
    if (view->fingerprintBits != 0)
        return TableFindBatch(view, keys, (size_t)keyCount, (uint32_t *)answers, found);
    TableIndexBatch(view, keys, (size_t)keyCount, (uint32_t *)answers);
    if (view->keys != NULL)
        return NativeCompareBatch(view, keys, keyCount, answers, found);
    ZeroMemory(found, (size_t)keyCount);
    return 0;
}

static ULONG STDMETHODCALLTYPE NativeIndexOfGuid(IPerfectHashTableNativeGuids *self, const void *guid)
{
    return TableIndex(NativeView(self), NativeKey(NativeView(self), NativeWide(guid)).bits);
}

static BOOL STDMETHODCALLTYPE NativeContainsGuid(IPerfectHashTableNativeGuids *self, const void *guid, ULONG *position)
{
    return NativeTells(NativeView(self), NativeWide(guid), position);
}

static ULONG STDMETHODCALLTYPE NativeValueOfGuid(IPerfectHashTableNativeGuids *self, const void *guid)
{
    return TableValue(NativeView(self), NativeKey(NativeView(self), NativeWide(guid)).bits);
}

/* The functions of the base interfaces take the pointer of the derived one, as C++ has it. */
#define NATIVE_RETURNS(type, ...) (type(STDMETHODCALLTYPE *)(IPerfectHashTableNativeGuids *, __VA_ARGS__))
/* clang-format off */
#define NATIVE_VTABLE(index, value)                                                                 \
    {OBJECT_UNKNOWN(IPerfectHashTableNativeGuids),                                                  \
     NATIVE_RETURNS(ULONG, ULONGLONG)index,                                                         \
     NATIVE_RETURNS(BOOL, ULONGLONG, ULONG *)NativeContains,                                        \
     NATIVE_RETURNS(void, const void *, ULONGLONG, ULONG *)NativeIndexBatch,                        \
     NATIVE_RETURNS(void, PerfectHashTableConstants *)NativeGetConstants,                           \
     (ULONG(STDMETHODCALLTYPE *)(IPerfectHashTableNativeGuids *))NativeGetValueBits,                \
     NATIVE_RETURNS(ULONG, ULONGLONG)value,                                                         \
     NATIVE_RETURNS(void, const void *, ULONGLONG, ULONG *)NativeGetValueBatch,                     \
     (ULONGLONG(STDMETHODCALLTYPE *)(IPerfectHashTableNativeGuids *, const void *, ULONGLONG, ULONG *,  \
                                     BYTE *))NativeFindBatch,                                       \
     NativeIndexOfGuid, NativeContainsGuid, NativeValueOfGuid}
/* clang-format on */

const IPerfectHashTableNativeGuidsVtbl tableNativeVtable = NATIVE_VTABLE(NativeIndex, NativeGetValue);
const IPerfectHashTableNativeGuidsVtbl tableNativeWideVtable = NATIVE_VTABLE(NativeIndexReduced, NativeGetValueReduced);

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
    enum { BlockTexts = 64 };
    TextString block[BlockTexts];
    for (ULONGLONG at = 0; at < textCount; at += BlockTexts) {
        const size_t count = textCount - at < BlockTexts ? (size_t)(textCount - at) : BlockTexts;
        for (size_t i = 0; i < count; i++) {
            block[i].bytes = texts[at + i].Bytes;
            block[i].length = (size_t)texts[at + i].ByteCount;
        }
        TextTableFindMany(NativeTexts(self), block, count, (uint32_t *)positions + at);
    }
}

const IPerfectHashTableNativeTextVtbl tableNativeTextVtable = {
    OBJECT_UNKNOWN(IPerfectHashTableNativeText),
    NativeFindText,
    NativeIndexText,
    NativeFindTextBatch,
};
