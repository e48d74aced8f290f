// ./bench solve [--json] [--phases] [--auto] [--no-baseline] [--level=0|1|2] KEYS...: microseconds
// to the first verified solution, one thread, the median over 21 rng seeds, beside a textbook CHM.
// KEYS are files or generated sets (key_sets.h); of several a line at the end gives the sum. The
// image's seal (keys, checksum) is not a part of us; seal_us is its own.
#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "aligned_memory.h"
#include "baseline_chm.h"
#include "chm01/base/cpu.h"
#include "chm01/solver/solver.h"
#include "key_sets.h"

namespace {

constexpr int Seeds = 21;

struct Options {
    bool json = false, phases = false, baseline = true;
    TableLayout layout = LayoutFlat;
};

struct Result {
    double us, sealUs, baselineUs, baselinePerAttempt, attempts;
    SolveStatistics sum;
};

double Median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

uint64_t Nanoseconds()
{
    return static_cast<uint64_t>(WallSeconds() * 1e9);
}

// What reading the clock adds to a measured time: of a set of 40 keys it would be half.
double ClockSeconds()
{
    std::vector<double> differences;
    for (int i = 0; i < 1001; i++) {
        const double start = ThreadSeconds();
        differences.push_back(ThreadSeconds() - start);
    }
    return Median(differences);
}

struct Bench {
    SolvePlan plan;
    AlignedMemory solverMemory, arena, image;

    Bench(const BenchKeys &keys, const SolveOptions &options)
    {
        ChmError error;
        if (SolverMakePlan(&keys.set, keys.name.c_str(), &options, &plan, &error) != ChmOk) {
            std::fprintf(stderr, "%s: refused: %s\n", keys.name.c_str(), error.reason ? error.reason : "");
            std::exit(1);
        }
        solverMemory = AllocateAligned(plan.solverBytes);
        arena = AllocateAligned(plan.arenaBytes);
        image = AllocateAligned(plan.imageBytes);
        std::memset(arena.get(), 0, plan.arenaBytes);
        std::memset(image.get(), 0, plan.imageBytes);
    }

