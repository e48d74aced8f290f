#include "arena.h"

#include <stdint.h>

#include "win32_calls.h"

void *ArenaReserve(Arena *arena, size_t bytes, DWORD numaNode)
{
    const size_t granularity = 64 * 1024;

    if (bytes <= arena->bytes && arena->memory != NULL)
        return arena->memory;
    if (bytes > SIZE_MAX - granularity)
        return NULL;
    bytes = (bytes / granularity + 1) * granularity;
    /* A slowly rising need must not mean a new arena each time. */
    size_t grown = arena->bytes + arena->bytes / 2;
    grown = grown / granularity * granularity;
    ArenaFree(arena);
    if (grown > bytes && (arena->memory = Win32AllocatePages(grown, numaNode)) != NULL) {
        arena->bytes = grown;
        return arena->memory;
    }
    arena->memory = Win32AllocatePages(bytes, numaNode);
    arena->bytes = arena->memory != NULL ? bytes : 0;
    return arena->memory;
}

void ArenaFree(Arena *arena)
{
    Win32FreePages(arena->memory);
    arena->memory = NULL;
    arena->bytes = 0;
}
