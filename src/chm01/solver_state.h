/* A solver's memory. Private to solver.c and plan.c. */
#ifndef CHM01_SOLVER_STATE_H
#define CHM01_SOLVER_STATE_H

#include "flat.h"

struct Solver {
    SolvePlan plan;
    TableImage image;
    size_t imageBytes;              /* of the sealed image; 0 until then */
    bool grown;
    uint32_t resizes;
    volatile uint64_t attempts, setups, rejected, setupNs, attemptNs, assignNs, verifyNs, scatterNs;
    Flat flat;
    /* flat with an extract mask: the extracted keys stand behind */
};

size_t SolverStateBytes(const SolvePlan *plan);

#endif
