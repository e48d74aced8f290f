/*
 * A node's pool of buffers. Each class has its free list in several shards, each with a cache line
 * of its own, so that workers do not contend. A buffer goes back to the shard of the thread that
 * releases it. All buffers are in one list for the end. Any thread.
 */
#ifndef RUNTIME_BUFFER_POOL_H
#define RUNTIME_BUFFER_POOL_H

#include "buffer.h"
#include "runtime/pure/list.h"
#include "runtime/pure/size_class.h"

enum { BufferShards = 8, BufferFree = 1 };

/*
 * The lines of parked requests, by their owners, in this order. Large: requests above
 * BUFFER_LARGE_BYTES.
 */
typedef enum BufferLine { BufferOwnSmall, BufferOwnLarge, BufferGuestSmall, BufferGuestLarge, BufferLines } BufferLine;

#define BUFFER_LARGE_BYTES ((size_t)1024 * 1024)

/* Before the payload, in a page of its own. */
struct Buffer {
    SLIST_ENTRY free; /* first: aligned to 16 bytes */
    struct BufferPool *pool;
    ListLink link;          /* of all buffers of the pool, under its lock */
    size_t allocationBytes; /* committed, this header included */
    size_t payloadOffset, payloadBytes, length;
    size_t guestBytes; /* what its user counts for among guests'; 0: it is none */
    int sizeClass;
    ULONG signature;
    volatile LONG flags; /* debug builds: BufferFree */
};

typedef struct BufferShard {
    SLIST_HEADER free;
    volatile LONG64 hits;
    BYTE padding[64 - sizeof(SLIST_HEADER) - sizeof(LONG64)];
} BufferShard;

typedef struct BufferClass {
    BufferShard shards[BufferShards];
    /* Under the lock. */
    ULONGLONG misses, exhausted;
    ULONGLONG checkedUses; /* when it was last looked at for idleness */
    LONG made, highWater; /* a buffer is made when none is free: the most that were made is the most that were in use */
} BufferClass;

typedef struct BufferPool BufferPool;

typedef struct BufferQueue {
    Parking parking;
    BufferPool *pool;
} BufferQueue;

struct BufferPool {
    BufferQueue lines[BufferLines];
    SRWLOCK lock; /* of the lines, too */
    Node *node;
    List all;
    size_t budget;
    size_t guestBytes;         /* of what guests use, under the lock */
    volatile size_t committed; /* bytes, written under the lock */
    volatile LONG64 checkedMs; /* of the last look for idleness, written under the lock */
    BOOL guardPages;
    BufferClass classes[SizeClassCount];
};

void BufferPoolInit(BufferPool *pool, Node *node);
void BufferPoolLimit(BufferPool *pool, size_t budget, BOOL guardPages); /* before its first use */
void BufferPoolFree(BufferPool *pool);                                  /* all buffers have been released */
void BufferPoolParkingInit(BufferPool *pool);
void BufferPoolServe(BufferPool *pool);        /* resumes producers whose turn has come */
LONG BufferPoolParked(const BufferPool *pool); /* producers that wait */
void BufferPoolGuestLeft(BufferPool *pool, Buffer *buffer);
void BufferPoolClose(BufferPool *pool); /* the runtime stops: nobody is parked any more */

BOOL BufferPoolEmpty(const BufferPool *pool); /* it has no memory */
void BufferPoolTrim(BufferPool *pool);        /* frees what is idle */
/* ... of each size of which none was taken for that long; costs next to nothing before that time */
void BufferPoolTrimIdle(BufferPool *pool, ULONGLONG nowMs, DWORD idleMs);

/* A free buffer of the class, or NULL. */
Buffer *BufferPoolPop(BufferPool *pool, int sizeClass);
void BufferPoolPush(BufferPool *pool, Buffer *buffer);
/*
 * A new one. BufferPoolCharge has counted its bytes before; a failure gives them back. Buffers of
 * an oversize class are committed as far as they are needed.
 */
Buffer *BufferPoolMake(BufferPool *pool, int sizeClass, size_t bytes);
size_t BufferPoolCost(const BufferPool *pool, int sizeClass, size_t bytes); /* what it adds to committed */
/*
 * Under the lock: counts the bytes of a new buffer if the budget allows it, freeing idle buffers
 * first; overdraw: counts them in any case.
 */
BOOL BufferPoolCharge(BufferPool *pool, int sizeClass, size_t bytes, BOOL overdraw);
/*
 * Makes a buffer ready for its next user: FALSE when more of an oversize one cannot be committed.
 */
BOOL BufferPoolPrepare(BufferPool *pool, Buffer *buffer, size_t bytes);

#endif
