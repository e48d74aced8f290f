/* Times by the caller's clock, when there is one. Any thread. */
#ifndef CHM01_STOPWATCH_H
#define CHM01_STOPWATCH_H

#include <stddef.h>
#include <stdint.h>

/* Returns nanoseconds, monotonic. NULL: no times are counted. */
typedef uint64_t (*ChmClock)(void);

static inline uint64_t StopwatchStart(ChmClock clock)
{
    return clock != NULL ? clock() : 0;
}

static inline uint64_t StopwatchLap(ChmClock clock, uint64_t start)
{
    return clock != NULL ? clock() - start : 0;
}

#endif
