/*
 * These tests read the text of the C headers that SourceWrite generates. They prove that any table
 * name becomes an identifier of its own and cannot leave its comment. The arrays in the text hold
 * exactly the numbers of the table, and the text never exceeds SourceBound. A text that differs in
 * one byte or in length is not the header's. Slices of any size make the same text. The tests in
 * tests/e2e/headers compile such headers and look every key up.
 */
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <set>
#include <string>

#include "chm01/emit/source.h"
#include "chm01/hash/hash64.h"
#include "support/chm01/source_slices.h"
#include "support/chm01/table_maker.h"

namespace {

std::string Identifier(const std::string &name)
{
    std::vector<char> out(SourceIdentifierBytes, 'x');
    const bool differs = SourceIdentifier(name.c_str(), out.data());
    CHECK(differs == (name != out.data()));
    return out.data();
}

// What stands before the hash of a name that was changed.
std::string Changed(const std::string &name)
{
    char digits[20];
    std::snprintf(digits, sizeof digits, "_%08x", static_cast<unsigned>(Hash64(name.data(), name.size(), 0)));
    const std::string identifier = Identifier(name);
    REQUIRE(identifier.size() > 9);
    CHECK(identifier.substr(identifier.size() - 9) == digits);
    return identifier.substr(0, identifier.size() - 9);
}

size_t OffsetOfSlots(const TableView &view)
{
    return size_t(static_cast<const uint8_t *>(view.slots) - view.image);
}

size_t CheckSlices(const TableView &view, const SourceOptions &options, const std::string &source, uint64_t steps)
{
    return CheckSourceSlices(source, SourceBound(&view, &options), steps,
                             [&](Work *work, SourceText *text) { return SourceWriteOn(&view, &options, work, text); });
}

std::string SourceOf(const TableView &view, SourceOptions options)
{
    const size_t bound = SourceBound(&view, &options);
    AlignedBytes text(bound);
    const size_t length = SourceWrite(&view, &options, reinterpret_cast<char *>(text.data()));
    REQUIRE(length <= bound);
    const std::string source(reinterpret_cast<char *>(text.data()), length);
    REQUIRE(SourceIsSame(&view, &options, source.data(), length));
    for (const uint64_t steps : {1000, 4099})
        CheckSlices(view, options, source, steps);
    return source;
}

// A table whose values can be exchanged.
struct Opened {
    AlignedBytes image;
    TableView view;

    explicit Opened(const TableRecipe &recipe) : image(MakeTable(recipe))
    {
        REQUIRE(TableOpen(image.data(), image.size(), &view, nullptr) == ChmOk);
    }

    void Put(const std::vector<uint64_t> &values) const
    {
        uint8_t *const at = image.data() + OffsetOfSlots(view);
        REQUIRE(values.size() == view.slotCount);
        for (size_t i = 0; i < values.size(); i++)
            std::memcpy(at + i * view.slotSizeInBytes, &values[i], view.slotSizeInBytes);
    }
};

std::string Source(const TableRecipe &recipe, SourceOptions options)
{
    return SourceOf(Opened(recipe).view, options);
}

bool Has(const std::string &text, const std::string &part)
{
    return text.find(part) != std::string::npos;
}

// The numbers of `static const <type> <array>[] = {...};`
std::vector<uint64_t> ArrayOf(const std::string &source, const std::string &array)
{
    std::vector<uint64_t> numbers;
    size_t at = source.find(array + "[] = {");
    REQUIRE(at != std::string::npos);
    for (at = source.find('{', at); source[at] != '}'; at++)
        if (source[at] >= '0' && source[at] <= '9') {
            size_t length = 0;
            numbers.push_back(std::stoull(source.substr(at, 24), &length, 0));
            at += length - 1;
        }
    return numbers;
}

// The numbers of an array of string literals with this prefix. Each row but the last has 8,192.
std::vector<uint64_t> LiteralsOf(const std::string &source, const std::string &array, char prefix)
{
    std::vector<uint64_t> numbers;
    size_t at = source.find(array + ", ");
    REQUIRE(at != std::string::npos);
    const size_t end = source.find("PERFECTHASH_END", at);
    for (; at < end; at++) {
        if (source.compare(at, 15, "PERFECTHASH_ROW") == 0)
            CHECK(numbers.size() % 8192 == 0);
        if (source[at] == '"' && source[at - 1] != prefix)
            CHECK((source[at + 1] == '\n' && source[at - 1] != ' '));
        if (source[at] == '\\')
            numbers.push_back(std::stoull(source.substr(at + 2, 9), nullptr, 16));
    }
    return numbers;
}

} // namespace

