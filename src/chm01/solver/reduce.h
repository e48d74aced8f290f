/*
 * The reduction of 16-byte keys to 8 bytes, which the search then is of, in slices. No look at the
 * reduced keys is needed before: two that are equal bring the search to find a duplicate, and where
 * the keys differ the next reduction takes other seeds. From the second on these come from a hash
 * of the set, so that nobody can make a set for them. Private to solver.c and plan.c. ReduceRun on
 * one lane at a time, the rest while none runs.
 */
#ifndef CHM01_REDUCE_H
#define CHM01_REDUCE_H

#include "chm01/base/work.h"
#include "chm01/hash/hash_wide.h"
#include "set_look.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { ReduceMost = 8 }; /* reductions of a set; a chance of 2^-9 needs a second one for the most keys */

typedef struct Reduce {
    KeySet wide;      /* none: the keys are not of 16 bytes */
    uint64_t *keys;   /* reduced */
    uint64_t rngSeed; /* of the seeds: the options', then the set's */
    uint64_t seeds[WIDE_SEEDS];
    uint32_t number; /* of this reduction, from 0 */
    bool looks;      /* the set's seed is still to be computed */
    SetLook look;
    size_t at; /* in the keys */
} Reduce;

/* Begins the first reduction. keys: room for as many of 8 bytes. */
void ReduceBegin(Reduce *reduce, const KeySet *wide, uint64_t *keys, uint64_t rngSeed);

/* Returns true when all keys are reduced. */
bool ReduceOn(Reduce *reduce, Work *work);

/*
 * Begins the next reduction after a search that found two equal reduced keys. Otherwise it returns
 * why there is none: these keys are equal, or too many reductions were in vain.
 */
ChmStatus ReduceAgain(Reduce *reduce, const ChmError *duplicate, ChmError *error);

#ifdef __cplusplus
}
#endif
#endif
