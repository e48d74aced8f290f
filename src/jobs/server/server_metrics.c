#include "server_metrics.h"

#include "jobs/text/metrics_text.h"
#include "runtime/pure/atomic.h"
#include "server_state.h"

/* ---- counting ---- */

void ServerMetricsJob(ServerMetrics *metrics, const ServerJob *job)
{
    const JobRecordValues *values = &job->values;
    const size_t kind = (size_t)job->kind - ServerJobTable, result = (size_t)values->state - JobRecordSucceeded;
    const uint64_t tables[MetricsResults] = {values->succeeded, values->skipped, values->failed};
    AtomicIncrement64(&metrics->jobs[kind][result]);
    for (size_t i = 0; i < MetricsResults; i++)
        AtomicAdd64(&metrics->tables[i], (long long)tables[i]);
    HistogramAdd(&metrics->jobSeconds[kind], (GetTickCount64() - job->begunMs) * 1000);
}

void ServerMetricsRequest(ServerMetrics *metrics, uint64_t microseconds)
{
    AtomicIncrement64(&metrics->requests);
    HistogramAdd(&metrics->requestSeconds, microseconds);
}

void ServerMetricsRefused(ServerMetrics *metrics)
{
    AtomicIncrement64(&metrics->refused);
}

/* ---- the text ---- */

static const char *const kinds[MetricsKinds] = {"kind=\"table\"", "kind=\"bulk\""};

static void PutJobs(const ServerMetrics *metrics, Utf8Text *text)
{
    static const char *const labels[MetricsKinds][MetricsResults] = {
        {"kind=\"table\",result=\"succeeded\"", "kind=\"table\",result=\"failed\"",
         "kind=\"table\",result=\"cancelled\""},
        {"kind=\"bulk\",result=\"succeeded\"", "kind=\"bulk\",result=\"failed\"", "kind=\"bulk\",result=\"cancelled\""},
    };
    static const char *const results[MetricsResults] = {"result=\"made\"", "result=\"skipped\"", "result=\"failed\""};
    MetricsFamily(text, "perfecthash_jobs", "counter", NULL, "Jobs that have ended.");
    for (size_t kind = 0; kind < MetricsKinds; kind++) {
        for (size_t result = 0; result < MetricsResults; result++)
            MetricsSample(text, "perfecthash_jobs", "_total", labels[kind][result],
                          (uint64_t)AtomicRead64(&metrics->jobs[kind][result]));
    }
    MetricsFamily(text, "perfecthash_tables", "counter", NULL, "Tables of the jobs that have ended.");
    for (size_t result = 0; result < MetricsResults; result++)
        MetricsSample(text, "perfecthash_tables", "_total", results[result],
                      (uint64_t)AtomicRead64(&metrics->tables[result]));
    MetricsFamily(text, "perfecthash_job_duration_seconds", "histogram", "seconds",
                  "Time from the request for a job to its end.");
    for (size_t kind = 0; kind < MetricsKinds; kind++)
        MetricsHistogram(text, "perfecthash_job_duration_seconds", kinds[kind], &metrics->jobSeconds[kind]);
}

static void PutRequests(const ServerMetrics *metrics, uint64_t pipeRefused, Utf8Text *text)
{
    const uint64_t refused = (uint64_t)AtomicRead64(&metrics->refused),
                   all = (uint64_t)AtomicRead64(&metrics->requests);
    MetricsFamily(text, "perfecthash_requests", "counter", NULL, "Requests that were well-formed.");
    MetricsSample(text, "perfecthash_requests", "_total", "result=\"taken\"", all > refused ? all - refused : 0);
    MetricsSample(text, "perfecthash_requests", "_total", "result=\"refused\"", refused);
    MetricsFamily(text, "perfecthash_violations", "counter", NULL,
                  "Connections and messages that the pipe refused: malformed, too slow, or beyond a limit.");
    MetricsSample(text, "perfecthash_violations", "_total", NULL, pipeRefused);
    MetricsFamily(text, "perfecthash_request_duration_seconds", "histogram", "seconds",
                  "Time that a request keeps a worker.");
    MetricsHistogram(text, "perfecthash_request_duration_seconds", NULL, &metrics->requestSeconds);
}

typedef struct MetricsRow {
    const char *name, *type, *unit, *help;
    uint64_t value;
} MetricsRow;

static void PutRows(const MetricsRow *rows, size_t count, Utf8Text *text)
{
    for (size_t i = 0; i < count; i++) {
        const BOOL counts = rows[i].type[0] == 'c';
        MetricsFamily(text, rows[i].name, rows[i].type, rows[i].unit, rows[i].help);
        MetricsSample(text, rows[i].name, counts ? "_total" : "", NULL, rows[i].value);
    }
}

