/*
 * Writes metrics in the OpenMetrics text format, version 1.0. A family begins with MetricsFamily;
 * its samples follow before the next family does, and MetricsEnd ends the text. Names, labels and
 * help texts are literals of the caller, without what would need an escape. Pure; one owner.
 */
#ifndef JOBS_METRICS_TEXT_H
#define JOBS_METRICS_TEXT_H

#include "annotations.h"
#include "runtime/pure/histogram.h"
#include "utf8_text.h"

#ifdef __cplusplus
extern "C" {
#endif

/* type: counter, gauge, histogram or info. unit: what the name ends with; NULL: none. */
void MetricsFamily(_Inout_ Utf8Text *text, _In_z_ const char *name, _In_z_ const char *type,
                   _In_opt_z_ const char *unit, _In_z_ const char *help);
/* A sample `name` + `suffix`; labels: such as kind="table", or NULL. */
void MetricsSample(_Inout_ Utf8Text *text, _In_z_ const char *name, _In_z_ const char *suffix,
                   _In_opt_z_ const char *labels, uint64_t value);
void MetricsSeconds(_Inout_ Utf8Text *text, _In_z_ const char *name, _In_z_ const char *suffix,
                    _In_opt_z_ const char *labels, uint64_t microseconds);
/* The buckets, the count and the sum. */
void MetricsHistogram(_Inout_ Utf8Text *text, _In_z_ const char *name, _In_opt_z_ const char *labels,
                      _In_ const Histogram *histogram);
void MetricsEnd(_Inout_ Utf8Text *text);

#ifdef __cplusplus
}
#endif
#endif
