// ./bench lookup [--json] KEYS...: nanoseconds a key of each way to look keys up, one thread, best
// of several rounds over random members.
//   inline     the loop that a generated header makes: constants in registers, one key after the
//              other, independent
//   dependent  the same, each key waiting for the answer before it
//   index      TableIndex, a call a key
//   contains   TableContains, a call a key
//   batch      TableIndexBatch, by the plain loops and at the best instruction set of this machine
//   textbook   the loop of inline over the table of a textbook CHM (32-bit keys, up to 2^20 of
//              them)
// and what goes with a table: microseconds to open its file's bytes and to write its C header. KEYS
// are files or generated sets (key_sets.h).
#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "baseline_chm.h"
#include "chm01/base/cpu.h"
#include "chm01/emit/source.h"
#include "chm01/hash/hash_quadx.h"
#include "chm01/table/table_image.h"
#include "key_sets.h"
#include "solved.h"

namespace {

// of tables in the cache: enough to be no pattern, few enough to stay in the L2 cache themselves,
// with their answers
constexpr size_t Probes = 1 << 14;
constexpr size_t ManyProbes = 1 << 21;

struct Times {
    double inlined, dependent, index, contains, batchPlain, batch, textbook, openUs, sourceUs;
};

// The best of some rounds, in nanoseconds for each of `count`.
template <class Work> double Best(size_t count, int rounds, Work work)
{
    double best = 1e9;
    for (int round = 0; round < rounds; round++) {
        const double start = WallSeconds();
        work();
        best = std::min(best, WallSeconds() - start);
    }
    return best / static_cast<double>(count) * 1e9;
}

// The lookups as a generated header has them.
template <class Value> struct Flat32 {
    const Value *values;
    uint32_t s1, s2, edges, mask;
    uint32_t operator()(uint32_t key) const
    {
        const uint32_t p = key * s1, q = QuadxFold32(p) * (key ^ s2);
        return (uint32_t{values[QuadxScale32(p, edges)]} + values[edges + QuadxScale32(q, edges)]) & mask;
    }
};

template <class Value> Flat32<Value> FlatOf(const TableView &view)
{
    const uint32_t mask = (uint32_t{1} << view.edgeBits) - 1;
    return {static_cast<const Value *>(view.slots), static_cast<uint32_t>(view.seeds[0]),
            static_cast<uint32_t>(view.seeds[1]), static_cast<uint32_t>(view.edges), mask};
}

struct Flat64 {
    const TableView *view;
    uint32_t operator()(uint64_t key) const { return TableIndex(view, key); } // no loop of its own: the general one
};

struct Buckets32 {
    const uint32_t *values;
    const TableSeeds32 *seeds;
    uint32_t s0, bucketCount, bits;
    uint32_t operator()(uint32_t key) const
    {
        const uint64_t bucket = QuadxBucket32(key, s0, bucketCount);
        const uint32_t *const slice = values + (bucket << (bits + 1));
        const TableSeeds32 own = seeds[bucket];
        return slice[QuadxFirst32(key, own.s1, bits)] + slice[(1u << bits) + QuadxSecond32(key, own.s1, own.s2, bits)];
    }
};

volatile uint32_t sink, zero;

template <class Key, class Lookup>
void MeasureInline(const Key *probes, size_t count, int rounds, Lookup lookup, Times &times)
{
    times.inlined = Best(count, rounds, [&] {
        uint32_t sum = 0;
        for (size_t i = 0; i < count; i++)
            sum += lookup(probes[i]);
        sink = sum;
    });
    times.dependent = Best(count, rounds, [&] {
        const uint32_t none = zero;
        uint32_t index = 0;
        for (size_t i = 0; i < count; i++)
            index = lookup(static_cast<Key>(probes[i] ^ (index & none)));
        sink = index;
    });
}

template <class Key> Times Measure(const BenchKeys &keys, const Solved &solved)
{
    const TableView &view = solved.view;
    const bool large = view.imageBytes > (4u << 20);
    const size_t count = large ? ManyProbes : Probes;
    const int rounds = large ? 5 : 41;
    const AlignedMemory probeMemory = AllocateAligned(count * sizeof(Key)), indexMemory = AllocateAligned(count * 4);
    Key *const probes = static_cast<Key *>(probeMemory.get());
    uint32_t *const indices = static_cast<uint32_t *>(indexMemory.get());
    uint64_t state = 9;
    for (size_t i = 0; i < count; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        probes[i] = static_cast<Key>(KeySetAt(&keys.set, static_cast<size_t>((state >> 33) % keys.set.count)));
    }

    Times times = {};
    if constexpr (sizeof(Key) == 8)
        MeasureInline(probes, count, rounds, Flat64{&view}, times);
    else if (view.layout == LayoutPartitioned)
        MeasureInline(probes, count, rounds,
                      Buckets32{static_cast<const uint32_t *>(view.slots),
                                static_cast<const TableSeeds32 *>(view.directory), static_cast<uint32_t>(view.seeds[0]),
                                static_cast<uint32_t>(view.bucketCount), view.edgeBits},
                      times);
    else if (view.slotSizeInBytes == 1)
        MeasureInline(probes, count, rounds, FlatOf<uint8_t>(view), times);
    else if (view.slotSizeInBytes == 2)
        MeasureInline(probes, count, rounds, FlatOf<uint16_t>(view), times);
    else
        MeasureInline(probes, count, rounds, FlatOf<uint32_t>(view), times);

    times.index = Best(count, rounds, [&] {
        uint32_t sum = 0;
        for (size_t i = 0; i < count; i++)
            sum += TableIndex(&view, probes[i]);
        sink = sum;
    });
    times.contains = Best(count, rounds, [&] {
        uint32_t sum = 0, index = 0;
        for (size_t i = 0; i < count; i++)
            sum += TableContains(&view, probes[i], &index) + index;
        sink = sum;
    });
    CpuLimit(CpuBaseline);
    times.batchPlain = Best(count, rounds, [&] { TableIndexBatch(&view, probes, count, indices); });
    CpuLimit(CpuAvx512);
    times.batch = Best(count, rounds, [&] { TableIndexBatch(&view, probes, count, indices); });

    BaselineChm baseline;
    if (sizeof(Key) == 4 && keys.set.count <= size_t{1} << 20 &&
        baseline.Build(static_cast<const uint32_t *>(keys.set.keys), static_cast<uint32_t>(keys.set.count), 1))
        times.textbook = Best(count, rounds, [&] {
            uint32_t sum = 0;
            for (size_t i = 0; i < count; i++)
                sum += baseline.Index(static_cast<uint32_t>(probes[i]));
            sink = sum;
        });

    TableView opened;
    times.openUs = Best(1000, 11, [&] { (void)TableOpen(view.image, view.imageBytes, &opened, nullptr); });
    const SourceOptions source = {true, false, nullptr, nullptr, SourceWhole, nullptr, nullptr, 0, nullptr};
    std::vector<char> text(SourceBound(&view, &source));
    times.sourceUs = Best(1000, 11, [&] { sink = static_cast<uint32_t>(SourceWrite(&view, &source, text.data())); });
    return times;
}

} // namespace

