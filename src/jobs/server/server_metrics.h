/*
 * The numbers that a server counts for its operator, and their text in the OpenMetrics format
 * (docs/how-to/server.md). Counting takes no lock. Any thread.
 */
#ifndef JOBS_SERVER_METRICS_H
#define JOBS_SERVER_METRICS_H

#include "jobs/text/utf8_text.h"
#include "runtime/pure/histogram.h"
#include "runtime/pure/job_record.h"
#include "server_job.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { MetricsKinds = 2, MetricsResults = 3 }; /* tables and bulk runs; succeeded, failed, cancelled */

typedef struct ServerMetrics { /* all zero: nothing yet */
    volatile long long jobs[MetricsKinds][MetricsResults];
    volatile long long tables[MetricsResults]; /* made, skipped, failed */
    volatile long long requests, refused;
    Histogram jobSeconds[MetricsKinds]; /* from the request to the end */
    Histogram requestSeconds;           /* what a request keeps a worker for */
} ServerMetrics;

void ServerMetricsJob(ServerMetrics *metrics, const ServerJob *job); /* it has ended */
void ServerMetricsRequest(ServerMetrics *metrics, uint64_t microseconds);
void ServerMetricsRefused(ServerMetrics *metrics);

#ifdef __cplusplus
}
#endif
#endif
