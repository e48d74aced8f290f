/*
 * A work item's way: queued when it leaves its owner, taken when it comes back (debug bits, nothing
 * in release builds), and what its packet says.
 */
#ifndef RUNTIME_WORK_ITEM_MARKS_H
#define RUNTIME_WORK_ITEM_MARKS_H

#include "work_item.h"

void WorkItemMarkQueued(WorkItem *item);
void WorkItemMarkTaken(WorkItem *item);

/*
 * The packet of an item. Wine may hand it out before it has written the operation's status, which
 * then still says STATUS_PENDING.
 */
static inline void WorkItemTakePacket(WorkItem *item, const OVERLAPPED_ENTRY *entry)
{
    const ULONG_PTR pending = 0x103;
    item->overlapped.InternalHigh = entry->dwNumberOfBytesTransferred;
    if (item->overlapped.Internal == pending)
        item->overlapped.Internal = entry->Internal;
}

#endif
