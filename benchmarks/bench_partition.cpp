// ./bench partition [--json] [--flat|--compact] [--threads=1] [--reps=N] KEYS...: building a large
// table, ns a key, by one thread and two; the best of N. The seal (keys, checksum) is not a part of
// it; memory is what the lanes' arenas and the solver take besides keys and table, and what the
// process had resident at its peak besides them. Every key is looked up in the end. The textbook
// CHM beside it takes as many random 32-bit keys, 700,000 at most: structured ones it may never
// solve. ./bench partition --threads=1 --reps=1 rnd:268435456 needs 5 GB of memory.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <malloc.h>
#include <string>
#include <thread>
#include <vector>

#include "aligned_memory.h"
#include "baseline_chm.h"
#include "chm01/base/cpu.h"
#include "chm01/solver/solver.h"
#include "chm01/table/table.h"
#include "key_sets.h"

namespace {

struct Options {
    bool json = false;
    TableLayout layout = LayoutPartitioned;
    std::vector<int> threads = {1, 2};
    int reps = 5;
};

uint64_t Nanoseconds()
{
    return static_cast<uint64_t>(WallSeconds() * 1e9);
}

// Of the process, in MB: what is resident, or with `peak` the most that was since StartPeak.
double Resident(bool peak)
{
    const std::string wanted = peak ? "VmHWM:" : "VmRSS:";
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;)
        if (word == wanted && status >> word)
            return std::stod(word) / 1024;
    return 0;
}

void StartPeak()
{
    std::ofstream("/proc/self/clear_refs") << 5;
}

double TextbookNsPerKey(size_t keyCount)
{
    const BenchKeys keys = LoadBenchKeys("rnd:" + std::to_string(std::min<size_t>(keyCount, 700000)));
    BaselineChm baseline;
    const double start = WallSeconds();
    if (!baseline.Build(static_cast<const uint32_t *>(keys.set.keys), static_cast<uint32_t>(keys.set.count), 1))
        return 0;
    return (WallSeconds() - start) * 1e9 / static_cast<double>(keys.set.count);
}

void RunPhase(Solver *solver, std::vector<AlignedMemory> &arenas)
{
    const auto run = [solver](void *arena) {
        while (SolverRun(solver, arena, SolverSliceUnits(solver)) == SolverMore)
            ;
    };
    std::vector<std::thread> others;
    for (size_t i = 1; i < arenas.size() && i < SolverParallelism(solver); i++)
        others.emplace_back(run, arenas[i].get());
    run(arenas[0].get());
    for (std::thread &other : others)
        other.join();
}

