// ./bench tables [--json] [--baseline=COMMIT] [ROW...]: tables of this build against those that the
// baseline's build makes for the same task, in one run. A row is a line of `rows` below; ROW leaves
// those out that have none of these texts in their names. For each: bytes a key with all that the
// lookup reads, and ratios of time, this build to the baseline, below 1 is better:
//   throughput  lookups of random members that don't wait for each other
//   dependent   each waits for the answer before it
//   build       from the keys to the sealed table, one thread
//   floor       loads alone in place of our lookups, for throughput and dependent: as many as one
//               has, at random places of as many bytes, without hashing
// Each is the median of the ratios of rounds in which both take their turns, on one processor. The
// lookups are those of the generated headers, over the table's file; gcc compiles them in the run.
// Both sides' images and arrays lie in small pages, as a mapped file does.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fstream>
#include <sched.h>
#include <string>
#include <vector>

#include "aligned_memory.h"
#include "chm01/base/rng.h"
#include "key_sets.h"
#include "tables_side.h"

namespace {

// What a side does for a row. A later build's ways are lines here, with a field of TablesRequest.
enum class Way { Position, Compact, Packed, Array, Value8, CompactValue8, KeysArray, Find8, Batch, PackedBatch };

struct WayOf {
    const char *answer; // of `key`, as C over the header's names; members have an array of bytes
    bool withKeys, withArray, batch, oneCompactGraph, packed;
    uint32_t valueBits, fingerprintBits;
};

// In the order of Way.
const WayOf ways[] = {
    {"BenchIndex(&table, key)", false, false, false, false, false, 0, 0},
    {"BenchIndex(&table, key)", false, false, false, true, false, 0, 0},
    {"BenchIndex(&table, key)", false, false, false, true, true, 0, 0},
    {"members[BenchIndex(&table, key)]", false, true, false, false, false, 0, 0},
    {"BenchValue(&table, key)", false, false, false, false, false, 8, 0},
    {"BenchValue(&table, key)", false, false, false, true, false, 8, 0},
    {"(BenchContains(&table, key, &position) ? members[position] : 256)", true, true, false, false, false, 0, 0},
    {"(BenchFind(&table, key, &value) ? value : 256)", false, false, false, false, false, 8, 8},
    {"BenchIndex(&table, key)", false, false, true, true, false, 0, 0},
    {"BenchIndex(&table, key)", false, false, true, true, true, 0, 0},
};

struct Row {
    const char *name, *keys;
    Way ours, baselines;
    double bytes, throughput, dependent, build; // what is to be reached, at most; 0: nothing is said
};

// clang-format off
const Row rows[] = {
    {"1,000 8-bit value to index and array",      "rnd:1000",     Way::Value8,   Way::Array,     0,   0,    0,    0},
    {"31,016 8-bit value to index and array",     "rnd:31016",    Way::Value8,   Way::Array,     2.2, 0.72, 0.66, 0},
    {"1 M 8-bit value, compact flat",             "rnd:1000000",  Way::CompactValue8, Way::Array, 1.3, 0.25, 0.20, 0},
    {"1 M 8-bit value, Auto",                     "rnd:1000000",  Way::Value8,   Way::Array,     1.3, 0,    0,    0},
    {"31,016 value, fingerprint to keys, array",  "rnd:31016",    Way::Find8,    Way::KeysArray, 4.3, 0.75, 0.70, 0},
    {"265,000 value, fingerprint to keys, array", "rnd:265000",   Way::Find8,    Way::KeysArray, 0,   0,    0,    0},
    {"1 M value, fingerprint to keys, array",     "rnd:1000000",  Way::Find8,    Way::KeysArray, 0,   0,    0,    0},
    {"31,016 position",                           "rnd:31016",    Way::Position, Way::Position,  0,   0,    0,    1.02},
    {"33,000 position",                           "rnd:33000",    Way::Position, Way::Position,  4.3, 1.02, 1.05, 0},
    {"100,000 position, compact flat",            "rnd:100000",   Way::Compact,  Way::Position,  4.9, 0,    0,    0},
    {"265,000 position, compact flat",            "rnd:265000",   Way::Compact,  Way::Position,  4.9, 0.75, 0.50, 4},
    {"1 M position, compact flat",                "rnd:1000000",  Way::Compact,  Way::Position,  4.9, 0.55, 0.75, 0},
    {"31,016 position, packed",                   "rnd:31016",    Way::Packed,   Way::Position,  2.4, 0,    0,    0},
    {"265,000 position, packed",                  "rnd:265000",   Way::Packed,   Way::Position,  2.8, 0,    0,    0},
    {"1 M position, packed",                      "rnd:1000000",  Way::Packed,   Way::Position,  2.9, 0,    0,    0},
    {"1 M position, Auto",                        "rnd:1000000",  Way::Position, Way::Position,  5,   0,    0,    1.6},
    {"10 M position, Auto",                       "rnd:10000000", Way::Position, Way::Position,  5,   1.15, 0,    1.6},
    {"1 M position, compact flat batch to loop",  "rnd:1000000",  Way::Batch,    Way::Position,  0,   0.45, 0,    0},
    {"1 M position, packed batch to loop",        "rnd:1000000",  Way::PackedBatch, Way::Position, 0, 0,    0,    0},
};
// clang-format on

std::vector<AlignedMemory> allocated;

void *AllocateScratch(size_t bytes)
{
    allocated.push_back(AllocateAligned(bytes));
    return allocated.back().get();
}

void *AllocateImage(size_t bytes)
{
    allocated.push_back(AllocateSmallPages(bytes));
    return allocated.back().get();
}

[[noreturn]] void Die(const std::string &what)
{
    std::fprintf(stderr, "bench_tables: %s\n", what.c_str());
    std::exit(1);
}

using SumCall = uint32_t (*)(const void *image, const uint8_t *members, const uint32_t *keys, size_t count);

struct Side {
    const WayOf *way;
    const TablesCalls *calls;
    TablesSide *table;
    const uint8_t *members;
    double bytes; // of all that a lookup reads
    SumCall throughput, dependent;

