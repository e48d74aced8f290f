#include "theory.h"

#include <math.h>

#include "log2.h"

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

uint32_t TheoryMostLinks(uint64_t n, uint64_t edges)
{
    const double all = (double)edges, mean = (double)n - all * (1 - ExpNegative((double)n / all));
    return (uint32_t)(mean + 2 * sqrt(mean * 0.3) + 1);
}

double TheoryProbability(uint64_t n, uint64_t edges, bool bipartite)
{
    static const double sixthRoots[6] = {
        1, 1.1224620483093730, 1.2599210498948732, 1.4142135623730951, 1.5874010519681994, 1.7817974362806785};
    const uint32_t bits = Log2Ceiling(edges);
    const double x = (double)n / (double)edges;
    const double below = x < 1 ? sqrt(bipartite ? 1 - x * x : 1 - x) : 0;
    const double critical = 0.81 / ((double)((uint64_t)1 << bits / 6) * sixthRoots[bits % 6]);
    return below > critical ? below : critical;
}
