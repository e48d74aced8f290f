/*
 * Coverage counts the slots of each cache line that keys touch. These tests prove that the lines of
 * packed slots are counted by the slots that the table has, however many a line holds.
 */
#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "chm01/table/coverage.h"

TEST_CASE("coverage: nothing behind a table's slots is counted")
{
    const size_t slots = 96, margin = 64;
    for (const uint32_t bits : {1u, 2u, 3u, 4u, 7u, 8u}) {
        CAPTURE(bits);
        std::vector<uint8_t> touched(slots + margin + 512, 1);
        std::fill_n(touched.begin() + slots, margin, static_cast<uint8_t>(0));
        TableCoverage coverage;
        CoverageCount(touched.data(), slots, bits, &coverage);
        const size_t lines = (slots * bits + 511) / 512;
        CHECK(coverage.cacheLines == lines);
        CHECK(coverage.usedCacheLines == lines);
        CHECK(coverage.mostSlotsInCacheLine == (slots < 512 / bits ? slots : (512 + bits - 1) / bits));
        std::vector<CoveragePart> parts(lines);
        size_t each = 0;
        REQUIRE(CoverageMap(touched.data(), slots, bits, parts.data(), lines, &each) == lines);
        uint32_t most = 0;
        for (const CoveragePart &part : parts)
            most = part.mostSlots > most ? part.mostSlots : most;
        CHECK(most == coverage.mostSlotsInCacheLine);
    }
}
