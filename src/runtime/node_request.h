/*
 * A request's share of a node: its items wait here for their turn, at most `cap` of them are under way at once, and requests take turns
 * (see ready_queue.h). An item is under way from its callback until NodeRequestDone, however many steps that takes. Any thread.
 */
#ifndef RUNTIME_NODE_REQUEST_H
#define RUNTIME_NODE_REQUEST_H

#include "ready_queue.h"
#include "work_item.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct NodeRequest {
    ReadyEntry entry;
    Node *node;
    LONG cap, running;          /* this and the next under the node's lock */
    BOOL ready;                 /* in the queue */
    WorkItem *first, *last;     /* items that wait */
} NodeRequest;

/* cap: at least 1. */
void NodeRequestInit(NodeRequest *request, Node *node, ReadyKind kind, LONG cap);
/* The item is posted when its turn has come. */
DWORD NodeRequestSubmit(NodeRequest *request, WorkItem *item);
/* What one of its items began is over; the request may be gone afterwards if it has no other. */
void NodeRequestDone(NodeRequest *request);

/*
 * A node has twice as many places as workers, because some of what is under way waits for its files. Bulk leaves one free, so that
 * an interactive request need not wait for bulk work to end.
 */
typedef struct NodeSchedule {
    SRWLOCK lock;
    ReadyQueue queue;
    LONG running, places;
} NodeSchedule;

void NodeScheduleInit(NodeSchedule *schedule, DWORD workers);

#ifdef __cplusplus
}
#endif
#endif
