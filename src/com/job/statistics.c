#include "statistics.h"

#include "com/object/object.h"
#include "com/object/properties.h"

typedef struct Statistics {
    Object object;
    Interface statistics;
    ProtocolServerStatistics counters; /* of a runtime alone: those of a server are 0 */
} Statistics;

static const ProtocolServerStatistics *CountersOf(IPerfectHashStatistics *self)
{
    const Statistics *statistics = ObjectOf(self);
    return &statistics->counters;
}

/* Defines the function that gets a counter: a LONG, or a double. */
#define COUNTER_LONG(name, field)                                                                   \
    static HRESULT STDMETHODCALLTYPE StatisticsGet##name(IPerfectHashStatistics *self, LONG *value) \
    {                                                                                               \
        return PropertyGiveLong(ObjectOf(self), CountersOf(self)->field, value);                    \
    }
#define COUNTER_DOUBLE(name, field)                                                                   \
    static HRESULT STDMETHODCALLTYPE StatisticsGet##name(IPerfectHashStatistics *self, double *value) \
    {                                                                                                 \
        return PropertyGiveDouble(ObjectOf(self), (double)CountersOf(self)->field, value);            \
    }

COUNTER_LONG(Nodes, nodes)
COUNTER_LONG(Threads, threads)
COUNTER_DOUBLE(ItemsRun, itemsRun)
COUNTER_DOUBLE(FilesRead, filesRead)
COUNTER_DOUBLE(FilesWritten, filesWritten)
COUNTER_DOUBLE(BytesRead, bytesRead)
COUNTER_DOUBLE(BytesWritten, bytesWritten)
COUNTER_DOUBLE(BufferHits, bufferHits)
COUNTER_DOUBLE(BufferMisses, bufferMisses)
COUNTER_DOUBLE(BuffersInUse, buffersInUse)
COUNTER_DOUBLE(BuffersHighWater, buffersHighWater)
COUNTER_DOUBLE(BufferBytes, bufferBytes)
COUNTER_LONG(Connections, connections)
COUNTER_DOUBLE(Requests, requests)
COUNTER_LONG(JobsRunning, jobsRunning)
COUNTER_DOUBLE(JobsEnded, jobsEnded)

static const IPerfectHashStatisticsVtbl vtable = {
    OBJECT_DISPATCH(IPerfectHashStatistics),
    StatisticsGetNodes,
    StatisticsGetThreads,
    StatisticsGetItemsRun,
    StatisticsGetFilesRead,
    StatisticsGetFilesWritten,
    StatisticsGetBytesRead,
    StatisticsGetBytesWritten,
    StatisticsGetBufferHits,
    StatisticsGetBufferMisses,
    StatisticsGetBuffersInUse,
    StatisticsGetBuffersHighWater,
    StatisticsGetBufferBytes,
    StatisticsGetConnections,
    StatisticsGetRequests,
    StatisticsGetJobsRunning,
    StatisticsGetJobsEnded,
};

static const ObjectClass statisticsClass = {
    L"PerfectHash.Statistics",
    sizeof(Statistics),
    NULL,
    TRUE,
    {{&IID_IPerfectHashStatistics, &vtable, offsetof(Statistics, statistics)}},
};

HRESULT StatisticsCreateOfServer(const ProtocolServerStatistics *counters, IPerfectHashStatistics **out)
{
    Statistics *statistics = ObjectCreate(&statisticsClass, (void **)out);
    if (statistics == NULL)
        return E_OUTOFMEMORY;
    statistics->counters = *counters;
    return S_OK;
}

HRESULT StatisticsCreate(const RuntimeStatistics *counters, IPerfectHashStatistics **out)
{
    const ProtocolServerStatistics statistics = {
        .nodes = counters->nodes,
        .threads = counters->workers,
        .itemsRun = counters->itemsRun,
        .filesRead = counters->filesRead,
        .filesWritten = counters->filesWritten,
        .bytesRead = counters->bytesRead,
        .bytesWritten = counters->bytesWritten,
        .bufferHits = counters->bufferHits,
        .bufferMisses = counters->bufferMisses,
        .buffersInUse = counters->buffersInUse,
        .buffersHighWater = counters->buffersHighWater,
        .bufferBytes = counters->bufferBytes,
    };
    return StatisticsCreateOfServer(&statistics, out);
}
