// header_writer DIRECTORY [pairs]: writes tables of every kind as C headers, with the keys beside
// them, for header_check to compile and try. With `pairs` the data are in a .c file of each.
//   NAME.h NAME.keys      a table as data
//   NAME.h .keys .pht     a table as code over its image; these names end in Image
//   headers.inc           includes all headers
//   lists.inc             includes those whose data are no string literals
//   small.inc             includes those of tables that small machines can address
//   twin.h                another table with the name of one in headers.inc
//   cases.inc             DATA_CASE(NAME, key type) or IMAGE_CASE(NAME, key type), a line each;
//                         VALUE_CASE and VALUE_IMAGE_CASE of tables of values, with a .values;
//                         FIND_CASE(NAME, key type, type of its answer) and so on of fingerprints;
//                         BOTH_CASE and BOTH_IMAGE_CASE of values beside positions, with .values
//   floors.inc            FLOOR_CASE(NAME, key type) or FLOOR_IMAGE_CASE of those with FindFloor
//   wide.inc              the same of tables of 128-bit keys, as WIDE_CASE(NAME) and so on
#include <algorithm>
#include <cstdio>
#include <exception>
#include <stdexcept>

#include "chm01/emit/source.h"
#include "support/chm01/table_maker.h"

namespace {

void WriteFile(const std::string &path, const void *bytes, size_t size)
{
    FILE *file = std::fopen(path.c_str(), "wb");
    if (file == nullptr || std::fwrite(bytes, 1, size, file) != size || std::fclose(file) != 0)
        throw std::runtime_error("can't write " + path);
}

class Writer {
public:
    Writer(std::string directory_, bool pairs_) : directory(std::move(directory_) + "/"), pairs(pairs_) {}

    void Add(const TableRecipe &recipe, bool imageOnly)
    {
        const AlignedBytes image = MakeTable(recipe);
        SourceOptions options = {};
        options.contains = true;
        options.imageOnly = imageOnly;
        AddText(recipe, image, options);
    }

    // One with <Name>FindFloor; contains: and with <Name>Contains.
    void AddFloors(const TableRecipe &recipe, bool imageOnly, bool contains)
    {
        const AlignedBytes image = MakeTable(recipe);
        const KeySet keys = {ViewOf(image, recipe).keys, recipe.keys.size(), recipe.keySizeInBytes};
        const AlignedBytes memory(RangesSortedBytes(&keys));
        RangesSort sort;
        Work all = WorkAll();
        RangesSortBegin(&sort, &keys, memory.data());
        (void)RangesSortOn(&sort, &all);
        const std::string others = cases;
        AddText(recipe, image, {contains, imageOnly, nullptr, &sort.made, SourceWhole, nullptr, nullptr, 0, nullptr});
        floors += "FLOOR_" + cases.substr(cases.find("CASE", others.size()));
        if (imageOnly)
            floors.insert(floors.rfind("FLOOR_") + 6, "IMAGE_");
        if (!contains)
            cases = others;
    }

    void AddTwin(const TableRecipe &recipe)
    {
        const std::string text = TextOf(MakeTable(recipe), recipe,
                                        {true, false, nullptr, nullptr, SourceWhole, nullptr, nullptr, 0, nullptr});
        WriteFile(directory + "twin.h", text.data(), text.size());
    }

