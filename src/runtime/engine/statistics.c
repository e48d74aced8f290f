#include <string.h>

#include "runtime/pure/atomic.h"
#include "runtime_state.h" /* IWYU pragma: keep */
#include "worker.h"        /* IWYU pragma: keep */

/* Not at one moment: what moves between two reads may be counted twice or not at all. */
static void AddClass(const BufferClass *class, BufferClassStatistics *out)
{
    ULONGLONG idle = 0;
    int shard;
    for (shard = 0; shard < BufferShards; shard++) {
        /* The depth alone is read; the system's function wants it writable. */
        idle += QueryDepthSList((SLIST_HEADER *)(ULONG_PTR) & class->shards[shard].free);
        out->hits += (ULONGLONG)AtomicRead64(&class->shards[shard].hits);
    }
    out->misses += class->misses;
    out->exhausted += class->exhausted;
    out->highWater += (ULONGLONG) class->highWater;
    if ((ULONGLONG) class->made > idle)
        out->inUse += (ULONGLONG) class->made - idle;
}

static void AddPool(const BufferPool *pool, RuntimeStatistics *out)
{
    BufferClassStatistics all = {0};
    int sizeClass;
    for (sizeClass = 0; sizeClass < SizeClassCount; sizeClass++)
        AddClass(&pool->classes[sizeClass], &all);
    out->bufferHits += all.hits;
    out->bufferMisses += all.misses;
    out->buffersInUse += all.inUse;
    out->buffersHighWater += all.highWater;
    out->bufferExhausted += all.exhausted;
    out->bufferBytes += pool->committed;
    out->parkedBuffers += (DWORD)BufferPoolParked(pool);
}

size_t RuntimeBufferStatistics(Runtime *runtime, BufferClassStatistics *out, size_t capacity)
{
    size_t count = 0;
    int sizeClass;
    for (sizeClass = 0; sizeClass < SizeClassCount; sizeClass++) {
        BufferClassStatistics all = {0};
        DWORD i;
        for (i = 0; i < runtime->nodeCount; i++)
            AddClass(&runtime->nodes[i]->pool.classes[sizeClass], &all);
        if (!all.misses && !all.exhausted)
            continue;
        all.bytes = SizeClassBytes(sizeClass);
        if (count < capacity)
            out[count] = all;
        count++;
    }
    return count;
}

static void AddNode(Node *node, RuntimeStatistics *out)
{
    LONG i;
    AcquireSRWLockShared(&node->workersLock);
    for (i = 0; i < AtomicRead(&node->workerCount); i++) {
        const Worker *worker = node->workers[i];
        out->itemsRun += (ULONGLONG)AtomicRead64(&worker->itemsRun);
        out->filesRead += (ULONGLONG)AtomicRead64(&worker->filesRead);
        out->filesWritten += (ULONGLONG)AtomicRead64(&worker->filesWritten);
        out->bytesRead += (ULONGLONG)AtomicRead64(&worker->bytesRead);
        out->bytesWritten += (ULONGLONG)AtomicRead64(&worker->bytesWritten);
        out->timersRun += (ULONGLONG)AtomicRead64(&worker->timersRun);
        out->oldestCallbackMs = max(out->oldestCallbackMs, WorkerBusyMs((ULONGLONG)AtomicRead64(&worker->busySince)));
    }
    out->workers += (DWORD)AtomicRead(&node->workerCount);
    ReleaseSRWLockShared(&node->workersLock);
    out->inFlight += (DWORD)AtomicRead(&node->inFlight.count);
    out->timersWaiting += (DWORD)node->timers.heap.count;
    AddPool(&node->pool, out);
    out->parkedMemory +=
        (DWORD)(AtomicRead(&node->memory.parking.announced) + AtomicRead(&node->guestMemory.parking.announced));
    out->parkedQuotas += (DWORD)AtomicRead(&node->quotaParked);
    out->parkedLarge += (DWORD)NodeLargeWaiting(node);
    out->reservedBytes += node->memory.reserved + node->guestMemory.reserved;
}

void RuntimeStatisticsTake(Runtime *runtime, RuntimeStatistics *out)
{
    DWORD i;
    memset(out, 0, sizeof *out);
    out->nodes = runtime->nodeCount;
    for (i = 0; i < runtime->nodeCount; i++)
        AddNode(runtime->nodes[i], out);
    out->budgetBytes = RuntimeMemoryBudget(runtime);
    out->parked = out->parkedBuffers + out->parkedMemory + out->parkedQuotas + out->parkedLarge;
}

ULONGLONG RuntimeMemoryBudget(const Runtime *runtime)
{
    ULONGLONG bytes = 0;
    for (DWORD i = 0; i < runtime->nodeCount; i++)
        bytes += runtime->nodes[i]->pool.budget;
    return bytes;
}