    Side(const TablesCalls *own, Way what, const BenchKeys &keys, const std::vector<uint8_t> &values)
        : way(&ways[static_cast<int>(what)]), calls(own), members(values.data())
    {
        TablesRequest request = {};
        request.keys = static_cast<const uint32_t *>(keys.set.keys);
        request.keyCount = keys.set.count;
        request.withKeys = way->withKeys;
        request.oneCompactGraph = way->oneCompactGraph;
        request.packed = way->packed;
        request.valueBits = way->valueBits;
        request.fingerprintBits = way->fingerprintBits;
        request.values = values.data();
        const TablesMemory memory = {AllocateScratch, AllocateImage};
        table = calls->plan(&request, &memory);
        const size_t imageBytes = table != nullptr ? calls->solve(table) : 0;
        if (imageBytes == 0)
            Die("there is no table of " + keys.name);
        bytes = static_cast<double>(imageBytes + (way->withArray ? values.size() : 0));
        compile(imageBytes);
    }

    uint32_t sum(const uint32_t *keys, size_t count, uint32_t *answers) const
    {
        if (!way->batch)
            return throughput(calls->image(table), members, keys, count);
        calls->batch(table, keys, count, answers);
        return answers[count / 2];
    }

private:
    // The two loops, over the header as a file, in a library of their own.
    void compile(size_t imageBytes)
    {
        char folder[] = "/tmp/bench-tables-XXXXXX";
        if (mkdtemp(folder) == nullptr)
            Die("no temporary folder");
        const std::string base = std::string(folder) + "/loops";
        std::vector<char> text(calls->source(table, nullptr));
        text.resize(calls->source(table, text.data()));
        std::ofstream(base + ".h").write(text.data(), static_cast<std::streamsize>(text.size()));
        std::ofstream(base + ".c") << loop("Throughput", "keys[i]", "sum += ", imageBytes)
                                   << loop("Dependent", "keys[i] ^ (sum & none)", "sum = ", imageBytes);
        const std::string command = "cc -O2 -fno-tree-vectorize -falign-loops=64 -shared -fPIC -w -include " + base +
                                    ".h -o " + base + ".so " + base + ".c";
        void *const library = std::system(command.c_str()) == 0 ? dlopen((base + ".so").c_str(), RTLD_NOW) : nullptr;
        if (library == nullptr)
            Die("the header does not compile: " + command);
        throughput = reinterpret_cast<SumCall>(dlsym(library, "Throughput"));
        dependent = reinterpret_cast<SumCall>(dlsym(library, "Dependent"));
        if (std::system(("rm -r " + std::string(folder)).c_str()) != 0)
            Die(std::string(folder) + " stays");
    }

