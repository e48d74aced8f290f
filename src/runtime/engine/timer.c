#include "timer.h"

#include "node.h"
#include "runtime/base/clock.h"
#include "runtime/base/win32_calls.h"
#include "runtime_state.h"

enum { FirstCapacity = 16 };

static Timer *TimerOf(TimerHeapEntry *entry)
{
    return CONTAINING_RECORD(entry, Timer, entry);
}

void TimersInit(Timers *timers)
{
    int i;
    InitializeSRWLock(&timers->lock);
    for (i = 0; i < TimersWatchers; i++)
        timers->watched[i] = TimersNothing;
}

void TimersFree(Timers *timers)
{
    Win32Free((void *)timers->heap.entries);
}

/* When somebody must look next, under the lock: at once while the runtime stops. */
static ULONGLONG TimerNextDeadline(const Node *node)
{
    const TimerHeapEntry *first = TimerHeapFirst(&node->timers.heap);
    if (first == NULL)
        return TimersNothing;
    return RuntimeStopping(node->runtime) ? 0 : first->deadline;
}

DWORD TimersWatch(Node *node, ULONGLONG *watched)
{
    Timers *timers = &node->timers;
    ULONGLONG deadline, now, *latest = &timers->watched[0];
    int i;
    *watched = TimersNothing;
    /*
     * Unlocked: the caller counts as waiting by now, so whoever starts a timer after this look
     * wakes him.
     */
    if (!timers->heap.count)
        return INFINITE;
    AcquireSRWLockExclusive(&timers->lock);
    deadline = TimerNextDeadline(node);
    for (i = 1; i < TimersWatchers; i++) {
        if (timers->watched[i] > *latest)
            latest = &timers->watched[i];
    }
    if (deadline < *latest) /* whose place that was, if anybody's, may sleep on */
        *watched = *latest = deadline;
    ReleaseSRWLockExclusive(&timers->lock);
    if (*watched == TimersNothing)
        return INFINITE;
    now = ClockMs();
    if (deadline <= now)
        return 0;
    return deadline - now < INFINITE ? (DWORD)(deadline - now) : INFINITE - 1;
}

void TimersUnwatch(Node *node, ULONGLONG watched)
{
    Timers *timers = &node->timers;
    int i = 0;
    if (watched == TimersNothing)
        return;
    AcquireSRWLockExclusive(&timers->lock);
    while (i < TimersWatchers && timers->watched[i] != watched)
        i++;
    if (i < TimersWatchers) /* else his place went to one who watches an earlier deadline */
        timers->watched[i] = TimersNothing;
    ReleaseSRWLockExclusive(&timers->lock);
}

BOOL TimersUnwatched(Node *node)
{
    Timers *timers = &node->timers;
    BOOL unwatched = TRUE;
    int i;
    if (!timers->heap.count)
        return FALSE;
    AcquireSRWLockShared(&timers->lock);
    const ULONGLONG deadline = TimerNextDeadline(node);
    for (i = 0; i < TimersWatchers; i++)
        unwatched = unwatched && deadline < timers->watched[i];
    ReleaseSRWLockShared(&timers->lock);
    return unwatched;
}

Timer *TimersTake(Node *node, DWORD *error)
{
    if (!node->timers.heap.count)
        return NULL;
    AcquireSRWLockExclusive(&node->timers.lock);
    TimerHeapEntry *first = TimerHeapFirst(&node->timers.heap);
    if (first != NULL) {
        const BOOL due = first->deadline <= ClockMs();
        if (due || RuntimeStopping(node->runtime)) {
            *error = due ? ERROR_SUCCESS : ERROR_OPERATION_ABORTED;
            TimerHeapRemove(&node->timers.heap, first);
        } else {
            first = NULL;
        }
    }
    ReleaseSRWLockExclusive(&node->timers.lock);
    return first != NULL ? TimerOf(first) : NULL;
}

void TimerInit(Timer *timer, Node *node, WorkCallback callback)
{
    WorkItemInit(&timer->item, callback);
    timer->node = node;
    timer->entry.deadline = 0;
    timer->entry.heapIndex = 0;
}

/* Room for one more, under the lock. */
static BOOL TimerMakeRoom(TimerHeap *heap)
{
    const size_t capacity = heap->capacity ? heap->capacity * 2 : FirstCapacity;
    TimerHeapEntry **entries;
    if (heap->count < heap->capacity)
        return TRUE;
    entries = Win32Allocate(capacity * sizeof(TimerHeapEntry *));
    if (entries == NULL)
        return FALSE;
    Win32Free((void *)TimerHeapRehouse(heap, entries, capacity));
    return TRUE;
}

DWORD TimerStart(Timer *timer, DWORD delayMs)
{
    Node *node = timer->node;
    BOOL earliest = FALSE;
    DWORD error = WorkItemSubmit(&timer->item, node);
    if (error != ERROR_SUCCESS)
        return error;

    AcquireSRWLockExclusive(&node->timers.lock);
    if (RuntimeStopping(node->runtime)) {
        error = ERROR_SHUTDOWN_IN_PROGRESS;
    } else if (!TimerMakeRoom(&node->timers.heap)) {
        error = ERROR_NOT_ENOUGH_MEMORY;
    } else {
        /* One more than now: part of this millisecond is over already. */
        timer->entry.deadline = ClockMs() + delayMs + 1;
        TimerHeapInsert(&node->timers.heap, &timer->entry);
        earliest = TimerHeapFirst(&node->timers.heap) == &timer->entry;
    }
    ReleaseSRWLockExclusive(&node->timers.lock);

    if (error != ERROR_SUCCESS)
        WorkItemWithdraw(&timer->item, node);
    else if (earliest)
        NodeWake(node); /* those that wait do so for a later deadline */
    return error;
}

BOOL TimerCancel(Timer *timer)
{
    Node *node = timer->node;
    AcquireSRWLockExclusive(&node->timers.lock);
    const BOOL waiting = timer->entry.heapIndex != 0;
    if (waiting)
        TimerHeapRemove(&node->timers.heap, &timer->entry);
    ReleaseSRWLockExclusive(&node->timers.lock);
    if (waiting)
        WorkItemWithdraw(&timer->item, node);
    return waiting;
}
