/*
 * Many texts at a time: what the lookups of a block will read is asked for, level by level, before
 * the first of them is made. So they wait for the memory together and not one after the other.
 */
#include "chm01/base/vector.h"
#include "text_entry.h"
#include "text_pairs.h"
#include "text_table.h"

enum { TextBlockTexts = 32, TextCachedBytes = 256 * 1024 }; /* a table of that size needs no prefetching */

typedef struct TextBlock {
    uint64_t products[TextBlockTexts];
    size_t entries[TextBlockTexts];
} TextBlock;

static uint64_t TextProductOf(const TextTable *table, const TextString *text)
{
    const bool isKey = text->length != 0 && text->length <= table->longest;
    return isKey ? TextNumberOf(table, text->bytes, text->length) * table->multiplier : 0;
}

/* Asks for the displacements. */
static void TextBlockGroups(const TextTable *table, const TextString *texts, size_t count, TextBlock *block)
{
    for (size_t i = 0; i < count; i++) {
        block->products[i] = TextProductOf(table, texts + i);
        CacheAhead(table->displacements + TextGroupAt(table, block->products[i]));
    }
}

/* Asks for what the table has of each entry. Words are not what a long key is compared with. */
static void TextBlockEntries(const TextTable *table, const TextString *texts, size_t count, TextBlock *block)
{
    const uint32_t words = TextEntryWords(&table->reduction);
    const size_t inWords = 8 * (size_t)table->reduction.words;
    for (size_t i = 0; i < count; i++) {
        const size_t entry = TextDisplacedEntry(table, block->products[i]);
        block->entries[i] = entry;
        CacheAhead(table->positions + entry);
        if (!table->reduction.lengthInWords)
            CacheAhead(table->lengths + entry);
        if (texts[i].length > inWords && table->offsets != NULL)
            CacheAhead(table->offsets + entry);
        else
            CacheAhead(table->entries + entry * words);
    }
}

/* Asks for the strings of the entries whose lengths are those of the texts. */
static void TextBlockStrings(const TextTable *table, const TextString *texts, size_t count, const TextBlock *block)
{
    const size_t inWords = 8 * (size_t)table->reduction.words;
    for (size_t i = 0; i < count; i++) {
        const size_t entry = block->entries[i], length = texts[i].length;
        if (length <= inWords || table->lengths[entry] != length)
            continue;
        const uint8_t *const string = table->pool + table->offsets[entry];
        CacheAhead(string);
        CacheAhead(string + length - 1);
    }
}

/* Answers for a text whose entry is known. */
static uint32_t TextFindInBlock(const TextTable *table, const TextString *text, size_t entry)
{
    const uint32_t words = table->reduction.words;
    if (!TextHasPairs(table, text->bytes, text->length))
        return TextFindByWords(table, text->bytes, text->length);
    if (TextIsLong(words, text->length))
        return table->positions[entry] | (0 - TextStringDiffers(table, entry, text->bytes, text->length));
    const TextPairs pairs = TextPairsOf(&table->reduction, words, text->bytes, text->length);
    return table->positions[entry] | (0 - TextEntryDiffers(table, words, entry, &pairs, text->length));
}

static void TextFindBlock(const TextTable *table, const TextString *texts, size_t count, uint32_t *positions)
{
    TextBlock block;
    TextBlockGroups(table, texts, count, &block);
    TextBlockEntries(table, texts, count, &block);
    if (table->offsets != NULL)
        TextBlockStrings(table, texts, count, &block);
    for (size_t i = 0; i < count; i++)
        positions[i] = TextFindInBlock(table, texts + i, block.entries[i]);
}

void TextTableFindMany(const TextTable *table, const TextString *texts, size_t count, uint32_t *positions)
{
    const bool large = table->displacements != NULL && table->tableBytes > TextCachedBytes;
    for (size_t i = 0; large && i < count; i += TextBlockTexts)
        TextFindBlock(table, texts + i, count - i < TextBlockTexts ? count - i : TextBlockTexts, positions + i);
    for (size_t i = 0; !large && i < count; i++)
        positions[i] = TextTableFind(table, texts[i].bytes, texts[i].length);
}
