/* A product of 128 bits, folded into 64: hash functions mix by it. Any thread. */
#ifndef CHM01_MULTIPLY_FOLD_H
#define CHM01_MULTIPLY_FOLD_H

#include <stdint.h>

/* Returns the same on each machine, by four products of 64 bits. */
static inline uint64_t MultiplyFoldParts(uint64_t a, uint64_t b)
{
    const uint64_t low = (uint32_t)a * (b & UINT32_MAX), left = (a >> 32) * (b & UINT32_MAX);
    const uint64_t right = (uint32_t)a * (b >> 32), high = (a >> 32) * (b >> 32);
    const uint64_t middle = (low >> 32) + (left & UINT32_MAX) + right;
    return (a * b) ^ (high + (left >> 32) + (middle >> 32));
}

#if defined(_MSC_VER) && defined(_M_X64) && !defined(__clang__)
unsigned __int64 _umul128(unsigned __int64, unsigned __int64, unsigned __int64 *);
#pragma intrinsic(_umul128)
static inline uint64_t MultiplyFold(uint64_t a, uint64_t b)
{
    unsigned __int64 high;
    const uint64_t low = _umul128(a, b, &high);
    return low ^ high;
}
#elif defined(__SIZEOF_INT128__)
__extension__ typedef unsigned __int128 MultiplyProduct;
static inline uint64_t MultiplyFold(uint64_t a, uint64_t b)
{
    const MultiplyProduct product = (MultiplyProduct)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}
#else
static inline uint64_t MultiplyFold(uint64_t a, uint64_t b)
{
    return MultiplyFoldParts(a, b);
}
#endif

#endif
