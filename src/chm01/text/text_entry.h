/* Where a reduced key leads to in a table. Private to text*.c. Any thread. */
#ifndef CHM01_TEXT_ENTRY_H
#define CHM01_TEXT_ENTRY_H

#include "text_table.h"

/* Returns the entry in which the key is, if it is in any; *position: that of the entry's key. */
static inline size_t TextEntryOf(const TextTable *table, uint64_t reduced, uint32_t *position)
{
    const uint64_t product = reduced * table->multiplier;
    const size_t slot = (size_t)(product >> (64 - table->slotBits));
    if (table->displacements == NULL) {
        *position = table->slots[slot];
        return *position;
    }
    const size_t group = (size_t)(product >> table->groupShift) & (((size_t)1 << table->groupBits) - 1);
    const size_t entry = slot ^ table->displacements[group];
    *position = table->positions[entry];
    return entry;
}

#endif
