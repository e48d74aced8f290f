/*
 * A node: a completion port, its workers, timers, files in flight and buffer pool. Made by
 * RuntimeStart and destroyed after the rundown, when none of its threads is left. Any thread,
 * unless it says otherwise.
 */
#ifndef RUNTIME_NODE_H
#define RUNTIME_NODE_H

#include "admission.h"
#include "backlog.h"
#include "buffer_pool.h"
#include "file_operation.h"
#include "memory_budget.h"
#include "runtime/pure/atomic.h"
#include "runtime/pure/in_flight.h"
#include "timers.h"
#include "topology.h"
#include "work_item.h"

struct Node {
    struct Runtime *runtime;
    HANDLE port;
    TopologyNode topology;
    DWORD maxWorkers;
    InFlight inFlight;  /* items queued, in the kernel's hands, parked or running: they hold the runtime */
    AtomicLong waiting; /* workers in (or on their way into) the wait */
    AtomicLong workerCount;
    SRWLOCK workersLock; /* guards the start of workers and their list */
    Worker **workers;    /* workerCount of them */
    Backlog backlog;
    Timers timers;
    FileOperations files;
    BufferPool pool;
    MemoryBudget memory, guestMemory; /* what jobs take besides, within the pool's budget; guests apart */
    AtomicLong quotaParked;           /* of this node, those in lines of quotas */
    NodeSchedule schedule;            /* of requests; the next two: see admission.h */
    NodeSchedule slices, blocking, large;
};

DWORD NodeCreate(struct Runtime *runtime, const TopologyNode *topology, DWORD concurrency, DWORD maxWorkers,
                 Node **out);
void NodeDestroy(Node *node); /* closes the handles of its threads too; NULL is allowed */

DWORD NodeNeedWorker(Node *node); /* makes sure that somebody waits on the port */
void NodeAddWorker(Node *node);   /* one more, if that is allowed; it's no failure if there can't be */
void NodeWake(Node *node);        /* a waiting worker looks at the timers, the backlog and at what the runtime wants */
/* Queues an item that has been counted already, whatever happens. */
void NodeDeliver(Node *node, WorkItem *item, DWORD bytes);

#endif
