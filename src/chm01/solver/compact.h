/*
 * Solving a compact table of one graph: attempts one after the other, since nearly every first one
 * succeeds. So there is work for one lane at a time; a seat says whose arena holds a part of it.
 * Private to solver.c, plan.c and compact*.c. CompactRun on several threads at once, the rest on
 * one while none runs.
 */
#ifndef CHM01_COMPACT_H
#define CHM01_COMPACT_H

#include "chm01/kernel/fuse.h"
#include "chm01/kernel/search_seeds.h"
#include "flat.h"
#include "solver.h"

typedef enum CompactPhase {
    CompactSearch,   /* attempts up to the limit, and the table of one that solves */
    CompactLookAtSet /* some were made: does a key occur twice? and the seed that the next ones draw from */
} CompactPhase;

typedef struct Compact {
    const SolvePlan *plan;
    const void *keys; /* as the hash function sees them */
    void *slots;
    uint32_t slotSizeInBytes, resizes;
    uint64_t identity; /* as that of a flat search */
    CompactPhase phase;
    FlatSeat seat;
    bool setSeen; /* and no key occurs twice in it */
    ChmError duplicates;
    bool looks;               /* an arena has begun to look at the set; it holds the seat */
    volatile uint64_t looked; /* at the set */
    SearchSeeds searchSeeds;
    volatile uint64_t attempt; /* the one under way */
    uint64_t limit, finalLimit;
    volatile uint64_t built; /* FlatBuilt */
    uint64_t seeds[2];
    volatile uint64_t progress; /* in thousandths, the most so far */
    TableCoverage coverage;
    volatile uint64_t *cancelled; /* the solver's */
} Compact;

size_t CompactArenaBytes(const SolvePlan *plan);

/* (Re)starts the search. compact was zeroed before the first start. */
void CompactStart(Compact *compact, const SolvePlan *plan, const void *hashedKeys, uint32_t resizes, void *slots,
                  volatile uint64_t *cancelled);

/* The statistics are added to by the calling lane alone. */
SolverStep CompactRun(Compact *compact, void *arena, uint32_t units, SolveStatistics *statistics);

/* ChmContinue: run on. ChmOk: the slots are there. ChmAttemptsExhausted: a resize may help. */
ChmStatus CompactAdvance(Compact *compact, ChmError *error);

uint32_t CompactProgress(const Compact *compact);
uint32_t CompactSliceUnits(const Compact *compact);

#endif
