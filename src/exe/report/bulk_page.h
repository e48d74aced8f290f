/*
 * --Report of a bulk run: a page of its results. Main thread.
 */
#ifndef EXE_BULK_PAGE_H
#define EXE_BULK_PAGE_H

#include "PerfectHash.h"
#include "jobs/base/failure_message.h"

/* Writes the page of the run's JSON file, which is there. */
HRESULT BulkPageWrite(const wchar_t *path, IPerfectHashTables *tables, Failure *failure);

#endif