TEST_CASE("a style writes the words of a name, and tells names apart where letters get lost")
{
    const auto named = [](const char *name, SourceStyle style, const char *prefix = "") {
        SourceNames names = {"", "a.b", "", style};
        std::snprintf(names.prefix, sizeof names.prefix, "%s", prefix);
        char out[SourceIdentifierBytes];
        SourceNamed(&names, name, out);
        return std::string(out);
    };
    for (const char *name : {"http-status.codes", "http_status codes", "HTTPStatusCodes", "HTTP__Status-Codes"}) {
        CAPTURE(name);
        CHECK(named(name, SourcePascal) == "HttpStatusCodes");
        CHECK(named(name, SourceSnake) == "http_status_codes");
        CHECK(named(name, SourceCamel) == "httpStatusCodes");
    }
    CHECK(named("utf8", SourcePascal) == "Utf8");
    CHECK(named("x", SourceAsIs, "my_") == "my_x");
    CHECK(named("Int", SourceSnake).find("int_") == 0);
    CHECK(named("t", SourceAsIs, "in").find("int_") == 0);
    CHECK(named("7zip", SourceSnake).find("t7zip_") == 0);
    CHECK(named("\xC3\xA4", SourceSnake) != named("\xC3\xB6", SourceSnake));
    CHECK(named("", SourcePascal).find("Table_") == 0);
    const std::string longest(TABLE_MAX_NAME, 'A');
    for (const SourceStyle style : {SourceAsIs, SourcePascal, SourceSnake, SourceCamel})
        CHECK(named(longest.c_str(), style, std::string(SourcePrefixBytes - 1, 'p').c_str()).size() <
              SourceIdentifierBytes - SourceNameBytes);
    char out[SourceIdentifierBytes];
    const SourceNames names = {"", "a.b", "p", SourceAsIs};
    CHECK(SourceNamedForC(&names, "x", out));
    CHECK(std::string(out) == "a_b_px");
    CHECK_FALSE(SourceNamedForC(nullptr, "x", out));
    CHECK(std::string(out) == "x");
}

TEST_CASE("names become identifiers of C and C++")
{
    for (const char *word : {"Sample", "sample_2", "Int", "integer", "Class", "int_", "T", "http"})
        CHECK(Identifier(word) == word);
    const std::pair<const char *, const char *> changed[] = {{"HologramWorld-31016", "HologramWorld_31016"},
                                                             {"a.b c", "a_b_c"},
                                                             {"7zip", "T7zip"},
                                                             {"", "Table"},
                                                             {"---", "T"},
                                                             {"_", "T"},
                                                             {"_a", "T_a"},
                                                             {"_Bool", "T_Bool"},
                                                             {"a__b", "a_b"},
                                                             {"a -_b", "a_b"},
                                                             {"Gr\xC3\xB6\xC3\x9F\x65", "Gr_e"},
                                                             {"\xF0\x9F\x98\x80", "T"},
                                                             {"\xE9t\xE9", "T_t"},
                                                             {"\x80\x80", "T"}};
    for (const auto &[name, identifier] : changed)
        CHECK(Changed(name) == identifier);
    for (const char *word : {"int", "class", "co_await", "xor_eq", "while", "alignas", "nullptr", "char8_t",
                             "static_assert", "errno", "stdin", "linux"})
        CHECK(Changed(word) == word);
    CHECK(Identifier("my keys") == "my_keys_0e8e723c");
}

