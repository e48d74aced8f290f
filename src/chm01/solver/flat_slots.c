#include "flat_slots.h"

#include "chm01/base/portable.h"

static bool FlatSlotClaim(FlatSlot *slot)
{
    return AtomicLoad(&slot->owned) == 0 && AtomicReplace(&slot->owned, 0, 1);
}

/* The free slot with the lowest attempt left in it; NULL when none holds one. */
static FlatSlot *LowestLeft(Flat *flat, uint64_t used)
{
    FlatSlot *lowest = NULL;
    uint64_t least = UINT64_MAX;
    for (uint64_t i = 0; i < used; i++) {
        FlatSlot *const slot = &flat->slots[i];
        const uint64_t left = AtomicLoad(&slot->lowest);
        if (left != 0 && left < least && AtomicLoad(&slot->owned) == 0) {
            least = left;
            lowest = slot;
        }
    }
    return lowest;
}

FlatSlot *FlatSlotsAcquire(Flat *flat)
{
    for (;;) {
        const uint64_t used = AtomicLoad(&flat->slotsUsed);
        FlatSlot *const left = LowestLeft(flat, used);
        if (left != NULL) {
            if (FlatSlotClaim(left))
                return left;
            continue;
        }
        for (uint64_t i = 0; i < used; i++)
            if (FlatSlotClaim(&flat->slots[i]))
                return &flat->slots[i];
        if (used == FlatMaxLanes)
            return NULL;
        (void)AtomicReplace(&flat->slotsUsed, used, used + 1);
    }
}

void FlatSlotRelease(FlatSlot *slot)
{
    AtomicStore(&slot->owned, 0);
}

bool FlatSlotsHaveBelow(Flat *flat, uint64_t attempt)
{
    const uint64_t used = AtomicLoad(&flat->slotsUsed);
    for (uint64_t i = 0; i < used; i++) {
        const uint64_t lowest = AtomicLoad(&flat->slots[i].lowest);
        if (lowest != 0 && lowest - 1 < attempt)
            return true;
    }
    return false;
}
