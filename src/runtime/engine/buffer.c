#include "buffer.h"

#include "buffer_pool.h"
#include "node.h" /* IWYU pragma: keep */
#include "runtime/pure/check.h"

static Buffer *BufferTaken(Buffer *buffer)
{
#ifndef NDEBUG
    RuntimeCheck(AtomicAnd(&buffer->flags, ~(long)BufferFree) & BufferFree, "a buffer was given out that is in use");
#endif
    return buffer;
}

Buffer *BufferAcquire(Node *node, size_t bytes)
{
    BufferPool *pool = &node->pool;
    const int sizeClass = SizeClassOf(bytes);
    if (sizeClass == SizeClassNone)
        return NULL;
    Buffer *buffer = BufferPoolPop(pool, sizeClass);
    if (buffer != NULL) {
        if (BufferPoolPrepare(pool, buffer, bytes))
            return BufferTaken(buffer);
        BufferPoolPush(pool, buffer);
    }
    AcquireSRWLockExclusive(&pool->lock);
    BufferPoolCharge(pool, sizeClass, bytes, TRUE);
    ReleaseSRWLockExclusive(&pool->lock);
    buffer = BufferPoolMake(pool, sizeClass, bytes);
    if (buffer != NULL)
        return BufferTaken(buffer);
    BufferPoolServe(pool); /* somebody may have parked because of what was counted for this one */
    return NULL;
}

void BufferRelease(Buffer *buffer)
{
    BufferPool *pool;
    if (buffer == NULL)
        return;
    pool = buffer->pool;
#ifndef NDEBUG
    if (AtomicOr(&buffer->flags, BufferFree) & BufferFree) {
        RuntimeTrap("a buffer was released twice");
        return;
    }
#endif
    if (buffer->guestBytes != 0)
        BufferPoolGuestLeft(pool, buffer);
    BufferPoolPush(pool, buffer);
    if (BufferPoolParked(pool) != 0)
        BufferPoolServe(pool);
}

void *BufferData(Buffer *buffer)
{
    return (BYTE *)buffer + buffer->payloadOffset;
}

size_t BufferCapacity(const Buffer *buffer)
{
    return buffer->payloadBytes;
}

size_t BufferLength(const Buffer *buffer)
{
    return buffer->length;
}

void BufferSetLength(Buffer *buffer, size_t length)
{
    RuntimeCheck(length <= buffer->payloadBytes, "a buffer cannot hold what was said to be written");
    buffer->length = length;
}