    // Seconds to the verified table, and those of the seal.
    std::pair<double, double> Solve(uint64_t rngSeed, SolveStatistics *statistics)
    {
        plan.options.rngSeed = rngSeed;
        const double start = ThreadSeconds();
        Solver *solver = SolverBegin(&plan, solverMemory.get(), image.get());
        double solved = 0;
        ChmStatus status;
        ChmError error;
        do {
            while (SolverRun(solver, arena.get(), UINT32_MAX) == SolverMore)
                ;
            solved = ThreadSeconds();
            status = SolverAdvance(solver, &error);
        } while (status == ChmContinue);
        const double sealed = ThreadSeconds();
        if (status != ChmOk) {
            std::fprintf(stderr, "%s: failed with status %d\n", plan.name, status);
            std::exit(1);
        }
        SolverStatistics(solver, statistics);
        return {solved - start, sealed - solved};
    }
};

Result Measure(const BenchKeys &keys, const Options &options)
{
    SolveOptions solve = {};
    solve.layout = options.layout;
    solve.clock = options.phases ? Nanoseconds : nullptr;
    Bench bench(keys, solve);
    Result result = {};
    static const double clock = ClockSeconds();
    std::vector<double> us, sealUs, baselineUs, baselinePerAttempt;
    SolveStatistics statistics;
    const int rounds = std::max(1, static_cast<int>(20000 / keys.set.count)); // small sets are below the clock's grain
    bench.Solve(0, &statistics);
    for (int seed = 1; seed <= Seeds; seed++) {
        double seconds = 0, seal = 0;
        for (int round = 0; round < rounds; round++) {
            const auto [s, t] = bench.Solve(static_cast<uint64_t>(seed), &statistics);
            seconds += s - clock;
            seal += t - clock;
        }
        us.push_back(seconds / rounds * 1e6);
        sealUs.push_back(seal / rounds * 1e6);
        result.attempts += static_cast<double>(statistics.attempts) / Seeds;
        result.sum.setups += statistics.setups, result.sum.attempts += statistics.attempts,
            result.sum.rejected += statistics.rejected;
        result.sum.setupNs += statistics.setupNs, result.sum.attemptNs += statistics.attemptNs,
            result.sum.assignNs += statistics.assignNs;
        result.sum.verifyNs += statistics.verifyNs, result.sum.scatterNs += statistics.scatterNs;
    }
    if (keys.set.keySizeInBytes == 4 && options.baseline)
        for (int seed = 1; seed <= 5; seed++) {
            BaselineChm baseline;
            const double start = ThreadSeconds();
            if (!baseline.Build(static_cast<const uint32_t *>(keys.set.keys), static_cast<uint32_t>(keys.set.count),
                                static_cast<uint64_t>(seed)))
                break;
            baselineUs.push_back((ThreadSeconds() - start) * 1e6);
            baselinePerAttempt.push_back(baselineUs.back() / baseline.attempts);
        }
    result.us = Median(us);
    result.sealUs = Median(sealUs);
    if (!baselineUs.empty()) {
        result.baselineUs = Median(baselineUs);
        result.baselinePerAttempt = Median(baselinePerAttempt);
    }
    return result;
}

struct Total {
    size_t sets, keys;
    double us, sealUs, baselineUs;
};

void PrintTotal(const Total &t, const Options &options)
{
    std::printf(options.json ? "{\"bench\":\"solve\",\"file\":\"total\",\"sets\":%zu,\"keys\":%zu,\"us\":%.2f,"
                               "\"seal_us\":%.2f,\"baseline_us\":%.1f,\"ratio\":%.2f}\n"
                             : "%zu sets, %zu keys: %.1f us | seal %.1f us | baseline %.1f us (%.1fx)\n",
                t.sets, t.keys, t.us, t.sealUs, t.baselineUs, t.baselineUs / t.us);
}

void Print(const BenchKeys &keys, const Result &r, const Options &options)
{
    const double keyCount = static_cast<double>(keys.set.count);
    if (options.json) {
        std::printf("{\"bench\":\"solve\",\"file\":\"%s\",\"keys\":%zu,\"us\":%.2f,\"attempts\":%.2f,"
                    "\"baseline_us\":%.1f,\"seal_us\":%.2f}\n",
                    keys.name.c_str(), keys.set.count, r.us, r.attempts, r.baselineUs, r.sealUs);
        return;
    }
    std::printf("%-32s %9zu keys %10.1f us %6.2f ns/key %5.2f attempts | seal %8.1f us | "
                "baseline %10.1f us (%.1fx; %.0f us an attempt)\n",
                keys.name.c_str(), keys.set.count, r.us, r.us * 1e3 / keyCount, r.attempts, r.sealUs, r.baselineUs,
                r.baselineUs / r.us, r.baselinePerAttempt);
    if (options.phases) {
        const double perKey = 1 / keyCount;
        const auto &s = r.sum;
        std::printf("    ns/key: set-up %.2f each (%.2f a table), attempt %.2f each, assign %.2f, verify %.2f\n",
                    static_cast<double>(s.setupNs) / static_cast<double>(s.setups) * perKey,
                    static_cast<double>(s.setups) / Seeds,
                    static_cast<double>(s.attemptNs) / static_cast<double>(s.attempts) * perKey,
                    static_cast<double>(s.assignNs) / Seeds * perKey, static_cast<double>(s.verifyNs) / Seeds * perKey);
    }
}

}

int main(int argc, char **argv)
{
    Options options;
    Words words(argc, argv);
    options.json = words.take("--json");
    options.phases = words.take("--phases");
    options.baseline = !words.take("--no-baseline");
    if (words.take("--auto"))
        options.layout = LayoutAuto;
    CpuLimit(static_cast<CpuLevel>(words.number("--level=", CpuAvx512)));
    Total total = {};
    for (const std::string &word : words.rest({"rnd:250", "rnd:3649", "rnd:31016", "rnd:65536", "rnd:265000"})) {
        const BenchKeys keys = LoadBenchKeys(word);
        const Result result = Measure(keys, options);
        Print(keys, result, options);
        std::fflush(stdout);
        total = {total.sets + 1, total.keys + keys.set.count, total.us + result.us, total.sealUs + result.sealUs,
                 total.baselineUs + result.baselineUs};
    }
    if (total.sets > 1)
        PrintTotal(total, options);
}
