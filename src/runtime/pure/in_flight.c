#include "in_flight.h"

#include "check.h"

void InFlightEnter(InFlight *inFlight)
{
    if (AtomicIncrement(&inFlight->count) == 1)
        RundownHold(inFlight->rundown);
}

void InFlightLeave(InFlight *inFlight)
{
    Rundown *rundown = inFlight->rundown; /* read before the count goes */
    const long left = AtomicDecrement(&inFlight->count);
    RuntimeCheck(left >= 0, "more came back than was in flight");
    if (left == 0)
        RundownRelease(rundown);
}
