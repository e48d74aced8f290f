#include "work_item.h"

#include <string.h>

#include "node.h"
#include "runtime/base/win32_calls.h"
#include "runtime/pure/atomic.h"
#include "runtime/pure/check.h"
#include "work_item_marks.h"

enum { Signature = 0x4D455449, Poisoned = 0x44414544 }; /* "ITEM", "DEAD" */

void WorkItemInit(WorkItem *item, WorkCallback callback)
{
    memset(item, 0, sizeof *item);
    item->callback = callback;
    item->signature = Signature;
}

void WorkItemPoison(WorkItem *item)
{
    RuntimeCheck(item->signature == Signature, "a work item was poisoned twice or never made");
    RuntimeCheck(!(AtomicRead(&item->flags) & WorkItemQueued), "a work item was poisoned while it was queued");
    item->signature = Poisoned;
    item->callback = NULL;
}

void WorkItemMarkQueued(WorkItem *item)
{
#ifndef NDEBUG
    RuntimeCheck(item->signature == Signature, "a work item was queued that was never made or is gone");
    RuntimeCheck(!(AtomicOr(&item->flags, WorkItemQueued) & WorkItemQueued), "a work item was queued twice");
#else
    (void)item;
#endif
}

void WorkItemMarkTaken(WorkItem *item)
{
#ifndef NDEBUG
    RuntimeCheck(item->signature == Signature, "a work item came back that was never made or is gone");
    RuntimeCheck(AtomicAnd(&item->flags, ~(long)WorkItemQueued) & WorkItemQueued,
                 "a work item came back that was not queued");
#else
    (void)item;
#endif
}

DWORD WorkItemSubmit(WorkItem *item, Node *node)
{
    const DWORD error = NodeNeedWorker(node);
    if (error != ERROR_SUCCESS)
        return error;
    WorkItemMarkQueued(item);
    memset(&item->overlapped, 0, sizeof item->overlapped);
    InFlightEnter(&node->inFlight);
    return ERROR_SUCCESS;
}

void WorkItemWithdraw(WorkItem *item, Node *node)
{
    WorkItemMarkTaken(item);
    InFlightLeave(&node->inFlight);
}

void WorkItemComplete(WorkItem *item, Node *node, DWORD bytes)
{
    NodeDeliver(node, item, bytes);
}

DWORD NodePost(Node *node, WorkItem *item)
{
    DWORD error = WorkItemSubmit(item, node);
    if (error == ERROR_SUCCESS && !Win32Post(node->port, 0, &item->overlapped)) {
        error = GetLastError();
        WorkItemWithdraw(item, node);
    }
    return error;
}
