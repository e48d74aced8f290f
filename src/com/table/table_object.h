/*
 * What the files of the Table class share: table.c (source, file, class), table_lookup.c (positions
 * of keys), table_keys.c (keys of positions), table_properties.c.
 */
#ifndef COM_TABLE_OBJECT_H
#define COM_TABLE_OBJECT_H

#include "PerfectHash.h"
#include "com/object/object.h"
#include "jobs/table/table_result.h"

typedef struct Table {
    Object object;
    Interface table;
    struct NativeTable {
        Interface base;
        const TableView *view; /* of the result: beside the vtable, as a lookup has no time to search for it */
    } native;
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

/* table_lookup.c */
HRESULT STDMETHODCALLTYPE TableLookupIndex(IPerfectHashTable *self, VARIANT key, LONG *position);
HRESULT STDMETHODCALLTYPE TableLookupContains(IPerfectHashTable *self, VARIANT key, VARIANT_BOOL *found);
HRESULT STDMETHODCALLTYPE TableLookupFind(IPerfectHashTable *self, VARIANT key, LONG *position);
HRESULT STDMETHODCALLTYPE TableLookupIndexMany(IPerfectHashTable *self, VARIANT keys, VARIANT *positions);
HRESULT STDMETHODCALLTYPE TableLookupFindMany(IPerfectHashTable *self, VARIANT keys, VARIANT *positions);
HRESULT STDMETHODCALLTYPE TableLookupValue(IPerfectHashTable *self, VARIANT key, double *number);
HRESULT STDMETHODCALLTYPE TableLookupValues(IPerfectHashTable *self, VARIANT keys, VARIANT *numbers);

/* table_keys.c */
HRESULT STDMETHODCALLTYPE TableGetKeysHash(IPerfectHashTable *self, BSTR *value);
HRESULT STDMETHODCALLTYPE TableKeys(IPerfectHashTable *self, VARIANT *allKeys);
HRESULT STDMETHODCALLTYPE TableKeyAt(IPerfectHashTable *self, LONG number, VARIANT *keyValue);

/* table.c */
HRESULT STDMETHODCALLTYPE TableSource(IPerfectHashTable *self, BSTR language, BSTR *text);
HRESULT STDMETHODCALLTYPE TableSave(IPerfectHashTable *self, BSTR path);

/* table_properties.c */
extern const IPerfectHashTableVtbl tableVtable;

#endif
