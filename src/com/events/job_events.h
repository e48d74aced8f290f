/*
 * The events of a job (event_source.h). The job's side notes that something happened, on any
 * thread, workers too: it adds a pointer to a list and posts. The notifier then asks the job by its
 * `JobQueries` and calls the sinks, each with every table in the order in which they ended,
 * OnProgress between them and OnCompleted last: what waits for a slow sink is a position in the
 * list. Counted; holds its job, which answers its queries.
 */
#ifndef COM_JOB_EVENTS_H
#define COM_JOB_EVENTS_H

#include <windows.h>
#include <oaidl.h>

#include "event_source.h"
#include "jobs/table/job.h"

/* How a keys file ended. The texts live as long as the job. */
typedef struct JobTableEvent {
    const wchar_t *keysPath;
    HRESULT code;             /* S_OK: there is a table */
    const wchar_t *tablePath; /* the table file, or NULL */
    ULONGLONG keyCount, solveMicroseconds;
    BOOL alreadyThere;
    wchar_t message[FAILURE_TEXT_CHARS]; /* what is wrong, when there is none */
} JobTableEvent;

/* What a kind of job tells about itself: any thread, no waiting, no foreign code. */
typedef struct JobQueries {
    void (*hold)(void *job);
    void (*release)(void *job);
    void (*snapshot)(void *job, JobProgress *out);
    void (*table)(void *job, const void *ended, JobTableEvent *out);
    /*
     * Nobody tells when something happens: the snapshot is looked at ten times a second while there
     * are sinks. `table`, if there is one, is asked once, at the end.
     */
    BOOL polled;
} JobQueries;

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
void JobEventsOf(JobEvents *events, const JobQueries *queries, void *job);

/* ---- the job's side ---- */

/* ended: what JobQueries.table gets; it stays valid as long as the job lives. */
void JobEventsTableEnded(JobEvents *events, const void *ended);
void JobEventsProgress(JobEvents *events);  /* the snapshot has changed */
void JobEventsCompleted(JobEvents *events); /* once, after the last table; the snapshot's state is final */

#endif
