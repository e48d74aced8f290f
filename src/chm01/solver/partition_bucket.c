/*
 * Solving one bucket: its pairs are copied out of its slice of the table, and its slots take their
 * place.
 */
#include <string.h>

#include "chm01/base/carve.h"
#include "chm01/base/portable.h"
#include "chm01/base/stopwatch.h"
#include "chm01/hash/theory.h"
#include "chm01/kernel/contraction_search.h"
#include "chm01/kernel/noise.h"
#include "partition_bucket.h"
#include "plan_given.h"
#include "set_seed.h"

/* 14 / p fail once in a million; that 16 times over, and another s0 is the better way. */
enum { SurrenderAttempts = 14 * 16 };

static size_t PartitionBucketLayout(const SolvePlan *plan, PartitionPairs *bucket, void *arena)
{
    const uint32_t keySize = TableHashes64(plan->keys.keySizeInBytes, plan->extractMask) ? 8 : 4;
    const size_t room = (size_t)1 << plan->edgeBits;
    Carve carve = CarveBegin(arena);
    (void)CarveTake(&carve, sizeof(uint64_t));
    bucket->keys = CarveTake(&carve, room * keySize);
    bucket->indices = CarveTake(&carve, keySize == 4 ? room * sizeof *bucket->indices : 0);
    bucket->kernel = CarveTake(&carve, ContractionBytes(ContractionBucket, keySize, room, plan->edges));
    bucket->marks = CarveTake(&carve, plan->options.measureCoverage ? 2 * room + 64 : 0);
    bucket->given = CarveTake(&carve, PlanIsGiven(plan) ? room * PartitionSlotSize(plan) : 0);
    return carve.used;
}

size_t PartitionBucketBytes(const SolvePlan *plan)
{
    PartitionPairs unused;
    return PartitionBucketLayout(plan, &unused, NULL);
}

void PartitionBucketLoad(const Partition *partition, uint32_t bucket, uint32_t count, PartitionPairs *out)
{
    const size_t slice = bucket * partition->room;
    const uint64_t *const pairs = (const uint64_t *)(const void *)partition->pairs + slice;
    if (partition->hashedKeySize == 8) {
        memcpy(out->keys, pairs, count * sizeof *pairs);
        out->indices = partition->indices + slice;
        return;
    }
    uint32_t *const restrict keys = out->keys, *const restrict indices = out->indices;
    for (uint32_t i = 0; i < count; i++) {
        keys[i] = (uint32_t)pairs[i];
        indices[i] = (uint32_t)(pairs[i] >> 32);
    }
}

bool PartitionBucketHasDuplicates(Partition *partition, const PartitionPairs *bucket, const KeySet *set)
{
    ChmError error;
    if (KeysFindDuplicate(set, bucket->kernel, &error) == ChmOk)
        return false;
    (void)AtomicLower(&partition->duplicates,
                      (uint64_t)bucket->indices[error.numbers[2]] << 32 | bucket->indices[error.numbers[1]]);
    return true;
}

static uint64_t PartitionBucketAttemptLimit(const Partition *partition, uint32_t count)
{
    const uint64_t given = partition->plan->options.maxAttempts;
    return given != 0 ? given
                      : (uint64_t)((double)SurrenderAttempts /
                                   TheoryProbability(count, (uint64_t)1 << partition->edgeBits, true));
}

/* True when this attempt, the next of its block, has no cycle. */
static bool PartitionBucketAttempt(const ContractionSearch *search, Contraction *contraction, uint64_t attempt,
                                   Work *work, ChmClock clock, SolveStatistics *statistics)
{
    const uint64_t start = StopwatchStart(clock);
    if (attempt % ContractionBlockAttempts == 0) {
        (void)ContractionSetUpBlock(search, contraction, attempt / ContractionBlockAttempts, work, &statistics->setups);
        statistics->setupNs += StopwatchLap(clock, start);
    }
    const uint64_t setUp = StopwatchStart(clock);
    statistics->attempts++;
    const uint64_t s2 = ContractionSecondSeed(search, attempt);
    const bool hashed = search->ops->hash(contraction, s2, work) == WorkYes;
    const bool solved = hashed && search->ops->peel(&contraction->peel, work) == WorkYes;
    statistics->rejected += !hashed;
    statistics->attemptNs += StopwatchLap(clock, setUp);
    return solved;
}

/* Attempts until one succeeds; 0 when none does, and says so, or when the search is to end. */
static uint64_t PartitionBucketSearch(Partition *partition, uint32_t number, const PartitionPairs *bucket,
                                      Contraction *contraction, SolveStatistics *statistics)
{
    const KeySet set = {bucket->keys, contraction->keyCount, partition->hashedKeySize};
    const uint64_t rngSeed = partition->searchSeeds.rngSeed;
    ContractionSearch search = {partition->ops,
                                {rngSeed, 0},
                                PartitionStream(partition, number),
                                TheoryMostLinks(contraction->keyCount, (uint64_t)1 << partition->edgeBits)};
    const uint64_t limit = PartitionBucketAttemptLimit(partition, contraction->keyCount);
    Work work = WorkAll();
    for (uint64_t attempt = 0; attempt < limit; attempt++) {
        if (PartitionIsStopped(partition))
            return 0;
        if (attempt == SearchPlainAttempts) { /* a new block: its set-up may be overwritten */
            if (PartitionBucketHasDuplicates(partition, bucket, &set))
                return 0;
            search.seeds.setSeed = SetSeedOf(&set, rngSeed);
        }
        if (PartitionBucketAttempt(&search, contraction, attempt, &work, partition->plan->options.clock, statistics))
            return attempt + 1;
    }
    if (limit > SearchPlainAttempts || !PartitionBucketHasDuplicates(partition, bucket, &set))
        (void)AtomicAdd(&partition->unsolved, 1);
    return 0;
}

