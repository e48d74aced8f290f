// A block of memory that begins on a cache line, as the solver wants it; a large one begins on a
// large page and asks for large ones, so that a benchmark measures the solver and not the page
// tables. PERFECTHASH_SMALL_PAGES=1 in the environment leaves that out.
#ifndef BENCHMARKS_ALIGNED_MEMORY_H
#define BENCHMARKS_ALIGNED_MEMORY_H

#include <cstdlib>
#include <cstring>
#include <memory>
#include <sys/mman.h>

struct FreeMemory {
    void operator()(void *p) const { std::free(p); }
};
using AlignedMemory = std::unique_ptr<void, FreeMemory>;

inline AlignedMemory AllocateAligned(size_t bytes)
{
    constexpr size_t LargePage = size_t{2} << 20;
    const size_t alignment =
        bytes >= 2 * LargePage && std::getenv("PERFECTHASH_SMALL_PAGES") == nullptr ? LargePage : 64;
    const size_t size = (bytes + alignment - 1) / alignment * alignment;
    void *p = std::aligned_alloc(alignment, size);
    if (p == nullptr)
        std::abort();
    if (alignment == LargePage)
        madvise(p, size, MADV_HUGEPAGE);
    return AlignedMemory(p);
}

// A block of the system's usual pages, as a mapped file has them.
inline AlignedMemory AllocateSmallPages(size_t bytes)
{
    constexpr size_t Page = 4096;
    const size_t size = (bytes + Page - 1) / Page * Page;
    void *p = std::aligned_alloc(Page, size);
    if (p == nullptr)
        std::abort();
    madvise(p, size, MADV_NOHUGEPAGE);
    return AlignedMemory(p);
}

#endif
