/* Are numbers all different? Private to text*.c; the memory is the caller's. */
#ifndef CHM01_TEXT_DISTINCT_H
#define CHM01_TEXT_DISTINCT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Makes each count the sum of those before it. */
static inline void TextSumUp(uint32_t *counts, size_t count)
{
    uint32_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        const uint32_t size = counts[i];
        counts[i] = sum;
        sum += size;
    }
}

/*
 * Sorts the numbers, in a time that depends on their count alone. True: all differ; otherwise
 * *twice is one that occurs twice. Both arrays are written.
 */
bool TextDistinct(uint64_t *numbers, uint64_t *spare, size_t count, uint64_t *twice);

#endif
