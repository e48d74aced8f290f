/* MultiplyShiftR and MultiplyShiftRX: hash_shared.h defines them. */
#include "family.h"
#include "hash_shared.h"

static const char zero[] = "the key 0 has the same vertex twice under every multiplier; use Quadx";

static void ShapeShifts(uint64_t *seeds, uint32_t vertexBits)
{
    const uint64_t shifts = 33 - vertexBits; /* 0 .. 32 - vertexBits: a longer one would leave vertices unused */
    seeds[0] &= UINT32_MAX;
    seeds[1] &= UINT32_MAX;
    seeds[2] = (seeds[2] & 0xFFFF) % shifts | ((seeds[2] >> 16 & 0xFFFF) % shifts) << 8;
}

static void ShapeShift(uint64_t *seeds, uint32_t vertexBits)
{
    seeds[0] &= UINT32_MAX;
    seeds[1] &= UINT32_MAX;
    seeds[2] = 32 - vertexBits;
}

static void HashR(const uint32_t *keys, size_t keyCount, const uint64_t *seeds, uint32_t vertexBits, uint64_t *edges)
{
    for (size_t i = 0; i < keyCount; i++) {
        const SharedVertices v = MultiplyShiftR(keys[i], seeds, vertexBits);
        edges[i] = v.first | (uint64_t)v.second << 32;
    }
}

static void HashRX(const uint32_t *keys, size_t keyCount, const uint64_t *seeds, uint32_t vertexBits, uint64_t *edges)
{
    for (size_t i = 0; i < keyCount; i++) {
        const SharedVertices v = MultiplyShiftRX(keys[i], seeds, vertexBits);
        edges[i] = v.first | (uint64_t)v.second << 32;
    }
}

static const char sourceR[] = "    const uint32_t a = (($X * $NSeed1) >> $O) & $Gu;\n"
                              "    const uint32_t b = (($X * $NSeed2) >> $P) & $Gu;\n";

static const char sourceRX[] = "    const uint32_t a = ($X * $NSeed1) >> $S;\n"
                               "    const uint32_t b = ($X * $NSeed2) >> $S;\n";

const Family familyMultiplyShiftR = {HashMultiplyShiftR, "MultiplyShiftR", 3, HashR, ShapeShifts, sourceR, zero};
const Family familyMultiplyShiftRX = {HashMultiplyShiftRX, "MultiplyShiftRX", 3, HashRX, ShapeShift, sourceRX, zero};
