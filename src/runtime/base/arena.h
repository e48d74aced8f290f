/*
 * Scratch memory of one worker: node-local pages, grown to the largest need it met. Its worker's
 * thread only.
 */
#ifndef RUNTIME_ARENA_H
#define RUNTIME_ARENA_H

#include <windows.h>

typedef struct Arena {
    void *memory;
    size_t bytes;
} Arena;

/*
 * At least `bytes` bytes, page-aligned; what was in it may be lost. NULL: out of memory, and the
 * arena is empty.
 */
void *ArenaReserve(Arena *arena, size_t bytes, DWORD numaNode);
void ArenaFree(Arena *arena);

#endif
