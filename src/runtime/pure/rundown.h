/*
 * The one way to finish: a composite (a request, a job, a runtime that stops) counts what is still
 * under way. It starts with one hold for its own starter. Each child takes a hold before it is
 * submitted and gives it back in its completion; a submit that failed gives it back at once. The
 * release that brings the count to zero calls finish, once. Debug builds trap on a hold after the
 * finish. Any thread; finish runs on the thread of the last release. Pure.
 */
#ifndef RUNTIME_RUNDOWN_H
#define RUNTIME_RUNDOWN_H

#include "annotations.h"
#include "atomic.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct Rundown Rundown;
typedef void (*RundownFinish)(_Inout_ Rundown *rundown);

struct Rundown {
    AtomicLong count;
    RundownFinish finish;
};

void RundownInit(_Out_ Rundown *rundown, RundownFinish finish); /* count = 1: the starter's */
void RundownHold(_Inout_ Rundown *rundown);
/*
 * A hold for one who has none of his own; 0 when the count has reached zero already. The memory
 * must be there either way.
 */
int RundownTryHold(_Inout_ Rundown *rundown);
void RundownRelease(_Inout_ Rundown *rundown); /* the rundown may be gone when this returns */
/*
 * A new round for a finished composite: count = 1 again. Only inside finish, or where nobody else
 * can know the composite.
 */
void RundownRearm(_Inout_ Rundown *rundown);

#ifdef __cplusplus
}
#endif
#endif
