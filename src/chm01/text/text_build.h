/*
 * A table in the making, and the two ways to give keys different slots. Private to text*.c; one
 * owner.
 */
#ifndef CHM01_TEXT_BUILD_H
#define CHM01_TEXT_BUILD_H

#include "text_table.h"

enum { TextDirectFewestBits = 4, TextDirectMostBits = 13, TextGroupMost = 64 };

/* The arrays of a table, while they are filled. */
typedef struct TextParts {
    uint8_t *slots;
    uint32_t *displacements, *positions;
    uint64_t *entries;
    uint16_t *lengths;
    uint32_t *offsets;
    uint8_t *pool;
} TextParts;

typedef struct TextBuild {
    const TextKeys *keys;
    TextTraits traits;
    TextTable *table;
    TextParts parts; /* of the table */
    bool ignoreCase;
    uint64_t rngSeed;
    uint32_t *members;          /* positions of the keys that have bytes */
    uint64_t *reduced;          /* of each member */
    uint64_t *sorted, *spare;   /* as many */
    uint32_t *stamps;           /* without displacements: a slot's, of the attempt that took it */
    uint32_t *starts, *grouped; /* with displacements: each group's members begin at its start */
    uint32_t *groups;           /* the largest first */
    uint8_t *taken;             /* slots */
    uint32_t nextFree;          /* no slot below is free */
    uint64_t steps;             /* left of an attempt */
} TextBuild;

/* Returns log2 of the slots of so many keys with displacements. */
uint32_t TextDisplacedBits(size_t memberCount);

/*
 * Look for a multiplier, and fill the table's slots by it, but not its entries. False: a bounded
 * number of attempts brought none, as a set that is made for it can bring about.
 */
bool TextDirectSolve(TextBuild *build);
bool TextDisplacedSolve(TextBuild *build);

#endif
