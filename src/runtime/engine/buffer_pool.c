#include "buffer_pool.h"

#include "node.h" /* IWYU pragma: keep */
#include "runtime/base/win32_calls.h"
#include "runtime/pure/atomic.h"
#include "runtime/pure/check.h"

enum { PageBytes = 4096, GuardAlignment = 64, Signature = 0x46465542 }; /* "BUFF" */

static size_t RoundUp(size_t bytes, size_t to)
{
    return (bytes + to - 1) / to * to;
}

/*
 * A class above the fixed ones reserves its size and commits what is asked for: half of 64 GiB
 * should not be paid for by 33.
 */
static size_t PayloadCommit(int sizeClass, size_t bytes)
{
    return sizeClass < SizeClassFixed ? SizeClassBytes(sizeClass) : RoundUp(bytes, PageBytes);
}

static BufferShard *OwnShard(BufferPool *pool, int sizeClass)
{
    /* Thread ids are multiples of four. Oversize buffers are rare: one shard finds them best. */
    const DWORD shard = sizeClass < SizeClassFixed ? GetCurrentThreadId() / 4 % BufferShards : 0;
    return &pool->classes[sizeClass].shards[shard];
}

void BufferPoolInit(BufferPool *pool, Node *node)
{
    int sizeClass, shard;
    pool->node = node;
    InitializeSRWLock(&pool->lock);
    BufferPoolParkingInit(pool);
    for (sizeClass = 0; sizeClass < SizeClassCount; sizeClass++) {
        for (shard = 0; shard < BufferShards; shard++)
            InitializeSListHead(&pool->classes[sizeClass].shards[shard].free);
    }
}

void BufferPoolLimit(BufferPool *pool, size_t budget, BOOL guardPages)
{
    pool->budget = budget;
    pool->guardPages = guardPages;
}

void BufferPoolFree(BufferPool *pool)
{
    BufferPoolTrim(pool);
    RuntimeCheck(pool->all.first == NULL, "a pool was freed while buffers were in use");
}

BOOL BufferPoolEmpty(const BufferPool *pool)
{
    return pool->committed == 0;
}

Buffer *BufferPoolPop(BufferPool *pool, int sizeClass)
{
    BufferShard *own = OwnShard(pool, sizeClass), *shard = own;
    PSLIST_ENTRY entry = InterlockedPopEntrySList(&own->free);
    int i;
    for (i = 0; entry == NULL && i < BufferShards; i++) {
        shard = &pool->classes[sizeClass].shards[i];
        if (QueryDepthSList(&shard->free))
            entry = InterlockedPopEntrySList(&shard->free);
    }
    if (entry == NULL)
        return NULL;
    AtomicIncrement64(&shard->hits);
    return CONTAINING_RECORD(entry, Buffer, free);
}

void BufferPoolPush(BufferPool *pool, Buffer *buffer)
{
    InterlockedPushEntrySList(&OwnShard(pool, buffer->sizeClass)->free, &buffer->free);
}

BOOL BufferPoolPrepare(BufferPool *pool, Buffer *buffer, size_t bytes)
{
    const size_t wanted = PayloadCommit(buffer->sizeClass, bytes), have = buffer->allocationBytes - PageBytes;
    size_t end = have;
    if (wanted > have) {
        if (!Win32Commit((BYTE *)buffer + buffer->allocationBytes, wanted - have, pool->node->topology.numaNode))
            return FALSE;
        AcquireSRWLockExclusive(&pool->lock);
        pool->committed += wanted - have;
        ReleaseSRWLockExclusive(&pool->lock);
        buffer->allocationBytes = PageBytes + wanted;
        end = wanted;
    }
    /* With guard pages the payload ends where the memory does. */
    buffer->payloadBytes = pool->guardPages ? RoundUp(bytes ? bytes : 1, GuardAlignment) : end;
    buffer->payloadOffset = PageBytes + end - buffer->payloadBytes;
    buffer->length = 0;
    return TRUE;
}

static void BufferPoolUncharge(BufferPool *pool, int sizeClass, size_t cost)
{
    AcquireSRWLockExclusive(&pool->lock);
    pool->committed -= cost;
    pool->classes[sizeClass].made--;
    ReleaseSRWLockExclusive(&pool->lock);
}

size_t BufferPoolCost(const BufferPool *pool, int sizeClass, size_t bytes)
{
    (void)pool;
    return PageBytes + PayloadCommit(sizeClass, bytes);
}

