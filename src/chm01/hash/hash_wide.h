/*
 * How a key of 128 bits becomes 64, which Quadx then hashes: half by half it is changed by a seed,
 * and the halves are multiplied (Black, Halevi, Krawczyk, Krovetz, Rogaway: UMAC, 1999). Two keys
 * become one number by a chance of 2^-64, and then other seeds tell them apart. Solver, lookup and
 * headers share this line. Pure values: any thread.
 */
#ifndef CHM01_HASH_WIDE_H
#define CHM01_HASH_WIDE_H

#include "chm01/base/multiply_fold.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { WIDE_SEEDS = 2 };

static inline uint64_t WideReduce(const uint64_t *seeds, uint64_t low, uint64_t high)
{
    return MultiplyFold(low ^ seeds[0], high ^ seeds[1]);
}

#ifdef __cplusplus
}
#endif
#endif
