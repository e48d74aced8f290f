/*
 * The sums that the slots of each key's two vertices must have, where these are not the positions
 * alone: a value, and above it the key's fingerprint. Any thread.
 */
#ifndef CHM01_GIVEN_H
#define CHM01_GIVEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Given {
    const void *keys; /* as they are hashed, of hashedKeySize 4 or 8 */
    uint32_t hashedKeySize;
    const uint32_t *positions; /* of each key; NULL: they stand in order */
    const void *values;        /* a value of valueBytes for each position; NULL: the position itself */
    uint32_t valueBytes;
    uint32_t fingerprintBits; /* 0: none */
    bool isExtracted;         /* the hashed keys are 32 bits of the keys, which all have the same `rest` */
    uint32_t rest;            /* QuadxRest */
    uint64_t s1, s2;
    uint32_t slotBytes; /* 1, 2 or 4 */
} Given;

/* Replaces positions by the values at them, which have valueBytes bytes each. */
void GivenReplace(const void *values, uint32_t valueBytes, size_t count, uint32_t *positions);

/* Writes those of the keys from `from` to before `to` to out + from * slotBytes and on. */
void GivenFill(const Given *given, size_t from, size_t to, void *out);

#endif
