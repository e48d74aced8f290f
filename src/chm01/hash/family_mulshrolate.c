/* Mulshrolate1RX to 4RX (multiply, rotate, multiply, shift): hash_shared.h defines them. */
#include "family.h"
#include "hash_shared.h"

static const char zero[] = "the key 0 has the same vertex twice under every multiplier; use Quadx";

static void FamilyMulshrolateShape(uint64_t *seeds, uint32_t vertexBits)
{
    const uint64_t second = 1 + (seeds[2] & 0xFFFF) % 31, third = 1 + (seeds[2] >> 16 & 0xFFFF) % 31;
    for (uint32_t i = 0; i < TABLE_MAX_SEEDS; i++)
        seeds[i] &= UINT32_MAX;
    seeds[2] = (32 - vertexBits) | second << 8 | third << 16;
}

#define MULSHROLATE(name)                                                                                     \
    static void Hash##name(const uint32_t *keys, size_t keyCount, const uint64_t *seeds, uint32_t vertexBits, \
                           uint64_t *edges)                                                                   \
    {                                                                                                         \
        for (size_t i = 0; i < keyCount; i++) {                                                               \
            const SharedVertices v = Mulshrolate##name(keys[i], seeds, vertexBits);                           \
            edges[i] = v.first | (uint64_t)v.second << 32;                                                    \
        }                                                                                                     \
    }                                                                                                         \
    extern const Family familyMulshrolate##name

MULSHROLATE(1RX);
MULSHROLATE(2RX);
MULSHROLATE(3RX);
MULSHROLATE(4RX);

#define MULTIPLY "    uint32_t a = $X * $NSeed1;\n    uint32_t b = $X * $NSeed2;\n"
#define ROTATE_A "    a = (a >> $P) | (a << $Q);\n"
#define ROTATE_B "    b = (b >> $R) | (b << $U);\n"
#define SHIFT "    a >>= $S;\n    b >>= $S;\n"

static const char source1RX[] = MULTIPLY ROTATE_A SHIFT;
static const char source2RX[] = MULTIPLY ROTATE_A ROTATE_B SHIFT;
static const char source3RX[] = MULTIPLY ROTATE_A ROTATE_B "    a *= $NSeed4;\n" SHIFT;
static const char source4RX[] = MULTIPLY ROTATE_A ROTATE_B "    a *= $NSeed4;\n    b *= $NSeed5;\n" SHIFT;

const Family familyMulshrolate1RX = {HashMulshrolate1RX,     "Mulshrolate1RX", 3,   Hash1RX,
                                     FamilyMulshrolateShape, source1RX,        zero};
const Family familyMulshrolate2RX = {HashMulshrolate2RX,     "Mulshrolate2RX", 3,   Hash2RX,
                                     FamilyMulshrolateShape, source2RX,        zero};
const Family familyMulshrolate3RX = {HashMulshrolate3RX,     "Mulshrolate3RX", 4,   Hash3RX,
                                     FamilyMulshrolateShape, source3RX,        zero};
const Family familyMulshrolate4RX = {HashMulshrolate4RX,     "Mulshrolate4RX", 5,   Hash4RX,
                                     FamilyMulshrolateShape, source4RX,        zero};
