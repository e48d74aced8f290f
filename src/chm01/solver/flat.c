#include "flat.h"

#include <string.h>

#include "chm01/base/portable.h"
#include "chm01/hash/theory.h"
#include "flat_chain.h"
#include "flat_slots.h"

/* So many failures raise the question whether a key occurs twice. */
enum { AttemptsBeforeTwins = 5 * ContractBlockAttempts };

/*
 * 14 / p attempts fail once in a million; where no other hash function and no resize is left to
 * try, 16 times as many.
 */
enum { SurrenderAttempts = 14, LastSurrenderFactor = 16 };

enum { DefaultCoverageAttempts = 1000 };

static uint64_t AttemptLimit(const SolvePlan *plan, const Family *family, uint32_t edgeBits, uint32_t resizes)
{
    const SolveOptions *const options = &plan->options;
    if (options->seedCount != 0)
        return 1;
    if (options->findBestGraph)
        return options->bestCoverageAttempts != 0 ? options->bestCoverageAttempts : DefaultCoverageAttempts;
    if (options->fixedAttempts != 0)
        return options->fixedAttempts;
    const double p = TheoryProbability(plan->keys.count, edgeBits, family->hash == NULL);
    const bool last = resizes >= options->maxTableResizes && options->fallbackHashFunction == 0;
    const uint64_t surrender = (uint64_t)(SurrenderAttempts / p) * (last ? LastSurrenderFactor : 1);
    if (options->maxAttempts == 0)
        return surrender;
    return last || options->maxAttempts < surrender ? options->maxAttempts : surrender;
}

void FlatStart(Flat *flat, const SolvePlan *plan, const void *hashedKeys, uint32_t resizes, void *values,
               volatile uint64_t *cancelled)
{
    static volatile uint64_t searches;
    flat->plan = plan;
    flat->family = FamilyOf(plan->options.hashFunction);
    flat->keys = hashedKeys;
    flat->hashedKeySize = TableHashes64(plan->keys.keySizeInBytes, plan->extractMask) ? 8 : 4;
    flat->edgeBits = plan->edgeBits;
    flat->resizes = resizes;
    flat->form = ContractFormFor(plan->keys.count, plan->edgeBits);
    flat->ops = ContractOpsFor(flat->form, flat->hashedKeySize);
    flat->mostLinks = TheoryMostLinks(plan->keys.count, plan->edgeBits);
    flat->valueSizeInBytes = TableValueSize(LayoutFlat, plan->edgeBits);
    flat->values = values;
    flat->cancelled = cancelled;
    /* never the same, and unlike what memory happens to hold */
    flat->identity = (AtomicAdd(&searches, 1) + 1) * 0x9E3779B97F4A7C15u;
    flat->phase = FlatSearch;
    flat->allAttempts = plan->options.findBestGraph || plan->options.fixedAttempts != 0;
    flat->finalLimit = AttemptLimit(plan, flat->family, plan->edgeBits, resizes);
    if (flat->finalLimit > UINT32_MAX)
        flat->finalLimit = UINT32_MAX; /* a rank has 32 bits for the attempt */
    flat->limit =
        !flat->twinsExcluded && flat->finalLimit > AttemptsBeforeTwins ? AttemptsBeforeTwins : flat->finalLimit;
    flat->nextBlock = 0;
    flat->best = FLAT_NONE;
    flat->built = 0;
}

static bool Beaten(Flat *flat, uint64_t attempt)
{
    return !flat->allAttempts && attempt > AtomicLoad(&flat->best);
}

/*
 * Makes sure that an attempt stands in the slot; FLAT_NONE when none is left. While it takes one it
 * says "0", so that nobody overlooks it.
 */
static uint64_t NextAttempt(Flat *flat, FlatSlot *slot)
{
    uint64_t attempt = AtomicLoad(&slot->lowest);
    if (attempt != 0)
        return attempt - 1;
    AtomicStore(&slot->lowest, 1);
    attempt = AtomicAdd(&flat->nextBlock, 1) * ContractBlockAttempts;
    const bool left = attempt < flat->limit && !Beaten(flat, attempt);
    AtomicStore(&slot->lowest, left ? attempt + 1 : 0);
    return left ? attempt : FLAT_NONE;
}

static void Build(Flat *flat, FlatChain *chain, SolveStatistics *statistics)
{
    AtomicStore(&flat->built, FlatChainBuild(flat, chain, statistics) ? 1 : 2);
}

/*
 * The chain has solved this attempt. If nothing lower can win any more, it builds the table out of
 * its own arena. Of the best graphs nobody knows the winner before the end.
 */
static void Offer(Flat *flat, FlatChain *chain, uint64_t rank, SolveStatistics *statistics)
{
    if (AtomicLower(&flat->best, rank) && !flat->plan->options.findBestGraph && !FlatSlotsHaveBelow(flat, rank) &&
        AtomicLoad(&flat->best) == rank)
        Build(flat, chain, statistics);
}

