// ./bench ranges [--json] [--rounds=N]: the greatest start that is not above an address, beside
// std::upper_bound over the same sorted starts, at random addresses. Starts are those of 100,000
// functions of 16 to 624 bytes, as numbers of 32 and of 64 bits; a smaller and a larger program are
// there to see. So is the lookup of a header (<Name>FindFloor), compiled by cc -O2. Rounds
// alternate, and a ratio is the median of the rounds' own ones: below 1 we are faster. The batch
// gives all answers to one call.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <dlfcn.h>
#include <unistd.h>

#include "aligned_memory.h"
#include "chm01/base/rng.h"
#include "chm01/emit/source.h"
#include "chm01/ranges/ranges.h"
#include "key_sets.h"
#include "solved.h"
#include "words.h"

namespace {

bool json = false;
int rounds = 21;

constexpr size_t queryCount = 100000;

// A header's <Name>FindFloor over addresses, in a library of its own.
template <class Start> class Header {
public:
    using Floors = void (*)(const Start *addresses, size_t count, uint32_t *positions);

    explicit Header(const KeySet &starts)
    {
        const std::string base = std::filesystem::temp_directory_path() / ("floors-" + std::to_string(getpid()));
        const char *const type = sizeof(Start) == 4 ? "uint32_t" : "uint64_t";
        std::ofstream(base + ".c") << Text(starts) << "#include <stddef.h>\nvoid floors(const " << type
                                   << " *addresses, size_t count, uint32_t *positions)\n"
                                      "{\n    for (size_t i = 0; i < count; i++)\n"
                                      "        positions[i] = StartsFindFloor(addresses[i]);\n}\n";
        const std::string command = "cc -O2 -w -shared -fPIC -o " + base + ".so " + base + ".c";
        library = std::system(command.c_str()) == 0 ? dlopen((base + ".so").c_str(), RTLD_NOW) : nullptr;
        floors = library != nullptr ? reinterpret_cast<Floors>(dlsym(library, "floors")) : nullptr;
        std::filesystem::remove(base + ".c");
        std::filesystem::remove(base + ".so");
        if (floors == nullptr) {
            std::fprintf(stderr, "bench_ranges: this failed: %s\n", command.c_str());
            std::exit(1);
        }
    }
    Header(const Header &) = delete;
    ~Header() { dlclose(library); }

    Floors floors;

private:
    static std::string Text(const KeySet &starts)
    {
        const Solved solved = Solve(starts, "Starts");
        const AlignedMemory memory = AllocateAligned(RangesSortedBytes(&starts));
        RangesSort sort;
        Work all = WorkAll();
        RangesSortBegin(&sort, &starts, memory.get());
        (void)RangesSortOn(&sort, &all);
        const SourceOptions options = {true, false, nullptr, &sort.made, SourceWhole, nullptr, nullptr, 0, nullptr};
        std::string text(SourceBound(&solved.view, &options), ' ');
        text.resize(SourceWrite(&solved.view, &options, text.data()));
        return text;
    }

    void *library;
};

template <class Start> class Bench {
public:
    explicit Bench(size_t count)
    {
        for (uint64_t at = 0x1000, i = 0; i < count; i++, at += 16 + RngMix(i) % 39 * 16)
            starts.push_back(static_cast<Start>(at));
        const KeySet set = {starts.data(), starts.size(), sizeof(Start)};
        memory = AllocateAligned(RangesBytes(&set));
        RangesBuild(&set, memory.get(), &ranges);
        for (uint64_t i = 0; i < queryCount; i++)
            addresses.push_back(static_cast<Start>(RngMix(~i) % (starts.back() + 1000)));
    }
    void Run()
    {
        const KeySet set = {starts.data(), starts.size(), sizeof(Start)};
        const Header<Start> header(set);
        std::vector<double> single, batch, inHeader, peer;
        std::vector<uint32_t> ours(queryCount), theirs(queryCount);
        for (int round = 0; round < rounds; round++) {
            const double bound = Time([&] { Peer(theirs); });
            single.push_back(Time([&] { Single(ours); }) / bound);
            Compare(ours, theirs);
            batch.push_back(Time([&] { RangesFindBatch(&ranges, addresses.data(), queryCount, ours.data()); }) / bound);
            Compare(ours, theirs);
            inHeader.push_back(Time([&] { header.floors(addresses.data(), queryCount, ours.data()); }) / bound);
            Compare(ours, theirs);
            peer.push_back(bound * 1e9 / queryCount);
        }
        std::printf(
            json ? "{\"bench\":\"ranges\",\"starts\":%zu,\"bits\":%zu,\"single\":%.3f,\"batch\":%.3f,"
                   "\"header\":%.3f,\"upper_bound_ns\":%.1f}\n"
                 : "%8zu starts of %zu bits  single %.2f  batch %.2f  header %.2f  of std::upper_bound's %.1f ns\n",
            starts.size(), 8 * sizeof(Start), Median(single), Median(batch), Median(inHeader), Median(peer));
        std::fflush(stdout);
    }

private:
    template <class Work> static double Time(const Work &work)
    {
        const double start = ThreadSeconds();
        work();
        return ThreadSeconds() - start;
    }
    void Peer(std::vector<uint32_t> &out) const
    {
        for (size_t i = 0; i < queryCount; i++)
            out[i] = static_cast<uint32_t>(std::upper_bound(starts.begin(), starts.end(), addresses[i]) -
                                           starts.begin() - 1);
    }
    void Single(std::vector<uint32_t> &out) const
    {
        for (size_t i = 0; i < queryCount; i++)
            out[i] = RangesFind(&ranges, addresses[i]);
    }
    static void Compare(const std::vector<uint32_t> &ours, const std::vector<uint32_t> &theirs)
    {
        if (ours == theirs)
            return;
        std::fprintf(stderr, "bench_ranges: a wrong answer\n");
        std::exit(1);
    }
    static double Median(std::vector<double> values)
    {
        std::sort(values.begin(), values.end());
        return values[values.size() / 2];
    }

    std::vector<Start> starts, addresses;
    AlignedMemory memory;
    Ranges ranges;
};

} // namespace

int main(int argc, char **argv)
{
    Words words(argc, argv);
    json = words.take("--json");
    rounds = words.number("--rounds=", rounds);
    if (!words.rest().empty()) {
        std::fprintf(stderr, "bench_ranges [--json] [--rounds=N]\n");
        return 2;
    }
    for (size_t count : {1000, 100000, 1000000}) {
        Bench<uint32_t>(count).Run();
        Bench<uint64_t>(count).Run();
    }
    return 0;
}
