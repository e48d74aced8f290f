/* A solver's memory. Private to solver.c and plan.c. */
#ifndef CHM01_SOLVER_STATE_H
#define CHM01_SOLVER_STATE_H

#include "compact.h"
#include "flat.h"
#include "partition.h"
#include "reduce.h"

struct Solver {
    SolvePlan plan;
    TableImage image;
    size_t imageBytes;                      /* of the sealed image; 0 until then */
    bool grown;                             /* the plan has, the search not yet */
    bool seals;                             /* the search is over, and the image is sealed in slices */
    volatile uint64_t sealOwned;            /* 1 while a lane does so */
    bool reduces;                           /* keys of 16 bytes are reduced, and the search is still to begin */
    volatile uint64_t reduceOwned, reduced; /* 1 while a lane does so; 1 when it is done */
    Reduce reduce;
    TableSealing sealing;
    uint32_t resizes;
    volatile uint64_t cancelled;
    volatile uint64_t attempts, setups, rejected, outdone, setupNs, attemptNs, assignNs, verifyNs, scatterNs;
    union { /* by plan.layout */
        Flat flat;
        Compact compact;
        Partition partition;
    } search;
    /*
     * behind it: the extracted keys of a flat table, or a partition's table of chunks and buckets
     */
};

/*
 * Returns the place behind the solver of a flat table's extracted keys (NULL bytes when there is no
 * mask), or of a partition's table. Before it, *reduced is the room for the keys that are reduced.
 * The solver with both takes *bytes.
 */
void *PlanBehind(const SolvePlan *plan, Solver *memory, uint64_t **reduced, size_t *bytes);

#endif
