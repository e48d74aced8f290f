/*
 * A job of the jobs layer, of any kind, held, with its events if they are wanted. A value; the
 * functions may be called on any thread.
 */
#ifndef COM_CORE_JOB_H
#define COM_CORE_JOB_H

#include "com/events/job_events.h"
#include "jobs/client/any_job.h"
#include "jobs/server/server.h"

typedef struct CoreJob {
    AnyJob any;        /* none before the start */
    uint64_t servedId; /* its number, of one that this process' own server runs; else 0 */
    JobEvents *events; /* NULL: nobody will ask for them */
} CoreJob;

/* Starts the job, in a CoreJob that has at most its events. */
HRESULT CoreJobStartTable(CoreJob *job, Runtime *runtime, const TableRequest *request, Failure *failure);
HRESULT CoreJobStartBulk(CoreJob *job, Runtime *runtime, const BulkRequest *request, Failure *failure);
/* with events; see ServerSubmit */
HRESULT CoreJobStartServed(CoreJob *job, Server *server, const wchar_t *line, Failure *failure);

void CoreJobHold(const CoreJob *job);
void CoreJobRelease(const CoreJob *job);

#endif