    std::string loop(const char *name, const char *key, const char *take, size_t imageBytes) const
    {
        return std::string("#include <stddef.h>\nuint32_t ") + name +
               "(const void *image, const uint8_t *members, const uint32_t *keys, size_t count)\n{\n"
               "    static volatile uint32_t zero;\n"
               "    const uint32_t none = zero;\n"
               "    const BenchTable table = " +
               opener() + "(image, " + std::to_string(imageBytes) +
               ");\n"
               "    uint32_t sum = 0, position = 0;\n"
               "    uint8_t value = 0;\n"
               "    for (size_t i = 0; i < count; i++) {\n"
               "        const uint32_t key = " +
               key + ";\n        " + take + way->answer + ";\n    }\n    return sum;\n}\n";
    }

    // Later builds read a checksum where they trust, earlier ones always do.
    std::string opener() const
    {
        std::vector<char> text(calls->source(table, nullptr));
        text.resize(calls->source(table, text.data()));
        const std::string whole(text.begin(), text.end());
        return whole.find("BenchOpenTrusted") != std::string::npos ? "BenchOpenTrusted" : "BenchOpen";
    }
};

template <class Work> double Seconds(Work work)
{
    const double start = WallSeconds();
    work();
    return WallSeconds() - start;
}

// The median of the rounds' ratios.
template <class Ours, class Baselines> double Ratio(int rounds, Ours ours, Baselines baselines)
{
    std::vector<double> ratios;
    for (int round = -1; round < rounds; round++) {
        const double mine = Seconds(ours), theirs = Seconds(baselines);
        if (round >= 0) // the first one warms up
            ratios.push_back(mine / theirs);
    }
    std::sort(ratios.begin(), ratios.end());
    return ratios[ratios.size() / 2];
}

volatile uint32_t sink;

// Each answer is checked once, by what the way is to give for the key at its place.
void Check(const Side &side, const BenchKeys &keys, const std::vector<uint8_t> &values)
{
    const auto *k = static_cast<const uint32_t *>(keys.set.keys);
    std::vector<uint32_t> answers(keys.set.count);
    for (size_t i = 0; i < keys.set.count; i++)
        answers[i] = side.throughput(side.calls->image(side.table), side.members, k + i, 1);
    if (side.way->batch)
        side.calls->batch(side.table, k, keys.set.count, answers.data());
    const bool byValue = side.way->withArray || side.way->valueBits != 0;
    for (size_t i = 0; i < keys.set.count; i++)
        if (answers[i] != (byValue ? values[i] : i))
            Die(keys.name + ": a wrong answer");
}

// What no layout with so many loads in so many bytes can be faster than: a slot of each part.
struct Floor {
    const uint32_t *parts[3];
    uint32_t loads, slots; // of a part

