/* The Tables object: what a bulk run made, behind IPerfectHashTables, with its enumerator. Read-only; any thread. */
#ifndef COM_TABLES_H
#define COM_TABLES_H

#include "PerfectHash.h"
#include "jobs/bulk_job.h"

/* Takes a reference of its own on the result. */
HRESULT TablesCreate(BulkResult *result, IPerfectHashTables **out);

/* A fresh enumerator that begins with the first table and yields VT_DISPATCH. */
HRESULT TablesEnumeratorCreate(BulkResult *result, IUnknown **out);

/* The number-th table that was made, from 0; failed rows don't count. S_OK, S_FALSE: no such number, or the failure. */
HRESULT TablesLoad(const BulkResult *result, size_t number, IPerfectHashTable **table, Failure *failure);

#endif
