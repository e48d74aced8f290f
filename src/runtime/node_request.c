#include "node_request.h"

#include "check.h"
#include "node.h"

void NodeScheduleInit(NodeSchedule *schedule, DWORD workers)
{
    InitializeSRWLock(&schedule->lock);
    schedule->places = (LONG)workers * 2;
}

void NodeRequestInit(NodeRequest *request, Node *node, ReadyKind kind, LONG cap)
{
    request->entry.next = NULL;
    request->entry.kind = kind;
    request->node = node;
    request->cap = cap > 0 ? cap : 1;
    request->running = 0;
    request->ready = FALSE;
    request->first = request->last = NULL;
}

/* Under the lock. Items are linked by a field of theirs that is free until the port has them. */
static void MakeReady(NodeSchedule *schedule, NodeRequest *request)
{
    if (request->ready || !request->first || request->running == request->cap)
        return;
    request->ready = TRUE;
    ReadyQueueAdd(&schedule->queue, &request->entry);
}

/* Under the lock: the items whose turn has come, linked in order. */
static WorkItem *TakeTurns(NodeSchedule *schedule)
{
    void *taken = NULL, **end = &taken;
    while (schedule->running < schedule->places) {
        ReadyEntry *entry = ReadyQueueTake(&schedule->queue, schedule->running < schedule->places - 1);
        NodeRequest *request;
        if (!entry)
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
    while (item) {
        WorkItem *next = item->overlapped.Pointer;
        item->overlapped.Pointer = NULL;
        NodeDeliver(node, item, 0);
        item = next;
    }
}

DWORD NodeRequestSubmit(NodeRequest *request, WorkItem *item)
{
    Node *node = request->node;
    NodeSchedule *schedule = &node->schedule;
    WorkItem *turns;
    const DWORD error = WorkItemSubmit(item, node);
    if (error != ERROR_SUCCESS)
        return error;
    AcquireSRWLockExclusive(&schedule->lock);
    if (request->first)
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

void NodeRequestDone(NodeRequest *request)
{
    Node *node = request->node;
    NodeSchedule *schedule = &node->schedule;
    WorkItem *turns;
    AcquireSRWLockExclusive(&schedule->lock);
    RuntimeCheck(request->running > 0, "a request ended more than was under way");
    request->running--;
    schedule->running--;
    MakeReady(schedule, request);
    turns = TakeTurns(schedule);
    ReleaseSRWLockExclusive(&schedule->lock);
    Deliver(node, turns);
}
