#include "partition.h"

#include <string.h>

#include "chm01/base/carve.h"
#include "chm01/base/portable.h"
#include "chm01/base/rng.h"
#include "chm01/base/stopwatch.h"
#include "compact_shape.h"
#include "plan.h"

/*
 * Buckets of 26,214 keys in the mean: their kernel's memory fits a second-level cache, and 1.6
 * attempts solve one.
 */
enum { BucketBits = 15, FillTenths = 8 };

/* Keys of a compact bucket in the mean, at most: its sums fit a second-level cache. */
enum { CompactBucketKeys = 45000 };

/*
 * Chunks: enough for many lanes, large enough for whole lines of pairs per bucket, about a
 * millisecond at most.
 */
enum { MostChunks = 32 };
#define LEAST_CHUNK_KEYS ((size_t)1 << 15)
#define MOST_CHUNK_KEYS ((size_t)1 << 20)

/* Two cache lines, in numbers of 4 bytes, since processors fetch the neighbour as well. */
enum { StartsAlignment = 32 };

enum { PlainRounds = 2, MostRounds = 50 };

/* A unit of the look at the set, in keys of its loops, and the number of units in a slice. */
enum { LookUnitSteps = 8192, LookSliceUnits = 50 };

static void ShapeOfTwo(SolvePlan *plan)
{
    const uint64_t keyCount = plan->keys.count;
    uint32_t bits = TABLE_MIN_EDGE_BITS;
    while (bits < BucketBits && ((uint64_t)FillTenths << bits) < keyCount * 10)
        bits++;
    const uint64_t tenths = (uint64_t)FillTenths << bits;
    plan->edgeBits = bits;
    plan->edges = (uint32_t)1 << bits;
    plan->bucketCount = (keyCount * 10 + tenths - 1) / tenths;
}

/* Six deviations above the mean, which no bucket of a sound s0 passes. */
static size_t CompactRoom(const SolvePlan *plan)
{
    const uint64_t mean = plan->keys.count / plan->bucketCount + 1;
    uint64_t root = 1;
    while (root * root < mean)
        root++;
    return (size_t)((mean + 6 * root + PARTITION_LINE_PAIRS - 1) & ~(uint64_t)(PARTITION_LINE_PAIRS - 1));
}

size_t PartitionRoom(const SolvePlan *plan)
{
    return plan->layout == LayoutCompactPartitioned ? CompactRoom(plan) : (size_t)plan->edges;
}

/*
 * The graphs have vertices for three deviations above the mean: fuller ones take an attempt more.
 */
static void ShapeOfThree(SolvePlan *plan)
{
    plan->bucketCount = (plan->keys.count + CompactBucketKeys - 1) / CompactBucketKeys;
    const uint64_t mean = plan->keys.count / plan->bucketCount + 1;
    const FuseShape shape = CompactShapeFor((mean + PartitionRoom(plan)) / 2, 0);
    plan->edges = shape.vertices;
    plan->edgeBits = shape.segmentBits;
}

void PartitionShape(SolvePlan *plan)
{
    if (plan->layout == LayoutCompactPartitioned)
        ShapeOfThree(plan);
    else
        ShapeOfTwo(plan);
}

static size_t ChunkKeys(const SolvePlan *plan)
{
    const size_t share = (plan->keys.count + MostChunks - 1) / MostChunks;
    return share < LEAST_CHUNK_KEYS ? LEAST_CHUNK_KEYS : share > MOST_CHUNK_KEYS ? MOST_CHUNK_KEYS : share;
}

static uint32_t ChunkCount(const SolvePlan *plan)
{
    return (uint32_t)((plan->keys.count + ChunkKeys(plan) - 1) / ChunkKeys(plan));
}

size_t PartitionArenaBytes(const SolvePlan *plan)
{
    const size_t scatter = PartitionScatterBytes(plan), bucket = plan->layout == LayoutCompactPartitioned
                                                                     ? PartitionCompactBytes(plan)
                                                                     : PartitionBucketBytes(plan);
    return scatter > bucket ? scatter : bucket;
}

uint32_t PartitionSlotSize(const SolvePlan *plan)
{
    const TableSpec spec = PlanSpec(plan);
    return TableSlotSize(&spec);
}