TEST_CASE("names that differ only in what C lacks have identifiers of their own")
{
    std::set<std::string> identifiers;
    const char *const names[] = {"a_b",
                                 "a-b",
                                 "a b",
                                 "a.b",
                                 "a+b",
                                 "a\xC3\xA4"
                                 "b",
                                 "a\xC3\xB6"
                                 "b",
                                 "_7",
                                 "7",
                                 "Table",
                                 "",
                                 "int",
                                 "int_"};
    for (const char *name : names)
        identifiers.insert(Identifier(name));
    CHECK(identifiers.size() == sizeof names / sizeof names[0]);
}

TEST_CASE("an identifier never leaves its memory")
{
    CHECK(Identifier(std::string(255, 'a')) == std::string(255, 'a'));
    CHECK(Changed(std::string(255, '7')) == "T" + std::string(255, '7'));
    CHECK(Changed(std::string(500, 'a')) == std::string(255, 'a'));
    CHECK(Changed(std::string(500, '7')) == "T" + std::string(255, '7'));
}

TEST_CASE("the bound holds for every kind of table and the text is the same each time")
{
    for (const TableRecipe &recipe : AllRecipes(300))
        for (bool contains : {false, true})
            for (bool imageOnly : {false, true}) {
                CAPTURE(RecipeName(recipe));
                const std::string text =
                    Source(recipe, {contains, imageOnly, nullptr, nullptr, SourceWhole, nullptr, nullptr, 0, nullptr});
                CHECK(text == Source(recipe, {contains, imageOnly, nullptr, nullptr, SourceWhole, nullptr, nullptr, 0,
                                              nullptr}));
                CHECK(Has(text, recipe.name + "Contains(") == contains);
                CHECK(Has(text, recipe.name + "Open(") == imageOnly);
                CHECK(Has(text, recipe.name + "Index("));
                CHECK(Has(text, "#define " + recipe.name + "Seed1 UINT"));
                CHECK(Has(text, recipe.name + "KeyCount 300"));
                CHECK(!Has(text, "\r"));
                CHECK(!Has(text, std::string(1, '\0')));
                CHECK(text.find("#include", text.find("#include <stdint.h>") + 1) == std::string::npos);
                CHECK(
                    std::all_of(text.begin(), text.end(), [](char c) { return c == '\n' || (c >= ' ' && c <= '~'); }));
                CHECK(text.substr(text.size() - 7) == "#endif\n");
            }
}

TEST_CASE("a table of 128-bit keys is looked up by two numbers or a GUID")
{
    for (const TableRecipe &recipe : WideRecipes(300))
        for (bool imageOnly : {false, true}) {
            CAPTURE(RecipeName(recipe));
            const std::string text =
                Source(recipe, {true, imageOnly, nullptr, nullptr, SourceWhole, nullptr, nullptr, 0, nullptr});
            CHECK(Has(text, recipe.name + (imageOnly ? "Table *table, " : "Index(") + "uint64_t low, uint64_t high"));
            for (const char *name : {"IndexOfGuid(", "ContainsGuid("})
                CHECK(Has(text,
                          "static inline " + std::string(name[0] == 'I' ? "uint32_t " : "int ") + recipe.name + name));
            CHECK(Has(text, "is constexpr, except that of a GUID's bytes.") == !imageOnly);
            if (imageOnly)
                continue;
            std::vector<uint64_t> halves;
            for (size_t i = 0; i < recipe.keys.size(); i++)
                halves.insert(halves.end(), {recipe.keys[i], recipe.highs[i]});
            CHECK(ArrayOf(text, recipe.name + "Keys") == halves);
        }
}

