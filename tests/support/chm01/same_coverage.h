// Coverage figures, compared one by one.
#pragma once

#include <doctest/doctest.h>

#include "chm01/table/coverage.h"

inline void CheckSame(const TableCoverage &a, const TableCoverage &b)
{
    CHECK(a.cacheLines == b.cacheLines);
    CHECK(a.usedCacheLines == b.usedCacheLines);
    CHECK(a.pages == b.pages);
    CHECK(a.usedPages == b.usedPages);
    CHECK(a.largePages == b.largePages);
    CHECK(a.usedLargePages == b.usedLargePages);
    CHECK(a.mostSlotsInCacheLine == b.mostSlotsInCacheLine);
}