/* Where the image has room behind its slots: keys and payload come there when all is solved. */
static size_t IndicesOffset(const SolvePlan *plan)
{
    TableSpec spec = PlanSpec(plan);
    spec.omitKeys = true;
    spec.payloadBits = 0;
    spec.hasModule = false;
    return TableImageSize(&spec);
}

size_t PartitionImageBytes(const SolvePlan *plan, size_t sealedBytes)
{
    if (!TableHashes64(plan->keys.keySizeInBytes, plan->extractMask))
        return sealedBytes;
    const size_t wanted = IndicesOffset(plan) + (size_t)plan->bucketCount * PartitionRoom(plan) * sizeof(uint32_t);
    return wanted > sealedBytes ? wanted : sealedBytes;
}

static size_t PartitionLayout(Partition *partition, const SolvePlan *plan, void *memory)
{
    Carve carve = CarveBegin(memory);
    partition->startsPerChunk = ((size_t)plan->bucketCount + StartsAlignment - 1) & ~(size_t)(StartsAlignment - 1);
    partition->starts = CarveTake(&carve, (uint64_t)ChunkCount(plan) * partition->startsPerChunk * sizeof(uint32_t));
    partition->bucketKeys = CarveTake(&carve, (size_t)plan->bucketCount * sizeof(uint32_t));
    const bool compact = plan->layout == LayoutCompactPartitioned;
    const bool apart = compact || PartitionSlotSize(plan) < sizeof(uint32_t);
    const uint64_t buckets = plan->bucketCount;
    void *const pairs = CarveTake(&carve, apart ? buckets * PartitionRoom(plan) * sizeof(uint64_t) : 0);
    partition->pairs = apart ? pairs : NULL;
    const bool marked = compact && plan->options.measureCoverage;
    void *const marks = CarveTake(&carve, marked ? buckets * plan->edges + 64 : 0);
    partition->marks = marked ? marks : NULL;
    return carve.used;
}

size_t PartitionTableBytes(const SolvePlan *plan)
{
    Partition unused;
    return PartitionLayout(&unused, plan, NULL);
}

static void StartPhase(Partition *partition, PartitionPhase phase, uint32_t units)
{
    partition->phase = phase;
    partition->units = units;
    partition->nextUnit = 0;
    partition->unitsDone = 0;
    partition->unsolved = 0;
}

/*
 * s0 is the golden ratio's fraction, which spreads keys in a row best; then a random sequence. From
 * the third s0 on the keys have a part in it (search_seeds.h).
 */
static void StartRound(Partition *partition)
{
    enum { StreamS0 = 3 };
    const uint64_t golden = 0x9E3779B97F4A7C15u;
    const SearchSeeds *const seeds = &partition->searchSeeds;
    const uint64_t seed = partition->round < PlainRounds ? seeds->rngSeed : seeds->setSeed;
    const uint64_t drawn = RngDraw(seed, StreamS0, partition->round) | 1;
    if (partition->hashedKeySize == 8)
        partition->s0 = partition->round == 0 ? golden : drawn;
    else
        partition->s0 = partition->round == 0 ? golden >> 32 : (uint32_t)drawn;
    partition->attempts = 0;
    partition->usedCacheLines = 0;
    partition->usedPages = 0;
    partition->leastRoomInCacheLine = PARTITION_LINE_BYTES;
    StartPhase(partition, PartitionCount, partition->chunkCount);
}

void PartitionStart(Partition *partition, const SolvePlan *plan, const TableImage *image, void *memory,
                    volatile uint64_t *cancelled)
{
    partition->plan = plan;
    partition->hashedKeySize = TableHashes64(plan->keys.keySizeInBytes, plan->extractMask) ? 8 : 4;
    partition->ops = ContractionOpsFor(ContractionBucket, partition->hashedKeySize);
    partition->edgeBits = plan->edgeBits;
    partition->bucketCount = (uint32_t)plan->bucketCount;
    partition->chunkCount = ChunkCount(plan);
    partition->chunkKeys = ChunkKeys(plan);
    partition->room = PartitionRoom(plan);
    partition->extract = BitExtractOf(plan->extractMask);
    (void)PartitionLayout(partition, plan, memory);
    partition->slotSizeInBytes = PartitionSlotSize(plan);
    partition->slots = image->slots;
    if (partition->pairs == NULL)
        partition->pairs = partition->slots;
    partition->directory = image->directory;
    partition->keys = partition->hashedKeySize == 4 ? image->keys : NULL;
    partition->indices =
        partition->hashedKeySize == 8 ? (uint32_t *)(void *)(image->memory + IndicesOffset(plan)) : NULL;
    partition->duplicates = PARTITION_NO_DUPLICATES;
    partition->searchSeeds.rngSeed = plan->options.rngSeed;
    partition->cancelled = cancelled;
    StartRound(partition);
}

