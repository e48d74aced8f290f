/*
 * reader_writer DIRECTORY: writes table files of every kind, and questions and answers beside them,
 * for readers in other languages to try.
 *   NAME.pht   a table
 *   NAME.ask   of one that readers know: a key of 8 bytes, its answer and the value beside its
 *              position, of 8 bytes each; the answer of a stranger is all ones
 *   good       a line each: NAME, bits of values (0: it gives positions), of values beside
 *              positions, and whether it has the keys
 *   bad        a line each: NAME, and what the error says
 *   all.phpack, damaged.phpack    all of `good`, and a pack with another index than it says
 *   hostile    files one after the other, each after its length (4 bytes) and its kind (4 bytes):
 *              1 a table that must be refused, 2 a pack that must be, 0 a table that may be opened,
 *              as its checksum is right, but whose lookups must not leave its bytes
 */
#include <cstdio>
#include <cstring>
#include <exception>
#include <fstream>
#include <set>
#include <stdexcept>

#include "chm01/base/rng.h"
#include "chm01/table/pack.h"
#include "chm01/text/text_image.h"
#include "support/chm01/built_text_table.h"
#include "support/chm01/table_maker.h"

namespace {

class Folder {
public:
    explicit Folder(std::string of) : path(std::move(of) + "/") {}

    void Add(const TableRecipe &recipe)
    {
        Pht(recipe.name, Bytes(MakeTable(recipe)));
        const char *const lacks = Lacks(recipe);
        if (lacks != nullptr) {
            bad += recipe.name + " " + lacks + "\n";
            return;
        }
        Write(recipe.name + ".ask", Questions(recipe));
        AddToPack(recipe.name, Bytes(MakeTable(recipe)));
        good += recipe.name;
        for (const uint32_t number : {recipe.valueBits, recipe.payloadBits, recipe.omitKeys ? 0u : 1u})
            good += " " + std::to_string(number);
        good += "\n";
    }

    // A file that is not sound: what the error says of it.
    void Refused(const std::string &name, const std::string &bytes, const char *says)
    {
        Pht(name, bytes);
        bad += name + " " + says + "\n";
    }

    enum Kind : uint32_t { MayOpen, RefusedTable, RefusedPack };

    void Hostile(Kind kind, const std::string &bytes)
    {
        for (const uint32_t number : {static_cast<uint32_t>(bytes.size()), static_cast<uint32_t>(kind)})
            for (int shift = 0; shift < 32; shift += 8)
                hostile += static_cast<char>(number >> shift);
        hostile += bytes;
    }

    // Cuts a file at each length, and changes each of its bytes from `from` on.
    void Broken(Kind kind, const std::string &bytes, size_t from)
    {
        for (size_t length = 0; length < bytes.size(); length++)
            Hostile(kind, bytes.substr(0, length));
        for (size_t at = from; at < bytes.size(); at++) {
            std::string changed = bytes;
            changed[at] = static_cast<char>(changed[at] ^ 64);
            Hostile(kind, changed);
        }
    }

    std::string Pack() const
    {
        std::string tail(PackTailBytes(entries.size(), names.size()), 0);
        PackTailWrite(entries.data(), entries.size(), names.data(), names.size(), packed.size(), tail.data());
        return packed + tail;
    }

    void End() const
    {
        std::string pack = Pack();
        Write("all.phpack", pack);
        pack[packed.size()] ^= 64;
        Write("damaged.phpack", pack);
        Write("hostile", hostile);
        Write("good", good);
        Write("bad", bad);
    }

    static std::string Bytes(const AlignedBytes &image)
    {
        return {reinterpret_cast<const char *>(image.data()), image.size()};
    }

    void AddToPack(const std::string &name, const std::string &image)
    {
        const PackEntry entry = {packed.size(), image.size(), names.size(), static_cast<uint32_t>(name.size()), 0};
        entries.push_back(entry);
        packed += image;
        names += name;
    }

