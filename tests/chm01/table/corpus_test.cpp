/*
 * Files of each version that was ever written are read by every build. support/chm01/corpus has
 * tables of each kind and a pack, written by the programs of their time; the test knows their
 * keys by a rule. Each key has its position in each table, and the pack's tables are found by their
 * names.
 */
#include <cstdio>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "chm01/table/pack.h"
#include "support/chm01/table_maker.h"

namespace {

struct Kind {
    const char *name;
    uint32_t keySizeInBytes;
    size_t count;
    TableLayout layout;
    HashFunctionId hashFunction;
    bool omitsKeys, extracts;
    uint64_t (*key)(uint64_t i); // from 1
    uint32_t since = TABLE_FIRST_VERSION;
    bool hasValues = false; // beside positions, of 16 bits: the high half of the key's low 32 bits
};

uint64_t Narrow(uint64_t i)
{
    return i * 2654435761u % (uint64_t{1} << 32);
}

uint64_t Wide(uint64_t i)
{
    return i * 0x9E3779B97F4A7C15u;
}

// These differ in 32 bits.
uint64_t Apart(uint64_t i)
{
    return 0x7F00000000000000u + i * 2654435761u % (uint64_t{1} << 16) * 0x10001000u;
}

const Kind kinds[] = {
    {"flat32", 4, 20, LayoutFlat, HashQuadx, false, false, Narrow},
    {"lean32", 4, 20, LayoutFlat, HashQuadx, true, false, Narrow},
    {"packed32", 4, 300, LayoutCompact, HashQuadx, true, false, Narrow, 2},
    {"shared32", 4, 20, LayoutFlat, HashMultiplyShiftRX, false, false, Narrow},
    {"parts32", 4, 40, LayoutPartitioned, HashQuadx, false, false, Narrow},
    {"flat64", 8, 20, LayoutFlat, HashQuadx, false, false, Wide},
    {"parts64", 8, 40, LayoutPartitioned, HashQuadx, false, false, Wide},
    {"bits64", 8, 20, LayoutFlat, HashQuadx, false, true, Apart},
    {"both32", 4, 20, LayoutFlat, HashQuadx, false, false, Narrow, 2, true},
    {"both64", 8, 40, LayoutPartitioned, HashQuadx, true, false, Wide, 2, true},
};

AlignedBytes Read(uint32_t version, const std::string &name)
{
    const std::string path = TEST_CORPUS "/version-" + std::to_string(version) + "/" + name;
    std::vector<char> bytes;
    std::FILE *file = std::fopen(path.c_str(), "rb");
    REQUIRE_MESSAGE(file != nullptr, path);
    for (int c; (c = std::fgetc(file)) != EOF;)
        bytes.push_back(char(c));
    std::fclose(file);
    AlignedBytes aligned(bytes.size());
    std::copy(bytes.begin(), bytes.end(), reinterpret_cast<char *>(aligned.data()));
    return aligned;
}

void CheckTable(const uint8_t *image, size_t bytes, const Kind &kind, uint32_t version)
{
    CAPTURE(kind.name);
    TableView view;
    ChmError error = {};
    const ChmStatus status = TableOpen(image, bytes, &view, &error);
    REQUIRE_MESSAGE(status == ChmOk, error.reason);
    CHECK(view.version == version);
    CHECK((view.optionsDigest != 0) == (version != 1));
    CHECK((view.keyCount == kind.count && view.keySizeInBytes == kind.keySizeInBytes));
    CHECK((view.layout == kind.layout && view.hashFunction == kind.hashFunction));
    CHECK(std::string(view.name) == kind.name);
    CHECK((view.extractMask != 0) == kind.extracts);
    CHECK((view.keys == nullptr) == kind.omitsKeys);
    for (uint64_t i = 1; i <= kind.count; i++) {
        CHECK(TableIndex(&view, kind.key(i)) == i - 1);
        CHECK(TableContains(&view, kind.key(i), nullptr) != kind.omitsKeys);
        if (kind.hasValues)
            CHECK(TableValue(&view, kind.key(i)) == uint32_t(kind.key(i)) >> 16);
    }
    CHECK(TableValueBits(&view) == (kind.hasValues ? 16 : 0));
}

// Those of version 2 that reject strangers by fingerprints.
const struct {
    const char *name;
    uint32_t fingerprintBits, keySizeInBytes;
    uint64_t (*key)(uint64_t i);
    TableLayout layout = LayoutFlat;
    uint64_t count = 20;
} finders[] = {{"find32", 8, 4, Narrow},
               {"find64", 16, 8, Wide},
               {"findbits64", 8, 8, Apart},
               {"findcompact32", 8, 4, Narrow, LayoutCompact, 300},
               {"findpacked32", 8, 4, Narrow, LayoutCompact, 300},
               {"findcompactbits64", 8, 8, Apart, LayoutCompact, 300},
               {"findcompactparts64", 8, 8, Wide, LayoutCompactPartitioned, 300}};

} // namespace

