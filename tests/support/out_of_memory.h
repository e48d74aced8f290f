// Makes an allocation of MemoryAllocate fail, in debug builds, and sees at the end that no block is
// left of what was allocated meanwhile.
#pragma once
#include <doctest/doctest.h>

#include "runtime/pure/memory.h"

#ifndef NDEBUG
class OutOfMemory {
public:
    explicit OutOfMemory(long nth) : blocks(MemoryOutstanding()) { FailAt(nth); }
    ~OutOfMemory()
    {
        MemoryFails = nullptr;
        CHECK(MemoryOutstanding() == blocks);
    }
    OutOfMemory(const OutOfMemory &) = delete;
    OutOfMemory &operator=(const OutOfMemory &) = delete;

    // The nth allocation from now fails, and no other.
    void FailAt(long nth)
    {
        left = nth;
        MemoryFails = [] { return int(--left == 0); };
    }
    bool Reached() const { return left <= 0; }

private:
    const long blocks;
    static inline long left;
};
#endif
