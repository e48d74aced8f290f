/*
 * TableOpen accepts the images that this version seals and refuses all others. These tests change
 * single bits, lengths, counts, sections, flags, names and random values of an image. A hostile
 * image gets an error or is harmless: it never leads a lookup outside its memory. The tests also
 * fix the bytes of format version 1, because users keep such files.
 */
#include <doctest/doctest.h>

#include <cstring>

#include "chm01/hash/hash64.h"
#include "support/chm01/table_maker.h"

namespace {

TableRecipe SmallRecipe(TableLayout layout = LayoutPartitioned)
{
    TableRecipe recipe;
    recipe.keys = RandomKeys(40, 32);
    recipe.layout = layout;
    return recipe;
}

ChmStatus Open(const AlignedBytes &image, ChmError *error = nullptr)
{
    TableView view;
    return TableOpen(image.data(), image.size(), &view, error);
}

// Looks many keys up in whatever table the bytes are; the sanitizers watch.
uint32_t UseTable(const TableView &view)
{
    uint32_t sum = 0;
    std::vector<uint64_t> keys = RandomKeys(200, 64, 5);
    for (uint64_t key : {uint64_t(0), uint64_t(1), uint64_t(0xFFFFFFFF), ~uint64_t(0)})
        keys.push_back(key);
    for (uint64_t key : keys) {
        uint32_t index = 0;
        sum += TableIndex(&view, key) + TableContains(&view, key, &index);
    }
    std::vector<uint32_t> indices(keys.size());
    TableIndexBatch(&view, keys.data(), keys.size(), indices.data());
    TableValueBatch(&view, keys.data(), keys.size(), indices.data());
    for (const uint64_t key : keys)
        sum += TableValue(&view, key);
    return sum + indices.back();
}

template <class T> void Put(const AlignedBytes &image, size_t offset, T value)
{
    std::memcpy(image.data() + offset, &value, sizeof value);
}

template <class T> T Get(const AlignedBytes &image, size_t offset)
{
    T value;
    std::memcpy(&value, image.data() + offset, sizeof value);
    return value;
}

#define FIELD(name) offsetof(TableHeader, name)

} // namespace

TEST_CASE("an opened table tells the description it was sealed with")
{
    for (const TableRecipe &recipe : AllRecipes(100)) {
        CAPTURE(RecipeName(recipe));
        const AlignedBytes image = MakeTable(recipe);
        TableView view;
        REQUIRE(TableOpen(image.data(), image.size(), &view, nullptr) == ChmOk);
        CHECK(view.image == image.data());
        CHECK(view.imageBytes == image.size());
        CHECK(std::string(view.name) == recipe.name);
        CHECK(view.hashFunction == recipe.hashFunction);
        CHECK(view.layout == recipe.layout);
        CHECK(view.keySizeInBytes == recipe.keySizeInBytes);
        CHECK(view.keyCount == 100);
        CHECK(view.extractMask == recipe.extractMask);
        CHECK(view.version == 2);
        CHECK(view.optionsDigest == 0x1234567890ABCDEFu);
        CHECK(view.rngSeed == 42);
        CHECK(view.attempts == 7);
        CHECK(view.resizes == 1);
        const bool compact = LayoutIsCompact(view.layout);
        CHECK(view.slotCount == view.bucketCount * (compact ? 1 : 2) * view.edges);
        CHECK((compact || (view.edges <= 1u << view.edgeBits && view.edges > 1u << view.edgeBits >> 1)));
        const std::vector<uint8_t> packed = PackKeys(recipe.keys, recipe.keySizeInBytes);
        CHECK(std::memcmp(view.keys, packed.data(), packed.size()) == 0);
        const KeySet set = {view.keys, 100, view.keySizeInBytes};
        CHECK(view.keysHash == KeySetHash(&set));
    }
}

TEST_CASE("the same table gives the same bytes whatever the memory held")
{
    for (const TableRecipe &recipe : AllRecipes(100)) {
        CAPTURE(RecipeName(recipe));
        const AlignedBytes first = MakeTable(recipe), second = MakeTable(recipe);
        CHECK(std::memcmp(first.data(), second.data(), first.size()) == 0);
        // MakeTable fills the memory with 0xAB first: none of it may be left between the sections.
        CHECK(Open(first) == ChmOk);
    }
}

