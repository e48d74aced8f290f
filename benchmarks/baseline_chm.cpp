// Adjacency lists and a depth-first walk. The hash is a good one (three multiplies and two shifts),
// so the attempts are those of random graphs.
#include "baseline_chm.h"

#include "chm01/base/rng.h"

uint32_t BaselineChm::Vertex(uint32_t key, uint32_t seed) const
{
    uint32_t h = key * (seed | 1);
    h = (h ^ h >> 15) * 0xC2B2AE35u;
    h ^= h >> 13;
    h *= 0x85EBCA6Bu;
    return h >> shift;
}

uint32_t BaselineChm::Index(uint32_t key) const
{
    return (values[Vertex(key, seeds[0])] + values[Vertex(key, seeds[1])]) &
           static_cast<uint32_t>(values.size() / 2 - 1);
}

bool BaselineChm::Build(const uint32_t *keys, uint32_t count, uint64_t rngSeed)
{
    constexpr uint32_t None = UINT32_MAX;
    uint32_t bits = 4;
    while ((uint64_t{1} << (bits - 1)) < count)
        bits++;
    shift = 32 - bits;
    const uint32_t vertices = 1u << bits;
    std::vector<uint32_t> first(vertices), next(2 * std::size_t{count}), end(2 * std::size_t{count}), stack;
    std::vector<uint8_t> seen(vertices);
    values.assign(vertices, 0);
    for (attempts = 1; attempts <= 100000; attempts++) {
        const uint64_t draw = RngDraw(rngSeed, 0, attempts);
        seeds[0] = static_cast<uint32_t>(draw);
        seeds[1] = static_cast<uint32_t>(draw >> 32);
        first.assign(vertices, None);
        seen.assign(vertices, 0);
        for (uint32_t i = 0; i < count; i++) {
            const uint32_t a = Vertex(keys[i], seeds[0]), b = Vertex(keys[i], seeds[1]);
            end[2 * i] = b, next[2 * i] = first[a], first[a] = 2 * i;
            end[2 * i + 1] = a, next[2 * i + 1] = first[b], first[b] = 2 * i + 1;
        }
        bool acyclic = true;
        std::vector<uint32_t> cameBy(vertices, None);
        for (uint32_t root = 0; root < vertices && acyclic; root++) {
            if (seen[root] || first[root] == None)
                continue;
            stack.assign(1, root);
            seen[root] = 1;
            values[root] = 0;
            while (!stack.empty() && acyclic) {
                const uint32_t v = stack.back();
                stack.pop_back();
                for (uint32_t e = first[v]; e != None; e = next[e]) {
                    if (e / 2 == cameBy[v])
                        continue;
                    const uint32_t u = end[e];
                    if (seen[u]) {
                        acyclic = false;
                        break;
                    }
                    seen[u] = 1;
                    cameBy[u] = e / 2;
                    values[u] = e / 2 - values[v];
                    stack.push_back(u);
                }
            }
        }
        if (!acyclic)
            continue;
        for (uint32_t i = 0; i < count; i++)
            if (Index(keys[i]) != i)
                return false;
        return true;
    }
    return false;
}
