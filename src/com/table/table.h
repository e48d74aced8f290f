/*
 * The Table object: a finished table behind IPerfectHashTable and IPerfectHashTableNative.
 * Read-only; any thread.
 */
#ifndef COM_TABLE_H
#define COM_TABLE_H

#include "PerfectHash.h"
#include "com/object/object.h"
#include "jobs/table/table_result.h"

/* Takes a reference of its own on the result. */
HRESULT TableCreate(TableResult *result, IPerfectHashTable **out);

/*
 * Gives the table of a result from a method of `owner`, which raises missing memory. Takes the
 * reference on the result over.
 */
HRESULT TableGive(const Object *owner, TableResult *result, IPerfectHashTable **out);

#endif
