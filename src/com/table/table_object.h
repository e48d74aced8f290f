/* What the files of the Table class share: table.c (lookups, source, file), table_properties.c. */
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
