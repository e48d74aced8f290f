/*
 * The items that a worker took from the port and has not begun. Any worker of the node runs them,
 * first come, first served, so that nothing waits behind a long callback while another worker is
 * idle. Any thread.
 */
#ifndef RUNTIME_BACKLOG_H
#define RUNTIME_BACKLOG_H

#include "runtime/pure/atomic.h"
#include "work_item.h"

typedef struct Backlog {
    SRWLOCK lock;           /* guards the line */
    WorkItem *first, *last; /* linked by overlapped.Pointer: what it held was for an operation that is over */
    AtomicLong count;
} Backlog;

void BacklogInit(Backlog *backlog);
/* Adds the items of entries from a port; wake-ups are left out. */
void BacklogAdd(Backlog *backlog, const OVERLAPPED_ENTRY *entries, ULONG count);
/* The next item, with what it moved in InternalHigh; NULL: there is none. */
WorkItem *BacklogTake(Backlog *backlog);

static inline BOOL BacklogEmpty(const Backlog *backlog)
{
    return AtomicRead(&backlog->count) == 0;
}

#endif
