/*
 * Solving a flat table: lanes take blocks of 12 attempts in order, and the lowest attempt that
 * solves wins. A block of quadx shares s1, and so the set-up. What a lane works on stands in a
 * seat, so that a later slice, of any lane, goes on with it. By the seats a lane that solves also
 * knows whether a lower attempt is still under way; if none is, its own arena holds the winner,
 * which it assigns at once. A lane of a plan that keeps its arenas may stop amid an attempt; the
 * seat is then that arena's until it comes back. Private to solver.c, plan.c and flat*.c. FlatRun
 * on several threads at once, the rest on one while none runs.
 */
#ifndef CHM01_FLAT_H
#define CHM01_FLAT_H

#include "chm01/hash/family.h"
#include "chm01/kernel/contraction_search.h"
#include "chm01/kernel/direct.h"
#include "chm01/kernel/search_seeds.h"
#include "chm01/table/table_image.h"
#include "solver.h"

enum { FlatMaxLanes = 64 };

/*
 * The rank of an attempt that solved: how good its graph is (0 unless the best graph is searched
 * for; less is better), then its number. One word, so that AtomicLower finds the winner. Attempts
 * are numbered below 2^32.
 */
#define FLAT_NONE UINT64_MAX

static inline uint64_t FlatRank(uint32_t score, uint64_t attempt)
{
    return (uint64_t)score << 32 | attempt;
}

static inline uint64_t FlatAttemptOf(uint64_t rank)
{
    return (uint32_t)rank;
}

typedef enum FlatPhase {
    FlatSearch,    /* attempts up to the limit */
    FlatLookAtSet, /* many were made: does a key occur twice? and the seed that the next ones draw from */
    FlatRepeat     /* the winner is known, but its lane went on: make that attempt again, and the table of it */
} FlatPhase;

typedef enum FlatBuilt {
    FlatNotBuilt,
    FlatSound,   /* written and verified */
    FlatUnsound, /* they failed to verify */
    FlatBuilding /* by an arena that holds a seat */
} FlatBuilt;

typedef struct FlatSeat {
    volatile uint64_t lowest; /* the lowest attempt under way here, + 1; 0: none */
    volatile uint64_t owned;  /* 1 while a lane runs here */
    volatile uint64_t holder; /* the arena that holds a part of its attempt; 0: none */
    uint64_t padding[5];      /* a cache line each */
} FlatSeat;

typedef struct Flat {
    const SolvePlan *plan;
    const Family *family;
    const void *keys;       /* as the hash functions see them */
    uint32_t hashedKeySize; /* 4 or 8 */
    uint32_t edges, edgeBits, resizes;
    ContractionForm form;
    const ContractionOps *ops;
    uint32_t mostLinks;
    uint32_t slotSizeInBytes;
    void *slots;
    uint64_t identity; /* of this search among all of the process: tells whether an arena's set-up is ours */
    FlatPhase phase;
    bool allAttempts;           /* up to the limit, though one has solved */
    uint64_t limit, finalLimit; /* attempts of this phase, and before surrender */
    bool setSeen;               /* and no key occurs twice in it */
    ChmError duplicates;
    bool looks;               /* a lane has begun to look at the set, in this phase */
    volatile uint64_t looked; /* and is through */
    SearchSeeds searchSeeds;
    volatile uint64_t nextBlock;
    volatile uint64_t best;           /* the lowest rank so far, or FLAT_NONE */
    volatile uint64_t betterCount;    /* of a search for the best graph: how often `best` was lowered */
    uint64_t better[SolveBetterRoom]; /* to these, as many as there is room for */
    volatile uint64_t built;          /* FlatBuilt, of its slots and seeds */
    uint64_t seeds[TABLE_MAX_SEEDS];
    TableCoverage coverage;
    volatile uint64_t *cancelled; /* the solver's */
    volatile uint64_t seatsUsed;
    FlatSeat seats[FlatMaxLanes];
} Flat;

/*
 * A number for a search that no other has in this process, and that memory hardly happens to hold:
 * an arena that has it is this search's.
 */
uint64_t FlatIdentity(void);

size_t FlatArenaBytes(const SolvePlan *plan);

/*
 * (Re)starts the search for plan, whose edgeBits may have grown. flat was zeroed before the first
 * start.
 */
void FlatStart(Flat *flat, const SolvePlan *plan, const void *hashedKeys, uint32_t resizes, void *slots,
               volatile uint64_t *cancelled);

/* The statistics are added to by the calling lane alone. */
SolverStep FlatRun(Flat *flat, void *arena, uint32_t units, SolveStatistics *statistics);

/* ChmContinue: run on. ChmOk: the slots are there. ChmAttemptsExhausted: a resize may help. */
ChmStatus FlatAdvance(Flat *flat, ChmError *error);

/* Fills in the better and better graphs that the search has found. */
void FlatBetter(const Flat *flat, SolveStatistics *out);

uint32_t FlatParallelism(const Flat *flat);
uint32_t FlatProgress(const Flat *flat, uint64_t attempts); /* after that many of this search, in thousandths */
uint32_t FlatSliceUnits(const Flat *flat);

#endif
