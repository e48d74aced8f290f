/*
 * Memory for tables and for what solves them: 64-byte aligned and zeroed. A small block comes from
 * the heap, which has it at hand; a large one is pages of its own, which go back to the system when
 * it is freed. Any thread.
 */
#ifndef JOBS_BLOCK_H
#define JOBS_BLOCK_H

#include <windows.h>

#ifdef __cplusplus
extern "C" {
#endif

void *BlockAllocate(size_t bytes); /* NULL: out of memory */
void BlockFree(void *block);       /* NULL is allowed */

/*
 * Gives pages of a large block back to the system that hold nothing but some of its bytes, which
 * are not used any more. `from` points into the block.
 */
void BlockGiveBack(void *block, const void *from, size_t bytes);

#ifdef __cplusplus
}
#endif
#endif
