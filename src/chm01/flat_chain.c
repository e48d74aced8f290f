#include "flat_chain.h"

#include "carve.h"
#include "hash_quadx.h"
#include "rng.h"
#include "stopwatch.h"

/* Draws: one stream a kind, so that no two are the same. A resize begins new streams. */
enum { StreamFirstSeed = 1, StreamAttempt = 2, StreamsPerResize = 16 };

/* An s1 with too many links is likely to fail; of four candidates the first good one is taken, or the last. */
enum { FirstSeedCandidates = 4 };

static uint64_t Draw(const Flat *flat, uint64_t stream, uint64_t counter)
{
    return RngDraw(flat->plan->options.rngSeed, stream + (uint64_t)StreamsPerResize * flat->resizes, counter);
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

/* The s1 that attempts of this block share. A given one is taken as it is. */
static void SetUp(const Flat *flat, FlatChain *chain, uint64_t block, SolveStatistics *statistics)
{
    const SolveOptions *const options = &flat->plan->options;
    const uint64_t start = StopwatchStart(options->clock);
    for (uint64_t candidate = 0; candidate < FirstSeedCandidates; candidate++) {
        uint64_t seeds[TABLE_MAX_SEEDS] = { Draw(flat, StreamFirstSeed, block * FirstSeedCandidates + candidate) };
        flat->family->shape(seeds, flat->edgeBits);
        statistics->setups++;
        if (flat->ops->setUp(&chain->contract, options->seedCount != 0 ? options->seeds[0] : seeds[0]) <= flat->mostLinks || options->seedCount != 0)
            break;
    }
    chain->block = block;
    statistics->setupNs += StopwatchLap(options->clock, start);
}

static bool AttemptContract(const Flat *flat, FlatChain *chain, uint64_t attempt, SolveStatistics *statistics)
{
    const SolveOptions *const options = &flat->plan->options;
    const uint64_t block = attempt / FlatBlockAttempts;
    if (chain->block != block)
        SetUp(flat, chain, block, statistics);
    const uint64_t start = StopwatchStart(options->clock);
    const uint64_t s2 = options->seedCount != 0 ? options->seeds[1] : Draw(flat, StreamAttempt, attempt);
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
        seeds[i] = Draw(flat, StreamAttempt + i, attempt);
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
