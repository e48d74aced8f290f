/*
 * A table in the making, in slices, and the two ways to give keys different slots. Private to
 * text*.c; one owner.
 */
#ifndef CHM01_TEXT_BUILD_H
#define CHM01_TEXT_BUILD_H

#include "chm01/hash/hash64.h"
#include "text_distinct.h"
#include "text_look.h"
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

/* The stage that a build does next. */
typedef enum TextStage {
    TextStageClear,   /* the table's memory */
    TextStageList,    /* which keys have bytes */
    TextStageNext,    /* another reduction, and a look at some of its numbers */
    TextStageSeed,    /* a seed that depends on all keys, before the last of them */
    TextStageReduce,  /* all keys become numbers, */
    TextStageCompare, /* which are all different; */
    TextStageTwice,   /* or two are equal: are their keys? */
    TextStageSolve,
    TextStageStore,
    TextStageHash,
    TextStageVerify,
    TextStageLook, /* for the keys that are equal, when all has failed */
    TextStageCount
} TextStage;

struct TextBuild {
    const TextKeys *keys;
    TextTraits traits;
    TextTable *table;
    TextParts parts; /* of the table */
    bool ignoreCase;
    uint64_t wantedSeed, rngSeed, setSeed; /* the options', that of the present attempts, that of the keys */
    uint8_t *memory;
    TextStage stage;
    WorkPlace place;                    /* in the stage */
    size_t emptyCount;                  /* of keys without bytes, so far */
    uint32_t attempt;                   /* the reductions so far */
    bool seeded;                        /* setSeed is known */
    bool failed;                        /* no stage has found a table */
    uint64_t twice;                     /* a number that two keys have */
    uint32_t first, second;             /* both of them, when they are found; UINT32_MAX before */
    uint32_t *members;                  /* positions of the keys that have bytes */
    uint64_t *reduced;                  /* of each member */
    uint64_t *sorted, *spare;           /* as many; what follows, of displacements, takes their memory */
    uint32_t *stamps;                   /* without displacements: a slot's, of the attempt that took it */
    uint32_t *starts, *grouped;         /* with displacements: each group's members begin at its start */
    uint32_t *groups;                   /* the largest first */
    uint8_t *taken;                     /* slots */
    uint32_t nextFree;                  /* no slot below is free */
    uint64_t steps;                     /* left of an attempt */
    uint32_t tries;                     /* multipliers so far, of the present numbers */
    bool uneven;                        /* the numbers fill slots and groups worse than random ones */
    uint32_t sum;                       /* of groups' sizes so far */
    uint32_t groupCount;                /* groups that have members */
    uint32_t places[TextGroupMost + 2]; /* where groups of each size begin */
    uint32_t displacement;              /* the next one to try for the present group */
    Hash64Stream hash;
    TextDistinct distinct;
    TextLook look;
};

/* Returns log2 of the slots of that many keys with displacements. */
uint32_t TextDisplacedBits(size_t memberCount);

/*
 * Look for a multiplier, and fill the table's slots by it, but not its entries. WorkNo: a bounded
 * number of attempts brought none, as a set that is made for it can bring about. The stage's place
 * is theirs, and `tries`.
 */
WorkAnswer TextDirectSolve(TextBuild *build, Work *work);
WorkAnswer TextDisplacedSolve(TextBuild *build, Work *work);

#endif
