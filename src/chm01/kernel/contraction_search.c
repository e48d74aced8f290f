#include "contraction_search.h"

enum { Candidates = 4 };

bool ContractionSetUpBlock(const ContractionSearch *search, Contraction *contraction, uint64_t block, Work *work,
                           uint64_t *setups)
{
    const uint64_t seed = SearchSeedOf(&search->seeds, block * ContractionBlockAttempts);
    for (; contraction->candidate < Candidates; contraction->candidate++) {
        /* an odd multiplier loses no bit */
        const uint64_t s1 = RngDraw(seed, search->stream, block * Candidates + contraction->candidate) | 1;
        if (!search->ops->setUp(contraction, s1, work))
            return false;
        (*setups)++;
        if (contraction->peel.edgeCount <= search->mostLinks)
            break;
    }
    contraction->candidate = 0;
    return true;
}
