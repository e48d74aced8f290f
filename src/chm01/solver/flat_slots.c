#include "flat_slots.h"

#include "chm01/base/portable.h"

static bool FlatSlotClaim(FlatSlot *slot)
{
    return AtomicLoad(&slot->owned) == 0 && AtomicReplace(&slot->owned, 0, 1);
}

bool FlatSlotTake(FlatSlot *slot, const void *arena)
{
    const uint64_t own = (uint64_t)(uintptr_t)arena, before = AtomicLoad(&slot->holder);
    if ((before != 0 && before != own) || !FlatSlotClaim(slot))
        return false;
    const uint64_t holder = AtomicLoad(&slot->holder); /* nobody else changes it now */
    if (holder == 0 || holder == own)
        return true;
    AtomicStore(&slot->owned, 0);
    return false;
}

/* The slot that the arena holds; NULL: none. */
static FlatSlot *HeldSlot(Flat *flat, uint64_t used, const void *arena)
{
    for (uint64_t i = 0; i < used; i++)
        if (AtomicLoad(&flat->slots[i].holder) == (uint64_t)(uintptr_t)arena)
            return &flat->slots[i];
    return NULL;
}

/* The free slot with the lowest attempt left in it that no arena holds; NULL when there is none. */
static FlatSlot *LowestLeft(Flat *flat, uint64_t used)
{
    FlatSlot *lowest = NULL;
    uint64_t least = UINT64_MAX;
    for (uint64_t i = 0; i < used; i++) {
        FlatSlot *const slot = &flat->slots[i];
        const uint64_t left = AtomicLoad(&slot->lowest);
        if (left != 0 && left < least && AtomicLoad(&slot->owned) == 0 && AtomicLoad(&slot->holder) == 0) {
            least = left;
            lowest = slot;
        }
    }
    return lowest;
}

FlatSlot *FlatSlotsAcquire(Flat *flat, const void *arena)
{
    for (;;) {
        const uint64_t used = AtomicLoad(&flat->slotsUsed);
        FlatSlot *const held = HeldSlot(flat, used, arena);
        if (held != NULL) { /* only one that passes by can own it, for a moment */
            if (FlatSlotTake(held, arena))
                return held;
            continue;
        }
        FlatSlot *const left = LowestLeft(flat, used);
        if (left != NULL) {
            if (FlatSlotTake(left, arena))
                return left;
            continue;
        }
        for (uint64_t i = 0; i < used; i++)
            if (FlatSlotTake(&flat->slots[i], arena))
                return &flat->slots[i];
        if (used == FlatMaxLanes)
            return NULL;
        (void)AtomicReplace(&flat->slotsUsed, used, used + 1);
    }
}

void FlatSlotRelease(FlatSlot *slot, const void *holder)
{
    AtomicStore(&slot->holder, (uint64_t)(uintptr_t)holder);
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
