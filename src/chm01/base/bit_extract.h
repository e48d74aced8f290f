/*
 * A parallel bit extract (x86's PEXT) for any machine: the key's bits at the ones of a mask, packed
 * together at the low end. Six steps whatever the mask is, without a branch, so loops of it
 * vectorise. Source: Warren, Hacker's Delight, 2nd edition, 7-4 "Compress". Pure values: any
 * thread.
 */
#ifndef CHM01_BIT_EXTRACT_H
#define CHM01_BIT_EXTRACT_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define BIT_EXTRACT_STEPS 6

typedef struct BitExtract {
    uint64_t mask;
    uint64_t moves[BIT_EXTRACT_STEPS]; /* step i moves these bits right by 2^i */
} BitExtract;

static inline BitExtract BitExtractOf(uint64_t mask)
{
    BitExtract extract = {mask, {0}};
    uint64_t zerosBelow = ~mask << 1; /* the zeros to the right of each bit are counted in binary, a digit a step */
    for (int step = 0; step < BIT_EXTRACT_STEPS; step++) {
        uint64_t parity = zerosBelow;
        for (int shift = 1; shift < 64; shift *= 2)
            parity ^= parity << shift;
        const uint64_t moves = parity & mask;
        extract.moves[step] = moves;
        mask = (mask ^ moves) | moves >> (1 << step);
        zerosBelow &= ~parity;
    }
    return extract;
}

static inline uint64_t BitExtractBits(const BitExtract *extract, uint64_t key)
{
    key &= extract->mask;
    for (int step = 0; step < BIT_EXTRACT_STEPS; step++) {
        const uint64_t moving = key & extract->moves[step];
        key = (key ^ moving) | moving >> (1 << step);
    }
    return key;
}

#ifdef __cplusplus
}
#endif
#endif
