/*
 * The events of a job (event_source.h), made of its news (job_news.h): the notifier asks what each
 * sink is to be told next, and calls it. What waits for a slow sink is a position in the list of
 * tables. Counted; holds its job.
 */
#ifndef COM_JOB_EVENTS_H
#define COM_JOB_EVENTS_H

#include "event_source.h"
#include "jobs/client/job_news.h"

typedef struct JobEvents JobEvents;

/*
 * With one reference, before the job starts, whose first events may come before its start returns.
 * NULL: out of memory.
 */
JobEvents *JobEventsCreate(void);
EventSource *JobEventsSource(JobEvents *events); /* counts them; for its clients */
JobNews *JobEventsNews(JobEvents *events);       /* what the job starts with; NULL has none */

#endif
