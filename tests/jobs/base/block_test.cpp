/*
 * Memory for tables. These tests prove that a large block gives whole pages back to the system,
 * that the bytes beside these stay what they were, and that a small one gives nothing back.
 */
#include "jobs/base/block.h"

#include <doctest/doctest.h>

#include <cstdint>

namespace {

DWORD StateAt(const void *at)
{
    MEMORY_BASIC_INFORMATION information = {};
    REQUIRE(VirtualQuery(at, &information, sizeof information) != 0);
    return information.State;
}

} // namespace

TEST_CASE("a large block gives back the pages that hold nothing else")
{
    const size_t bytes = 1024 * 1024, page = 4096;
    auto *const block = static_cast<uint8_t *>(BlockAllocate(bytes));
    REQUIRE(block != nullptr);
    block[10 * page] = 1;
    block[20 * page] = 2;
    BlockGiveBack(block, block + 10 * page + 1, 10 * page - 1);
    CHECK(block[10 * page] == 1);
    CHECK(block[20 * page] == 2);
    CHECK(StateAt(block + 11 * page) == MEM_RESERVE);
    CHECK(StateAt(block + 19 * page - page / 2) == MEM_RESERVE);
    BlockGiveBack(block, block + 30 * page, page / 2); // not a whole page
    CHECK(StateAt(block + 30 * page) == MEM_COMMIT);
    BlockFree(block);
}

TEST_CASE("a small block gives nothing back")
{
    auto *const block = static_cast<uint8_t *>(BlockAllocate(64 * 1024));
    REQUIRE(block != nullptr);
    block[32 * 1024] = 3;
    BlockGiveBack(block, block, 64 * 1024);
    CHECK(block[32 * 1024] == 3);
    BlockFree(block);
}
