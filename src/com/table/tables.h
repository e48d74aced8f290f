/*
 * The Tables object: what a bulk run made, behind IPerfectHashTables, with its enumerator.
 * Read-only; any thread.
 */
#ifndef COM_TABLES_H
#define COM_TABLES_H

#include "PerfectHash.h"
#include "com/object/object.h"
#include "jobs/bulk/bulk_job.h"

/* Takes a reference of its own on the result. */
HRESULT TablesCreate(BulkResult *result, IPerfectHashTables **out);

/*
 * Gives the tables of a result from a method of `owner`, which raises missing memory. Takes the
 * reference on the result over.
 */
HRESULT TablesGive(const Object *owner, BulkResult *result, IPerfectHashTables **out);

#endif