static void RunUnit(Partition *partition, uint32_t unit, void *arena, SolveStatistics *statistics)
{
    const ChmClock clock = partition->plan->options.clock;
    const uint64_t start = StopwatchStart(clock);
    switch (partition->phase) {
    case PartitionCount:
        PartitionCountChunk(partition, unit);
        statistics->scatterNs += StopwatchLap(clock, start);
        break;
    case PartitionScatter:
        PartitionScatterChunk(partition, unit, arena);
        statistics->scatterNs += StopwatchLap(clock, start);
        break;
    case PartitionSolve:
        if (PartitionIsCompact(partition))
            PartitionSolveCompact(partition, unit, arena, statistics);
        else
            PartitionSolveBucket(partition, unit, arena, statistics);
        break;
    case PartitionLookAtSet: break; /* PartitionLook */
    }
}

/*
 * Starts the look. Pairs are no longer needed: their room, at least 8 bytes a key, is the scratch.
 */
static void StartLook(Partition *partition)
{
    StartPhase(partition, PartitionLookAtSet, 1);
    SetLookBegin(&partition->look, &partition->plan->keys, partition->pairs, partition->searchSeeds.rngSeed);
}

/* A slice of the look at the set, by one lane at a time. */
static SolverStep PartitionLook(Partition *partition, uint32_t units)
{
    Work work = {(uint64_t)units * LookUnitSteps};
    if (AtomicLoad(&partition->unitsDone) != 0 || !AtomicReplace(&partition->looks, 0, 1))
        return SolverIdle;
    const bool over = SetLookOn(&partition->look, &work, &partition->searchSeeds.setSeed, &partition->duplicatesError);
    if (over)
        AtomicStore(&partition->unitsDone, 1);
    AtomicStore(&partition->looks, 0);
    return over ? SolverIdle : SolverMore;
}

SolverStep PartitionRun(Partition *partition, void *arena, uint32_t units, SolveStatistics *statistics)
{
    *(uint64_t *)arena = 0; /* the set-up of a flat search may have stood here: it does no more */
    if (partition->phase == PartitionLookAtSet)
        return PartitionIsStopped(partition) ? SolverIdle : PartitionLook(partition, units);
    for (; units != 0; units--) {
        if (PartitionIsStopped(partition) || AtomicLoad(&partition->nextUnit) >= partition->units)
            return SolverIdle;
        const uint64_t unit = AtomicAdd(&partition->nextUnit, 1);
        if (unit >= partition->units)
            return SolverIdle;
        RunUnit(partition, (uint32_t)unit, arena, statistics);
        (void)AtomicAdd(&partition->unitsDone, 1);
    }
    return SolverMore;
}

/*
 * Turns the chunks' counts into where each chunk's pairs begin in each bucket. False when a bucket
 * has more keys than room.
 */
static bool LayOutChunks(Partition *partition)
{
    const uint32_t buckets = partition->bucketCount;
    uint32_t *const keys = partition->bucketKeys;
    memset(keys, 0, buckets * sizeof *keys);
    for (uint32_t chunk = 0; chunk < partition->chunkCount; chunk++) {
        uint32_t *const starts = PartitionStarts(partition, chunk);
        for (uint32_t bucket = 0; bucket < buckets; bucket++) {
            const uint32_t count = starts[bucket];
            starts[bucket] = keys[bucket];
            keys[bucket] += count;
        }
    }
    for (uint32_t bucket = 0; bucket < buckets; bucket++)
        if (keys[bucket] > partition->room)
            return false;
    return true;
}

static ChmStatus NextRound(Partition *partition, ChmError *error)
{
    if (++partition->round == MostRounds)
        return PlanExhausted(partition->plan, partition->made, 0, error);
    if (partition->round == PlainRounds)
        StartLook(partition);
    else
        StartRound(partition);
    return ChmContinue;
}

/*
 * A bucket that has keys touches its slice; slices are powers of two, so none lies in two large
 * pages unless it fills them.
 */
