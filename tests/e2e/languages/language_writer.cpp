/*
 * language_writer LANGUAGE DIRECTORY [NAMESPACE [KEYS]]: writes tables of every kind as source code
 * of a language, and questions and answers beside them, for the language's own program to try.
 * With KEYS it writes one table alone, `Twin`, of that many keys.
 *   FILE        a table each, under the name that the language wants
 *   FILE.ask    questions: a key's length, of 4 bytes, its bytes, its answer and the value beside
 *               its position, of 8 bytes each; the answer of a stranger is all ones
 *   tables      a line each: the identifier, bytes of a key (0: text), bits of a value (0: it
 *               gives positions), of values beside positions, of fingerprints (32: it has the keys;
 *               0: neither), and the file
 */
#include <algorithm>
#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <set>
#include <sstream>

#include "chm01/base/rng.h"
#include "source_writer.h"
#include "support/chm01/asked_strings.h"
#include "support/chm01/built_text_table.h"

namespace {

using Strings = std::vector<std::string>;

void Put(std::string &bytes, uint64_t number, int count)
{
    for (int i = 0; i < count; i++)
        bytes += static_cast<char>(number >> 8 * i);
}

std::string Small(std::string text)
{
    for (char &c : text)
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

class Writer {
public:
    Writer(const Language &of, const SourceNames &in, std::string to) : language(of), names(in), directory(to + "/") {}

    // Names of tables from now on.
    void Style(SourceStyle style, const std::string &prefix)
    {
        names.style = style;
        std::strncpy(names.prefix, prefix.c_str(), sizeof names.prefix - 1);
    }

    // Has a table of that name a file that none has so far, in any case of letters?
    bool IsNew(const std::string &name) const
    {
        char identifier[SourceIdentifierBytes], file[LanguageFileBytes];
        SourceNamed(&names, name.c_str(), identifier);
        LanguageFile(&language, names.style, identifier, file);
        return smalls.count(Small(file)) == 0;
    }

    void Add(const TableRecipe &recipe)
    {
        const AlignedBytes image = MakeTable(recipe);
        TableView view;
        ChmError error;
        Refuse(TableOpen(image.data(), image.size(), &view, &error) != ChmOk, recipe.name + " can't be opened");
        const SourceOptions options = OptionsOf(!recipe.omitKeys);
        const SourceInput source = {&view, nullptr, recipe.name.c_str(), &options};
        const uint32_t prints = recipe.omitKeys ? recipe.fingerprintBits : 32;
        Finish(source, AskedOf(recipe), recipe.keySizeInBytes, recipe.valueBits, recipe.payloadBits, prints);
    }

    void AddText(const std::string &name, const Strings &strings, bool ignoreCase = false)
    {
        const BuiltTextTable built(strings, ignoreCase);
        Refuse(built.status != ChmOk, name + " has no table");
        const SourceOptions options = OptionsOf(true);
        const SourceInput source = {nullptr, &built.table, name.c_str(), &options};
        Finish(source, AskedOf(strings, ignoreCase), 0, 0, 0, 32);
    }

    void End() { Write("tables", tables); }

private:
    SourceOptions OptionsOf(bool contains) const
    {
        SourceOptions options{};
        options.contains = contains;
        options.names = &names;
        return options;
    }
    void Finish(const SourceInput &source, const std::string &asked, uint32_t keyBytes, uint32_t valueBits,
                uint32_t payloadBits, uint32_t prints)
    {
        char file[LanguageFileBytes], identifier[LanguageFileBytes];
        SourceNamed(&names, source.name, identifier);
        LanguageFile(&language, names.style, identifier, file);
        LanguageIdentifier(&language, &names, source.name, identifier);
        Refuse(!identifiers.insert(file).second, "two tables have the file " + std::string(file));
        const std::string text = SourceOf(language, source), license = "SPDX-License-Identifier: Apache-2.0 OR MIT\n";
        Refuse(text.find(license) > 3, source.name + std::string(" does not begin with its licence"));
        smalls.insert(Small(file));
        Write(file, text);
        Write(file + std::string(".ask"), asked);
        tables += identifier;
        for (const uint32_t number : {keyBytes, valueBits, payloadBits, prints})
            tables += " " + std::to_string(number);
        tables += std::string(" ") + file + "\n";
    }

    static std::string AskedOf(const TableRecipe &recipe)
    {
        std::string asked;
        const std::vector<uint8_t> keys = PackKeys(recipe);
        const uint32_t bytes = recipe.keySizeInBytes;
        std::set<std::string> members;
        const bool isPayload = recipe.payloadBits != 0;
        for (size_t i = 0; i < recipe.keys.size(); i++) {
            const std::string key(reinterpret_cast<const char *>(keys.data()) + i * bytes, bytes);
            members.insert(key);
            Ask(asked, key, recipe.valueBits != 0 ? recipe.values[i] : i, isPayload ? recipe.values[i] : 0);
        }
        for (uint64_t i = 0; i < 10000; i++) {
            std::string key = i % 2 == 0 ? "" : *members.begin();
            for (uint64_t half = 0; half < 2 && i % 2 == 0; half++)
                Put(key, RngDraw(7, half, i), 8);
            key.resize(bytes);
            if (i % 2 != 0)
                key[i / 2 % bytes] ^= static_cast<char>(i / 2 / bytes);
            if (members.count(key) == 0)
                Ask(asked, key, UINT64_MAX, 0);
        }
        return asked;
    }

    // All keys, strings that hardly differ from them, and others.
    static std::string AskedOf(const Strings &strings, bool ignoreCase)
    {
        std::string asked;
        const AskedStrings questions(strings, ignoreCase);
        const auto ask = [&](const std::string &string) {
            const uint32_t position = questions.PositionOf(string);
            Ask(asked, string, position == TEXT_NOT_FOUND ? UINT64_MAX : position, 0);
        };
        questions.ForEach(ask);
        for (const std::string &string : RandomStrings(10000, 1, 30, 9))
            ask(string);
        return asked;
    }

    static void Ask(std::string &asked, const std::string &key, uint64_t answer, uint64_t beside)
    {
        Put(asked, key.size(), 4);
        asked += key;
        Put(asked, answer, 8);
        Put(asked, beside, 8);
    }

    void Write(const std::string &name, const std::string &bytes) { WriteFile(directory + name, bytes); }

    const Language &language;
    SourceNames names;
    std::string directory, tables;
    std::set<std::string> identifiers, smalls;
};

// Every kind of hash function, layout, width and slot, with the keys.
void AddTables(Writer &writer)
{
    for (const TableRecipe &recipe : AllRecipes(700))
        writer.Add(recipe);
    for (const TableRecipe &recipe : WideRecipes(300))
        writer.Add(recipe);
}

// Fingerprints instead of the keys, beside positions and values; and values alone.
void AddOthers(Writer &writer)
{
    for (const TableRecipe &each : AllRecipes(300)) {
        if (each.hashFunction != HashQuadx || each.payloadBits != 0 || each.packedBits != 0 || each.edgeBits == 17)
            continue;
        TableRecipe recipe = each;
        recipe.omitKeys = true;
        for (const uint32_t bits : {8u, 16u}) {
            recipe.fingerprintBits = bits;
            recipe.name = "Find" + std::to_string(bits) + each.name;
            writer.Add(recipe);
            if (LayoutIsCompact(each.layout) && bits == 8)
                writer.Add(WithPackedSlots(recipe));
        }
        for (const uint32_t bits : {8u, 16u, 32u}) {
            recipe = each;
            recipe.omitKeys = true;
            recipe.valueBits = bits;
            recipe.fingerprintBits = bits == 8 ? 8 : 0;
            for (size_t i = 0; i < recipe.keys.size(); i++)
                recipe.values.push_back(static_cast<uint32_t>(i + 7) * 2654435761u >> (32 - bits));
            recipe.name = "Value" + std::to_string(bits) + each.name;
            writer.Add(recipe);
            if (!LayoutIsCompact(each.layout) || bits != 8)
                continue;
            for (uint32_t &value : recipe.values)
                value &= 31;
            writer.Add(WithPackedSlots(recipe));
        }
    }
}

// Names that an identifier can't have.
void AddNames(Writer &writer)
{
    TableRecipe named;
    for (const char *name : {"", "class", "7zip", "a-b.c d", "a b-c.d", "System", "java", "String", "map", "import",
                             "std", "While", "opcodes_arm64", "keys_windows", "status_test", "go",
                             "\\ \" ' ` ${x} $(y) %s </summary> */ \n // #{z} \\u0022 ''' \"\"\"",
                             "Gr\xC3\xB6\xC3\x9F"
                             "e"}) {
        named.keys = RandomKeys(std::min<size_t>(1 + named.keys.size() * 2, 20000), 32, 3);
        named.name = name;
        writer.Add(named);
    }
}

// Names that mean something to some language, in each style, and beginnings that make such names.
void AddStyled(Writer &writer)
{
    static const char names[] =
        "- _ __ __x _X a__b X__ 7zip 1 int for class new std detail linux NULL errno EOF time index key find contains "
        "value Keys count table System java string record var where self Self None import package func size_t uint32_t "
        "main lambda word hash array sys slots HTTPStatus http-status.2 i386 yield goto object base64 go try tm div "
        "Gr\xC3\xB6\xC3\x9F \xE6\x97\xA5 TryGetIndex IndexOf product NaN true";
    TableRecipe named;
    const auto add = [&](const std::string &name) {
        named.keys = RandomKeys(1 + named.keys.size() % 50, 32, 4);
        named.name = name;
        if (writer.IsNew(name))
            writer.Add(named);
    };
    for (const SourceStyle style : {SourceSnake, SourceCamel, SourcePascal}) {
        writer.Style(style, "");
        std::istringstream words(names);
        for (std::string name; words >> name;)
            add(name);
        add("");
    }
    writer.Style(SourceAsIs, "in");
    for (const char *name : {"t", "terface", "ternal", "put", "8"})
        add(name);
}

void AddTwin(Writer &writer, size_t keys)
{
    TableRecipe twin;
    twin.name = "Twin";
    twin.keys = RandomKeys(keys, 32, 3);
    writer.Add(twin);
}

void AddTexts(Writer &writer)
{
    writer.AddText("Methods", {"GET", "POST", "HEAD", "PUT"});
    writer.AddText("Nothing", {""});
    writer.AddText("Nothing and one", {"", "a"});
    for (const bool ignoreCase : {false, true})
        for (const size_t keys : {20u, 300u})
            for (const size_t longest : {7u, 15u, 16u, 60u})
                writer.AddText((ignoreCase ? "Folded" : "Of") + std::to_string(keys) + "UpTo" + std::to_string(longest),
                               RandomStrings(keys, 2, longest, longest), ignoreCase);
    writer.AddText("Middles", RandomMiddles(60));
    writer.AddText("Middles folded", RandomMiddles(400), true);
}

} // namespace

int main(int argumentCount, char **arguments)
{
    return Ended("language_writer", argumentCount, arguments, 3, [&](const Language &language) {
        Writer writer(language, NamesIn(argumentCount, arguments, 3), arguments[2]);
        if (argumentCount > 4) {
            AddTwin(writer, std::strtoull(arguments[4], nullptr, 10));
        } else {
            AddTables(writer);
            AddOthers(writer);
            AddNames(writer);
            AddTexts(writer);
            AddStyled(writer);
        }
        writer.End();
    });
}
