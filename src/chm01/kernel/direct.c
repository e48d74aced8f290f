#include "direct.h"

#include <string.h>

#include "chm01/base/carve.h"
#include "chm01/base/portable.h" /* IWYU pragma: keep */
#include "peel_sum.h"            /* IWYU pragma: keep */

#define WIDE 1
#define WIDTH(name) name##Wide
#include "peel_body.h"
#undef WIDTH
#undef WIDE

static size_t DirectLayout(Direct *direct, size_t keyCount, uint32_t edgeBits, void *memory)
{
    const uint64_t vertices = ((uint64_t)2 << edgeBits) + PEEL_PADDING, keys = (uint64_t)keyCount + PEEL_PADDING;
    Carve carve = CarveBegin(memory);
    PeelLayout(&direct->peel, &carve, keys, vertices, sizeof(uint64_t));
    return carve.used;
}

size_t DirectBytes(uint64_t keyCount, uint32_t edgeBits)
{
    Direct unused;
    return DirectLayout(&unused, (size_t)keyCount, edgeBits, NULL);
}

void DirectBegin(Direct *direct, uint64_t keyCount, uint32_t edgeBits, void *memory)
{
    (void)DirectLayout(direct, (size_t)keyCount, edgeBits, memory);
    direct->keyCount = (uint32_t)keyCount;
    direct->edgeBits = edgeBits;
    direct->peel.edgeCount = (uint32_t)keyCount;
    direct->peel.vertexCount = (uint32_t)2 << edgeBits;
    DirectReset(direct);
}

/* In blocks, so that a loop in an early one ends the attempt. */
WorkAnswer DirectHash(Direct *direct, const uint64_t *seeds, Work *work)
{
    enum { Block = 512 };
    uint64_t *const edges = direct->peel.edges;
    const uint32_t stop = (uint32_t)WorkUntil(work, direct->place.at, direct->keyCount);
    memcpy(direct->seeds, seeds, direct->family->seedCount * sizeof seeds[0]);
    PeelReset(&direct->peel);
    for (uint32_t begin = (uint32_t)direct->place.at; begin < stop; begin += Block) {
        const uint32_t size = stop - begin < Block ? stop - begin : Block;
        direct->family->hash(direct->keys + begin, size, direct->seeds, direct->edgeBits + 1, edges + begin);
        uint32_t loops = 0;
        for (uint32_t i = begin; i < begin + size; i++)
            loops |= (uint32_t)edges[i] == (uint32_t)(edges[i] >> 32);
        if (loops != 0) {
            DirectReset(direct);
            return WorkNo;
        }
    }
    if (!WorkPassed(&direct->place, stop, direct->keyCount))
        return WorkMore;
    direct->place.loop = 0;
    return WorkYes;
}

WorkAnswer DirectPeel(Direct *direct, Work *work)
{
    return PeelEdgesWide(&direct->peel, work);
}

void DirectMark(const Direct *direct, const uint32_t *positions, uint32_t count, uint8_t *marks)
{
    const uint64_t *const edges = direct->peel.edges;
    for (uint32_t i = 0; i < count; i++) {
        const uint64_t edge = edges[positions != NULL ? positions[i] : i];
        marks[FirstWide(edge)] = 1;
        marks[SecondWide(edge)] = 1;
    }
}

/*
 * The log backwards: each edge's leaf gets what the other end's slot lacks to the index, the key's
 * position.
 */
#define DIRECT_ASSIGN(Slot, slots, count, begin, end)                                                   \
    for (uint32_t i = (count) - (begin); i-- > (count) - (end);) {                                      \
        const uint32_t edge = direct->peel.log[i] >> 1;                                                 \
        const uint32_t a = FirstWide(edges[edge]), b = SecondWide(edges[edge]);                         \
        const bool isSecond = (direct->peel.log[i] & 1) != 0;                                           \
        ((Slot *)(slots))[isSecond ? b : a] = (Slot)(edge - ((const Slot *)(slots))[isSecond ? a : b]); \
    }

bool DirectAssign(Direct *direct, uint32_t slotSizeInBytes, void *slots, Work *work)
{
    const uint64_t *const edges = direct->peel.edges;
    WorkPlace *const place = &direct->place;
    if (place->loop == 0 && !WorkClear(work, place, slots, (size_t)direct->peel.vertexCount * slotSizeInBytes))
        return false;
    const uint32_t count = direct->peel.logCount, begin = (uint32_t)place->at;
    const uint32_t end = (uint32_t)WorkUntil(work, begin, count);
    if (slotSizeInBytes == 1) {
        DIRECT_ASSIGN(uint8_t, slots, count, begin, end)
    } else if (slotSizeInBytes == 2) {
        DIRECT_ASSIGN(uint16_t, slots, count, begin, end)
    } else {
        DIRECT_ASSIGN(uint32_t, slots, count, begin, end)
    }
    if (!WorkPassed(place, end, count))
        return false;
    DirectReset(direct);
    direct->wrong = 0;
    return true;
}

static inline uint32_t DirectSlot(const void *slots, uint32_t slotSizeInBytes, uint32_t at)
{
    switch (slotSizeInBytes) {
    case 1: return ((const uint8_t *)slots)[at];
    case 2: return ((const uint16_t *)slots)[at];
    default: return ((const uint32_t *)slots)[at];
    }
}

WorkAnswer DirectVerify(Direct *direct, uint32_t slotSizeInBytes, const void *slots, Work *work)
{
    enum { Block = 512 };
    uint64_t edges[Block];
    const uint32_t mask = ((uint32_t)1 << direct->edgeBits) - 1;
    const uint32_t stop = (uint32_t)WorkUntil(work, direct->place.at, direct->keyCount);
    uint32_t wrong = 0;
    for (uint32_t begin = (uint32_t)direct->place.at; begin < stop; begin += Block) {
        const uint32_t size = stop - begin < Block ? stop - begin : Block;
        direct->family->hash(direct->keys + begin, size, direct->seeds, direct->edgeBits + 1, edges);
        for (uint32_t i = 0; i < size; i++) {
            const uint32_t a = FirstWide(edges[i]), b = SecondWide(edges[i]);
            const uint32_t sum = DirectSlot(slots, slotSizeInBytes, a) + DirectSlot(slots, slotSizeInBytes, b);
            wrong |= (sum & mask) ^ (begin + i);
        }
    }
    direct->wrong |= wrong;
    if (!WorkPassed(&direct->place, stop, direct->keyCount))
        return WorkMore;
    DirectReset(direct);
    return direct->wrong == 0 ? WorkYes : WorkNo;
}