    void Finish()
    {
        WriteFile(directory + "headers.inc", headers.data(), headers.size());
        WriteFile(directory + "lists.inc", lists.data(), lists.size());
        WriteFile(directory + "small.inc", small.data(), small.size());
        WriteFile(directory + "cases.inc", cases.data(), cases.size());
        WriteFile(directory + "floors.inc", floors.data(), floors.size());
        WriteFile(directory + "wide.inc", wide.data(), wide.size());
    }

private:
    void AddText(const TableRecipe &recipe, const AlignedBytes &image, SourceOptions options)
    {
        const bool imageOnly = options.imageOnly;
        char name[SourceIdentifierBytes];
        SourceIdentifier(recipe.name.c_str(), name);

        // A file name of its own, which can be shorter than the identifier's longest.
        const std::string file = "table" + std::to_string(++count);
        options.stem = file.c_str();
        options.part = pairs ? SourceDeclarations : SourceWhole;
        const std::string text = TextOf(image, recipe, options);
        WriteFile(directory + file + ".h", text.data(), text.size());
        options.part = SourceDefinitions;
        const std::string data = pairs ? TextOf(image, recipe, options) : "";
        if (pairs)
            WriteFile(directory + file + ".c", data.data(), data.size());
        const std::vector<uint8_t> keys = PackKeys(recipe);
        WriteFile(directory + file + ".keys", keys.data(), keys.size());
        if (imageOnly)
            WriteFile(directory + file + ".pht", image.data(), image.size());
        const std::string include = "#include \"" + file + ".h\"\n";
        headers += include;
        if (text.find("PERFECTHASH_ARRAY") == std::string::npos)
            lists += include;
        if (image.size() < 1u << 15)
            small += include;
        const bool positions = recipe.valueBits == 0 && recipe.payloadBits == 0;
        std::vector<uint32_t> answers = recipe.values;
        for (size_t i = 0; positions && i < recipe.keys.size(); i++)
            answers.push_back(static_cast<uint32_t>(i));
        if (!positions || recipe.fingerprintBits != 0)
            WriteFile(directory + file + ".values", answers.data(), 4 * answers.size());
        std::string kind = imageOnly ? "IMAGE_CASE(" : "DATA_CASE(", type;
        if (recipe.payloadBits != 0) {
            kind = imageOnly ? "BOTH_IMAGE_CASE(" : "BOTH_CASE(";
        } else if (recipe.fingerprintBits != 0) {
            kind = imageOnly ? "FIND_IMAGE_CASE(" : "FIND_CASE(";
            type = recipe.valueBits == 0 ? ", uint32_t" : ", uint" + std::to_string(recipe.valueBits) + "_t";
        } else if (recipe.valueBits != 0) {
            kind = "VALUE_" + (imageOnly ? kind : "CASE(");
        }
        if (recipe.keySizeInBytes == 16)
            wide += "WIDE_" + kind + name + type + ", \"" + file + "\")\n";
        else
            cases += kind + name + ", " + (recipe.keySizeInBytes == 8 ? "uint64_t" : "uint32_t") + type + ", \"" +
                     file + "\")\n";
    }

    static TableView ViewOf(const AlignedBytes &image, const TableRecipe &recipe)
    {
        TableView view;
        ChmError error;
        if (TableOpen(image.data(), image.size(), &view, &error) != ChmOk)
            throw std::runtime_error(recipe.name + ": " +
                                     (error.reason != nullptr ? error.reason : "the table can't be opened"));
        return view;
    }
    static std::string TextOf(const AlignedBytes &image, const TableRecipe &recipe, const SourceOptions &options)
    {
        const TableView view = ViewOf(image, recipe);
        std::string text(SourceBound(&view, &options), ' ');
        text.resize(SourceWrite(&view, &options, text.data()));
        return text;
    }

