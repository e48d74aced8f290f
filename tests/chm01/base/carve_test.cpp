/*
 * A block is carved into parts. These tests prove that parts are aligned and lie one behind
 * another. A sum that no address space has stays larger than anybody can allocate, whatever is
 * added to it.
 */
#include <doctest/doctest.h>

#include <cstdint>

#include "chm01/base/carve.h"

TEST_CASE("carve: parts are counted and laid out alike")
{
    alignas(64) uint8_t memory[256] = {};
    Carve counted = CarveBegin(nullptr), laid = CarveBegin(memory);
    CHECK(CarveTake(&counted, 1) == nullptr);
    CHECK(CarveTake(&counted, 65) == nullptr);
    CHECK(CarveTake(&laid, 1) == memory);
    CHECK(CarveTake(&laid, 65) == memory + 64);
    CHECK(counted.used == 192);
    CHECK(laid.used == counted.used);
}

TEST_CASE("carve: what is too large stays so")
{
    const size_t most = SIZE_MAX & ~static_cast<size_t>(63);
    for (const uint64_t bytes : {static_cast<uint64_t>(most), static_cast<uint64_t>(most) - 63, UINT64_MAX}) {
        Carve carve = CarveBegin(nullptr);
        (void)CarveTake(&carve, 1);
        (void)CarveTake(&carve, bytes);
        CHECK(carve.used == most);
        (void)CarveTake(&carve, 1);
        CHECK(carve.used == most);
        (void)CarveTake(&carve, carve.used);
        CHECK(carve.used == most);
    }
}
