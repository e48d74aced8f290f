/*
 * The record of a program in the table of its functions. Tables of every kind keep it, with all
 * their keys, and another record makes another digest of the options. A reader refuses a record
 * that is not where it must be, or has bytes without a meaning. The header names the program and
 * has its figures as constants.
 */
#include <cstddef>
#include <cstring>
#include <string>

#include <doctest/doctest.h>

#include "chm01/emit/source.h"
#include "chm01/solver/options_digest.h"
#include "support/chm01/solver_runner.h"

namespace {

TableModule SomeModule(const std::string &name = "kernel32.dll")
{
    TableModule module = {};
    module.timeDateStamp = 0x5F3759DF;
    module.imageBytes = 0x301000;
    module.machine = 0x8664;
    module.buildAge = 0x1A;
    for (uint8_t i = 0; i < 16; i++)
        module.buildId[i] = uint8_t(0xF0 - i);
    module.nameBytes = uint32_t(name.size());
    std::memcpy(module.name, name.data(), name.size());
    return module;
}

AlignedBytes MakeWith(const TableModule *module)
{
    TableRecipe recipe;
    recipe.keys = RandomKeys(9, 32);
    recipe.module = module;
    return MakeTable(recipe);
}

std::string Header(const TableView &view)
{
    const SourceOptions options = {};
    std::string text(SourceBound(&view, &options), 0);
    text.resize(SourceWrite(&view, &options, &text[0]));
    return text;
}

bool Has(const std::string &text, const std::string &part)
{
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("tables of every kind keep the program's record beside their keys")
{
    const TableModule module = SomeModule(std::string(255, 'x'));
    std::vector<TableRecipe> recipes = AllRecipes(300);
    const std::vector<TableRecipe> wide = WideRecipes(40);
    recipes.insert(recipes.end(), wide.begin(), wide.end());
    for (TableRecipe &recipe : recipes) {
        CAPTURE(RecipeName(recipe));
        const size_t without = MakeTable(recipe).size();
        recipe.module = &module;
        const AlignedBytes image = MakeTable(recipe);
        TableView view;
        REQUIRE(TableOpen(image.data(), image.size(), &view, nullptr) == ChmOk);
        REQUIRE(view.module != nullptr);
        CHECK(std::memcmp(view.module, &module, sizeof module) == 0);
        CHECK(image.size() >= without + sizeof module);
        CHECK(image.size() <= without + sizeof module + TABLE_ALIGNMENT);
        CHECK(view.keyCount == recipe.keys.size());
    }
}

TEST_CASE("the solver's tables have the record, whatever their layout")
{
    const TableModule module = SomeModule();
    SolveOptions options = {};
    options.module = &module;
    for (TableLayout layout : {LayoutFlat, LayoutPartitioned, LayoutCompact, LayoutCompactPartitioned})
        for (uint32_t size : {4, 8}) {
            options.layout = layout;
            const Keys keys(RandomKeys(3000, 8 * size), size);
            const Solved solved = Solve(keys, options);
            REQUIRE(WrongKeys(solved, keys) == 0);
            const SolvedTable table(solved);
            REQUIRE(table.view.module != nullptr);
            CHECK(std::memcmp(table.view.module, &module, sizeof module) == 0);
        }
    CHECK(SolvedTable(Solve(Keys(RandomKeys(30, 32)))).view.module == nullptr);
}

TEST_CASE("another build of a program makes another digest")
{
    TableModule module = SomeModule();
    SolveOptions options = {};
    const uint64_t without = OptionsDigest(&options, 10);
    options.module = &module;
    const uint64_t with = OptionsDigest(&options, 10);
    CHECK(with != without);
    module.buildId[3]++;
    CHECK(OptionsDigest(&options, 10) != with);
}

TEST_CASE("a record that is not sound is refused")
{
    const TableModule module = SomeModule();
    const AlignedBytes sound = MakeWith(&module);
    TableHeader header;
    std::memcpy(&header, sound.data(), sizeof header);
    const size_t record = size_t(header.moduleOffset);
    const auto reason = [&](size_t offset, uint8_t value) {
        AlignedBytes image = sound;
        image[offset] = value;
        Reseal(image);
        TableView view;
        ChmError error = {};
        REQUIRE(TableOpen(image.data(), image.size(), &view, &error) == ChmTableMalformed);
        return std::string(error.reason);
    };
    CHECK(reason(offsetof(TableHeader, moduleOffset), 1) == "the module is not where it must be");
    CHECK(reason(offsetof(TableHeader, moduleBytes), 1) == "the module is not where it must be");
    CHECK(reason(offsetof(TableHeader, moduleBytes) + 1, 0x10) == "the module is not where it must be");
    CHECK(reason(record + offsetof(TableModule, nameBytes) + 1, 1) == "the module's name is too long");
    CHECK(reason(record + offsetof(TableModule, nameBytes), 11) == "reserved bytes of the module are not zero");
    CHECK(reason(record + offsetof(TableModule, reserved) + 27, 1) == "reserved bytes of the module are not zero");
    CHECK(reason(record + sizeof module - 1, 1) == "reserved bytes of the module are not zero");
}

TEST_CASE("the header names the program and has what tells its builds apart")
{
    TableModule module = SomeModule("a*/\"\\b.dll");
    const auto header = [&] {
        const AlignedBytes image = MakeWith(&module);
        TableView view;
        REQUIRE(TableOpen(image.data(), image.size(), &view, nullptr) == ChmOk);
        return Header(view);
    };
    const std::string text = header();
    CHECK(Has(text, "/* The keys are functions of \"a\\u002A/\"\\b.dll\", as addresses"));
    CHECK(Has(text, "#define SampleModuleTimeDateStamp UINT32_C(0x5F3759DF)\n"));
    CHECK(Has(text, "#define SampleModuleImageBytes UINT32_C(0x301000)\n"));
    CHECK(Has(text, "#define SampleModuleBuildId \"EDEEEFF0EBECE9EAE8E7E6E5E4E3E2E11A\"\n"));
    module.buildAge = 0;
    CHECK(Has(header(), "E2E10\"\n"));
    std::memset(module.buildId, 0, sizeof module.buildId);
    CHECK_FALSE(Has(header(), "ModuleBuildId"));
    const AlignedBytes plain = MakeWith(nullptr);
    TableView view;
    REQUIRE(TableOpen(plain.data(), plain.size(), &view, nullptr) == ChmOk);
    CHECK_FALSE(Has(Header(view), "Module"));
}
