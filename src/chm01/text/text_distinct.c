/* A radix sort by a byte at a time, from the lowest on. See text_distinct.h. */
#include "text_distinct.h"

enum { TextByteValues = 256, TextBytes = 8 };

static uint32_t TextByteOf(uint64_t number, uint32_t byte)
{
    return (uint32_t)(number >> (8 * byte)) & (TextByteValues - 1);
}

/* Counts each value of each byte, in one pass. */
static void TextCountBytes(const uint64_t *numbers, size_t count, uint32_t counts[TextBytes][TextByteValues])
{
    for (uint32_t byte = 0; byte < TextBytes; byte++)
        for (uint32_t value = 0; value < TextByteValues; value++)
            counts[byte][value] = 0;
    for (size_t i = 0; i < count; i++)
        for (uint32_t byte = 0; byte < TextBytes; byte++)
            counts[byte][TextByteOf(numbers[i], byte)]++;
}

static void TextSortByByte(const uint64_t *from, uint64_t *to, size_t count, uint32_t byte, uint32_t *places)
{
    TextSumUp(places, TextByteValues);
    for (size_t i = 0; i < count; i++)
        to[places[TextByteOf(from[i], byte)]++] = from[i];
}

bool TextDistinct(uint64_t *numbers, uint64_t *spare, size_t count, uint64_t *twice)
{
    uint32_t counts[TextBytes][TextByteValues];
    TextCountBytes(numbers, count, counts);
    for (uint32_t byte = 0; byte < TextBytes && count != 0; byte++)
        if (counts[byte][TextByteOf(numbers[0], byte)] != count) { /* otherwise all have one value */
            TextSortByByte(numbers, spare, count, byte, counts[byte]);
            uint64_t *const swap = numbers;
            numbers = spare;
            spare = swap;
        }
    for (size_t i = 1; i < count; i++)
        if (numbers[i] == numbers[i - 1]) {
            *twice = numbers[i];
            return false;
        }
    return true;
}
