#include "memory_budget.h"

#include "identity.h"
#include "node.h"
#include "runtime/pure/atomic.h"

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

/* Returns whether that many bytes fit beside what all jobs have and what buffers hold. */
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
    if (request->error != ERROR_SUCCESS && request->counted)
        MemoryQuotaGiveBack(request->quota, request->bytes);
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

static ParkingResult MemoryEnterNode(MemoryRequest *request)
{
    return ParkingTake(&MemoryBudgetFor(request->node, request->guest)->parking, &request->parked);
}

static void MemoryQuotaCount(MemoryQuota *quota, size_t more, size_t less)
{
    AcquireSRWLockExclusive(&quota->lock);
    quota->taken += more - less;
    ReleaseSRWLockExclusive(&quota->lock);
}

static void MemoryQuotaServe(MemoryQuota *quota);

/* FALSE: the request stands in the line of its quota, and may be gone. */
static BOOL MemoryPassQuota(MemoryRequest *request)
{
    Node *node = request->node;
    if (request->quota == NULL)
        return TRUE;
    if (request->grows) {
        MemoryQuotaCount(request->quota, request->bytes, 0);
    } else {
        MemoryQuota *quota = request->quota;
        const size_t held = request->held;
        AtomicIncrement(&node->quotaParked); /* before somebody else takes it out of the line */
        MemoryQuotaCount(quota, 0, held);    /* it asks for all of that again */
        if (ParkingTake(&quota->parking, &request->parked) != ParkingTaken) {
            if (held != 0) /* which others may have now */
                MemoryQuotaServe(quota);
            return FALSE;
        }
        AtomicDecrement(&node->quotaParked);
    }
    request->counted = TRUE;
    return TRUE;
}

DWORD MemoryRequestStart(MemoryRequest *request, Node *node, size_t bytes, const volatile LONG *cancelled,
                         MemoryReady ready)
{
    if (request->quota != NULL && request->quota->strict && bytes + request->held > request->quota->limit)
        return ERROR_NOT_ENOUGH_QUOTA;
    WorkItemInit(&request->item, MemoryRequestReady);
    IdentityCarry(&request->item);
    request->node = node;
    request->bytes = bytes;
    request->cancelled = cancelled;
    request->counted = FALSE;
    request->error = ERROR_SUCCESS;
    request->ready = ready;
    const DWORD error = WorkItemSubmit(&request->item, node);
    if (error != ERROR_SUCCESS)
        return error;
    const size_t held = request->held;
    MemoryHold(request, TRUE);
    if (!MemoryPassQuota(request)) {
        if (held != 0)
            MemoryServe(node); /* as below */
        return ERROR_IO_PENDING;
    }
    const ParkingResult result = MemoryEnterNode(request);
    if (result == ParkingParked) { /* from here on the request may be gone */
        if (held != 0)
            MemoryServe(node); /* all that is reserved may be held by now: then the first one goes */
        return ERROR_IO_PENDING;
    }
    if (result == ParkingClosed)
        MemoryHold(request, FALSE);
    WorkItemWithdraw(&request->item, node);
    if (result == ParkingTaken)
        return ERROR_SUCCESS;
    if (request->counted)
        MemoryQuotaGiveBack(request->quota, bytes);
    return ERROR_SHUTDOWN_IN_PROGRESS;
}

BOOL MemoryRequestIsInQuota(const MemoryRequest *request)
{
    return request->quota != NULL && !*(const volatile BOOL *)&request->counted;
}

