/*
 * The Job object: a running or finished job of the jobs layer behind IPerfectHashJob. Any thread.
 */
#ifndef COM_JOB_H
#define COM_JOB_H

#include "PerfectHash.h"
#include "com/object/object.h"
#include "core_job.h"

/* Takes a reference of its own on the job, which has events. */
HRESULT JobCreate(const CoreJob *job, IPerfectHashJob **out);

/* What a job that is done gave, as an object; or its failure, raised as an error of `object`. */
HRESULT JobTakeTable(const Object *object, TableJob *job, IPerfectHashTable **table);
HRESULT JobTakeTables(const Object *object, BulkJob *job, IPerfectHashTables **tables);

#endif