/* Puts how many jobs wait, and for what. */
static void PutParked(const RuntimeStatistics *runtime, Utf8Text *text)
{
    static const char family[] = "perfecthash_parked";
    static const char *const labels[] = {"waits_for=\"buffer\"", "waits_for=\"memory\"", "waits_for=\"quota\"",
                                         "waits_for=\"large\""};
    const DWORD parked[] = {runtime->parkedBuffers, runtime->parkedMemory, runtime->parkedQuotas, runtime->parkedLarge};
    const MetricsRow memory[] = {
        {"perfecthash_reserved_bytes", "gauge", "bytes", "Memory that jobs have reserved beside the buffers.",
         runtime->reservedBytes},
        {"perfecthash_budget_bytes", "gauge", "bytes", "Memory that buffers and reservations may take together.",
         runtime->budgetBytes},
    };
    MetricsFamily(text, family, "gauge", NULL,
                  "Reads and requests that wait for a buffer, and jobs that wait for memory, for their user's quota "
                  "of it, or for a place of large tables.");
    for (size_t i = 0; i < ARRAYSIZE(parked); i++)
        MetricsSample(text, family, "", labels[i], parked[i]);
    PutRows(memory, ARRAYSIZE(memory), text);
}

static void PutRuntime(const RuntimeStatistics *runtime, Utf8Text *text)
{
    const MetricsRow rows[] = {
        {"perfecthash_nodes", "gauge", NULL, "NUMA nodes in use.", runtime->nodes},
        {"perfecthash_threads", "gauge", NULL, "Worker threads that live.", runtime->workers},
        {"perfecthash_in_flight", "gauge", NULL, "Work items queued, in the kernel's hands, parked or running.",
         runtime->inFlight},
        {"perfecthash_timers", "gauge", NULL, "Timers that wait.", runtime->timersWaiting},
        {"perfecthash_items_run", "counter", NULL, "Work items that were run.", runtime->itemsRun},
        {"perfecthash_timers_run", "counter", NULL, "Timers that have fired.", runtime->timersRun},
        {"perfecthash_files_read", "counter", NULL, "Files that were read.", runtime->filesRead},
        {"perfecthash_files_written", "counter", NULL, "Files that were written.", runtime->filesWritten},
        {"perfecthash_read_bytes", "counter", "bytes", "Bytes read from files.", runtime->bytesRead},
        {"perfecthash_written_bytes", "counter", "bytes", "Bytes written to files.", runtime->bytesWritten},
        {"perfecthash_buffer_hits", "counter", NULL, "Buffers that came from a pool.", runtime->bufferHits},
        {"perfecthash_buffer_misses", "counter", NULL, "Buffers that had to be allocated.", runtime->bufferMisses},
        {"perfecthash_buffer_bytes", "gauge", "bytes", "Memory that the pools hold.", runtime->bufferBytes},
        {"perfecthash_buffers_exhausted", "counter", NULL, "How often the budget of buffers was in the way.",
         runtime->bufferExhausted},
        {"perfecthash_buffers", "gauge", NULL, "Buffers in use.", runtime->buffersInUse},
    };
    PutRows(rows, ARRAYSIZE(rows), text);
    PutParked(runtime, text);
    MetricsFamily(text, "perfecthash_oldest_callback_seconds", "gauge", "seconds",
                  "How long the callback that has run the longest runs; 0: none runs.");
    MetricsSeconds(text, "perfecthash_oldest_callback_seconds", "", NULL, runtime->oldestCallbackMs * 1000);
}

static void PutServer(Server *server, const PipeServerNumbers *pipe, Utf8Text *text)
{
    uint64_t running, ended;
    RegistryCount(&server->registry, &running, &ended);
    const MetricsRow rows[] = {
        {"perfecthash_connections", "gauge", NULL, "Connections now.", pipe->connections},
        {"perfecthash_connections_accepted", "counter", NULL, "Connections that were accepted.", pipe->accepted},
        {"perfecthash_jobs_running", "gauge", NULL, "Jobs that run or wait.", running},
    };
    PutRows(rows, ARRAYSIZE(rows), text);
    MetricsFamily(text, "perfecthash_uptime_seconds", "gauge", "seconds", "Time since the start of the server.");
    MetricsSeconds(text, "perfecthash_uptime_seconds", "", NULL, (GetTickCount64() - server->startedMs) * 1000);
}

void ServerMetricsTake(Server *server, Utf8Text *text)
{
    RuntimeStatistics runtime;
    PipeServerNumbers pipe;
    RuntimeStatisticsTake(server->runtime, &runtime);
    ServerPipeNumbers(server, &pipe);
    PutServer(server, &pipe, text);
    PutJobs(&server->metrics, text);
    PutRequests(&server->metrics, pipe.refused, text);
    PutRuntime(&runtime, text);
    MetricsEnd(text);
}
