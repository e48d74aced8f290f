/*
 * These tests look keys up in every kind of table, one by one and in batches, at every CPU level.
 * Every key has its position, and a batch gives the answers of single lookups. A key that is no
 * member is not contained, even when it differs from a member in one bit.
 */
#include <doctest/doctest.h>

#include <algorithm>

#include "chm01/base/cpu.h"
#include "support/chm01/table_maker.h"

namespace {

struct Opened {
    AlignedBytes image;
    TableView view;
    explicit Opened(const TableRecipe &recipe) : image(MakeTable(recipe))
    {
        ChmError error;
        REQUIRE(TableOpen(image.data(), image.size(), &view, &error) == ChmOk);
    }
};

// The batch's answers to keys, computed from 8-byte aligned exact memory.
std::vector<uint32_t> Batch(const TableView &view, const std::vector<uint64_t> &keys)
{
    const std::vector<uint8_t> packed = PackKeys(keys, view.keySizeInBytes);
    AlignedBytes memory(packed.size());
    std::copy(packed.begin(), packed.end(), memory.data());
    std::vector<uint32_t> indices(keys.size());
    TableWarm(&view, 1000000); // reads no further than the image: sanitizers would tell
    TableIndexBatch(&view, memory.data(), keys.size(), indices.data());
    return indices;
}

} // namespace

TEST_CASE("each key of each kind of table has its position")
{
    for (size_t count : {1, 2, 7, 8, 9, 100, 1000})
        for (const TableRecipe &recipe : AllRecipes(count)) {
            CAPTURE(RecipeName(recipe));
            const Opened table(recipe);
            size_t wrong = 0, missing = 0;
            for (uint32_t i = 0; i < count; i++) {
                uint32_t index = ~0u;
                wrong += TableIndex(&table.view, recipe.keys[i]) != i;
                missing += !TableContains(&table.view, recipe.keys[i], &index) || index != i;
                missing += !TableContains(&table.view, recipe.keys[i], nullptr);
            }
            CHECK(wrong == 0);
            CHECK(missing == 0);
        }
}

TEST_CASE("a batch answers as single lookups do, members and strangers alike")
{
    for (CpuLevel level : {CpuBaseline, CpuAvx2, CpuAvx512}) {
        CpuLimit(level);
        std::vector<TableRecipe> recipes = AllRecipes(500); // and with values of one byte
        for (const TableRecipe &recipe : AllRecipes(200))
            recipes.push_back(recipe);
        for (const TableRecipe &recipe : recipes) {
            CAPTURE(RecipeName(recipe));
            const Opened table(recipe);
            for (size_t length : {0, 1, 7, 8, 31, 32, 33, 64, 500}) {
                const size_t members = std::min(length, recipe.keys.size());
                std::vector<uint64_t> keys(recipe.keys.begin(), recipe.keys.begin() + std::ptrdiff_t(members));
                const std::vector<uint64_t> strangers = RandomKeys(length, recipe.keySizeInBytes * 8, 99);
                keys.insert(keys.end(), strangers.begin(), strangers.end());
                const std::vector<uint32_t> indices = Batch(table.view, keys);
                size_t wrong = 0;
                for (size_t i = 0; i < keys.size(); i++)
                    wrong += indices[i] != TableIndex(&table.view, keys[i]);
                CHECK(wrong == 0);
            }
        }
    }
    CpuLimit(CpuAvx512);
}

// Each layout, in a cache and larger than one, at every CPU level, by keys of a number that is no
// multiple of a block's.
TEST_CASE("a batch of a table beyond the cache answers as single lookups do")
{
    for (uint32_t bytes : {4, 8})
        for (uint32_t flatBits : {17, 20, 0}) { // 1 MB, 8 MB; 0: partitioned, 8 MB in few large buckets
            TableRecipe recipe;
            recipe.keySizeInBytes = bytes;
            recipe.keys = RandomKeys(70001, 8 * bytes);
            recipe.layout = flatBits != 0 ? LayoutFlat : LayoutPartitioned;
            recipe.edgeBits = flatBits != 0 ? flatBits : 17;
            recipe.keysPerBucket = 9000;
            const Opened table(recipe);
            CAPTURE(bytes);
            CAPTURE(flatBits);
            REQUIRE((TableSlotsBytes(&table.view) > 6 * 1024 * 1024) == (flatBits != 17));
            for (CpuLevel level : {CpuBaseline, CpuAvx2, CpuAvx512}) {
                CpuLimit(level);
                const std::vector<uint32_t> indices = Batch(table.view, recipe.keys);
                size_t wrong = 0;
                for (uint32_t i = 0; i < indices.size(); i++)
                    wrong += indices[i] != i;
                CHECK(wrong == 0);
            }
        }
    CpuLimit(CpuAvx512);
}

// Slots of random bits in exact memory: any width that a table's slots can be packed to.
TEST_CASE("a batch of packed slots of any width answers as single lookups do")
{
    TableRecipe recipe;
    recipe.layout = LayoutCompact;
    recipe.keys = RandomKeys(1000, 32);
    recipe.edgeBits = 5;
    recipe.edges = 50 * 32;
    const Opened table(WithPackedSlots(recipe));
    TableView view = table.view;
    REQUIRE(view.packedBits == 10);
    for (CpuLevel level : {CpuBaseline, CpuAvx2, CpuAvx512}) {
        CpuLimit(level);
        for (uint32_t bits = 1; bits <= 32; bits++) {
            CAPTURE(bits);
            AlignedBytes slots(view.slotCount * bits / 8 + 4);
            for (size_t i = 0; i < slots.size(); i++)
                slots[i] = static_cast<uint8_t>(i * 0x9E3779B1u >> 24);
            view.packedBits = bits;
            view.sumMask = UINT32_MAX >> (32 - bits);
            view.slots = slots.data();
            const std::vector<uint32_t> indices = Batch(view, recipe.keys);
            size_t wrong = 0;
            for (size_t i = 0; i < indices.size(); i++)
                wrong += indices[i] != view.lookup(&view, recipe.keys[i]);
            CHECK(wrong == 0);
        }
    }
    CpuLimit(CpuAvx512);
}

TEST_CASE("strangers are not contained, whatever bits they share with members")
{
    for (const TableRecipe &recipe : AllRecipes(300)) {
        CAPTURE(RecipeName(recipe));
        const Opened table(recipe);
        std::vector<uint64_t> members = recipe.keys;
        size_t wrong = 0;
        for (uint64_t key : members)
            for (uint32_t bit = 0; bit < 64; bit++) {
                const uint64_t stranger = key ^ uint64_t(1) << bit;
                bool member = false;
                for (uint64_t other : members)
                    member |= other == stranger;
                wrong += TableContains(&table.view, stranger, nullptr) != member;
            }
        CHECK(wrong == 0);
    }
}

TEST_CASE("a table without keys contains nothing and still has positions")
{
    TableRecipe recipe;
    recipe.keys = RandomKeys(100, 32);
    recipe.omitKeys = true;
    const Opened table(recipe);
    CHECK(table.view.keys == nullptr);
    CHECK(!TableContains(&table.view, recipe.keys[3], nullptr));
    CHECK(TableIndex(&table.view, recipe.keys[3]) == 3);
}
