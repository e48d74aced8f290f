/*
 * A stand-in for a table that can't be loaded, where a loop must not end: each of its members fails
 * with the reason, which names the table. Any thread.
 */
#ifndef COM_DAMAGED_TABLE_H
#define COM_DAMAGED_TABLE_H

#include "PerfectHash.h"
#include "jobs/base/failure_message.h"

HRESULT DamagedTableCreate(const Failure *failure, IPerfectHashTable **out);

#endif
