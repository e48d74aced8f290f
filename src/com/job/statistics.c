#include "statistics.h"

#include "com/object/object.h"
#include "com/object/properties.h"

typedef struct Statistics {
    Object object;
    Interface statistics;
    RuntimeStatistics counters;
} Statistics;

static const RuntimeStatistics *CountersOf(IPerfectHashStatistics *self)
{
    const Statistics *statistics = ObjectOf(self);
    return &statistics->counters;
}

static HRESULT STDMETHODCALLTYPE StatisticsGetNodes(IPerfectHashStatistics *self, LONG *value)
{
    return PropertyGiveLong(ObjectOf(self), CountersOf(self)->nodes, value);
}

static HRESULT STDMETHODCALLTYPE StatisticsGetThreads(IPerfectHashStatistics *self, LONG *value)
{
    return PropertyGiveLong(ObjectOf(self), CountersOf(self)->workers, value);
}

static HRESULT STDMETHODCALLTYPE StatisticsGetItemsRun(IPerfectHashStatistics *self, double *value)
{
    return PropertyGiveDouble(ObjectOf(self), (double)CountersOf(self)->itemsRun, value);
}

static HRESULT STDMETHODCALLTYPE StatisticsGetFilesRead(IPerfectHashStatistics *self, double *value)
{
    return PropertyGiveDouble(ObjectOf(self), (double)CountersOf(self)->filesRead, value);
}

static HRESULT STDMETHODCALLTYPE StatisticsGetFilesWritten(IPerfectHashStatistics *self, double *value)
{
    return PropertyGiveDouble(ObjectOf(self), (double)CountersOf(self)->filesWritten, value);
}

static HRESULT STDMETHODCALLTYPE StatisticsGetBytesRead(IPerfectHashStatistics *self, double *value)
{
    return PropertyGiveDouble(ObjectOf(self), (double)CountersOf(self)->bytesRead, value);
}

static HRESULT STDMETHODCALLTYPE StatisticsGetBytesWritten(IPerfectHashStatistics *self, double *value)
{
    return PropertyGiveDouble(ObjectOf(self), (double)CountersOf(self)->bytesWritten, value);
}

static HRESULT STDMETHODCALLTYPE StatisticsGetBufferHits(IPerfectHashStatistics *self, double *value)
{
    return PropertyGiveDouble(ObjectOf(self), (double)CountersOf(self)->bufferHits, value);
}

static HRESULT STDMETHODCALLTYPE StatisticsGetBufferMisses(IPerfectHashStatistics *self, double *value)
{
    return PropertyGiveDouble(ObjectOf(self), (double)CountersOf(self)->bufferMisses, value);
}

static HRESULT STDMETHODCALLTYPE StatisticsGetBuffersInUse(IPerfectHashStatistics *self, double *value)
{
    return PropertyGiveDouble(ObjectOf(self), (double)CountersOf(self)->buffersInUse, value);
}

static HRESULT STDMETHODCALLTYPE StatisticsGetBuffersHighWater(IPerfectHashStatistics *self, double *value)
{
    return PropertyGiveDouble(ObjectOf(self), (double)CountersOf(self)->buffersHighWater, value);
}

static HRESULT STDMETHODCALLTYPE StatisticsGetBufferBytes(IPerfectHashStatistics *self, double *value)
{
    return PropertyGiveDouble(ObjectOf(self), (double)CountersOf(self)->bufferBytes, value);
}

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
};

static const ObjectClass statisticsClass = {
    L"PerfectHash.Statistics",
    sizeof(Statistics),
    NULL,
    TRUE,
    {{&IID_IPerfectHashStatistics, &vtable, offsetof(Statistics, statistics)}},
};

HRESULT StatisticsCreate(const RuntimeStatistics *counters, IPerfectHashStatistics **out)
{
    Statistics *statistics = ObjectCreate(&statisticsClass, (void **)out);
    if (statistics == NULL)
        return E_OUTOFMEMORY;
    statistics->counters = *counters;
    return S_OK;
}

HRESULT StatisticsCreateOfServer(const ProtocolServerStatistics *statistics, IPerfectHashStatistics **out)
{
    const RuntimeStatistics counters = {
        .nodes = (DWORD)statistics->nodes,
        .workers = (DWORD)statistics->threads,
        .itemsRun = statistics->itemsRun,
        .filesRead = statistics->filesRead,
        .filesWritten = statistics->filesWritten,
        .bytesRead = statistics->bytesRead,
        .bytesWritten = statistics->bytesWritten,
        .bufferHits = statistics->bufferHits,
        .bufferMisses = statistics->bufferMisses,
        .buffersInUse = statistics->buffersInUse,
        .buffersHighWater = statistics->buffersHighWater,
        .bufferBytes = statistics->bufferBytes,
    };
    return StatisticsCreate(&counters, out);
}
