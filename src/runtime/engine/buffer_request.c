#include "buffer.h"
#include "buffer_pool.h"
#include "identity.h"
#include "node.h"
#include "runtime/base/runtime_events.h"

static BufferPool *PoolOf(Parking *parking)
{
    return CONTAINING_RECORD(parking, BufferPool, parking);
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

/* A free buffer, or the right to make one: BufferRequestFinish does that, without the lock. */
static int BufferRequestTake(Parking *parking, Parked *parked)
{
    BufferPool *pool = PoolOf(parking);
    BufferRequest *request = RequestOf(parked);
    request->buffer = BufferPoolPop(pool, request->sizeClass);
    return request->buffer != NULL || BufferPoolCharge(pool, request->sizeClass, request->bytes, FALSE);
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
    if (request->buffer == NULL)
        return ERROR_NOT_ENOUGH_MEMORY;
    request->buffer->flags = 0;
    return ERROR_SUCCESS;
}

static void BufferRequestReady(WorkItem *item, Worker *worker, DWORD error, DWORD bytes)
{
    BufferRequest *request = CONTAINING_RECORD(item, BufferRequest, item);
    (void)bytes;
    error = error == ERROR_SUCCESS ? request->error : error;
    EventsBufferServed(request, error);
    request->ready(request, worker, error);
}

void BufferPoolParkingInit(BufferPool *pool)
{
    pool->parking.lock = BufferRequestLock;
    pool->parking.unlock = BufferRequestUnlock;
    pool->parking.take = BufferRequestTake;
}

void BufferPoolServe(BufferPool *pool)
{
    BOOL failed;
    do {
        Parked *served = ParkingServe(&pool->parking);
        failed = FALSE;
        while (served != NULL) {
            BufferRequest *request = RequestOf(served);
            served = served->next; /* the request is its owner's again once it is delivered */
            request->error = BufferRequestFinish(request);
            failed |= request->error != ERROR_SUCCESS;
            NodeDeliver(request->node, &request->item, 0);
        }
        /* What a failed one had been promised is there for the next. */
    } while (failed);
}

void BufferPoolClose(BufferPool *pool)
{
    Parked *left = ParkingClose(&pool->parking);
    while (left != NULL) {
        BufferRequest *request = RequestOf(left);
        left = left->next;
        request->error = ERROR_OPERATION_ABORTED;
        NodeDeliver(request->node, &request->item, 0);
    }
}

void BufferRequestWithdraw(BufferRequest *request)
{
    BufferPool *pool = &request->node->pool;
    if (!ParkingLeave(&pool->parking, &request->parked))
        return;
    request->error = ERROR_OPERATION_ABORTED;
    NodeDeliver(request->node, &request->item, 0);
    BufferPoolServe(pool); /* those behind it may want less */
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
    BufferPool *pool = &node->pool;
    WorkItemInit(&request->item, BufferRequestReady);
    IdentityCarry(&request->item);
    request->node = node;
    request->buffer = NULL;
    request->bytes = bytes;
    request->sizeClass = SizeClassOf(bytes);
    request->ready = ready;
    if (request->sizeClass == SizeClassNone)
        return ERROR_NOT_ENOUGH_MEMORY;

    /* Most find what they want without a lock; but nobody overtakes those who are in line. */
    if (!AtomicRead(&pool->parking.announced) && (request->buffer = BufferPoolPop(pool, request->sizeClass)) != NULL)
        return FinishHere(request);

    DWORD error = WorkItemSubmit(&request->item, node);
    if (error != ERROR_SUCCESS)
        return error;
    EventsBufferParked(request, bytes);
    const ParkingResult result = ParkingTake(&pool->parking, &request->parked);
    if (result == ParkingParked)
        return ERROR_IO_PENDING;
    WorkItemWithdraw(&request->item, node);
    error = result == ParkingTaken ? FinishHere(request) : ERROR_SHUTDOWN_IN_PROGRESS;
    EventsBufferServed(request, error);
    return error;
}