TEST_CASE("version 2 has these bytes, on every machine")
{
    // Files that users have must stay readable: when this changes, TABLE_VERSION must too.
    uint64_t all = 0, withPayload = 0, packed = 0;
    for (const TableRecipe &recipe : AllRecipes(100)) {
        const AlignedBytes image = MakeTable(recipe);
        uint64_t &hash = recipe.payloadBits != 0 ? withPayload : recipe.packedBits != 0 ? packed : all;
        hash = Hash64(image.data(), image.size(), hash);
    }
    CHECK(all == 0xB926B92D8B2CF9D1u);
    CHECK(withPayload == 0x03FC2C6FC949EAD6u);
    CHECK(packed == 0x5BE4B652E308A075u);
}

TEST_CASE("a name of any length is kept whole or cut between characters")
{
    for (size_t length : {0, 1, 254, 255}) {
        TableRecipe recipe = SmallRecipe();
        recipe.name = std::string(length, 'n');
        const AlignedBytes image = MakeTable(recipe);
        TableView view;
        REQUIRE(TableOpen(image.data(), image.size(), &view, nullptr) == ChmOk);
        CHECK(std::string(view.name) == recipe.name);
    }
    TableRecipe recipe = SmallRecipe();
    recipe.name = std::string(254, 'n') + "\xC3\xA9"; // the two bytes of an e with an acute accent: 256 in all
    const AlignedBytes image = MakeTable(recipe);
    TableView view;
    REQUIRE(TableOpen(image.data(), image.size(), &view, nullptr) == ChmOk);
    CHECK(std::string(view.name) == std::string(254, 'n'));
}

TEST_CASE("an image with any one bit changed is refused")
{
    for (TableLayout layout : {LayoutFlat, LayoutPartitioned}) {
        const AlignedBytes image = MakeTable(SmallRecipe(layout));
        size_t accepted = 0;
        for (size_t i = 0; i < image.size(); i++)
            for (int bit = 0; bit < 8; bit++) {
                image[i] ^= uint8_t(1 << bit);
                accepted += Open(image) == ChmOk;
                image[i] ^= uint8_t(1 << bit);
            }
        CHECK(accepted == 0);
        CHECK(Open(image) == ChmOk);
    }
}

TEST_CASE("a changed byte in the data is told as that")
{
    const AlignedBytes image = MakeTable(SmallRecipe());
    image[700] ^= 1;
    CHECK(Open(image) == ChmTableChecksum);
}

TEST_CASE("an image of any other length is refused")
{
    const AlignedBytes image = MakeTable(SmallRecipe());
    for (size_t length = 0; length < image.size(); length++) {
        AlignedBytes cut(length);
        std::memcpy(cut.data(), image.data(), length);
        ChmError error;
        REQUIRE(Open(cut, &error) == ChmTableMalformed);
        CHECK(error.reason != nullptr);
    }
    for (size_t more : {1, 8, 64, 4096}) {
        AlignedBytes longer(image.size() + more);
        std::memset(longer.data(), 0, longer.size());
        std::memcpy(longer.data(), image.data(), image.size());
        CHECK(Open(longer) == ChmTableMalformed);
    }
}

TEST_CASE("an image of another version or kind is told as that")
{
    const AlignedBytes image = MakeTable(SmallRecipe());
    AlignedBytes other = image;
    ChmError error;
    for (uint32_t version : {0u, TABLE_VERSION + 1, 0xFFFFFFFFu}) {
        Put<uint32_t>(other, FIELD(version), version);
        CHECK(Open(other, &error) == ChmTableVersion);
        CHECK(error.numbers[0] == version);
        CHECK(error.numbers[1] == TABLE_VERSION);
    }
    AlignedBytes foreign = image;
    std::memcpy(foreign.data(), "MZ", 2);
    CHECK(Open(foreign, &error) == ChmTableMalformed);
    CHECK(error.numbers[0] == 0);
}

TEST_CASE("version 1 is read, and has zeros where version 2 has fields")
{
    AlignedBytes image = MakeTable(SmallRecipe());
    Put<uint32_t>(image, FIELD(version), 1);
    Reseal(image);
    ChmError error;
    CHECK(Open(image, &error) == ChmTableMalformed);
    CHECK(error.reason == std::string("reserved bytes are not zero"));
    Put<uint64_t>(image, FIELD(optionsDigest), 0);
    Reseal(image);
    TableView view;
    REQUIRE(TableOpen(image.data(), image.size(), &view, nullptr) == ChmOk);
    CHECK(view.version == 1);
    CHECK(view.optionsDigest == 0);
    UseTable(view);
}

