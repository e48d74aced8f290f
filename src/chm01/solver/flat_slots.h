/* The slots of flat.h: who works on which attempt. Private to flat*.c; any thread. */
#ifndef CHM01_FLAT_SLOTS_H
#define CHM01_FLAT_SLOTS_H

#include "flat.h"

/*
 * A slot of one's own: the one that the arena holds, if any; otherwise one that no arena holds,
 * with the lowest attempt that a former owner left, if any did. NULL: all are taken.
 */
FlatSlot *FlatSlotsAcquire(Flat *flat, const void *arena);

/* Takes this slot, unless somebody runs in it or another arena holds it. */
bool FlatSlotTake(FlatSlot *slot, const void *arena);

/* Releases the slot; leaves its work to the arena `holder`, or to any arena when that is NULL. */
void FlatSlotRelease(FlatSlot *slot, const void *holder);

/* True when some slot has an attempt below this one that is not over yet. */
bool FlatSlotsHaveBelow(Flat *flat, uint64_t attempt);

#endif
