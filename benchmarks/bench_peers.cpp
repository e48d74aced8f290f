// ./bench peers [--json] KEYS...: the solver beside cmph's CHM, BDZ and CHD, a textbook CHM, hash
// maps (std::unordered_map, abseil's flat one, .NET's FrozenDictionary, Rust's phf) and, up to
// 1,000 keys, gperf, on the same keys in the same run: ns a key to build, ns a lookup in random
// order of members and, where other keys are rejected, of other keys, bytes a key. Every index is
// checked: the CHMs and the maps keep the order, the others give distinct ones. gperf knows
// strings: the keys are eight hexadecimal digits to it, and to build is to write C (its
// compilation is not counted). A peer that is no C or C++ is a program of benchmarks/peers, which
// takes files of keys and prints its figures.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <dlfcn.h>
#include <fstream>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "aligned_memory.h"
#include "baseline_chm.h"
#include "chm01/base/rng.h"
#include "chm01/solver/solver.h"
#include "chm01/table/table.h"
#include "key_sets.h"
#ifdef HAVE_CMPH
#include <cmph.h>
#endif
#ifdef HAVE_ABSEIL
#include <absl/container/flat_hash_map.h>
#endif

namespace {

bool json = false;

using Sum = std::function<uint32_t(const uint32_t *, size_t)>;

struct Lookups {
    std::vector<uint32_t> probes, others; // members, and as many random keys that are none

