/*
 * The Statistics object: one snapshot of a runtime's counters behind IPerfectHashStatistics.
 * Read-only; any thread.
 */
#ifndef COM_STATISTICS_H
#define COM_STATISTICS_H

#include "PerfectHash.h"
#include "runtime/engine/runtime.h"
#include "runtime/pure/protocol.h"

HRESULT StatisticsCreate(const RuntimeStatistics *statistics, IPerfectHashStatistics **out);
/* health NULL: it was not told; nor were its waits, if not waitsTold. */
HRESULT StatisticsCreateOfServer(const ProtocolServerStatistics *statistics, const ProtocolServerHealth *health,
                                 BOOL waitsTold, IPerfectHashStatistics **out);

#endif