Buffer *BufferPoolMake(BufferPool *pool, int sizeClass, size_t bytes)
{
    const size_t cost = BufferPoolCost(pool, sizeClass, bytes);
    /* The guard page is reserved and never committed. */
    const size_t reserve = PageBytes + SizeClassBytes(sizeClass) + (pool->guardPages ? PageBytes : 0);
    const DWORD numaNode = pool->node->topology.numaNode;
    Buffer *buffer;
    if (reserve == cost) {
        buffer = Win32AllocatePages(cost, numaNode);
    } else {
        buffer = Win32Reserve(reserve, numaNode);
        if (buffer != NULL && !Win32Commit(buffer, cost, numaNode)) {
            Win32FreePages(buffer);
            buffer = NULL;
        }
    }
    if (buffer == NULL) {
        BufferPoolUncharge(pool, sizeClass, cost);
        return NULL;
    }
    buffer->pool = pool;
    buffer->allocationBytes = cost;
    buffer->sizeClass = sizeClass;
    buffer->signature = Signature;
    AtomicWrite(&buffer->flags, BufferFree);
    BufferPoolPrepare(pool, buffer, bytes);

    AcquireSRWLockExclusive(&pool->lock);
    ListAdd(&pool->all, &buffer->link);
    ReleaseSRWLockExclusive(&pool->lock);
    return buffer;
}

/* Under the lock: the buffer, which is in no free list, goes back to the system. */
static void FreeBuffer(BufferPool *pool, Buffer *buffer)
{
    ListRemove(&pool->all, &buffer->link);
    pool->committed -= buffer->allocationBytes;
    pool->classes[buffer->sizeClass].made--;
    Win32FreePages(buffer);
}

/* Under the lock: frees idle buffers of the class, all, or until `bytes` more fit the budget. */
static void FreeIdleOf(BufferPool *pool, BufferClass *class, size_t bytes, BOOL all)
{
    for (int shard = 0; shard < BufferShards; shard++) {
        SLIST_HEADER *list = &class->shards[shard].free;
        /*
         * All at once: one that is popped might be freed under another popper's eyes. The system
         * makes that safe for a flush.
         */
        PSLIST_ENTRY entry = QueryDepthSList(list) ? InterlockedFlushSList(list) : NULL;
        while (entry != NULL) {
            Buffer *buffer = CONTAINING_RECORD(entry, Buffer, free);
            entry = entry->Next;
            if (!all && pool->committed + bytes <= pool->budget)
                InterlockedPushEntrySList(list, &buffer->free);
            else
                FreeBuffer(pool, buffer);
        }
    }
}

/* Under the lock: of all classes, the largest first. */
static void FreeIdle(BufferPool *pool, size_t bytes, BOOL all)
{
    for (int sizeClass = SizeClassCount - 1; sizeClass >= 0; sizeClass--)
        FreeIdleOf(pool, &pool->classes[sizeClass], bytes, all);
}

/*
 * Returns the bytes of jobs that count for a buffer of that size: a small one is let in beside all
 * that jobs have.
 */
static size_t ReservedBeside(const BufferPool *pool, size_t bytes)
{
    return bytes > BUFFER_LARGE_BYTES ? pool->node->memory.reserved + pool->node->guestMemory.reserved : 0;
}

BOOL BufferPoolCharge(BufferPool *pool, int sizeClass, size_t bytes, BOOL overdraw)
{
    const size_t cost = BufferPoolCost(pool, sizeClass, bytes), reserved = ReservedBeside(pool, bytes);
    BufferClass *class = &pool->classes[sizeClass];
    if (pool->committed + reserved + cost > pool->budget) {
        FreeIdle(pool, reserved + cost, FALSE);
        /* A buffer that is larger than the whole budget goes alone. */
        if (pool->committed + reserved + cost > pool->budget && pool->committed) {
            class->exhausted++;
            if (!overdraw)
                return FALSE;
        }
    }
    pool->committed += cost;
    class->misses++;
    if (++class->made > class->highWater)
        class->highWater = class->made;
    return TRUE;
}

void BufferPoolTrim(BufferPool *pool)
{
    AcquireSRWLockExclusive(&pool->lock);
    FreeIdle(pool, 0, TRUE);
    ReleaseSRWLockExclusive(&pool->lock);
}

static ULONGLONG UsesOf(const BufferClass *class)
{
    ULONGLONG uses = class->misses;
    for (int shard = 0; shard < BufferShards; shard++)
        uses += (ULONGLONG)AtomicRead64(&class->shards[shard].hits);
    return uses;
}

void BufferPoolTrimIdle(BufferPool *pool, ULONGLONG nowMs, DWORD idleMs)
{
    if (nowMs - (ULONGLONG)AtomicRead64(&pool->checkedMs) < idleMs)
        return;
    AcquireSRWLockExclusive(&pool->lock);
    for (int i = 0; i < SizeClassCount && nowMs - (ULONGLONG)AtomicRead64(&pool->checkedMs) >= idleMs; i++) {
        BufferClass *class = &pool->classes[i];
        const ULONGLONG uses = UsesOf(class);
        if (uses == class->checkedUses)
            FreeIdleOf(pool, class, 0, TRUE);
        class->checkedUses = uses;
    }
    AtomicPut64(&pool->checkedMs, (LONG64)nowMs);
    ReleaseSRWLockExclusive(&pool->lock);
}
