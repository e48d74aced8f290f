#include "buffer.h"
#include "buffer_pool.h"
#include "identity.h"
#include "node.h"
#include "runtime/base/runtime_events.h"
#include "runtime/pure/atomic.h"

static BufferPool *PoolOf(Parking *parking)
{
    return CONTAINING_RECORD(parking, BufferQueue, parking)->pool;
}

static BufferRequest *RequestOf(Parked *parked)
{
    return CONTAINING_RECORD(parked, BufferRequest, parked);
}

static void BufferRequestLock(Parking *parking)
{
    AcquireSRWLockExclusive(&PoolOf(parking)->lock);
}

static void BufferRequestUnlock(Parking *parking)
{
    ReleaseSRWLockExclusive(&PoolOf(parking)->lock);
}

/* Do guests take too much with this one? What is larger than their share goes alone. */
static BOOL GuestsAreFull(const BufferPool *pool, size_t cost)
{
    return pool->guestBytes != 0 && pool->guestBytes + cost > pool->budget - pool->budget / 4;
}

/* Does a large one before it wait for buffers, which the small one would take from it? */
static BOOL WaitsBehindLarge(const BufferPool *pool, const BufferRequest *request)
{
    const BufferLine large = request->guest ? BufferGuestLarge : BufferOwnLarge;
    const Parked *first = pool->lines[large].parking.first;
    if (first == NULL || request->bytes > BUFFER_LARGE_BYTES)
        return FALSE;
    const BufferRequest *before = CONTAINING_RECORD(first, BufferRequest, parked);
    const size_t cost = BufferPoolCost(pool, before->sizeClass, before->bytes);
    return pool->committed + cost > pool->budget || (request->guest && GuestsAreFull(pool, cost));
}

/* A free buffer, or the right to make one: BufferRequestFinish does that, without the lock. */
static int BufferRequestTake(Parking *parking, Parked *parked)
{
    BufferPool *pool = PoolOf(parking);
    BufferRequest *request = RequestOf(parked);
    const size_t cost = request->guest ? BufferPoolCost(pool, request->sizeClass, request->bytes) : 0;
    if (WaitsBehindLarge(pool, request) || (request->guest && GuestsAreFull(pool, cost)))
        return FALSE;
    request->buffer = BufferPoolPop(pool, request->sizeClass);
    if (request->buffer == NULL && !BufferPoolCharge(pool, request->sizeClass, request->bytes, FALSE))
        return FALSE;
    request->guestBytes = cost;
    pool->guestBytes += cost;
    return TRUE;
}

void BufferPoolGuestLeft(BufferPool *pool, Buffer *buffer)
{
    AcquireSRWLockExclusive(&pool->lock);
    pool->guestBytes -= buffer->guestBytes;
    ReleaseSRWLockExclusive(&pool->lock);
    buffer->guestBytes = 0;
}

/* The request got nothing. */
static void RequestLeft(BufferRequest *request)
{
    BufferPool *pool = &request->node->pool;
    AcquireSRWLockExclusive(&pool->lock);
    pool->guestBytes -= request->guestBytes;
    ReleaseSRWLockExclusive(&pool->lock);
    request->guestBytes = 0;
}

/* Turns what BufferRequestTake got into a buffer for its user. */
static DWORD BufferRequestFinish(BufferRequest *request)
{
    BufferPool *pool = &request->node->pool;
    if (request->buffer == NULL) {
        request->buffer = BufferPoolMake(pool, request->sizeClass, request->bytes);
    } else if (!BufferPoolPrepare(pool, request->buffer, request->bytes)) {
        BufferPoolPush(pool, request->buffer);
        request->buffer = NULL;
    }
    if (request->buffer == NULL) {
        RequestLeft(request);
        return ERROR_NOT_ENOUGH_MEMORY;
    }
    request->buffer->guestBytes = request->guestBytes;
    AtomicWrite(&request->buffer->flags, 0);
    return ERROR_SUCCESS;
}

static void BufferRequestReady(WorkItem *item, Worker *worker, DWORD error, DWORD bytes)
{
    BufferRequest *request = CONTAINING_RECORD(item, BufferRequest, item);
    (void)bytes;
    request->isParked = FALSE;
    error = error == ERROR_SUCCESS ? request->error : error;
    EventsBufferServed(request, error);
    request->ready(request, worker, error);
}

void BufferPoolParkingInit(BufferPool *pool)
{
    for (int i = 0; i < BufferLines; i++) {
        Parking *parking = &pool->lines[i].parking;
        pool->lines[i].pool = pool;
        parking->lock = BufferRequestLock;
        parking->unlock = BufferRequestUnlock;
        parking->take = BufferRequestTake;
    }
}

