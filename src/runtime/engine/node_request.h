/*
 * A request's share of a node: its items wait here for their turn, at most `cap` of them are under
 * way at once, and requests take turns (see ready_queue.h). An item is under way from its callback
 * until NodeRequestDone, however many steps that takes. Any thread.
 *
 * A node has twice as many places for items as workers, because some of what is under way waits for
 * its files. Bulk leaves one free, so that an interactive request need not wait for bulk work to
 * end. Guests, the requests of others than the owner of the process, leave a quarter free and at
 * least two where there are four, so that the owner's work of either kind goes on beside theirs.
 * Work that keeps a worker for more than some milliseconds, long slices and the making and renaming
 * of files, has places of its own, one less than workers, so that the rest of the node's work goes
 * on beside it.
 */
#ifndef RUNTIME_NODE_REQUEST_H
#define RUNTIME_NODE_REQUEST_H

#include "runtime/pure/ready_queue.h"
#include "work_item.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct NodeRequest {
    ReadyEntry entry;
    Node *node;
    struct NodeSchedule *schedule;
    LONG cap, running; /* this and the next under the schedule's lock */
    BOOL ready;        /* in the queue, or outside */
    BOOL outside;
    BOOL guest;             /* FALSE after the init; the owner may set it before anything is submitted */
    WorkItem *first, *last; /* items that wait */
} NodeRequest;

/* cap: at least 1. */
void NodeRequestInit(NodeRequest *request, Node *node, ReadyKind kind, LONG cap);
void NodeRequestInitLong(NodeRequest *request, Node *node, LONG cap); /* its items are long slices */
/* The item is posted when its turn has come. */
DWORD NodeRequestSubmit(NodeRequest *request, WorkItem *item);
/*
 * A place at once, without an item: FALSE when none is free, or others wait for it. It is given
 * back by NodeRequestDone.
 */
BOOL NodeRequestEnter(NodeRequest *request);
/* What one of its items began is over; the request may be gone afterwards if it has no other. */
void NodeRequestDone(NodeRequest *request);
/*
 * Those that wait for their turn come at once, with ERROR_OPERATION_ABORTED: they have no place,
 * and nothing is done after them.
 */
void NodeRequestWithdraw(NodeRequest *request);
/*
 * In place of NodeRequestDone: TRUE when nobody waits for the place, and the caller may go on in it
 * with another item's work.
 */
BOOL NodeRequestKeep(const NodeRequest *request);
LONG NodeBulkPlaces(const Node *node); /* so many items of bulk requests can be under way */

typedef struct NodeSchedule {
    SRWLOCK lock;
    ReadyQueue queue;
    LONG running, places;
    ReadyQueue outside;       /* guests that wait until another one is done */
    LONG guests, guestPlaces; /* guests in the queue or under way */
} NodeSchedule;

void NodeScheduleInit(NodeSchedule *schedule, LONG places);

#ifdef __cplusplus
}
#endif
#endif
