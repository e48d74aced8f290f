/* What a solve took: counts and times, summed over its workers. A value. */
#ifndef CHM01_SOLVE_STATISTICS_H
#define CHM01_SOLVE_STATISTICS_H

#include <stdint.h>

#include "chm01/table/coverage.h"

typedef struct SolveStatistics {
    uint64_t attempts, setups, rejected; /* rejected: attempts that ended in their first step */
    uint64_t outdone;                    /* attempts that were not peeled, because a better graph was known */
    uint32_t resizes;
    uint64_t setupNs, attemptNs, assignNs, verifyNs, scatterNs; /* summed over lanes, by the caller's clock */
    TableCoverage coverage; /* of all keys, or of the subset; zero unless measureCoverage or findBestGraph */
} SolveStatistics;

#endif