TEST_CASE("what later tables may have is reserved, and refused by name")
{
    const struct {
        size_t offset, bytes;
        const char *told;
    } fields[] = {
        {FIELD(valueBits), 4, "values"},    {FIELD(payloadOffset), 8, "values"},
        {FIELD(payloadBytes), 8, "values"}, {FIELD(fingerprintBits), 4, "fingerprints"},
        {FIELD(moduleOffset), 8, "module"}, {FIELD(packedBits), 4, "packed"},
    };
    for (const auto &field : fields)
        for (size_t byte = 0; byte < field.bytes; byte++) {
            AlignedBytes image = MakeTable(SmallRecipe());
            image[field.offset + byte] = 1;
            Reseal(image);
            ChmError error;
            CHECK(Open(image, &error) == ChmTableMalformed);
            CHECK(std::string(error.reason).find(field.told) != std::string::npos);
        }
}

TEST_CASE("an image that is not aligned is refused")
{
    const AlignedBytes image = MakeTable(SmallRecipe());
    const AlignedBytes memory(image.size() + 64);
    std::memcpy(memory.data() + 8, image.data(), image.size());
    TableView view;
    CHECK(TableOpen(memory.data() + 8, image.size(), &view, nullptr) == ChmInvalidOption);
}

TEST_CASE("a sealed image whose header lies is refused, or harmless")
{
    const uint64_t extremes[] = {0,
                                 1,
                                 2,
                                 3,
                                 4,
                                 5,
                                 7,
                                 8,
                                 9,
                                 16,
                                 17,
                                 20,
                                 21,
                                 30,
                                 31,
                                 32,
                                 33,
                                 63,
                                 64,
                                 65,
                                 255,
                                 256,
                                 511,
                                 512,
                                 513,
                                 0x7FFF,
                                 0x8000,
                                 0xFFFF,
                                 0x10000,
                                 0x7FFFFFFF,
                                 0x80000000,
                                 0xFFFFFFFF,
                                 0x100000000,
                                 0x7FFFFFFFFFFFFFFF,
                                 0x8000000000000000,
                                 ~uint64_t(0) - 63,
                                 ~uint64_t(0)};
    for (const TableRecipe &recipe : AllRecipes(20)) {
        if (recipe.edgeBits == 17)
            continue; // a megabyte each time
        CAPTURE(RecipeName(recipe));
        const AlignedBytes image = MakeTable(recipe);
        size_t opened = 0;
        for (size_t offset = 0; offset < FIELD(name); offset += 4)
            for (uint64_t extreme : extremes)
                for (size_t width : {4, 8}) {
                    AlignedBytes lying = image;
                    if (width == 4)
                        Put(lying, offset, uint32_t(extreme));
                    else
                        Put(lying, offset, extreme);
                    Reseal(lying);
                    TableView view;
                    if (TableOpen(lying.data(), lying.size(), &view, nullptr) == ChmOk) {
                        opened++;
                        REQUIRE(TableSlotsBytes(&view) < lying.size());
                        UseTable(view);
                    }
                }
        CHECK(opened > 0); // seeds, attempts and hashes may be anything
    }
}

TEST_CASE("counts that would overflow are refused")
{
    const AlignedBytes image = MakeTable(SmallRecipe());
    for (uint64_t buckets :
         {uint64_t(1) << 28, uint64_t(1) << 29, uint64_t(1) << 32, uint64_t(1) << 57, uint64_t(1) << 63})
        for (uint32_t edgeBits : {3u, 6u, 20u, 21u, 30u, 31u, 32u, 57u, 63u, 64u, 0xFFFFFFFFu}) {
            AlignedBytes lying = image;
            Put(lying, FIELD(bucketCount), buckets);
            Put(lying, FIELD(edgeBits), edgeBits);
            Put(lying, FIELD(slotsBytes), buckets << (edgeBits & 63) << 3);
            Reseal(lying);
            CHECK(Open(lying) == ChmTableMalformed);
        }
}

