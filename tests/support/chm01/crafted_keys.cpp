#include "support/chm01/crafted_keys.h"

#include <algorithm>
#include <cstring>
#include <unordered_map>

#include "chm01/base/rng.h"
#include "chm01/hash/hash_quadx.h"

namespace {

struct Seeds {
    uint64_t s1, s2;
    uint32_t edges, keySize;
};

// Of the flat table, or of the first bucket.
Seeds SeedsOf(const Solved &solved)
{
    const TableHeader header = HeaderOf(solved);
    const uint8_t *const directory = solved.image.data() + header.directoryOffset;
    Seeds seeds = {header.seeds[0], header.seeds[1], EdgesOf(header), header.keySizeInBytes};
    if (header.layout == LayoutFlat)
        return seeds;
    if (header.keySizeInBytes == 8) {
        TableSeeds64 pair;
        std::memcpy(&pair, directory, sizeof pair);
        seeds.s1 = pair.s1;
        seeds.s2 = pair.s2;
    } else {
        TableSeeds32 pair;
        std::memcpy(&pair, directory, sizeof pair);
        seeds.s1 = pair.s1;
        seeds.s2 = pair.s2;
    }
    return seeds;
}

uint64_t EdgeOf(const Seeds &seeds, uint64_t key)
{
    if (seeds.keySize == 8) {
        const uint64_t product = key * seeds.s1, second = QuadxFold64(product) * (key ^ seeds.s2);
        return uint64_t{QuadxScale64(product, seeds.edges)} << 32 | QuadxScale64(second, seeds.edges);
    }
    const uint32_t narrow = static_cast<uint32_t>(key), product = narrow * static_cast<uint32_t>(seeds.s1),
                   second = QuadxFold32(product) * (narrow ^ static_cast<uint32_t>(seeds.s2));
    return uint64_t{QuadxScale32(product, seeds.edges)} << 32 | QuadxScale32(second, seeds.edges);
}

}

CraftedKeys::CraftedKeys(size_t count, uint32_t keySizeInBytes, uint64_t seed)
    : values(DistinctKeys(count, seed, 8 * keySizeInBytes)), members(values.begin(), values.end()),
      keySize(keySizeInBytes), draws(seed << 32)
{
}

uint64_t CraftedKeys::Draw()
{
    const uint64_t key = RngMix(draws++);
    return keySize == 8 ? key : static_cast<uint32_t>(key);
}

void CraftedKeys::Replace(uint64_t key)
{
    members.erase(values[crafted]);
    members.insert(key);
    values[crafted++] = key;
}

bool CraftedKeys::Spoil(const Solved &solved)
{
    const Seeds seeds = SeedsOf(solved);
    std::unordered_map<uint64_t, uint64_t> byEdge;
    while (crafted + 2 <= values.size()) {
        const uint64_t key = Draw();
        if (members.count(key) != 0)
            continue;
        const auto [twin, isNew] = byEdge.emplace(EdgeOf(seeds, key), key);
        if (isNew || twin->second == key)
            continue;
        Replace(twin->second);
        Replace(key);
        return true;
    }
    return false;
}

std::vector<uint64_t> OverflowingKeys(size_t count, uint32_t bucketCount, size_t perRound,
                                      const std::vector<uint32_t> &rounds)
{
    std::unordered_set<uint32_t> members;
    uint64_t draws = 0;
    for (const uint32_t s0 : rounds) {
        const uint32_t inverse = Inverse(s0), products = UINT32_MAX / bucketCount;
        const size_t wanted = members.size() + perRound;
        while (members.size() < wanted)
            members.insert(static_cast<uint32_t>(RngMix(draws++)) % products * inverse);
    }
    while (members.size() < count)
        members.insert(static_cast<uint32_t>(RngMix(draws++)));
    return {members.begin(), members.end()};
}
