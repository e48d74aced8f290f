#include "support/chm01/solver_runner.h"

#include <cstring>
#include <memory>
#include <random>
#include <stdexcept>
#include <thread>
#include <unordered_set>

#include "chm01/base/cpu.h"

Keys::Keys(std::vector<uint64_t> values, uint32_t keySizeInBytes) : wide(std::move(values)), keySize(keySizeInBytes)
{
    narrow.assign(wide.begin(), wide.end());
}

Keys Keys::Wide(std::vector<WideKey> keys)
{
    Keys all({}, sizeof(WideKey));
    all.guids = std::move(keys);
    return all;
}

KeySet Keys::set() const
{
    if (keySize == sizeof(WideKey))
        return {guids.data(), guids.size(), keySize};
    return {keySize == 8 ? static_cast<const void *>(wide.data()) : narrow.data(), wide.size(), keySize};
}

namespace {

// A slice may find anything in its arena: what another solver left, or garbage.
void Spoil(const AlignedBytes &arena, std::mt19937_64 &random)
{
    if (random() % 4 == 0)
        std::memset(arena.data(), static_cast<int>(random() % 256), arena.size());
}

void RunInterleaved(Solver *solver, const std::vector<AlignedBytes> &arenas, const Schedule &schedule, bool keepsArena,
                    std::mt19937_64 &random)
{
    std::vector<bool> idle(schedule.lanes);
    for (size_t left = schedule.lanes; left != 0;) {
        const size_t lane = random() % schedule.lanes;
        if (idle[lane])
            continue;
        const AlignedBytes &arena = arenas[keepsArena ? lane : random() % arenas.size()];
        if (!keepsArena)
            Spoil(arena, random);
        if (SolverRun(solver, arena.data(), 1 + static_cast<uint32_t>(random() % schedule.maxUnits)) == SolverIdle) {
            idle[lane] = true;
            left--;
        }
    }
}

void RunThreads(Solver *solver, const std::vector<AlignedBytes> &arenas, const Schedule &schedule)
{
    std::vector<std::thread> threads;
    for (uint32_t i = 0; i < schedule.lanes; i++)
        threads.emplace_back([&, i] {
            while (SolverRun(solver, arenas[i].data(), schedule.maxUnits) == SolverMore)
                std::this_thread::yield();
        });
    for (std::thread &thread : threads)
        thread.join();
}

// Within an attempt of one lane others run and end: an order of events that real threads have,
// here drawn from a seed.
struct Nest {
    Solver *solver = nullptr;
    const std::vector<AlignedBytes> *arenas = nullptr;
    size_t depth = 0;
    uint32_t maxUnits = 1;
    std::mt19937_64 random;
    uint64_t now = 0;
};
Nest nest;

uint64_t NestedClock()
{
    if (nest.solver != nullptr && nest.depth + 1 < nest.arenas->size() && nest.random() % 3 == 0) {
        nest.depth++;
        SolverRun(nest.solver, (*nest.arenas)[nest.depth].data(),
                  1 + static_cast<uint32_t>(nest.random() % nest.maxUnits));
        nest.depth--;
    }
    return nest.now++;
}

void RunNested(Solver *solver, const std::vector<AlignedBytes> &arenas, const Schedule &schedule)
{
    nest.solver = solver;
    nest.arenas = &arenas;
    nest.maxUnits = schedule.maxUnits;
    while (SolverRun(solver, arenas[0].data(), schedule.maxUnits) == SolverMore)
        ;
    nest.solver = nullptr;
}

void RunLanes(Solver *solver, const std::vector<AlignedBytes> &arenas, const Schedule &schedule, bool keepsArena,
              std::mt19937_64 &random)
{
    if (schedule.nested)
        RunNested(solver, arenas, schedule);
    else if (schedule.threads)
        RunThreads(solver, arenas, schedule);
    else if (schedule.shuffle != 0)
        RunInterleaved(solver, arenas, schedule, keepsArena, random);
    else
        for (const AlignedBytes &arena : arenas)
            while (SolverRun(solver, arena.data(), schedule.maxUnits) == SolverMore)
                ;
}

std::vector<AlignedBytes> MakeArenas(uint32_t count, size_t bytes)
{
    std::vector<AlignedBytes> arenas;
    for (uint32_t i = 0; i < count; i++) {
        arenas.emplace_back(bytes);
        std::memset(arenas.back().data(), 0xA5, bytes);
    }
    return arenas;
}

}

