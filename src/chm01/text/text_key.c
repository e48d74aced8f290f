/* The keys of a table, out of its entries. See text_table.h. */
#include <string.h>

#include "text_table.h"

/* Writes the lowest `count` bytes of a word. */
static void TextPutWord(uint64_t word, size_t count, uint8_t *out)
{
    for (size_t i = 0; i < count && i < sizeof word; i++)
        out[i] = (uint8_t)(word >> (8 * i));
}

/* Writes a key whose bytes are all in the words of its entry. */
static void TextPutWords(const uint64_t *words, size_t length, uint8_t *out)
{
    TextPutWord(words[0], length, out);
    if (length > 8)
        TextPutWord(words[1], length - 8, out + 8);
    if (length > 16) {
        TextPutWord(words[2], 8, out + length - 16);
        TextPutWord(words[3], 8, out + length - 8);
    }
}

size_t TextTableEntryKey(const TextTable *table, size_t entry, uint8_t *out)
{
    const uint32_t words = table->reduction.words;
    const size_t length = table->lengths[entry];
    if (length > 8 * (size_t)words)
        memcpy(out, table->pool + table->offsets[entry], length);
    else
        TextPutWords(table->entries + entry * TextEntryWords(&table->reduction), length, out);
    return length;
}

uint32_t TextTableEntryPosition(const TextTable *table, size_t entry)
{
    if (table->lengths[entry] == 0)
        return TEXT_NOT_FOUND;
    return table->positions != NULL ? table->positions[entry] : (uint32_t)entry;
}

size_t TextTableEntryOf(const TextTable *table, uint32_t position)
{
    size_t entry = 0;
    while (entry != table->entryCount && TextTableEntryPosition(table, entry) != position)
        entry++;
    return entry;
}

bool TextTableVerify(const TextTable *table, uint8_t *key)
{
    size_t found = table->emptyPosition != TEXT_NOT_FOUND;
    for (size_t entry = 0; entry < table->entryCount; entry++) {
        const uint32_t position = TextTableEntryPosition(table, entry);
        if (position == TEXT_NOT_FOUND)
            continue;
        if (TextTableFind(table, key, TextTableEntryKey(table, entry, key)) != position)
            return false;
        found++;
    }
    return found == table->keyCount;
}
