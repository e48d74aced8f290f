/* Pooled buffers: power-of-two size classes per node, a header before the payload. Acquire and release on any thread. */
#ifndef RUNTIME_BUFFER_H
#define RUNTIME_BUFFER_H

#include "work_item.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct Buffer Buffer;

/* A buffer of at least `bytes` payload bytes (page-aligned payload unless guard pages are on, then 64-byte aligned); NULL: out of memory. */
Buffer *BufferAcquire(Node *node, size_t bytes);
void BufferRelease(Buffer *buffer);     /* NULL is allowed */

void *BufferData(Buffer *buffer);
size_t BufferCapacity(const Buffer *buffer);
size_t BufferLength(const Buffer *buffer);              /* bytes written */
void BufferSetLength(Buffer *buffer, size_t length);

#ifdef __cplusplus
}
#endif
#endif
