/* The logarithm of a count, rounded up. Pure values: any thread. */
#ifndef CHM01_LOG2_H
#define CHM01_LOG2_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The least bits for which 2^bits is at least n. n: at most 2^63. */
static inline uint32_t Log2Ceiling(uint64_t n)
{
    uint32_t bits = 0;
    while (((uint64_t)1 << bits) < n)
        bits++;
    return bits;
}

#ifdef __cplusplus
}
#endif
#endif
