/*
 * Buffers are kept in size classes. The test proves that the class of a size is the smallest that
 * holds it.
 */
#include <doctest/doctest.h>

#include "runtime/pure/size_class.h"

TEST_CASE("a class holds what belongs to it and is the smallest that does")
{
    CHECK(SizeClassOf(0) == 0);
    CHECK(SizeClassOf(1) == 0);
    CHECK(SizeClassOf(4096) == 0);
    CHECK(SizeClassOf(4097) == 1);
    CHECK(SizeClassOf(16 << 20) == SizeClassFixed - 1);
    CHECK(SizeClassOf((16 << 20) + 1) == SizeClassFixed);
    for (int sizeClass = 0; sizeClass < SizeClassCount; sizeClass++) {
        const size_t bytes = SizeClassBytes(sizeClass);
        CHECK(SizeClassOf(bytes) == sizeClass);
        CHECK(SizeClassOf(bytes - 1) == sizeClass);
        if (sizeClass + 1 < SizeClassCount)
            CHECK(SizeClassOf(bytes + 1) == sizeClass + 1);
        else
            CHECK(SizeClassOf(bytes + 1) == SizeClassNone);
    }
    CHECK(SizeClassOf(~static_cast<size_t>(0)) == SizeClassNone);
}
