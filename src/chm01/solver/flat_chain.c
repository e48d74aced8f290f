#include "flat_chain.h"

#include <string.h>

#include "chm01/base/carve.h"
#include "chm01/base/portable.h"
#include "chm01/base/rng.h"
#include "chm01/base/stopwatch.h"
#include "chm01/hash/hash_quadx.h"
#include "chm01/kernel/contract_search.h"

/* Each resize has streams of draws of its own. */
enum { FirstStream = 1, StreamsPerResize = 16 };

static uint64_t Stream(const Flat *flat)
{
    return FirstStream + (uint64_t)StreamsPerResize * flat->resizes;
}

static bool WantsMarks(const SolvePlan *plan)
{
    return plan->options.findBestGraph || plan->options.measureCoverage;
}

static uint32_t HashedKeySize(const SolvePlan *plan)
{
    return TableHashes64(plan->keys.keySizeInBytes, plan->extractMask) ? 8 : 4;
}

/* Lays the kernel of plan's family out behind the chain; over NULL it only counts. */
static size_t Layout(const SolvePlan *plan, FlatChain *chain)
{
    const uint64_t keyCount = plan->keys.count;
    const bool contracted = FamilyOf(plan->options.hashFunction)->hash == NULL;
    const ContractForm form = ContractFormFor(keyCount, plan->edgeBits);
    Carve carve = CarveBegin(chain);
    (void)CarveTake(&carve, sizeof(FlatChain));
    void *const kernel =
        CarveTake(&carve, contracted ? ContractBytes(form, HashedKeySize(plan), keyCount, plan->edgeBits)
                                     : DirectBytes(keyCount, plan->edgeBits));
    void *const marks = CarveTake(&carve, WantsMarks(plan) ? ((size_t)2 << plan->edgeBits) + 64 : 0);
    if (chain == NULL)
        return carve.used;
    chain->marks = WantsMarks(plan) ? marks : NULL;
    if (contracted)
        ContractBegin(&chain->contract, form, HashedKeySize(plan), keyCount, plan->edgeBits, kernel);
    else
        DirectBegin(&chain->direct, keyCount, plan->edgeBits, kernel);
    return carve.used;
}

size_t FlatArenaBytes(const SolvePlan *plan)
{
    const size_t kernel = Layout(plan, NULL), twins = sizeof(FlatChain) + KeysDuplicateScratch(&plan->keys);
    return kernel > twins ? kernel : twins;
}

FlatChain *FlatChainBegin(const Flat *flat, void *arena)
{
    FlatChain *const chain = arena;
    if (chain->identity == flat->identity)
        return chain;
    (void)Layout(flat->plan, chain);
    chain->contract.keys = flat->keys;
    chain->direct.family = flat->family;
    chain->direct.keys = flat->keys;
    chain->identity = flat->identity;
    chain->block = FLAT_NONE;
    chain->markedBlock = FLAT_NONE;
    return chain;
}

static void SetUp(const Flat *flat, FlatChain *chain, const ContractSearch *search, uint64_t block,
                  SolveStatistics *statistics)
{
    const SolveOptions *const options = &flat->plan->options;
    const uint64_t start = StopwatchStart(options->clock);
    if (options->seedCount == 0) {
        ContractSetUpBlock(search, &chain->contract, block, &statistics->setups);
    } else {
        (void)flat->ops->setUp(&chain->contract, options->seeds[0]);
        statistics->setups++;
    }
    chain->block = block;
    statistics->setupNs += StopwatchLap(options->clock, start);
}

static bool HashContract(const Flat *flat, FlatChain *chain, uint64_t attempt, SolveStatistics *statistics)
{
    const SolveOptions *const options = &flat->plan->options;
    const ContractSearch search = {flat->ops, options->rngSeed, Stream(flat), flat->mostLinks};
    const uint64_t block = attempt / ContractBlockAttempts;
    if (chain->block != block)
        SetUp(flat, chain, &search, block, statistics);
    return flat->ops->hash(&chain->contract,
                           options->seedCount != 0 ? options->seeds[1] : ContractSecondSeed(&search, attempt));
}

