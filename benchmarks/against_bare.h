// What the benchmarks share that measure ours against bare loops of the same Win32 calls: times,
// memory, results, and turns.
#pragma once

#include <windows.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "words.h"

inline const char *benchName;
inline bool benchJson;

// The command line is [--json].
inline void BenchBegin(const char *name, int argc, char **argv)
{
    Words words(argc, argv);
    benchName = name;
    benchJson = words.take("--json");
    if (words.rest().empty())
        return;
    std::fprintf(stderr, "bench_%s [--json]\n", name);
    std::exit(2);
}

inline void Require(bool holds, const char *what)
{
    if (!holds) {
        std::fprintf(stderr, "bench_%s: %s failed (%lu)\n", benchName, what, GetLastError());
        std::exit(3);
    }
}

inline double Seconds()
{
    LARGE_INTEGER now, perSecond;
    QueryPerformanceCounter(&now);
    QueryPerformanceFrequency(&perSecond);
    return static_cast<double>(now.QuadPart) / static_cast<double>(perSecond.QuadPart);
}

// Committed and nobody else's; counted here, since the system's own figure is not there everywhere.
inline size_t PrivateBytes()
{
    MEMORY_BASIC_INFORMATION region;
    size_t bytes = 0;
    for (BYTE *at = nullptr; VirtualQuery(at, &region, sizeof region);
         at = static_cast<BYTE *>(region.BaseAddress) + region.RegionSize)
        bytes += region.State == MEM_COMMIT && region.Type == MEM_PRIVATE ? region.RegionSize : 0;
    return bytes;
}

inline void Report(const char *name, double value, const char *unit)
{
    if (benchJson)
        std::printf("{\"bench\": \"%s\", \"name\": \"%s\", \"value\": %.4g, \"unit\": \"%s\"}\n", benchName, name,
                    value, unit);
    else
        std::printf("%-44s %9.4g %s\n", name, value, unit);
    std::fflush(stdout);
}

// The two take turns in many short rounds: the figures are the best of them, the ratio is the
// median of the rounds' ratios, so that what else the machine does matters little.
template <typename Ours, typename Bare>
void Compare(const char *name, const char *unit, Ours measureOurs, Bare measureBare)
{
    enum { Rounds = 21 };
    double bestOurs = 1e9, bestBare = 1e9;
    std::vector<double> ratios;
    for (int round = 0; round < Rounds; round++) {
        const double ours = measureOurs(), bare = measureBare();
        bestOurs = std::min(bestOurs, ours);
        bestBare = std::min(bestBare, bare);
        ratios.push_back(ours / bare);
    }
    std::sort(ratios.begin(), ratios.end());
    const double ratio = ratios[ratios.size() / 2];
    if (benchJson)
        std::printf("{\"bench\": \"%s\", \"name\": \"%s\", \"value\": %.4g, \"unit\": \"%s\", \"bare\": %.4g, "
                    "\"ratio\": %.3f}\n",
                    benchName, name, bestOurs, unit, bestBare, ratio);
    else
        std::printf("%-44s %9.4g %s, bare %.4g %s, ratio %.2f\n", name, bestOurs, unit, bestBare, unit, ratio);
    std::fflush(stdout);
}
