#include <stdio.h>
#include <string.h>

#include "runtime_state.h"
#include "worker.h"

static void AddPool(const BufferPool *pool, RuntimeStatistics *out)
{
    int sizeClass, shard;
    for (sizeClass = 0; sizeClass < SizeClassCount; sizeClass++) {
        const BufferClass *class = &pool->classes[sizeClass];
        ULONGLONG idle = 0;
        for (shard = 0; shard < BufferShards; shard++) {
            /* The depth alone is read; the system's function wants it writable. */
            idle += QueryDepthSList((SLIST_HEADER *)(ULONG_PTR)&class->shards[shard].free);
            out->bufferHits += (ULONGLONG)class->shards[shard].hits;
        }
        out->bufferMisses += class->misses;
        out->buffersHighWater += (ULONGLONG)class->highWater;
        /* Not at one moment: what was freed in between may be counted twice. */
        if ((ULONGLONG)class->made > idle)
            out->buffersInUse += (ULONGLONG)class->made - idle;
    }
    out->bufferBytes += pool->committed;
}

static void AddNode(Node *node, RuntimeStatistics *out)
{
    LONG i;
    AcquireSRWLockShared(&node->workersLock);
    for (i = 0; i < node->workerCount; i++) {
        const Worker *worker = node->workers[i];
        out->itemsRun += worker->itemsRun;
        out->filesRead += worker->filesRead;
        out->filesWritten += worker->filesWritten;
        out->bytesRead += worker->bytesRead;
        out->bytesWritten += worker->bytesWritten;
    }
    out->workers += (DWORD)node->workerCount;
    ReleaseSRWLockShared(&node->workersLock);
    AddPool(&node->pool, out);
}

void RuntimeStatisticsTake(Runtime *runtime, RuntimeStatistics *out)
{
    DWORD i;
    memset(out, 0, sizeof *out);
    out->nodes = runtime->nodeCount;
    for (i = 0; i < runtime->nodeCount; i++)
        AddNode(runtime->nodes[i], out);
}

void RuntimeTraceWrite(Runtime *runtime, void (*line)(void *context, const char *text), void *context)
{
    DWORD i;
    LONG k;
    for (i = 0; i < runtime->nodeCount; i++) {
        Node *node = runtime->nodes[i];
        char text[120];
        /* Without the lock: it may be what somebody hangs in. */
        snprintf(text, sizeof text, "node %lu: in flight %ld, workers %ld, of them waiting %ld, parked %ld", (unsigned long)i, node->inFlight.count,
                 node->workerCount, node->waiting, node->pool.parking.announced);
        line(context, text);
        for (k = 0; k < node->workerCount; k++) {
            snprintf(text, sizeof text, "node %lu worker %ld", (unsigned long)i, k);
            TraceWrite(&node->workers[k]->trace, text, line, context);
        }
    }
}
