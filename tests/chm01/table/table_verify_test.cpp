/*
 * TableVerify looks up all keys that a table includes. It passes every sound table, and fails
 * exactly where a changed slot gives some key another position. It fails where a key was changed,
 * too, even to one that has no other's place, and it passes a table without keys.
 */
#include <doctest/doctest.h>

#include <string>

#include "support/chm01/table_maker.h"

namespace {

TableView OpenImage(const AlignedBytes &image)
{
    TableView view;
    REQUIRE(TableOpen(image.data(), image.size(), &view, nullptr) == ChmOk);
    return view;
}

bool EachHasItsPosition(const TableView &view, const TableRecipe &recipe)
{
    for (uint32_t i = 0; i < recipe.keys.size(); i++)
        if (TableIndex(&view, recipe.keys[i]) != i)
            return false;
    return true;
}

} // namespace

TEST_CASE("a sound table of each kind is verified")
{
    for (size_t count : {1, 7, 1500})
        for (const TableRecipe &recipe : AllRecipes(count)) {
            CAPTURE(RecipeName(recipe));
            const AlignedBytes image = MakeTable(recipe);
            const TableView view = OpenImage(image);
            CHECK(TableVerify(&view, nullptr) == ChmOk);
        }
}

TEST_CASE("a changed slot is found where a key touches it, and only there")
{
    size_t found = 0, unused = 0, wrong = 0;
    for (const TableRecipe &recipe : AllRecipes(20)) {
        const AlignedBytes image = MakeTable(recipe);
        const TableView sound = OpenImage(image);
        const size_t slots = static_cast<size_t>(static_cast<const uint8_t *>(sound.slots) - image.data());
        for (size_t i = 0; i < TableSlotsBytes(&sound); i += 1 + TableSlotsBytes(&sound) / 16) {
            image[slots + i] ^= 1;
            Reseal(image);
            const TableView view = OpenImage(image);
            const bool verified = TableVerify(&view, nullptr) == ChmOk;
            wrong += verified != EachHasItsPosition(view, recipe);
            (verified ? unused : found)++;
            image[slots + i] ^= 1;
        }
    }
    CHECK(wrong == 0);
    CHECK(found > 0);
    CHECK(unused > 0);
}

TEST_CASE("a changed key is found, and the first key without its position is named")
{
    TableRecipe recipe;
    recipe.keys = RandomKeys(3000, 32);
    const AlignedBytes image = MakeTable(recipe);
    const TableView sound = OpenImage(image);
    const size_t keys = static_cast<size_t>(static_cast<const uint8_t *>(sound.keys) - image.data());
    image[keys + 4 * 2500] ^= 1;
    Reseal(image);
    ChmError error{};
    TableView view = OpenImage(image);
    CHECK(TableVerify(&view, &error) == ChmTableMalformed);
    CHECK(error.reason == std::string("its keys are not those that it was made from"));
    const KeySet changed = {view.keys, 3000, 4};
    view.keysHash = KeySetHash(&changed);
    CHECK(TableVerify(&view, &error) == ChmTableMalformed);
    CHECK(error.numbers[0] == keys + 4 * 2500);
}

TEST_CASE("a table without keys has nothing to look up")
{
    TableRecipe recipe;
    recipe.keys = RandomKeys(100, 32);
    recipe.omitKeys = true;
    const AlignedBytes image = MakeTable(recipe);
    const TableView view = OpenImage(image);
    CHECK(TableVerify(&view, nullptr) == ChmOk);
}
