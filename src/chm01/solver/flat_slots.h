/* The slots of flat.h: who works on which attempt. Private to flat*.c; any thread. */
#ifndef CHM01_FLAT_SLOTS_H
#define CHM01_FLAT_SLOTS_H

#include "flat.h"

/*
 * A slot of one's own, with the lowest attempt that a former owner left, if any did; NULL: all are
 * taken.
 */
FlatSlot *FlatSlotsAcquire(Flat *flat);

/* What was left in it stays, for whoever comes next. */
void FlatSlotRelease(FlatSlot *slot);

/* True when some slot has an attempt below this one that is not over yet. */
bool FlatSlotsHaveBelow(Flat *flat, uint64_t attempt);

#endif
