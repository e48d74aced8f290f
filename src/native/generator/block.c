/* See block.h: the address that the allocator gave stands before a block. */
#include "block.h"

#include <stdint.h>

#include "runtime/pure/memory.h"

enum { BlockAlignment = 64, BlockHead = BlockAlignment + sizeof(void *) };

void *NativeBlock(size_t bytes)
{
    char *memory = bytes <= SIZE_MAX - BlockHead ? MemoryAllocate(bytes + BlockHead) : NULL;
    if (memory == NULL)
        return NULL;
    const size_t behind = ((uintptr_t)memory + BlockHead) % BlockAlignment;
    char *block = memory + BlockHead - behind;
    ((void **)(void *)block)[-1] = memory;
    return block;
}

void NativeBlockFree(void *block)
{
    if (block != NULL)
        MemoryFree(((void **)block)[-1]);
}