static SolverStep Search(Flat *flat, void *arena, uint32_t units, SolveStatistics *statistics)
{
    FlatSlot *const slot = FlatSlotsAcquire(flat);
    if (slot == NULL)
        return SolverIdle;
    FlatChain *const chain = FlatChainBegin(flat, arena);
    SolverStep step = SolverIdle;
    while (AtomicLoad(flat->cancelled) == 0) {
        const uint64_t attempt = NextAttempt(flat, slot);
        if (attempt == FLAT_NONE)
            break;
        if (Beaten(flat, attempt)) {
            AtomicStore(&slot->lowest, 0);
            break;
        }
        if (units-- == 0) {
            step = SolverMore;
            break;
        }
        const uint64_t rank = FlatChainAttempt(flat, chain, attempt, statistics);
        if (rank != FLAT_NONE)
            Offer(flat, chain, rank, statistics);
        const uint64_t next = attempt + 1;
        AtomicStore(&slot->lowest, next % ContractBlockAttempts == 0 || next >= flat->limit ? 0 : next + 1);
    }
    FlatSlotRelease(slot);
    return step;
}

/* The phases that are one chain's work: a second one finds it taken. */
static SolverStep Alone(Flat *flat, void *arena, SolveStatistics *statistics)
{
    FlatSlot *const slot = &flat->slots[0];
    if (AtomicLoad(flat->cancelled) != 0 || !AtomicReplace(&slot->owned, 0, 1))
        return SolverIdle;
    if (flat->phase == FlatRepeat && AtomicLoad(&flat->built) == 0) {
        FlatChain *const chain = FlatChainBegin(flat, arena);
        if (FlatChainAttempt(flat, chain, FlatAttemptOf(flat->best), statistics) == flat->best)
            Build(flat, chain, statistics);
        else
            AtomicStore(&flat->built, 2);
    } else if (flat->phase == FlatLookForTwins && AtomicLoad(&flat->twinsSought) == 0) {
        FlatChain *const chain = arena;
        chain->identity = 0; /* its set-up is overwritten */
        (void)KeysFindDuplicate(&flat->plan->keys, chain + 1, &flat->twins);
        AtomicStore(&flat->twinsSought, 1);
    }
    FlatSlotRelease(slot);
    return SolverIdle;
}

SolverStep FlatRun(Flat *flat, void *arena, uint32_t units, SolveStatistics *statistics)
{
    return flat->phase == FlatSearch ? Search(flat, arena, units, statistics) : Alone(flat, arena, statistics);
}

static ChmStatus SearchOn(Flat *flat)
{
    flat->phase = FlatSearch;
    flat->nextBlock = flat->limit / ContractBlockAttempts;
    flat->limit = flat->finalLimit;
    return ChmContinue;
}

/* All attempts up to the limit are over: is that the end, or a step to the next phase? */
static ChmStatus AfterSearch(Flat *flat, ChmError *error)
{
    if (flat->best != FLAT_NONE) {
        if (flat->allAttempts && flat->limit != flat->finalLimit)
            return SearchOn(flat);
        if (flat->built == 1)
            return ChmOk;
        flat->phase = FlatRepeat;
        return ChmContinue;
    }
    if (!flat->twinsExcluded) {
        flat->phase = FlatLookForTwins;
        return ChmContinue;
    }
    return ChmFail(error, ChmAttemptsExhausted, NULL, flat->limit, flat->resizes, 0);
}

static ChmStatus AfterTwins(Flat *flat, ChmError *error)
{
    if (flat->twinsSought == 0)
        return ChmContinue;
    if (flat->twins.status != ChmOk)
        return ChmFail(error, flat->twins.status, flat->twins.reason, flat->twins.numbers[0], flat->twins.numbers[1],
                       flat->twins.numbers[2]);
    flat->twinsExcluded = true;
    return flat->limit == flat->finalLimit ? AfterSearch(flat, error) : SearchOn(flat);
}

ChmStatus FlatAdvance(Flat *flat, ChmError *error)
{
    if (*flat->cancelled != 0)
        return ChmFail(error, ChmCancelled, NULL, 0, 0, 0);
    if (flat->built == 2)
        return ChmFail(error, ChmInternal, "a table failed its verification", FlatAttemptOf(flat->best), 0, 0);
    if (flat->phase == FlatLookForTwins)
        return AfterTwins(flat, error);
    if (flat->phase == FlatRepeat)
        return flat->built == 1 ? ChmOk : ChmContinue;
    const bool decided =
        !flat->allAttempts && flat->best != FLAT_NONE && !FlatSlotsHaveBelow(flat, FlatAttemptOf(flat->best));
    const bool allMade =
        flat->nextBlock * ContractBlockAttempts >= flat->limit && !FlatSlotsHaveBelow(flat, flat->limit);
    return decided || allMade ? AfterSearch(flat, error) : ChmContinue;
}

uint32_t FlatParallelism(const Flat *flat)
{
    if (flat->phase != FlatSearch)
        return 1;
    const uint64_t blocks = (flat->limit + ContractBlockAttempts - 1) / ContractBlockAttempts;
    return blocks < FlatMaxChains ? (uint32_t)blocks : FlatMaxChains;
}

uint32_t FlatSliceUnits(const Flat *flat)
{
    const uint64_t keys = flat->plan->keys.count, sliceNs = 2000000;
    const uint64_t keyNs = flat->family->hash != NULL ? 6 : keys < 1u << 20 ? 2 : 10; /* of one attempt, a key */
    const uint64_t units = sliceNs / (keys * keyNs + 100);
    return units != 0 ? (uint32_t)units : 1;
}
