#include "admission.h"

#include "node.h"
#include "runtime/base/runtime_events.h"
#include "runtime/pure/atomic.h"
#include "runtime/pure/check.h"

/* The system's status of I/O that was cancelled; it becomes ERROR_OPERATION_ABORTED. */
#define STATUS_WITHDRAWN 0xC0000120u

void NodeScheduleInit(NodeSchedule *schedule, LONG capacity, LONG bulkCapacity)
{
    InitializeSRWLock(&schedule->lock);
    schedule->capacity = capacity;
    schedule->bulkCapacity = bulkCapacity;
    schedule->guestCapacity = capacity < 4 ? 1 : capacity - (capacity < 8 ? 2 : capacity / 4);
}

static void AdmissionInitOn(Admission *admission, Node *node, NodeSchedule *schedule, ReadyKind kind, LONG cap)
{
    admission->entry.next = NULL;
    admission->entry.kind = kind;
    admission->node = node;
    admission->schedule = schedule;
    admission->cap = cap > 0 ? cap : 1;
    admission->running = 0;
    admission->ready = admission->outside = admission->guest = FALSE;
    admission->cancelled = NULL;
    admission->first = admission->last = NULL;
}

void AdmissionInit(Admission *admission, Node *node, ReadyKind kind, LONG cap)
{
    AdmissionInitOn(admission, node, &node->schedule, kind, cap);
}

void AdmissionInitSlices(Admission *admission, Node *node, ReadyKind kind, LONG cap)
{
    AdmissionInitOn(admission, node, &node->slices, kind, cap);
}

void AdmissionInitBlocking(Admission *admission, Node *node, ReadyKind kind, LONG cap)
{
    AdmissionInitOn(admission, node, &node->blocking, kind, cap);
}

void AdmissionInitLarge(Admission *admission, Node *node, ReadyKind kind, LONG cap)
{
    AdmissionInitOn(admission, node, &node->large, kind, cap);
}

/* Under the lock, as is all that follows up to TakeAdmitted. */
static void AdmissionEnqueue(NodeSchedule *schedule, Admission *admission)
{
    admission->outside = admission->guest && schedule->guests == schedule->guestCapacity;
    if (admission->guest && !admission->outside)
        schedule->guests++;
    ReadyQueueAdd(admission->outside ? &schedule->outside : &schedule->queue, &admission->entry);
}

/* One that had entered is done, or comes no more. */
static void GuestLeft(NodeSchedule *schedule)
{
    schedule->guests--;
    ReadyEntry *entry = ReadyQueueTake(&schedule->outside, TRUE);
    if (entry != NULL)
        AdmissionEnqueue(schedule, CONTAINING_RECORD(entry, Admission, entry));
}

/* Items are linked by a field of theirs that is free until the port has them. */
static void MakeReady(NodeSchedule *schedule, Admission *admission)
{
    if (admission->ready || admission->first == NULL || admission->running == admission->cap)
        return;
    admission->ready = TRUE;
    AdmissionEnqueue(schedule, admission);
}

/* Changes the counts of what is under way by one or minus one. */
static void CountRunning(NodeSchedule *schedule, Admission *admission, LONG change)
{
    admission->running += change;
    schedule->running += change;
    if (admission->entry.kind == ReadyInteractive)
        AtomicAdd(&schedule->interactive, change);
}

/*
 * Returns how many items can be under way now: slices leave a place to interactive work of other
 * kinds. What that work's end frees is taken when a slice is over.
 */
static LONG CapacityNow(const Node *node, const NodeSchedule *schedule)
{
    const BOOL leaves = schedule == &node->slices && schedule->capacity > 1 &&
                        (AtomicRead(&node->schedule.interactive) > 0 || AtomicRead(&node->blocking.interactive) > 0);
    return schedule->capacity - leaves;
}

/* The items that are admitted now, linked in order. */
static WorkItem *TakeAdmitted(const Node *node, NodeSchedule *schedule)
{
    void *taken = NULL, **end = &taken;
    const LONG capacity = CapacityNow(node, schedule);
    while (schedule->running < capacity) {
        ReadyEntry *entry = ReadyQueueTake(&schedule->queue, schedule->running < schedule->bulkCapacity);
        if (entry == NULL)
            break;
        Admission *admission = CONTAINING_RECORD(entry, Admission, entry);
        *end = admission->first;
        end = &admission->first->overlapped.Pointer;
        admission->first = *end;
        admission->ready = FALSE;
        CountRunning(schedule, admission, 1);
        schedule->waiting--;
        MakeReady(schedule, admission);
    }
    *end = NULL;
    return taken;
}

static void AdmissionDeliver(Node *node, WorkItem *item)
{
    while (item != NULL) {
        WorkItem *next = item->overlapped.Pointer;
        item->overlapped.Pointer = NULL;
        EventsPlaceTaken(item);
        NodeDeliver(node, item, 0);
        item = next;
    }
}

/* Takes what waits out of its line: it comes withdrawn. Linked in order. */
static WorkItem *TakeWaiting(NodeSchedule *schedule, Admission *admission)
{
    WorkItem *waiting = admission->first;
    admission->first = NULL;
    if (admission->ready)
        ReadyQueueRemove(admission->outside ? &schedule->outside : &schedule->queue, &admission->entry);
    if (admission->ready && admission->guest && !admission->outside)
        GuestLeft(schedule);
    admission->ready = FALSE;
    for (WorkItem *item = waiting; item != NULL; item = item->overlapped.Pointer) {
        item->overlapped.Internal = (ULONG_PTR)STATUS_WITHDRAWN;
        schedule->waiting--;
    }
    return waiting;
}

