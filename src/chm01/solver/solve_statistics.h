/* The cost of a solve: counts and times, summed over its workers. A value. */
#ifndef CHM01_SOLVE_STATISTICS_H
#define CHM01_SOLVE_STATISTICS_H

#include <stdint.h>

#include "chm01/table/coverage.h"

/* An attempt of a search for the best graph, counted from 1, and the figure that is compared. */
typedef struct SolveBetter {
    uint32_t attempt, figure;
} SolveBetter;

enum { SolveBetterRoom = 32 };

typedef struct SolveStatistics {
    uint64_t attempts, setups, rejected; /* rejected: attempts that ended in their first step */
    uint64_t outdone;                    /* attempts that were not peeled, because a better graph was known */
    uint32_t resizes;
    uint64_t setupNs, attemptNs, assignNs, verifyNs, scatterNs; /* summed over lanes, by the caller's clock */
    TableCoverage coverage; /* of all keys, or of the subset; zero unless measureCoverage or findBestGraph */
    /*
     * Attempts that were better than all that had ended, as they were found: more lanes find others
     * on the way to the same winner. betterCount counts those that have no room, too.
     */
    uint64_t betterCount;
    SolveBetter better[SolveBetterRoom];
} SolveStatistics;

#endif
