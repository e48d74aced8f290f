#include "reduce.h"

#include <string.h>

#include "chm01/base/rng.h"

enum { ReduceStream = 4 }; /* of draws that no search makes: those of buckets begin at 16 */

/* Draws the seeds of this reduction. */
static void ReduceDraw(Reduce *reduce)
{
    for (uint32_t i = 0; i < WIDE_SEEDS; i++)
        reduce->seeds[i] = RngDraw(reduce->rngSeed, ReduceStream, WIDE_SEEDS * (uint64_t)reduce->number + i);
    reduce->at = 0;
}

void ReduceBegin(Reduce *reduce, const KeySet *wide, uint64_t *keys, uint64_t rngSeed)
{
    memset(reduce, 0, sizeof *reduce);
    reduce->wide = *wide;
    reduce->keys = keys;
    reduce->rngSeed = rngSeed;
    ReduceDraw(reduce);
}

/* Computes the set's seed; false: the work is used up. */
static bool ReduceLook(Reduce *reduce, Work *work)
{
    ChmError unused = {0};
    if (!SetLookOn(&reduce->look, work, &reduce->rngSeed, &unused))
        return false;
    reduce->looks = false;
    ReduceDraw(reduce);
    return true;
}

bool ReduceOn(Reduce *reduce, Work *work)
{
    if (reduce->looks && !ReduceLook(reduce, work))
        return false;
    const size_t count = reduce->wide.count, stop = WorkUntil(work, reduce->at, count);
    for (size_t i = reduce->at; i < stop; i++) {
        const WideKey key = KeySetWideAt(&reduce->wide, i);
        reduce->keys[i] = WideReduce(reduce->seeds, key.low, key.high);
    }
    reduce->at = stop;
    return stop == count;
}

ChmStatus ReduceAgain(Reduce *reduce, const ChmError *duplicate, ChmError *error)
{
    const uint64_t first = duplicate->numbers[1], second = duplicate->numbers[2];
    const KeySet *const wide = &reduce->wide;
    if (WideKeysEqual(KeySetWideAt(wide, (size_t)first), KeySetWideAt(wide, (size_t)second)))
        return ChmFail(error, ChmDuplicateKey, NULL, 0, first, second);
    reduce->number++;
    if (reduce->number == ReduceMost)
        return ChmFail(error, ChmUnsolvable, "no reduction to 64 bits keeps all keys apart; give another RngSeed",
                       second, 0, 0);
    reduce->looks = reduce->number == 1;
    if (reduce->looks)
        SetLookBegin(&reduce->look, wide, NULL, reduce->rngSeed);
    else
        ReduceDraw(reduce);
    return ChmContinue;
}
