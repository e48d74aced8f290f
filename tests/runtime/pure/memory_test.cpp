/*
 * MemoryAllocate returns zeroed blocks of any size. Debug builds count the blocks, and a test can
 * make an allocation fail.
 */
#include <cstdint>
#include <initializer_list>

#include <doctest/doctest.h>

#include "runtime/pure/memory.h"

TEST_CASE("a block is zeroed and can be written to its end")
{
    for (size_t bytes : {size_t(1), size_t(63), size_t(4096), size_t(1) << 20}) {
        uint8_t *const block = static_cast<uint8_t *>(MemoryAllocate(bytes));
        REQUIRE(block != nullptr);
        CHECK((block[0] == 0 && block[bytes - 1] == 0));
        block[0] = block[bytes - 1] = 1;
        MemoryFree(block);
    }
    MemoryFree(nullptr);
}

#ifndef NDEBUG
TEST_CASE("blocks are counted, and one that fails is none")
{
    const long before = MemoryOutstanding();
    void *const block = MemoryAllocate(1);
    CHECK(MemoryOutstanding() == before + 1);
    MemoryFails = [] { return 1; };
    CHECK(MemoryAllocate(1) == nullptr);
    MemoryFails = [] { return 0; };
    void *const another = MemoryAllocate(1);
    CHECK(another != nullptr);
    MemoryFails = nullptr;
    CHECK(MemoryOutstanding() == before + 2);
    MemoryFree(block);
    MemoryFree(another);
    MemoryFree(nullptr);
    CHECK(MemoryOutstanding() == before);
}
#endif
