/*
 * The numbers that a plan gives to each key, where these are not the positions alone: values and
 * fingerprints. Private to flat*.c, compact*.c and partition*.c.
 */
#ifndef CHM01_PLAN_GIVEN_H
#define CHM01_PLAN_GIVEN_H

#include "chm01/hash/hash_quadx.h"
#include "chm01/kernel/contraction.h"
#include "chm01/kernel/fuse.h"
#include "chm01/kernel/given.h"
#include "chm01/kernel/noise.h"
#include "solver.h"

static inline bool PlanIsGiven(const SolvePlan *plan)
{
    return plan->options.valueBits != 0 || plan->options.fingerprintBits != 0;
}

/* Returns what the keys' bits outside of the extract mask make, which all keys share. */
static inline uint32_t PlanRest(const SolvePlan *plan)
{
    return plan->extractMask != 0 ? QuadxRest(KeySetAt(&plan->keys, 0), plan->extractMask) : 0;
}

/* Returns the noise of a bucket's slots, 0 of the only graph, under its seeds; 0: there is none. */
static inline uint64_t PlanNoise(const SolvePlan *plan, uint64_t s1, uint64_t s2, uint64_t bucket)
{
    return plan->options.fingerprintBits != 0 ? NoiseSeed(s1, s2, bucket) : 0;
}

/* Tells a graph's kernel what its keys are given. */
static inline void PlanGiveFuse(const SolvePlan *plan, Fuse *fuse, uint32_t slotBytes)
{
    const SolveOptions *const options = &plan->options;
    fuse->given = options->valueBits != 0 ? options->values : NULL;
    fuse->givenSize = options->valueBits / 8;
    fuse->fingerprintBits = options->fingerprintBits;
    fuse->isExtracted = plan->extractMask != 0;
    fuse->rest = PlanRest(plan);
    fuse->numberSize = slotBytes;
    fuse->packedBits = plan->packedBits;
}

/* Returns what the keys of the contraction are given under its seeds, at positions in order. */
static inline Given PlanGiven(const SolvePlan *plan, const Contraction *contraction, uint32_t hashedKeySize,
                              uint32_t slotBytes)
{
    const SolveOptions *const options = &plan->options;
    const Given given = {
        .keys = contraction->keys,
        .hashedKeySize = hashedKeySize,
        .values = options->valueBits != 0 ? options->values : NULL,
        .valueBytes = options->valueBits / 8,
        .fingerprintBits = options->fingerprintBits,
        .isExtracted = plan->extractMask != 0,
        .rest = PlanRest(plan),
        .s1 = contraction->s1,
        .s2 = contraction->s2,
        .slotBytes = slotBytes,
    };
    return given;
}

#endif
