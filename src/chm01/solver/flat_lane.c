#include "flat_lane.h"

#include <string.h>

#include "chm01/base/carve.h"
#include "chm01/base/portable.h"
#include "chm01/base/rng.h"
#include "chm01/base/stopwatch.h"
#include "chm01/hash/hash_quadx.h"
#include "chm01/kernel/contraction_search.h"

/* Each resize has streams of draws of its own. */
enum { FirstStream = 1, StreamsPerResize = 16 };

static uint64_t FlatLaneStream(const Flat *flat)
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

/* Lays the kernel of plan's family out behind the lane; over NULL it only counts. */
static size_t FlatLaneLayout(const SolvePlan *plan, FlatLane *lane)
{
    const uint64_t keyCount = plan->keys.count;
    const bool contracted = FamilyOf(plan->options.hashFunction)->hash == NULL;
    const ContractionForm form = ContractionFormFor(keyCount, plan->edgeBits);
    Carve carve = CarveBegin(lane);
    (void)CarveTake(&carve, sizeof(FlatLane));
    void *const kernel =
        CarveTake(&carve, contracted ? ContractionBytes(form, HashedKeySize(plan), keyCount, plan->edgeBits)
                                     : DirectBytes(keyCount, plan->edgeBits));
    void *const marks = CarveTake(&carve, WantsMarks(plan) ? ((size_t)2 << plan->edgeBits) + 64 : 0);
    if (lane == NULL)
        return carve.used;
    lane->marks = WantsMarks(plan) ? marks : NULL;
    if (contracted)
        ContractionBegin(&lane->contraction, form, HashedKeySize(plan), keyCount, plan->edgeBits, kernel);
    else
        DirectBegin(&lane->direct, keyCount, plan->edgeBits, kernel);
    return carve.used;
}

size_t FlatArenaBytes(const SolvePlan *plan)
{
    const size_t kernel = FlatLaneLayout(plan, NULL), duplicates = sizeof(FlatLane) + KeysDuplicateScratch(&plan->keys);
    return kernel > duplicates ? kernel : duplicates;
}

FlatLane *FlatLaneBegin(const Flat *flat, void *arena)
{
    FlatLane *const lane = arena;
    if (lane->identity == flat->identity)
        return lane;
    (void)FlatLaneLayout(flat->plan, lane);
    lane->contraction.keys = flat->keys;
    lane->direct.family = flat->family;
    lane->direct.keys = flat->keys;
    lane->identity = flat->identity;
    lane->block = FLAT_NONE;
    lane->markedBlock = FLAT_NONE;
    return lane;
}

static void SetUp(const Flat *flat, FlatLane *lane, const ContractionSearch *search, uint64_t block,
                  SolveStatistics *statistics)
{
    const SolveOptions *const options = &flat->plan->options;
    const uint64_t start = StopwatchStart(options->clock);
    if (options->seedCount == 0) {
        ContractionSetUpBlock(search, &lane->contraction, block, &statistics->setups);
    } else {
        (void)flat->ops->setUp(&lane->contraction, options->seeds[0]);
        statistics->setups++;
    }
    lane->block = block;
    statistics->setupNs += StopwatchLap(options->clock, start);
}

static bool HashContraction(const Flat *flat, FlatLane *lane, uint64_t attempt, SolveStatistics *statistics)
{
    const SolveOptions *const options = &flat->plan->options;
    const ContractionSearch search = {flat->ops, flat->searchSeeds, FlatLaneStream(flat), flat->mostLinks};
    const uint64_t block = attempt / ContractionBlockAttempts;
    if (lane->block != block)
        SetUp(flat, lane, &search, block, statistics);
    return flat->ops->hash(&lane->contraction,
                           options->seedCount != 0 ? options->seeds[1] : ContractionSecondSeed(&search, attempt));
}

