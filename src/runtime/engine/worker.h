/*
 * A worker: a thread that waits only on its node's port. It holds a reference to the module that
 * its code is in and leaves by giving that back, so that a DLL can be unloaded safely.
 */
#ifndef RUNTIME_WORKER_H
#define RUNTIME_WORKER_H

#include "node.h"
#include "runtime/base/arena.h"
#include "runtime/base/trace.h"

struct Worker {
    Node *node;
    HANDLE thread;
    DWORD threadId, index;
    HMODULE module; /* held while the thread lives */
    Arena arena;
    ULONGLONG arenaUsedMs;    /* on GetTickCount64's clock */
    ULONG batch, fullBatches; /* entries to take from the port at once; how often that many were there */
    /* the callback that runs, and since when on ClockTicks; 0: none does */
    volatile ULONG_PTR busyWith;
    volatile LONG64 busySince;
    ULONGLONG hangTold;       /* the last busySince that RuntimeHangNext has told, whose thread alone touches it */
    volatile LONG64 itemsRun; /* written by this worker alone, as are the next */
    volatile LONG64 filesRead, filesWritten, bytesRead, bytesWritten, timersRun;
    TraceRing trace;
};

/* Under the node's workers' lock. */
DWORD WorkerStart(Node *node, DWORD index, Worker **out);
/* How long a callback runs that began then (`busySince`); 0 for 0. */
ULONGLONG WorkerBusyMs(ULONGLONG since);
void WorkerDestroy(Worker *worker); /* its thread has ended or is the caller and about to */

#endif
