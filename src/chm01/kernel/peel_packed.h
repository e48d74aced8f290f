/*
 * Two vertices, or two positions of keys, in one word. A template: the including place defines WIDE
 * (0: 16 bits each, 1: 32) and WIDTH(name), and undefines them.
 */
#include "chm01/base/portable.h"

#if WIDE
typedef uint64_t WIDTH(Packed);
#define PACKED_BITS 32
#else
typedef uint32_t WIDTH(Packed);
#define PACKED_BITS 16
#endif

CHM_INLINE uint32_t WIDTH(First)(WIDTH(Packed) packed)
{
    return (uint32_t)packed & (uint32_t)(((uint64_t)1 << PACKED_BITS) - 1);
}

CHM_INLINE uint32_t WIDTH(Second)(WIDTH(Packed) packed)
{
    return (uint32_t)(packed >> PACKED_BITS);
}

CHM_INLINE WIDTH(Packed) WIDTH(Pack)(uint32_t first, uint32_t second)
{
    return (WIDTH(Packed))first | (WIDTH(Packed))second << PACKED_BITS;
}

#undef PACKED_BITS