void MemoryServe(Node *node)
{
    TellParked(ParkingServe(&node->memory.parking), ERROR_SUCCESS);
    TellParked(ParkingServe(&node->guestMemory.parking), ERROR_SUCCESS);
    if (BufferPoolParked(&node->pool) != 0)
        BufferPoolServe(&node->pool); /* large buffers keep to what jobs leave */
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

/* Takes those whose owners are cancelled out of the line. Adds what they hold. Under the lock. */
static Parked *TakeCancelled(Parking *parking, size_t *held)
{
    Parked *taken = NULL, **at = &parking->first, *before = NULL;
    while (*at != NULL) {
        Parked *parked = *at;
        if (AtomicRead(CONTAINING_RECORD(parked, MemoryRequest, parked)->cancelled) == 0) {
            before = parked;
            at = &parked->next;
            continue;
        }
        *at = parked->next;
        if (parking->last == parked)
            parking->last = before;
        AtomicDecrement(&parking->announced);
        *held += CONTAINING_RECORD(parked, MemoryRequest, parked)->held;
        parked->next = taken;
        taken = parked;
    }
    return taken;
}

static void MemoryBudgetWithdraw(MemoryBudget *budget)
{
    if (AtomicRead(&budget->parking.announced) == 0)
        return;
    size_t held = 0;
    AcquireSRWLockExclusive(&budget->lock);
    Parked *cancelled = TakeCancelled(&budget->parking, &held);
    budget->held -= held;
    ReleaseSRWLockExclusive(&budget->lock);
    TellParked(cancelled, ERROR_OPERATION_ABORTED);
}

void MemoryWithdrawCancelled(Node *node)
{
    MemoryBudgetWithdraw(&node->memory);
    MemoryBudgetWithdraw(&node->guestMemory);
    MemoryServe(node); /* those behind them may want less */
}

/* ---- quotas ---- */

static MemoryQuota *QuotaOf(Parking *parking)
{
    return CONTAINING_RECORD(parking, MemoryQuota, parking);
}

static void MemoryQuotaLock(Parking *parking)
{
    AcquireSRWLockExclusive(&QuotaOf(parking)->lock);
}

static void MemoryQuotaUnlock(Parking *parking)
{
    ReleaseSRWLockExclusive(&QuotaOf(parking)->lock);
}

static int MemoryQuotaTake(Parking *parking, Parked *parked)
{
    MemoryQuota *quota = QuotaOf(parking);
    const MemoryRequest *request = CONTAINING_RECORD(parked, MemoryRequest, parked);
    const size_t bytes = request->bytes + request->held;
    const BOOL fits = quota->taken <= quota->limit && bytes <= quota->limit - quota->taken;
    if (!fits && (quota->strict || quota->taken != 0))
        return FALSE;
    quota->taken += bytes;
    return TRUE;
}

void MemoryQuotaInit(MemoryQuota *quota, size_t limit, BOOL strict)
{
    const MemoryQuota empty = {
        .parking = {.lock = MemoryQuotaLock, .unlock = MemoryQuotaUnlock, .take = MemoryQuotaTake},
        .lock = SRWLOCK_INIT,
        .limit = limit,
        .strict = strict};
    *quota = empty;
}

/* One that the quota has let go on stands in its node's line now, unless it has what it wants. */
static void MemoryQuotaLeft(MemoryRequest *request)
{
    Node *node = request->node;
    MemoryBudget *budget = MemoryBudgetFor(node, request->guest);
    AtomicDecrement(&node->quotaParked);
    request->counted = TRUE;
    const ParkingResult result = MemoryEnterNode(request);
    if (result == ParkingParked) {
        MemoryBudgetWithdraw(budget); /* who was cancelled on the way was in no line */
        return;
    }
    if (result == ParkingClosed)
        MemoryHold(request, FALSE);
    request->error = result == ParkingTaken ? ERROR_SUCCESS : ERROR_OPERATION_ABORTED;
    NodeDeliver(node, &request->item, 0);
}

static void MemoryQuotaServe(MemoryQuota *quota)
{
    Parked *parked = ParkingServe(&quota->parking);
    while (parked != NULL) {
        MemoryRequest *request = CONTAINING_RECORD(parked, MemoryRequest, parked);
        parked = parked->next;
        MemoryQuotaLeft(request);
    }
}

void MemoryQuotaGiveBack(MemoryQuota *quota, size_t bytes)
{
    if (quota == NULL || bytes == 0)
        return;
    AcquireSRWLockExclusive(&quota->lock);
    quota->taken -= bytes;
    ReleaseSRWLockExclusive(&quota->lock);
    MemoryQuotaServe(quota);
}

void MemoryQuotaWithdrawCancelled(MemoryQuota *quota)
{
    if (quota == NULL || AtomicRead(&quota->parking.announced) == 0)
        return;
    size_t held = 0; /* which counts again */
    AcquireSRWLockExclusive(&quota->lock);
    Parked *cancelled = TakeCancelled(&quota->parking, &held);
    quota->taken += held;
    ReleaseSRWLockExclusive(&quota->lock);
    for (Parked *at = cancelled; at != NULL; at = at->next) {
        MemoryRequest *request = CONTAINING_RECORD(at, MemoryRequest, parked);
        MemoryHold(request, FALSE);
        AtomicDecrement(&request->node->quotaParked);
    }
    TellParked(cancelled, ERROR_OPERATION_ABORTED);
    MemoryQuotaServe(quota); /* those behind them may want less */
}

void MemoryBudgetClose(MemoryBudget *budget)
{
    TellParked(ParkingClose(&budget->parking), ERROR_OPERATION_ABORTED);
}
