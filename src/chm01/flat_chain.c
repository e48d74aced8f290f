#include "flat_chain.h"

#include "carve.h"
#include "contract_search.h"
#include "hash_quadx.h"
#include "rng.h"
#include "stopwatch.h"

/* Each resize has streams of draws of its own. */
enum { FirstStream = 1, StreamsPerResize = 16 };

static uint64_t Stream(const Flat *flat)
{
    return FirstStream + (uint64_t)StreamsPerResize * flat->resizes;
}

static size_t Layout(ContractForm form, const Family *family, uint32_t keySize, uint64_t keyCount, uint32_t edgeBits, FlatChain *chain)
{
    Carve carve = CarveBegin(chain);
    (void)CarveTake(&carve, sizeof(FlatChain));
    if (family->hash == NULL) {
        const size_t bytes = ContractBytes(form, keySize, keyCount, edgeBits);
        void *const memory = CarveTake(&carve, bytes);
        if (chain != NULL)
            ContractBegin(&chain->contract, form, keySize, keyCount, edgeBits, memory);
    } else {
        void *const memory = CarveTake(&carve, DirectBytes(keyCount, edgeBits));
        if (chain != NULL)
            DirectBegin(&chain->direct, keyCount, edgeBits, memory);
    }
    return carve.used;
}

size_t FlatArenaBytes(const SolvePlan *plan)
{
    const uint32_t hashedKeySize = TableHashes64(plan->keys.keySizeInBytes, plan->extractMask) ? 8 : 4;
    const size_t kernel = Layout(ContractFormFor(plan->keys.count), FamilyOf(plan->options.hashFunction), hashedKeySize, plan->keys.count,
                                 plan->edgeBits, NULL);
    const size_t twins = KeysDuplicateScratch(&plan->keys) + sizeof(FlatChain);
    return kernel > twins ? kernel : twins;
}

FlatChain *FlatChainBegin(const Flat *flat, void *arena)
{
    FlatChain *const chain = arena;
    if (chain->identity == flat->identity)
        return chain;
    (void)Layout(flat->form, flat->family, flat->hashedKeySize, flat->plan->keys.count, flat->edgeBits, chain);
    chain->contract.keys = flat->keys;
    chain->direct.family = flat->family;
    chain->direct.keys = flat->keys;
    chain->identity = flat->identity;
    chain->block = FLAT_NONE;
    return chain;
}

static void SetUp(const Flat *flat, FlatChain *chain, const ContractSearch *search, uint64_t block, SolveStatistics *statistics)
{
    const SolveOptions *const options = &flat->plan->options;
    const uint64_t start = StopwatchStart(options->clock);
    if (options->seedCount == 0) {
        ContractSetUpBlock(search, &chain->contract, block, statistics);
    } else {
        (void)flat->ops->setUp(&chain->contract, options->seeds[0]);
        statistics->setups++;
    }
    chain->block = block;
    statistics->setupNs += StopwatchLap(options->clock, start);
}

static bool AttemptContract(const Flat *flat, FlatChain *chain, uint64_t attempt, SolveStatistics *statistics)
{
    const SolveOptions *const options = &flat->plan->options;
    const ContractSearch search = { flat->ops, options->rngSeed, Stream(flat), flat->mostLinks };
    const uint64_t block = attempt / ContractBlockAttempts;
    if (chain->block != block)
        SetUp(flat, chain, &search, block, statistics);
    const uint64_t start = StopwatchStart(options->clock);
    const uint64_t s2 = options->seedCount != 0 ? options->seeds[1] : ContractSecondSeed(&search, attempt);
    bool solved = flat->ops->hash(&chain->contract, s2);
    if (solved)
        solved = flat->ops->peel(&chain->contract.peel);
    else
        statistics->rejected++;
    statistics->attemptNs += StopwatchLap(options->clock, start);
    return solved;
}

static bool AttemptDirect(const Flat *flat, FlatChain *chain, uint64_t attempt, SolveStatistics *statistics)
{
    const SolveOptions *const options = &flat->plan->options;
    const uint64_t start = StopwatchStart(options->clock);
    uint64_t seeds[TABLE_MAX_SEEDS];
    for (uint32_t i = 0; i < TABLE_MAX_SEEDS; i++)
        seeds[i] = RngDraw(options->rngSeed, Stream(flat) + i, attempt);
    flat->family->shape(seeds, flat->edgeBits + 1);
    bool solved = DirectHash(&chain->direct, options->seedCount != 0 ? options->seeds : seeds);
    if (solved)
        solved = DirectPeel(&chain->direct);
    else
        statistics->rejected++;
    statistics->attemptNs += StopwatchLap(options->clock, start);
    return solved;
}

bool FlatChainAttempt(const Flat *flat, FlatChain *chain, uint64_t attempt, SolveStatistics *statistics)
{
    statistics->attempts++;
    return flat->family->hash == NULL ? AttemptContract(flat, chain, attempt, statistics) : AttemptDirect(flat, chain, attempt, statistics);
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

    const uint64_t seedMask = flat->hashedKeySize == 8 ? UINT64_MAX : UINT32_MAX;
    const uint64_t pair[QUADX_SEEDS] = { chain->contract.s1, chain->contract.s2 };
    for (uint32_t i = 0; i < flat->family->seedCount; i++)
        flat->seeds[i] = (contracted ? pair[i] : chain->direct.seeds[i]) & seedMask;
    return sound;
}
