/* The Table object: a finished table behind IPerfectHashTable and IPerfectHashTableNative. Read-only; any thread. */
#ifndef COM_TABLE_H
#define COM_TABLE_H

#include "PerfectHash.h"
#include "jobs/table/table_result.h"

/* Takes a reference of its own on the result. */
HRESULT TableCreate(TableResult *result, IPerfectHashTable **out);

#endif