TEST_CASE("sections that lie elsewhere are refused")
{
    const AlignedBytes image = MakeTable(SmallRecipe());
    const size_t fields[] = {FIELD(directoryOffset), FIELD(directoryBytes), FIELD(slotsOffset),
                             FIELD(slotsBytes),      FIELD(keysOffset),     FIELD(keysBytes)};
    for (size_t field : fields)
        for (uint64_t moved : {Get<uint64_t>(image, field) + 64, Get<uint64_t>(image, field) - 64, uint64_t(0),
                               uint64_t(image.size()), ~uint64_t(0)}) {
            AlignedBytes lying = image;
            Put(lying, field, moved);
            Reseal(lying);
            CHECK(Open(lying) == ChmTableMalformed);
        }
}

TEST_CASE("unknown flags, reserved bytes and gaps that are not zero are refused")
{
    const AlignedBytes image = MakeTable(SmallRecipe());
    for (uint32_t bit = 0; bit < 32; bit++) {
        AlignedBytes lying = image;
        Put(lying, FIELD(flags), Get<uint32_t>(image, FIELD(flags)) ^ 1u << bit);
        Reseal(lying);
        CHECK(Open(lying) == ChmTableMalformed);
    }
    const size_t slotsOffset = Get<uint64_t>(image, FIELD(slotsOffset)),
                 keysOffset = Get<uint64_t>(image, FIELD(keysOffset));
    const size_t directoryEnd = sizeof(TableHeader) + Get<uint64_t>(image, FIELD(directoryBytes));
    const size_t valuesEnd = slotsOffset + Get<uint64_t>(image, FIELD(slotsBytes)),
                 keysEnd = keysOffset + Get<uint64_t>(image, FIELD(keysBytes));
    size_t gapBytes = 0;
    for (auto [from, to] :
         {std::pair(directoryEnd, slotsOffset), std::pair(valuesEnd, keysOffset), std::pair(keysEnd, image.size() - 8)})
        for (size_t i = from; i < to; i++, gapBytes++) {
            AlignedBytes lying = image;
            lying[i] = 1;
            Reseal(lying);
            CHECK(Open(lying) == ChmTableMalformed);
        }
    CHECK(gapBytes > 0);
}

TEST_CASE("a lying name is refused")
{
    const AlignedBytes image = MakeTable(SmallRecipe()); // "Sample"
    for (uint32_t length : {0u, 5u, 7u, 255u, 256u, 0xFFFFFFFFu}) {
        AlignedBytes lying = image;
        Put(lying, FIELD(nameBytes), length);
        Reseal(lying);
        CHECK(Open(lying) == ChmTableMalformed);
    }
}

TEST_CASE("random values and directories lead a lookup nowhere else")
{
    for (const TableRecipe &recipe : AllRecipes(50)) {
        CAPTURE(RecipeName(recipe));
        const AlignedBytes image = MakeTable(recipe);
        uint64_t state = 1;
        for (size_t i = sizeof(TableHeader); i < image.size() - 8; i++)
            image[i] = uint8_t((state = state * 6364136223846793005u + 1442695040888963407u) >> 56);
        Reseal(image);
        // The gaps are not zero any more: make them so by opening's own rule, section by section.
        const TableHeader header = Get<TableHeader>(image, 0);
        const size_t directoryEnd = sizeof header + header.directoryBytes,
                     valuesEnd = header.slotsOffset + header.slotsBytes;
        std::memset(image.data() + directoryEnd, 0, header.slotsOffset - directoryEnd);
        std::memset(image.data() + valuesEnd, 0, header.keysOffset - valuesEnd);
        const size_t keysEnd = header.keysOffset + header.keysBytes,
                     payloadOffset = header.payloadBytes != 0 ? header.payloadOffset : keysEnd,
                     end = payloadOffset + header.payloadBytes;
        std::memset(image.data() + keysEnd, 0, payloadOffset - keysEnd);
        std::memset(image.data() + end, 0, image.size() - 8 - end);
        Reseal(image);
        TableView view;
        REQUIRE(TableOpen(image.data(), image.size(), &view, nullptr) == ChmOk);
        UseTable(view);
    }
}

