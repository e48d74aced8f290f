/*
 * One-shot timers: a min-heap per node whose earliest deadline is one worker's wait timeout; no
 * thread, no timer queue.
 */
#ifndef RUNTIME_TIMER_H
#define RUNTIME_TIMER_H

#include "runtime/pure/timer_heap.h"
#include "work_item.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct Timer {
    WorkItem item; /* its callback runs on a worker at or after the deadline */
    Node *node;
    TimerHeapEntry entry; /* deadline in milliseconds of the runtime's clock */
} Timer;

void TimerInit(Timer *timer, Node *node, WorkCallback callback);
/*
 * The callback's error is ERROR_OPERATION_ABORTED when the runtime stops before the deadline.
 * ERROR_SHUTDOWN_IN_PROGRESS: it is stopping.
 */
DWORD TimerStart(Timer *timer, DWORD delayMs);
/*
 * TRUE: it was waiting and never fires. FALSE: it has fired or is about to (its callback runs or
 * ran), or was never started. Any thread.
 */
BOOL TimerCancel(Timer *timer);

#ifdef __cplusplus
}
#endif
#endif
