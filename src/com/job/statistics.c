#include "statistics.h"

#include "com/object/errors.h"
#include "com/object/object.h"

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

static HRESULT GetLong(IPerfectHashStatistics *self, DWORD number, LONG *value)
{
    const Statistics *statistics = ObjectOf(self);
    if (!value)
        return ErrorRaisePointer(&statistics->object, L"value");
    *value = (LONG)number;
    return S_OK;
}

static HRESULT GetDouble(IPerfectHashStatistics *self, ULONGLONG number, double *value)
{
    const Statistics *statistics = ObjectOf(self);
    if (!value)
        return ErrorRaisePointer(&statistics->object, L"value");
    *value = (double)number;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE StatisticsGetNodes(IPerfectHashStatistics *self, LONG *value)
{
    return GetLong(self, CountersOf(self)->nodes, value);
}

static HRESULT STDMETHODCALLTYPE StatisticsGetThreads(IPerfectHashStatistics *self, LONG *value)
{
    return GetLong(self, CountersOf(self)->workers, value);
}

static HRESULT STDMETHODCALLTYPE StatisticsGetItemsRun(IPerfectHashStatistics *self, double *value)
{
    return GetDouble(self, CountersOf(self)->itemsRun, value);
}

static HRESULT STDMETHODCALLTYPE StatisticsGetFilesRead(IPerfectHashStatistics *self, double *value)
{
    return GetDouble(self, CountersOf(self)->filesRead, value);
}

static HRESULT STDMETHODCALLTYPE StatisticsGetFilesWritten(IPerfectHashStatistics *self, double *value)
{
    return GetDouble(self, CountersOf(self)->filesWritten, value);
}

static HRESULT STDMETHODCALLTYPE StatisticsGetBytesRead(IPerfectHashStatistics *self, double *value)
{
    return GetDouble(self, CountersOf(self)->bytesRead, value);
}

static HRESULT STDMETHODCALLTYPE StatisticsGetBytesWritten(IPerfectHashStatistics *self, double *value)
{
    return GetDouble(self, CountersOf(self)->bytesWritten, value);
}

static HRESULT STDMETHODCALLTYPE StatisticsGetBufferHits(IPerfectHashStatistics *self, double *value)
{
    return GetDouble(self, CountersOf(self)->bufferHits, value);
}

static HRESULT STDMETHODCALLTYPE StatisticsGetBufferMisses(IPerfectHashStatistics *self, double *value)
{
    return GetDouble(self, CountersOf(self)->bufferMisses, value);
}

static HRESULT STDMETHODCALLTYPE StatisticsGetBuffersInUse(IPerfectHashStatistics *self, double *value)
{
    return GetDouble(self, CountersOf(self)->buffersInUse, value);
}

static HRESULT STDMETHODCALLTYPE StatisticsGetBuffersHighWater(IPerfectHashStatistics *self, double *value)
{
    return GetDouble(self, CountersOf(self)->buffersHighWater, value);
}

static HRESULT STDMETHODCALLTYPE StatisticsGetBufferBytes(IPerfectHashStatistics *self, double *value)
{
    return GetDouble(self, CountersOf(self)->bufferBytes, value);
}

/* All there is to free is the object itself. */
static void Destroy(Object *object)
{
    (void)object;
}

static const IPerfectHashStatisticsVtbl vtable = {
    OBJECT_DISPATCH(IPerfectHashStatistics),
    StatisticsGetNodes, StatisticsGetThreads, StatisticsGetItemsRun, StatisticsGetFilesRead, StatisticsGetFilesWritten,
    StatisticsGetBytesRead, StatisticsGetBytesWritten, StatisticsGetBufferHits, StatisticsGetBufferMisses, StatisticsGetBuffersInUse,
    StatisticsGetBuffersHighWater, StatisticsGetBufferBytes,
};

static const InterfaceEntry entries[] = {{&IID_IPerfectHashStatistics, &vtable, offsetof(Statistics, statistics)}};

static const ObjectClass statisticsClass = {
    L"PerfectHash.Statistics", &IID_IPerfectHashStatistics, entries, ARRAYSIZE(entries), sizeof(Statistics), Destroy,
};

HRESULT StatisticsCreate(const RuntimeStatistics *counters, IPerfectHashStatistics **out)
{
    Statistics *statistics = ObjectCreate(&statisticsClass);
    *out = NULL;
    if (!statistics)
        return E_OUTOFMEMORY;
    statistics->counters = *counters;
    *out = (IPerfectHashStatistics *)&statistics->statistics;
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