    explicit Lookups(const BenchKeys &keys) : probes(keys.set.count)
    {
        const auto *k = static_cast<const uint32_t *>(keys.set.keys);
        std::vector<uint32_t> sorted(k, k + keys.set.count);
        std::sort(sorted.begin(), sorted.end());
        for (size_t i = 0; i < probes.size(); i++)
            probes[i] = k[RngDraw(7, 0, i) % probes.size()];
        for (size_t i = 0; others.size() < probes.size(); i++) {
            const auto other = static_cast<uint32_t>(RngDraw(8, 0, i));
            if (!std::binary_search(sorted.begin(), sorted.end(), other))
                others.push_back(other);
        }
    }
    // ns each, the best of five passes.
    double Time(const Sum &sum) const { return Time(sum, probes); }
    double TimeOthers(const Sum &sum) const { return Time(sum, others); }

private:
    static double Time(const Sum &sum, const std::vector<uint32_t> &keys)
    {
        double best = 1e9;
        for (int pass = 0; pass < 5; pass++) {
            const double start = ThreadSeconds();
            volatile uint32_t keep = sum(keys.data(), keys.size());
            (void)keep;
            best = std::min(best, ThreadSeconds() - start);
        }
        return best * 1e9 / static_cast<double>(keys.size());
    }
};

// othersNs 0: it does not tell other keys from members.
void Print(const BenchKeys &keys, const char *what, double buildSeconds, double lookupNs, double bytes, bool ordered,
           double othersNs = 0)
{
    const double count = static_cast<double>(keys.set.count);
    std::printf(json ? "{\"bench\":\"peers\",\"file\":\"%s\",\"keys\":%zu,\"what\":\"%s\",\"build_ns\":%.2f,"
                       "\"lookup_ns\":%.2f,\"others_ns\":%.2f,\"bytes_per_key\":%.2f,\"ordered\":%d}\n"
                     : "%-16s %9zu keys  %-26s build %8.2f ns/key  lookup %6.2f ns, others %6.2f ns  "
                       "%6.2f bytes/key  order kept: %d\n",
                keys.name.c_str(), keys.set.count, what, buildSeconds * 1e9 / count, lookupNs, othersNs, bytes / count,
                ordered);
    std::fflush(stdout);
}

double Best(int times, const std::function<void()> &build)
{
    double best = 1e9;
    for (int i = 0; i < times; i++) {
        const double start = ThreadSeconds();
        build();
        best = std::min(best, ThreadSeconds() - start);
    }
    return best;
}

[[noreturn]] void Die(const BenchKeys &keys, const char *what)
{
    std::fprintf(stderr, "%s: %s gives wrong indices\n", keys.name.c_str(), what);
    std::exit(1);
}

void Ours(const BenchKeys &keys, const Lookups &lookups, bool withKeys)
{
    SolveOptions options = {};
    options.omitKeys = !withKeys;
    SolvePlan plan;
    if (SolverMakePlan(&keys.set, keys.name.c_str(), &options, &plan, nullptr) != ChmOk)
        std::exit(1);
    AlignedMemory memory = AllocateAligned(plan.solverBytes), arena = AllocateAligned(plan.arenaBytes),
                  image = AllocateAligned(plan.imageBytes);
    size_t bytes = 0;
    const double seconds = Best(5, [&] {
        Solver *solver = SolverBegin(&plan, memory.get(), image.get());
        do
            while (SolverRun(solver, arena.get(), UINT32_MAX) == SolverMore)
                ;
        while (SolverAdvance(solver, nullptr) == ChmContinue);
        bytes = SolverImageBytes(solver);
    });
    TableView view;
    if (TableOpen(image.get(), bytes, &view, nullptr) != ChmOk)
        Die(keys, "PerfectHash");
    const auto *k = static_cast<const uint32_t *>(keys.set.keys);
    for (size_t i = 0; i < keys.set.count; i++)
        if (TableIndex(&view, k[i]) != i)
            Die(keys, "PerfectHash");
    if (withKeys) {
        const Sum contains = [&](const uint32_t *probes, size_t count) {
            uint32_t sum = 0, index = 0;
            for (size_t i = 0; i < count; i++)
                sum += TableContains(&view, probes[i], &index) ? index : 0;
            return sum;
        };
        Print(keys, "PerfectHash, with its keys", seconds, lookups.Time(contains), static_cast<double>(bytes), true,
              lookups.TimeOthers(contains));
        return;
    }
    const double call = lookups.Time([&](const uint32_t *probes, size_t count) {
        uint32_t sum = 0;
        for (size_t i = 0; i < count; i++)
            sum += TableIndex(&view, probes[i]);
        return sum;
    });
    Print(keys, "PerfectHash", seconds, call, static_cast<double>(bytes), true);
    std::vector<uint32_t> indices(keys.set.count);
    const double batch = lookups.Time([&](const uint32_t *probes, size_t count) {
        TableIndexBatch(&view, probes, count, indices.data());
        return indices[count / 2];
    });
    Print(keys, "PerfectHash, batch", seconds, batch, static_cast<double>(bytes), true);
}

void Textbook(const BenchKeys &keys, const Lookups &lookups)
{
    const auto *k = static_cast<const uint32_t *>(keys.set.keys);
    BaselineChm chm;
    const double seconds = Best(keys.set.count > 1000000 ? 1 : 3, [&] {
        if (!chm.Build(k, static_cast<uint32_t>(keys.set.count), 1))
            Die(keys, "the textbook CHM");
    });
    const double lookup = lookups.Time([&](const uint32_t *probes, size_t count) {
        uint32_t sum = 0;
        for (size_t i = 0; i < count; i++)
            sum += chm.Index(probes[i]);
        return sum;
    });
    Print(keys, "textbook CHM", seconds, lookup, 4.0 * static_cast<double>(chm.values.size()), true);
}

size_t allocatedBytes;

// Counts what a map takes.
template <class T> struct CountingAllocator {
    using value_type = T;
    CountingAllocator() = default;
    template <class U> CountingAllocator(const CountingAllocator<U> &) {}
    T *allocate(size_t count)
    {
        allocatedBytes += count * sizeof(T);
        return std::allocator<T>().allocate(count);
    }
    void deallocate(T *at, size_t count)
    {
        allocatedBytes -= count * sizeof(T);
        std::allocator<T>().deallocate(at, count);
    }
    template <class U> bool operator==(const CountingAllocator<U> &) const { return true; }
    template <class U> bool operator!=(const CountingAllocator<U> &) const { return false; }
};

template <class Map> void HashMap(const BenchKeys &keys, const Lookups &lookups, const char *what)
{
    const auto *k = static_cast<const uint32_t *>(keys.set.keys);
    Map map;
    const double seconds = Best(keys.set.count > 100000 ? 1 : 3, [&] {
        map = Map();
        map.reserve(keys.set.count);
        for (uint32_t i = 0; i < keys.set.count; i++)
            map.emplace(k[i], i);
    });
    for (uint32_t i = 0; i < keys.set.count; i++)
        if (map.find(k[i]) == map.end() || map.find(k[i])->second != i)
            Die(keys, what);
    const Sum find = [&](const uint32_t *probes, size_t count) {
        uint32_t sum = 0;
        for (size_t i = 0; i < count; i++) {
            const auto at = map.find(probes[i]);
            sum += at != map.end() ? at->second : 0;
        }
        return sum;
    };
    Print(keys, what, seconds, lookups.Time(find), static_cast<double>(allocatedBytes), true, lookups.TimeOthers(find));
}

std::string WriteKeys(const std::string &path, const void *keys, size_t count)
{
    std::ofstream(path, std::ios::binary)
        .write(static_cast<const char *>(keys), static_cast<std::streamsize>(count * sizeof(uint32_t)));
    return path;
}

// phf tries pairs of numbers in turn, and builds in a time that grows faster than the set.
constexpr size_t PhfMostKeys = 100000;

// A peer of another language. Empty command: it is not there.
void Program(const BenchKeys &keys, const Lookups &lookups, const char *what, const std::string &command)
{
    char folder[] = "/tmp/bench-peer-XXXXXX";
    if (command.empty() || mkdtemp(folder) == nullptr)
        return;
    const std::string base = std::string(folder) + "/";
    const std::string files = WriteKeys(base + "keys", keys.set.keys, keys.set.count) + " " +
                              WriteKeys(base + "members", lookups.probes.data(), lookups.probes.size()) + " " +
                              WriteKeys(base + "others", lookups.others.data(), lookups.others.size());
    const bool ran = std::system((command + " " + files + " >" + base + "out").c_str()) == 0;
    double seconds = 0, members = 0, others = 0, bytes = 0;
    const bool told = static_cast<bool>(std::ifstream(base + "out") >> seconds >> members >> others >> bytes);
    std::system(("rm -r " + std::string(folder)).c_str()) == 0 || std::fprintf(stderr, "%s stays\n", folder);
    if (!ran || !told)
        Die(keys, what);
    Print(keys, what, seconds, members, bytes, true, others);
}

void Gperf(const BenchKeys &keys, const Lookups &lookups)
{
    if (keys.set.count > 1000 || std::system("command -v gperf >/dev/null && command -v cc >/dev/null") != 0)
        return;
    char folder[] = "/tmp/bench-gperf-XXXXXX";
    if (mkdtemp(folder) == nullptr)
        return;
    const std::string base = std::string(folder) + "/keys";
    const auto text = [](uint64_t key) {
        char digits[9];
        std::snprintf(digits, sizeof digits, "%08x", static_cast<unsigned>(key));
        return std::string(digits);
    };
    {
        std::ofstream file(base);
        for (size_t i = 0; i < keys.set.count; i++)
            file << text(KeySetAt(&keys.set, i)) << '\n';
    }
    const double start = WallSeconds();
    const bool made = std::system(("gperf -L ANSI-C " + base + " >" + base + ".c").c_str()) == 0;
    const double seconds = WallSeconds() - start;
    using Find = const char *(*)(const char *, size_t);
    void *library = nullptr;
    if (made &&
        std::system(("cc -O2 -shared -fPIC -w -include string.h -o " + base + ".so " + base + ".c").c_str()) == 0)
        library = dlopen((base + ".so").c_str(), RTLD_NOW);
    const auto find = library != nullptr ? reinterpret_cast<Find>(dlsym(library, "in_word_set")) : nullptr;
    double places = 0;
    std::ifstream source(base + ".c");
    for (std::string word; source >> word;)
        if (word == "MAX_HASH_VALUE" && places == 0)
            source >> places;
    std::system(("rm -rf " + std::string(folder)).c_str()) == 0 || std::fprintf(stderr, "%s stays\n", folder);
    if (find == nullptr)
        Die(keys, "gperf");
    std::vector<std::string> words;
    for (const uint32_t probe : lookups.probes)
        words.push_back(text(probe));
    for (const std::string &word : words)
        if (find(word.c_str(), word.size()) == nullptr || find(word.c_str(), word.size()) != word)
            Die(keys, "gperf");
    const double lookup = lookups.Time([&](const uint32_t *, size_t probeCount) {
        uint32_t sum = 0;
        for (size_t i = 0; i < probeCount; i++)
            sum += static_cast<uint32_t>(find(words[i].c_str(), words[i].size())[7]);
        return sum;
    });
    Print(keys, "gperf", seconds, lookup, 8 * (places + 1), false);
    dlclose(library);
}

#ifdef HAVE_CMPH
void Cmph(const BenchKeys &keys, const Lookups &lookups, CMPH_ALGO algorithm, const char *what, bool ordered)
{
    const auto count = static_cast<cmph_uint32>(keys.set.count);
    std::vector<uint32_t> copy(static_cast<const uint32_t *>(keys.set.keys),
                               static_cast<const uint32_t *>(keys.set.keys) + count);
    cmph_t *hash = nullptr;
    const double seconds = Best(count > 100000 ? 1 : 3, [&] {
        if (hash != nullptr)
            cmph_destroy(hash);
        cmph_io_adapter_t *source =
            cmph_io_struct_vector_adapter(copy.data(), sizeof(uint32_t), 0, sizeof(uint32_t), count);
        cmph_config_t *config = cmph_config_new(source);
        cmph_config_set_algo(config, algorithm);
        if (algorithm == CMPH_BDZ)
            cmph_config_set_graphsize(config, 1.23);
        hash = cmph_new(config);
        cmph_config_destroy(config);
        cmph_io_struct_vector_adapter_destroy(source);
        if (hash == nullptr)
            Die(keys, what);
    });
    const auto index = [&](uint32_t key) {
        return cmph_search(hash, reinterpret_cast<const char *>(&key), sizeof key);
    };
    std::vector<bool> seen(2 * size_t{count});
    for (cmph_uint32 i = 0; i < count; i++) {
        const uint32_t at = index(copy[i]);
        if (at >= seen.size() || seen[at] || (ordered && at != i))
            Die(keys, what);
        seen[at] = true;
    }
    const double lookup = lookups.Time([&](const uint32_t *probes, size_t probeCount) {
        uint32_t sum = 0;
        for (size_t i = 0; i < probeCount; i++)
            sum += index(probes[i]);
        return sum;
    });
    Print(keys, what, seconds, lookup, cmph_packed_size(hash), ordered);
    cmph_destroy(hash);
}
#endif

}

