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
 * begun: what the call answered that began the job; a failure of it, too, is printed. *result gets
 * the job's result as the interface that was asked for, or NULL where there is none: then the exit
 * code is not ExitDone, and all that is to be said has been printed. iid NULL: no result is wanted.
 */
ExitCode JobWatch(const Command *command, HRESULT begun, IPerfectHashJob *job, const IID *iid, void **result);

#endif