static void PartitionBucketMeasure(Partition *partition, const Contraction *contraction, uint8_t *marks)
{
    const size_t half = (size_t)1 << partition->edgeBits;
    TableCoverage coverage;
    memset(marks, 0, 2 * half + 64);
    ContractionMark(contraction, NULL, contraction->keyCount, marks, marks + half);
    CoverageCount(marks, 2 * half, 8 * partition->slotSizeInBytes, &coverage);
    (void)AtomicAdd(&partition->usedCacheLines, coverage.usedCacheLines);
    (void)AtomicAdd(&partition->usedPages, coverage.usedPages);
    (void)AtomicLower(&partition->leastRoomInCacheLine, PARTITION_LINE_BYTES - coverage.mostSlotsInCacheLine);
}

void PartitionBucketWriteSeeds(const Partition *partition, uint32_t bucket, uint64_t s1, uint64_t s2)
{
    if (partition->hashedKeySize == 8 || PartitionIsCompact(partition)) {
        const TableSeeds64 seeds = {s1, s2};
        ((TableSeeds64 *)partition->directory)[bucket] = seeds;
    } else {
        const TableSeeds32 seeds = {(uint32_t)s1, (uint32_t)s2};
        ((TableSeeds32 *)partition->directory)[bucket] = seeds;
    }
}

/* Computes what the slots of the bucket's keys add up to, and the noise beside them. */
static void PartitionBucketGive(const Partition *partition, const PartitionPairs *bucket, uint32_t number,
                                Contraction *contraction)
{
    const SolvePlan *const plan = partition->plan;
    Given given = PlanGiven(plan, contraction, partition->hashedKeySize, partition->slotSizeInBytes);
    given.positions = bucket->indices;
    GivenFill(&given, 0, contraction->keyCount, bucket->given);
    contraction->given = bucket->given;
    contraction->noise = PlanNoise(plan, contraction->s1, contraction->s2, number);
}

void PartitionBucketClear(const Partition *partition, uint32_t number)
{
    const size_t sliceBytes = PartitionSliceBytes(partition);
    WorkPlace place = {0, 0};
    Work work = WorkAll();
    (void)NoiseFill(&work, &place, partition->slots + number * sliceBytes, sliceBytes,
                    PlanNoise(partition->plan, 1, 0, number));
    PartitionBucketWriteSeeds(partition, number, 1, 0);
}

void PartitionSolveBucket(Partition *partition, uint32_t bucket, void *arena, SolveStatistics *statistics)
{
    const ChmClock clock = partition->plan->options.clock;
    const uint32_t count = partition->bucketKeys[bucket];
    void *const slice = partition->slots + bucket * PartitionSliceBytes(partition);
    if (count == 0) {
        PartitionBucketClear(partition, bucket);
        return;
    }
    const uint64_t start = StopwatchStart(clock);
    PartitionPairs memory;
    (void)PartitionBucketLayout(partition->plan, &memory, arena);
    PartitionBucketLoad(partition, bucket, count, &memory);
    Contraction contraction;
    ContractionBegin(&contraction, ContractionBucket, partition->hashedKeySize, (uint64_t)1 << partition->edgeBits,
                     (uint32_t)1 << partition->edgeBits, memory.kernel);
    contraction.keys = memory.keys;
    contraction.indices = memory.indices;
    contraction.keyCount = count;
    statistics->scatterNs += StopwatchLap(clock, start);

    const uint64_t before = statistics->attempts,
                   attempts = PartitionBucketSearch(partition, bucket, &memory, &contraction, statistics);
    (void)AtomicAdd(&partition->made, statistics->attempts - before);
    if (attempts == 0)
        return;
    const bool isGiven = PlanIsGiven(partition->plan);
    const ContractionSlots *const slots = isGiven
                                              ? ContractionGivenSlotsFor(ContractionBucket, partition->slotSizeInBytes)
                                              : ContractionSlotsFor(ContractionBucket);
    if (isGiven)
        PartitionBucketGive(partition, &memory, bucket, &contraction);
    const uint64_t solved = StopwatchStart(clock);
    Work work = WorkAll();
    (void)ContractionAssign(&contraction, slots, slice, &work);
    statistics->assignNs += StopwatchLap(clock, solved);
    const uint64_t assigned = StopwatchStart(clock);
    if (slots->verify(&contraction, slice, &work) != WorkYes)
        (void)AtomicAdd(&partition->unsound, 1);
    statistics->verifyNs += StopwatchLap(clock, assigned);
    if (partition->plan->options.measureCoverage)
        PartitionBucketMeasure(partition, &contraction, memory.marks);
    PartitionBucketWriteSeeds(partition, bucket, contraction.s1, contraction.s2);
    (void)AtomicAdd(&partition->attempts, attempts);
}
