/*
 * Structured key sets defeat weak hash functions. These tests use strides, multiples, single-bit
 * pairs, dense blocks, floats, pointers, text and rows around powers of two. The Quadx function
 * solves each set in at most 64 attempts, for three random seeds. Every table is checked.
 */
#include <doctest/doctest.h>

#include <cstring>
#include <functional>
#include <set>

#include "support/chm01/solver_runner.h"

namespace {

constexpr uint64_t MostAttempts = 64;

// The attempts of the worst of three rng seeds; every table is checked.
void CheckSet(const std::string &what, const std::vector<uint64_t> &values, uint32_t keySize)
{
    CAPTURE(what);
    CAPTURE(values.size());
    const Keys keys(values, keySize);
    for (uint64_t rngSeed = 0; rngSeed < 3; rngSeed++) {
        SolveOptions options = {};
        options.layout = LayoutFlat;
        options.rngSeed = rngSeed;
        options.maxAttempts = 1000;
        const Solved solved = Solve(keys, options);
        REQUIRE(solved.status == ChmOk);
        CHECK(solved.statistics.attempts <= MostAttempts);
        CHECK(WrongKeys(solved, keys) == 0);
    }
}

std::vector<uint64_t> Make(size_t count, uint32_t bits, const std::function<uint64_t(uint64_t)> &at)
{
    const uint64_t mask = bits == 64 ? UINT64_MAX : (uint64_t{1} << bits) - 1;
    std::set<uint64_t> seen;
    std::vector<uint64_t> out;
    for (uint64_t i = 0; i < count; i++) {
        const uint64_t key = at(i) & mask;
        if (seen.insert(key).second)
            out.push_back(key);
    }
    return out;
}

uint64_t ReverseBits(uint64_t x, uint32_t bits)
{
    uint64_t out = 0;
    for (uint32_t i = 0; i < bits; i++)
        out |= (x >> i & 1) << (bits - 1 - i);
    return out;
}

uint64_t FloatBits(float f)
{
    uint32_t bits;
    std::memcpy(&bits, &f, sizeof bits);
    return bits;
}

uint64_t DoubleBits(double d)
{
    uint64_t bits;
    std::memcpy(&bits, &d, sizeof bits);
    return bits;
}

}

TEST_CASE("hostile: strides")
{
    for (const uint32_t bits : {32u, 64u}) {
        for (uint32_t shift = 0; shift < bits; shift++)
            CheckSet("2^" + std::to_string(shift), Make(3000, bits, [=](uint64_t i) { return i << shift; }), bits / 8);
        for (const uint64_t stride : {3u, 7u, 10u, 100u, 1000u, 4097u})
            for (const uint64_t from : {uint64_t{0}, uint64_t{0x80000000}})
                CheckSet("stride " + std::to_string(stride),
                         Make(3000, bits, [=](uint64_t i) { return from + i * stride; }), bits / 8);
    }
}

TEST_CASE("hostile: random multiples of 2^t, for every t")
{
    for (const uint32_t bits : {32u, 64u})
        for (uint32_t t = 0; t < bits - 4; t++) {
            const std::vector<uint64_t> random =
                DistinctKeys(std::min<uint64_t>(3000, uint64_t{1} << (bits - t - 1)), t, bits - t);
            CheckSet("multiples of 2^" + std::to_string(t),
                     Make(random.size(), bits, [&](uint64_t i) { return random[i] << t; }), bits / 8);
        }
    // Many of them, at the sizes where the fold decides.
    const std::vector<uint64_t> random = DistinctKeys(60000, 1, 19);
    CheckSet("60,000 multiples of 2^13", Make(random.size(), 32, [&](uint64_t i) { return random[i] << 13; }), 4);
}

TEST_CASE("hostile: pairs that differ in one bit")
{
    for (const uint32_t bits : {32u, 64u})
        for (uint32_t bit = 0; bit < bits; bit++) {
            const std::vector<uint64_t> random = DistinctKeys(1500, bit, bits);
            CheckSet("bit " + std::to_string(bit),
                     Make(3000, bits, [&](uint64_t i) { return random[i / 2] ^ (i & 1) << bit; }), bits / 8);
        }
}

