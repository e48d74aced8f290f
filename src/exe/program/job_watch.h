/*
 * Waits for an IPerfectHashJob as the programs do: progress on a console, the first Ctrl+C cancels
 * it, its failure is printed. Main thread.
 *
 *   IPerfectHashJob *job = NULL;
 *   HRESULT hr = IPerfectHashIocpContext_BeginBulkCreateCommandLine(context, line, &job);
 *   IPerfectHashTables *tables = NULL;
 *   ExitCode code = JobWatch(command, hr, job, &IID_IPerfectHashTables, (void **)&tables);
 *   if (tables != NULL) ... print what became of it
 */
#ifndef EXE_JOB_WATCH_H
#define EXE_JOB_WATCH_H

#include "PerfectHash.h"
#include "program.h"

/*
 * Watches the job until it ends. `begun` is the result of the call that began the job; a failure of
 * that call is printed, too. *result gets the job's result as the interface `iid`, or NULL where
 * there is none. When there is none, the exit code is not ExitDone, and everything that is to be
 * said has been printed. A NULL `iid` asks for no result.
 */
ExitCode JobWatch(const Command *command, HRESULT begun, IPerfectHashJob *job, const IID *iid, void **result);

/* As JobWatch, of a bulk run of that context: its tables are counted (job_tally.h). */
ExitCode JobWatchBulk(const Command *command, IPerfectHashIocpContext *context, HRESULT begun, IPerfectHashJob *job,
                      IPerfectHashTables **tables);

#endif
