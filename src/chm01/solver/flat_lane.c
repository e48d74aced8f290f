#include "flat_lane.h"

#include <string.h>

#include "chm01/base/carve.h"
#include "chm01/base/portable.h"
#include "chm01/base/rng.h"
#include "chm01/base/stopwatch.h"
#include "chm01/hash/hash_quadx.h"
#include "chm01/kernel/contraction_search.h"
#include "chm01/kernel/noise.h"
#include "plan.h"
#include "plan_given.h"

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
    const ContractionForm form = ContractionFormFor(keyCount, plan->edges);
    Carve carve = CarveBegin(lane);
    (void)CarveTake(&carve, sizeof(FlatLane));
    void *const kernel =
        CarveTake(&carve, contracted ? ContractionBytes(form, HashedKeySize(plan), keyCount, plan->edges)
                                     : DirectBytes(keyCount, plan->edgeBits));
    const TableSpec spec = PlanSpec(plan);
    const bool hasFingerprints = plan->options.fingerprintBits != 0;
    void *const given = CarveTake(&carve, hasFingerprints ? (size_t)keyCount * TableSlotSize(&spec) : 0);
    void *const marks = CarveTake(&carve, WantsMarks(plan) ? ((size_t)2 << plan->edgeBits) + 64 : 0);
    if (lane == NULL)
        return carve.used;
    lane->given = hasFingerprints ? given : NULL;
    lane->marks = WantsMarks(plan) ? marks : NULL;
    if (contracted)
        ContractionBegin(&lane->contraction, form, HashedKeySize(plan), keyCount, plan->edges, kernel);
    else
        DirectBegin(&lane->direct, keyCount, plan->edgeBits, kernel);
    return carve.used;
}

size_t FlatArenaBytes(const SolvePlan *plan)
{
    const size_t kernel = FlatLaneLayout(plan, NULL),
                 look = sizeof(FlatLane) + sizeof(SetLook) + KeysDuplicateScratch(&plan->keys);
    return kernel > look ? kernel : look;
}

/* The number that each key is given; NULL: its position, by the kernel. */
static const void *FlatLaneGiven(const Flat *flat, FlatLane *lane)
{
    if (lane->given != NULL)
        return lane->given;
    if (flat->plan->options.valueBits != 0)
        return flat->plan->options.values;
    if (flat->slotSizeInBytes != 1)
        return NULL;
    for (uint32_t i = 0; i < sizeof lane->positions; i++)
        lane->positions[i] = (uint8_t)i;
    return lane->positions;
}

FlatLane *FlatLaneBegin(const Flat *flat, void *arena)
{
    FlatLane *const lane = arena;
    if (lane->identity == flat->identity)
        return lane;
    (void)FlatLaneLayout(flat->plan, lane);
    lane->contraction.keys = flat->keys;
    lane->contraction.given = FlatLaneGiven(flat, lane);
    lane->direct.family = flat->family;
    lane->direct.keys = flat->keys;
    lane->identity = flat->identity;
    lane->block = FLAT_NONE;
    lane->markedBlock = FLAT_NONE;
    lane->step = FlatLaneBegins;
    return lane;
}

/* The set-up of the attempt's block. */
static bool SetUp(const Flat *flat, FlatLane *lane, Work *work, SolveStatistics *statistics)
{
    const SolveOptions *const options = &flat->plan->options;
    const ContractionSearch search = {flat->ops, flat->searchSeeds, FlatLaneStream(flat), flat->mostLinks};
    const uint64_t block = lane->attempt / ContractionBlockAttempts, start = StopwatchStart(options->clock);
    bool over;
    lane->block = FLAT_NONE; /* until it stands */
    if (options->seedCount == 0) {
        over = ContractionSetUpBlock(&search, &lane->contraction, block, work, &statistics->setups);
    } else {
        over = flat->ops->setUp(&lane->contraction, options->seeds[0], work);
        statistics->setups += over;
    }
    if (over)
        lane->block = block;
    statistics->setupNs += StopwatchLap(options->clock, start);
    return over;
}

static WorkAnswer HashContraction(const Flat *flat, FlatLane *lane, Work *work)
{
    const SolveOptions *const options = &flat->plan->options;
    const ContractionSearch search = {flat->ops, flat->searchSeeds, FlatLaneStream(flat), flat->mostLinks};
    const uint64_t s2 = options->seedCount != 0 ? options->seeds[1] : ContractionSecondSeed(&search, lane->attempt);
    return flat->ops->hash(&lane->contraction, s2, work);
}

