/*
 * The trace of a runtime that may hang: its workers' rings and their callbacks. No lock is taken.
 * Workers are only added until the runtime ends, so they can be looked at.
 */
#include <stdio.h>

#include "runtime/pure/atomic.h"
#include "runtime_state.h" /* IWYU pragma: keep */
#include "worker.h"        /* IWYU pragma: keep */

static uint64_t PageOf(DWORD node, LONG worker)
{
    return (uint64_t)node << 32 | (uint32_t)worker;
}

/*
 * Returns since when the worker runs a callback, and which one; 0: it runs none. The fence keeps
 * the second look at the time behind the look at the callback.
 */
static ULONGLONG WorkerBusyWith(const Worker *worker, ULONG_PTR *callback)
{
    const LONG64 since = AtomicRead64(&worker->busySince);
    *callback = worker->busyWith;
    AtomicFence();
    return AtomicRead64(&worker->busySince) == since ? (ULONGLONG)since : 0; /* another one: it has just begun */
}

static void TraceNode(const Node *node, DWORD number, RuntimeTraceLine line, void *context)
{
    char text[120];
    snprintf(text, sizeof text, "node %lu: in flight %ld, workers %ld, of them waiting %ld, parked %ld",
             (unsigned long)number, AtomicRead(&node->inFlight.count), AtomicRead(&node->workerCount),
             AtomicRead(&node->waiting), BufferPoolParked(&node->pool));
    line(context, text);
}

static void TraceWorker(const Worker *worker, DWORD node, RuntimeTraceLine line, void *context)
{
    const CodeModule *module = &worker->node->runtime->module;
    char text[200], callback[CodePlaceChars];
    ULONG_PTR with;
    const ULONGLONG since = WorkerBusyWith(worker, &with);
    const int chars = snprintf(text, sizeof text, "node %lu worker %lu thread %lu", (unsigned long)node,
                               (unsigned long)worker->index, (unsigned long)worker->threadId);
    CodePlaceText(module, with, callback);
    if (since != 0)
        snprintf(text + chars, sizeof text - (size_t)chars, " has run %s for %llu ms", callback,
                 (unsigned long long)WorkerBusyMs(since));
    line(context, text);
    TraceWrite(&worker->trace, module, line, context);
}

BOOL RuntimeTracePage(Runtime *runtime, uint64_t page, RuntimeTraceLine line, void *context, uint64_t *next)
{
    const uint64_t number = page >> 32, index = page & UINT32_MAX;
    if (number >= runtime->nodeCount)
        return FALSE;
    const Node *node = runtime->nodes[number];
    const uint64_t workers = (uint64_t)AtomicRead(&node->workerCount);
    if (index != 0 && index >= workers)
        return FALSE;
    if (index == 0)
        TraceNode(node, (DWORD)number, line, context);
    if (index < workers)
        TraceWorker(node->workers[index], (DWORD)number, line, context);
    if (index + 1 < workers)
        *next = page + 1;
    else
        *next = number + 1 < runtime->nodeCount ? PageOf((DWORD)number + 1, 0) : 0;
    return TRUE;
}

void RuntimeTraceWrite(Runtime *runtime, RuntimeTraceLine line, void *context)
{
    uint64_t page = 0;
    while (RuntimeTracePage(runtime, page, line, context, &page) && page != 0) {
    }
}

static BOOL HangOf(Worker *worker, ULONGLONG leastMs, RuntimeHang *out)
{
    ULONG_PTR callback;
    const ULONGLONG since = WorkerBusyWith(worker, &callback);
    if (since == 0 || since == worker->hangTold || WorkerBusyMs(since) < leastMs)
        return FALSE;
    worker->hangTold = since;
    out->worker = worker->index;
    out->threadId = worker->threadId;
    out->ranMs = WorkerBusyMs(since);
    CodePlaceText(&worker->node->runtime->module, callback, out->callback);
    return TRUE;
}

BOOL RuntimeHangNext(Runtime *runtime, ULONGLONG leastMs, RuntimeHang *out)
{
    for (DWORD i = 0; i < runtime->nodeCount; i++) {
        const Node *node = runtime->nodes[i];
        const LONG workers = AtomicRead(&node->workerCount);
        for (LONG k = 0; k < workers; k++) {
            if (HangOf(node->workers[k], leastMs, out)) {
                out->node = i;
                out->page = PageOf(i, k);
                return TRUE;
            }
        }
    }
    return FALSE;
}
