// The algorithm of Czech, Havas and Majewski as a textbook has it: the baseline that the solver is
// compared with.
#ifndef BENCHMARKS_BASELINE_CHM_H
#define BENCHMARKS_BASELINE_CHM_H

#include <cstddef>
#include <cstdint>
#include <vector>

struct BaselineChm {
    std::vector<uint32_t> values; // 2E of them
    uint32_t seeds[2];
    uint32_t attempts;
    uint32_t shift;

    // Attempts until the graph of the keys has no cycle, then the values; every key is checked at
    // the end.
    bool Build(const uint32_t *keys, uint32_t count, uint64_t rngSeed);
    uint32_t Index(uint32_t key) const;

private:
    uint32_t Vertex(uint32_t key, uint32_t seed) const;
};

#endif
