// ./bench text [--json] [--rounds=N]: tables of text keys beside gperf's, as C code, of the word
// lists in benchmarks/words; and beside std::unordered_map of 100,000 words and 150,000 paths.
// Keys, keys with another letter, and other words are asked for in random order; each answer is
// checked first. Rounds alternate, and a ratio is the median of the rounds' own ones: below 1 we
// are faster. To make is to write C from the keys in memory; for gperf it is to run it.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <dlfcn.h>
#include <fstream>
#include <functional>
#include <unordered_map>

#include "aligned_memory.h"
#include "chm01/emit/source_find.h"
#include "chm01/text/text_table.h"
#include "key_sets.h"
#include "text_sets.h"
#include "words.h"

namespace {

bool json = false;
int rounds = 21;

constexpr size_t queryCount = 40000;

[[noreturn]] void Die(const std::string &what)
{
    std::fprintf(stderr, "bench_text: %s\n", what.c_str());
    std::exit(1);
}

// A table in memory of its own.
class Built {
public:
    explicit Built(const TextSetOf &set)
    {
        for (const std::string &key : set.keys) {
            starts.push_back(static_cast<uint32_t>(pool.size()));
            lengths.push_back(static_cast<uint16_t>(key.size()));
            pool += key;
        }
        const TextKeys keys = {reinterpret_cast<const uint8_t *>(pool.data()), starts.data(), lengths.data(),
                               starts.size()};
        const size_t bytes = TextTableBound(&keys, set.ignoreCase);
        const TextTableOptions options = {set.ignoreCase, 0};
        memory = AllocateAligned(bytes);
        if (TextTableBuild(&keys, &options, memory.get(), bytes, &table, nullptr) != ChmOk)
            Die(set.name + " has no table");
    }
    std::string Source() const
    {
        std::string text(SourceFindBound(&table, "Set", nullptr), ' ');
        text.resize(SourceFindWrite(&table, "Set", nullptr, text.data()));
        return text;
    }

    TextTable table;

private:
    std::string pool;
    std::vector<uint32_t> starts;
    std::vector<uint16_t> lengths;
    AlignedMemory memory;
};

void Run(const std::string &command)
{
    if (std::system(command.c_str()) != 0)
        Die("this failed: " + command);
}

// Compiles a source that has `int32_t find(const char *, size_t)`.
class Library {
public:
    using Find = int32_t (*)(const char *, size_t);

    explicit Library(const std::string &base)
    {
#ifdef __x86_64__
        const std::string branches = "-Wa,-mbranches-within-32B-boundaries ";
#else
        const std::string branches;
#endif
        Run("cc -O2 -shared -fPIC -w -falign-functions=64 " + branches + "-o " + base + ".so " + base + ".c");
        library = dlopen((base + ".so").c_str(), RTLD_NOW);
        find = library != nullptr ? reinterpret_cast<Find>(dlsym(library, "find")) : nullptr;
        if (find == nullptr)
            Die(base + ".so can't be loaded");
    }
    Library(const Library &) = delete;
    ~Library()
    {
        dlclose(library);
    }

