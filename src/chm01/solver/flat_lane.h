/*
 * One lane's kernel over its arena: the attempts of a flat search and the table of a solved one.
 * Private to flat*.c; one thread at a time.
 */
#ifndef CHM01_FLAT_LANE_H
#define CHM01_FLAT_LANE_H

#include "flat.h"

typedef struct FlatLane {    /* the arena begins with this */
    uint64_t identity;       /* of the search whose set-up stands here */
    uint64_t block;          /* its block; FLAT_NONE: none */
    uint64_t markedBlock;    /* the block whose first vertices are marked */
    uint8_t *marks;          /* a byte a value that a key touches; NULL unless coverage is wanted */
    Contraction contraction; /* quadx */
    Direct direct;           /* the other families */
} FlatLane;

/* Makes the arena this search's, if it is not. */
FlatLane *FlatLaneBegin(const Flat *flat, void *arena);

/*
 * Attempt i, with the set-up of its block if that does not stand here already. Its rank, when it
 * has no cycle; FLAT_NONE otherwise, or when the rank, which the hash alone decides, is not below
 * flat->best.
 */
uint64_t FlatLaneAttempt(Flat *flat, FlatLane *lane, uint64_t attempt, SolveStatistics *statistics);

/*
 * After a solved attempt: the values into the image, verified, its seeds and its coverage. False
 * would be a defect of this program.
 */
bool FlatLaneBuild(Flat *flat, FlatLane *lane, SolveStatistics *statistics);

#endif
