/*
 * One lane's kernel over its arena: the attempts of a flat search and the table of a solved one.
 * Private to flat*.c; one thread at a time.
 */
#ifndef CHM01_FLAT_LANE_H
#define CHM01_FLAT_LANE_H

#include "flat.h"
#include "set_look.h"

/* The next step of a lane's attempt. */
typedef enum FlatLaneStep {
    FlatLaneBegins,
    FlatLaneSetsUp,
    FlatLaneHashes,
    FlatLanePeels,
    FlatLaneHasPeeled, /* without a cycle: it may assign */
    FlatLaneGives,     /* the fingerprints under the attempt's seeds, where there are any */
    FlatLaneAssigns,
    FlatLaneVerifies
} FlatLaneStep;

typedef struct FlatLane { /* the arena begins with this */
    uint64_t identity;    /* of the search whose set-up stands here */
    uint64_t block;       /* its block; FLAT_NONE: none */
    uint64_t markedBlock; /* the block whose first vertices are marked */
    uint64_t attempt;     /* the one under way, unless the step is FlatLaneBegins, and its rank */
    uint64_t rank;
    FlatLaneStep step;
    void *given;             /* what the slots of each key add up to; NULL unless there are fingerprints */
    uint8_t *marks;          /* a byte a slot that a key touches; NULL unless coverage is measured */
    Contraction contraction; /* quadx */
    uint8_t positions[256];  /* of the keys of a table whose slots have 8 bits: what they are given */
    Direct direct;           /* the other families */
} FlatLane;

/* Where a look at the set stands in the arena, in a kernel's place; its scratch is behind it. */
static inline SetLook *FlatLaneLook(FlatLane *lane)
{
    return (SetLook *)(void *)(lane + 1);
}

/* Makes the arena this search's, if it is not. */
FlatLane *FlatLaneBegin(const Flat *flat, void *arena);

/*
 * Goes on with attempt i, or begins it, with the set-up of its block if that does not stand here
 * already. WorkMore: the work is used up amid it. Yes: it has no cycle, and *rank is its rank. No
 * otherwise, or when the rank, which the hash alone decides, is not below flat->best.
 */
WorkAnswer FlatLaneAttempt(Flat *flat, FlatLane *lane, uint64_t attempt, Work *work, uint64_t *rank,
                           SolveStatistics *statistics);

/*
 * After a solved attempt: the slots into the image, verified, its seeds and its coverage. WorkNo
 * would be a defect of this program.
 */
WorkAnswer FlatLaneBuild(Flat *flat, FlatLane *lane, Work *work, SolveStatistics *statistics);

/* Is the table of this attempt in the making here? */
static inline bool FlatLaneBuilds(const FlatLane *lane, uint64_t attempt)
{
    return lane->step >= FlatLaneGives && lane->attempt == attempt;
}

#endif