    std::string directory, headers, lists, small, cases, floors, wide;
    size_t count = 0;
    bool pairs;
};

// Fingerprints beside positions and values, of every kind of key and layout.
void AddFindTables(Writer &writer)
{
    for (const uint32_t bits : {8u, 16u})
        for (const uint32_t valueBits : {0u, 8u, 16u})
            for (TableRecipe recipe : AllRecipes(700)) {
                const bool some = valueBits == 0 ? bits == 8 : valueBits == 8 && bits == 16;
                if (recipe.hashFunction != HashQuadx || (LayoutIsCompact(recipe.layout) && !some) ||
                    recipe.payloadBits != 0 || recipe.packedBits != 0 || (recipe.edgeBits == 17 && bits != 8))
                    continue;
                recipe.omitKeys = true;
                recipe.fingerprintBits = bits;
                recipe.valueBits = valueBits;
                for (size_t i = 0; valueBits != 0 && i < recipe.keys.size(); i++)
                    recipe.values.push_back(static_cast<uint32_t>(i) * 2654435761u >> (32 - valueBits));
                recipe.name = "Find" + std::to_string(bits) + "Of" + std::to_string(valueBits) + recipe.name;
                writer.Add(recipe, false);
                recipe.name += "Image";
                writer.Add(recipe, true);
            }
}

// Fingerprints in packed slots, as a list and as literals.
void AddPackedFinds(Writer &writer)
{
    for (const TableRecipe &each : AllRecipes(700))
        for (const uint32_t valueBits : {0u, 8u}) {
            TableRecipe recipe = each;
            if (!LayoutIsCompact(recipe.layout) || recipe.payloadBits != 0 || recipe.packedBits != 0)
                continue;
            if (LayoutHasBuckets(recipe.layout) != (recipe.extractMask != 0))
                continue; // two of them are enough for compilers
            if (recipe.layout == LayoutCompact && valueBits != 0)
                recipe.edges = 66560;
            recipe.omitKeys = true;
            recipe.fingerprintBits = 8;
            recipe.valueBits = valueBits;
            for (size_t i = 0; valueBits != 0 && i < recipe.keys.size(); i++)
                recipe.values.push_back(static_cast<uint32_t>(i) * 2654435761u >> 27);
            recipe = WithPackedSlots(recipe);
            recipe.name += "FindOf" + std::to_string(valueBits);
            writer.Add(recipe, false);
            recipe.name += "Image";
            writer.Add(recipe, true);
        }
}

// Tables of 128-bit keys, with positions, with values, and with fingerprints.
void AddWideTables(Writer &writer)
{
    for (const TableRecipe &each : WideRecipes(700))
        for (const uint32_t valueBits : {0u, 16u})
            for (const uint32_t fingerprintBits : {0u, 8u}) {
                TableRecipe recipe = each;
                const bool plain = valueBits == 0 && fingerprintBits == 0;
                const bool compactFinds = recipe.name == "WideCompact64" && valueBits == 0;
                if (!plain && recipe.name != "WideFlat64" && recipe.name != "WideBuckets64" && !compactFinds)
                    continue;
                recipe.valueBits = valueBits;
                recipe.fingerprintBits = fingerprintBits;
                recipe.omitKeys = valueBits != 0 || fingerprintBits != 0;
                for (size_t i = 0; valueBits != 0 && i < recipe.keys.size(); i++)
                    recipe.values.push_back(static_cast<uint32_t>(i * 2654435761u & 0xFFFF));
                recipe.name += "V" + std::to_string(valueBits) + "F" + std::to_string(fingerprintBits);
                writer.Add(recipe, false);
                recipe.name += "Image";
                writer.Add(recipe, true);
            }
}

// Values beside the positions of compact tables, and beside fingerprints.
void AddBothTables(Writer &writer)
{
    for (TableRecipe recipe : AllRecipes(300)) {
        if (recipe.hashFunction != HashQuadx || recipe.payloadBits != 0 || recipe.packedBits != 0 ||
            recipe.edgeBits == 17)
            continue;
        recipe.omitKeys = !LayoutIsCompact(recipe.layout);
        recipe.fingerprintBits = recipe.omitKeys ? 8 : 0;
        recipe = WithPayload(recipe, recipe.omitKeys ? 32 : 16);
        recipe.name += recipe.omitKeys ? "Find" : "";
        writer.Add(recipe, false);
        recipe.name += "Image";
        writer.Add(recipe, true);
    }
}

// Values in packed slots of a compact table, as a list and as literals.
void AddPackedValues(Writer &writer)
{
    for (const uint32_t bits : {8u, 32u}) {
        TableRecipe recipe;
        recipe.layout = LayoutCompact;
        recipe.edgeBits = 5;
        recipe.edges = bits == 8 ? 1408 : 66560;
        recipe.name = "ValueOf" + std::to_string(bits);
        recipe.keys = RandomKeys(700, 32, bits);
        recipe.omitKeys = true;
        recipe.valueBits = bits;
        for (const uint64_t value : RandomKeys(700, 16))
            recipe.values.push_back(static_cast<uint32_t>(value & (bits == 8 ? 31 : 4095)));
        recipe = WithPackedSlots(recipe);
        writer.Add(recipe, false);
        recipe.name += "Image";
        writer.Add(recipe, true);
    }
}

// Floors of few and many keys, that ascend and don't, evenly and in clusters, at the numbers' ends.
void AddFloorTables(Writer &writer)
{
    for (const uint32_t bytes : {4u, 8u})
        for (const size_t count : {1, 2, 17, 300, 5000, 50000}) {
            TableRecipe recipe;
            recipe.keySizeInBytes = bytes;
            recipe.keys = RandomKeys(count, count == 5000 ? 16 : 8 * bytes, count);
            if (count == 300)
                for (size_t i = 0; i < 4; i++) // a start at either end, and two far from all others
                    recipe.keys[i] = i == 0 ? 0 : UINT64_MAX >> (64 - 8 * bytes + i - 1);
            if (count == 300 && bytes == 8)
                for (size_t i = 4; i < count; i++)
                    recipe.keys[i] = (uint64_t{1} << 40) + recipe.keys[i] % 1000 * 300 + i;
            recipe.name = "Floors" + std::to_string(bytes) + "Of" + std::to_string(count);
            writer.AddFloors(recipe, false, count != 17);
            std::sort(recipe.keys.begin(), recipe.keys.end());
            recipe.name += "Ascending";
            if (count == 1)
                continue;
            writer.AddFloors(recipe, false, count != 17);
            recipe.name += "Image";
            writer.AddFloors(recipe, true, count != 17);
        }
}

} // namespace

