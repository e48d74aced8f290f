/*
 * Counts how long something took, by fixed bounds: from 100 microseconds to 5,000 seconds, and
 * beyond. Any thread adds without a lock; a reader may see an addition half done. Pure.
 */
#ifndef RUNTIME_HISTOGRAM_H
#define RUNTIME_HISTOGRAM_H

#include <stddef.h>
#include <stdint.h>

#include "annotations.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { HistogramBounds = 16 };
extern const uint64_t histogramBounds[HistogramBounds]; /* microseconds, ascending; each belongs to its bucket */

typedef struct Histogram {                           /* all zero: empty */
    volatile long long buckets[HistogramBounds + 1]; /* each alone; the last one is beyond all bounds */
    volatile long long sum;                          /* microseconds */
} Histogram;

void HistogramAdd(_Inout_ Histogram *histogram, uint64_t microseconds);

#ifdef __cplusplus
}
#endif
#endif
