/*
 * Assigning and verifying, for one width of slots. A template within contraction_slots.c: the
 * including place defines SLOTS(name), SLOT, INDEX(position) and INDEX_MASK (what of a sum of two
 * slots is the index), which are undefined at the end.
 */

/* Each first vertex gets what is missing to the index, from any key of its chain. */
static bool SLOTS(AssignFirsts)(Contraction *contraction, void *slots, Work *work)
{
    SLOT *const restrict lower = slots;
    const SLOT *const restrict upper = lower + contraction->edges;
    const uint32_t count = contraction->keyCount, stop = (uint32_t)WorkUntil(work, contraction->place.at, count);
    ContractionVertices vertices;
    for (uint32_t begin = (uint32_t)contraction->place.at; begin < stop; begin += ContractionBlock) {
        const uint32_t size = BlockFrom(begin, stop);
        contraction->ops->vertices(contraction, NULL, begin, size, &vertices);
        for (uint32_t i = 0; i < size; i++)
            lower[vertices.firsts[i]] = (SLOT)(INDEX(begin + i) - upper[vertices.seconds[i]]);
    }
    return WorkPassed(&contraction->place, stop, count);
}

static WorkAnswer SLOTS(Verify)(Contraction *contraction, const void *slots, Work *work)
{
    const SLOT *const restrict lower = slots, *const restrict upper = lower + contraction->edges;
    const uint32_t count = contraction->keyCount, mask = INDEX_MASK;
    const uint32_t stop = (uint32_t)WorkUntil(work, contraction->place.at, count);
    ContractionVertices vertices;
    uint32_t wrong = 0;
    for (uint32_t begin = (uint32_t)contraction->place.at; begin < stop; begin += ContractionBlock) {
        const uint32_t size = BlockFrom(begin, stop);
        contraction->ops->vertices(contraction, NULL, begin, size, &vertices);
        for (uint32_t i = 0; i < size; i++) {
            CHM_SCALAR();
            wrong |= ((uint32_t)lower[vertices.firsts[i]] + upper[vertices.seconds[i]] - INDEX(begin + i)) & mask;
        }
    }
    contraction->wrong |= wrong;
    if (!WorkPassed(&contraction->place, stop, count))
        return WorkMore;
    contraction->place.loop = 0;
    return contraction->wrong == 0 ? WorkYes : WorkNo;
}

#define WIDTH(name) name##Narrow
#define ASSIGN_SECONDS SLOTS(AssignSecondsNarrow)
#include "contraction_seconds.h"
#define WIDTH(name) name##Wide
#define ASSIGN_SECONDS SLOTS(AssignSecondsWide)
#include "contraction_seconds.h"

#undef INDEX_MASK
#undef INDEX
#undef SLOT
#undef SLOTS