int main(int argumentCount, char **arguments)
{
    if (argumentCount != 2 && argumentCount != 3)
        return 2;
    try {
        Writer writer(arguments[1], argumentCount == 3);
        for (TableRecipe recipe : AllRecipes(700)) {
            if (recipe.packedBits != 0 && LayoutHasBuckets(recipe.layout) != (recipe.extractMask != 0))
                continue; // two of them are enough for compilers
            writer.Add(recipe, false);
            recipe.name += "Image";
            writer.Add(recipe, true);
        }
        TableRecipe named;
        for (const char *name : {"", "class", "7zip", "a-b.c d", "a b-c.d", "a_b_c_d",
                                 "Gr\xC3\xB6\xC3\x9F"
                                 "e",
                                 "*/ #error /* \n"}) {
            named.keys = RandomKeys(1 + named.keys.size() * 3, 32, 3);
            named.name = name;
            writer.Add(named, false);
        }
        named.name = std::string(255, 'n');
        writer.Add(named, false);
        for (const uint32_t bits : {8u, 16u, 32u})
            for (const uint32_t edgeBits : {6u, 10u, 17u}) { // in buckets; as a list, as literals
                TableRecipe recipe;
                recipe.layout = edgeBits == 6 ? LayoutPartitioned : LayoutFlat;
                recipe.name = "Value" + std::to_string(bits) + "In" + std::to_string(edgeBits);
                recipe.keys = RandomKeys(700, 32, bits);
                recipe.edgeBits = edgeBits;
                recipe.omitKeys = true;
                recipe.valueBits = bits;
                for (const uint64_t value : RandomKeys(700, bits == 8 ? 16 : bits))
                    recipe.values.push_back(static_cast<uint32_t>(bits == 8 ? value & 0xFF : value));
                writer.Add(recipe, false);
                recipe.name += "Image";
                writer.Add(recipe, true);
            }
        AddFindTables(writer);
        AddPackedFinds(writer);
        TableRecipe full; // of as many keys as positions have numbers beside a fingerprint
        full.keys = RandomKeys(256, 32);
        full.omitKeys = true;
        full.fingerprintBits = 8;
        full.name = "Find8Of256";
        writer.Add(full, false);
        AddWideTables(writer);
        AddBothTables(writer);
        AddPackedValues(writer);
        AddFloorTables(writer);
        TableRecipe status;
        status.name = "Status";
        status.keys = {200, 301, 404, 500};
        writer.Add(status, false);
        status.keys = {200, 301, 404, 503};
        writer.AddTwin(status);
        writer.Finish();
    } catch (const std::exception &failure) {
        std::fprintf(stderr, "header_writer: %s\n", failure.what());
        return 1;
    }
    return 0;
}
