/*
 * Adds up the tables of a bulk run, by the events of its job: the keys, and the table that took
 * longest. A process has one tally. Main thread, while events come on another one.
 */
#ifndef EXE_JOB_TALLY_H
#define EXE_JOB_TALLY_H

#include "PerfectHash.h"

enum { JobTallyNameChars = 260 };

typedef struct JobTally {
    double tables, keys; /* of the tables that the run made */
    double slowestMicroseconds;
    wchar_t slowest[JobTallyNameChars]; /* its keys file, cut off at the end; empty: there is none */
} JobTally;

/* Begins to count, from the first table on. Without memory the tally stays empty. */
void JobTallyBegin(IPerfectHashJob *job);

void JobTallyTake(JobTally *out); /* what came so far */

/* Waits until the job has told all its tables, if it has ended, and stops counting. */
void JobTallyEnd(IPerfectHashJob *job);

#endif