static bool HashDirect(const Flat *flat, FlatChain *chain, uint64_t attempt)
{
    const SolveOptions *const options = &flat->plan->options;
    uint64_t seeds[TABLE_MAX_SEEDS];
    for (uint32_t i = 0; i < TABLE_MAX_SEEDS; i++)
        seeds[i] = RngDraw(options->rngSeed, Stream(flat) + i, attempt);
    flat->family->shape(seeds, flat->edgeBits + 1);
    return DirectHash(&chain->direct, options->seedCount != 0 ? options->seeds : seeds);
}

/* What the hashed attempt touches of the table. */
static void Measure(const Flat *flat, FlatChain *chain, TableCoverage *coverage)
{
    const SolveOptions *const options = &flat->plan->options;
    const uint32_t *const positions = options->coverageSubset;
    const uint32_t count = positions != NULL ? options->coverageSubsetCount : (uint32_t)flat->plan->keys.count;
    const size_t half = (size_t)1 << flat->edgeBits;
    if (flat->family->hash != NULL) {
        memset(chain->marks, 0, 2 * half + 64);
        DirectMark(&chain->direct, positions, count, chain->marks);
    } else {
        if (chain->markedBlock != chain->block) {
            memset(chain->marks, 0, half);
            flat->ops->markFirsts(&chain->contract, positions, count, chain->marks);
            chain->markedBlock = chain->block;
        }
        memset(chain->marks + half, 0, half + 64);
        flat->ops->markSeconds(&chain->contract, positions, count, chain->marks + half);
    }
    CoverageCount(chain->marks, 2 * half, flat->valueSizeInBytes, coverage);
}

uint64_t FlatChainAttempt(Flat *flat, FlatChain *chain, uint64_t attempt, SolveStatistics *statistics)
{
    const SolveOptions *const options = &flat->plan->options;
    const bool contracted = flat->family->hash == NULL;
    const uint64_t setupBefore = statistics->setupNs, start = StopwatchStart(options->clock);
    uint64_t rank = FlatRank(0, attempt);
    statistics->attempts++;
    if (!(contracted ? HashContract(flat, chain, attempt, statistics) : HashDirect(flat, chain, attempt))) {
        statistics->rejected++;
        rank = FLAT_NONE;
    } else if (options->findBestGraph) {
        TableCoverage coverage;
        Measure(flat, chain, &coverage);
        rank = FlatRank(CoverageScore(&coverage, options->coverageKind, options->coverageHighest), attempt);
        if (rank > AtomicLoad(&flat->best)) {
            statistics->outdone++;
            rank = FLAT_NONE;
        }
    }
    if (rank != FLAT_NONE && !(contracted ? flat->ops->peel(&chain->contract.peel) : DirectPeel(&chain->direct)))
        rank = FLAT_NONE;
    statistics->attemptNs += StopwatchLap(options->clock, start) - (statistics->setupNs - setupBefore);
    return rank;
}

bool FlatChainBuild(Flat *flat, FlatChain *chain, SolveStatistics *statistics)
{
    const ChmClock clock = flat->plan->options.clock;
    const bool contracted = flat->family->hash == NULL;
    const uint64_t start = StopwatchStart(clock);
    if (contracted)
        flat->ops->assign(&chain->contract, flat->values);
    else
        DirectAssign(&chain->direct, flat->valueSizeInBytes, flat->values);
    statistics->assignNs += StopwatchLap(clock, start);

    const uint64_t built = StopwatchStart(clock);
    const bool sound = contracted ? flat->ops->verify(&chain->contract, flat->values)
                                  : DirectVerify(&chain->direct, flat->valueSizeInBytes, flat->values);
    statistics->verifyNs += StopwatchLap(clock, built);

    if (chain->marks != NULL)
        Measure(flat, chain, &flat->coverage);

    const uint64_t seedMask = flat->hashedKeySize == 8 ? UINT64_MAX : UINT32_MAX;
    const uint64_t pair[QUADX_SEEDS] = {chain->contract.s1, chain->contract.s2};
    for (uint32_t i = 0; i < flat->family->seedCount; i++)
        flat->seeds[i] = (contracted ? pair[i] : chain->direct.seeds[i]) & seedMask;
    return sound;
}
