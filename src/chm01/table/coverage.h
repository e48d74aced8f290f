/*
 * How much of a table its keys touch: a slot is touched when it belongs to a key. That depends on
 * the hash alone, so candidates for the best graph are compared before they are peeled. Cache lines
 * of 64 bytes, pages of 4 KiB and large pages of 2 MiB are counted from the first slot on. Any
 * thread.
 */
#ifndef CHM01_COVERAGE_H
#define CHM01_COVERAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "annotations.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum CoverageKind {
    CoverageUsedCacheLines = 1,
    CoverageEmptyCacheLines,
    CoverageUsedPages,
    CoverageEmptyPages,
    CoverageUsedLargePages,
    CoverageEmptyLargePages,
    CoverageMostSlotsInCacheLine /* the number of touched slots in the fullest cache line */
} CoverageKind;

typedef struct TableCoverage {
    uint64_t cacheLines, usedCacheLines;
    uint64_t pages, usedPages;
    uint64_t largePages, usedLargePages;
    uint32_t mostSlotsInCacheLine;
} TableCoverage;

/*
 * touched: a byte a slot, 1 or 0, and 64 bytes of 0 behind. A packed slot counts where it begins.
 */
void CoverageCount(_In_ const uint8_t *touched, size_t slotCount, uint32_t slotBits, _Out_ TableCoverage *out);

/* The touched slots in a part of a table's cache lines. */
typedef struct CoveragePart {
    uint32_t usedLines, mostSlots; /* touched slots in its fullest line */
} CoveragePart;

/*
 * Cuts the cache lines into `room` parts at most, each of the fewest lines that do, a power of two
 * of them. Returns how many parts there are.
 */
size_t CoverageMap(_In_ const uint8_t *touched, size_t slotCount, uint32_t slotBits,
                   _Out_writes_(room) CoveragePart *parts, size_t room, _Out_ size_t *linesEach);

/* A number of which less is better, and the figure that has the score. */
uint32_t CoverageScore(_In_ const TableCoverage *coverage, CoverageKind kind, bool highest);
static inline uint32_t CoverageOfScore(uint32_t score, bool highest)
{
    return highest ? ~score : score;
}

#ifdef __cplusplus
}
#endif
#endif