TEST_CASE("hostile: high bits only, bit-reversed counters, Gray codes, squares, cubes, primes' multiples")
{
    for (const uint32_t bits : {32u, 64u}) {
        CheckSet("high bits", Make(4096, bits, [=](uint64_t i) { return i << (bits - 12); }), bits / 8);
        CheckSet("reversed", Make(4000, bits, [=](uint64_t i) { return ReverseBits(i, bits); }), bits / 8);
        CheckSet("Gray", Make(4000, bits, [](uint64_t i) { return i ^ i >> 1; }), bits / 8);
        CheckSet("squares", Make(4000, bits, [](uint64_t i) { return i * i; }), bits / 8);
        CheckSet("cubes", Make(1600, bits, [](uint64_t i) { return i * i * i; }), bits / 8);
        CheckSet("powers of two and neighbours",
                 Make(3 * bits, bits, [](uint64_t i) { return (uint64_t{1} << i / 3) + i % 3 - 1; }), bits / 8);
        CheckSet("repeated halves", Make(4000, bits, [=](uint64_t i) { return i << bits / 2 | i; }), bits / 8);
        CheckSet("repeated bytes", Make(256, bits, [](uint64_t i) { return i * 0x0101010101010101; }), bits / 8);
    }
}

TEST_CASE("hostile: floats, doubles, timestamps, pointers, grids, text")
{
    CheckSet("floats", Make(4000, 32, [](uint64_t i) { return FloatBits(static_cast<float>(i)); }), 4);
    CheckSet("float tenths", Make(4000, 32, [](uint64_t i) { return FloatBits(0.1f * static_cast<float>(i)); }), 4);
    CheckSet("doubles", Make(4000, 64, [](uint64_t i) { return DoubleBits(static_cast<double>(i)); }), 8);
    CheckSet("double hundredths", Make(4000, 64, [](uint64_t i) { return DoubleBits(0.01 * static_cast<double>(i)); }),
             8);
    CheckSet("seconds", Make(4000, 32, [](uint64_t i) { return 1700000000 + 60 * i; }), 4);
    CheckSet("FILETIMEs", Make(4000, 64, [](uint64_t i) { return 133500000000000000 + 10000000 * i; }), 8);
    CheckSet("pointers", Make(4000, 64, [](uint64_t i) { return 0x7F1234560010 + 16 * i; }), 8);
    CheckSet("sparse pointers", Make(4000, 64, [](uint64_t i) { return 0x7F1234560010 + 16 * (i * i % 100003); }), 8);
    CheckSet("grid", Make(4000, 32, [](uint64_t i) { return i / 64 << 16 | i % 64; }), 4);
    CheckSet("grid 64", Make(4000, 64, [](uint64_t i) { return i / 64 << 40 | i % 64 << 4; }), 8);
    CheckSet(
        "four letters",
        Make(4000, 32, [](uint64_t i) { return 0x61616161 + (i % 26) + (i / 26 % 26 << 8) + (i / 676 % 26 << 16); }),
        4);
    CheckSet("addresses", Make(4000, 32, [](uint64_t i) { return 0x0A000001 + i / 200 * 256 + i % 200; }), 4);
}

TEST_CASE("hostile: dense blocks among sparse keys")
{
    for (const uint32_t bits : {32u, 64u}) {
        const std::vector<uint64_t> random = DistinctKeys(4000, 77, bits);
        CheckSet("half dense", Make(4000, bits, [&](uint64_t i) { return i % 2 ? random[i] : 5000000 + i; }), bits / 8);
        CheckSet("runs of 8", Make(4000, bits, [&](uint64_t i) { return (random[i / 8] & ~uint64_t{7}) + i % 8; }),
                 bits / 8);
        CheckSet("runs of 500", Make(4000, bits, [&](uint64_t i) { return random[i / 500] + i % 500; }), bits / 8);
    }
}

TEST_CASE("hostile: rows of 2^k - 1, 2^k and 2^k + 1 keys")
{
    for (uint32_t k = 1; k <= 13; k++)
        for (int64_t off = -1; off <= 1; off++) {
            const size_t count = (size_t{1} << k) + static_cast<size_t>(off);
            CheckSet("row", Make(count, 32, [](uint64_t i) { return i; }), 4);
            CheckSet("row 64", Make(count, 64, [](uint64_t i) { return i << 34 | i; }), 8);
        }
}

TEST_CASE("hostile sets in buckets: partitioned tables of rows, strides and multiples")
{
    SolveOptions options = {};
    options.layout = LayoutPartitioned;
    for (const uint32_t bits : {32u, 64u})
        for (const uint64_t stride : {1u, 7u, 10u, 4096u, 16384u}) {
            CAPTURE(stride);
            const Keys keys(Make(100000, bits, [=](uint64_t i) { return i * stride << (bits == 64 ? 20 : 0); }),
                            bits / 8);
            const Solved solved = Solve(keys, options);
            REQUIRE(solved.status == ChmOk);
            CHECK(Solve(keys).status == ChmOk); // compact
            CHECK(solved.statistics.attempts <= 20 * solved.plan.bucketCount);
            CHECK(WrongKeys(solved, keys) == 0);
        }
}
