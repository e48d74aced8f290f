/*
 * A work item: an intrusive OVERLAPPED and a callback. Posted steps, file and pipe completions and
 * timers all come back through the worker's one door and are told apart by nothing but their
 * callback. The callback runs on a worker, may not wait for anything but short synchronous Win32
 * calls, and may post, free or reuse the item. Debug builds trap on a double post and a use after
 * poison.
 */
#ifndef RUNTIME_WORK_ITEM_H
#define RUNTIME_WORK_ITEM_H

#include <windows.h>

#include "annotations.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct Node Node;     /* one per NUMA node: port, workers, pools, timers */
typedef struct Worker Worker; /* the thread that runs the callback */
typedef struct WorkItem WorkItem;
typedef struct Identity Identity; /* identity.h */

/* error: a Win32 code, ERROR_SUCCESS for a posted step; bytes: what the operation moved. */
typedef void (*WorkCallback)(_Inout_ WorkItem *item, _Inout_ Worker *worker, DWORD error, DWORD bytes);

enum { WorkItemQueued = 1 }; /* posted, in the kernel's hands, parked or a started timer */

struct WorkItem {
    OVERLAPPED overlapped; /* first: the port gives it back */
    WorkCallback callback;
    Identity *identity; /* for whom the callback acts; NULL: as this process */
    ULONG signature;
    volatile LONG flags; /* debug builds: WorkItemQueued */
};

void WorkItemInit(_Out_ WorkItem *item, WorkCallback callback);
void WorkItemPoison(_Inout_ WorkItem *item); /* before the memory is freed */

/*
 * Queues the item on the node's port; its callback runs on one of the node's workers. Any thread.
 */
DWORD NodePost(_Inout_ Node *node, _Inout_ WorkItem *item);

_Ret_notnull_ Node *WorkerNode(_Inout_ Worker *worker);
/* the worker of this node that is the calling thread, or NULL */
_Ret_maybenull_ Worker *NodeCurrentWorker(_Inout_ Node *node);

/*
 * The worker's scratch arena: at least `bytes` bytes, 64-byte aligned, node-local, kept and grown
 * over the worker's life; holds nothing that a later callback may rely on. NULL: out of memory.
 */
_Ret_maybenull_ void *WorkerArena(_Inout_ Worker *worker, size_t bytes);

/*
 * For the runtime's own parts and others that start overlapped operations with an item.
 * WorkItemSubmit comes before the operation is started (it counts the item as in flight and clears
 * the OVERLAPPED), WorkItemWithdraw after a start that failed and so completes never.
 */
DWORD WorkItemSubmit(_Inout_ WorkItem *item, _Inout_ Node *node);
void WorkItemWithdraw(_Inout_ WorkItem *item, _Inout_ Node *node);
/*
 * The operation was over at once and posts no completion: sends the item through the door all the
 * same.
 */
void WorkItemComplete(_Inout_ WorkItem *item, _Inout_ Node *node, DWORD bytes);

#ifdef __cplusplus
}
#endif
#endif
