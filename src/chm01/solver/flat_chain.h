/*
 * One chain's kernel over its arena: the attempts of a flat search and the table of a solved one.
 * Private to flat*.c; one thread at a time.
 */
#ifndef CHM01_FLAT_CHAIN_H
#define CHM01_FLAT_CHAIN_H

#include "flat.h"

typedef struct FlatChain { /* the arena begins with this */
    uint64_t identity;     /* of the search whose set-up stands here */
    uint64_t block;        /* its block; FLAT_NONE: none */
    uint64_t markedBlock;  /* the block whose first vertices are marked */
    uint8_t *marks;        /* a byte a value that a key touches; NULL unless coverage is wanted */
    Contract contract;     /* quadx */
    Direct direct;         /* the other families */
} FlatChain;

/* Makes the arena this search's, if it is not. */
FlatChain *FlatChainBegin(const Flat *flat, void *arena);

/*
 * Attempt i, with the set-up of its block if that does not stand here already. Its rank, when it
 * has no cycle; FLAT_NONE otherwise, or when the rank, which the hash alone decides, is not below
 * flat->best.
 */
uint64_t FlatChainAttempt(Flat *flat, FlatChain *chain, uint64_t attempt, SolveStatistics *statistics);

/*
 * After a solved attempt: the values into the image, verified, its seeds and its coverage. False
 * would be a defect of this program.
 */
bool FlatChainBuild(Flat *flat, FlatChain *chain, SolveStatistics *statistics);

#endif
