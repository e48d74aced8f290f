/*
 * The numbers to expect of random graphs that have n of the edges E. They are exact to the last bit
 * on every machine (only + - x / and sqrt of doubles), because seeds are accepted by these numbers.
 * Any thread.
 */
#ifndef CHM01_THEORY_H
#define CHM01_THEORY_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The number of links (contraction.h) that is too many for a good s1: two standard deviations above
 * the mean n - E (1 - e^(-n/E)).
 */
uint32_t TheoryMostLinks(uint64_t n, uint64_t edges);

/*
 * The probability that an attempt succeeds: sqrt(1 - (n/E)^2) for a bipartite graph, sqrt(1 - n/E)
 * for one shared table, and near n = E, where those vanish, 0.81 n^(-1/6). Botelho, Pagh, Ziviani
 * (2007); the constant is measured.
 */
double TheoryProbability(uint64_t n, uint64_t edges, bool bipartite);

#ifdef __cplusplus
}
#endif
#endif