int main(int argc, char **argv)
{
    Words words(argc, argv);
    json = words.take("--json");
    const std::string phf = words.text("--phf=", ""), frozen = words.text("--frozen=", "");
    for (const std::string &word : words.rest({"rnd:1000", "rnd:31016", "rnd:1000000", "rnd:10000000"})) {
        const BenchKeys keys = LoadBenchKeys(word);
        if (keys.set.keySizeInBytes != 4) {
            std::fprintf(stderr, "%s: 32-bit keys are wanted\n", word.c_str());
            return 2;
        }
        const Lookups lookups(keys);
        Ours(keys, lookups, false);
        Ours(keys, lookups, true);
        Textbook(keys, lookups);
        Gperf(keys, lookups);
        using Pair = std::pair<const uint32_t, uint32_t>;
        HashMap<std::unordered_map<uint32_t, uint32_t, std::hash<uint32_t>, std::equal_to<>, CountingAllocator<Pair>>>(
            keys, lookups, "std::unordered_map");
#ifdef HAVE_ABSEIL
        HashMap<
            absl::flat_hash_map<uint32_t, uint32_t, absl::Hash<uint32_t>, std::equal_to<>, CountingAllocator<Pair>>>(
            keys, lookups, "absl::flat_hash_map");
#endif
        Program(keys, lookups, ".NET FrozenDictionary", frozen);
        if (keys.set.count <= PhfMostKeys)
            Program(keys, lookups, "Rust phf", phf);
#ifdef HAVE_CMPH
        Cmph(keys, lookups, CMPH_CHM, "cmph CHM", true);
        Cmph(keys, lookups, CMPH_BDZ, "cmph BDZ", false);
        Cmph(keys, lookups, CMPH_CHD, "cmph CHD", false);
#endif
    }
#if !defined(HAVE_CMPH) || !defined(HAVE_ABSEIL)
    std::fprintf(stderr, "cmph or abseil is not here: scripts/setup peers installs both\n");
#endif
    if (phf.empty() || frozen.empty())
        std::fprintf(stderr, "phf or .NET is not here: ./bench peers builds what cargo and dotnet are there for\n");
}
