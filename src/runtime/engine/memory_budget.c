#include "memory_budget.h"

#include "identity.h"
#include "node.h"

static MemoryBudget *BudgetOf(Parking *parking)
{
    return CONTAINING_RECORD(parking, MemoryBudget, parking);
}

static void MemoryBudgetLock(Parking *parking)
{
    AcquireSRWLockExclusive(&BudgetOf(parking)->lock);
}

static void MemoryBudgetUnlock(Parking *parking)
{
    ReleaseSRWLockExclusive(&BudgetOf(parking)->lock);
}

static int MemoryBudgetTake(Parking *parking, Parked *parked)
{
    MemoryBudget *budget = BudgetOf(parking);
    const BufferPool *pool = &budget->node->pool;
    const size_t bytes = CONTAINING_RECORD(parked, MemoryRequest, parked)->bytes;
    const size_t taken = budget->reserved + pool->committed;
    if (budget->reserved != 0 && (taken > pool->budget || bytes > pool->budget - taken))
        return FALSE;
    budget->reserved += bytes;
    return TRUE;
}

void MemoryBudgetInit(MemoryBudget *budget, Node *node)
{
    InitializeSRWLock(&budget->lock);
    budget->node = node;
    budget->reserved = 0;
    budget->parking.lock = MemoryBudgetLock;
    budget->parking.unlock = MemoryBudgetUnlock;
    budget->parking.take = MemoryBudgetTake;
}

/* Tells those in the list, which are their owners' again then. */
static void TellParked(Parked *parked, DWORD error)
{
    while (parked != NULL) {
        MemoryRequest *request = CONTAINING_RECORD(parked, MemoryRequest, parked);
        parked = parked->next;
        request->error = error;
        NodeDeliver(request->node, &request->item, 0);
    }
}

static void MemoryRequestReady(WorkItem *item, Worker *worker, DWORD error, DWORD bytes)
{
    MemoryRequest *request = CONTAINING_RECORD(item, MemoryRequest, item);
    if (error != ERROR_SUCCESS)
        request->error = error;
    (void)bytes;
    request->ready(request, worker, request->error);
}

DWORD MemoryRequestStart(MemoryRequest *request, Node *node, size_t bytes, const volatile LONG *cancelled,
                         MemoryReady ready)
{
    WorkItemInit(&request->item, MemoryRequestReady);
    IdentityCarry(&request->item);
    request->node = node;
    request->bytes = bytes;
    request->cancelled = cancelled;
    request->error = ERROR_SUCCESS;
    request->ready = ready;
    const DWORD error = WorkItemSubmit(&request->item, node);
    if (error != ERROR_SUCCESS)
        return error;
    const ParkingResult result = ParkingTake(&node->memory.parking, &request->parked);
    if (result == ParkingParked)
        return ERROR_IO_PENDING;
    WorkItemWithdraw(&request->item, node);
    return result == ParkingTaken ? ERROR_SUCCESS : ERROR_SHUTDOWN_IN_PROGRESS;
}

void MemoryGiveBack(Node *node, size_t bytes)
{
    MemoryBudget *budget = &node->memory;
    if (bytes == 0)
        return;
    AcquireSRWLockExclusive(&budget->lock);
    budget->reserved -= bytes;
    ReleaseSRWLockExclusive(&budget->lock);
    TellParked(ParkingServe(&budget->parking), ERROR_SUCCESS);
}

/* Takes those whose owners are cancelled out of the line. Under the lock. */
static Parked *TakeCancelled(MemoryBudget *budget)
{
    Parking *parking = &budget->parking;
    Parked *taken = NULL, **at = &parking->first, *before = NULL;
    while (*at != NULL) {
        Parked *parked = *at;
        if (*CONTAINING_RECORD(parked, MemoryRequest, parked)->cancelled == 0) {
            before = parked;
            at = &parked->next;
            continue;
        }
        *at = parked->next;
        if (parking->last == parked)
            parking->last = before;
        AtomicDecrement(&parking->announced);
        parked->next = taken;
        taken = parked;
    }
    return taken;
}

void MemoryWithdrawCancelled(Node *node)
{
    MemoryBudget *budget = &node->memory;
    if (AtomicRead(&budget->parking.announced) == 0)
        return;
    AcquireSRWLockExclusive(&budget->lock);
    Parked *cancelled = TakeCancelled(budget);
    ReleaseSRWLockExclusive(&budget->lock);
    TellParked(cancelled, ERROR_OPERATION_ABORTED);
    TellParked(ParkingServe(&budget->parking), ERROR_SUCCESS); /* those behind them may want less */
}

void MemoryBudgetClose(MemoryBudget *budget)
{
    TellParked(ParkingClose(&budget->parking), ERROR_OPERATION_ABORTED);
}
