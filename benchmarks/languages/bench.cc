// Looks the keys of the table Bench up, and those of an unordered_map, in random order; prints nanoseconds a lookup.
#include "Bench.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <unordered_map>
#include <vector>

template <class Round> static double best(Round round)
{
    double least = 1e18;
    for (int k = 0; k < 100; k++) {
        const auto start = std::chrono::steady_clock::now();
        if (round() == 0)
            std::abort();
        least = std::min(least, std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - start).count());
    }
    return least / Bench::count;
}

int main()
{
    std::vector<std::uint32_t> keys(Bench::table.begin(), Bench::table.end());
    std::unordered_map<std::uint32_t, std::uint32_t> theirs;
    for (std::uint32_t i = 0; i < keys.size(); i++)
        theirs[keys[i]] = i;
    std::shuffle(keys.begin(), keys.end(), std::mt19937(1));
    const double ours = best([&] {
        unsigned long long sum = 0;
        for (const auto key : keys)
            sum += *Bench::find(key);
        return sum;
    });
    const double others = best([&] {
        unsigned long long sum = 0;
        for (const auto key : keys)
            sum += theirs.find(key)->second;
        return sum;
    });
    std::printf("%.1f %.1f 0\n", ours, others);
}
