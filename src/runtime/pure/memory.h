/*
 * Memory blocks for files that know no operating system. In debug builds a test can make an
 * allocation fail, and the blocks are counted; in release builds nothing is left of it but the
 * calls of the C runtime. Pure; any thread.
 */
#ifndef RUNTIME_MEMORY_H
#define RUNTIME_MEMORY_H

#include <stddef.h>
#include <stdlib.h>

#include "annotations.h"

#ifdef __cplusplus
extern "C" {
#endif

#ifndef NDEBUG
extern int (*MemoryFails)(void); /* a test's: not zero makes the allocation fail; NULL: none fails */
long MemoryOutstanding(void);    /* how many blocks there are */
long MemoryMostKiB(void);        /* the most that the blocks had together since the last call */
_Must_inspect_result_ _Ret_maybenull_ void *MemoryAllocate(size_t bytes); /* zeroed; NULL: out of memory */
void MemoryFree(_In_opt_ void *memory);                                   /* NULL is allowed */
#else
_Must_inspect_result_ _Ret_maybenull_ static inline void *MemoryAllocate(size_t bytes)
{
    return calloc(1, bytes);
}
static inline void MemoryFree(_In_opt_ void *memory)
{
    free(memory);
}
#endif

#ifdef __cplusplus
}
#endif
#endif
