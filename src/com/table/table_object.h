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
    Interface native;
    TableResult *result;
} Table;

static inline Table *TableOf(IPerfectHashTable *self)
{
    return ObjectOf(self);
}

/* Fails, as an error of the table, where the table was made without its keys. */
HRESULT TableNeedKeys(const Table *table);

/* table_lookup.c */
HRESULT STDMETHODCALLTYPE TableLookupIndex(IPerfectHashTable *self, VARIANT key, LONG *position);
HRESULT STDMETHODCALLTYPE TableLookupContains(IPerfectHashTable *self, VARIANT key, VARIANT_BOOL *found);
HRESULT STDMETHODCALLTYPE TableLookupFind(IPerfectHashTable *self, VARIANT key, LONG *position);
HRESULT STDMETHODCALLTYPE TableLookupIndexMany(IPerfectHashTable *self, VARIANT keys, VARIANT *positions);
HRESULT STDMETHODCALLTYPE TableLookupFindMany(IPerfectHashTable *self, VARIANT keys, VARIANT *positions);

/* table_keys.c */
HRESULT STDMETHODCALLTYPE TableGetKeysHash(IPerfectHashTable *self, BSTR *value);
HRESULT STDMETHODCALLTYPE TableKeys(IPerfectHashTable *self, VARIANT *allKeys);
HRESULT STDMETHODCALLTYPE TableKeyAt(IPerfectHashTable *self, LONG number, VARIANT *keyValue);

/* table_properties.c */
#define TABLE_FACT(name, type) HRESULT STDMETHODCALLTYPE TableGet##name(IPerfectHashTable *self, type *value);
TABLE_FACT(Name, BSTR)
TABLE_FACT(KeyCount, LONG)
TABLE_FACT(KeySizeInBytes, LONG)
TABLE_FACT(Algorithm, BSTR)
TABLE_FACT(HashFunction, BSTR)
TABLE_FACT(MaskFunction, BSTR)
TABLE_FACT(Layout, BSTR)
TABLE_FACT(RngSeed, double)
TABLE_FACT(Seeds, VARIANT)
TABLE_FACT(Attempts, double)
TABLE_FACT(TableResizes, LONG)
TABLE_FACT(SolveMicroseconds, double)
TABLE_FACT(TableBytes, double)
TABLE_FACT(OutputDirectory, BSTR)
TABLE_FACT(Files, VARIANT)
TABLE_FACT(HasKeys, VARIANT_BOOL)
TABLE_FACT(EmptyCacheLines, double)
TABLE_FACT(UsedCacheLines, double)
TABLE_FACT(EmptyPages, double)
TABLE_FACT(UsedPages, double)
TABLE_FACT(EmptyLargePages, double)
TABLE_FACT(UsedLargePages, double)
TABLE_FACT(MaxAssignedPerCacheLine, double)
TABLE_FACT(AttemptsMade, double)
TABLE_FACT(Setups, double)
TABLE_FACT(RejectedAttempts, double)
TABLE_FACT(SetupMicroseconds, double)
TABLE_FACT(AttemptMicroseconds, double)
TABLE_FACT(AssignMicroseconds, double)
TABLE_FACT(VerifyMicroseconds, double)
TABLE_FACT(ScatterMicroseconds, double)
#undef TABLE_FACT

#endif
