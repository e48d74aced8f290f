/*
 * The theory predicts how many links a random graph has and how likely an attempt succeeds. These
 * tests compare both predictions with closed formulas. They also prove that the probability stays
 * above zero for the largest tables.
 */
#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>

#include "chm01/hash/theory.h"

TEST_CASE("the expected links are the mean of random graphs and two deviations")
{
    for (const uint64_t n : {1u, 8u, 1000u, 31016u, 65536u, 265000u}) {
        uint32_t bits = 3;
        while ((uint64_t{1} << bits) < n)
            bits++;
        const double edges = std::ldexp(1.0, static_cast<int>(bits)),
                     mean = static_cast<double>(n) - edges * (1 - std::exp(-static_cast<double>(n) / edges));
        CHECK(TheoryMostLinks(n, uint64_t{1} << bits) >= mean);
        CHECK(TheoryMostLinks(n, uint64_t{1} << bits) <= mean + 2 * std::sqrt(0.3 * mean) + 2);
    }
}

TEST_CASE("the expected probability falls with the load and never to nothing")
{
    CHECK(TheoryProbability(1, 8, true) > 0.99);
    CHECK(TheoryProbability(31016, 32768, true) == doctest::Approx(std::sqrt(1 - std::pow(31016 / 32768.0, 2))));
    CHECK(TheoryProbability(31016, 32768, false) == doctest::Approx(std::sqrt(1 - 31016 / 32768.0)));
    CHECK(TheoryProbability(65536, 65536, true) == doctest::Approx(0.81 * std::pow(65536, -1 / 6.0)));
    CHECK(TheoryProbability(1u << 27, 1u << 27, false) > 0.03);
    CHECK(TheoryProbability(33000, 35201, true) == doctest::Approx(std::sqrt(1 - std::pow(33000 / 35201.0, 2))));
}
