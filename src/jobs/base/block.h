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

#ifdef __cplusplus
}
#endif
#endif
