// The contracted kernel at its edges: degrees beyond a byte, chains of many keys, the theory's
// numbers.
#include <doctest/doctest.h>

#include <cmath>
#include <map>

#include "chm01/hash/hash_quadx.h"
#include "chm01/hash/theory.h"
#include "support/chm01/solver_runner.h"

namespace {

constexpr uint32_t S1 = 0x9E3779B1, S2 = 0x12345678, EdgeBits = 10;

// For each first vertex 0 .. count - 1 two keys: one with the second vertex 0, one with a second
// vertex of its own. Their links make a star of `count` rays around vertex 0 under these seeds.
std::vector<uint64_t> Star(uint32_t count)
{
    std::map<uint32_t, uint64_t> hubs, rays;
    for (uint32_t key = 1; hubs.size() < count || rays.size() < count; key++) {
        const uint32_t first = QuadxFirst32(key, S1, EdgeBits), second = QuadxSecond32(key, S1, S2, EdgeBits);
        if (first < count && second == 0)
            hubs.emplace(first, key);
        else if (first < count && second == first + 1)
            rays.emplace(first, key);
    }
    std::vector<uint64_t> keys;
    for (uint32_t i = 0; i < count; i++)
        keys.push_back(hubs[i]), keys.push_back(rays[i]);
    return keys;
}

Solved SolveWithStarSeeds(const std::vector<uint64_t> &values)
{
    SolveOptions options = {};
    options.seedCount = 2;
    options.seeds[0] = S1;
    options.seeds[1] = S2;
    return Solve(Keys(values), options);
}

}

TEST_CASE("a star of up to 255 rays is solved, and one of more is given up before its degree lies")
{
    std::vector<uint64_t> star = Star(300);
    for (const uint32_t rays : {130u, 200u, 255u, 256u, 257u, 300u}) {
        CAPTURE(rays);
        std::vector<uint64_t> values(star.begin(), star.begin() + 2 * rays);
        for (uint64_t i = 0; values.size() < 513; i++) // up to E = 1,024: keys whose first vertex no other has
            if (QuadxFirst32(static_cast<uint32_t>(i), S1, EdgeBits) == 400 + values.size() % 500)
                values.push_back(i);
        const Solved solved = SolveWithStarSeeds(values);
        CHECK(solved.status == (rays <= 255 ? ChmOk : ChmAttemptsExhausted));
        CHECK(Solve(Keys(values)).status == ChmOk);
    }
}

TEST_CASE("the expected links are the mean of random graphs and two deviations")
{
    for (const uint64_t n : {1u, 8u, 1000u, 31016u, 65536u, 265000u}) {
        uint32_t bits = 3;
        while ((uint64_t{1} << bits) < n)
            bits++;
        const double edges = std::ldexp(1.0, static_cast<int>(bits)),
                     mean = static_cast<double>(n) - edges * (1 - std::exp(-static_cast<double>(n) / edges));
        CHECK(TheoryMostLinks(n, bits) >= mean);
        CHECK(TheoryMostLinks(n, bits) <= mean + 2 * std::sqrt(0.3 * mean) + 2);
    }
}

TEST_CASE("the expected probability falls with the load and never to nothing")
{
    CHECK(TheoryProbability(1, 3, true) > 0.99);
    CHECK(TheoryProbability(31016, 15, true) == doctest::Approx(std::sqrt(1 - std::pow(31016 / 32768.0, 2))));
    CHECK(TheoryProbability(31016, 15, false) == doctest::Approx(std::sqrt(1 - 31016 / 32768.0)));
    CHECK(TheoryProbability(65536, 16, true) == doctest::Approx(0.81 * std::pow(65536, -1 / 6.0)));
    CHECK(TheoryProbability(1u << 27, 27, false) > 0.03);
}