TEST_CASE("tables with fingerprints are read, and each key is found")
{
    for (const auto &kind : finders) {
        CAPTURE(kind.name);
        const AlignedBytes file = Read(2, std::string(kind.name) + ".pht");
        TableView view;
        REQUIRE(TableOpen(file.data(), file.size(), &view, nullptr) == ChmOk);
        CHECK((view.fingerprintBits == kind.fingerprintBits && view.keySizeInBytes == kind.keySizeInBytes));
        CHECK((view.extractMask != 0) == (kind.key == Apart));
        CHECK((view.layout == kind.layout && view.keyCount == kind.count));
        CHECK(view.packedBits == (std::string(kind.name) == "findpacked32" ? 17 : 0));
        uint32_t index;
        for (uint64_t i = 1; i <= kind.count; i++)
            CHECK((TableFind(&view, kind.key(i), &index) && index == i - 1));
        size_t strangers = 0;
        for (uint64_t i = kind.count + 1; i <= kind.count + 2000; i++)
            strangers += TableFind(&view, kind.key(i), nullptr);
        CHECK(strangers < 20); // of 2,000: 8 by chance
    }
}

TEST_CASE("tables of each version are read, and each key has its position and its value")
{
    for (uint32_t version = TABLE_FIRST_VERSION; version <= TABLE_VERSION; version++)
        for (const Kind &kind : kinds) {
            if (version < kind.since)
                continue;
            const AlignedBytes file = Read(version, std::string(kind.name) + ".pht");
            CheckTable(file.data(), file.size(), kind, version);
        }
}

TEST_CASE("the table of a program's functions says which build of it has them")
{
    const AlignedBytes file = Read(2, "module32.pht");
    TableView view;
    REQUIRE(TableOpen(file.data(), file.size(), &view, nullptr) == ChmOk);
    REQUIRE(view.keyCount == 3);
    for (uint32_t i = 0; i < 3; i++)
        CHECK(TableIndex(&view, 0x1000 + 0x20 * i) == i);
    REQUIRE(view.module != nullptr);
    CHECK((view.module->timeDateStamp == 0x5F3759DF && view.module->imageBytes == 0x3000));
    CHECK((view.module->machine == 0x8664 && view.module->buildAge == 7));
    for (uint8_t i = 0; i < 16; i++)
        CHECK(view.module->buildId[i] == i + 1);
    CHECK(std::string(view.module->name) == "module32.dll");
}

TEST_CASE("packs of each version are read, and their tables found by name")
{
    for (uint32_t version = PACK_FIRST_VERSION; version <= PACK_VERSION; version++) {
        const AlignedBytes file = Read(version, "tables.phpack");
        PackView pack;
        REQUIRE(PackOpen(file.data(), file.size(), &pack, nullptr) == ChmOk);
        CHECK(pack.entryCount == 3);
        CHECK((pack.order != nullptr) == (version != 1));
        for (const Kind &kind : kinds) {
            const std::string name = std::string(kind.name) + ".keys";
            const PackEntry *entry = PackFind(&pack, name.data(), name.size(), 0);
            const bool packed = name == "flat32.keys" || name == "parts32.keys" || name == "lean32.keys";
            REQUIRE((entry != nullptr) == packed);
            Kind whole = kind;
            whole.omitsKeys = false; // the pack's run left none out
            whole.layout = LayoutFlat;
            if (packed)
                CheckTable(file.data() + entry->offset, size_t(entry->bytes), whole, version);
        }
    }
}