TEST_CASE("specs that no image can have are refused")
{
    const TableSpec sound = {HashQuadx, LayoutFlat, 4, 100, 0, 7, 1, false, 0, 0, 0, 0, 0, 0, false};
    CHECK(TableImageSize(&sound) == 512 + 256 + 400 + 8 + 40);
    auto refused = [&](auto change) {
        TableSpec spec = sound;
        change(spec);
        return TableImageSize(&spec) == 0;
    };
    CHECK(refused([](TableSpec &s) { s.hashFunction = HashFunctionId(0); }));
    CHECK(refused([](TableSpec &s) { s.hashFunction = HashFunctionId(99); }));
    // clang-format off
    CHECK(refused([](TableSpec &s) { s.layout = LayoutAuto; }));
    CHECK(refused([](TableSpec &s) { s.layout = TableLayout(9); }));
    CHECK(refused([](TableSpec &s) { s.keySizeInBytes = 2; }));
    CHECK(refused([](TableSpec &s) { s.keyCount = 0; }));
    CHECK(refused([](TableSpec &s) { s.keyCount = 129; }));
    CHECK(refused([](TableSpec &s) { s.edgeBits = 2; s.keyCount = 4; }));
    CHECK(refused([](TableSpec &s) { s.edgeBits = 31; }));
    CHECK(refused([](TableSpec &s) { s.bucketCount = 2; }));
    CHECK(refused([](TableSpec &s) { s.layout = LayoutPartitioned; s.bucketCount = 0; }));
    const auto ofBuckets = [](TableSpec &s, uint64_t count) {
        s.layout = LayoutPartitioned;
        s.edgeBits = TABLE_MAX_BUCKET_BITS;
        s.bucketCount = count;
    };
    const uint64_t mostBuckets = TABLE_MAX_SLOTS >> (TABLE_MAX_BUCKET_BITS + 1);
    CHECK(!refused([&](TableSpec &s) { ofBuckets(s, mostBuckets); }));
    CHECK(refused([&](TableSpec &s) { ofBuckets(s, mostBuckets + 1); }));
    CHECK(refused([](TableSpec &s) { s.layout = LayoutPartitioned; s.edgeBits = 21; }));
    CHECK(refused([](TableSpec &s) { s.layout = LayoutPartitioned; s.hashFunction = HashMultiplyShiftR; }));
    CHECK(refused([](TableSpec &s) { s.extractMask = 1; }));
    CHECK(refused([](TableSpec &s) { s.keySizeInBytes = 8; s.extractMask = 0x1FFFFFFFF; }));
    CHECK(refused([](TableSpec &s) { s.keySizeInBytes = 8; s.hashFunction = HashMulshrolate1RX; }));
    CHECK(refused([](TableSpec &s) { s.keyCount = CHM_MAX_KEYS + 1; s.edgeBits = 29; }));
    CHECK(!refused([](TableSpec &s) { s.keyCount = CHM_MAX_KEYS; s.edgeBits = 28; }));
    CHECK(!refused([](TableSpec &s) { s.edges = 113; }));
    CHECK(refused([](TableSpec &s) { s.edges = 99; }));
    const auto ofFingerprints = [](TableSpec &s, TableLayout layout) {
        s.layout = layout;
        s.omitKeys = true;
        s.fingerprintBits = 8;
        s.edges = LayoutIsCompact(layout) ? 3 * 128 : 113;
    };
    CHECK(!refused([&](TableSpec &s) { ofFingerprints(s, LayoutFlat); }));
    CHECK(!refused([&](TableSpec &s) { ofFingerprints(s, LayoutCompact); }));
    CHECK(!refused([&](TableSpec &s) { ofFingerprints(s, LayoutCompactPartitioned); }));
    CHECK(refused([&](TableSpec &s) { ofFingerprints(s, LayoutCompact); s.omitKeys = false; }));
    CHECK(refused([&](TableSpec &s) { ofFingerprints(s, LayoutCompact); s.fingerprintBits = 12; }));
    CHECK(refused([](TableSpec &s) { s.edges = 64; s.keyCount = 60; }));
    CHECK(refused([](TableSpec &s) { s.edges = 129; }));
    CHECK(refused([](TableSpec &s) { s.edges = 113; s.version = 1; }));
    CHECK(refused([](TableSpec &s) { s.edges = 113; s.layout = LayoutPartitioned; }));
    CHECK(refused([](TableSpec &s) { s.edges = 113; s.hashFunction = HashMultiplyShiftR; }));
    // clang-format on
}