static uint64_t UsedLargePages(const Partition *partition)
{
    const uint64_t largePage = (uint64_t)2 << 20, slice = PartitionSliceBytes(partition);
    uint64_t used = 0, last = UINT64_MAX;
    for (uint32_t bucket = 0; bucket < partition->bucketCount; bucket++)
        if (partition->bucketKeys[bucket] != 0 && bucket * slice / largePage != last) {
            last = bucket * slice / largePage;
            used++;
        }
    return used;
}

static void SumCoverage(Partition *partition)
{
    if (PartitionIsCompact(partition)) {
        CoverageCount(partition->marks, (size_t)partition->bucketCount * partition->plan->edges,
                      PartitionSlotBits(partition), &partition->coverage);
        return;
    }
    const uint64_t bytes = partition->bucketCount * (uint64_t)PartitionSliceBytes(partition);
    const TableCoverage coverage = {(bytes + 63) / 64,
                                    partition->usedCacheLines,
                                    (bytes + 4095) / 4096,
                                    partition->usedPages,
                                    (bytes + (2u << 20) - 1) / (2u << 20),
                                    UsedLargePages(partition),
                                    (uint32_t)(PARTITION_LINE_BYTES - partition->leastRoomInCacheLine)};
    partition->coverage = coverage;
}

static ChmStatus AfterSolve(Partition *partition, ChmError *error)
{
    if (partition->unsound != 0)
        return ChmFail(error, ChmInternal, "a table failed its verification", partition->unsound, 0, 0);
    if (partition->unsolved != 0) {
        /* The round has ended early, perhaps before the bucket with the lowest duplicates. */
        if (partition->duplicates == PARTITION_NO_DUPLICATES)
            return NextRound(partition, error);
        StartLook(partition);
        return ChmContinue;
    }
    if (partition->duplicates != PARTITION_NO_DUPLICATES) {
        const uint32_t first = (uint32_t)partition->duplicates;
        return ChmFail(error, ChmDuplicateKey, NULL, KeySetAt(&partition->plan->keys, first), first,
                       partition->duplicates >> 32);
    }
    if (partition->plan->options.measureCoverage)
        SumCoverage(partition);
    return ChmOk;
}

ChmStatus PartitionAdvance(Partition *partition, ChmError *error)
{
    if (AtomicLoad(partition->cancelled) != 0)
        return ChmFail(error, ChmCancelled, NULL, 0, 0, 0);
    if (partition->unitsDone != partition->units && partition->unsolved == 0)
        return ChmContinue;
    switch (partition->phase) {
    case PartitionCount:
        if (!LayOutChunks(partition))
            return NextRound(partition, error);
        StartPhase(partition, PartitionScatter, partition->chunkCount);
        return ChmContinue;
    case PartitionScatter: StartPhase(partition, PartitionSolve, partition->bucketCount); return ChmContinue;
    case PartitionLookAtSet:
        if (partition->duplicatesError.status != ChmOk)
            return ChmFailAs(error, &partition->duplicatesError);
        StartRound(partition);
        return ChmContinue;
    case PartitionSolve: break;
    }
    return AfterSolve(partition, error);
}

uint32_t PartitionParallelism(const Partition *partition)
{
    return partition->units;
}

uint32_t PartitionProgress(const Partition *partition)
{
    /* where each phase begins and ends; a round that has looked at the set begins again */
    static const uint32_t begins[] = {[PartitionCount] = 0, [PartitionScatter] = 100, [PartitionSolve] = 250};
    static const uint32_t ends[] = {[PartitionCount] = 100, [PartitionScatter] = 250, [PartitionSolve] = 1000};
    if (partition->phase == PartitionLookAtSet)
        return 0;
    const uint32_t begin = begins[partition->phase], end = ends[partition->phase];
    return begin + (uint32_t)(AtomicLoad(&partition->unitsDone) * (end - begin) / partition->units);
}

uint32_t PartitionSliceUnits(const Partition *partition)
{
    const uint64_t sliceNs = 1000000, chunkNs = partition->chunkKeys * 2,
                   bucketNs = (uint64_t)(PartitionIsCompact(partition) ? 20 : 7) * partition->room + 1;
    if (partition->phase == PartitionLookAtSet)
        return LookSliceUnits;
    const uint64_t units = sliceNs / (partition->phase == PartitionSolve ? bucketNs : chunkNs);
    return units != 0 ? (uint32_t)units : 1;
}
