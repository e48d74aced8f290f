/* The seats of flat.h: who works on which attempt. Private to flat*.c; any thread. */
#ifndef CHM01_FLAT_SEATS_H
#define CHM01_FLAT_SEATS_H

#include "flat.h"

/*
 * A seat of one's own: the one that the arena holds, if any; otherwise one that no arena holds,
 * with the lowest attempt that a former owner left, if any did. NULL: all are taken.
 */
FlatSeat *FlatSeatsAcquire(Flat *flat, const void *arena);

/* Takes this seat, unless somebody runs in it or another arena holds it. */
bool FlatSeatTake(FlatSeat *seat, const void *arena);

/* Releases the seat; leaves its work to the arena `holder`, or to any arena when that is NULL. */
void FlatSeatRelease(FlatSeat *seat, const void *holder);

/* True when some seat has an attempt below this one that is not over yet. */
bool FlatSeatsHaveBelow(Flat *flat, uint64_t attempt);

#endif