Solved Solve(const Keys &keys, const SolveOptions &options, const Schedule &schedule)
{
    Solved solved = {};
    const KeySet set = keys.set();
    SolveOptions planned = options;
    if (schedule.nested) {
        planned.clock = NestedClock;
        nest.random.seed(schedule.shuffle);
    }
    solved.status = SolverMakePlan(&set, "Sample", &planned, &solved.plan, &solved.error);
    if (solved.status != ChmOk)
        return solved;
    solved.plan.keepsArena = solved.plan.keepsArena || schedule.keepsArena;
    std::mt19937_64 random(schedule.shuffle);
    const AlignedBytes memory(solved.plan.solverBytes);
    auto image = std::make_unique<AlignedBytes>(solved.plan.imageBytes);
    std::memset(image->data(), 0xA5, image->size()); // nothing of what stood there may come to be in the table
    std::vector<AlignedBytes> arenas = MakeArenas(schedule.lanes, solved.plan.arenaBytes);
    Solver *const solver = SolverBegin(&solved.plan, memory.data(), image->data());
    do {
        RunLanes(solver, arenas, schedule, solved.plan.keepsArena, random);
        solved.status = SolverAdvance(solver, &solved.error);
        if (SolverGrown(solver, &solved.plan)) {
            image = std::make_unique<AlignedBytes>(solved.plan.imageBytes);
            std::memset(image->data(), 0xA5, image->size());
            arenas = MakeArenas(schedule.lanes, solved.plan.arenaBytes);
            SolverSetImage(solver, image->data());
        }
    } while (solved.status == ChmContinue);
    SolverStatistics(solver, &solved.statistics);
    if (solved.status == ChmOk)
        solved.image.assign(image->data(), image->data() + SolverImageBytes(solver));
    return solved;
}

TableHeader HeaderOf(const Solved &solved)
{
    TableHeader header = {};
    if (solved.status == ChmOk)
        std::memcpy(&header, solved.image.data(), sizeof header);
    return header;
}

SolvedTable::SolvedTable(const Solved &solved) : image(solved.image.size())
{
    std::memcpy(image.data(), solved.image.data(), image.size());
    if (TableOpen(image.data(), image.size(), &view, nullptr) != ChmOk)
        throw std::runtime_error("what was solved is no table");
}

uint32_t EdgesOf(const TableHeader &header)
{
    return uint32_t(header.slotsBytes / header.slotSizeInBytes / header.bucketCount / 2);
}

bool SameAtEveryLevel(const Keys &keys)
{
    CpuLimit(CpuBaseline);
    const Solved baseline = Solve(keys);
    bool same = baseline.status == ChmOk;
    for (const CpuLevel level : {CpuAvx2, CpuAvx512}) {
        CpuLimit(level);
        same = same && Solve(keys).image == baseline.image;
    }
    return same;
}

int64_t WrongKeys(const Solved &solved, const Keys &keys)
{
    const AlignedBytes image(solved.image.size());
    std::memcpy(image.data(), solved.image.data(), image.size());
    TableView view;
    if (TableOpen(image.data(), image.size(), &view, nullptr) != ChmOk)
        return -1;
    const KeySet set = keys.set();
    int64_t wrong = 0;
    for (size_t i = 0; i < set.count; i++)
        wrong += TableIndex(&view, KeySetAt(&set, i)) != i ||
                 (view.keys != nullptr && !TableContains(&view, KeySetAt(&set, i), nullptr));
    return wrong;
}

std::vector<uint64_t> DistinctKeys(size_t count, uint64_t seed, uint32_t bits)
{
    std::mt19937_64 random(seed);
    std::unordered_set<uint64_t> seen;
    std::vector<uint64_t> keys;
    while (keys.size() < count) {
        const uint64_t key = bits == 64 ? random() : random() & ((uint64_t{1} << bits) - 1);
        if (seen.insert(key).second)
            keys.push_back(key);
    }
    return keys;
}
