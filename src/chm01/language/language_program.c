/* Adds what programs in C that test and time a header ask of it. See language_writer.h. */
#include <string.h>

#include "language_writer.h"

static const void *ProgramKeys(const SourceInput *input)
{
    const KeySet *const given = input->options->keys;
    return given != NULL ? given->keys : input->table->keys;
}

const char *LanguageRefusesProgram(const SourceInput *input)
{
    return input->texts == NULL && ProgramKeys(input) == NULL ? "a table without its keys" : NULL;
}

static void ProgramArray(LanguageWriter *writer, const char *name, uint64_t count, uint32_t narrow,
                         LanguageSource source)
{
    LanguageAddArray(writer, name, count, narrow)->source = source;
}

/* Compilers warn of what a benchmark does not use. */
static bool ProgramIsTest(const LanguageWriter *writer)
{
    return strcmp(writer->language->name, "Test") == 0;
}

static void KeyArrays(LanguageWriter *writer, const TableView *table)
{
    const bool isWide = TableIsWide(table);
    const uint32_t keyBytes = isWide ? 8 : table->keySizeInBytes, valueBits = TableValueBits(table);
    LanguageArray *const keys = LanguageAddArray(writer, "keys", table->keyCount << isWide, keyBytes);
    keys->numbers = ProgramKeys(writer->input);
    if (valueBits != 0 && ProgramIsTest(writer))
        ProgramArray(writer, "values", table->keyCount, valueBits / 8, SourceValues);
    LanguageAddFact(writer, "valued", valueBits != 0 && ProgramIsTest(writer));
}

/* Returns how many texts the arrays have, which are not empty in C. */
static uint64_t ProgramTexts(const TextTable *table)
{
    return table->entryCount != 0 ? table->entryCount : 1;
}

static size_t ProgramLength(const LanguageWriter *writer, uint64_t entry)
{
    const TextTable *const table = writer->input->texts;
    return entry < table->entryCount ? table->lengths[entry] : 0;
}

/* The keys lie in the order of the table's entries, from which they are read. */
static void TextKeyArrays(LanguageWriter *writer, const TextTable *table)
{
    const uint64_t texts = ProgramTexts(table);
    uint64_t bytes = 0;
    for (size_t entry = 0; entry < table->entryCount; entry++)
        bytes += table->lengths[entry];
    ProgramArray(writer, "keys", bytes != 0 ? bytes : 1, 1, SourceTexts);
    ProgramArray(writer, "starts", texts + 1, 4, SourceStarts);
    if (ProgramIsTest(writer))
        ProgramArray(writer, "positions", texts, 4, SourcePlaces);
    LanguageAddFact(writer, "textCount", texts);
}

void LanguageProgramFacts(LanguageWriter *writer)
{
    const SourceInput *const input = writer->input;
    const bool isImage = input->table != NULL && SourceIsOverImage(input->table, input->options->imageOnly);
    LanguageAddFact(writer, "records", input->options->records != NULL);
    LanguageAddFact(writer, "floors", input->options->floors != NULL);
    LanguageAddFact(writer, "image", isImage);
    LanguageAddFact(writer, "imageWords", isImage ? (input->table->imageBytes + 7) / 8 : 0);
    if (writer->language->style != StyleHeader)
        return;
    if (input->texts != NULL)
        TextKeyArrays(writer, input->texts);
    else
        KeyArrays(writer, input->table);
}

static uint64_t KeyValue(const SourceInput *input, uint64_t i)
{
    const TableView *const table = input->table;
    const void *const keys = ProgramKeys(input);
    if (table->payload != NULL)
        return TableValueAt(table, i);
    switch (table->keySizeInBytes) {
    case 4: return TableValue(table, ((const uint32_t *)keys)[i]);
    case 8: return TableValue(table, ((const uint64_t *)keys)[i]);
    default: return TableValue(table, TableReduced(table, ((const WideKey *)keys)[i]));
    }
}

/* Returns a byte of an entry's key, all of which a pool has where it is long. */
static uint8_t KeyByte(const TextTable *table, size_t entry, size_t i)
{
    enum { WordBytes = 32 }; /* of an entry */
    uint8_t key[WordBytes];
    if (table->lengths[entry] > 8 * table->reduction.words)
        return table->pool[table->offsets[entry] + i];
    (void)TextTableEntryKey(table, entry, key);
    return key[i];
}

uint64_t LanguageProgramNumber(LanguageWriter *writer, const LanguageArray *array, uint64_t i)
{
    const TextTable *const texts = writer->input->texts;
    if (array->source == SourceValues)
        return KeyValue(writer->input, i);
    if (array->source == SourcePlaces)
        return i < texts->entryCount ? TextTableEntryPosition(texts, (size_t)i) : TEXT_NOT_FOUND;
    if (array->source == SourceTexts && texts->longest == 0)
        return 0; /* C has no array of nothing */
    LanguageTextSeek(writer, array->source, ProgramLength, i);
    return array->source == SourceStarts
               ? writer->text.textStart
               : KeyByte(texts, (size_t)writer->text.textNumber, (size_t)(i - writer->text.textStart));
}
