/* The seed of a search in which the rng seed alone has failed (search_seeds.h). Any thread. */
#ifndef CHM01_SET_SEED_H
#define CHM01_SET_SEED_H

#include "chm01/hash/blake2b.h"
#include "chm01/keys/keys.h"

static inline uint64_t SetSeedOf(const KeySet *set, uint64_t rngSeed)
{
    return Blake2b(set->keys, set->count * set->keySizeInBytes, rngSeed);
}

#endif
