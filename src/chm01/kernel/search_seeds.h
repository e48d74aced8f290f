/*
 * Which seed an attempt draws from. Anyone can compute what an rng seed leads to, and so make keys
 * that fail every such attempt. Therefore only the first attempts draw from the rng seed, and the
 * later ones from a hash of the rng seed and the keys: other keys, other seeds. Values: any thread.
 */
#ifndef CHM01_SEARCH_SEEDS_H
#define CHM01_SEARCH_SEEDS_H

#include <stdint.h>

/* Ordinary sets are solved by fewer attempts. A multiple of ContractionBlockAttempts. */
enum { SearchPlainAttempts = 60 };

typedef struct SearchSeeds {
    uint64_t rngSeed;
    uint64_t setSeed; /* set before attempt SearchPlainAttempts */
} SearchSeeds;

static inline uint64_t SearchSeedOf(const SearchSeeds *seeds, uint64_t attempt)
{
    return attempt < SearchPlainAttempts ? seeds->rngSeed : seeds->setSeed;
}

#endif