    uint64_t PackIndexAt() const { return packed.size(); }

private:
    // What readers don't know of a table; nullptr: they know all.
    static const char *Lacks(const TableRecipe &recipe)
    {
        if (recipe.hashFunction != HashQuadx)
            return "hash function";
        if (recipe.keySizeInBytes == 16)
            return "keys of 16 bytes";
        if (recipe.fingerprintBits != 0)
            return "fingerprints";
        return recipe.packedBits != 0 ? "packed slots" : nullptr;
    }

    static std::string Questions(const TableRecipe &recipe)
    {
        const std::set<uint64_t> members(recipe.keys.begin(), recipe.keys.end());
        std::string asked;
        const auto ask = [&](uint64_t key, uint64_t answer, uint64_t beside) {
            for (const uint64_t number : {key, answer, beside})
                for (int shift = 0; shift < 64; shift += 8)
                    asked += static_cast<char>(number >> shift);
        };
        for (size_t i = 0; i < recipe.keys.size(); i++)
            ask(recipe.keys[i], recipe.valueBits != 0 ? recipe.values[i] : i,
                recipe.payloadBits != 0 ? recipe.values[i] : 0);
        for (uint64_t i = 0; i < 10000; i++) {
            const uint64_t nearby = recipe.keys[i % recipe.keys.size()] ^ uint64_t { 1 } << i % 64;
            uint64_t key = i % 2 == 0 ? RngDraw(5, 1, i) : nearby;
            if (recipe.keySizeInBytes == 4)
                key &= UINT32_MAX;
            if (members.count(key) == 0)
                ask(key, UINT64_MAX, 0);
        }
        return asked;
    }

    static std::string PackHead()
    {
        PackHeader header;
        PackHeaderInit(&header);
        return {reinterpret_cast<const char *>(&header), sizeof header};
    }

    void Pht(const std::string &name, const std::string &bytes) const { Write(name + ".pht", bytes); }

    void Write(const std::string &name, const std::string &bytes) const
    {
        std::ofstream file(path + name, std::ios::binary);
        file << bytes;
        if (!file.flush())
            throw std::runtime_error("can't write " + name);
    }

