/*
 * The arena of a compact search: the kernel, and the step at which its attempt stands. Private to
 * compact*.c; one thread at a time.
 */
#ifndef CHM01_COMPACT_LANE_H
#define CHM01_COMPACT_LANE_H

#include "compact.h"
#include "set_look.h"

typedef enum CompactStep {
    CompactBegins,
    CompactHashes,
    CompactPeels,
    CompactAssigns,
    CompactVerifies,
    CompactSteps
} CompactStep;

typedef struct CompactLane { /* the arena begins with this */
    uint64_t identity;       /* of the search whose attempt stands here */
    CompactStep step;
    uint64_t seeds[2];
    uint8_t *marks; /* a byte a slot that a key touches; NULL unless coverage is measured */
    Fuse fuse;
} CompactLane;

/* Returns the look at the set, which stands in the kernel's place, with its scratch behind it. */
static inline SetLook *CompactLaneLook(CompactLane *lane)
{
    return (SetLook *)(void *)(lane + 1);
}

/* Makes the arena this search's, if it is not. */
CompactLane *CompactLaneBegin(const Compact *compact, void *arena);

/* Lays the kernel out behind the lane; over NULL it only counts. */
size_t CompactLaneLayout(const SolvePlan *plan, CompactLane *lane);

/*
 * Takes the attempt with the lane's seeds on by a step. Yes: the next one follows, or it is over.
 * No while peeling: the attempt has failed; while verifying: a defect of this program.
 */
WorkAnswer CompactLaneStep(Compact *compact, CompactLane *lane, Work *work, SolveStatistics *statistics);

#endif
