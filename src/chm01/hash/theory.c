#include "theory.h"

#include <math.h>

/*
 * e^(-x) for 0 <= x <= 1: 20 terms leave less than 2^-60. The library's exp differs between
 * machines in the last bit.
 */
static double ExpNegative(double x)
{
    double sum = 1, term = 1;
    for (int i = 1; i <= 20; i++) {
        term *= -x / i;
        sum += term;
    }
    return sum;
}

uint32_t TheoryMostLinks(uint64_t n, uint32_t edgeBits)
{
    const double edges = (double)((uint64_t)1 << edgeBits);
    const double mean = (double)n - edges * (1 - ExpNegative((double)n / edges));
    return (uint32_t)(mean + 2 * sqrt(mean * 0.3) + 1);
}

double TheoryProbability(uint64_t n, uint32_t edgeBits, bool bipartite)
{
    static const double sixthRoots[6] = {
        1, 1.1224620483093730, 1.2599210498948732, 1.4142135623730951, 1.5874010519681994, 1.7817974362806785};
    const double x = (double)n / (double)((uint64_t)1 << edgeBits);
    const double below = x < 1 ? sqrt(bipartite ? 1 - x * x : 1 - x) : 0;
    const double critical = 0.81 / ((double)((uint64_t)1 << edgeBits / 6) * sixthRoots[edgeBits % 6]);
    return below > critical ? below : critical;
}
