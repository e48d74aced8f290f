/*
 * Solving a partitioned table: the keys are cut into buckets that fit the cache, and each bucket is
 * solved alone. Phases, each with units that are independent of each other:
 *
 *   `count`     chunks of the input: how many keys of each bucket a chunk has; they are copied into
 *               the image too.
 *   `scatter`   the same chunks: (key, index) pairs go into the table's own slice of their bucket,
 *               which has room for exactly Eb pairs; beside narrower slots pairs have their own.
 *   `solve`     buckets: the pairs are copied out, and the slice gets the slots.
 *
 * A bucket that is too full or can't be solved means another s0, from the beginning. From the third
 * on s0 comes from a hash of the keys too. Pairs keep the input's order and a bucket's seeds depend
 * on (rng seed, s0's number, bucket, its keys) alone, so the bytes are the same for any number of
 * lanes.
 * Private to solver.c, plan.c and partition*.c. PartitionRun on several threads at once, the rest
 * on one while none runs.
 */
#ifndef CHM01_PARTITION_H
#define CHM01_PARTITION_H

#include "chm01/base/bit_extract.h"
#include "chm01/base/portable.h"
#include "chm01/kernel/contraction.h"
#include "chm01/kernel/search_seeds.h"
#include "chm01/table/table_image.h"
#include "set_look.h"
#include "solver.h"

typedef enum PartitionPhase {
    PartitionCount,
    PartitionScatter,
    PartitionSolve,
    PartitionLookAtSet /* two s0 have failed, or a key occurs twice: where first? and the seed of the next s0 */
} PartitionPhase;

#define PARTITION_NO_DUPLICATES UINT64_MAX
#define PARTITION_LINE_BYTES 64u /* as many slots at most */
#define PARTITION_LINE_PAIRS 32u /* of a bucket, which are scattered together */

typedef struct Partition {
    const SolvePlan *plan;
    const ContractionOps *ops;
    uint32_t hashedKeySize; /* 4 or 8 */
    uint32_t edgeBits, bucketCount, chunkCount;
    size_t chunkKeys;
    size_t room; /* keys of a bucket at most, and pairs of its slice */
    BitExtract extract;
    uint32_t *starts; /* [chunk][startsPerChunk], a word a bucket: a count, then the slot of the chunk's first pair */
    size_t startsPerChunk; /* whole pairs of cache lines: two threads never write to the same one */
    uint32_t *bucketKeys;  /* keys of each bucket */
    uint32_t slotSizeInBytes;
    uint8_t *slots; /* slices of 2 x 2^edgeBits slots, or of a compact graph's */
    uint8_t *pairs; /* slices of `room` pairs (8 bytes): in the room of 2 slots of 4 bytes, or of their own */
    uint8_t *marks; /* of a compact table's slots, when coverage is measured; else NULL */
    void *directory;
    uint8_t *keys;     /* the image's, which counting fills; NULL: there are none, or the indices stand there */
    uint32_t *indices; /* 8-byte hashed keys: the pairs' indices, in the image behind the slots; else NULL */
    PartitionPhase phase;
    uint32_t round; /* number of s0 */
    uint64_t s0;
    SearchSeeds searchSeeds;
    ChmError duplicatesError;
    SetLook look;
    volatile uint64_t looks; /* 1 while a lane looks at the set */
    uint32_t units;          /* of this phase */
    volatile uint64_t nextUnit, unitsDone;
    volatile uint64_t unsolved;   /* buckets of this round; the first one ends it */
    volatile uint64_t unsound;    /* buckets that failed their verification: a defect */
    volatile uint64_t duplicates; /* second position << 32 | first position, the lowest so far */
    volatile uint64_t attempts;   /* of this round's buckets that were solved */
    volatile uint64_t made;       /* attempts of all rounds, in vain or not */
    /* touched, of this round; when coverage is measured */
    volatile uint64_t usedCacheLines, usedPages, leastRoomInCacheLine;
    TableCoverage coverage;       /* of the table, in the end */
    volatile uint64_t *cancelled; /* the solver's */
} Partition;

/* Gives the plan the buckets, and the shape of their graphs. */
void PartitionShape(SolvePlan *plan);

size_t PartitionArenaBytes(const SolvePlan *plan);
size_t PartitionImageBytes(const SolvePlan *plan, size_t sealedBytes); /* with the room for indices, if they need any */
size_t PartitionTableBytes(const SolvePlan *plan);                     /* of `memory` below */

/* partition was zeroed before. */
void PartitionStart(Partition *partition, const SolvePlan *plan, const TableImage *image, void *memory,
                    volatile uint64_t *cancelled);
SolverStep PartitionRun(Partition *partition, void *arena, uint32_t units, SolveStatistics *statistics);
ChmStatus PartitionAdvance(Partition *partition, ChmError *error); /* ChmContinue: run on; ChmOk: all slots stand */
uint32_t PartitionParallelism(const Partition *partition);
uint32_t PartitionProgress(const Partition *partition); /* of this round, in thousandths */
uint32_t PartitionSliceUnits(const Partition *partition);

static inline uint32_t *PartitionStarts(const Partition *partition, uint32_t chunk)
{
    return partition->starts + chunk * partition->startsPerChunk;
}

/* True when no unit and no attempt is worth beginning. */
static inline bool PartitionIsStopped(Partition *partition)
{
    return AtomicLoad(partition->cancelled) != 0 || AtomicLoad(&partition->unsolved) != 0;
}

/*
 * The first of the two streams of draws that a bucket of this round has; those below are not of
 * buckets.
 */
static inline uint64_t PartitionStream(const Partition *partition, uint32_t bucket)
{
    return 16 + 2 * ((uint64_t)partition->round << 32 | bucket);
}

uint32_t PartitionSlotSize(const SolvePlan *plan);

static inline bool PartitionIsCompact(const Partition *partition)
{
    return partition->plan->layout == LayoutCompactPartitioned;
}

static inline uint32_t PartitionSlotBits(const Partition *partition)
{
    const uint32_t packedBits = partition->plan->packedBits;
    return packedBits != 0 ? packedBits : 8 * partition->slotSizeInBytes;
}

/* Returns the bytes of a bucket's slots. */
static inline size_t PartitionSliceBytes(const Partition *partition)
{
    const size_t slots = (PartitionIsCompact(partition) ? (size_t)1 : 2) * partition->plan->edges;
    return slots * PartitionSlotBits(partition) / 8;
}

/* Keys that a bucket has room for, a multiple of the pairs of a line. */
size_t PartitionRoom(const SolvePlan *plan);

/* The units. */
void PartitionCountChunk(Partition *partition, uint32_t chunk);
size_t PartitionScatterBytes(const SolvePlan *plan);
void PartitionScatterChunk(Partition *partition, uint32_t chunk, void *arena);
size_t PartitionBucketBytes(const SolvePlan *plan);
void PartitionSolveBucket(Partition *partition, uint32_t bucket, void *arena, SolveStatistics *statistics);
size_t PartitionCompactBytes(const SolvePlan *plan);
void PartitionSolveCompact(Partition *partition, uint32_t bucket, void *arena, SolveStatistics *statistics);

#endif
