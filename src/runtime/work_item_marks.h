/* The debug bits of a work item: queued when it goes away from its owner, taken when it comes back. Nothing in release builds. */
#ifndef RUNTIME_WORK_ITEM_MARKS_H
#define RUNTIME_WORK_ITEM_MARKS_H

#include "work_item.h"

void WorkItemMarkQueued(WorkItem *item);
void WorkItemMarkTaken(WorkItem *item);

#endif
