/*
 * A bucket's keys on their way from its pairs to its table, for both kinds of graphs. Private to
 * partition*.c; one thread at a time.
 */
#ifndef CHM01_PARTITION_BUCKET_H
#define CHM01_PARTITION_BUCKET_H

#include "partition.h"

typedef struct PartitionPairs {
    void *keys;
    uint32_t *indices; /* 4-byte keys; those of 8-byte keys stay where they are */
    void *kernel;
    uint8_t *marks; /* when coverage is measured */
    void *given;    /* of values and fingerprints: what the slots of each key add up to */
} PartitionPairs;

/* Copies the pairs out of the bucket's slice. */
void PartitionBucketLoad(const Partition *partition, uint32_t bucket, uint32_t count, PartitionPairs *out);

/*
 * True when a key of the bucket occurs twice; the lowest pair of all buckets is what will be said.
 * The kernel's memory is overwritten.
 */
bool PartitionBucketHasDuplicates(Partition *partition, const PartitionPairs *bucket, const KeySet *set);

void PartitionBucketWriteSeeds(const Partition *partition, uint32_t bucket, uint64_t s1, uint64_t s2);

/* Makes a bucket without keys. */
void PartitionBucketClear(const Partition *partition, uint32_t number);

#endif
