/*
 * A request's share of a node: its items wait here until the node admits them. At most `cap` of
 * them are under way at once, and the node admits requests round robin (see ready_queue.h). An item
 * is under way from its callback until AdmissionDone, however many steps that takes. Any thread.
 *
 * A node admits twice as many items as it has workers, because some of what is under way waits for
 * its files. Bulk leaves one free, so that an interactive request need not wait for bulk work to
 * end. Guests, the requests of others than the owner of the process, leave a quarter free and at
 * least two where there are four, so that the owner's work of either kind goes on beside theirs.
 *
 * Three more kinds of work are counted apart, each by places of its own. Slices, pieces of a long
 * computation, have as many places as the port lets threads run, and one worker less than there
 * are. They take turns by request, and none is on the port before it is admitted, so that nothing
 * else of the node waits behind more of them. While an interactive item of another kind is under
 * way, one place of the slices stays free, so that short work need not share its processor.
 * Blocking work, calls that a slow disk can hold, has all workers but one. Large work, which takes
 * much memory, has one place more than slices have, so that some is ready whenever one ends; guests
 * leave one of them free.
 */
#ifndef RUNTIME_ADMISSION_H
#define RUNTIME_ADMISSION_H

#include "runtime/pure/atomic.h"
#include "runtime/pure/ready_queue.h"
#include "work_item.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct Admission {
    ReadyEntry entry;
    Node *node;
    struct NodeSchedule *schedule;
    LONG cap, running; /* this and the next under the schedule's lock */
    BOOL ready;        /* in the queue, or outside */
    BOOL outside;
    BOOL guest;                     /* FALSE after the init; the owner may set it before anything is submitted */
    const volatile LONG *cancelled; /* likewise, NULL after the init; not 0: slices and blocking work wait no more */
    WorkItem *first, *last;         /* items that wait */
} Admission;

/* cap: at least 1. */
void AdmissionInit(Admission *admission, Node *node, ReadyKind kind, LONG cap);
void AdmissionInitSlices(Admission *admission, Node *node, ReadyKind kind, LONG cap);   /* its items are slices */
void AdmissionInitBlocking(Admission *admission, Node *node, ReadyKind kind, LONG cap); /* they may block */
void AdmissionInitLarge(Admission *admission, Node *node, ReadyKind kind, LONG cap);    /* they take much memory */
/*
 * The item is posted when the node admits it. One whose owner is cancelled comes at once, as
 * AdmissionWithdraw brings it, unless it is admitted.
 */
DWORD AdmissionSubmit(Admission *admission, WorkItem *item);
/*
 * Admits the caller at once, without an item. FALSE: nothing is free, or others wait. AdmissionDone
 * gives it back.
 */
BOOL AdmissionEnter(Admission *admission);
/*
 * Notes that what one of its items began is over; the request may be gone afterwards if it has no
 * other.
 */
void AdmissionDone(Admission *admission);
/* AdmissionDone for a place that is held, and *place is NULL then; nothing if it is already. */
void AdmissionLeave(Admission **place);
/*
 * Items that wait come at once, with ERROR_OPERATION_ABORTED: they are not admitted, and no
 * AdmissionDone follows.
 */
void AdmissionWithdraw(Admission *admission);
/* The same for all slices and all blocking work of the node whose owners are cancelled. */
void AdmissionWithdrawCancelled(Node *node);
/*
 * Instead of AdmissionDone: TRUE when nobody waits, and the caller may go on with another item's
 * work.
 */
BOOL AdmissionKeep(const Admission *admission);
LONG NodeBulkCapacity(const Node *node);  /* how many items of bulk requests can be under way */
LONG NodeSliceCapacity(const Node *node); /* how many slices can */
LONG NodeLargeWaiting(const Node *node);  /* how many items of large work are not admitted */

typedef struct NodeSchedule {
    SRWLOCK lock;
    ReadyQueue queue;
    LONG running, capacity;
    AtomicLong interactive;     /* of those running; slices read it without the lock */
    LONG waiting;               /* items that are not admitted */
    LONG bulkCapacity;          /* bulk items are admitted while fewer items than this are under way */
    ReadyQueue outside;         /* guests that wait until another one is done */
    LONG guests, guestCapacity; /* guests in the queue or under way */
} NodeSchedule;

void NodeScheduleInit(NodeSchedule *schedule, LONG capacity, LONG bulkCapacity);

#ifdef __cplusplus
}
#endif
#endif
