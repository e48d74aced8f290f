#include "backlog.h"

#include "work_item_marks.h"

void BacklogInit(Backlog *backlog)
{
    InitializeSRWLock(&backlog->lock);
}

void BacklogAdd(Backlog *backlog, const OVERLAPPED_ENTRY *entries, ULONG count)
{
    ULONG i;
    AcquireSRWLockExclusive(&backlog->lock);
    for (i = 0; i < count; i++) {
        if (entries[i].lpOverlapped == NULL)
            continue;
        WorkItem *item = CONTAINING_RECORD(entries[i].lpOverlapped, WorkItem, overlapped);
        WorkItemTakePacket(item, &entries[i]);
        item->overlapped.Pointer = NULL;
        if (backlog->first != NULL)
            backlog->last->overlapped.Pointer = item;
        else
            backlog->first = item;
        backlog->last = item;
        AtomicIncrement(&backlog->count);
    }
    ReleaseSRWLockExclusive(&backlog->lock);
}

WorkItem *BacklogTake(Backlog *backlog)
{
    if (BacklogEmpty(backlog))
        return NULL;
    AcquireSRWLockExclusive(&backlog->lock);
    WorkItem *item = backlog->first;
    if (item != NULL) {
        backlog->first = item->overlapped.Pointer;
        AtomicDecrement(&backlog->count);
    }
    ReleaseSRWLockExclusive(&backlog->lock);
    return item;
}
