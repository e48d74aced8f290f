/*
 * The declarations that the files of the Table class share. These are table.c (source, file,
 * class), table_lookup.c (positions of keys), table_payload.c (values beside them), table_floor.c
 * (keys as starts of ranges) and table_keys.c (keys of positions). Further ones are table_records.c
 * (columns), table_native.c (lookups without VARIANTs) and table_properties.c.
 */
#ifndef COM_TABLE_OBJECT_H
#define COM_TABLE_OBJECT_H

#include "PerfectHash.h"
#include "com/object/object.h"
#include "com/object/variant_keys.h"
#include "jobs/table/table_result.h"

typedef struct Table {
    Object object;
    Interface table;
    struct NativeTable {
        Interface base;
        const TableView *view; /* of the result: beside the vtable, as a lookup has no time to search for it */
    } native;
    struct NativeFloors {
        Interface base;
        const struct Ranges *ranges; /* of the result; NULL: not prepared */
    } floors;
    TableResult *result;
} Table;

static inline Table *TableOf(IPerfectHashTable *self)
{
    return ObjectOf(self);
}

/* Fails, as an error of the table, where the table was made without its keys. */
HRESULT TableNeedKeys(const Table *table);
/* Fails where the table gives values instead of positions. */
HRESULT TableNeedPositions(const Table *table);

/* Fails where the table's keys can't be starts of ranges; otherwise the result has the index. */
HRESULT TableNeedRanges(const Table *table);

/* Fails where the table gives positions alone. */
HRESULT TableNeedValues(const Table *table);
/* Fails, as an error of the argument of that name, where no key has the position. */
HRESULT TableCheckPosition(const Table *table, const wchar_t *name, LONG position);

/* A key that is sought: as lookups take it, and of 128 bits as it is. */
typedef struct SoughtKey {
    ULONGLONG bits;
    WideKey wide;
} SoughtKey;

/* Returns whether the table can tell other keys from its own. */
static inline BOOL TableCanTell(const TableView *view)
{
    return view->keys != NULL || view->fingerprintBits != 0;
}

/* Returns whether the table has the key, by its keys or its fingerprints. */
BOOL TableTells(const TableView *view, const SoughtKey *key, uint32_t *answer);
BOOL TableSameKey(const KeySet *a, size_t i, const KeySet *b, size_t j);

/* Lookups of many keys take this number of keys at a time. */
enum { LookupBlockKeys = 1024 };

/* table_lookup.c */
HRESULT STDMETHODCALLTYPE TableLookupIndex(IPerfectHashTable *self, VARIANT key, LONG *position);
HRESULT STDMETHODCALLTYPE TableLookupContains(IPerfectHashTable *self, VARIANT key, VARIANT_BOOL *found);
HRESULT STDMETHODCALLTYPE TableLookupFind(IPerfectHashTable *self, VARIANT key, LONG *position);
HRESULT STDMETHODCALLTYPE TableLookupIndexMany(IPerfectHashTable *self, VARIANT keys, VARIANT *positions);
HRESULT STDMETHODCALLTYPE TableLookupFindMany(IPerfectHashTable *self, VARIANT keys, VARIANT *positions);
HRESULT STDMETHODCALLTYPE TableLookupFloor(IPerfectHashTable *self, VARIANT key, LONG *position);
HRESULT STDMETHODCALLTYPE TableLookupFloorMany(IPerfectHashTable *self, VARIANT keys, VARIANT *positions);
HRESULT STDMETHODCALLTYPE TableLookupValue(IPerfectHashTable *self, VARIANT key, double *number);
HRESULT STDMETHODCALLTYPE TableLookupValues(IPerfectHashTable *self, VARIANT keys, VARIANT *numbers);

/* table_payload.c: of a table that gives values beside positions */
VARTYPE PayloadType(const TableView *view);
double PayloadValue(const TableView *view, const SoughtKey *key);
HRESULT PayloadValues(const TableView *view, const KeyArray *keys, VARTYPE type, void *out, Failure *failure);
HRESULT STDMETHODCALLTYPE TableValueOfPosition(IPerfectHashTable *self, LONG position, double *number);

/* table_keys.c */
HRESULT STDMETHODCALLTYPE TableGetKeysHash(IPerfectHashTable *self, BSTR *value);
HRESULT STDMETHODCALLTYPE TableKeys(IPerfectHashTable *self, VARIANT *allKeys);
HRESULT STDMETHODCALLTYPE TableKeyAt(IPerfectHashTable *self, LONG number, VARIANT *keyValue);

/* table_records.c */
HRESULT STDMETHODCALLTYPE TableGetColumnCount(IPerfectHashTable *self, LONG *value);
HRESULT STDMETHODCALLTYPE TableGetColumnNames(IPerfectHashTable *self, VARIANT *value);
HRESULT STDMETHODCALLTYPE TableGetColumnTypes(IPerfectHashTable *self, VARIANT *value);
HRESULT STDMETHODCALLTYPE TableRecordValue(IPerfectHashTable *self, VARIANT key, BSTR column, VARIANT *found);
HRESULT STDMETHODCALLTYPE TableRecordValues(IPerfectHashTable *self, VARIANT keys, BSTR column, VARIANT *found);
HRESULT STDMETHODCALLTYPE TableRecordItem(IPerfectHashTable *self, VARIANT key, VARIANT *found);

/* table_module.c */
HRESULT STDMETHODCALLTYPE TableGetModuleName(IPerfectHashTable *self, BSTR *value);
HRESULT STDMETHODCALLTYPE TableGetModuleTimeDateStamp(IPerfectHashTable *self, double *value);
HRESULT STDMETHODCALLTYPE TableGetModuleImageBytes(IPerfectHashTable *self, double *value);
HRESULT STDMETHODCALLTYPE TableGetModuleBuildId(IPerfectHashTable *self, BSTR *value);

/* table.c */
HRESULT STDMETHODCALLTYPE TableSource(IPerfectHashTable *self, BSTR language, BSTR *text);
HRESULT STDMETHODCALLTYPE TableReportData(IPerfectHashTable *self, BSTR *json);
HRESULT STDMETHODCALLTYPE TableSave(IPerfectHashTable *self, BSTR path);
HRESULT STDMETHODCALLTYPE TableVerifyKeys(IPerfectHashTable *self, double *keys);

/* table_native.c: of keys of up to 64 bits, of 128, and of texts */
extern const IPerfectHashTableNativeGuidsVtbl tableNativeVtable, tableNativeWideVtable;
extern const IPerfectHashTableNativeTextVtbl tableNativeTextVtable;

/* table_floor.c */
extern const IPerfectHashTableNativeRangesVtbl tableNativeRangesVtable;

/* table_properties.c */
extern const IPerfectHashTableVtbl tableVtable;

#endif
