// Runs a solver to its end, in every way that its contract allows: one lane or many, on one thread
// in any interleaving or on real threads.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "chm01/solver/solver.h"
#include "support/chm01/table_maker.h"

// A key set that owns its keys, 4, 8 or 16 bytes each.
class Keys {
public:
    Keys(std::vector<uint64_t> values, uint32_t keySizeInBytes = 4);
    static Keys Wide(std::vector<WideKey> keys);
    KeySet set() const;
    const std::vector<uint64_t> &values() const { return wide; }

private:
    std::vector<uint64_t> wide;
    std::vector<uint32_t> narrow;
    std::vector<WideKey> guids;
    uint32_t keySize;
};

struct Schedule {
    uint32_t lanes = 1;
    uint32_t maxUnits = UINT32_MAX; // slices are 1 .. maxUnits units long
    uint64_t shuffle = 0;           // != 0: which lane runs next, for how long and on which arena is drawn from this
    bool threads = false;           // a real thread for each
    // lanes run within each other: the solver's clock, which it asks between steps, runs another
    // one
    bool nested = false;
    bool keepsArena = false; // lanes stop amid attempts, whatever the plan says
};

struct Solved {
    ChmStatus status;
    ChmError error;
    std::vector<uint8_t> image; // sealed
    SolveStatistics statistics;
    SolvePlan plan;
};

Solved Solve(const Keys &keys, const SolveOptions &options = {}, const Schedule &schedule = {});

// Opens the image and asks it for every key. The number of keys with a wrong index; -1 when it
// can't be opened.
int64_t WrongKeys(const Solved &solved, const Keys &keys);

// Of the image; all zero when there is none.
TableHeader HeaderOf(const Solved &solved);

// The table of what was solved, opened.
struct SolvedTable {
    AlignedBytes image;
    TableView view;

    explicit SolvedTable(const Solved &solved);
};

// Vertices a side of a flat table, or of a bucket.
uint32_t EdgesOf(const TableHeader &header);

// Whether the keys have a table, and the same one at every CPU level.
bool SameAtEveryLevel(const Keys &keys);

// x * Inverse(x) = 1 (mod 2^32), for an odd x: Newton's iteration.
constexpr uint32_t Inverse(uint32_t odd)
{
    uint32_t x = odd;
    for (int i = 0; i < 5; i++)
        x *= 2 - odd * x;
    return x;
}

// Distinct random keys.
std::vector<uint64_t> DistinctKeys(size_t count, uint64_t seed, uint32_t bits = 32);
