// ./bench probability [--json] [--attempts=N] KEYS...: how often an attempt of quadx succeeds,
// against an ideal hash: the same first vertices, and second ones from a random generator. Beside
// it the formula for large random graphs, sqrt(1 - nu1 x), where x = n / E and nu1 = sum d (d - 1)
// / n over the degrees d of the first vertices; near n = E, where it vanishes, only the ideal says
// what can be had.
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

#include "aligned_memory.h"
extern "C" {
#include "chm01/kernel/contraction_search.h"
}
#include "chm01/base/rng.h"
#include "chm01/hash/hash_quadx.h"
#include "key_sets.h"

namespace {

struct Result {
    double measured, ideal, formula;
};

double Formula(const BenchKeys &keys, uint32_t s1, uint32_t edgeBits)
{
    std::vector<uint32_t> degrees(size_t{1} << edgeBits);
    const auto *k = static_cast<const uint32_t *>(keys.set.keys);
    for (size_t i = 0; i < keys.set.count; i++)
        degrees[QuadxFirst32(k[i], s1, edgeBits)]++;
    double pairs = 0;
    for (const uint32_t d : degrees)
        pairs += static_cast<double>(d) * (d - 1.0);
    const double x = static_cast<double>(keys.set.count) / static_cast<double>(degrees.size());
    return std::sqrt(std::fmax(0, 1 - pairs / static_cast<double>(keys.set.count) * x));
}

// The links' edges between random second vertices: no cycle?
bool IdealSucceeds(Contraction &contraction, const ContractionOps *ops, bool wide, uint64_t draw,
                   std::vector<uint32_t> &seconds)
{
    for (size_t i = 0; i < seconds.size(); i++)
        seconds[i] = static_cast<uint32_t>(RngDraw(99, draw, i) >> (64 - contraction.edgeBits));
    const auto *links32 = static_cast<const uint32_t *>(contraction.links);
    const auto *links64 = static_cast<const uint64_t *>(contraction.links);
    for (uint32_t i = 0; i < contraction.peel.edgeCount; i++) {
        const uint64_t link = wide ? links64[i] : (links32[i] & 0xFFFF) | uint64_t{links32[i] >> 16} << 32;
        const uint32_t a = seconds[static_cast<uint32_t>(link)], b = seconds[link >> 32];
        if (a == b)
            return false;
        if (wide)
            static_cast<uint64_t *>(contraction.peel.edges)[i] = a | uint64_t{b} << 32;
        else
            static_cast<uint32_t *>(contraction.peel.edges)[i] = a | b << 16;
    }
    Work work = WorkAll();
    PeelReset(&contraction.peel);
    return ops->peel(&contraction.peel, &work) == WorkYes;
}

Result Measure(const BenchKeys &keys, uint64_t attempts)
{
    const size_t count = keys.set.count;
    uint32_t edgeBits = 3;
    while ((size_t{1} << edgeBits) < count)
        edgeBits++;
    const uint32_t edges = uint32_t{1} << edgeBits;
    const ContractionForm form = ContractionFormFor(count, edges);
    AlignedMemory memory = AllocateAligned(ContractionBytes(form, 4, count, edges));
    Contraction contraction;
    ContractionBegin(&contraction, form, 4, count, edges, memory.get());
    contraction.keys = keys.set.keys;
    const ContractionSearch search = {
        ContractionOpsFor(form, 4), {1, 0}, 1, UINT32_MAX}; // every s1 is taken as it comes
    Result result = {};
    uint64_t setups = 0;
    Work work = WorkAll();
    std::vector<uint32_t> seconds(count);
    const double one = 1 / static_cast<double>(attempts);
    for (uint64_t i = 0; i < attempts; i++) {
        if (i % ContractionBlockAttempts == 0) {
            ContractionSetUpBlock(&search, &contraction, i / ContractionBlockAttempts, &work, &setups);
            result.formula +=
                Formula(keys, static_cast<uint32_t>(contraction.s1), edgeBits) * ContractionBlockAttempts * one;
        }
        if (search.ops->hash(&contraction, ContractionSecondSeed(&search, i), &work) == WorkYes &&
            search.ops->peel(&contraction.peel, &work) == WorkYes)
            result.measured += one;
        if (IdealSucceeds(contraction, search.ops, form != ContractionSmall, i, seconds))
            result.ideal += one;
    }
    return result;
}

}

int main(int argc, char **argv)
{
    Words words(argc, argv);
    const bool json = words.take("--json");
    const uint64_t attempts =
        std::stoull(words.text("--attempts=", "2400")) / ContractionBlockAttempts * ContractionBlockAttempts;
    std::vector<std::string> sets = words.rest(
        {"rnd:2000", "rnd:15000", "rnd:31000", "step:2000:1", "step:15000:1", "step:31000:1", "rmul:31000:13"});
    for (uint32_t t = 1; argc == 1 && t <= 20; t++) /* the fold of the hash exists for multiples of powers of two */
        sets.push_back("rmul:4000:" + std::to_string(t));
    double logSum = 0, least = 1e9;
    for (const std::string &word : sets) {
        const BenchKeys keys = LoadBenchKeys(word);
        const Result r = Measure(keys, attempts);
        const double ratio = r.measured / r.ideal;
        logSum += std::log(ratio);
        least = std::fmin(least, ratio);
        if (json)
            std::printf("{\"bench\":\"probability\",\"file\":\"%s\",\"keys\":%zu,\"measured\":%.4f,\"ideal\":%.4f,"
                        "\"formula\":%.4f,\"ratio\":%.3f}\n",
                        keys.name.c_str(), keys.set.count, r.measured, r.ideal, r.formula, ratio);
        else
            std::printf("%-36s %9zu keys: measured %.4f ideal %.4f formula %.4f | measured / ideal %.3f\n",
                        keys.name.c_str(), keys.set.count, r.measured, r.ideal, r.formula, ratio);
        std::fflush(stdout);
    }
    if (!json)
        std::printf("geometric mean of %zu ratios %.3f, the least %.3f\n", sets.size(),
                    std::exp(logSum / static_cast<double>(sets.size())), least);
}
