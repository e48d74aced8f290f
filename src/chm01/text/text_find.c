/* The lookups. See text_table.h. */
#include "text_entry.h"
#include "text_pairs.h"
#include "text_table.h"

/*
 * Looks a long key up. The fewer instructions that takes, the more of the lookups behind it does
 * the processor begin while it waits for the memory of this one.
 */
static inline uint32_t TextFindLong(const TextTable *table, const uint8_t *key, size_t length)
{
    uint32_t position;
    const size_t entry = TextEntryOf(table, TextReduceLong(&table->reduction, key, length), &position);
    return position | (0 - TextStringDiffers(table, entry, key, length)); /* all ones: TEXT_NOT_FOUND */
}

static inline uint32_t TextFindByPairs(const TextTable *table, uint32_t words, const uint8_t *key, size_t length)
{
    if (TextIsLong(words, length))
        return TextFindLong(table, key, length);
    const TextPairs pairs = TextPairsOf(&table->reduction, words, key, length);
    uint32_t position;
    const size_t entry = TextEntryOf(table, TextReducePairs(&table->reduction, &pairs, length), &position);
    return position | (0 - TextEntryDiffers(table, words, entry, &pairs, length));
}

uint32_t TextTableFind(const TextTable *table, const void *key, size_t length)
{
    if (!TextHasPairs(table, key, length))
        return TextFindByWords(table, key, length);
    return table->reduction.words == 4 ? TextFindByPairs(table, 4, key, length)
                                       : TextFindByPairs(table, 2, key, length);
}

uint32_t TextTableIndex(const TextTable *table, const void *key, size_t length)
{
    TextWindow window;
    uint32_t position;
    if (length == 0)
        return table->emptyPosition == TEXT_NOT_FOUND ? 0 : table->emptyPosition;
    TextWindowLoad(&table->reduction, key, length, &window);
    (void)TextEntryOf(table, TextReduce(&table->reduction, &window, key, length), &position);
    return position;
}