TEST_CASE("the numbers in the text are the table's, whatever their lengths")
{
    TableRecipe recipe;
    recipe.keySizeInBytes = 8;
    recipe.keys = RandomKeys(1000, 64);
    for (uint64_t key :
         {uint64_t(0), ~uint64_t(0), ~uint64_t(0) >> 1, uint64_t(0x0123456789ABCDEF), uint64_t(0xFEDCBA9876543210)})
        recipe.keys.push_back(key);
    CHECK(ArrayOf(Source(recipe, {true, false, nullptr, nullptr, SourceWhole, nullptr, nullptr, 0, nullptr}),
                  "SampleKeys") == recipe.keys);
    recipe.keySizeInBytes = 4;
    recipe.keys = RandomKeys(1000, 32);
    for (uint64_t key :
         {uint64_t(0), uint64_t(0xFFFFFFFF), uint64_t(0x01234567), uint64_t(0x89ABCDEF), uint64_t(0xFEDCBA98)})
        recipe.keys.push_back(key);
    CHECK(ArrayOf(Source(recipe, {true, false, nullptr, nullptr, SourceWhole, nullptr, nullptr, 0, nullptr}),
                  "SampleKeys") == recipe.keys);

    TableRecipe large; // values of 32 bits: every length of digits
    large.keys = RandomKeys(1000, 32);
    large.layout = LayoutPartitioned;
    const Opened wide(large);
    std::vector<uint64_t> expected;
    for (uint64_t power = 1; power <= 10000000000u; power *= 10)
        for (uint64_t near : {power - 1, power, power + 1, 2 * power, 4 * power + 2})
            expected.push_back(near & 0xFFFFFFFF);
    for (uint64_t random : RandomKeys(wide.view.slotCount - expected.size(), 32, 8))
        expected.push_back(random);
    wide.Put(expected);
    CHECK(ArrayOf(SourceOf(wide.view, {false, false, nullptr, nullptr, SourceWhole, nullptr, nullptr, 0, nullptr}),
                  "SampleSlots") == expected);

    TableRecipe narrow; // a number of up to 15 bits is written by the same hand as longer ones, so all are tried
    narrow.keys = RandomKeys(100, 32);
    narrow.edgeBits = 15;
    const Opened all(narrow);
    expected.clear();
    for (uint64_t i = 0; i < all.view.slotCount; i++)
        expected.push_back(i % 32768);
    all.Put(expected);
    CHECK(ArrayOf(SourceOf(all.view, {false, false, nullptr, nullptr, SourceWhole, nullptr, nullptr, 0, nullptr}),
                  "SampleSlots") == expected);
}

TEST_CASE("the numbers of a large table are those of its string literals, of 16 and 32 bits, in rows")
{
    for (const uint32_t edgeBits : {15u, 16u, 17u}) {
        CAPTURE(edgeBits);
        TableRecipe recipe;
        recipe.keys = RandomKeys(1000, 32);
        recipe.edgeBits = edgeBits;
        const Opened table(recipe);
        std::vector<uint64_t> expected;
        for (uint32_t i = 0; i < table.view.slotCount; i++)
            expected.push_back(i * 0x9E3779B1u >> (32 - edgeBits));
        table.Put(expected);
        const std::string text =
            SourceOf(table.view, {true, false, nullptr, nullptr, SourceWhole, nullptr, nullptr, 0, nullptr});
        CHECK(Has(text, "PERFECTHASH_ROW") == (edgeBits != 15));
        if (edgeBits == 15)
            continue;
        CHECK(LiteralsOf(text, "SampleSlots", edgeBits == 16 ? 'u' : 'U') == expected);
        CHECK(LiteralsOf(text, "SampleKeys", 'U') == recipe.keys);
    }
}