static bool HashDirect(const Flat *flat, FlatLane *lane, uint64_t attempt)
{
    const SolveOptions *const options = &flat->plan->options;
    uint64_t seeds[TABLE_MAX_SEEDS];
    for (uint32_t i = 0; i < TABLE_MAX_SEEDS; i++)
        seeds[i] = RngDraw(SearchSeedOf(&flat->searchSeeds, attempt), FlatLaneStream(flat) + i, attempt);
    flat->family->shape(seeds, flat->edgeBits + 1);
    return DirectHash(&lane->direct, options->seedCount != 0 ? options->seeds : seeds);
}

/* What the hashed attempt touches of the table. */
static void FlatLaneMeasure(const Flat *flat, FlatLane *lane, TableCoverage *coverage)
{
    const SolveOptions *const options = &flat->plan->options;
    const uint32_t *const positions = options->coverageSubset;
    const uint32_t count = positions != NULL ? options->coverageSubsetCount : (uint32_t)flat->plan->keys.count;
    const size_t half = (size_t)1 << flat->edgeBits;
    if (flat->family->hash != NULL) {
        memset(lane->marks, 0, 2 * half + 64);
        DirectMark(&lane->direct, positions, count, lane->marks);
    } else {
        if (lane->markedBlock != lane->block) {
            memset(lane->marks, 0, half);
            flat->ops->markFirsts(&lane->contraction, positions, count, lane->marks);
            lane->markedBlock = lane->block;
        }
        memset(lane->marks + half, 0, half + 64);
        flat->ops->markSeconds(&lane->contraction, positions, count, lane->marks + half);
    }
    CoverageCount(lane->marks, 2 * half, flat->valueSizeInBytes, coverage);
}

uint64_t FlatLaneAttempt(Flat *flat, FlatLane *lane, uint64_t attempt, SolveStatistics *statistics)
{
    const SolveOptions *const options = &flat->plan->options;
    const bool contracted = flat->family->hash == NULL;
    const uint64_t setupBefore = statistics->setupNs, start = StopwatchStart(options->clock);
    uint64_t rank = FlatRank(0, attempt);
    statistics->attempts++;
    if (!(contracted ? HashContraction(flat, lane, attempt, statistics) : HashDirect(flat, lane, attempt))) {
        statistics->rejected++;
        rank = FLAT_NONE;
    } else if (options->findBestGraph) {
        TableCoverage coverage;
        FlatLaneMeasure(flat, lane, &coverage);
        rank = FlatRank(CoverageScore(&coverage, options->coverageKind, options->coverageHighest), attempt);
        if (rank > AtomicLoad(&flat->best)) {
            statistics->outdone++;
            rank = FLAT_NONE;
        }
    }
    if (rank != FLAT_NONE && !(contracted ? flat->ops->peel(&lane->contraction.peel) : DirectPeel(&lane->direct)))
        rank = FLAT_NONE;
    statistics->attemptNs += StopwatchLap(options->clock, start) - (statistics->setupNs - setupBefore);
    return rank;
}

bool FlatLaneBuild(Flat *flat, FlatLane *lane, SolveStatistics *statistics)
{
    const ChmClock clock = flat->plan->options.clock;
    const bool contracted = flat->family->hash == NULL;
    const uint64_t start = StopwatchStart(clock);
    if (contracted)
        flat->ops->assign(&lane->contraction, flat->values);
    else
        DirectAssign(&lane->direct, flat->valueSizeInBytes, flat->values);
    statistics->assignNs += StopwatchLap(clock, start);

    const uint64_t built = StopwatchStart(clock);
    const bool sound = contracted ? flat->ops->verify(&lane->contraction, flat->values)
                                  : DirectVerify(&lane->direct, flat->valueSizeInBytes, flat->values);
    statistics->verifyNs += StopwatchLap(clock, built);

    if (lane->marks != NULL)
        FlatLaneMeasure(flat, lane, &flat->coverage);

    const uint64_t seedMask = flat->hashedKeySize == 8 ? UINT64_MAX : UINT32_MAX;
    const uint64_t pair[QUADX_SEEDS] = {lane->contraction.s1, lane->contraction.s2};
    for (uint32_t i = 0; i < flat->family->seedCount; i++)
        flat->seeds[i] = (contracted ? pair[i] : lane->direct.seeds[i]) & seedMask;
    return sound;
}
