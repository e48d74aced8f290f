/*
 * What of a plan each key is given, where that is not its position alone: values and fingerprints.
 * Private to flat*.c and partition*.c.
 */
#ifndef CHM01_PLAN_GIVEN_H
#define CHM01_PLAN_GIVEN_H

#include "chm01/hash/hash_quadx.h"
#include "chm01/kernel/contraction.h"
#include "chm01/kernel/given.h"
#include "solver.h"

static inline bool PlanIsGiven(const SolvePlan *plan)
{
    return plan->options.valueBits != 0 || plan->options.fingerprintBits != 0;
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
        .rest = plan->extractMask != 0 ? QuadxRest(KeySetAt(&plan->keys, 0), plan->extractMask) : 0,
        .s1 = contraction->s1,
        .s2 = contraction->s2,
        .slotBytes = slotBytes,
    };
    return given;
}

#endif