TEST_CASE("a name can't break out of the comment that tells it")
{
    TableRecipe recipe;
    recipe.keys = RandomKeys(10, 32);
    recipe.name = "*/ int evil; /* \n\\ ?\?/ \x07 Gr\xC3\xB6\xC3\x9F"
                  "e \xF0\x9F\x98\x80 \xC3";
    const std::string text = Source(recipe, {true, false, nullptr, nullptr, SourceWhole, nullptr, nullptr, 0, nullptr});
    CHECK(Has(text, "\"\\u002A/ int evil; /\\u002A \\u000A\\ ?\?/ \\u0007 Gr\\u00F6\\u00DFe \\U0001F600 \\u00C3\""));
    const size_t end = text.find("*/");
    CHECK(text.substr(end - 2, 5) == "\n */\n");
    CHECK(text.find("evil;") < end);
    CHECK(text.find("evil;", end) == std::string::npos);
}

TEST_CASE("a table without keys has no Contains, even when it is asked for")
{
    TableRecipe recipe;
    recipe.keys = RandomKeys(10, 32);
    recipe.omitKeys = true;
    CHECK(!Has(Source(recipe, {true, false, nullptr, nullptr, SourceWhole, nullptr, nullptr, 0, nullptr}), "Contains"));
}

TEST_CASE("a large table is code over its image")
{
    TableRecipe recipe;
    recipe.keys = RandomKeys((1u << 20) + 1, 32);
    recipe.layout = LayoutPartitioned;
    recipe.edgeBits = 12;
    const std::string text = Source(recipe, {true, false, nullptr, nullptr, SourceWhole, nullptr, nullptr, 0, nullptr});
    CHECK(text.size() < 10000);
    CHECK(Has(text, "SampleOpen(const void *image, uint64_t bytes)"));
}

TEST_CASE("a slice of a header has as many numbers as were asked for, by whole lines")
{
    TableRecipe recipe;
    recipe.keys = RandomKeys(4000, 32);
    const Opened made(recipe);
    const TableView &view = made.view;
    const SourceOptions options = {true, false, nullptr, nullptr, SourceWhole, nullptr, nullptr, 0, nullptr};
    std::string source = SourceOf(view, options);
    const size_t numbers = view.slotCount + view.keyCount, most = numbers / 12 + 2; // a line has 12 to 20
    CHECK(CheckSlices(view, options, source, UINT64_MAX) == 1);
    CHECK(CheckSlices(view, options, source, numbers + 40) == 1);
    CHECK(CheckSlices(view, options, source, numbers / 2) == 3);
    const size_t lines = CheckSlices(view, options, source, 1);
    CHECK(lines <= most);
    CHECK(lines >= numbers / 20);

    source[10] ^= 1; // what differs is compared no further
    SourceText text{};
    text.compared = source.data();
    text.comparedBytes = source.size();
    Work work = {1000};
    CHECK(SourceWriteOn(&view, &options, &work, &text));
    CHECK(work.left == 1000);
    CHECK_FALSE(SourceTextIsSame(&text));
}

TEST_CASE("a text that differs from the header in a byte or in its length is not the header's")
{
    for (const size_t count : {5, 1000, 50000}) { // numbers in lists, and as string literals
        CAPTURE(count);
        TableRecipe recipe;
        recipe.keys = RandomKeys(count, 32);
        const Opened made(recipe);
        const TableView &view = made.view;
        const SourceOptions options = {true, false, nullptr, nullptr, SourceWhole, nullptr, nullptr, 0, nullptr};
        const std::string source = SourceOf(view, options);
        for (size_t part = 0; part <= 10; part++) {
            std::string other = source;
            other[(source.size() - 1) * part / 10] ^= 1;
            CHECK_FALSE(SourceIsSame(&view, &options, other.data(), other.size()));
            const size_t shorter = source.size() * part / 11;
            CHECK_FALSE(SourceIsSame(&view, &options, source.data(), shorter));
        }
        CHECK_FALSE(SourceIsSame(&view, &options, (source + " ").c_str(), source.size() + 1));
    }
}
