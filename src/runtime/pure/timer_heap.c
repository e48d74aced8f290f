#include "timer_heap.h"

#include <string.h>

static void TimerHeapPut(TimerHeap *heap, size_t index, TimerHeapEntry *entry)
{
    heap->entries[index] = entry;
    entry->heapIndex = index + 1;
}

static void SiftUp(TimerHeap *heap, size_t index, TimerHeapEntry *entry)
{
    while (index > 0) {
        const size_t parent = (index - 1) / 2;
        if (heap->entries[parent]->deadline <= entry->deadline)
            break;
        TimerHeapPut(heap, index, heap->entries[parent]);
        index = parent;
    }
    TimerHeapPut(heap, index, entry);
}

static void SiftDown(TimerHeap *heap, size_t index, TimerHeapEntry *entry)
{
    for (;;) {
        size_t child = 2 * index + 1;
        if (child >= heap->count)
            break;
        if (child + 1 < heap->count && heap->entries[child + 1]->deadline < heap->entries[child]->deadline)
            child++;
        if (entry->deadline <= heap->entries[child]->deadline)
            break;
        TimerHeapPut(heap, index, heap->entries[child]);
        index = child;
    }
    TimerHeapPut(heap, index, entry);
}

TimerHeapEntry **TimerHeapRehouse(TimerHeap *heap, TimerHeapEntry **entries, size_t capacity)
{
    TimerHeapEntry **old = heap->entries;
    if (heap->count)
        memcpy(entries, old, heap->count * sizeof *entries);
    heap->entries = entries;
    heap->capacity = capacity;
    return old;
}

void TimerHeapInsert(TimerHeap *heap, TimerHeapEntry *entry)
{
    SiftUp(heap, heap->count++, entry);
}

void TimerHeapRemove(TimerHeap *heap, TimerHeapEntry *entry)
{
    const size_t index = entry->heapIndex - 1;
    TimerHeapEntry *last = heap->entries[--heap->count];
    if (last != entry) {
        if (index > 0 && last->deadline < heap->entries[(index - 1) / 2]->deadline)
            SiftUp(heap, index, last);
        else
            SiftDown(heap, index, last);
    }
    entry->heapIndex = 0;
}

TimerHeapEntry *TimerHeapFirst(const TimerHeap *heap)
{
    return heap->count ? heap->entries[0] : NULL;
}
