#include "statistics.h"

#include "com/object/object.h"
#include "com/object/properties.h"
#include "jobs/server/server.h"

typedef struct Statistics {
    Object object;
    Interface statistics;
    ProtocolServerStatistics counters; /* of a runtime alone: those of a server are 0 */
    ProtocolServerHealth health;
    BOOL healthTold, waitsTold;
} Statistics;

/* In the order of the interface. */
#define COUNTERS(COUNTER)                               \
    COUNTER(Long, Nodes, nodes)                         \
    COUNTER(Long, Threads, threads)                     \
    COUNTER(Double, ItemsRun, itemsRun)                 \
    COUNTER(Double, FilesRead, filesRead)               \
    COUNTER(Double, FilesWritten, filesWritten)         \
    COUNTER(Double, BytesRead, bytesRead)               \
    COUNTER(Double, BytesWritten, bytesWritten)         \
    COUNTER(Double, BufferHits, bufferHits)             \
    COUNTER(Double, BufferMisses, bufferMisses)         \
    COUNTER(Double, BuffersInUse, buffersInUse)         \
    COUNTER(Double, BuffersHighWater, buffersHighWater) \
    COUNTER(Double, BufferBytes, bufferBytes)           \
    COUNTER(Long, Connections, connections)             \
    COUNTER(Double, Requests, requests)                 \
    COUNTER(Long, JobsRunning, jobsRunning)             \
    COUNTER(Double, JobsEnded, jobsEnded)
#define DEFINE_COUNTER(kind, name, field) \
    PROPERTY_READ(IPerfectHashStatistics, const Statistics, Statistics, kind, name, of->counters.field)
COUNTERS(DEFINE_COUNTER)

/* A number that not every server tells; -1: it did not. */
#define DEFINE_TOLD(told, name, field)                                                \
    PROPERTY_READ(IPerfectHashStatistics, const Statistics, Statistics, Double, name, \
                  of->told ? (double)of->field : -1.0)

/* Signs of a hang. */
#define SIGNS(SIGN)                                 \
    SIGN(InFlight, health.inFlight)                 \
    SIGN(Parked, health.parked)                     \
    SIGN(BuffersExhausted, health.buffersExhausted) \
    SIGN(TimersWaiting, health.timersWaiting)       \
    SIGN(TimersRun, health.timersRun)               \
    SIGN(OldestCallback, health.oldestCallbackMs / 1000.0)
#define DEFINE_SIGN(name, field) DEFINE_TOLD(healthTold, name, field)
SIGNS(DEFINE_SIGN)

/* Waits, and the memory that they are for. */
#define WAITS(WAIT)                              \
    WAIT(ParkedForBuffers, health.parkedBuffers) \
    WAIT(ParkedForMemory, health.parkedMemory)   \
    WAIT(ParkedForQuotas, health.parkedQuotas)   \
    WAIT(ParkedAsLarge, health.parkedLarge)      \
    WAIT(ReservedBytes, health.reservedBytes)    \
    WAIT(BudgetBytes, health.budgetBytes)
#define DEFINE_WAIT(name, field) DEFINE_TOLD(waitsTold, name, field)
WAITS(DEFINE_WAIT)

#define SLOT(kind, name, field) StatisticsGet##name,
#define SIGN_SLOT(name, field) StatisticsGet##name,
static const IPerfectHashStatisticsVtbl vtable = {OBJECT_DISPATCH(IPerfectHashStatistics),
                                                  COUNTERS(SLOT) SIGNS(SIGN_SLOT) WAITS(SIGN_SLOT)};

static const ObjectClass statisticsClass = {
    L"PerfectHash.Statistics",
    sizeof(Statistics),
    NULL,
    TRUE,
    .entries = {{&IID_IPerfectHashStatistics, &vtable, offsetof(Statistics, statistics)}},
};

HRESULT StatisticsCreateOfServer(const ProtocolServerStatistics *counters, const ProtocolServerHealth *health,
                                 BOOL waitsTold, IPerfectHashStatistics **out)
{
    Statistics *statistics = ObjectCreate(&statisticsClass, (void **)out);
    if (statistics == NULL)
        return E_OUTOFMEMORY;
    statistics->counters = *counters;
    statistics->healthTold = health != NULL;
    statistics->waitsTold = waitsTold;
    if (health != NULL)
        statistics->health = *health;
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
    const ProtocolServerHealth health = ServerHealthOf(counters);
    return StatisticsCreateOfServer(&statistics, &health, TRUE, out);
}
