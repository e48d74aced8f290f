#include "coverage.h"

#include <emmintrin.h>
#include <string.h>

enum { LineBytes = 64, LinesPerPage = 4096 / LineBytes, PagesPerLargePage = 512, Lane = 16 };

static uint32_t SumLane(const uint8_t *touched)
{
    const __m128i sums = _mm_sad_epu8(_mm_loadu_si128((const __m128i *)(const void *)touched), _mm_setzero_si128());
    return (uint32_t)(_mm_cvtsi128_si32(sums) + _mm_extract_epi16(sums, 4));
}

static uint32_t SumLine(const uint8_t *touched, uint32_t slotSizeInBytes)
{
    uint32_t sum = 0;
    for (uint32_t lane = 0; lane < 4 / slotSizeInBytes; lane++)
        sum += SumLane(touched + lane * Lane);
    return sum;
}

void CoverageCount(const uint8_t *touched, size_t slotCount, uint32_t slotSizeInBytes, TableCoverage *out)
{
    const size_t perLine = LineBytes / slotSizeInBytes, lines = (slotCount + perLine - 1) / perLine;
    memset(out, 0, sizeof *out);
    out->cacheLines = lines;
    out->pages = (lines + LinesPerPage - 1) / LinesPerPage;
    out->largePages = (out->pages + PagesPerLargePage - 1) / PagesPerLargePage;
    bool largePageUsed = false;
    for (size_t page = 0; page < out->pages; page++) {
        const size_t end = (page + 1) * LinesPerPage < lines ? (page + 1) * LinesPerPage : lines;
        const uint64_t usedBefore = out->usedCacheLines;
        for (size_t line = page * LinesPerPage; line < end; line++) {
            const uint32_t count = SumLine(touched + line * perLine, slotSizeInBytes);
            out->usedCacheLines += count != 0;
            if (count > out->mostSlotsInCacheLine)
                out->mostSlotsInCacheLine = count;
        }
        const bool pageUsed = out->usedCacheLines != usedBefore;
        out->usedPages += pageUsed;
        largePageUsed = (page % PagesPerLargePage != 0 && largePageUsed) || pageUsed;
        if ((page + 1) % PagesPerLargePage == 0 || page + 1 == out->pages)
            out->usedLargePages += largePageUsed;
    }
}

static uint64_t CoverageFigure(const TableCoverage *coverage, CoverageKind kind)
{
    switch (kind) {
    case CoverageUsedCacheLines: return coverage->usedCacheLines;
    case CoverageEmptyCacheLines: return coverage->cacheLines - coverage->usedCacheLines;
    case CoverageUsedPages: return coverage->usedPages;
    case CoverageEmptyPages: return coverage->pages - coverage->usedPages;
    case CoverageUsedLargePages: return coverage->usedLargePages;
    case CoverageEmptyLargePages: return coverage->largePages - coverage->usedLargePages;
    case CoverageMostSlotsInCacheLine: break;
    }
    return coverage->mostSlotsInCacheLine;
}

uint32_t CoverageScore(const TableCoverage *coverage, CoverageKind kind, bool highest)
{
    const uint32_t figure = (uint32_t)CoverageFigure(coverage, kind);
    return highest ? ~figure : figure;
}
