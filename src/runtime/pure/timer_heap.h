/*
 * A binary min-heap of deadlines. Each entry knows its own place, so that one in the middle goes in
 * O(log n). Its array is the caller's memory. Not locked. Pure.
 */
#ifndef RUNTIME_TIMER_HEAP_H
#define RUNTIME_TIMER_HEAP_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct TimerHeapEntry {
    uint64_t deadline;
    size_t heapIndex; /* 1-based index in the heap; 0: not in it */
} TimerHeapEntry;

typedef struct TimerHeap {
    TimerHeapEntry **entries;
    volatile size_t count; /* may be looked at from anywhere */
    size_t capacity;
} TimerHeap;

/* Moves the heap to a larger array; returns the old one, now the caller's to free. */
TimerHeapEntry **TimerHeapRehouse(TimerHeap *heap, TimerHeapEntry **entries, size_t capacity);

/* count < capacity, and the entry is in no heap. */
void TimerHeapInsert(TimerHeap *heap, TimerHeapEntry *entry);
/* The entry is in this heap. */
void TimerHeapRemove(TimerHeap *heap, TimerHeapEntry *entry);
TimerHeapEntry *TimerHeapFirst(const TimerHeap *heap); /* the earliest, or NULL */

#ifdef __cplusplus
}
#endif
#endif
