/*
 * The Job object: a running or finished job of the jobs layer behind IPerfectHashJob. Any thread.
 */
#ifndef COM_JOB_H
#define COM_JOB_H

#include "PerfectHash.h"
#include "com/events/job_events.h"
#include "com/object/object.h"

/*
 * A job of the jobs layer, of any kind, held, with its events if the holder asked for them. A
 * value.
 */
typedef struct CoreJob {
    AnyJob any;        /* none before the start */
    JobEvents *events; /* NULL: nobody will ask for them */
} CoreJob;
void CoreJobRelease(const CoreJob *job);

/*
 * Gives the object of a job from a method of `owner`, which raises missing memory, also where the
 * events are missing. Takes a reference of its own on the job. begun: by this method, so that
 * nobody could ever end the job without the object.
 */
HRESULT JobGive(const Object *owner, const CoreJob *job, BOOL begun, IPerfectHashJob **out);

/*
 * Gives what a job that is done made, a Table or Tables; or raises its failure as one of `owner`.
 */
HRESULT JobGiveResult(const Object *owner, const CoreJob *job, IDispatch **out);

#endif
