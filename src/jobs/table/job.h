/*
 * The view of every job for those that wait for it: a state, a live progress, an event, cancel.
 * TableJob and BulkJob have these, so that COM and the server treat both alike. Any thread.
 */
#ifndef JOBS_JOB_H
#define JOBS_JOB_H

#include <windows.h>

#include "jobs/base/failure_message.h"
#include "runtime/pure/job_entry.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum JobState { JobRunning, JobSucceeded, JobFailed, JobCancelled } JobState;

typedef struct JobProgress {
    JobState state;
    double fraction;             /* 0..1 */
    ULONGLONG total;             /* tables to make; 1 for a table job; may still grow while a directory is being read */
    ULONGLONG completed, failed; /* of them so far: ended, and without a table among those */
    ULONGLONG elapsedMs;         /* since the start; stands still when done */
    JobStep step;                /* where it is now */
    JobWait waits;               /* what for, there */
    ULONGLONG memoryBytes;       /* what its tables that are being made take, except the workers' arenas */
} JobProgress;

#ifdef __cplusplus
}
#endif
#endif