static WorkAnswer HashDirect(const Flat *flat, FlatLane *lane, Work *work)
{
    const SolveOptions *const options = &flat->plan->options;
    uint64_t seeds[TABLE_MAX_SEEDS];
    for (uint32_t i = 0; i < TABLE_MAX_SEEDS; i++)
        seeds[i] = RngDraw(SearchSeedOf(&flat->searchSeeds, lane->attempt), FlatLaneStream(flat) + i, lane->attempt);
    flat->family->shape(seeds, flat->edgeBits + 1);
    return DirectHash(&lane->direct, options->seedCount != 0 ? options->seeds : seeds, work);
}

/* Measures how much of the table the hashed attempt touches. */
static void FlatLaneMeasure(const Flat *flat, FlatLane *lane, TableCoverage *coverage)
{
    const SolveOptions *const options = &flat->plan->options;
    const uint32_t *const positions = options->coverageSubset;
    const uint32_t count = positions != NULL ? options->coverageSubsetCount : (uint32_t)flat->plan->keys.count;
    const size_t half = flat->edges;
    if (flat->family->hash != NULL) {
        memset(lane->marks, 0, 2 * half + 64);
        DirectMark(&lane->direct, positions, count, lane->marks);
    } else {
        if (lane->markedBlock != lane->block) {
            memset(lane->marks, 0, half);
            ContractionMark(&lane->contraction, positions, count, lane->marks, NULL);
            lane->markedBlock = lane->block;
        }
        memset(lane->marks + half, 0, half + 64);
        ContractionMark(&lane->contraction, positions, count, NULL, lane->marks + half);
    }
    CoverageCount(lane->marks, 2 * half, 8 * flat->slotSizeInBytes, coverage);
}

static bool FlatContracts(const Flat *flat)
{
    return flat->family->hash == NULL;
}

static void FlatLaneStart(const Flat *flat, FlatLane *lane, uint64_t attempt, SolveStatistics *statistics)
{
    ContractionReset(&lane->contraction);
    DirectReset(&lane->direct);
    lane->attempt = attempt;
    lane->rank = FlatRank(0, attempt);
    lane->step =
        FlatContracts(flat) && lane->block != attempt / ContractionBlockAttempts ? FlatLaneSetsUp : FlatLaneHashes;
    statistics->attempts++;
}

/* Ranks the hashed attempt of a search for the best graph; returns whether to peel it. */
static bool IsGood(Flat *flat, FlatLane *lane, SolveStatistics *statistics)
{
    const SolveOptions *const options = &flat->plan->options;
    TableCoverage coverage;
    if (!options->findBestGraph)
        return true;
    FlatLaneMeasure(flat, lane, &coverage);
    lane->rank = FlatRank(CoverageScore(&coverage, options->coverageKind, options->coverageHighest), lane->attempt);
    const bool good = lane->rank <= AtomicLoad(&flat->best);
    statistics->outdone += !good;
    return good;
}

static WorkAnswer FlatLaneHash(Flat *flat, FlatLane *lane, Work *work, SolveStatistics *statistics)
{
    const WorkAnswer hashed = FlatContracts(flat) ? HashContraction(flat, lane, work) : HashDirect(flat, lane, work);
    statistics->rejected += hashed == WorkNo;
    return hashed == WorkYes && !IsGood(flat, lane, statistics) ? WorkNo : hashed;
}

/* Takes the attempt on by a step. Yes: the next one follows. */
static WorkAnswer FlatLaneStepOn(Flat *flat, FlatLane *lane, Work *work, SolveStatistics *statistics)
{
    switch (lane->step) {
    case FlatLaneSetsUp: return SetUp(flat, lane, work, statistics) ? WorkYes : WorkMore;
    case FlatLaneHashes: return FlatLaneHash(flat, lane, work, statistics);
    default:
        return FlatContracts(flat) ? flat->ops->peel(&lane->contraction.peel, work) : DirectPeel(&lane->direct, work);
    }
}

