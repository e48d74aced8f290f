/*
 * The memory of a node that jobs take besides buffers, and know before they take it. A job asks for
 * all of it at once. It is parked, without a thread, until that fits into the budget of the node's
 * buffers, beside what other jobs have and what buffers hold; first come, first served. A job that
 * does not fit at all goes when no other job has any, except those that are parked themselves for
 * more, as a table that grows is. So one job always goes on. Guests (admission.h) have a line of
 * their own and together at most three quarters, so that they keep out only each other. A quota
 * bounds what some jobs have together on all nodes; they stand in its line first, except to grow. A
 * job that has some already stands there for all of it: what it has does not count meanwhile, so
 * that no two wait for each other. Any thread.
 */
#ifndef RUNTIME_MEMORY_BUDGET_H
#define RUNTIME_MEMORY_BUDGET_H

#include "runtime/pure/parking.h"
#include "work_item.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct MemoryBudget {
    Parking parking;
    SRWLOCK lock;
    Node *node;
    BOOL guests;
    volatile size_t reserved; /* written under the lock, as is the next */
    size_t held;              /* of that, by those who are parked for more */
} MemoryBudget;

typedef struct MemoryQuota {
    Parking parking;
    SRWLOCK lock;
    size_t limit;
    BOOL strict;  /* FALSE: what is beyond the limit goes when nothing else is taken */
    size_t taken; /* under the lock */
} MemoryQuota;

typedef struct MemoryRequest MemoryRequest;
/*
 * error: ERROR_SUCCESS and the bytes are reserved, or ERROR_OPERATION_ABORTED as the runtime stops
 * or after a withdrawal.
 */
typedef void (*MemoryReady)(MemoryRequest *request, Worker *worker, DWORD error);

struct MemoryRequest {
    WorkItem item;
    Parked parked;
    Node *node;
    BOOL guest;         /* this and the next three are set by the owner before the start */
    size_t held;        /* what the owner has reserved already and keeps meanwhile: the bytes are more */
    MemoryQuota *quota; /* NULL: none; outlives what is reserved */
    BOOL grows;         /* it does not wait for the quota, as it would while others wait for what it has */
    BOOL counted;       /* by the quota */
    size_t bytes;
    const volatile LONG *cancelled; /* the owner's: see MemoryWithdrawCancelled */
    DWORD error;
    MemoryReady ready;
};

/*
 * ERROR_SUCCESS: the bytes are reserved and ready is not called. ERROR_IO_PENDING: ready will be
 * called, once, by a worker of the node. ERROR_NOT_ENOUGH_QUOTA: the quota never allows that many.
 */
DWORD MemoryRequestStart(MemoryRequest *request, Node *node, size_t bytes, const volatile LONG *cancelled,
                         MemoryReady ready);
BOOL MemoryRequestIsInQuota(const MemoryRequest *request); /* of one that waits: for its quota? Any thread */
void MemoryGiveBack(Node *node, BOOL guest, size_t bytes); /* of one that was reserved */
void MemoryServe(Node *node);                              /* when buffers have gone: those who fit now */
/* Those that are parked and whose owners are cancelled are parked no more, and are told so. */
void MemoryWithdrawCancelled(Node *node);

void MemoryQuotaInit(MemoryQuota *quota, size_t limit, BOOL strict);
/* As MemoryGiveBack and MemoryWithdrawCancelled, which come besides. NULL is allowed. */
void MemoryQuotaGiveBack(MemoryQuota *quota, size_t bytes);
void MemoryQuotaWithdrawCancelled(MemoryQuota *quota);

void MemoryBudgetInit(MemoryBudget *budget, Node *node, BOOL guests);
void MemoryBudgetClose(MemoryBudget *budget); /* the runtime stops: nobody is parked any more */

#ifdef __cplusplus
}
#endif
#endif
