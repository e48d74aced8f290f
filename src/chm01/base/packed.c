#include "packed.h"

static uint32_t NumberAt(const void *numbers, uint32_t size, size_t i)
{
    return size == 1   ? ((const uint8_t *)numbers)[i]
           : size == 2 ? ((const uint16_t *)numbers)[i]
                       : ((const uint32_t *)numbers)[i];
}

static void NumberPut(void *numbers, uint32_t size, size_t i, uint32_t number)
{
    switch (size) {
    case 1: ((uint8_t *)numbers)[i] = (uint8_t)number; break;
    case 2: ((uint16_t *)numbers)[i] = (uint16_t)number; break;
    default: ((uint32_t *)numbers)[i] = number; break;
    }
}

/* Packs a group, which has as many words as a number has bits. */
static void PackedWriteGroup(uint32_t *words, uint32_t bits, const uint32_t *numbers)
{
    const uint32_t mask = UINT32_MAX >> (32 - bits);
    uint64_t pending = 0;
    uint32_t pendingBits = 0;
    for (size_t i = 0; i < PackedGroup; i++) {
        pending |= (uint64_t)(numbers[i] & mask) << pendingBits;
        pendingBits += bits;
        if (pendingBits >= 32) {
            *words++ = (uint32_t)pending;
            pending >>= 32;
            pendingBits -= 32;
        }
    }
}

static void PackedReadGroup(const uint32_t *words, uint32_t bits, uint32_t *numbers)
{
    const uint32_t mask = UINT32_MAX >> (32 - bits);
    uint64_t pending = 0;
    uint32_t pendingBits = 0;
    for (size_t i = 0; i < PackedGroup; i++) {
        if (pendingBits < bits) {
            pending |= (uint64_t)*words++ << pendingBits;
            pendingBits += 32;
        }
        numbers[i] = (uint32_t)pending & mask;
        pending >>= bits;
        pendingBits -= bits;
    }
}

void PackedWrite(void *packed, uint32_t bits, const void *numbers, uint32_t size, size_t from, size_t to)
{
    uint32_t group[PackedGroup];
    for (size_t at = from; at < to; at += PackedGroup) {
        for (size_t i = 0; i < PackedGroup; i++)
            group[i] = NumberAt(numbers, size, at + i);
        PackedWriteGroup((uint32_t *)packed + at / PackedGroup * bits, bits, group);
    }
}

void PackedRead(const void *packed, uint32_t bits, void *numbers, uint32_t size, size_t from, size_t to)
{
    uint32_t group[PackedGroup];
    for (size_t at = from; at < to; at += PackedGroup) {
        PackedReadGroup((const uint32_t *)packed + at / PackedGroup * bits, bits, group);
        for (size_t i = 0; i < PackedGroup; i++)
            NumberPut(numbers, size, at + i, group[i]);
    }
}
