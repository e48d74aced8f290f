#include "contract_search.h"

enum { Candidates = 4 };

void ContractSetUpBlock(const ContractSearch *search, Contract *contract, uint64_t block, uint64_t *setups)
{
    for (uint64_t candidate = 0; candidate < Candidates; candidate++) {
        /* an odd multiplier loses no bit */
        const uint64_t s1 = RngDraw(search->rngSeed, search->stream, block * Candidates + candidate) | 1;
        (*setups)++;
        if (search->ops->setUp(contract, s1) <= search->mostLinks)
            return;
    }
}
