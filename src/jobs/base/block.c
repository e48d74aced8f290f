/*
 * See block.h. Before a block stands what it was carved from: a heap block that holds it, or
 * nothing, and then its pages begin there.
 */
#include "block.h"

#include <stdint.h>

#include "runtime/base/win32_calls.h"

enum { Alignment = 64, PageBytes = 4096 };

#define SMALL_BYTES ((size_t)256 * 1024) /* far below what the heap itself would give pages */

typedef struct BlockHead {
    void *heapBlock; /* NULL: pages */
} BlockHead;

void *BlockAllocate(size_t bytes)
{
    if (bytes > SIZE_MAX - 2 * Alignment)
        return NULL;
    const BOOL isSmall = bytes <= SMALL_BYTES;
    uint8_t *memory =
        isSmall ? Win32Allocate(bytes + 2 * Alignment) : Win32AllocatePages(bytes + Alignment, NUMA_NO_PREFERRED_NODE);
    if (memory == NULL)
        return NULL;
    BlockHead *block = (BlockHead *)(((uintptr_t)memory + 2 * Alignment - 1) & ~(uintptr_t)(Alignment - 1));
    block[-1].heapBlock = isSmall ? memory : NULL;
    return block;
}

void BlockFree(void *block)
{
    if (block == NULL)
        return;
    void *heapBlock = ((BlockHead *)block)[-1].heapBlock;
    if (heapBlock != NULL)
        Win32Free(heapBlock);
    else
        Win32FreePages((uint8_t *)block - Alignment);
}

void BlockGiveBack(void *block, const void *from, size_t bytes)
{
    const uintptr_t first = ((uintptr_t)from + PageBytes - 1) & ~(uintptr_t)(PageBytes - 1);
    const uintptr_t end = ((uintptr_t)from + bytes) & ~(uintptr_t)(PageBytes - 1);
    if (((BlockHead *)block)[-1].heapBlock == NULL && end > first)
        Win32GivePagesBack((void *)first, end - first);
}
