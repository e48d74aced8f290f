/*
 * Cuts a block of memory into 64-byte aligned parts. Over NULL it only counts, so that one function
 * gives both size and layout. What no address space has is counted as the most that there is, which
 * nobody can allocate.
 */
#ifndef CHM01_CARVE_H
#define CHM01_CARVE_H

#include <stddef.h>
#include <stdint.h>

typedef struct Carve {
    uint8_t *base;
    size_t used;
} Carve;

static inline Carve CarveBegin(void *memory)
{
    const Carve carve = {(uint8_t *)memory, 0};
    return carve;
}

static inline void *CarveTake(Carve *carve, uint64_t bytes)
{
    const size_t most = SIZE_MAX & ~(size_t)63;
    uint8_t *const part = carve->base != NULL ? carve->base + carve->used : NULL;
    carve->used = bytes <= most - carve->used ? carve->used + (((size_t)bytes + 63) & ~(size_t)63) : most;
    return part;
}

#endif
