// ./bench text [--json] [--rounds=N]: tables of text keys beside gperf's, as C code, of the word
// lists in benchmarks/words, called through a pointer and by a loop in C; and the library's lookup,
// one by one and in a batch, beside std::unordered_map, abseil's flat one and .NET's
// FrozenDictionary of Debian's word list, of 100,000 words and of 150,000 paths. Keys, keys with
// another letter, other words, and a mixture of the first two are asked for in random order; each
// answer is checked first.
// Rounds alternate, and a ratio is the median of the rounds' own ones: below 1 we are faster. .NET
// runs in a process of its own, by its own clock. To make is to write C from a text in memory, a
// key a line; for gperf it is to run it.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <dlfcn.h>
#include <fstream>
#include <functional>
#include <unordered_map>

#ifdef HAVE_ABSEIL
#include <absl/container/flat_hash_map.h>
#endif

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

// The keys of a set, a line each.
std::string LinesOf(const std::vector<std::string> &strings)
{
    std::string text;
    for (const std::string &string : strings)
        text += string + '\n';
    return text;
}

// A table in memory of its own, of the lines of a text.
class Built {
public:
    Built(const TextSetOf &set, const std::string &text)
    {
        TextKeys keys;
        const size_t keyBytes = TextKeysBound(text.data(), text.size());
        const AlignedMemory keyMemory = AllocateAligned(keyBytes);
        if (TextKeysRead(text.data(), text.size(), keyMemory.get(), keyBytes, &keys, nullptr) != ChmOk)
            Die(set.name + " can't be read");
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
    AlignedMemory memory;
};

void Run(const std::string &command)
{
    if (std::system(command.c_str()) != 0)
        Die("this failed: " + command);
}

// A loop that calls a lookup directly, so that the compiler may put it in.
std::string LoopOver(const std::string &lookup)
{
    return "int64_t sum(const char *pool, const uint32_t *starts, const uint32_t *lengths, size_t count)\n{\n"
           "    int64_t total = 0;\n    for (size_t i = 0; i < count; i++)\n        total += " +
           lookup + "(pool + starts[i], lengths[i]);\n    return total;\n}\n";
}

// Compiles a source that has `int32_t find(const char *, size_t)`, and the loop.
class Library {
public:
    using Find = int32_t (*)(const char *, size_t);
    using Sum = int64_t (*)(const char *, const uint32_t *, const uint32_t *, size_t);

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
        sum = library != nullptr ? reinterpret_cast<Sum>(dlsym(library, "sum")) : nullptr;
        if (find == nullptr || sum == nullptr)
            Die(base + ".so can't be loaded");
    }
    Library(const Library &) = delete;
    ~Library()
    {
        dlclose(library);
    }

    Find find = nullptr;
    Sum sum = nullptr;

private:
    void *library;
};

void WriteOurs(const TextSetOf &set, const std::string &base)
{
    std::ofstream(base + ".c") << Built(set, LinesOf(set.keys)).Source()
                               << "int32_t find(const char *key, size_t length) { return SetFind(key, length); }\n"
                               << LoopOver("SetFind");
}

