/*
 * Pooled buffers: power-of-two size classes per node, a header before the payload. Acquire and
 * release on any thread.
 */
#ifndef RUNTIME_BUFFER_H
#define RUNTIME_BUFFER_H

#include "runtime/pure/parking.h"
#include "work_item.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct Buffer Buffer;

/*
 * A buffer of at least `bytes` payload bytes (page-aligned payload unless guard pages are on, then
 * 64-byte aligned); NULL: out of memory. For work that has been let in already: it may pass the
 * pool's budget. Its content is whatever was there before.
 */
Buffer *BufferAcquire(Node *node, size_t bytes);
void BufferRelease(Buffer *buffer); /* NULL is allowed */

void *BufferData(Buffer *buffer);
size_t BufferCapacity(const Buffer *buffer);
size_t BufferLength(const Buffer *buffer); /* bytes written */
void BufferSetLength(Buffer *buffer, size_t length);

/*
 * The way in for producers, which keeps to the pool's budget: at the budget the producer is parked,
 * without a thread, and resumed in its turn when buffers come back. A large one also waits for what
 * jobs have reserved (memory_budget.h), and smaller ones pass it as long as it waits for that
 * alone. Guests have lines of their own, and together three quarters of the budget. Ask once for
 * all that a step needs: a producer that holds a buffer while it is parked for another can wait for
 * itself.
 */
typedef struct BufferRequest BufferRequest;
/*
 * error: ERROR_SUCCESS and request->buffer is there, ERROR_NOT_ENOUGH_MEMORY, or
 * ERROR_OPERATION_ABORTED as the runtime stops or after BufferRequestWithdraw.
 */
typedef void (*BufferReady)(BufferRequest *request, Worker *worker, DWORD error);

struct BufferRequest {
    WorkItem item;
    Parked parked;
    Node *node;
    Parking *line; /* where it may be parked */
    BOOL guest;
    volatile BOOL isParked; /* any thread may look */
    Buffer *buffer;
    size_t bytes, guestBytes; /* guestBytes: what it counts for among guests' */
    int sizeClass;
    DWORD error;
    BufferReady ready;
};

/*
 * ERROR_SUCCESS: request->buffer is there and ready is not called. ERROR_IO_PENDING: ready will be
 * called, once, by a worker of the node.
 */
DWORD BufferRequestStart(BufferRequest *request, Node *node, size_t bytes, BufferReady ready);
/* The same; a guest's (admission.h) is counted among theirs, and waits in their lines. */
DWORD BufferRequestStartAs(BufferRequest *request, Node *node, size_t bytes, BOOL guest, BufferReady ready);
/*
 * Between a start and `ready`: one that is parked is parked no more, and is told so; of any other
 * it changes nothing. Any thread.
 */
void BufferRequestWithdraw(BufferRequest *request);

#ifdef __cplusplus
}
#endif
#endif
