#include "flat_seats.h"

#include "chm01/base/portable.h"

static bool FlatSeatClaim(FlatSeat *seat)
{
    return AtomicLoad(&seat->owned) == 0 && AtomicReplace(&seat->owned, 0, 1);
}

bool FlatSeatTake(FlatSeat *seat, const void *arena)
{
    const uint64_t own = (uint64_t)(uintptr_t)arena, before = AtomicLoad(&seat->holder);
    if ((before != 0 && before != own) || !FlatSeatClaim(seat))
        return false;
    const uint64_t holder = AtomicLoad(&seat->holder); /* nobody else changes it now */
    if (holder == 0 || holder == own)
        return true;
    AtomicStore(&seat->owned, 0);
    return false;
}

/* The seat that the arena holds; NULL: none. */
static FlatSeat *HeldSeat(Flat *flat, uint64_t used, const void *arena)
{
    for (uint64_t i = 0; i < used; i++)
        if (AtomicLoad(&flat->seats[i].holder) == (uint64_t)(uintptr_t)arena)
            return &flat->seats[i];
    return NULL;
}

/* The free seat with the lowest attempt left in it that no arena holds; NULL when there is none. */
static FlatSeat *LowestLeft(Flat *flat, uint64_t used)
{
    FlatSeat *lowest = NULL;
    uint64_t least = UINT64_MAX;
    for (uint64_t i = 0; i < used; i++) {
        FlatSeat *const seat = &flat->seats[i];
        const uint64_t left = AtomicLoad(&seat->lowest);
        if (left != 0 && left < least && AtomicLoad(&seat->owned) == 0 && AtomicLoad(&seat->holder) == 0) {
            least = left;
            lowest = seat;
        }
    }
    return lowest;
}

FlatSeat *FlatSeatsAcquire(Flat *flat, const void *arena)
{
    for (;;) {
        const uint64_t used = AtomicLoad(&flat->seatsUsed);
        FlatSeat *const held = HeldSeat(flat, used, arena);
        if (held != NULL) { /* only one that passes by can own it, for a moment */
            if (FlatSeatTake(held, arena))
                return held;
            continue;
        }
        FlatSeat *const left = LowestLeft(flat, used);
        if (left != NULL) {
            if (FlatSeatTake(left, arena))
                return left;
            continue;
        }
        for (uint64_t i = 0; i < used; i++)
            if (FlatSeatTake(&flat->seats[i], arena))
                return &flat->seats[i];
        if (used == FlatMaxLanes)
            return NULL;
        (void)AtomicReplace(&flat->seatsUsed, used, used + 1);
    }
}

void FlatSeatRelease(FlatSeat *seat, const void *holder)
{
    AtomicStore(&seat->holder, (uint64_t)(uintptr_t)holder);
    AtomicStore(&seat->owned, 0);
}

bool FlatSeatsHaveBelow(Flat *flat, uint64_t attempt)
{
    const uint64_t used = AtomicLoad(&flat->seatsUsed);
    for (uint64_t i = 0; i < used; i++) {
        const uint64_t lowest = AtomicLoad(&flat->seats[i].lowest);
        if (lowest != 0 && lowest - 1 < attempt)
            return true;
    }
    return false;
}
