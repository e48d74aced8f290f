#include "metrics_text.h"

#include "runtime/pure/atomic.h"

#define MICROSECONDS ((uint64_t)1000000) /* in a second */

static void MetricsLine(Utf8Text *text, const char *what, const char *name, const char *value)
{
    Utf8Put(text, what);
    Utf8Put(text, name);
    Utf8Put(text, " ");
    Utf8Put(text, value);
    Utf8Put(text, "\n");
}

void MetricsFamily(Utf8Text *text, const char *name, const char *type, const char *unit, const char *help)
{
    MetricsLine(text, "# TYPE ", name, type);
    if (unit != NULL)
        MetricsLine(text, "# UNIT ", name, unit);
    MetricsLine(text, "# HELP ", name, help);
}

/* The name of a sample with its labels, up to the value. */
static void MetricsName(Utf8Text *text, const char *name, const char *suffix, const char *labels)
{
    Utf8Put(text, name);
    Utf8Put(text, suffix);
    if (labels != NULL) {
        Utf8Put(text, "{");
        Utf8Put(text, labels);
        Utf8Put(text, "}");
    }
    Utf8Put(text, " ");
}

/* Seconds as a decimal number: 0.0001, 5.0. */
static void PutSeconds(Utf8Text *text, uint64_t microseconds)
{
    uint64_t rest = microseconds % MICROSECONDS;
    Utf8PutNumber(text, microseconds / MICROSECONDS);
    Utf8Put(text, ".");
    for (uint64_t unit = MICROSECONDS / 10; rest != 0; unit /= 10) {
        Utf8PutNumber(text, rest / unit);
        rest %= unit;
    }
    if (microseconds % MICROSECONDS == 0)
        Utf8Put(text, "0");
}

void MetricsSample(Utf8Text *text, const char *name, const char *suffix, const char *labels, uint64_t value)
{
    MetricsName(text, name, suffix, labels);
    Utf8PutNumber(text, value);
    Utf8Put(text, "\n");
}

void MetricsSeconds(Utf8Text *text, const char *name, const char *suffix, const char *labels, uint64_t microseconds)
{
    MetricsName(text, name, suffix, labels);
    PutSeconds(text, microseconds);
    Utf8Put(text, "\n");
}

/* bucket: HistogramBounds is the one beyond all bounds. */
static void MetricsBucket(Utf8Text *text, const char *name, const char *labels, size_t bucket, uint64_t count)
{
    Utf8Put(text, name);
    Utf8Put(text, "_bucket{");
    if (labels != NULL) {
        Utf8Put(text, labels);
        Utf8Put(text, ",");
    }
    Utf8Put(text, "le=\"");
    if (bucket < HistogramBounds)
        PutSeconds(text, histogramBounds[bucket]);
    else
        Utf8Put(text, "+Inf");
    Utf8Put(text, "\"} ");
    Utf8PutNumber(text, count);
    Utf8Put(text, "\n");
}

void MetricsHistogram(Utf8Text *text, const char *name, const char *labels, const Histogram *histogram)
{
    uint64_t count = 0;
    for (size_t bucket = 0; bucket <= HistogramBounds; bucket++) {
        count += (uint64_t)AtomicRead64(&histogram->buckets[bucket]);
        MetricsBucket(text, name, labels, bucket, count);
    }
    MetricsSample(text, name, "_count", labels, count);
    MetricsSeconds(text, name, "_sum", labels, (uint64_t)AtomicRead64(&histogram->sum));
}

void MetricsEnd(Utf8Text *text)
{
    Utf8Put(text, "# EOF\n");
}
