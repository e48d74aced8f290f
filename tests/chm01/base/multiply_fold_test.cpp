/*
 * A folded product is that of long multiplication, by the processor's instruction and in parts. So
 * a table that is made on one machine is looked up on any other.
 */
#include <doctest/doctest.h>

#include "chm01/base/multiply_fold.h"
#include "chm01/base/rng.h"

TEST_CASE("a product is folded as arithmetic says")
{
    for (uint64_t i = 0; i < 1000; i++) {
        const uint64_t a = RngDraw(1, 0, i) >> i % 64, b = RngDraw(1, 1, i) >> i / 64 % 64;
        uint64_t low = 0, high = 0; // by long multiplication, a bit at a time
        for (uint32_t bit = 0; bit < 64; bit++)
            if ((b >> bit & 1) != 0) {
                const uint64_t part = a << bit;
                high += (bit == 0 ? 0 : a >> (64 - bit)) + (low + part < low);
                low += part;
            }
        CHECK(MultiplyFold(a, b) == (low ^ high));
        CHECK(MultiplyFoldParts(a, b) == (low ^ high));
    }
}