int main(int argc, char **argv)
{
    Words words(argc, argv);
    const bool json = words.take("--json");
    for (const std::string &word : words.rest({"rnd:3649", "rnd:31016", "rnd:10000000"})) {
        const BenchKeys keys = LoadBenchKeys(word);
        const Solved solved = Solve(keys.set, keys.name);
        const Times t =
            keys.set.keySizeInBytes == 8 ? Measure<uint64_t>(keys, solved) : Measure<uint32_t>(keys, solved);
        std::printf(json ? "{\"bench\":\"lookup\",\"file\":\"%s\",\"keys\":%zu,\"inline_ns\":%.3f,"
                           "\"dependent_ns\":%.3f,\"index_ns\":%.3f,\"contains_ns\":%.3f,"
                           "\"batch_plain_ns\":%.3f,\"batch_ns\":%.3f,\"batch_to_inline\":%.3f,\"textbook_ns\":%.3f,"
                           "\"open_us\":%.1f,\"source_us\":%.1f}\n"
                         : "%-28s %9zu keys: inline %6.2f ns, dependent %6.2f, index %6.2f, contains %6.2f, "
                           "batch plain %6.2f, batch %6.2f (%.2fx inline), textbook %.2f | "
                           "open %.1f us, source %.1f us\n",
                    keys.name.c_str(), keys.set.count, t.inlined, t.dependent, t.index, t.contains, t.batchPlain,
                    t.batch, t.batch / t.inlined, t.textbook, t.openUs, t.sourceUs);
    }
    return 0;
}
