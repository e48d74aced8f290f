/* The contracted kernel's loops over slots: one for each width and source of numbers. */
#include <string.h>

#include "contraction.h"
#include "noise.h"

static inline uint32_t BlockFrom(uint32_t begin, uint32_t end)
{
    return end - begin < ContractionBlock ? end - begin : ContractionBlock;
}

#define WIDE 0
#define WIDTH(name) name##Narrow
#include "peel_packed.h"
#undef WIDTH
#undef WIDE
#define WIDE 1
#define WIDTH(name) name##Wide
#include "peel_packed.h"
#undef WIDTH
#undef WIDE

#define POSITION_MASK (((uint32_t)1 << contraction->edgeBits) - 1)
#define SLOTS(name) name##Position16
#define SLOT uint16_t
#define INDEX(i) (i)
#define INDEX_MASK POSITION_MASK
#include "contraction_slots.h"
#define SLOTS(name) name##Position32
#define SLOT uint32_t
#define INDEX(i) (i)
#define INDEX_MASK POSITION_MASK
#include "contraction_slots.h"
#define SLOTS(name) name##Bucket
#define SLOT uint32_t
#define INDEX(i) contraction->indices[i]
#define INDEX_MASK UINT32_MAX
#include "contraction_slots.h"

#define GIVEN(i) ((uint32_t)((const SLOT *)contraction->given)[i])
#define SLOTS(name) name##Given8
#define SLOT uint8_t
#define INDEX(i) GIVEN(i)
#define INDEX_MASK UINT8_MAX
#include "contraction_slots.h"
#define SLOTS(name) name##Given16
#define SLOT uint16_t
#define INDEX(i) GIVEN(i)
#define INDEX_MASK UINT16_MAX
#include "contraction_slots.h"
#define SLOTS(name) name##Given32
#define SLOT uint32_t
#define INDEX(i) GIVEN(i)
#define INDEX_MASK UINT32_MAX
#include "contraction_slots.h"

#define SLOTS_OF(name, width, bytes)                                        \
    {                                                                       \
        bytes, AssignSeconds##width##name, AssignFirsts##name, Verify##name \
    }
#define BOTH_WIDTHS(name, bytes)                                   \
    {                                                              \
        SLOTS_OF(name, Narrow, bytes), SLOTS_OF(name, Wide, bytes) \
    }

static bool IsWide(ContractionForm form)
{
    return form == ContractionFull || form == ContractionLarge;
}

const ContractionSlots *ContractionSlotsFor(ContractionForm form)
{
    static const ContractionSlots position16[2] = BOTH_WIDTHS(Position16, 2);
    static const ContractionSlots position32[2] = BOTH_WIDTHS(Position32, 4), bucket[2] = BOTH_WIDTHS(Bucket, 4);
    const ContractionSlots *const slots = form == ContractionBucket  ? bucket
                                          : form == ContractionLarge ? position32
                                                                     : position16;
    return &slots[IsWide(form)];
}

const ContractionSlots *ContractionGivenSlotsFor(ContractionForm form, uint32_t slotSizeInBytes)
{
    static const ContractionSlots given[3][2] = {BOTH_WIDTHS(Given8, 1), BOTH_WIDTHS(Given16, 2),
                                                 BOTH_WIDTHS(Given32, 4)};
    return &given[slotSizeInBytes / 2][IsWide(form)];
}

bool ContractionAssign(Contraction *contraction, const ContractionSlots *slots, void *table, Work *work)
{
    const size_t halfBytes = contraction->edges * slots->slotBytes;
    WorkPlace *const place = &contraction->place;
    if (place->loop == 0 && !NoiseFill(work, place, table, 2 * halfBytes, contraction->noise))
        return false;
    if (place->loop == 1 && !slots->assignSeconds(contraction, (uint8_t *)table + halfBytes, work))
        return false;
    if (!slots->assignFirsts(contraction, table, work))
        return false;
    place->loop = 0;
    contraction->wrong = 0;
    return true;
}

void ContractionMark(const Contraction *contraction, const uint32_t *positions, uint32_t count, uint8_t *firsts,
                     uint8_t *seconds)
{
    ContractionVertices vertices;
    for (uint32_t begin = 0; begin < count; begin += ContractionBlock) {
        const uint32_t size = BlockFrom(begin, count);
        contraction->ops->vertices(contraction, positions, begin, size, &vertices);
        for (uint32_t i = 0; firsts != NULL && i < size; i++)
            firsts[vertices.firsts[i]] = 1;
        for (uint32_t i = 0; seconds != NULL && i < size; i++)
            seconds[vertices.seconds[i]] = 1;
    }
}
