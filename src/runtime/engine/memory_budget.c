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

/* Do so many bytes fit beside what all jobs have and what buffers hold? */
static BOOL MemoryFits(const MemoryBudget *budget, size_t bytes)
{
    const Node *node = budget->node;
    const size_t all = node->pool.budget, limit = budget->guests ? all - all / 4 : all,
                 taken = node->memory.reserved + node->guestMemory.reserved + node->pool.committed;
    return taken <= limit && bytes <= limit - taken;
}

static int MemoryBudgetTake(Parking *parking, Parked *parked)
{
    MemoryBudget *budget = BudgetOf(parking);
    const MemoryRequest *request = CONTAINING_RECORD(parked, MemoryRequest, parked);
    const size_t bytes = request->bytes;
    if (budget->reserved != budget->held && !MemoryFits(budget, bytes)) {
        BufferPoolTrim(&budget->node->pool); /* idle buffers give way */
        if (!MemoryFits(budget, bytes))
            return FALSE;
    }
    budget->reserved += bytes;
    budget->held -= request->held;
    return TRUE;
}

static MemoryBudget *MemoryBudgetFor(Node *node, BOOL guest)
{
    return guest ? &node->guestMemory : &node->memory;
}

void MemoryBudgetInit(MemoryBudget *budget, Node *node, BOOL guests)
{
    budget->guests = guests;
    InitializeSRWLock(&budget->lock);
    budget->node = node;
    budget->reserved = budget->held = 0;
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

/* The request will be parked for more than it has, or is so no more without having got it. */
static void MemoryHold(MemoryRequest *request, BOOL holds)
{
    MemoryBudget *budget = MemoryBudgetFor(request->node, request->guest);
    if (request->held == 0)
        return;
    AcquireSRWLockExclusive(&budget->lock);
    budget->held += holds ? request->held : (size_t)0 - request->held;
    ReleaseSRWLockExclusive(&budget->lock);
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
    const size_t held = request->held;
    MemoryHold(request, TRUE);
    const ParkingResult result = ParkingTake(&MemoryBudgetFor(node, request->guest)->parking, &request->parked);
    if (result == ParkingParked) { /* from here on the request may be gone */
        if (held != 0)
            MemoryServe(node); /* all that is reserved may be held by now: then the first one goes */
        return ERROR_IO_PENDING;
    }
    if (result == ParkingClosed)
        MemoryHold(request, FALSE);
    WorkItemWithdraw(&request->item, node);
    return result == ParkingTaken ? ERROR_SUCCESS : ERROR_SHUTDOWN_IN_PROGRESS;
}

void MemoryServe(Node *node)
{
    TellParked(ParkingServe(&node->memory.parking), ERROR_SUCCESS);
    TellParked(ParkingServe(&node->guestMemory.parking), ERROR_SUCCESS);
}

void MemoryGiveBack(Node *node, BOOL guest, size_t bytes)
{
    MemoryBudget *budget = MemoryBudgetFor(node, guest);
    if (bytes == 0)
        return;
    AcquireSRWLockExclusive(&budget->lock);
    budget->reserved -= bytes;
    ReleaseSRWLockExclusive(&budget->lock);
    MemoryServe(node);
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
        budget->held -= CONTAINING_RECORD(parked, MemoryRequest, parked)->held;
        parked->next = taken;
        taken = parked;
    }
    return taken;
}

static void MemoryBudgetWithdraw(MemoryBudget *budget)
{
    if (AtomicRead(&budget->parking.announced) == 0)
        return;
    AcquireSRWLockExclusive(&budget->lock);
    Parked *cancelled = TakeCancelled(budget);
    ReleaseSRWLockExclusive(&budget->lock);
    TellParked(cancelled, ERROR_OPERATION_ABORTED);
}

void MemoryWithdrawCancelled(Node *node)
{
    MemoryBudgetWithdraw(&node->memory);
    MemoryBudgetWithdraw(&node->guestMemory);
    MemoryServe(node); /* those behind them may want less */
}

void MemoryBudgetClose(MemoryBudget *budget)
{
    TellParked(ParkingClose(&budget->parking), ERROR_OPERATION_ABORTED);
}
