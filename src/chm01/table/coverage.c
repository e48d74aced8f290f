#include "coverage.h"

#include <string.h>

#include "chm01/base/vector.h"

enum { LineBits = 512, LinesPerPage = 4096 * 8 / LineBits, PagesPerLargePage = 512, Lane = 16 };

static uint32_t SumLane(const uint8_t *touched)
{
    const Vector sums = VectorSumBytes(VectorZero(), VectorAt(touched));
    return (uint32_t)(VectorLow(sums) + VectorHigh(sums));
}

/* Sums the slots between two that begin lines. */
static uint32_t SumSlots(const uint8_t *touched, size_t from, size_t to)
{
    uint32_t sum = 0;
    for (; to - from >= Lane; from += Lane)
        sum += SumLane(touched + from);
    for (; from < to; from++)
        sum += touched[from];
    return sum;
}

/* Returns the first slot that begins in a line. */
static size_t CoverageLineBegin(size_t line, uint32_t slotBits)
{
    if (LineBits % slotBits == 0)
        return line * (LineBits / slotBits);
    return (size_t)(((uint64_t)line * LineBits + slotBits - 1) / slotBits);
}

/* ... and the one behind the last of a line, which a table's last line may not have. */
static size_t CoverageLineEnd(size_t line, uint32_t slotBits, size_t slotCount)
{
    const size_t end = CoverageLineBegin(line + 1, slotBits);
    return end < slotCount ? end : slotCount;
}

static uint32_t CoverageSlotsOfLine(const uint8_t *touched, size_t line, size_t slotCount, uint32_t slotBits)
{
    return SumSlots(touched, CoverageLineBegin(line, slotBits), CoverageLineEnd(line, slotBits, slotCount));
}

static size_t CoverageLines(size_t slotCount, uint32_t slotBits)
{
    return (size_t)(((uint64_t)slotCount * slotBits + LineBits - 1) / LineBits);
}

void CoverageCount(const uint8_t *touched, size_t slotCount, uint32_t slotBits, TableCoverage *out)
{
    const size_t lines = CoverageLines(slotCount, slotBits);
    memset(out, 0, sizeof *out);
    out->cacheLines = lines;
    out->pages = (lines + LinesPerPage - 1) / LinesPerPage;
    out->largePages = (out->pages + PagesPerLargePage - 1) / PagesPerLargePage;
    bool largePageUsed = false;
    for (size_t page = 0; page < out->pages; page++) {
        const size_t end = (page + 1) * LinesPerPage < lines ? (page + 1) * LinesPerPage : lines;
        const uint64_t usedBefore = out->usedCacheLines;
        for (size_t line = page * LinesPerPage; line < end; line++) {
            const uint32_t count = CoverageSlotsOfLine(touched, line, slotCount, slotBits);
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

size_t CoverageMap(const uint8_t *touched, size_t slotCount, uint32_t slotBits, CoveragePart *parts, size_t room,
                   size_t *linesEach)
{
    const size_t lines = CoverageLines(slotCount, slotBits);
    size_t each = 1;
    while ((lines + each - 1) / each > room)
        each *= 2;
    const size_t count = (lines + each - 1) / each;
    memset(parts, 0, count * sizeof *parts);
    for (size_t line = 0; line < lines; line++) {
        CoveragePart *const part = &parts[line / each];
        const uint32_t slots = CoverageSlotsOfLine(touched, line, slotCount, slotBits);
        part->usedLines += slots != 0;
        if (slots > part->mostSlots)
            part->mostSlots = slots;
    }
    *linesEach = each;
    return count;
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
