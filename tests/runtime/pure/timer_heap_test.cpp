/*
 * A TimerHeap orders timers by deadline. These tests insert and remove entries in random order and
 * check the order that comes out. The cost of an operation grows with the logarithm of the number
 * of timers.
 */
#include <doctest/doctest.h>

#include <random>
#include <vector>

#include "runtime/pure/timer_heap.h"

namespace {

bool IsHeap(const TimerHeap &heap)
{
    for (size_t i = 0; i < heap.count; i++) {
        if (heap.entries[i]->heapIndex != i + 1 ||
            (i > 0 && heap.entries[(i - 1) / 2]->deadline > heap.entries[i]->deadline))
            return false;
    }
    return true;
}

} // namespace

TEST_CASE("a heap gives its entries out in the order of their deadlines")
{
    std::mt19937 random(1);
    std::vector<TimerHeapEntry> entries(5000);
    std::vector<TimerHeapEntry *> room(entries.size());
    TimerHeap heap = {};
    CHECK(TimerHeapFirst(&heap) == nullptr);
    CHECK(TimerHeapRehouse(&heap, room.data(), room.size()) == nullptr);
    for (TimerHeapEntry &entry : entries) {
        entry.deadline = random() % 1000;
        TimerHeapInsert(&heap, &entry);
    }
    CHECK(IsHeap(heap));
    uint64_t last = 0;
    for (size_t left = entries.size(); left > 0; left--) {
        TimerHeapEntry *first = TimerHeapFirst(&heap);
        REQUIRE(first->deadline >= last);
        last = first->deadline;
        TimerHeapRemove(&heap, first);
        REQUIRE(first->heapIndex == 0);
    }
    CHECK(TimerHeapFirst(&heap) == nullptr);
}

TEST_CASE("inserts and removals in any order keep the heap")
{
    std::mt19937 random(2);
    std::vector<TimerHeapEntry> entries(300);
    std::vector<TimerHeapEntry *> small(8), large(entries.size());
    TimerHeap heap = {};
    TimerHeapRehouse(&heap, small.data(), small.size());
    for (int step = 0; step < 20000; step++) {
        TimerHeapEntry &entry = entries[random() % entries.size()];
        if (entry.heapIndex) {
            TimerHeapRemove(&heap, &entry);
        } else {
            if (heap.count == heap.capacity)
                CHECK(TimerHeapRehouse(&heap, large.data(), large.size()) == small.data());
            entry.deadline = random() % 100;
            TimerHeapInsert(&heap, &entry);
        }
        REQUIRE(IsHeap(heap));
    }
}

TEST_CASE("the cost of a timer grows with the logarithm of their number")
{
    // Moves of entries, counted by what changes its place: at most twice the depth of the heap for
    // a removal from the front.
    std::vector<TimerHeapEntry> entries(100000);
    std::vector<TimerHeapEntry *> room(entries.size());
    TimerHeap heap = {};
    TimerHeapRehouse(&heap, room.data(), room.size());
    for (size_t i = 0; i < entries.size(); i++) {
        entries[i].deadline = i * 2654435761u % 1000003;
        TimerHeapInsert(&heap, &entries[i]);
    }
    size_t most = 0;
    std::vector<TimerHeapEntry *> before(room);
    for (int round = 0; round < 20; round++) {
        TimerHeapRemove(&heap, TimerHeapFirst(&heap));
        size_t moved = 0;
        for (size_t i = 0; i < heap.count; i++)
            moved += room[i] != before[i];
        most = moved > most ? moved : most;
        before = room;
    }
    CHECK(most <= 2 * 17);
}
