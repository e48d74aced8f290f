#include "parking.h"

#include <stddef.h>

ParkingResult ParkingTake(Parking *parking, Parked *parked)
{
    ParkingResult result = ParkingParked;
    parking->lock(parking);
    AtomicIncrement(&parking->announced); /* before the last look, see above */
    if (parking->closed)
        result = ParkingClosed;
    else if (parking->first == NULL && parking->take(parking, parked))
        result = ParkingTaken;
    if (result != ParkingParked) {
        AtomicDecrement(&parking->announced);
    } else {
        parked->next = NULL;
        if (parking->first != NULL)
            parking->last->next = parked;
        else
            parking->first = parked;
        parking->last = parked;
    }
    parking->unlock(parking);
    return result;
}

Parked *ParkingServe(Parking *parking)
{
    Parked *served, **end = &served;
    if (AtomicRead(&parking->announced) == 0)
        return NULL;
    parking->lock(parking);
    while (parking->first != NULL && parking->take(parking, parking->first)) {
        *end = parking->first;
        end = &parking->first->next;
        parking->first = parking->first->next;
        AtomicDecrement(&parking->announced);
    }
    *end = NULL;
    parking->unlock(parking);
    return served;
}

int ParkingLeave(Parking *parking, const Parked *parked)
{
    Parked **at = &parking->first, *before = NULL;
    parking->lock(parking);
    while (*at && *at != parked) {
        before = *at;
        at = &before->next;
    }
    const int found = *at != NULL;
    if (found) {
        *at = parked->next;
        if (parking->last == parked)
            parking->last = before;
        AtomicDecrement(&parking->announced);
    }
    parking->unlock(parking);
    return found;
}

Parked *ParkingClose(Parking *parking)
{
    const Parked *at;
    parking->lock(parking);
    parking->closed = 1;
    Parked *left = parking->first;
    parking->first = NULL;
    for (at = left; at; at = at->next)
        AtomicDecrement(&parking->announced);
    parking->unlock(parking);
    return left;
}
