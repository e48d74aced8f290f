#include "support/chm01/table_maker.h"

#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <unordered_set>

#include "chm01/hash/hash64.h"
#include "chm01/hash/hash_fuse.h"
#include "chm01/hash/hash_quadx.h"
#include "chm01/hash/hash_shared.h"

namespace {

uint64_t NextRandom(uint64_t &state) // splitmix64
{
    uint64_t z = state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

struct Edge {
    uint32_t first, second;
};

Edge EdgeOf(const TableRecipe &recipe, uint64_t key, const uint64_t *seeds, uint32_t edgeBits)
{
    if (recipe.hashFunction == HashQuadx) {
        const uint32_t edges = recipe.edges != 0 ? recipe.edges : 1u << edgeBits;
        if (TableHashes64(recipe.keySizeInBytes, recipe.extractMask)) {
            const uint64_t p = key * seeds[0], q = QuadxFold64(p) * (key ^ seeds[1]);
            return {QuadxScale64(p, edges), edges + QuadxScale64(q, edges)};
        }
        const uint32_t key32 = uint32_t(key), p = key32 * uint32_t(seeds[0]),
                       q = QuadxFold32(p) * (key32 ^ uint32_t(seeds[1]));
        return {QuadxScale32(p, edges), edges + QuadxScale32(q, edges)};
    }
    static SharedVertices (*const hashes[])(uint32_t, const uint64_t *, uint32_t) = {
        MultiplyShiftR, MultiplyShiftRX, Mulshrolate1RX, Mulshrolate2RX, Mulshrolate3RX, Mulshrolate4RX};
    const SharedVertices at = hashes[recipe.hashFunction - HashMultiplyShiftR](uint32_t(key), seeds, edgeBits + 1);
    return {at.first, at.second};
}

void DrawSeeds(const TableRecipe &recipe, uint32_t edgeBits, uint64_t &state, uint64_t *seeds)
{
    const bool wide = TableHashes64(recipe.keySizeInBytes, recipe.extractMask) || LayoutIsCompact(recipe.layout);
    for (uint32_t i = 0; i < TABLE_MAX_SEEDS; i++)
        seeds[i] = (wide ? NextRandom(state) : uint32_t(NextRandom(state))) | 1;
    if (recipe.hashFunction == HashMultiplyShiftR)
        seeds[2] = (31 - edgeBits) | uint64_t(30 - edgeBits) << 8;
    else if (recipe.hashFunction != HashQuadx)
        seeds[2] = (31 - edgeBits) | (1 + NextRandom(state) % 31) << 8 | (1 + NextRandom(state) % 31) << 16;
}

TableSpec SpecOf(const TableRecipe &recipe, uint32_t edgeBits, uint64_t bucketCount)
{
    TableSpec spec = {};
    spec.hashFunction = recipe.hashFunction;
    spec.layout = recipe.layout;
    spec.keySizeInBytes = recipe.keySizeInBytes;
    spec.keyCount = recipe.keys.size();
    spec.extractMask = recipe.extractMask;
    spec.edgeBits = edgeBits;
    spec.edges = recipe.edges;
    spec.bucketCount = bucketCount;
    spec.omitKeys = recipe.omitKeys;
    spec.valueBits = recipe.valueBits;
    spec.payloadBits = recipe.payloadBits;
    spec.fingerprintBits = recipe.fingerprintBits;
    spec.packedBits = recipe.packedBits;
    spec.hasModule = recipe.module != nullptr;
    return spec;
}

// The fingerprint above what the lookup of a hashed key gives.
uint32_t WithFingerprint(const TableRecipe &recipe, uint64_t key, const uint64_t *seeds, uint32_t edgeBits,
                         uint32_t payload)
{
    const uint32_t bits = recipe.fingerprintBits;
    if (bits == 0)
        return payload;
    const TableSpec spec = SpecOf(recipe, edgeBits, 1);
    const bool compact = LayoutIsCompact(recipe.layout);
    const uint64_t wide = compact ? FuseHash(key, seeds[0], seeds[1]) : QuadxHash64(key, seeds[0], seeds[1]);
    const uint32_t hash = compact ? uint32_t(wide) : QuadxHash32(uint32_t(key), uint32_t(seeds[0]), uint32_t(seeds[1]));
    const uint32_t fingerprint =
        (compact && recipe.extractMask == 0) || TableHashes64(recipe.keySizeInBytes, recipe.extractMask)
            ? QuadxFingerprint64(wide, bits)
        : recipe.extractMask != 0 ? QuadxFingerprintExtracted(hash, QuadxRest(recipe.keys[0], recipe.extractMask), bits)
                                  : QuadxFingerprint32(hash, bits);
    return payload | fingerprint << ((recipe.packedBits != 0 ? recipe.packedBits : 8 * TableSlotSize(&spec)) - bits);
}

// Peels the graph; values: 2E of them. indices[i] is what the lookup of keys[i] must give. False
// when there is a cycle.
bool Solve(const TableRecipe &recipe, const std::vector<uint64_t> &keys, const std::vector<uint32_t> &indices,
           const uint64_t *seeds, uint32_t edgeBits, std::vector<uint32_t> &values)
{
    const size_t vertexCount = recipe.edges != 0 ? size_t(2) * recipe.edges : size_t(2) << edgeBits;
    std::vector<Edge> edges(keys.size());
    std::vector<uint32_t> degree(vertexCount), sum(vertexCount), leaves, order, leafOf(keys.size());
    for (uint32_t i = 0; i < keys.size(); i++) {
        edges[i] = EdgeOf(recipe, keys[i], seeds, edgeBits);
        if (edges[i].first == edges[i].second)
            return false;
        for (uint32_t v : {edges[i].first, edges[i].second}) {
            degree[v]++;
            sum[v] ^= i;
        }
    }
    for (uint32_t v = 0; v < vertexCount; v++)
        if (degree[v] == 1)
            leaves.push_back(v);
    while (!leaves.empty()) {
        const uint32_t v = leaves.back();
        leaves.pop_back();
        if (degree[v] != 1)
            continue;
        const uint32_t edge = sum[v], other = edges[edge].first ^ edges[edge].second ^ v;
        order.push_back(edge);
        leafOf[edge] = v;
        degree[v] = 0;
        sum[other] ^= edge;
        if (--degree[other] == 1)
            leaves.push_back(other);
    }
    values.assign(vertexCount, 0);
    for (size_t i = order.size(); i-- != 0;) {
        const uint32_t edge = order[i], leaf = leafOf[edge], other = edges[edge].first ^ edges[edge].second ^ leaf;
        values[leaf] = WithFingerprint(recipe, keys[edge], seeds, edgeBits, indices[edge]) - values[other];
    }
    return order.size() == keys.size();
}

// Peels a compact graph likewise; values: one a vertex.
bool SolveCompact(const TableRecipe &recipe, const std::vector<uint64_t> &keys, const std::vector<uint32_t> &indices,
                  const uint64_t *seeds, uint32_t segmentBits, std::vector<uint32_t> &values)
{
    const FuseShape shape = {recipe.edges, segmentBits};
    std::vector<std::vector<uint32_t>> edgesOf(shape.vertices);
    std::vector<FuseVertices> edges;
    std::vector<uint32_t> leaves, order, leafOf(keys.size());
    std::vector<bool> gone(keys.size());
    for (uint32_t i = 0; i < keys.size(); i++) {
        edges.push_back(FuseVerticesOf(FuseHash(keys[i], seeds[0], seeds[1]), shape));
        for (uint32_t v : {edges[i].first, edges[i].second, edges[i].third})
            edgesOf[v].push_back(i);
    }
    const auto degree = [&](uint32_t v) {
        return std::count_if(edgesOf[v].begin(), edgesOf[v].end(), [&](uint32_t edge) { return !gone[edge]; });
    };
    for (uint32_t v = 0; v < shape.vertices; v++)
        leaves.push_back(v);
    while (!leaves.empty()) {
        const uint32_t v = leaves.back();
        leaves.pop_back();
        if (degree(v) != 1)
            continue;
        const uint32_t edge =
            *std::find_if(edgesOf[v].begin(), edgesOf[v].end(), [&](uint32_t other) { return !gone[other]; });
        order.push_back(edge);
        leafOf[edge] = v;
        gone[edge] = true;
        for (uint32_t other : {edges[edge].first, edges[edge].second, edges[edge].third})
            leaves.push_back(other);
    }
    values.assign(shape.vertices, 0);
    for (size_t i = order.size(); i-- != 0;) {
        const FuseVertices at = edges[order[i]];
        values[leafOf[order[i]]] = WithFingerprint(recipe, keys[order[i]], seeds, segmentBits, indices[order[i]]) -
                                   values[at.first] - values[at.second] - values[at.third];
    }
    return order.size() == keys.size();
}

void SolveOrThrow(const TableRecipe &recipe, const std::vector<uint64_t> &keys, const std::vector<uint32_t> &indices,
                  uint32_t edgeBits, uint64_t &state, uint64_t *seeds, std::vector<uint32_t> &values)
{
    for (int attempt = 0; attempt < 100000; attempt++) {
        DrawSeeds(recipe, edgeBits, state, seeds);
        if (LayoutIsCompact(recipe.layout) ? SolveCompact(recipe, keys, indices, seeds, edgeBits, values)
                                           : Solve(recipe, keys, indices, seeds, edgeBits, values))
            return;
    }
    throw std::runtime_error("no table was found for " + RecipeName(recipe));
}

// The low bits of each value, one after the other, and 0 above the last.
void PutPackedSlots(const TableImage &image, size_t from, const std::vector<uint32_t> &values)
{
    const uint32_t bits = image.spec.packedBits;
    uint8_t *const bytes = static_cast<uint8_t *>(image.slots);
    for (size_t i = 0; i < values.size() * bits; i++) {
        const size_t at = from * bits + i;
        const uint32_t bit = values[i / bits] >> i % bits & 1;
        bytes[at / 8] = static_cast<uint8_t>((bytes[at / 8] & ~(1u << at % 8)) | bit << at % 8);
    }
}

// The low bytes of each value, from the table's value `from` on.
void PutSlots(const TableImage &image, size_t from, const std::vector<uint32_t> &values)
{
    if (image.spec.packedBits != 0) {
        PutPackedSlots(image, from, values);
        return;
    }
    uint8_t *const to = static_cast<uint8_t *>(image.slots) + from * image.slotSizeInBytes;
    for (size_t i = 0; i < values.size(); i++)
        std::memcpy(to + i * image.slotSizeInBytes, &values[i], image.slotSizeInBytes);
}

void MakeBuckets(const TableRecipe &recipe, const std::vector<uint64_t> &hashed, TableImage &image, uint64_t &state,
                 uint64_t s0)
{
    const bool wide = TableHashes64(recipe.keySizeInBytes, recipe.extractMask);
    const uint32_t bucketCount = uint32_t(image.spec.bucketCount), edgeBits = image.spec.edgeBits;
    std::vector<std::vector<uint64_t>> keys(bucketCount);
    std::vector<std::vector<uint32_t>> indices(bucketCount);
    for (uint32_t i = 0; i < hashed.size(); i++) {
        const uint32_t bucket = wide ? QuadxBucket64(hashed[i], s0, bucketCount)
                                     : QuadxBucket32(uint32_t(hashed[i]), uint32_t(s0), bucketCount);
        keys[bucket].push_back(hashed[i]);
        indices[bucket].push_back(recipe.valueBits != 0 ? recipe.values[i] : i);
    }
    for (uint32_t bucket = 0; bucket < bucketCount; bucket++) {
        uint64_t seeds[TABLE_MAX_SEEDS];
        std::vector<uint32_t> values;
        SolveOrThrow(recipe, keys[bucket], indices[bucket], edgeBits, state, seeds, values);
        if (TableSeedsAreWide(recipe.layout, recipe.keySizeInBytes, recipe.extractMask))
            static_cast<TableSeeds64 *>(image.directory)[bucket] = {seeds[0], seeds[1]};
        else
            static_cast<TableSeeds32 *>(image.directory)[bucket] = {uint32_t(seeds[0]), uint32_t(seeds[1])};
        PutSlots(image, bucket * values.size(), values);
    }
}

std::vector<uint8_t> PackNumbers(const std::vector<uint32_t> &numbers, size_t size)
{
    std::vector<uint8_t> bytes(numbers.size() * size);
    if (size == 0)
        return bytes;
    for (size_t i = 0; i < numbers.size(); i++)
        std::memcpy(bytes.data() + i * size, &numbers[i], size);
    return bytes;
}

} // namespace

AlignedBytes::AlignedBytes(const AlignedBytes &other) : AlignedBytes(other.count)
{
    std::memcpy(bytes, other.bytes, count);
}

AlignedBytes MakeTable(const TableRecipe &recipe)
{
    const bool flat = !LayoutHasBuckets(recipe.layout);
    uint32_t edgeBits = recipe.edgeBits;
    if (edgeBits == 0)
        for (edgeBits = flat ? TABLE_MIN_EDGE_BITS : 6;
             flat && (uint64_t(1) << edgeBits) < std::max<size_t>(recipe.keys.size(), recipe.edges);)
            edgeBits++;
    const uint64_t half = uint64_t(1) << (edgeBits - 1); // full, so that small buckets never overflow
    const uint64_t perBucket = recipe.keysPerBucket != 0 ? recipe.keysPerBucket : half;
    const uint64_t bucketCount = flat                             ? 1
                                 : LayoutIsCompact(recipe.layout) ? recipe.keys.size() * 2 / recipe.edges + 1
                                                                  : (recipe.keys.size() + perBucket - 1) / perBucket;
    const TableSpec spec = SpecOf(recipe, edgeBits, bucketCount);
    const size_t bytes = TableImageSize(&spec);
    if (bytes == 0)
        throw std::runtime_error("no image can be so: " + RecipeName(recipe));
    AlignedBytes memory(bytes);
    std::memset(memory.data(), 0xAB, bytes); // what is not written must show
    TableImage image;
    TableImageBegin(&spec, memory.data(), &image);

    std::vector<uint64_t> hashed = recipe.keys;
    const BitExtract extract = BitExtractOf(recipe.extractMask);
    if (recipe.extractMask != 0)
        for (uint64_t &key : hashed)
            key = BitExtractBits(&extract, key);
    static const uint64_t wideSeeds[WIDE_SEEDS] = {0x243F6A8885A308D3u, 0x13198A2E03707344u};
    for (size_t i = 0; i < recipe.highs.size(); i++)
        hashed[i] = WideReduce(wideSeeds, hashed[i], recipe.highs[i]);

    uint64_t state = 42, seeds[TABLE_MAX_SEEDS] = {0x9E3779B97F4A7C15u};
    if (!flat) {
        if (!TableHashes64(recipe.keySizeInBytes, recipe.extractMask))
            seeds[0] = 0x9E3779B1u;
        MakeBuckets(recipe, hashed, image, state, seeds[0]);
    } else {
        std::vector<uint32_t> indices(hashed.size()), values;
        for (uint32_t i = 0; i < hashed.size(); i++)
            indices[i] = recipe.valueBits != 0 ? recipe.values[i] : i;
        SolveOrThrow(recipe, hashed, indices, edgeBits, state, seeds, values);
        PutSlots(image, 0, values);
    }

    static const uint32_t seedCounts[] = {0, 2, 3, 3, 3, 3, 4, 5};
    const std::vector<uint8_t> packed = PackKeys(recipe);
    std::vector<uint64_t> aligned((packed.size() + 7) / 8);
    std::memcpy(aligned.data(), packed.data(), packed.size());
    const KeySet set = {aligned.data(), recipe.keys.size(), recipe.keySizeInBytes};
    const std::vector<uint8_t> payload = PackNumbers(recipe.values, recipe.payloadBits / 8);
    const TableDescription description = {&set,
                                          recipe.name.c_str(),
                                          42,
                                          7,
                                          1,
                                          seeds,
                                          flat ? seedCounts[recipe.hashFunction] : 1,
                                          0x1234567890ABCDEFu,
                                          recipe.highs.empty() ? nullptr : wideSeeds,
                                          payload.data(),
                                          recipe.module};
    if (TableSeal(&image, &description) != bytes)
        throw std::runtime_error("the seal covers not all of the image");
    return memory;
}

void Reseal(const AlignedBytes &image)
{
    const uint64_t checksum = Hash64(image.data(), image.size() - 8, 0);
    std::memcpy(image.data() + image.size() - 8, &checksum, 8);
}

std::vector<uint64_t> RandomKeys(size_t count, uint32_t bits, uint64_t seed)
{
    std::unordered_set<uint64_t> seen;
    std::vector<uint64_t> keys;
    while (keys.size() < count) {
        const uint64_t key = NextRandom(seed) >> (64 - bits);
        if (seen.insert(key).second)
            keys.push_back(key);
    }
    return keys;
}

TableRecipe WithPayload(TableRecipe recipe, uint32_t bits)
{
    recipe.payloadBits = bits;
    recipe.name = "Both" + std::to_string(bits) + recipe.name;
    uint64_t state = bits;
    for (size_t i = 0; i < recipe.keys.size(); i++)
        recipe.values.push_back(static_cast<uint32_t>(NextRandom(state)) >> (32 - bits));
    return recipe;
}

TableRecipe WithPackedSlots(TableRecipe recipe)
{
    uint32_t most = uint32_t(recipe.keys.size() - 1), bits = 1;
    if (recipe.valueBits != 0)
        most = *std::max_element(recipe.values.begin(), recipe.values.end());
    while (bits < 32 && most >> bits != 0)
        bits++;
    bits += recipe.fingerprintBits;
    const TableSpec spec = SpecOf(recipe, recipe.edgeBits, 1);
    if (bits >= 8 * TableSlotSize(&spec))
        return recipe;
    recipe.packedBits = bits;
    recipe.name = "Packed" + recipe.name;
    return recipe;
}

std::vector<TableRecipe> AllRecipes(size_t count)
{
    std::vector<TableRecipe> all;
    for (int id = HashQuadx; id <= HashMulshrolate4RX; id++) {
        TableRecipe recipe;
        recipe.keys = RandomKeys(count, 32);
        recipe.hashFunction = HashFunctionId(id);
        recipe.name = "Flat" + std::to_string(id);
        all.push_back(recipe);
    }
    const uint64_t extractMask = 0x00FF0FF0FF00F001u;
    std::vector<uint64_t> spread = RandomKeys(count, 29);
    for (uint64_t &key : spread) { // deposits the bits where the mask has ones
        uint64_t wide = 0x4000000000000000u;
        for (uint64_t mask = extractMask, bit = 0; mask != 0; mask &= mask - 1, bit++)
            if (key >> bit & 1)
                wide |= mask & (~mask + 1);
        key = wide;
    }
    for (TableLayout layout : {LayoutFlat, LayoutPartitioned}) {
        const std::string kind = layout == LayoutFlat ? "Flat" : "Buckets";
        TableRecipe wide;
        wide.layout = layout;
        wide.keySizeInBytes = 8;
        wide.keys = RandomKeys(count, 64);
        wide.name = kind + "64";
        all.push_back(wide);
        TableRecipe extracted;
        extracted.layout = layout;
        extracted.keySizeInBytes = 8;
        extracted.keys = spread;
        extracted.extractMask = extractMask;
        extracted.name = kind + "Extracted";
        all.push_back(extracted);
    }
    TableRecipe scaled; // vertices of any number
    scaled.keys = RandomKeys(count, 32);
    scaled.edges = std::max(uint32_t(count + count / 8 + 1), 1u + (1u << TABLE_MIN_EDGE_BITS));
    scaled.edges += (scaled.edges & (scaled.edges - 1)) == 0;
    scaled.name = "Scaled";
    all.push_back(scaled);
    scaled.keySizeInBytes = 8;
    scaled.keys = RandomKeys(count, 64);
    scaled.name = "Scaled64";
    all.push_back(scaled);
    TableRecipe compactWide;
    for (TableLayout layout : {LayoutCompact, LayoutCompactPartitioned})
        for (uint32_t keySize : {4u, 8u}) {
            TableRecipe compact;
            compact.layout = layout;
            compact.keySizeInBytes = keySize;
            compact.keys = RandomKeys(count, 8 * keySize);
            compact.edgeBits = 5;
            compact.edges = layout == LayoutCompact ? uint32_t(count * 3 / 2 / 32 + 3) * 32 : 128;
            compact.name = (layout == LayoutCompact ? "Compact" : "CompactBuckets") + std::to_string(8 * keySize);
            all.push_back(compact);
            all.push_back(WithPackedSlots(compact));
            if (keySize == 8) {
                compact.keys = spread;
                compact.extractMask = extractMask;
                compact.name += "Extracted";
                all.push_back(compact);
                all.push_back(WithPackedSlots(compact));
            }
            if (layout == LayoutCompact)
                compactWide = compact;
        }
    TableRecipe buckets;
    buckets.layout = LayoutPartitioned;
    buckets.keys = RandomKeys(count, 32);
    buckets.name = "Buckets";
    all.push_back(buckets);
    TableRecipe large; // 32-bit values in a flat table
    large.keys = RandomKeys(count, 32);
    large.edgeBits = 17;
    large.name = "FlatWideValues";
    all.push_back(large);
    large.hashFunction = HashMulshrolate2RX;
    large.name = "SharedWideValues";
    all.push_back(large);
    all.push_back(WithPayload(buckets, 16));
    all.push_back(WithPayload(all.front(), 8));
    all.push_back(WithPayload(compactWide, 32));
    return all;
}

std::vector<TableRecipe> WideRecipes(size_t count)
{
    std::vector<TableRecipe> all;
    for (TableRecipe recipe : AllRecipes(count))
        if (recipe.keySizeInBytes == 8 && recipe.extractMask == 0) {
            recipe.highs = RandomKeys(count, 64, 77);
            recipe.keySizeInBytes = 16;
            recipe.name = "Wide" + recipe.name;
            all.push_back(recipe);
        }
    return all;
}

std::string RecipeName(const TableRecipe &recipe)
{
    return recipe.name + ", " + std::to_string(recipe.keys.size()) + " keys";
}

std::vector<uint8_t> PackKeys(const std::vector<uint64_t> &keys, uint32_t keySizeInBytes)
{
    std::vector<uint8_t> bytes(keys.size() * keySizeInBytes);
    for (size_t i = 0; i < keys.size(); i++)
        std::memcpy(bytes.data() + i * keySizeInBytes, &keys[i], keySizeInBytes);
    return bytes;
}

std::vector<uint8_t> PackKeys(const TableRecipe &recipe)
{
    if (recipe.highs.empty())
        return PackKeys(recipe.keys, recipe.keySizeInBytes);
    std::vector<uint64_t> halves;
    for (size_t i = 0; i < recipe.keys.size(); i++)
        halves.insert(halves.end(), {recipe.keys[i], recipe.highs[i]});
    return PackKeys(halves, 8);
}
