// Tables made the plain way, a textbook CHM over standard containers, so that the image, the lookup
// and the source are tested without the solver.
#pragma once

#include <cstdint>
#include <new>
#include <string>
#include <vector>

#include "chm01/table/table.h"
#include "chm01/table/table_image.h"

// Bytes that begin on a multiple of 64 and end where they end: a sanitizer sees the first byte read
// behind them.
class AlignedBytes {
public:
    explicit AlignedBytes(size_t size)
        : bytes(static_cast<uint8_t *>(::operator new (size, std::align_val_t{64}))), count(size)
    {
    }
    AlignedBytes(const AlignedBytes &other);
    AlignedBytes(AlignedBytes &&other) noexcept : bytes(other.bytes), count(other.count) { other.bytes = nullptr; }
    AlignedBytes &operator=(const AlignedBytes &) = delete;
    ~AlignedBytes() { ::operator delete (bytes, std::align_val_t{64}); }
    uint8_t *data() const { return bytes; }
    size_t size() const { return count; }
    uint8_t &operator[](size_t i) const { return bytes[i]; }

private:
    uint8_t *bytes;
    size_t count;
};

struct TableRecipe {
    std::vector<uint64_t> keys;
    std::vector<uint64_t> highs; // of keys of 16 bytes, whose low halves are the keys
    uint32_t keySizeInBytes = 4;
    HashFunctionId hashFunction = HashQuadx;
    TableLayout layout = LayoutFlat;
    uint64_t keysPerBucket = 0; // partitioned; 0: half as many as a bucket has edges
    uint32_t edgeBits = 0;      // 0: the least that fits the keys (flat), 6 (partitioned)
    uint32_t edges = 0;         // 0: 2^edgeBits; compact: vertices of a graph, whose segments edgeBits tells
    uint64_t extractMask = 0;
    bool omitKeys = false;
    std::string name = "Sample";
    uint32_t valueBits = 0;              // 8, 16 or 32: a table of values
    uint32_t payloadBits = 0;            // 8, 16 or 32: values beside positions
    std::vector<uint32_t> values;        // one a key
    uint32_t fingerprintBits = 0;        // 8 or 16: a fingerprint beside the value or the position
    uint32_t packedBits = 0;             // of a slot of a compact layout, with the fingerprint
    const TableModule *module = nullptr; // the program whose functions are the keys
};

// The sealed image. Throws when 100,000 attempts bring nothing.
AlignedBytes MakeTable(const TableRecipe &recipe);

// Recomputes the checksum of an image that was tampered with.
void Reseal(const AlignedBytes &image);

// count different pseudo-random keys of so many bits.
std::vector<uint64_t> RandomKeys(size_t count, uint32_t bits, uint64_t seed = 1);

// The recipe with values of so many bits beside its positions.
TableRecipe WithPayload(TableRecipe recipe, uint32_t bits);

// The recipe of a compact table with packed slots, where these have fewer bits than other slots.
TableRecipe WithPackedSlots(TableRecipe recipe);

// Every kind of table there is, with count keys each; those of 16-byte keys apart.
std::vector<TableRecipe> AllRecipes(size_t count);
std::vector<TableRecipe> WideRecipes(size_t count);
std::string RecipeName(const TableRecipe &recipe);

// keys as the packed bytes of a keys file; those of 16 bytes come as a recipe.
std::vector<uint8_t> PackKeys(const std::vector<uint64_t> &keys, uint32_t keySizeInBytes);
std::vector<uint8_t> PackKeys(const TableRecipe &recipe);
