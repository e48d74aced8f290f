/*
 * Numbers of any width up to 32 bits, one right behind the other: number i has the bits from
 * i * bits on, counted from the lowest bit of the first byte. They are read by words of 32 bits,
 * two at a time, so that a word must follow the last one that numbers have. Writing and reading in
 * their order go by groups of 32 numbers, which begin and end with a word. Any thread.
 */
#ifndef CHM01_PACKED_H
#define CHM01_PACKED_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { PackedGroup = 32 };

/* Returns the bits that a number of up to `most` needs, at least 1. */
static inline uint32_t PackedBitsFor(uint64_t most)
{
    uint32_t bits = 1;
    while (bits < 64 && most >> bits != 0)
        bits++;
    return bits;
}

/* Returns the number whose bits begin there, with arbitrary bits above those that it has. */
static inline uint32_t PackedAt(const void *packed, uint64_t bit)
{
    uint64_t words;
    memcpy(&words, (const uint8_t *)packed + bit / 32 * 4, sizeof words);
    return (uint32_t)(words >> bit % 32);
}

/*
 * Packs the low bits of numbers of `size` bytes (1, 2 or 4), from `from` to before `to`, both
 * multiples of PackedGroup.
 */
void PackedWrite(void *packed, uint32_t bits, const void *numbers, uint32_t size, size_t from, size_t to);

/* Makes numbers of `size` bytes again, and touches no other words than theirs. */
void PackedRead(const void *packed, uint32_t bits, void *numbers, uint32_t size, size_t from, size_t to);

#ifdef __cplusplus
}
#endif
#endif