void WriteGperf(const TextSetOf &set, const std::string &base)
{
    std::ofstream file(base + ".gperf");
    file << "%{\n#include <stdint.h>\n#include <stddef.h>\n#include <string.h>\n%}\n"
            "struct Word { const char *name; int32_t position; };\n%%\n";
    for (size_t i = 0; i < set.keys.size(); i++)
        file << '"' << set.keys[i] << "\", " << i << '\n';
    file << "%%\nstatic inline int32_t position_of(const char *key, size_t length)\n{\n"
            "    const struct Word *word = in_word_set(key, length);\n"
            "    return word != 0 ? word->position : -1;\n}\n"
         << "int32_t find(const char *key, size_t length) { return position_of(key, length); }\n"
         << LoopOver("position_of");
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

// A library's lookup that is called by the library's own loop.
struct Direct {
    const Library &library;
    int32_t operator()(const char *key, size_t length) const { return library.find(key, length); }
};

double TimeOf(const Direct &direct, const TextQueries &queries)
{
    const double start = ThreadSeconds();
    volatile int64_t keep =
        direct.library.sum(queries.pool.data(), queries.starts.data(), queries.lengths.data(), queries.size());
    (void)keep;
    return ThreadSeconds() - start;
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
                     : "%-20s against %-20s %6zu keys ",
                set.name.c_str(), peer, set.keys.size());
    const char *const asked[] = {"members", json ? "changed" : "one letter changed", json ? "others" : "other words",
                                 "mixed"};
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

const TextAsked allAsked[] = {TextAsked::Members, TextAsked::Changed, TextAsked::Others, TextAsked::Mixed};

template <class Ours, class Theirs>
std::vector<Figure> CompareAll(const TextSetOf &set, const Ours &ours, const Theirs &theirs)
{
    std::vector<Figure> figures;
    for (const TextAsked asked : allAsked)
        figures.push_back(Compare(set.name, QueriesOf(set, asked, queryCount), ours, theirs));
    return figures;
}

double MadeMs(const TextSetOf &set)
{
    const std::string text = LinesOf(set.keys);
    std::string source;
    return BestMs([&] {
        const Built built(set, text);
        source.resize(SourceFindBound(&built.table, "Set", nullptr)); // memory that is there from the second time on
        source.resize(SourceFindWrite(&built.table, "Set", nullptr, &source[0]));
    });
}

void AgainstGperf(const TextSetOf &set, const std::string &folder)
{
    const std::string ours = folder + "/ours", theirs = folder + "/theirs";
    WriteOurs(set, ours);
    const double start = WallSeconds();
    WriteGperf(set, theirs);
    const double theirMs = (WallSeconds() - start) * 1000;
    const Library our(ours), their(theirs);
    const double madeMs = MadeMs(set);
    Print(set, "gperf", CompareAll(set, our.find, their.find), madeMs, theirMs);
    Print(set, "gperf, in a loop", CompareAll(set, Direct{our}, Direct{their}), madeMs, theirMs);
}

// Two maps of string views behind one face.
template <class Map> class Peer {
public:
    explicit Peer(const TextSetOf &set_) : set(set_) { Fill(); }
    void Fill()
    {
        map.clear();
        map.reserve(set.keys.size());
        for (size_t i = 0; i < set.keys.size(); i++)
            map.emplace(set.keys[i], static_cast<int32_t>(i));
    }
    int32_t operator()(const char *key, size_t length) const
    {
        const auto found = map.find(std::string_view(key, length));
        return found == map.end() ? -1 : found->second;
    }

private:
    const TextSetOf &set;
    Map map;
};

// The answers of a batch, one after the other: the first question asks all of them.
class Batch {
public:
    Batch(const TextTable &table_, const TextQueries &queries) : table(table_), answers(queries.size())
    {
        for (size_t i = 0; i < queries.size(); i++)
            texts.push_back(
                {reinterpret_cast<const uint8_t *>(queries.pool.data()) + queries.starts[i], queries.lengths[i]});
    }
    int32_t operator()(const char *, size_t) const
    {
        if (next == answers.size())
            next = 0;
        if (next == 0)
            TextTableFindMany(&table, texts.data(), texts.size(), answers.data());
        return static_cast<int32_t>(answers[next++]);
    }

private:
    const TextTable &table;
    std::vector<TextString> texts;
    mutable std::vector<uint32_t> answers;
    mutable size_t next = 0;
};

template <class Theirs>
std::vector<Figure> CompareBatch(const TextSetOf &set, const TextTable &table, const Theirs &theirs)
{
    std::vector<Figure> figures;
    for (const TextAsked asked : allAsked) {
        const TextQueries queries = QueriesOf(set, asked, queryCount);
        figures.push_back(Compare(set.name, queries, Batch(table, queries), theirs));
    }
    return figures;
}

template <class Map> void AgainstMap(const TextSetOf &set, const TextTable &table, const std::string &name)
{
    Peer<Map> theirs(set);
    const double madeMs = MadeMs(set), theirMs = BestMs([&] { theirs.Fill(); });
    const auto ours = [&](const char *key, size_t length) {
        return static_cast<int32_t>(TextTableFind(&table, key, length));
    };
    Print(set, name.c_str(), CompareAll(set, ours, theirs), madeMs, theirMs);
    Print(set, (name + ", batch").c_str(), CompareBatch(set, table, theirs), madeMs, theirMs);
}

// Runs .NET over files of the same questions.
void AgainstFrozen(const TextSetOf &set, const TextTable &table, const std::string &command, const std::string &folder)
{
    std::ofstream(folder + "/keys") << LinesOf(set.keys);
    std::string line = command + " --text " + folder + "/keys";
    std::vector<Figure> figures;
    for (size_t i = 0; i < std::size(allAsked); i++) {
        const TextQueries queries = QueriesOf(set, allAsked[i], queryCount);
        std::ofstream file(folder + "/asked" + std::to_string(i));
        for (size_t at = 0; at < queries.size(); at++)
            file << queries.at(at) << '\n';
        line += " " + folder + "/asked" + std::to_string(i);
        std::vector<double> times;
        for (int round = 0; round < rounds; round++)
            times.push_back(
                TimeOf([&](const char *key,
                           size_t length) { return static_cast<int32_t>(TextTableFind(&table, key, length)); },
                       queries));
        figures.push_back({0, Median(times) * 1e9 / static_cast<double>(queries.size()), 0});
    }
    FILE *const output = popen(line.c_str(), "r");
    double seconds = 0;
    bool read = output != nullptr && std::fscanf(output, "%lf", &seconds) == 1;
    for (Figure &figure : figures)
        read = read && std::fscanf(output, "%lf", &figure.theirNs) == 1;
    if (output == nullptr || pclose(output) != 0 || !read)
        Die("this failed: " + line);
    for (Figure &figure : figures)
        figure.ratio = figure.ns / figure.theirNs;
    Print(set, "FrozenDictionary", figures, MadeMs(set), seconds * 1000);
}

void AgainstMaps(const TextSetOf &set, const std::string &frozen, const std::string &folder)
{
    const Built built(set, LinesOf(set.keys));
    AgainstMap<std::unordered_map<std::string_view, int32_t>>(set, built.table, "unordered_map");
#ifdef HAVE_ABSEIL
    AgainstMap<absl::flat_hash_map<std::string_view, int32_t>>(set, built.table, "flat_hash_map");
#endif
    if (!frozen.empty())
        AgainstFrozen(set, built.table, frozen, folder);
}

} // namespace

int main(int argc, char **argv)
{
    Words words(argc, argv);
    json = words.take("--json");
    rounds = words.number("--rounds=", rounds);
    const std::string lists = words.text("--words=", "benchmarks/words"), frozen = words.text("--frozen=", "");
    char folder[] = "/tmp/bench-text-XXXXXX";
    if (!words.rest().empty() || rounds < 1) {
        std::fprintf(stderr, "bench_text [--json] [--rounds=N] [--words=FOLDER] [--frozen=COMMAND]\n");
        return 2;
    }
    if (mkdtemp(folder) == nullptr)
        Die("no folder for the sources");
    for (const TextSetOf &set : WordSets(lists))
        AgainstGperf(set, folder);
    AgainstMaps(Dictionary("/usr/share/dict/american-english"), frozen, folder);
    AgainstMaps(RandomWords(100000), frozen, folder);
    AgainstMaps(RandomPaths(150000), frozen, folder);
    Run("rm -r " + std::string(folder));
    return 0;
}
