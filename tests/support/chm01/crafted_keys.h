// Makes key sets against a seed, as an attacker would: each solved set gets two keys that the seeds
// of its table can't keep apart, so that the attempt which solved it never will again.
#pragma once

#include <cstdint>
#include <unordered_set>
#include <vector>

#include "support/chm01/solver_runner.h"

class CraftedKeys {
public:
    CraftedKeys(size_t count, uint32_t keySizeInBytes, uint64_t seed);

    Keys keys() const { return Keys(values, keySize); }

    // Spoils the attempt that solved the set; of a partitioned table, that of its first bucket.
    // False when all keys have been used up.
    bool Spoil(const Solved &solved);

private:
    uint64_t Draw();
    void Replace(uint64_t key);

    std::vector<uint64_t> values;
    std::unordered_set<uint64_t> members;
    uint32_t keySize;
    uint64_t draws;
    size_t crafted = 0; // values from the first on
};

// Keys of which so many fall into the first of bucketCount buckets under each of the given s0 that
// they overflow it; the rest is random.
std::vector<uint64_t> OverflowingKeys(size_t count, uint32_t bucketCount, size_t perRound,
                                      const std::vector<uint32_t> &rounds);
