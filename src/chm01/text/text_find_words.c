/*
 * Lookups by words of 8 bytes, for every table and every key; those by pairs are a shorter way for
 * most of them. See text_pairs.h.
 */
#include "text_entry.h"
#include "text_fold.h"
#include "text_pairs.h"

/*
 * Is the key that of the entry? All is compared before the one branch, which most lookups take
 * alike.
 */
static bool TextEntryIs(const TextTable *table, size_t entry, const TextWindow *window, const uint8_t *key,
                        size_t length)
{
    const uint32_t words = table->reduction.words;
    const uint64_t *const stored = table->entries + entry * TextEntryWords(&table->reduction);
    uint64_t different = table->reduction.lengthInWords ? 0 : table->lengths[entry] ^ (uint64_t)length;
    for (uint32_t i = 0; i < words; i++)
        different |= stored[i] ^ (window->words[i] | (table->reduction.ignoreCase ? stored[words + i] : 0));
    if (different != 0 || length <= 8 * (size_t)words)
        return different == 0;
    const uint8_t *const whole = table->pool + table->offsets[entry];
    return table->reduction.ignoreCase ? TextSame(whole, key, length, true) : memcmp(whole, key, length) == 0;
}

uint32_t TextFindByWords(const TextTable *table, const uint8_t *key, size_t length)
{
    TextWindow window;
    uint32_t position;
    if (length == 0)
        return table->emptyPosition;
    if (length > table->longest) /* its bytes need not be looked at */
        return TEXT_NOT_FOUND;
    TextWindowLoad(&table->reduction, key, length, &window);
    const size_t entry = TextEntryOf(table, TextReduce(&table->reduction, &window, key, length), &position);
    return TextEntryIs(table, entry, &window, key, length) ? position : TEXT_NOT_FOUND;
}
