/* What the files of the Tables class share: tables.c, tables_enumerator.c. */
#ifndef COM_TABLES_OBJECT_H
#define COM_TABLES_OBJECT_H

#include "PerfectHash.h"
#include "com/object/object.h"
#include "jobs/bulk/bulk_names.h"
#include "table_cache.h"

typedef struct Tables {
    Object object;
    Interface tables;
    BulkResult *result;
    BulkNames *volatile names; /* NULL until a table was asked for by its name */
    TableCache cache;
} Tables;

/* A fresh enumerator that begins with the first table and yields VT_DISPATCH. */
HRESULT TablesEnumeratorCreate(Tables *tables, IUnknown **out);

#endif
