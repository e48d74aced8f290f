#include "memory.h"

#ifndef NDEBUG
#include "atomic.h"

int (*MemoryFails)(void);

static AtomicLong outstanding;

long MemoryOutstanding(void)
{
    return AtomicRead(&outstanding);
}

void *MemoryAllocate(size_t bytes)
{
    void *memory = MemoryFails != NULL && MemoryFails() ? NULL : calloc(1, bytes);
    AtomicAdd(&outstanding, memory != NULL);
    return memory;
}

void MemoryFree(void *memory)
{
    AtomicAdd(&outstanding, memory != NULL ? -1 : 0);
    free(memory);
}
#else
typedef int MemoryNothing; /* a translation unit may not be empty */
#endif
