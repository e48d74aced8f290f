/*
 * The events of a job (event_source.h). The job's side notes that something happened, on any
 * thread, workers too: it adds a pointer to a list and posts. The notifier then asks the job and
 * calls the sinks, each with every table in the order in which they ended,
 * OnProgress between them and OnCompleted last: what waits for a slow sink is a position in the
 * list. Of a job on a
 * server nobody tells when something happens: it is looked at ten times a second while there are
 * sinks. Counted; holds its job.
 */
#ifndef COM_JOB_EVENTS_H
#define COM_JOB_EVENTS_H

#include <windows.h>
#include <oaidl.h>

#include "event_source.h"
#include "jobs/client/any_job.h"

typedef struct JobEvents JobEvents;

/*
 * With one reference, before the job starts, whose first events may come before its start returns.
 * NULL: out of memory.
 */
JobEvents *JobEventsCreate(void);
void JobEventsHold(JobEvents *events);
void JobEventsRelease(JobEvents *events);
EventSource *JobEventsSource(JobEvents *events); /* for its clients */

/* Once, before anybody can advise: whose events they are. Holds the job. */
void JobEventsOf(JobEvents *events, const AnyJob *job);

/* ---- the job's side ---- */

/* row: of a bulk run; else NULL. */
void JobEventsTableEnded(JobEvents *events, const BulkRow *row);
void JobEventsProgress(JobEvents *events);  /* the snapshot has changed */
void JobEventsCompleted(JobEvents *events); /* once, after the last table; the snapshot's state is final */

#endif
