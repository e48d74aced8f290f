// Looks the keys of the tables Bench and Words up, and those of maps, in random order; prints "WHAT NAME NANOSECONDS" a line.
#include "Bench.hpp"
#include "Words.hpp"

#include <absl/container/flat_hash_map.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <unordered_map>
#include <vector>

template <class Round> static void told(const char *what, const char *name, std::size_t count, Round round)
{
    double least = 1e18;
    for (int k = 0; k < 60; k++) {
        const auto start = std::chrono::steady_clock::now();
        if (round() == 0)
            std::abort();
        least = std::min(least, std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - start).count());
    }
    std::printf("%s %s %.2f\n", what, name, least / static_cast<double>(count));
}

template <class Keys, class Find> static void compare(const char *what, Keys keys, Find find)
{
    using Key = typename Keys::value_type;
    std::unordered_map<Key, std::uint32_t> map;
    absl::flat_hash_map<Key, std::uint32_t> flat;
    for (std::uint32_t i = 0; i < keys.size(); i++)
        map[keys[i]] = flat[keys[i]] = i;
    std::shuffle(keys.begin(), keys.end(), std::mt19937(1));
    const auto sum = [&](auto one) {
        unsigned long long total = 0;
        for (const auto &key : keys)
            total += one(key);
        return total;
    };
    told(what, "PerfectHash", keys.size(), [&] { return sum(find); });
    told(what, "absl::flat_hash_map", keys.size(), [&] { return sum([&](const Key &key) { return flat.find(key)->second; }); });
    told(what, "std::unordered_map", keys.size(), [&] { return sum([&](const Key &key) { return map.find(key)->second; }); });
}

int main()
{
    compare("integers", std::vector<std::uint32_t>(Bench::keys, Bench::keys + Bench::count),
            [](std::uint32_t key) { return *Bench::find(key); });
    std::vector<std::string_view> words;
    for (std::uint32_t i = 0; i < Words::count; i++)
        words.push_back(Words::at(i).word);
    compare("words", words, [](std::string_view key) { return Words::find(key)->number; });
}
