/* The jobs that a context has begun. */
#ifndef COM_CONTEXT_JOBS_H
#define COM_CONTEXT_JOBS_H

#include "context_object.h"

/* Cancels and forgets the jobs that still run. Only while nobody else knows the context. */
void ContextCancelJobs(Context *context);

#endif
