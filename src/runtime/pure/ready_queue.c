#include "ready_queue.h"

void ReadyQueueAdd(ReadyQueue *queue, ReadyEntry *entry)
{
    const ReadyKind kind = entry->kind;
    entry->next = NULL;
    if (queue->first[kind] != NULL)
        queue->last[kind]->next = entry;
    else
        queue->first[kind] = entry;
    queue->last[kind] = entry;
}

void ReadyQueueRemove(ReadyQueue *queue, ReadyEntry *entry)
{
    const ReadyKind kind = entry->kind;
    ReadyEntry *before = NULL, **at = &queue->first[kind];
    while (*at != entry) {
        before = *at;
        at = &before->next;
    }
    *at = entry->next;
    if (queue->last[kind] == entry)
        queue->last[kind] = before;
    entry->next = NULL;
}

ReadyEntry *ReadyQueueTake(ReadyQueue *queue, int bulkAllowed)
{
    const int bulkWaits = bulkAllowed && queue->first[ReadyBulk];
    const int bulk = bulkWaits && (queue->first[ReadyInteractive] == NULL || queue->streak >= ReadyInteractiveShare);
    const ReadyKind kind = bulk ? ReadyBulk : ReadyInteractive;
    ReadyEntry *entry = queue->first[kind];
    if (entry == NULL)
        return NULL;
    queue->first[kind] = entry->next;
    entry->next = NULL;
    queue->streak = bulkWaits && !bulk ? queue->streak + 1 : 0;
    return entry;
}