    Floor(const Side &side, size_t keyCount)
        : loads(side.way->oneCompactGraph || keyCount > 65536 ? 3 : 2),
          slots(static_cast<uint32_t>(side.bytes / sizeof(uint32_t)) / loads)
    {
        uint32_t *const memory = static_cast<uint32_t *>(AllocateImage(size_t{slots} * loads * sizeof(uint32_t)));
        for (uint32_t i = 0; i < slots * loads; i++)
            memory[i] = i;
        for (uint32_t i = 0; i < 3; i++)
            parts[i] = memory + size_t{slots} * std::min(i, loads - 1);
    }
    template <bool three> uint32_t sum(const std::vector<uint32_t> &places) const
    {
        uint32_t all = 0;
        for (const uint32_t place : places)
            all += at<three>(place);
        return all;
    }
    template <bool three> uint32_t chain(const std::vector<uint32_t> &places) const
    {
        static volatile uint32_t zero;
        const uint32_t none = zero;
        uint32_t last = 0;
        for (const uint32_t place : places)
            last = at<three>(place ^ (last & none));
        return last;
    }

private:
    template <bool three> uint32_t at(uint32_t place) const
    {
        const uint32_t two = parts[0][place] + parts[1][place];
        return three ? two + parts[2][place] : two;
    }
};

struct Result {
    double bytes, baselineBytes, throughput, dependent, build, floorThroughput, floorDependent;
};

Result Measure(const Row &row, const TablesCalls *ours, const TablesCalls *baselines)
{
    const BenchKeys keys = LoadBenchKeys(row.keys);
    std::vector<uint8_t> values(keys.set.count);
    for (size_t i = 0; i < values.size(); i++)
        values[i] = static_cast<uint8_t>(RngDraw(3, 0, i));
    const Side mine(ours, row.ours, keys, values), theirs(baselines, row.baselines, keys, values);
    const bool large = keys.set.count > 100000, huge = keys.set.count > 4000000;
    const int rounds = huge ? 5 : large ? 15 : 101;
    std::vector<uint32_t> probes(large ? size_t{1} << 21 : size_t{1} << 15), answers(probes.size());
    for (size_t i = 0; i < probes.size(); i++)
        probes[i] = static_cast<const uint32_t *>(keys.set.keys)[RngDraw(7, 0, i) % keys.set.count];
    Check(mine, keys, values);
    Check(theirs, keys, values);

    const auto sum = [&](const Side &side) {
        return [&] { sink = side.sum(probes.data(), probes.size(), answers.data()); };
    };
    const auto chain = [&](const Side &side) {
        return
            [&] { sink = side.dependent(side.calls->image(side.table), side.members, probes.data(), probes.size()); };
    };
    const auto solve = [](const Side &side) {
        return [&] { sink = static_cast<uint32_t>(side.calls->solve(side.table)); };
    };
    const double count = static_cast<double>(keys.set.count);
    Result result = {mine.bytes / count, theirs.bytes / count, 0, 0, 0, 0, 0};
    result.throughput = Ratio(rounds, sum(mine), sum(theirs));
    if (!mine.way->batch)
        result.dependent = Ratio(rounds, chain(mine), chain(theirs));
    result.build = Ratio(rounds, solve(mine), solve(theirs));
    const Floor floor(mine, keys.set.count);
    for (size_t i = 0; i < probes.size(); i++)
        answers[i] = static_cast<uint32_t>(RngDraw(8, 0, i) % floor.slots);
    const std::vector<uint32_t> places = answers;
    const bool three = floor.loads == 3;
    const auto loads = [&] { sink = three ? floor.sum<true>(places) : floor.sum<false>(places); };
    const auto waiting = [&] { sink = three ? floor.chain<true>(places) : floor.chain<false>(places); };
    result.floorThroughput = Ratio(rounds, loads, sum(theirs));
    if (!mine.way->batch)
        result.floorDependent = Ratio(rounds, waiting, chain(theirs));
    return result;
}

std::string Figure(double value, double goal)
{
    char text[32];
    if (value == 0)
        return "          -";
    std::snprintf(text, sizeof text, "%5.2f", value);
    std::string out = text;
    std::snprintf(text, sizeof text, goal != 0 ? " <=%.2f%s" : "        ", goal, value > goal ? "!" : " ");
    return out + (goal != 0 ? text : "       ");
}

void Print(const Row &row, const Result &r, bool json)
{
    if (json)
        std::printf("{\"bench\":\"tables\",\"row\":\"%s\",\"bytes_per_key\":%.3f,\"baseline_bytes_per_key\":%.3f,"
                    "\"throughput\":%.3f,\"dependent\":%.3f,\"build\":%.3f,\"floor_throughput\":%.3f,"
                    "\"floor_dependent\":%.3f}\n",
                    row.name, r.bytes, r.baselineBytes, r.throughput, r.dependent, r.build, r.floorThroughput,
                    r.floorDependent);
    else
        std::printf("%-42s %s (%5.2f) bytes a key, throughput %s, dependent %s, build %s, floor %s %s\n", row.name,
                    Figure(r.bytes, row.bytes).c_str(), r.baselineBytes, Figure(r.throughput, row.throughput).c_str(),
                    Figure(r.dependent, row.dependent).c_str(), Figure(r.build, row.build).c_str(),
                    Figure(r.floorThroughput, 0).c_str(), Figure(r.floorDependent, 0).c_str());
    std::fflush(stdout);
}

void StayOnOneProcessor()
{
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(static_cast<size_t>(sched_getcpu()), &one);
    if (sched_setaffinity(0, sizeof one, &one) != 0)
        std::fprintf(stderr, "bench_tables: the processor can't be chosen, others may be used\n");
}

const TablesCalls *Load(const std::string &path)
{
    void *const library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    const auto get =
        library != nullptr ? reinterpret_cast<const TablesCalls *(*)()>(dlsym(library, "TablesSideCalls")) : nullptr;
    if (get == nullptr)
        Die(path + ": there is no build to measure: start this by ./bench tables");
    return get();
}

bool IsAsked(const Row &row, const std::vector<std::string> &texts)
{
    return texts.empty() || std::any_of(texts.begin(), texts.end(), [&](const std::string &text) {
               return std::strstr(row.name, text.c_str()) != nullptr;
           });
}

}

int main(int argc, char **argv)
{
    Words words(argc, argv);
    const bool json = words.take("--json");
    const TablesCalls *const ours = Load(words.text("--ours=", ""));
    const TablesCalls *const baselines = Load(words.text("--baseline=", ""));
    StayOnOneProcessor();
    for (const Row &row : rows)
        if (IsAsked(row, words.rest()))
            Print(row, Measure(row, ours, baselines), json);
    return 0;
}