static BOOL OwnerIsCancelled(const Admission *admission)
{
    return admission->cancelled != NULL && AtomicRead(admission->cancelled) != 0;
}

/* The first one in line whose owner is cancelled, or NULL. */
static Admission *FirstCancelled(const ReadyQueue *queue)
{
    for (int kind = 0; kind < ReadyKinds; kind++) {
        for (ReadyEntry *entry = queue->first[kind]; entry != NULL; entry = entry->next) {
            Admission *admission = CONTAINING_RECORD(entry, Admission, entry);
            if (OwnerIsCancelled(admission))
                return admission;
        }
    }
    return NULL;
}

/* ---- without the lock ---- */

DWORD AdmissionSubmit(Admission *admission, WorkItem *item)
{
    Node *node = admission->node;
    NodeSchedule *schedule = admission->schedule;
    const DWORD error = WorkItemSubmit(item, node);
    if (error != ERROR_SUCCESS)
        return error;
    EventsPlaceAwaited(item);
    AcquireSRWLockExclusive(&schedule->lock);
    if (admission->first != NULL)
        admission->last->overlapped.Pointer = item;
    else
        admission->first = item;
    admission->last = item;
    schedule->waiting++;
    MakeReady(schedule, admission);
    WorkItem *admitted = TakeAdmitted(node, schedule);
    /* a cancel that comes after this look finds the item in line */
    WorkItem *withdrawn = OwnerIsCancelled(admission) ? TakeWaiting(schedule, admission) : NULL;
    ReleaseSRWLockExclusive(&schedule->lock);
    AdmissionDeliver(node, admitted);
    AdmissionDeliver(node, withdrawn);
    return ERROR_SUCCESS;
}

BOOL AdmissionEnter(Admission *admission)
{
    NodeSchedule *schedule = admission->schedule;
    AcquireSRWLockExclusive(&schedule->lock);
    const BOOL full = admission->guest && schedule->guests == schedule->guestCapacity;
    const BOOL enters = !full && schedule->running < CapacityNow(admission->node, schedule) &&
                        schedule->queue.first[ReadyInteractive] == NULL && schedule->queue.first[ReadyBulk] == NULL;
    schedule->guests += admission->guest && enters;
    if (enters)
        CountRunning(schedule, admission, 1);
    ReleaseSRWLockExclusive(&schedule->lock);
    return enters;
}

void AdmissionDone(Admission *admission)
{
    Node *node = admission->node;
    NodeSchedule *schedule = admission->schedule;
    AcquireSRWLockExclusive(&schedule->lock);
    RuntimeCheck(admission->running > 0, "a request ended more than was under way");
    CountRunning(schedule, admission, -1);
    if (admission->guest)
        GuestLeft(schedule);
    MakeReady(schedule, admission);
    WorkItem *admitted = TakeAdmitted(node, schedule);
    ReleaseSRWLockExclusive(&schedule->lock);
    AdmissionDeliver(node, admitted);
}

void AdmissionLeave(Admission **place)
{
    Admission *held = *place;
    *place = NULL;
    if (held != NULL)
        AdmissionDone(held);
}

void AdmissionWithdraw(Admission *admission)
{
    Node *node = admission->node;
    NodeSchedule *schedule = admission->schedule;
    AcquireSRWLockExclusive(&schedule->lock);
    WorkItem *waiting = TakeWaiting(schedule, admission);
    WorkItem *admitted = TakeAdmitted(node, schedule);
    ReleaseSRWLockExclusive(&schedule->lock);
    AdmissionDeliver(node, admitted);
    AdmissionDeliver(node, waiting);
}

static void WithdrawCancelledOf(Node *node, NodeSchedule *schedule)
{
    WorkItem *waiting;
    do {
        AcquireSRWLockExclusive(&schedule->lock);
        Admission *cancelled = FirstCancelled(&schedule->queue);
        if (cancelled == NULL)
            cancelled = FirstCancelled(&schedule->outside);
        waiting = cancelled != NULL ? TakeWaiting(schedule, cancelled) : NULL;
        WorkItem *admitted = TakeAdmitted(node, schedule);
        ReleaseSRWLockExclusive(&schedule->lock);
        AdmissionDeliver(node, admitted);
        AdmissionDeliver(node, waiting);
    } while (waiting != NULL);
}

void AdmissionWithdrawCancelled(Node *node)
{
    WithdrawCancelledOf(node, &node->blocking);
    WithdrawCancelledOf(node, &node->slices);
}

BOOL AdmissionKeep(const Admission *admission)
{
    NodeSchedule *schedule = admission->schedule;
    AcquireSRWLockShared(&schedule->lock);
    const BOOL nobody = schedule->queue.first[ReadyInteractive] == NULL && schedule->queue.first[ReadyBulk] == NULL &&
                        !(admission->guest && (schedule->outside.first[ReadyInteractive] != NULL ||
                                               schedule->outside.first[ReadyBulk] != NULL));
    ReleaseSRWLockShared(&schedule->lock);
    return nobody;
}

LONG NodeBulkCapacity(const Node *node)
{
    return node->schedule.bulkCapacity;
}

LONG NodeLargeWaiting(const Node *node)
{
    return *(const volatile LONG *)&node->large.waiting;
}

LONG NodeSliceCapacity(const Node *node)
{
    return node->slices.capacity;
}
