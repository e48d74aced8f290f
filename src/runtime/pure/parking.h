/*
 * Producers that wait, as continuations, for something to be given back: first come, first served.
 * To give back and to take without waiting needs no lock. A producer announces itself before it
 * looks a last time, and the thread that gives back looks for announcements afterwards, so one of
 * the two sees the other. Any thread. Pure: lock and unlock are the owner's.
 */
#ifndef RUNTIME_PARKING_H
#define RUNTIME_PARKING_H

#include "atomic.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct Parked {
    struct Parked *next;
} Parked;

typedef struct Parking Parking;
struct Parking {
    void (*lock)(Parking *parking);
    void (*unlock)(Parking *parking);
    int (*take)(Parking *parking, Parked *parked); /* under the lock: takes what the producer wants if it is there */
    AtomicLong announced;                          /* producers that look a last time or are in line */
    Parked *first, *last;                          /* the line, under the lock */
    int closed;                                    /* under the lock */
};

typedef enum ParkingResult { ParkingTaken, ParkingParked, ParkingClosed } ParkingResult;

/* All other fields zero, the three functions set. */

/*
 * Takes at once if nobody is in line and it is there; otherwise the producer is parked until
 * ParkingServe or ParkingClose gives it out.
 */
ParkingResult ParkingTake(Parking *parking, Parked *parked);

/*
 * After something was given back: those at the front of the line that now have what they want,
 * linked by `next`.
 */
Parked *ParkingServe(Parking *parking);

/*
 * The producer leaves the line, if it is in it: 1, and nobody gives it out any more. Those behind
 * it may have what they want: ParkingServe follows.
 */
int ParkingLeave(Parking *parking, const Parked *parked);

/* Refuses newcomers from now on; returns all who were in line, with nothing taken for them. */
Parked *ParkingClose(Parking *parking);

#ifdef __cplusplus
}
#endif
#endif