    std::string path, good, bad, hostile, packed = PackHead(), names;
    std::vector<PackEntry> entries;
};

// The table of values, of so many bits, that the recipe's keys have.
TableRecipe OfValues(TableRecipe recipe, uint32_t bits)
{
    recipe.name = "Value" + std::to_string(bits) + recipe.name;
    recipe.valueBits = bits;
    for (const uint64_t key : recipe.keys)
        recipe.values.push_back(static_cast<uint32_t>(key * 2654435761u) >> (32 - bits));
    return recipe;
}

void AddTables(Folder &folder)
{
    for (const TableRecipe &recipe : AllRecipes(700)) {
        folder.Add(recipe);
        TableRecipe without = recipe;
        without.omitKeys = true;
        without.name += "WithoutKeys";
        if (recipe.hashFunction == HashQuadx && recipe.payloadBits == 0)
            folder.Add(without);
        if (recipe.hashFunction == HashQuadx && recipe.payloadBits == 0 && recipe.packedBits == 0)
            for (const uint32_t bits : {8u, 16u, 32u})
                folder.Add(OfValues(without, bits));
    }
    for (const TableRecipe &recipe : WideRecipes(100))
        folder.Add(recipe);
    for (TableRecipe printed : AllRecipes(100)) {
        const bool hasOneSeed = printed.extractMask == 0 && !LayoutHasBuckets(printed.layout);
        if (printed.hashFunction != HashQuadx || printed.payloadBits != 0 || !hasOneSeed || printed.packedBits != 0)
            continue;
        printed.omitKeys = true;
        printed.fingerprintBits = 8;
        printed.name = "Printed" + printed.name;
        folder.Add(printed);
    }
    TableModule module = {};
    module.imageBytes = 4096;
    std::memcpy(module.name, "a.exe", module.nameBytes = 5);
    TableRecipe functions;
    functions.keys = RandomKeys(100, 32);
    functions.module = &module;
    functions.name = "Functions";
    folder.Add(functions);
}

void AddRefused(Folder &folder)
{
    TableRecipe recipe;
    recipe.keys = RandomKeys(100, 32);
    const AlignedBytes image = MakeTable(recipe);
    const auto changed = [&](size_t at, uint8_t byte, bool sealed) {
        AlignedBytes other = image;
        other[at] = byte;
        if (sealed)
            Reseal(other);
        return Folder::Bytes(other);
    };
    folder.Refused("Magic", changed(1, 'p', true), "magic");
    folder.Refused("Version", changed(8, 3, true), "version 3");
    folder.Refused("Damaged", changed(700, uint8_t(image[700] ^ 1), false), "checksum");
    folder.Refused("Short", Folder::Bytes(image).substr(0, image.size() - 64), "size");
    folder.Refused("Nothing", "", "magic");
    folder.Refused("Layout", changed(32, 9, true), "layout 9");
    folder.Refused("Slots", changed(44, 20, true), "slots");
    folder.Refused("Keys", changed(56, 99, true), "keys");
    std::vector<std::string> many;
    for (int i = 0; i < 300; i++)
        many.push_back("key " + std::to_string(i));
    for (const auto &strings : {std::vector<std::string>{"GET", "POST"}, many})
        for (const bool ignoreCase : {false, true}) {
            const BuiltTextTable texts(strings, ignoreCase);
            const TextImageDescription description = {"Texts", 0, 0};
            const AlignedBytes text(TextImageBytes(&texts.table));
            TextImageWrite(&texts.table, &description, text.data());
            folder.Refused("Texts" + std::to_string(strings.size()) + (ignoreCase ? "Either" : ""), Folder::Bytes(text),
                           "text keys");
        }
}

// Adds small tables with each byte of the header's fields changed, and a checksum that is right.
void AddDeceiving(Folder &folder)
{
    enum { FirstField = 24, EndOfFields = 256 };
    TableRecipe both = WithPayload(AllRecipes(20).front(), 32);
    both.omitKeys = true;
    std::vector<TableRecipe> recipes = {both};
    for (const TableRecipe &recipe : AllRecipes(20))
        if (recipe.name == "Flat1" || recipe.name == "Buckets" || recipe.name == "CompactBuckets64")
            recipes.push_back(recipe);
    for (const TableRecipe &recipe : recipes) {
        const AlignedBytes image = MakeTable(recipe);
        for (size_t at = FirstField; at < EndOfFields; at++)
            for (const uint8_t byte : {uint8_t(image[at] ^ 1), uint8_t(image[at] | 8), uint8_t(255)}) {
                AlignedBytes other = image;
                other[at] = byte;
                Reseal(other);
                folder.Hostile(Folder::MayOpen, Folder::Bytes(other));
            }
    }
}

void AddBroken(Folder &folder, const char *directory)
{
    TableRecipe recipe;
    recipe.keys = RandomKeys(10, 32);
    const std::string image = Folder::Bytes(MakeTable(recipe));
    folder.Broken(Folder::RefusedTable, image, 0);
    Folder small(directory);
    small.AddToPack("one", image);
    folder.Broken(Folder::RefusedPack, small.Pack(), small.PackIndexAt());
}

} // namespace

int main(int argumentCount, char **arguments)
{
    if (argumentCount != 2)
        return 2;
    try {
        Folder folder(arguments[1]);
        AddTables(folder);
        AddRefused(folder);
        AddDeceiving(folder);
        AddBroken(folder, arguments[1]);
        folder.End();
    } catch (const std::exception &failure) {
        std::fprintf(stderr, "reader_writer: %s\n", failure.what());
        return 1;
    }
    return 0;
}
