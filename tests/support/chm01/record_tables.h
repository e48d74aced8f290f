// Tables of records that are read, and the CSV that they are read from.
#pragma once

#include "support/chm01/records_reader.h"
#include "support/chm01/table_maker.h"

inline std::string CsvQuoted(const std::string &text)
{
    std::string quoted;
    for (const char c : text)
        quoted += c == '"' ? "\"\"" : std::string(1, c);
    return "\"" + quoted + "\"";
}

// A table of the keys, which are numbers.
inline TableRecipe RecipeOfRecords(const RecordsReader &reader, const std::string &name)
{
    TableRecipe recipe;
    recipe.name = name;
    recipe.keySizeInBytes = reader.records->keyBytes;
    const uint32_t halves = recipe.keySizeInBytes == 16 ? 2 : 1;
    for (size_t i = 0; i < reader.records->rows; i++) {
        recipe.keys.push_back(recipe.keySizeInBytes == 4 ? reinterpret_cast<const uint32_t *>(reader.keys.get())[i]
                                                         : reader.keys[halves * i]);
        if (halves == 2)
            recipe.highs.push_back(reader.keys[2 * i + 1]);
    }
    return recipe;
}