    Find find = nullptr;

private:
    void *library;
};

void WriteOurs(const TextSetOf &set, const std::string &base)
{
    std::ofstream(base + ".c") << Built(set).Source()
                               << "int32_t find(const char *key, size_t length) { return SetFind(key, length); }\n";
}

void WriteGperf(const TextSetOf &set, const std::string &base)
{
    std::ofstream file(base + ".gperf");
    file << "%{\n#include <stdint.h>\n#include <stddef.h>\n#include <string.h>\n%}\n"
            "struct Word { const char *name; int32_t position; };\n%%\n";
    for (size_t i = 0; i < set.keys.size(); i++)
        file << '"' << set.keys[i] << "\", " << i << '\n';
    file << "%%\nint32_t find(const char *key, size_t length)\n{\n"
            "    const struct Word *word = in_word_set(key, length);\n"
            "    return word != 0 ? word->position : -1;\n}\n";
    file.close();
    Run("gperf -t -l -c -C -L ANSI-C " + std::string(set.ignoreCase ? "--ignore-case " : "") + base + ".gperf >" +
        base + ".c");
}

double Median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

template <class Find> double TimeOf(const Find &find, const TextQueries &queries)
{
    const char *const pool = queries.pool.data();
    int64_t sum = 0;
    const double start = ThreadSeconds();
    for (size_t i = 0; i < queries.size(); i++)
        sum += find(pool + queries.starts[i], queries.lengths[i]);
    const double seconds = ThreadSeconds() - start;
    volatile int64_t keep = sum;
    (void)keep;
    return seconds;
}

struct Figure {
    double ratio, ns, theirNs;
};

// Ours against theirs, in turn.
template <class Ours, class Theirs>
Figure Compare(const std::string &name, const TextQueries &queries, const Ours &ours, const Theirs &theirs)
{
    for (size_t i = 0; i < queries.size(); i++) {
        const char *const key = queries.pool.data() + queries.starts[i];
        if (ours(key, queries.lengths[i]) != queries.answers[i])
            Die(name + ": a wrong answer of ours");
        if (theirs(key, queries.lengths[i]) != queries.answers[i])
            Die(name + ": a wrong answer of theirs");
    }
    std::vector<double> ratios, ourTimes, theirTimes;
    for (int round = 0; round < rounds; round++) {
        ourTimes.push_back(TimeOf(ours, queries));
        theirTimes.push_back(TimeOf(theirs, queries));
        ratios.push_back(ourTimes.back() / theirTimes.back());
    }
    const double each = 1e9 / static_cast<double>(queries.size());
    return {Median(ratios), Median(ourTimes) * each, Median(theirTimes) * each};
}

void Print(const TextSetOf &set, const char *peer, const std::vector<Figure> &figures, double madeMs, double theirMs)
{
    std::printf(json ? "{\"bench\":\"text\",\"set\":\"%s\",\"peer\":\"%s\",\"keys\":%zu"
                     : "%-20s against %-13s %6zu keys ",
                set.name.c_str(), peer, set.keys.size());
    const char *const asked[] = {"members", json ? "changed" : "one letter changed", json ? "others" : "other words"};
    for (size_t i = 0; i < figures.size(); i++)
        if (json)
            std::printf(",\"%s\":%.3f,\"%s_ns\":%.2f,\"%s_peer_ns\":%.2f", asked[i], figures[i].ratio, asked[i],
                        figures[i].ns, asked[i], figures[i].theirNs);
        else
            std::printf(" %s %.2f (%.1f of %.1f ns)", asked[i], figures[i].ratio, figures[i].ns, figures[i].theirNs);
    std::printf(json ? ",\"made_ms\":%.3f,\"peer_made_ms\":%.3f}\n" : "  made in %.2f of %.1f ms\n", madeMs, theirMs);
    std::fflush(stdout);
}

double BestMs(const std::function<void()> &make)
{
    double best = 1e9;
    for (int i = 0; i < 5; i++) {
        const double start = ThreadSeconds();
        make();
        best = std::min(best, ThreadSeconds() - start);
    }
    return best * 1000;
}

template <class Ours, class Theirs>
std::vector<Figure> CompareAll(const TextSetOf &set, const Ours &ours, const Theirs &theirs)
{
    std::vector<Figure> figures;
    for (const TextAsked asked : {TextAsked::Members, TextAsked::Changed, TextAsked::Others})
        figures.push_back(Compare(set.name, QueriesOf(set, asked, queryCount), ours, theirs));
    return figures;
}

void AgainstGperf(const TextSetOf &set, const std::string &folder)
{
    const std::string ours = folder + "/ours", theirs = folder + "/theirs";
    WriteOurs(set, ours);
    const double start = WallSeconds();
    WriteGperf(set, theirs);
    const double theirMs = (WallSeconds() - start) * 1000;
    const Library our(ours), their(theirs);
    const double madeMs = BestMs([&] { (void)Built(set).Source(); });
    Print(set, "gperf", CompareAll(set, our.find, their.find), madeMs, theirMs);
}

void AgainstMap(const TextSetOf &set)
{
    const double madeMs = BestMs([&] { (void)Built(set).Source(); });
    std::unordered_map<std::string_view, int32_t> map;
    const double mapMs = BestMs([&] {
        map.clear();
        map.reserve(set.keys.size());
        for (size_t i = 0; i < set.keys.size(); i++)
            map.emplace(set.keys[i], static_cast<int32_t>(i));
    });
    const Built built(set);
    const auto ours = [&](const char *key, size_t length) {
        return static_cast<int32_t>(TextTableFind(&built.table, key, length));
    };
    const auto theirs = [&](const char *key, size_t length) {
        const auto found = map.find(std::string_view(key, length));
        return found == map.end() ? -1 : found->second;
    };
    Print(set, "unordered_map", CompareAll(set, ours, theirs), madeMs, mapMs);
}

} // namespace

int main(int argc, char **argv)
{
    Words words(argc, argv);
    json = words.take("--json");
    rounds = words.number("--rounds=", rounds);
    const std::string lists = words.text("--words=", "benchmarks/words");
    char folder[] = "/tmp/bench-text-XXXXXX";
    if (!words.rest().empty() || rounds < 1) {
        std::fprintf(stderr, "bench_text [--json] [--rounds=N] [--words=FOLDER]\n");
        return 2;
    }
    if (mkdtemp(folder) == nullptr)
        Die("no folder for the sources");
    for (const TextSetOf &set : WordSets(lists))
        AgainstGperf(set, folder);
    AgainstMap(RandomWords(100000));
    AgainstMap(RandomPaths(150000));
    Run("rm -r " + std::string(folder));
    return 0;
}
