/*
 * The contracted kernel counts the links of a vertex in one byte. The test builds keys whose links
 * form a star with a chosen number of rays. A star of up to 255 rays is solved, and an attempt with
 * a larger one is given up instead of counting wrong. Every set has a solution when the solver may
 * choose the seeds.
 */
#include <doctest/doctest.h>

#include <map>

#include "chm01/hash/hash_quadx.h"
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
        for (uint64_t i = 0; values.size() < 950; i++) // up to E = 1,024: keys whose first vertex no other has
            if (QuadxFirst32(static_cast<uint32_t>(i), S1, EdgeBits) == 300 + values.size() - 2 * rays)
                values.push_back(i);
        const Solved solved = SolveWithStarSeeds(values);
        REQUIRE(solved.plan.edges == 1u << EdgeBits);
        CHECK(solved.status == (rays <= 255 ? ChmOk : ChmAttemptsExhausted));
        CHECK(Solve(Keys(values)).status == ChmOk);
    }
}
