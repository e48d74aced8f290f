#include "histogram.h"

#include "atomic.h"

const uint64_t histogramBounds[HistogramBounds] = {
    100,     500,     1000,     5000,     10000,     50000,     100000,     500000,
    1000000, 5000000, 10000000, 50000000, 100000000, 500000000, 1000000000, 5000000000,
};

void HistogramAdd(Histogram *histogram, uint64_t microseconds)
{
    size_t bucket = 0;
    while (bucket < HistogramBounds && microseconds > histogramBounds[bucket])
        bucket++;
    AtomicIncrement64(&histogram->buckets[bucket]);
    AtomicAdd64(&histogram->sum, (long long)microseconds);
}
