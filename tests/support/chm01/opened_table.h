// A solved table, opened over a copy of its image.
#pragma once

#include <cstring>

#include <doctest/doctest.h>

#include "chm01/base/cpu.h"
#include "chm01/base/rng.h"
#include "support/chm01/solver_runner.h"

struct OpenedTable {
    AlignedBytes image;
    TableView table;

    explicit OpenedTable(const Solved &solved) : image(solved.image.size())
    {
        std::memcpy(image.data(), solved.image.data(), image.size());
        REQUIRE(TableOpen(image.data(), image.size(), &table, nullptr) == ChmOk);
    }
};

// What opening a file says whose header has another number there, under a right checksum.
inline ChmStatus OpenChanged(const Solved &solved, size_t offset, uint32_t number)
{
    const AlignedBytes image(solved.image.size());
    std::memcpy(image.data(), solved.image.data(), image.size());
    std::memcpy(image.data() + offset, &number, sizeof number);
    Reseal(image);
    TableView view;
    return TableOpen(image.data(), image.size(), &view, nullptr);
}

// With any number of lanes and at every CPU level a set has one table.
inline void CheckSameBytes(const Keys &keys, const SolveOptions &options, const Solved &one)
{
    for (uint32_t lanes = 2; lanes <= 8; lanes += 3)
        for (const bool threads : {false, true})
            CHECK(Solve(keys, options, {lanes, 3, lanes, false, threads}).image == one.image);
    for (const CpuLevel level : {CpuBaseline, CpuAvx2, CpuAvx512}) {
        CpuLimit(level);
        CHECK(Solve(keys, options).image == one.image);
    }
}

// A value a key, packed.
inline std::vector<uint8_t> ValuesFor(size_t count, uint32_t bits)
{
    std::vector<uint8_t> bytes(count * bits / 8);
    for (size_t i = 0; i < bytes.size(); i++)
        bytes[i] = static_cast<uint8_t>(RngMix(i + 1) >> 56);
    return bytes;
}

// The value of the key at a position, of such an array.
inline uint32_t GivenValue(const std::vector<uint8_t> &values, uint32_t bits, size_t i)
{
    uint32_t value = 0;
    std::memcpy(&value, values.data() + i * bits / 8, bits / 8);
    return value;
}

// Keys of 16 bytes that differ in all bits.
inline std::vector<WideKey> SpreadGuids(uint64_t count)
{
    std::vector<WideKey> guids;
    for (uint64_t i = 1; i <= count; i++)
        guids.push_back({RngMix(i), RngMix(~i)});
    return guids;
}

// Keys of 8 bytes whose hash sees 32 bits of them.
inline Keys ExtractedKeys(size_t count)
{
    std::vector<uint64_t> spread = DistinctKeys(count, 3, 28);
    for (uint64_t &key : spread)
        key = key << 20 | 7;
    return Keys(spread, 8);
}
