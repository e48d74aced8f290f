/*
 * Which seeds attempt i of a search with the contracted kernel has. Attempts come in blocks of 12
 * that share s1, and so the set-up. They depend on (rng seed, stream, i) and the keys alone. Any
 * thread.
 */
#ifndef CHM01_CONTRACTION_SEARCH_H
#define CHM01_CONTRACTION_SEARCH_H

#include "chm01/base/rng.h"
#include "contraction.h"
#include "search_seeds.h"

enum { ContractionBlockAttempts = 12 };

#ifdef __cplusplus
static_assert(SearchPlainAttempts % ContractionBlockAttempts == 0, "a block has one kind of seeds");
#else
_Static_assert(SearchPlainAttempts % ContractionBlockAttempts == 0, "a block has one kind of seeds");
#endif

/* A search of its own has two streams: this one and the next. */
typedef struct ContractionSearch {
    const ContractionOps *ops;
    SearchSeeds seeds;
    uint64_t stream;
    uint32_t mostLinks; /* an s1 with more is likely to fail (TheoryMostLinks) */
} ContractionSearch;

/*
 * Sets up for a block: of four candidates the first s1 with few enough links, or else the last.
 * Adds how many were tried to *setups. False: the work is used up, and the same call with more goes
 * on.
 */
bool ContractionSetUpBlock(const ContractionSearch *search, Contraction *contraction, uint64_t block, Work *work,
                           uint64_t *setups);

static inline uint64_t ContractionSecondSeed(const ContractionSearch *search, uint64_t attempt)
{
    return RngDraw(SearchSeedOf(&search->seeds, attempt), search->stream + 1, attempt);
}

#endif
