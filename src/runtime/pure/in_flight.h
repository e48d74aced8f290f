/*
 * The number of operations in flight on a node, counted there so that nodes don't share a cache
 * line; a rundown is held while it is not zero. An operation that leaves before others entered is
 * sure to find the rundown held by them. Any thread. Pure.
 */
#ifndef RUNTIME_IN_FLIGHT_H
#define RUNTIME_IN_FLIGHT_H

#include "rundown.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct InFlight {
    AtomicLong count;
    Rundown *rundown;
} InFlight;

/* The caller is in flight himself or holds the rundown. */
void InFlightEnter(InFlight *inFlight);
void InFlightLeave(InFlight *inFlight); /* rundown and counter may be gone when this returns */

#ifdef __cplusplus
}
#endif
#endif