LONG BufferPoolParked(const BufferPool *pool)
{
    LONG parked = 0;
    for (int i = 0; i < BufferLines; i++)
        parked += AtomicRead(&pool->lines[i].parking.announced);
    return parked;
}

/* Large ones come before small ones, which may pass them. TRUE: one of them had no memory. */
static BOOL ServeLine(BufferPool *pool, BufferLine line)
{
    Parked *served = ParkingServe(&pool->lines[line].parking);
    BOOL failed = FALSE;
    while (served != NULL) {
        BufferRequest *request = RequestOf(served);
        served = served->next; /* the request is its owner's again once it is delivered */
        request->error = BufferRequestFinish(request);
        failed |= request->error != ERROR_SUCCESS;
        NodeDeliver(request->node, &request->item, 0);
    }
    return failed;
}

void BufferPoolServe(BufferPool *pool)
{
    static const BufferLine order[] = {BufferOwnLarge, BufferOwnSmall, BufferGuestLarge, BufferGuestSmall};
    BOOL failed;
    do {
        failed = FALSE;
        for (size_t i = 0; i < ARRAYSIZE(order); i++)
            failed |= ServeLine(pool, order[i]);
        /* The memory that was promised to a request that failed is there for the next. */
    } while (failed);
}

void BufferPoolClose(BufferPool *pool)
{
    for (int i = 0; i < BufferLines; i++) {
        Parked *left = ParkingClose(&pool->lines[i].parking);
        while (left != NULL) {
            BufferRequest *request = RequestOf(left);
            left = left->next;
            request->error = ERROR_OPERATION_ABORTED;
            NodeDeliver(request->node, &request->item, 0);
        }
    }
}

void BufferRequestWithdraw(BufferRequest *request)
{
    if (request->line == NULL || !ParkingLeave(request->line, &request->parked))
        return;
    Node *node = request->node;
    request->error = ERROR_OPERATION_ABORTED;
    NodeDeliver(node, &request->item, 0);
    BufferPoolServe(&node->pool); /* those behind it may want less */
}

/* On the producer's own thread. What it was promised and failed to make is there for others. */
static DWORD FinishHere(BufferRequest *request)
{
    const DWORD error = BufferRequestFinish(request);
    if (error != ERROR_SUCCESS)
        BufferPoolServe(&request->node->pool);
    return error;
}

DWORD BufferRequestStart(BufferRequest *request, Node *node, size_t bytes, BufferReady ready)
{
    return BufferRequestStartAs(request, node, bytes, FALSE, ready);
}

static Parking *LineOf(BufferPool *pool, size_t bytes, BOOL guest)
{
    const BOOL isLarge = bytes > BUFFER_LARGE_BYTES;
    const BufferLine line =
        guest ? (isLarge ? BufferGuestLarge : BufferGuestSmall) : (isLarge ? BufferOwnLarge : BufferOwnSmall);
    return &pool->lines[line].parking;
}

DWORD BufferRequestStartAs(BufferRequest *request, Node *node, size_t bytes, BOOL guest, BufferReady ready)
{
    BufferPool *pool = &node->pool;
    WorkItemInit(&request->item, BufferRequestReady);
    IdentityCarry(&request->item);
    request->node = node;
    request->line = LineOf(pool, bytes, guest);
    request->guest = guest;
    request->isParked = FALSE;
    request->buffer = NULL;
    request->bytes = bytes;
    request->guestBytes = 0;
    request->sizeClass = SizeClassOf(bytes);
    request->ready = ready;
    if (request->sizeClass == SizeClassNone)
        return ERROR_NOT_ENOUGH_MEMORY;

    /* Most find what they want without a lock; but nobody overtakes those who are in line. */
    if (!guest && BufferPoolParked(pool) == 0 && (request->buffer = BufferPoolPop(pool, request->sizeClass)) != NULL)
        return FinishHere(request);

    DWORD error = WorkItemSubmit(&request->item, node);
    if (error != ERROR_SUCCESS)
        return error;
    EventsBufferParked(request, bytes);
    request->isParked = TRUE; /* before somebody else serves it */
    const ParkingResult result = ParkingTake(request->line, &request->parked);
    if (result == ParkingParked)
        return ERROR_IO_PENDING;
    request->isParked = FALSE;
    WorkItemWithdraw(&request->item, node);
    error = result == ParkingTaken ? FinishHere(request) : ERROR_SHUTDOWN_IN_PROGRESS;
    EventsBufferServed(request, error);
    return error;
}
