/*
 * Counts those who hold an object. The count starts at one, the maker's; whoever brings the count
 * to zero destroys the object. Debug builds trap on a later hold, and on one release too many. A
 * rundown (rundown.h) counts what is under way; a RefCount only keeps memory. Any thread. Pure.
 */
#ifndef RUNTIME_REF_COUNT_H
#define RUNTIME_REF_COUNT_H

#include "annotations.h"
#include "atomic.h"
#include "check.h"

typedef struct RefCount {
    AtomicLong count;
} RefCount;

static inline void RefCountInit(_Out_ RefCount *references)
{
    AtomicWrite(&references->count, 1);
}

/* Returns the new count. */
static inline long RefCountHold(_Inout_ RefCount *references)
{
    const long count = AtomicIncrement(&references->count);
    RuntimeCheck(count > 1, "an object was held after its last release");
    return count;
}

/*
 * Returns the new count. At 0 the caller destroys the object; otherwise the object may be gone by
 * now.
 */
static inline long RefCountRelease(_Inout_ RefCount *references)
{
    const long count = AtomicDecrement(&references->count);
    RuntimeCheck(count >= 0, "an object was released more often than held");
    return count;
}

#endif
