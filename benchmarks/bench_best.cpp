// ./bench best [--json] [--attempts=N] KEYS...: the search for the best graph, one thread.
// Candidates a second are attempts whose coverage was compared or that were thrown out before;
// solutions a second are those of them that have no cycle, counted by the share of plain attempts
// that succeed. The textbook's rate is of its tables: it knows no other way to a solution.
#include <cstdio>
#include <string>
#include <vector>

#include "aligned_memory.h"
#include "baseline_chm.h"
extern "C" {
#include "chm01/kernel/contraction_search.h"
}
#include "chm01/hash/theory.h"
#include "chm01/solver/solver.h"
#include "key_sets.h"

namespace {

// Of plain attempts with the search's own seeds.
double ShareOfSolutions(const BenchKeys &keys, uint32_t edges)
{
    constexpr uint64_t Attempts = 600;
    const ContractionForm form = ContractionFormFor(keys.set.count, edges);
    AlignedMemory memory = AllocateAligned(ContractionBytes(form, 4, keys.set.count, edges));
    Contraction contraction;
    ContractionBegin(&contraction, form, 4, keys.set.count, edges, memory.get());
    contraction.keys = keys.set.keys;
    const ContractionSearch search = {ContractionOpsFor(form, 4), {0, 0}, 1, TheoryMostLinks(keys.set.count, edges)};
    uint64_t setups = 0;
    uint64_t solved = 0;
    Work work = WorkAll();
    for (uint64_t i = 0; i < Attempts; i++) {
        if (i % ContractionBlockAttempts == 0)
            ContractionSetUpBlock(&search, &contraction, i / ContractionBlockAttempts, &work, &setups);
        solved += search.ops->hash(&contraction, ContractionSecondSeed(&search, i), &work) == WorkYes &&
                  search.ops->peel(&contraction.peel, &work) == WorkYes;
    }
    return static_cast<double>(solved) / Attempts;
}

double TextbookSolutionsPerSecond(const BenchKeys &keys)
{
    uint64_t solved = 0;
    const double start = ThreadSeconds();
    double seconds = 0;
    for (; seconds < 0.3; seconds = ThreadSeconds() - start) {
        BaselineChm baseline;
        if (!baseline.Build(static_cast<const uint32_t *>(keys.set.keys), static_cast<uint32_t>(keys.set.count),
                            ++solved))
            return 0;
    }
    return static_cast<double>(solved) / seconds;
}

void Measure(const BenchKeys &keys, uint64_t attempts, bool json)
{
    SolveOptions options = {};
    options.findBestGraph = true;
    options.coverageKind = CoverageMostSlotsInCacheLine;
    options.bestCoverageAttempts = attempts;
    SolvePlan plan;
    ChmError error;
    if (keys.set.keySizeInBytes != 4 ||
        SolverMakePlan(&keys.set, keys.name.c_str(), &options, &plan, &error) != ChmOk) {
        std::fprintf(stderr, "%s: refused\n", keys.name.c_str());
        std::exit(1);
    }
    AlignedMemory memory = AllocateAligned(plan.solverBytes), arena = AllocateAligned(plan.arenaBytes),
                  image = AllocateAligned(plan.imageBytes);
    std::memset(arena.get(), 0, plan.arenaBytes);
    const double start = ThreadSeconds();
    Solver *solver = SolverBegin(&plan, memory.get(), image.get());
    ChmStatus status;
    do {
        while (SolverRun(solver, arena.get(), UINT32_MAX) == SolverMore)
            ;
        status = SolverAdvance(solver, &error);
    } while (status == ChmContinue);
    const double seconds = ThreadSeconds() - start;
    if (status != ChmOk) {
        std::fprintf(stderr, "%s: failed with status %d\n", keys.name.c_str(), status);
        std::exit(1);
    }
    SolveStatistics s;
    SolverStatistics(solver, &s);
    const double candidates = static_cast<double>(s.attempts) / seconds, share = ShareOfSolutions(keys, plan.edges);
    const double textbook = TextbookSolutionsPerSecond(keys);
    std::printf(json ? "{\"bench\":\"best\",\"file\":\"%s\",\"keys\":%zu,\"candidates_per_second\":%.0f,"
                       "\"solutions_per_second\":%.0f,\"textbook\":%.0f,\"ratio\":%.1f,"
                       "\"us\":%.2f,\"outdone\":%.4f,\"figure\":%u}\n"
                     : "%-32s %9zu keys: %8.0f candidates/s, %8.0f solutions/s (textbook %.0f: %.1fx), "
                       "%.2f us a candidate, %.4f dropped by the hash alone; fullest "
                       "cache line %u\n",
                keys.name.c_str(), keys.set.count, candidates, candidates * share, textbook,
                candidates * share / textbook, 1e6 / candidates,
                static_cast<double>(s.outdone) / static_cast<double>(s.attempts), s.coverage.mostSlotsInCacheLine);
    std::fflush(stdout);
}

}

int main(int argc, char **argv)
{
    Words words(argc, argv);
    const bool json = words.take("--json");
    const uint64_t attempts = std::stoull(words.text("--attempts=", "20000"));
    for (const std::string &word : words.rest({"rnd:3649", "rnd:31016"}))
        Measure(LoadBenchKeys(word), attempts, json);
}
