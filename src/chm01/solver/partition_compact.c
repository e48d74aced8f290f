/* Solving one bucket of a compact table, as partition_bucket.c does those of two slots a key. */
#include <string.h>

#include "chm01/base/carve.h"
#include "chm01/base/rng.h"
#include "chm01/base/stopwatch.h"
#include "chm01/kernel/fuse.h"
#include "partition_bucket.h"
#include "plan_given.h"
#include "set_seed.h"

/* As a search of one graph has them; another s0 is the better way then. */
enum { CompactPlainAttempts = 8, CompactSurrenderAttempts = 64 };

static size_t PartitionCompactLayout(const SolvePlan *plan, PartitionPairs *pairs, void *arena)
{
    const FuseShape shape = {plan->edges, plan->edgeBits};
    const uint32_t keySize = TableHashes64(plan->keys.keySizeInBytes, plan->extractMask) ? 8 : 4;
    const size_t room = PartitionRoom(plan);
    const KeySet most = {NULL, room, keySize};
    const FuseForm form = FuseFormFor((uint32_t)room, shape);
    const size_t fuse = FuseBytes(form, (uint32_t)room, shape), scratch = KeysDuplicateScratch(&most);
    Carve carve = CarveBegin(arena);
    (void)CarveTake(&carve, sizeof(uint64_t));
    pairs->keys = CarveTake(&carve, room * keySize);
    pairs->indices = CarveTake(&carve, keySize == 4 ? room * sizeof *pairs->indices : 0);
    pairs->kernel = CarveTake(&carve, fuse > scratch ? fuse : scratch);
    return carve.used;
}

size_t PartitionCompactBytes(const SolvePlan *plan)
{
    PartitionPairs unused;
    return PartitionCompactLayout(plan, &unused, NULL);
}

/* True when this attempt succeeds. */
static bool CompactAttempt(const Partition *partition, Fuse *fuse, const uint64_t *seeds, SolveStatistics *statistics)
{
    const ChmClock clock = partition->plan->options.clock;
    Work work = WorkAll();
    statistics->attempts++;
    statistics->setups++;
    FuseReset(fuse);
    const uint64_t start = StopwatchStart(clock);
    (void)FuseHashKeys(fuse, seeds[0], seeds[1], &work);
    statistics->setupNs += StopwatchLap(clock, start);
    const uint64_t hashed = StopwatchStart(clock);
    const bool solved = FusePeel(fuse, &work) == WorkYes;
    statistics->attemptNs += StopwatchLap(clock, hashed);
    return solved;
}

/* Attempts until one succeeds; 0 when none does, and says so, or when the search is to end. */
static uint64_t CompactSearchBucket(Partition *partition, uint32_t number, const PartitionPairs *pairs, Fuse *fuse,
                                    SolveStatistics *statistics)
{
    const KeySet set = {pairs->keys, fuse->keyCount, partition->hashedKeySize};
    const uint64_t given = partition->plan->options.maxAttempts;
    const uint64_t limit = given != 0 ? given : CompactSurrenderAttempts;
    const uint64_t stream = PartitionStream(partition, number);
    uint64_t seed = partition->searchSeeds.rngSeed;
    for (uint64_t attempt = 0; attempt < limit; attempt++) {
        if (PartitionIsStopped(partition))
            return 0;
        if (attempt == CompactPlainAttempts) {
            if (PartitionBucketHasDuplicates(partition, pairs, &set))
                return 0;
            seed = SetSeedOf(&set, seed);
        }
        const uint64_t seeds[2] = {RngDraw(seed, stream, attempt) | 1, RngDraw(seed, stream + 1, attempt)};
        if (CompactAttempt(partition, fuse, seeds, statistics))
            return attempt + 1;
    }
    if (limit > CompactPlainAttempts || !PartitionBucketHasDuplicates(partition, pairs, &set))
        (void)AtomicAdd(&partition->unsolved, 1);
    return 0;
}

static void CompactBuild(Partition *partition, uint32_t bucket, Fuse *fuse, SolveStatistics *statistics)
{
    const ChmClock clock = partition->plan->options.clock;
    void *const slice = partition->slots + bucket * PartitionSliceBytes(partition);
    const uint64_t s1 = fuse->s1, s2 = fuse->s2, start = StopwatchStart(clock);
    Work work = WorkAll();
    fuse->noise = PlanNoise(partition->plan, s1, s2, bucket);
    (void)FuseAssign(fuse, slice, &work);
    statistics->assignNs += StopwatchLap(clock, start);
    const uint64_t assigned = StopwatchStart(clock);
    if (FuseVerify(fuse, slice, &work) != WorkYes)
        (void)AtomicAdd(&partition->unsound, 1);
    statistics->verifyNs += StopwatchLap(clock, assigned);
    PartitionBucketWriteSeeds(partition, bucket, s1, s2);
}

static void CompactMark(const Partition *partition, uint32_t bucket, const Fuse *fuse)
{
    const size_t vertices = partition->plan->edges;
    if (partition->marks == NULL)
        return;
    uint8_t *const marks = partition->marks + bucket * vertices;
    memset(marks, 0, vertices + (bucket + 1 == partition->bucketCount ? 64 : 0));
    if (fuse != NULL)
        FuseMark(fuse, marks);
}

static void CompactBeginBucket(const Partition *partition, uint32_t bucket, void *arena, PartitionPairs *pairs,
                               Fuse *fuse)
{
    const SolvePlan *const plan = partition->plan;
    const FuseShape shape = {plan->edges, plan->edgeBits};
    const uint32_t count = partition->bucketKeys[bucket];
    (void)PartitionCompactLayout(plan, pairs, arena);
    PartitionBucketLoad(partition, bucket, count, pairs);
    const uint32_t room = (uint32_t)partition->room;
    FuseBegin(fuse, FuseFormFor(room, shape), room, shape, pairs->kernel);
    fuse->keys = pairs->keys;
    fuse->keySize = partition->hashedKeySize;
    fuse->keyCount = count;
    fuse->indices = pairs->indices;
    PlanGiveFuse(plan, fuse, partition->slotSizeInBytes);
}

void PartitionSolveCompact(Partition *partition, uint32_t bucket, void *arena, SolveStatistics *statistics)
{
    const ChmClock clock = partition->plan->options.clock;
    if (partition->bucketKeys[bucket] == 0) {
        PartitionBucketClear(partition, bucket);
        CompactMark(partition, bucket, NULL);
        return;
    }
    PartitionPairs pairs;
    Fuse fuse;
    const uint64_t start = StopwatchStart(clock), before = statistics->attempts;
    CompactBeginBucket(partition, bucket, arena, &pairs, &fuse);
    statistics->scatterNs += StopwatchLap(clock, start);
    const uint64_t attempts = CompactSearchBucket(partition, bucket, &pairs, &fuse, statistics);
    (void)AtomicAdd(&partition->made, statistics->attempts - before);
    if (attempts == 0)
        return;
    CompactBuild(partition, bucket, &fuse, statistics);
    CompactMark(partition, bucket, &fuse);
    (void)AtomicAdd(&partition->attempts, attempts);
}
