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
    const size_t vertices = ((size_t)2 << edgeBits) + PEEL_PADDING, keys = keyCount + PEEL_PADDING;
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
}

/* In blocks, so that a loop in an early one ends the attempt. */
bool DirectHash(Direct *direct, const uint64_t *seeds)
{
    enum { Block = 512 };
    uint64_t *const edges = direct->peel.edges;
    memcpy(direct->seeds, seeds, direct->family->seedCount * sizeof seeds[0]);
    for (uint32_t begin = 0; begin < direct->keyCount; begin += Block) {
        const uint32_t size = direct->keyCount - begin < Block ? direct->keyCount - begin : Block;
        direct->family->hash(direct->keys + begin, size, direct->seeds, direct->edgeBits + 1, edges + begin);
        uint32_t loops = 0;
        for (uint32_t i = begin; i < begin + size; i++)
            loops |= (uint32_t)edges[i] == (uint32_t)(edges[i] >> 32);
        if (loops != 0)
            return false;
    }
    return true;
}

bool DirectPeel(Direct *direct)
{
    return PeelEdgesWide(&direct->peel);
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
 * The log backwards: each edge's leaf gets what the other end's value lacks to the index, the key's
 * position.
 */
#define DIRECT_ASSIGN(Value, values)                                                                         \
    for (uint32_t i = direct->peel.logCount; i-- > 0;) {                                                     \
        const uint32_t edge = direct->peel.log[i] >> 1;                                                      \
        const uint32_t a = FirstWide(edges[edge]), b = SecondWide(edges[edge]);                              \
        const bool isSecond = (direct->peel.log[i] & 1) != 0;                                                \
        ((Value *)(values))[isSecond ? b : a] = (Value)(edge - ((const Value *)(values))[isSecond ? a : b]); \
    }

void DirectAssign(const Direct *direct, uint32_t valueSizeInBytes, void *values)
{
    const uint64_t *const edges = direct->peel.edges;
    memset(values, 0, (size_t)direct->peel.vertexCount * valueSizeInBytes);
    if (valueSizeInBytes == 2) {
        DIRECT_ASSIGN(uint16_t, values)
    } else {
        DIRECT_ASSIGN(uint32_t, values)
    }
}

bool DirectVerify(const Direct *direct, uint32_t valueSizeInBytes, const void *values)
{
    enum { Block = 512 };
    uint64_t edges[Block];
    const uint16_t *const shorts = values;
    const uint32_t *const longs = values;
    const uint32_t mask = ((uint32_t)1 << direct->edgeBits) - 1;
    uint32_t wrong = 0;
    for (uint32_t begin = 0; begin < direct->keyCount; begin += Block) {
        const uint32_t size = direct->keyCount - begin < Block ? direct->keyCount - begin : Block;
        direct->family->hash(direct->keys + begin, size, direct->seeds, direct->edgeBits + 1, edges);
        for (uint32_t i = 0; i < size; i++) {
            const uint32_t a = FirstWide(edges[i]), b = SecondWide(edges[i]);
            const uint32_t sum = valueSizeInBytes == 2 ? (uint32_t)shorts[a] + shorts[b] : longs[a] + longs[b];
            wrong |= (sum & mask) ^ (begin + i);
        }
    }
    return wrong == 0;
}
