/* The jobs that a context has begun. */
#ifndef COM_CONTEXT_JOBS_H
#define COM_CONTEXT_JOBS_H

#include "context_object.h"

/*
 * Lets go of the jobs that have ended, and so of what they gave. The context's lock is held
 * exclusively.
 */
void ContextPruneJobs(Context *context);

/* Cancels and forgets the jobs that still run. Only while nobody else knows the context. */
void ContextCancelJobs(Context *context);

#endif
