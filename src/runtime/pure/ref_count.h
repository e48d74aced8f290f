/*
 * Counts those who hold an object. The count starts at one, its maker's; whoever brings the count
 * to zero destroys the object. Debug builds trap on a hold after that, and on one release too many.
 * What is under way for an object is counted by a rundown (rundown.h), not here. Any thread. Pure.
 */
#ifndef RUNTIME_REF_COUNT_H
#define RUNTIME_REF_COUNT_H

#include "atomic.h"
#include "check.h"

typedef struct RefCount {
    AtomicLong count;
} RefCount;

static inline void RefCountInit(RefCount *references)
{
    AtomicWrite(&references->count, 1);
}

/* Returns the new count. */
static inline long RefCountHold(RefCount *references)
{
    const long count = AtomicIncrement(&references->count);
    RuntimeCheck(count > 1, "an object was held after its last release");
    return count;
}

/*
 * Returns the new count. At 0 the caller destroys the object; otherwise the object may be gone by
 * now.
 */
static inline long RefCountRelease(RefCount *references)
{
    const long count = AtomicDecrement(&references->count);
    RuntimeCheck(count >= 0, "an object was released more often than held");
    return count;
}

#endif
