#include "contraction_search.h"

enum { Candidates = 4 };

void ContractionSetUpBlock(const ContractionSearch *search, Contraction *contraction, uint64_t block, uint64_t *setups)
{
    const uint64_t seed = SearchSeedOf(&search->seeds, block * ContractionBlockAttempts);
    for (uint64_t candidate = 0; candidate < Candidates; candidate++) {
        /* an odd multiplier loses no bit */
        const uint64_t s1 = RngDraw(seed, search->stream, block * Candidates + candidate) | 1;
        (*setups)++;
        if (search->ops->setUp(contraction, s1) <= search->mostLinks)
            return;
    }
}
