// A block of memory that begins on a cache line, as the solver wants it.
#ifndef BENCHMARKS_ALIGNED_MEMORY_H
#define BENCHMARKS_ALIGNED_MEMORY_H

#include <cstdlib>
#include <cstring>
#include <memory>

struct FreeMemory {
    void operator()(void *p) const { std::free(p); }
};
using AlignedMemory = std::unique_ptr<void, FreeMemory>;

inline AlignedMemory AllocateAligned(size_t bytes)
{
    void *p = std::aligned_alloc(64, (bytes + 63) & ~size_t{63});
    if (p == nullptr)
        std::abort();
    return AlignedMemory(p);
}

#endif
