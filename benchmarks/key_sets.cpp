#include "key_sets.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <time.h>

#include "chm01/base/rng.h"

namespace {

[[noreturn]] void Die(const std::string &word, const char *why)
{
    std::fprintf(stderr, "%s: %s\n", word.c_str(), why);
    std::exit(2);
}

// A bijection of 0 .. 2^bits - 1 that looks random: all results differ.
uint64_t Scramble(uint64_t i, uint32_t bits)
{
    const uint64_t mask = bits >= 64 ? UINT64_MAX : (uint64_t{1} << bits) - 1;
    uint64_t x = (i * 0x9E3779B97F4A7C15u + 1) & mask;
    for (int round = 0; round < 3; round++) {
        x ^= x >> (bits / 2);
        x = x * 0x846CA68B5A7FEB35u & mask;
    }
    return x ^ x >> (bits / 2);
}

uint64_t Pointer(uint64_t i, uint64_t &last)
{
    last += 16 * (1 + RngDraw(1, 0, i) % 16);
    if (i % 262144 == 262143)
        last = ((last + (uint64_t{64} << 20)) & ~uint64_t{0xFFFFF}) | 0x30;
    return last;
}

void Put(BenchKeys &out, size_t i, uint64_t key)
{
    if (out.set.keySizeInBytes == 8)
        out.words[i] = key;
    else
        reinterpret_cast<uint32_t *>(out.words.data())[i] = static_cast<uint32_t>(key);
}

bool Generate(const std::string &word, BenchKeys &out)
{
    char kind[16];
    unsigned long long count = 0, parameter = 0;
    if (std::sscanf(word.c_str(), "%15[a-z0-9]:%llu:%llu", kind, &count, &parameter) < 2)
        return false;
    const std::string what = kind;
    const bool wide = what.size() > 2 && what.substr(what.size() - 2) == "64";
    const std::string base = wide ? what.substr(0, what.size() - 2) : what;
    if (base != "rnd" && base != "step" && base != "rmul" && base != "ptr")
        return false;
    out.set.count = count;
    out.set.keySizeInBytes = wide ? 8 : 4;
    out.words.resize(wide ? count : (count + 1) / 2);
    uint64_t pointer = 0x7F1234560010u;
    for (uint64_t i = 0; i < count; i++)
        Put(out, i,
            base == "rnd"    ? Scramble(i, wide ? 64 : 32)
            : base == "step" ? i * parameter
            : base == "rmul" ? Scramble(i, (wide ? 64 : 32) - static_cast<uint32_t>(parameter)) << parameter
                             : Pointer(i, pointer));
    return true;
}

void ReadFile(const std::string &path, BenchKeys &out)
{
    std::ifstream file(path, std::ios::binary | std::ios::ate);
    if (!file)
        Die(path, "can't be read");
    const auto bytes = static_cast<size_t>(file.tellg());
    file.seekg(0);
    out.words.resize((bytes + 7) / 8);
    file.read(reinterpret_cast<char *>(out.words.data()), static_cast<std::streamsize>(bytes));
    out.set.keySizeInBytes = path.size() > 8 && path.compare(path.size() - 8, 8, "-64.keys") == 0 ? 8 : 4;
    out.set.count = bytes / out.set.keySizeInBytes;
}

double Seconds(clockid_t clock)
{
    timespec t;
    clock_gettime(clock, &t);
    return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

}

BenchKeys LoadBenchKeys(const std::string &word)
{
    BenchKeys out = {};
    if (!Generate(word, out))
        ReadFile(word, out);
    if (out.set.count == 0)
        Die(word, "no keys");
    const size_t slash = word.find_last_of('/');
    out.name = slash == std::string::npos ? word : word.substr(slash + 1);
    out.set.keys = out.words.data();
    return out;
}

double ThreadSeconds()
{
    return Seconds(CLOCK_THREAD_CPUTIME_ID);
}

double WallSeconds()
{
    return Seconds(CLOCK_MONOTONIC);
}
