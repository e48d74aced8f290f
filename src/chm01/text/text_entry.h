/* Where a reduced key leads to in a table. Private to text*.c. Any thread. */
#ifndef CHM01_TEXT_ENTRY_H
#define CHM01_TEXT_ENTRY_H

#include "text_table.h"

/* With displacements: returns the group of a product. */
static inline size_t TextGroupAt(const TextTable *table, uint64_t product)
{
    return (size_t)(product >> table->groupShift) & (((size_t)1 << table->groupBits) - 1);
}

/* With displacements: returns the entry of a product. */
static inline size_t TextDisplacedEntry(const TextTable *table, uint64_t product)
{
    return (size_t)(product >> (64 - table->slotBits)) ^ table->displacements[TextGroupAt(table, product)];
}

/* Returns the entry in which the key is, if it is in any; *position: that of the entry's key. */
static inline size_t TextEntryOf(const TextTable *table, uint64_t reduced, uint32_t *position)
{
    const uint64_t product = reduced * table->multiplier;
    if (table->displacements == NULL) {
        *position = table->slots[product >> (64 - table->slotBits)];
        return *position;
    }
    const size_t entry = TextDisplacedEntry(table, product);
    *position = table->positions[entry];
    return entry;
}

#endif