void Measure(const BenchKeys &keys, int threads, double textbook, const Options &options)
{
    SolveOptions solve = {};
    solve.layout = options.layout;
    solve.omitKeys = keys.set.count > 20000000;
    solve.clock = Nanoseconds;
    SolvePlan plan;
    ChmError error;
    if (SolverMakePlan(&keys.set, keys.name.c_str(), &solve, &plan, &error) != ChmOk) {
        std::fprintf(stderr, "%s: refused: %s\n", keys.name.c_str(), error.reason ? error.reason : "");
        std::exit(1);
    }
    AlignedMemory memory = AllocateAligned(plan.solverBytes), image = AllocateAligned(plan.imageBytes);
    std::memset(image.get(), 0, plan.imageBytes);
    malloc_trim(0);
    const double before = Resident(false);
    StartPeak();
    std::vector<AlignedMemory> arenas;
    for (int i = 0; i < threads; i++) {
        arenas.push_back(AllocateAligned(plan.arenaBytes));
        std::memset(arenas.back().get(), 0, plan.arenaBytes);
    }
    double best = 1e9, sealSeconds = 0;
    SolveStatistics statistics = {};
    Solver *solver = nullptr;
    for (int rep = 0; rep < options.reps; rep++) {
        plan.options.rngSeed = static_cast<uint64_t>(rep);
        const double start = WallSeconds();
        solver = SolverBegin(&plan, memory.get(), image.get());
        ChmStatus status;
        double solved;
        do {
            RunPhase(solver, arenas);
            solved = WallSeconds();
            status = SolverAdvance(solver, &error);
        } while (status == ChmContinue);
        sealSeconds = WallSeconds() - solved;
        if (status != ChmOk) {
            std::fprintf(stderr, "%s: failed with status %d\n", keys.name.c_str(), status);
            std::exit(1);
        }
        if (solved - start < best) {
            best = solved - start;
            SolverStatistics(solver, &statistics);
        }
    }
    const double resident = Resident(true) - before;
    TableView view;
    if (TableOpen(image.get(), SolverImageBytes(solver), &view, &error) != ChmOk)
        std::exit(1);
    size_t wrong = 0;
    for (size_t i = 0; i < keys.set.count; i++)
        wrong += TableIndex(&view, KeySetAt(&keys.set, i)) != i;
    if (wrong != 0) {
        std::fprintf(stderr, "%s: %zu wrong keys\n", keys.name.c_str(), wrong);
        std::exit(1);
    }
    const double perKey = 1e9 / static_cast<double>(keys.set.count), perKeyNs = perKey / 1e9;
    const double megabytes = static_cast<double>(plan.arenaBytes) / 1048576,
                 shared = static_cast<double>(plan.solverBytes) / 1048576;
    if (options.json)
        std::printf("{\"bench\":\"partition\",\"file\":\"%s\",\"keys\":%zu,\"threads\":%d,\"ns_per_key\":%.3f,"
                    "\"arena_mb\":%.2f,\"shared_mb\":%.2f,\"resident_mb\":%.2f,"
                    "\"seal_ns_per_key\":%.3f,\"textbook_ns_per_key\":%.1f}\n",
                    keys.name.c_str(), keys.set.count, threads, best * perKey, megabytes, shared, resident,
                    sealSeconds * perKey, textbook);
    else
        std::printf(
            "%-24s %10zu keys, %d threads: %6.2f ns/key = (scatter, "
            "load %.2f setup %.2f attempts %.2f assign %.2f verify %.2f) / threads | "
            "%.2f attempts a bucket | memory %.2f MB a thread + %.2f MB, resident %.2f MB | "
            "seal %.2f ns/key | textbook %.1f ns/key (%.1fx)\n",
            keys.name.c_str(), keys.set.count, threads, best * perKey,
            static_cast<double>(statistics.scatterNs) * perKeyNs, static_cast<double>(statistics.setupNs) * perKeyNs,
            static_cast<double>(statistics.attemptNs) * perKeyNs, static_cast<double>(statistics.assignNs) * perKeyNs,
            static_cast<double>(statistics.verifyNs) * perKeyNs,
            static_cast<double>(statistics.attempts) / static_cast<double>(plan.bucketCount), megabytes, shared,
            resident, sealSeconds * perKey, textbook, textbook / (best * perKey));
    std::fflush(stdout);
}

}

int main(int argc, char **argv)
{
    Options options;
    Words words(argc, argv);
    options.json = words.take("--json");
    if (words.take("--flat"))
        options.layout = LayoutFlat;
    if (words.take("--compact"))
        options.layout = LayoutCompactPartitioned;
    if (words.take("--threads=1"))
        options.threads = {1};
    options.reps = std::max(1, words.number("--reps=", options.reps));
    CpuLimit(static_cast<CpuLevel>(words.number("--level=", CpuAvx512)));
    for (const std::string &word :
         words.rest({"rnd:265000", "rnd:1000000", "rnd:10000000", "step:10000000:1", "ptr64:10000000"})) {
        const BenchKeys keys = LoadBenchKeys(word);
        const double textbook = TextbookNsPerKey(keys.set.count);
        for (const int threads : options.threads)
            Measure(keys, threads, textbook, options);
    }
}
