#include "node_request.h"

#include "node.h"
#include "runtime/pure/check.h"

/* What the system says of I/O that was cancelled; it becomes ERROR_OPERATION_ABORTED. */
#define STATUS_WITHDRAWN 0xC0000120u

void NodeScheduleInit(NodeSchedule *schedule, LONG places)
{
    InitializeSRWLock(&schedule->lock);
    schedule->places = places;
    schedule->guestPlaces = places < 4 ? 1 : places - (places < 8 ? 2 : places / 4);
}

static void Init(NodeRequest *request, Node *node, NodeSchedule *schedule, ReadyKind kind, LONG cap)
{
    request->entry.next = NULL;
    request->entry.kind = kind;
    request->node = node;
    request->schedule = schedule;
    request->cap = cap > 0 ? cap : 1;
    request->running = 0;
    request->ready = request->outside = request->guest = FALSE;
    request->first = request->last = NULL;
}

void NodeRequestInit(NodeRequest *request, Node *node, ReadyKind kind, LONG cap)
{
    Init(request, node, &node->schedule, kind, cap);
}

void NodeRequestInitLong(NodeRequest *request, Node *node, LONG cap)
{
    Init(request, node, &node->longSlices, ReadyInteractive, cap);
}

/* Under the lock, as is all that follows up to TakeTurns. */
static void Enter(NodeSchedule *schedule, NodeRequest *request)
{
    request->outside = request->guest && schedule->guests == schedule->guestPlaces;
    if (request->guest && !request->outside)
        schedule->guests++;
    ReadyQueueAdd(request->outside ? &schedule->outside : &schedule->queue, &request->entry);
}

/* One that had entered is done, or comes no more. */
static void GuestLeft(NodeSchedule *schedule)
{
    ReadyEntry *entry;
    schedule->guests--;
    entry = ReadyQueueTake(&schedule->outside, TRUE);
    if (entry != NULL)
        Enter(schedule, CONTAINING_RECORD(entry, NodeRequest, entry));
}

/* Items are linked by a field of theirs that is free until the port has them. */
static void MakeReady(NodeSchedule *schedule, NodeRequest *request)
{
    if (request->ready || request->first == NULL || request->running == request->cap)
        return;
    request->ready = TRUE;
    Enter(schedule, request);
}

/* The items whose turn has come, linked in order. */
static WorkItem *TakeTurns(NodeSchedule *schedule)
{
    void *taken = NULL, **end = &taken;
    while (schedule->running < schedule->places) {
        ReadyEntry *entry = ReadyQueueTake(&schedule->queue, schedule->running < schedule->places - 1);
        NodeRequest *request;
        if (entry == NULL)
            break;
        request = CONTAINING_RECORD(entry, NodeRequest, entry);
        *end = request->first;
        end = &request->first->overlapped.Pointer;
        request->first = *end;
        request->ready = FALSE;
        request->running++;
        schedule->running++;
        MakeReady(schedule, request);
    }
    *end = NULL;
    return taken;
}

static void Deliver(Node *node, WorkItem *item)
{
    while (item != NULL) {
        WorkItem *next = item->overlapped.Pointer;
        item->overlapped.Pointer = NULL;
        NodeDeliver(node, item, 0);
        item = next;
    }
}

DWORD NodeRequestSubmit(NodeRequest *request, WorkItem *item)
{
    Node *node = request->node;
    NodeSchedule *schedule = request->schedule;
    WorkItem *turns;
    const DWORD error = WorkItemSubmit(item, node);
    if (error != ERROR_SUCCESS)
        return error;
    AcquireSRWLockExclusive(&schedule->lock);
    if (request->first != NULL)
        request->last->overlapped.Pointer = item;
    else
        request->first = item;
    request->last = item;
    MakeReady(schedule, request);
    turns = TakeTurns(schedule);
    ReleaseSRWLockExclusive(&schedule->lock);
    Deliver(node, turns);
    return ERROR_SUCCESS;
}

BOOL NodeRequestEnter(NodeRequest *request)
{
    NodeSchedule *schedule = request->schedule;
    BOOL enters;
    AcquireSRWLockExclusive(&schedule->lock);
    enters = schedule->running < schedule->places && schedule->queue.first[ReadyInteractive] == NULL &&
             schedule->queue.first[ReadyBulk] == NULL;
    request->running += enters;
    schedule->running += enters;
    ReleaseSRWLockExclusive(&schedule->lock);
    return enters;
}

void NodeRequestDone(NodeRequest *request)
{
    Node *node = request->node;
    NodeSchedule *schedule = request->schedule;
    WorkItem *turns;
    AcquireSRWLockExclusive(&schedule->lock);
    RuntimeCheck(request->running > 0, "a request ended more than was under way");
    request->running--;
    schedule->running--;
    if (request->guest)
        GuestLeft(schedule);
    MakeReady(schedule, request);
    turns = TakeTurns(schedule);
    ReleaseSRWLockExclusive(&schedule->lock);
    Deliver(node, turns);
}

void NodeRequestWithdraw(NodeRequest *request)
{
    Node *node = request->node;
    NodeSchedule *schedule = request->schedule;
    WorkItem *waiting, *item, *turns;
    AcquireSRWLockExclusive(&schedule->lock);
    waiting = request->first;
    request->first = NULL;
    if (request->ready)
        ReadyQueueRemove(request->outside ? &schedule->outside : &schedule->queue, &request->entry);
    if (request->ready && request->guest && !request->outside)
        GuestLeft(schedule);
    request->ready = FALSE;
    turns = TakeTurns(schedule);
    ReleaseSRWLockExclusive(&schedule->lock);
    for (item = waiting; item; item = item->overlapped.Pointer)
        item->overlapped.Internal = (ULONG_PTR)STATUS_WITHDRAWN;
    Deliver(node, turns);
    Deliver(node, waiting);
}

BOOL NodeRequestKeep(const NodeRequest *request)
{
    NodeSchedule *schedule = request->schedule;
    BOOL nobody;
    AcquireSRWLockShared(&schedule->lock);
    nobody = schedule->queue.first[ReadyInteractive] == NULL && schedule->queue.first[ReadyBulk] == NULL &&
             !(request->guest &&
               (schedule->outside.first[ReadyInteractive] != NULL || schedule->outside.first[ReadyBulk] != NULL));
    ReleaseSRWLockShared(&schedule->lock);
    return nobody;
}

LONG NodeBulkPlaces(const Node *node)
{
    return node->schedule.places - 1;
}