WorkAnswer FlatLaneAttempt(Flat *flat, FlatLane *lane, uint64_t attempt, Work *work, uint64_t *rank,
                           SolveStatistics *statistics)
{
    const ChmClock clock = flat->plan->options.clock;
    const uint64_t setupBefore = statistics->setupNs, start = StopwatchStart(clock);
    WorkAnswer answer = WorkYes;
    if (lane->step == FlatLaneBegins || lane->step >= FlatLaneHasPeeled || lane->attempt != attempt)
        FlatLaneStart(flat, lane, attempt, statistics);
    while (answer == WorkYes && lane->step != FlatLaneHasPeeled) {
        answer = FlatLaneStepOn(flat, lane, work, statistics);
        if (answer != WorkMore)
            lane->step = answer == WorkYes ? (FlatLaneStep)(lane->step + 1) : FlatLaneBegins;
    }
    *rank = lane->rank;
    statistics->attemptNs += StopwatchLap(clock, start) - (statistics->setupNs - setupBefore);
    return answer;
}

static const ContractionSlots *LoopsOf(const Flat *flat)
{
    const bool isGiven = PlanIsGiven(flat->plan) || flat->slotSizeInBytes == 1;
    return isGiven ? ContractionGivenSlotsFor(flat->form, flat->slotSizeInBytes) : ContractionSlotsFor(flat->form);
}

/* Computes what the slots of each key add up to, under the seeds of the attempt. */
static bool FlatLaneGive(const Flat *flat, FlatLane *lane, Work *work)
{
    Contraction *const contraction = &lane->contraction;
    const SolvePlan *const plan = flat->plan;
    const size_t count = plan->keys.count, from = contraction->place.at, to = WorkUntil(work, from, count);
    const Given given = PlanGiven(plan, contraction, flat->hashedKeySize, flat->slotSizeInBytes);
    GivenFill(&given, from, to, lane->given);
    contraction->noise = NoiseSeed(contraction->s1, contraction->s2, 0);
    if (!WorkPassed(&contraction->place, to, count))
        return false;
    ContractionReset(contraction);
    return true;
}

static bool FlatLaneAssign(Flat *flat, FlatLane *lane, Work *work, SolveStatistics *statistics)
{
    const ChmClock clock = flat->plan->options.clock;
    const uint64_t start = StopwatchStart(clock);
    const bool over = FlatContracts(flat) ? ContractionAssign(&lane->contraction, LoopsOf(flat), flat->slots, work)
                                          : DirectAssign(&lane->direct, flat->slotSizeInBytes, flat->slots, work);
    statistics->assignNs += StopwatchLap(clock, start);
    return over;
}

static WorkAnswer FlatLaneVerify(Flat *flat, FlatLane *lane, Work *work, SolveStatistics *statistics)
{
    const ChmClock clock = flat->plan->options.clock;
    const uint64_t start = StopwatchStart(clock);
    const WorkAnswer sound = FlatContracts(flat)
                                 ? LoopsOf(flat)->verify(&lane->contraction, flat->slots, work)
                                 : DirectVerify(&lane->direct, flat->slotSizeInBytes, flat->slots, work);
    statistics->verifyNs += StopwatchLap(clock, start);
    return sound;
}

/* Notes the seeds of the table and, where it is measured, its coverage. */
static void FlatLaneDescribe(Flat *flat, FlatLane *lane)
{
    const uint64_t seedMask = flat->hashedKeySize == 8 ? UINT64_MAX : UINT32_MAX;
    const uint64_t pair[QUADX_SEEDS] = {lane->contraction.s1, lane->contraction.s2};
    if (lane->marks != NULL)
        FlatLaneMeasure(flat, lane, &flat->coverage);
    for (uint32_t i = 0; i < flat->family->seedCount; i++)
        flat->seeds[i] = (FlatContracts(flat) ? pair[i] : lane->direct.seeds[i]) & seedMask;
}

WorkAnswer FlatLaneBuild(Flat *flat, FlatLane *lane, Work *work, SolveStatistics *statistics)
{
    if (lane->step == FlatLaneHasPeeled)
        lane->step = lane->given != NULL ? FlatLaneGives : FlatLaneAssigns;
    if (lane->step == FlatLaneGives) {
        if (!FlatLaneGive(flat, lane, work))
            return WorkMore;
        lane->step = FlatLaneAssigns;
    }
    if (lane->step == FlatLaneAssigns) {
        if (!FlatLaneAssign(flat, lane, work, statistics))
            return WorkMore;
        lane->step = FlatLaneVerifies;
    }
    const WorkAnswer sound = FlatLaneVerify(flat, lane, work, statistics);
    if (sound == WorkMore)
        return WorkMore;
    lane->step = FlatLaneBegins;
    FlatLaneDescribe(flat, lane);
    return sound;
}
